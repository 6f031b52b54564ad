#include "dynamodb/backups/recovery_request.h"

#include "dynamodb/backups/recovery.h"

#define SPECIFICATION "pointInTimeRecoverySpecification"

static const wire_member members[] = {
    {"PointInTimeRecoveryEnabled", wire_read_boolean, offsetof(recovery_request, is_enabled), NULL},
    {"RecoveryPeriodInDays", wire_read_integer, offsetof(recovery_request, days), NULL},
};
const wire_struct recovery_request_struct = {"", sizeof(recovery_request), members, sizeof members / sizeof *members};

const gabi_error *recovery_request_check(const recovery_request *self, constraints *found) {
    constraint_not_null(found, SPECIFICATION ".pointInTimeRecoveryEnabled", self->is_enabled.is_present);
    if (self->days.is_present)
        constraint_range(found, SPECIFICATION ".recoveryPeriodInDays", self->days.value, 1, RECOVERY_MOST_DAYS);
    TRY(constraints_error(found));
    if (self->days.is_present && !self->is_enabled.value)
        return validation_error(found->problems.arena, "Invalid Request: Cannot specify RecoveryPeriodInDays when "
                                                       "disabling point-in-time recovery.");
    return NULL;
}

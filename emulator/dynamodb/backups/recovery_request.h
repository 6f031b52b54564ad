/* PointInTimeRecoverySpecification: in UpdateContinuousBackups, and in templates. */
#ifndef GABI_DYNAMODB_RECOVERY_REQUEST_H
#define GABI_DYNAMODB_RECOVERY_REQUEST_H

#include "dynamodb/values/constraints.h"
#include "dynamodb/values/wire.h"

typedef struct recovery_request {
    optional_boolean is_enabled;
    optional_integer days;
} recovery_request;

extern const wire_struct recovery_request_struct;

/* Checks its members, beside what was found of others. */
const gabi_error *recovery_request_check(const recovery_request *self, constraints *found);

#endif

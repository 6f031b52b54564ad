#include "core/civil_time.h"
#include "dynamodb/backups/recovery.h"
#include "dynamodb/backups/restore.h"
#include "dynamodb/operations.h"
#include "store/account.h"

static const gabi_error *read_source(arena *arena, restore_request *request) {
    arn source;
    if (!request->source_arn.data)
        return NULL;
    if (!text_starts_with(request->source_arn, TEXT("arn:")))
        return parameter_error(arena, "ARNs must start with 'arn:': %.*s", TEXT_ARGS(request->source_arn));
    if (!arn_parse(request->source_arn, &source) || source.kind.data)
        return parameter_error(arena, "sourceTableArn is not a valid ARN");
    if (!text_equal(source.account, TEXT(ACCOUNT_ID)))
        return validation_error(arena,
                                "This action is only supported by accounts that match the resource owner’s account.");
    request->source_name = source.table;
    return NULL;
}

static const gabi_error *check_time(arena *arena, const restore_request *request) {
    bool wants_latest = request->use_latest.value;
    if (request->time_ms.is_present && wants_latest)
        return validation_error(arena, "Invalid Request: Both RestoreDateTime and UseLatestRestorableTime cannot be "
                                       "set for point-in-time restore request. Please specify either RestoreDateTime "
                                       "time or UseLatestRestorableTime");
    if (!request->time_ms.is_present && !wants_latest)
        return validation_error(arena, "Invalid Request: Either one of RestoreDateTime or UseLatestRestorableTime must "
                                       "be specified, but not both");
    return NULL;
}

static const gabi_error *read_request(const op_call *call, restore_request *ret_request) {
    constraints found = CONSTRAINTS(call->arena);
    restore_request request;
    TRY(restore_request_read(call, &found, &request));
    if (request.source_name.data)
        constraint_table_name(&found, "sourceTableName", request.source_name);
    TRY(constraints_error(&found));
    if (!request.source_name.data && !request.source_arn.data)
        return validation_error(call->arena,
                                "The parameter 'TableName' is required but was not present in the request");
    if (request.source_name.data && request.source_arn.data)
        return validation_error(call->arena, "Must provide exactly one of: sourceTableArn, sourceTableName");
    TRY(read_source(call->arena, &request));
    TRY(check_time(call->arena, &request));
    *ret_request = request;
    return NULL;
}

/* The instant that is restored: with UseLatestRestorableTime the one that DescribeContinuousBackups tells. */
static const gabi_error *find_time(arena *arena, const restore_request *request, const table *source, int64_t now_ms,
                                   int64_t *ret_time_ms) {
    int64_t earliest_ms = recovery_earliest_ms(&source->settings, now_ms);
    int64_t latest_ms = recovery_latest_ms(&source->settings, now_ms);
    int64_t time_ms = request->time_ms.is_present ? request->time_ms.value : latest_ms;
    if (time_ms < earliest_ms || time_ms > latest_ms)
        return error_new(arena, ERROR_INVALID, "InvalidRestoreTimeException",
                         "RestoreDateTime '%.*s' must be within EarliestRestorableDateTime '%.*s' and "
                         "LatestRestorableDateTime '%.*s'",
                         TEXT_ARGS(time_to_iso8601(arena, time_ms)), TEXT_ARGS(time_to_iso8601(arena, earliest_ms)),
                         TEXT_ARGS(time_to_iso8601(arena, latest_ms)));
    *ret_time_ms = time_ms;
    return NULL;
}

static const gabi_error *begin(world *world, arena *arena, const restore_request *request, json_writer *writer,
                               restore *ret_restore) {
    restore_source source = {0};
    TRY(recovery_find_table(world, arena, request->source_name, &source.table));
    if (!recovery_is_on(&source.table->settings))
        return error_new(arena, ERROR_CONFLICT, "PointInTimeRecoveryUnavailableException",
                         "Point in time recovery is not enabled for table '%.*s'", TEXT_ARGS(request->source_name));
    TRY(find_time(arena, request, source.table, world_now_ms(world), &source.time_ms));
    return restore_begin(world, arena, request, &source, writer, ret_restore);
}

const gabi_error *restore_table_to_point_in_time(op_call *call) {
    restore_request request;
    TRY(read_request(call, &request));
    return restore_answer(call, &request, begin);
}

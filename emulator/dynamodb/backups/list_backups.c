#include "dynamodb/backups/backup.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "store/account.h"

#define MOST_BACKUPS 100

typedef struct list_backups_request {
    text table_name;
    optional_integer limit;
    optional_integer from_ms;
    optional_integer until_ms;
    text after;
    text type;
} list_backups_request;

static const wire_member members[] = {
    WIRE_MEMBER(list_backups_request, "TableName", text, table_name),
    WIRE_MEMBER(list_backups_request, "Limit", integer, limit),
    WIRE_MEMBER(list_backups_request, "TimeRangeLowerBound", time, from_ms),
    WIRE_MEMBER(list_backups_request, "TimeRangeUpperBound", time, until_ms),
    WIRE_MEMBER(list_backups_request, "ExclusiveStartBackupArn", text, after),
    WIRE_MEMBER(list_backups_request, "BackupType", text, type),
};
WIRE_STRUCT(list_backups_request_struct, list_backups_request, members);

/* Which backups, and how many. */
typedef struct listing {
    backup_filter filter;
    size_t limit;
} listing;

static const gabi_error *read_start(arena *arena, text value, backup_filter *filter) {
    arn start;
    if (!value.data)
        return NULL;
    if (!arn_parse(value, &start) || !text_equal(start.kind, TEXT("backup")))
        return validation_error(arena, "Invalid Backup ARN");
    if (!text_equal(start.region, TEXT(ACCOUNT_REGION)))
        return validation_error(arena,
                                "Invalid Request: The supplied ExclusiveStartBackupArn does not match the region");
    filter->after_suffix = start.subject;
    filter->after_table = start.table;
    return NULL;
}

static const gabi_error *read_request(const op_call *call, listing *ret_listing) {
    constraints found = CONSTRAINTS(call->arena);
    list_backups_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &list_backups_request_struct, &request));
    int64_t limit = request.limit.is_present ? request.limit.value : MOST_BACKUPS;
    constraint_range(&found, "limit", limit, 1, MOST_BACKUPS);
    constraint_enum(&found, "backupType", request.type, "[USER, SYSTEM, AWS_BACKUP, ALL]");
    if (request.table_name.data)
        TRY(table_name_of(&found, request.table_name, &request.table_name));
    TRY(constraints_error(&found));
    if (request.from_ms.is_present && request.until_ms.is_present && request.from_ms.value > request.until_ms.value)
        return parameter_error(call->arena, "Time range lower bound must be less than or equal to upper bound");
    backup_filter filter = {
        .table_name = request.table_name,
        .type = request.type.data ? request.type : TEXT("USER"),
        .from_ms = request.from_ms.value,
        .until_ms = request.until_ms.is_present ? request.until_ms.value : INT64_MAX,
    };
    TRY(read_start(call->arena, request.after, &filter));
    *ret_listing = (listing){filter, (size_t)limit};
    return NULL;
}

static const gabi_error *list(world *world, arena *arena, const void *request, json_writer *writer) {
    const listing *listing = request;
    backup *backups = arena_alloc(arena, (MOST_BACKUPS + 1) * sizeof *backups);
    size_t limit = listing->limit, count = 0;
    /* One more than wanted tells whether there are more. */
    TRY(backup_list(world, arena, &listing->filter, limit + 1, backups, &count));
    json_name(writer, TEXT("BackupSummaries"));
    json_begin_array(writer);
    for (size_t i = 0; i < count && i < limit; i++)
        backup_summarize(writer, &backups[i]);
    json_end_array(writer);
    if (count > limit)
        json_string_member(writer, "LastEvaluatedBackupArn", backups[limit - 1].arn);
    return NULL;
}

const gabi_error *list_backups(op_call *call) {
    listing listing;
    TRY(read_request(call, &listing));
    return reply_from_store(call, STORE_READ, list, &listing);
}

/* DescribeContributorInsights, ListContributorInsights and UpdateContributorInsights: they are never on here. */
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/table_request.h"

typedef struct insights_request {
    text table_name;
    text index_name;
    text action;
} insights_request;

static const wire_member members[] = {
    {"IndexName", wire_read_text, offsetof(insights_request, index_name), NULL},
    {"ContributorInsightsAction", wire_read_text, offsetof(insights_request, action), NULL},
};
WIRE_STRUCT(insights_request_struct, insights_request, members);

static const gabi_error *read_request(const op_call *call, insights_request *ret_request) {
    insights_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &insights_request_struct, &request));
    TRY(table_request_read(call, &request.table_name));
    *ret_request = request;
    return NULL;
}

/* Tells that the table, or the index, has none, and so no rules either. */
static const gabi_error *write_disabled(world *world, arena *arena, const void *input, json_writer *writer) {
    const insights_request *request = input;
    const table *table;
    TRY(table_request_find(world, arena, request->table_name, &table));
    if (request->index_name.data && !table_find_index(table, request->index_name))
        return error_new(arena, ERROR_NOT_FOUND, "ResourceNotFoundException",
                         "Requested resource not found: Index: %.*s not found", TEXT_ARGS(request->index_name));
    json_string_member(writer, "ContributorInsightsStatus", TEXT("DISABLED"));
    if (request->index_name.data)
        json_string_member(writer, "IndexName", request->index_name);
    json_string_member(writer, "TableName", request->table_name);
    return NULL;
}

const gabi_error *describe_contributor_insights(op_call *call) {
    insights_request request;
    TRY(read_request(call, &request));
    return reply_from_store(call, STORE_READ, write_disabled, &request);
}

const gabi_error *update_contributor_insights(op_call *call) {
    insights_request request;
    constraints found = CONSTRAINTS(call->arena);
    TRY(read_request(call, &request));
    constraint_not_null(&found, "contributorInsightsAction", request.action.data != NULL);
    constraint_enum(&found, "contributorInsightsAction", request.action, "[ENABLE, DISABLE]");
    TRY(constraints_error(&found));
    if (text_equal(request.action, TEXT("ENABLE")))
        return validation_error(call->arena, "gabi-emu does not emulate Contributor Insights: they stay DISABLED");
    return reply_from_store(call, STORE_READ, write_disabled, &request);
}

const gabi_error *list_contributor_insights(op_call *call) {
    insights_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &insights_request_struct, &request));
    reply(call, TEXT("{\"ContributorInsightsSummaries\":[]}"));
    return NULL;
}

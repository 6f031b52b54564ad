/* DescribeContributorInsights, ListContributorInsights and UpdateContributorInsights: they are never on here. */
#include "core/json_writer.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/table_request.h"

typedef struct insights_request {
    text index_name;
    text action;
} insights_request;

static const wire_member members[] = {
    {"IndexName", wire_read_text, offsetof(insights_request, index_name), NULL},
    {"ContributorInsightsAction", wire_read_text, offsetof(insights_request, action), NULL},
};
WIRE_STRUCT(insights_request_struct, insights_request, members);

static const gabi_error *check_index(op_call *call, text table_name, text index_name) {
    const table *table;
    TRY(table_request_find(call->owner, call->arena, table_name, &table));
    if (index_name.data && !table_find_index(table, index_name))
        return error_new(call->arena, ERROR_NOT_FOUND, "ResourceNotFoundException",
                         "Requested resource not found: Index: %.*s not found", TEXT_ARGS(index_name));
    return NULL;
}

/* Tells that the table, or the index, has none. */
static const gabi_error *reply_disabled(op_call *call, text table_name, text index_name, bool lists_rules) {
    store *store = world_store(call->owner);
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, check_index(call, table_name, index_name)));
    json_begin_object(&writer);
    if (lists_rules)
        json_raw_member(&writer, "ContributorInsightsRuleList", TEXT("[]"));
    json_string_member(&writer, "ContributorInsightsStatus", TEXT("DISABLED"));
    if (index_name.data)
        json_string_member(&writer, "IndexName", index_name);
    json_string_member(&writer, "TableName", table_name);
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}

const gabi_error *describe_contributor_insights(op_call *call) {
    insights_request request = {0};
    text name;
    TRY(wire_read_body(call->arena, call->request->body.bytes, &insights_request_struct, &request));
    TRY(table_request_read(call, &name));
    return reply_disabled(call, name, request.index_name, true);
}

const gabi_error *update_contributor_insights(op_call *call) {
    insights_request request = {0};
    constraints found = CONSTRAINTS(call->arena);
    text name;
    TRY(wire_read_body(call->arena, call->request->body.bytes, &insights_request_struct, &request));
    TRY(table_request_read(call, &name));
    constraint_not_null(&found, "contributorInsightsAction", request.action.data != NULL);
    constraint_enum(&found, "contributorInsightsAction", request.action, "[ENABLE, DISABLE]");
    TRY(constraints_error(&found));
    if (text_equal(request.action, TEXT("ENABLE")))
        return validation_error(call->arena, "gabi-emu does not emulate Contributor Insights: they stay DISABLED");
    return reply_disabled(call, name, request.index_name, false);
}

const gabi_error *list_contributor_insights(op_call *call) {
    insights_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &insights_request_struct, &request));
    reply(call, TEXT("{\"ContributorInsightsSummaries\":[]}"));
    return NULL;
}

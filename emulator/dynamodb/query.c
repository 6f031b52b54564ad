#include "dynamodb/condition.h"
#include "dynamodb/item_page.h"
#include "dynamodb/key_condition.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"

typedef struct query_plan {
    item_page page;
    const condition *key_condition;
} query_plan;

static const gabi_error *parse(arena *arena, const item_request *request, query_plan *plan) {
    expression_scope scope;
    TRY(item_page_parse(arena, request, "KeyConditionExpression is null", "at 'Limit'", &scope, &plan->page));
    if (!request->key_condition_expression.data)
        return validation_error(
            arena, "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
    TRY(expression_parse_condition(&scope, "KeyConditionExpression", request->key_condition_expression,
                                   &plan->key_condition));
    return expression_scope_check_unused(&scope);
}

static const gabi_error *check_filter(arena *arena, const item_page *page) {
    const key_schema *schema = item_page_schema(page);
    for (size_t i = 0; i < schema->count; i++)
        if (condition_mentions(page->filter, schema->attributes[i].name))
            return validation_error(
                arena, "Filter Expression can only contain non-primary key attributes: Primary key attribute: %.*s",
                TEXT_ARGS(schema->attributes[i].name));
    return NULL;
}

static const gabi_error *run(world *world, arena *arena, query_plan *plan, text *ret_body) {
    item_page *page = &plan->page;
    key_condition key;
    TRY(item_page_find(world, arena, page));
    TRY(key_condition_of(arena, plan->key_condition, item_page_schema(page), &key));
    TRY(check_filter(arena, page));
    const optional_boolean *forward = &page->request->scan_index_forward;
    page->range = key_condition_range(arena, &key);
    page->range.is_backwards = forward->is_present && !forward->value;
    TRY(item_page_skip(arena, page));
    return item_page_read(world, arena, page, ret_body);
}

const gabi_error *query(op_call *call) {
    item_request request;
    query_plan plan;
    store *store = world_store(call->owner);
    text body;
    TRY(item_request_read(call, &request));
    TRY(parse(call->arena, &request, &plan));
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, run(call->owner, call->arena, &plan, &body)));
    reply(call, body);
    return NULL;
}

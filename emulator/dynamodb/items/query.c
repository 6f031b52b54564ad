#include "dynamodb/expressions/condition.h"
#include "dynamodb/expressions/key_condition.h"
#include "dynamodb/items/item_page.h"
#include "dynamodb/items/key_paths.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/values/attribute.h"

typedef struct query_plan {
    const item_request *request;
    item_page page;
    const condition *key_condition;
} query_plan;

/* Only the key of an index may have more than two attributes; which it has is not known yet. */
static size_t most_attributes(const item_request *request) {
    return request->index_name.data ? MOST_KEY_ATTRIBUTES : 2;
}

static const gabi_error *compile_key_conditions(arena *arena, const item_request *request,
                                                const condition **ret_condition) {
    size_t count = request->key_conditions.count;
    TRY(legacy_conditions_compile(arena, &request->key_conditions, LEGACY_AND, request->reader, ret_condition));
    return count >= 1 && count <= most_attributes(request)
               ? NULL
               : validation_error(arena, "Conditions can be of length 1 or 2 only");
}

/* Of a Query AWS tells in other words, and alone. */
static const gabi_error *check_join(arena *arena, const item_request *request) {
    text join = request->conditional_operator;
    return !join.data || text_equal(join, TEXT("AND")) || text_equal(join, TEXT("OR"))
               ? NULL
               : validation_error(arena, "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]");
}

static const gabi_error *parse(arena *arena, const item_request *request, query_plan *plan) {
    expression_scope scope;
    plan->request = request;
    TRY(check_join(arena, request));
    TRY(item_page_check(arena, request, PAGE_OF_QUERY, &plan->page));
    if (!request->key_conditions.is_present && !request->key_condition_expression.data)
        return validation_error(
            arena, "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
    TRY(item_request_scope(request, arena, &scope));
    if (request->key_condition_expression.data)
        TRY(expression_parse_condition(&scope, "KeyConditionExpression", request->key_condition_expression,
                                       &plan->key_condition));
    TRY(item_page_parse(request, &scope, &plan->page));
    if (request->key_conditions.is_present)
        TRY(compile_key_conditions(arena, request, &plan->key_condition));
    TRY(expression_scope_check_unused(&scope));
    return request->key_condition_expression.data ? key_condition_check(arena, plan->key_condition) : NULL;
}

static const gabi_error *check_filter(arena *arena, const query_plan *plan) {
    const item_page *page = &plan->page;
    const key_schema *schema = item_page_schema(page);
    const char *label = plan->request->query_filter.is_present ? "QueryFilter" : "Filter Expression";
    for (size_t i = 0; i < schema->count; i++)
        if (condition_mentions(page->filter, schema->attributes[i].name))
            return validation_error(arena,
                                    "%s can only contain non-primary key attributes: Primary key attribute: %.*s",
                                    label, TEXT_ARGS(schema->attributes[i].name));
    return NULL;
}

/* A start in the partition that the range of a condition on the sort key does not hold, or in another one. */
static const gabi_error *check_start(arena *arena, const item_page *page, const key_condition *key) {
    if (!page->start || key->range_count == 0)
        return NULL;
    for (size_t i = 0; i < key->range_count; i++)
        if (!condition_holds(arena, key->range[i], page->start))
            return validation_error(arena, "The provided starting key does not match the range key predicate");
    for (size_t i = 0; i < page->partition.count; i++) {
        const attribute *part = &page->partition.attributes[i];
        if (!attribute_equal(arena, &part->value, item_find(page->start, part->name)))
            return validation_error(arena, "The query can return at most one row and cannot be restarted");
    }
    return NULL;
}

/* AWS does not say that there is more than the one row, and not take a place behind it either. */
static const gabi_error *check_restart(arena *arena, const item_page *page) {
    if (!page->start || !page->is_of_one_row)
        return NULL;
    const attribute *key = page->start->attributes;
    return validation_error(arena,
                            "The provided exclusive start key is invalid: ExclusiveStartKey: {%.*s=AttributeValue: "
                            "%.*s}",
                            TEXT_ARGS(key->name), TEXT_ARGS(attribute_describe(arena, &key->value)));
}

static const gabi_error *run(world *world, arena *arena, query_plan *plan, text *ret_body) {
    item_page *page = &plan->page;
    key_condition key;
    TRY(item_page_find(world, arena, page));
    if (plan->request->key_conditions.is_present)
        TRY(legacy_key_conditions_check(arena, &plan->request->key_conditions, item_page_schema(page)));
    TRY(key_condition_of(arena, plan->key_condition, item_page_schema(page), &key));
    TRY(item_page_check_start(arena, page, PAGE_OF_QUERY));
    TRY(check_paths_of_projection(arena, page->table, &page->projection));
    TRY(check_filter(arena, plan));
    TRY(item_page_check_select(arena, page));
    TRY(check_paths_of_condition(arena, page->table, page->filter));
    const optional_boolean *forward = &plan->request->scan_index_forward;
    page->range = key_condition_range(arena, &key);
    page->partition = key_condition_partition(arena, &key, item_page_schema(page));
    page->range.is_backwards = forward->is_present && !forward->value;
    TRY(check_start(arena, page, &key));
    TRY(item_page_skip(arena, page));
    page->is_of_one_row = !page->index && page->table->key.count == page->table->key.hash_count;
    TRY(check_restart(arena, page));
    return item_page_answer(world, arena, page, ret_body);
}

const gabi_error *query(op_call *call) {
    item_request request;
    query_plan plan;
    store *store = world_store(call->owner);
    text body;
    TRY(item_request_read(call, VALUE_READER_SECOND, &request));
    TRY(parse(call->arena, &request, &plan));
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, run(call->owner, call->arena, &plan, &body)));
    reply(call, body);
    return NULL;
}

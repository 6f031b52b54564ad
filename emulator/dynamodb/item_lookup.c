#include "dynamodb/item_lookup.h"

#include "dynamodb/attribute.h"
#include "dynamodb/item_check.h"
#include "dynamodb/projection.h"

const gabi_error *item_lookup_parse(arena *arena, const item_request *request, item_lookup *ret_plan) {
    constraints found = CONSTRAINTS(arena);
    expression_scope scope;
    item_lookup plan = {.table_name = request->table_name, .key = &request->key.item};
    constraint_not_null(&found, "key", request->key.is_present);
    TRY(item_request_check(request, &found));
    TRY(item_request_check_legacy(request, arena));
    TRY(item_request_scope(request, arena, "ProjectionExpression is null", &scope));
    if (request->projection_expression.data)
        TRY(expression_parse_projection(&scope, request->projection_expression, &plan.projection));
    TRY(expression_scope_check_unused(&scope));
    *ret_plan = plan;
    return NULL;
}

const gabi_error *item_lookup_run(world *world, arena *arena, const item_lookup *plan, text *ret_json) {
    const table *table;
    text json;
    TRY(table_find(world, arena, plan->table_name, &table));
    TRY(check_key_matches(arena, &table->key, plan->key));
    TRY(items_get(world_store(world), arena, table, row_key(arena, &table->key, plan->key), &json));
    if (plan->projection.count > 0 && !text_is_empty(json)) {
        table_item whole = item_of_json(arena, json);
        table_item part = projection_apply(arena, &plan->projection, &whole);
        json = item_to_json(arena, &part);
    }
    *ret_json = json;
    return NULL;
}

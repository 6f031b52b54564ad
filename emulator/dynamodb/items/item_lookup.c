#include "dynamodb/items/item_lookup.h"

#include "dynamodb/expressions/projection.h"
#include "dynamodb/items/item_check.h"
#include "dynamodb/items/item_constraints.h"
#include "dynamodb/items/key_paths.h"
#include "dynamodb/tables/arn.h"
#include "dynamodb/tables/throttling.h"
#include "dynamodb/values/attribute.h"

const gabi_error *item_lookup_parse(arena *arena, const item_request *request, item_lookup *ret_lookup) {
    expression_scope scope;
    item_lookup lookup = {
        .table_name = request->table_name,
        .key = &request->key.item,
        .mode = request->consistent_read.value ? CAPACITY_CONSISTENT_READ : CAPACITY_EVENTUAL_READ,
    };
    TRY(item_constraints_check(request, arena, ITEM_GET));
    TRY(item_request_check_together(request, arena, NULL));
    TRY(attribute_problem_error(arena, &request->key.problem, request->reader));
    TRY(item_request_scope(request, arena, &scope));
    TRY(item_request_projection(request, &scope, &lookup.projection));
    TRY(expression_scope_check_unused(&scope));
    *ret_lookup = lookup;
    return NULL;
}

const gabi_error *item_lookup_find(world *world, arena *arena, item_lookup *self) {
    TRY(table_find_by_name_or_arn(world, arena, self->table_name, &self->table));
    TRY(check_key_matches(arena, &self->table->key, self->key));
    TRY(check_paths_of_projection(arena, self->table, &self->projection));
    self->row = row_key(arena, &self->table->key, self->key);
    return NULL;
}

static const gabi_error *consume(world *world, arena *arena, const item_lookup *self, text json) {
    if (!self->meter && !self->table->settings.throttled.value)
        return NULL;
    table_item item = {0};
    if (!text_is_empty(json))
        item = item_of_json(arena, json);
    consumption consumed = {.mode = self->mode, .table_halves = capacity_halves(self->mode, item_size_bytes(&item))};
    TRY(throttling_take(world, arena, self->table, &consumed, self->key, NULL));
    capacity_meter_add(self->meter, self->table_name, self->table, &consumed);
    return NULL;
}

const gabi_error *item_lookup_read(world *world, arena *arena, const item_lookup *self, text *ret_json) {
    text json;
    TRY(items_get(world_store(world), arena, self->table, self->row, &json));
    TRY(consume(world, arena, self, json));
    if (self->projection.count > 0 && !text_is_empty(json)) {
        table_item whole = item_of_json(arena, json);
        table_item part = projection_apply(arena, &self->projection, &whole);
        json = item_to_json(arena, &part);
    }
    *ret_json = json;
    return NULL;
}

const gabi_error *item_lookup_run(world *world, arena *arena, item_lookup *self, text *ret_json) {
    TRY(item_lookup_find(world, arena, self));
    return item_lookup_read(world, arena, self, ret_json);
}

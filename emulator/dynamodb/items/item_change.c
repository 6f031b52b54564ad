#include "dynamodb/items/item_change.h"

#include "dynamodb/expressions/condition.h"
#include "dynamodb/expressions/legacy_update.h"
#include "dynamodb/expressions/update.h"
#include "dynamodb/expressions/update_charge.h"
#include "dynamodb/items/item_check.h"
#include "dynamodb/items/key_paths.h"
#include "dynamodb/items/transaction_claims.h"
#include "dynamodb/streams/stream_record.h"
#include "dynamodb/tables/arn.h"
#include "dynamodb/tables/throttling.h"
#include "dynamodb/values/attribute.h"

/* ---- the request ---- */

static const char *absent_expressions(table_write_kind kind) {
    return kind == TABLE_UPDATE ? "UpdateExpression and ConditionExpression are null" : "ConditionExpression is null";
}

item_operation item_change_operation(table_write_kind kind) {
    return kind == TABLE_PUT ? ITEM_PUT : kind == TABLE_UPDATE ? ITEM_UPDATE : ITEM_DELETE;
}

/* What stands in place of expressions; nothing where there are expressions. */
static const gabi_error *compile_legacy(arena *arena, const item_request *request, item_change *write) {
    if (request->attribute_updates.is_present && write->kind == TABLE_UPDATE)
        TRY(legacy_updates_compile(arena, &request->attribute_updates, request->reader, &write->update));
    return request->expected.is_present ? legacy_expected_compile(arena, &request->expected, item_request_join(request),
                                                                  request->reader, &write->condition)
                                        : NULL;
}

static const gabi_error *parse_expressions(arena *arena, const item_request *request, item_change *write) {
    expression_scope scope;
    TRY(compile_legacy(arena, request, write));
    TRY(item_request_scope(request, arena, &scope));
    if (request->update_expression.data && write->kind == TABLE_UPDATE)
        TRY(expression_parse_update(&scope, request->update_expression, &write->update));
    if (request->condition_expression.data)
        TRY(expression_parse_condition(&scope, "ConditionExpression", request->condition_expression,
                                       &write->condition));
    return expression_scope_check_unused(&scope);
}

const gabi_error *item_change_check_size(arena *arena, const item_change *self) {
    return self->kind == TABLE_PUT && item_size_bytes(&self->given) > ITEM_MOST_BYTES
               ? validation_error(arena, "Item size has exceeded the maximum allowed size")
               : NULL;
}

static const gabi_error *check_names(arena *arena, const table_item *item) {
    for (size_t i = 0; i < item->count; i++)
        TRY(attribute_check_name(arena, item->attributes[i].name));
    return NULL;
}

const gabi_error *item_change_parse(arena *arena, table_write_kind kind, const item_request *request,
                                    item_change *ret_write) {
    item_change write = {
        .kind = kind,
        .table_name = request->table_name,
        .given = kind == TABLE_PUT ? request->item.item : request->key.item,
        .shows_old = text_equal(request->return_values_on_condition_check_failure, TEXT("ALL_OLD")),
        .mode = CAPACITY_WRITE,
    };
    const attribute_problem *problem = kind == TABLE_PUT ? &request->item.problem : &request->key.problem;
    bool looks_at_key_last = kind != TABLE_PUT && request->reader == VALUE_READER_FIRST;
    TRY(item_constraints_check(request, arena, item_change_operation(kind)));
    TRY(item_request_check_together(request, arena, absent_expressions(kind)));
    TRY(check_names(arena, &request->item.item));
    if (!looks_at_key_last)
        TRY(attribute_problem_error(arena, problem, request->reader));
    if (kind != TABLE_UPDATE)
        TRY(item_request_check_return_values(request, arena));
    TRY(item_change_check_size(arena, &write));
    TRY(parse_expressions(arena, request, &write));
    TRY(attribute_problem_error(arena, problem, request->reader));
    *ret_write = write;
    return NULL;
}

/* ---- the table ---- */

const gabi_error *item_change_find_table(world *world, arena *arena, item_change *self) {
    return table_find_by_name_or_arn(world, arena, self->table_name, &self->table);
}

static const gabi_error *check_update_of_key(arena *arena, const item_change *self) {
    for (size_t i = 0; i < self->update.count; i++) {
        text name = self->update.actions[i].path.elements[0].name;
        if (key_has(&self->table->key, name))
            return parameter_error(arena, "Cannot update attribute %.*s. This attribute is part of the key",
                                   TEXT_ARGS(name));
    }
    return NULL;
}

/* The kind of what an action makes of its attribute, whatever the item; false when that depends on the item. */
static bool is_of_known_kind(const update_action *action, attribute_kind *ret_kind) {
    if (action->path.count > 1 || (action->kind != UPDATE_SET && action->kind != UPDATE_ADD))
        return false;
    switch (action->operand->kind) {
    case OPERAND_VALUE: *ret_kind = action->operand->value->kind; return true;
    case OPERAND_LIST_APPEND: *ret_kind = ATTRIBUTE_LIST; return true;
    case OPERAND_PLUS:
    case OPERAND_MINUS: *ret_kind = ATTRIBUTE_NUMBER; return true;
    default: return false;
    }
}

/* What an update's action alone tells to be wrong for an attribute of an index's key. */
typedef const gabi_error *check_action(arena *arena, const table_index *index, const key_attribute *part,
                                       const update_action *action);

static const gabi_error *check_kind(arena *arena, const table_index *index, const key_attribute *part,
                                    const update_action *action) {
    attribute_kind kind;
    return is_of_known_kind(action, &kind) && kind != part->kind ? index_key_mismatch(arena, index->name, part, kind)
                                                                 : NULL;
}

static const gabi_error *check_emptied(arena *arena, const table_index *index, const key_attribute *part,
                                       const update_action *action) {
    (void)index;
    bool is_value = action->path.count == 1 && action->operand && action->operand->kind == OPERAND_VALUE;
    const attribute_value *value = is_value ? action->operand->value : NULL;
    return value && value->kind == part->kind && attribute_is_empty(value) ? index_key_emptied(arena, part->kind)
                                                                           : NULL;
}

static const gabi_error *check_actions(arena *arena, const item_change *self, check_action *check) {
    for (size_t i = 0; i < self->table->index_count && self->update.count > 0; i++) {
        const table_index *index = &self->table->indexes[i];
        for (size_t j = 0; !index->is_backfilling && j < index->key.count; j++)
            for (size_t k = 0; k < self->update.count; k++)
                if (text_equal(self->update.actions[k].path.elements[0].name, index->key.attributes[j].name))
                    TRY(check(arena, index, &index->key.attributes[j], &self->update.actions[k]));
    }
    return NULL;
}

const gabi_error *item_change_check_empty_keys(arena *arena, const item_change *self) {
    TRY(check_no_empty_key(arena, self->table, &self->given));
    return check_actions(arena, self, check_emptied);
}

const gabi_error *item_change_locate(arena *arena, item_change *self) {
    const key_schema *schema = &self->table->key;
    if (self->kind == TABLE_PUT) {
        TRY(check_key_in_item(arena, schema, &self->given));
        TRY(check_index_keys(arena, self->table, &self->given));
    } else {
        TRY(check_key_matches(arena, schema, &self->given));
        TRY(check_update_of_key(arena, self));
        TRY(check_actions(arena, self, check_kind));
        TRY(check_actions(arena, self, check_emptied));
        TRY(check_paths_of_update(arena, self->table, &self->update));
    }
    self->key = row_key(arena, schema, &self->given);
    return NULL;
}

const gabi_error *item_change_prepare(world *world, arena *arena, item_change *self) {
    text json;
    TRY(item_change_locate(arena, self));
    TRY(items_get(world_store(world), arena, self->table, self->key, &json));
    if (!text_is_empty(json))
        self->old = item_of_json(arena, json);
    return NULL;
}

/* ---- the item ---- */

static const gabi_error *condition_failed(arena *arena, const item_change *self) {
    const gabi_error *error = self->is_insert
                                  ? error_new(arena, ERROR_CONDITION_FAILED, "DuplicateItemException",
                                              "Duplicate primary key exists in table")
                                  : error_new(arena, ERROR_CONDITION_FAILED, "ConditionalCheckFailedException",
                                              "The conditional request failed");
    return self->shows_old && self->old.count > 0
               ? error_with_details(arena, error,
                                    text_format(arena, "\"Item\":%s", item_to_json(arena, &self->old).data))
               : error;
}

static const gabi_error *update_too_large(arena *arena) {
    return validation_error(arena, "Item size to update has exceeded the maximum allowed size");
}

static const gabi_error *evaluate_update(arena *arena, item_change *self) {
    if (self->old.count == 0 && update_only_removes(&self->update))
        return NULL;
    const table_item *base = self->old.count > 0 ? &self->old : &self->given;
    TRY(update_apply(arena, &self->update, base, &self->item));
    if (item_is_too_deep(&self->item))
        return too_deep_error(arena);
    if (item_size_bytes(&self->item) > ITEM_MOST_BYTES)
        return update_too_large(arena);
    TRY(check_updated_index_keys(arena, self->table, &self->item));
    return check_index_keys(arena, self->table, &self->item);
}

static const gabi_error *evaluate(arena *arena, item_change *self) {
    if ((self->is_insert && self->old.count > 0) || !condition_holds(arena, self->condition, &self->old)) {
        self->item = self->old;
        return condition_failed(arena, self);
    }
    switch (self->kind) {
    case TABLE_PUT: self->item = self->given; return NULL;
    case TABLE_UPDATE: return evaluate_update(arena, self);
    default: self->item = (table_item){0}; return NULL;
    }
}

static const gabi_error *consume(world *world, arena *arena, const item_change *self) {
    if (!self->meter && !self->table->settings.throttled.value)
        return NULL;
    const table_item *item = self->kind == TABLE_CHECK ? &self->old : &self->item;
    consumption consumed = consumption_of_write(arena, self->table, self->mode, &self->old, item);
    TRY(throttling_take(world, arena, self->table, &consumed, item->count > 0 ? item : &self->given, &self->old));
    capacity_meter_add(self->meter, self->table_name, self->table, &consumed);
    return NULL;
}

const gabi_error *item_change_evaluate(world *world, arena *arena, item_change *self) {
    const gabi_error *failure = evaluate(arena, self);
    if (!failure || failure->kind == ERROR_CONDITION_FAILED)
        TRY(consume(world, arena, self));
    return failure;
}

static const gabi_error *write_item(world *world, arena *arena, const item_change *self) {
    if (self->kind == TABLE_CHECK || (self->item.count == 0 && self->old.count == 0))
        return NULL;
    TRY(item_collection_check(world, arena, self->table, &self->old, &self->item));
    TRY(self->item.count == 0 ? items_remove(world, arena, self->table, self->key, &self->old)
                              : items_put(world, arena, self->table, self->key, &self->old, &self->item));
    return self->table->settings.stream_view.data
               ? stream_append(world, arena, self->table, &self->old, &self->item, STREAM_ACTOR_CLIENT)
               : NULL;
}

const gabi_error *item_change_apply(world *world, arena *arena, item_change *self) {
    TRY(write_item(world, arena, self));
    if (!self->wants_collection || self->kind == TABLE_CHECK)
        return NULL;
    return item_collection_of(world, arena, self->table, &self->given, &self->collection);
}

const gabi_error *item_change_make(world *world, arena *arena, item_change *self) {
    TRY(item_change_find_table(world, arena, self));
    TRY(item_change_prepare(world, arena, self));
    TRY(claims_check(world, arena, self->table, self->key));
    TRY(item_change_evaluate(world, arena, self));
    return item_change_apply(world, arena, self);
}

/* Before anything is read, so that even a condition that does not hold is told of later. */
static const gabi_error *check_charge(arena *arena, const item_change *self) {
    return !self->update.is_legacy && update_charge_bytes(&self->update) > ITEM_MOST_BYTES ? update_too_large(arena)
                                                                                           : NULL;
}

const gabi_error *item_change_run(op_call *call, table_write_kind kind, item_request *request, item_change *ret_write) {
    store *store = world_store(call->owner);
    TRY(item_change_parse(call->arena, kind, request, ret_write));
    TRY(check_charge(call->arena, ret_write));
    ret_write->meter = capacity_meter_new(call->arena, request->return_consumed_capacity);
    ret_write->wants_collection = item_collection_is_wanted(request->return_item_collection_metrics);
    TRY(store_begin(store, call->arena, STORE_WRITE));
    return store_end(store, call->arena, item_change_make(call->owner, call->arena, ret_write));
}

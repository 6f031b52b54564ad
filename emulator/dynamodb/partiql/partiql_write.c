#include "dynamodb/partiql/partiql_write.h"

#include "dynamodb/expressions/condition.h"
#include "dynamodb/expressions/update.h"
#include "dynamodb/partiql/partiql_condition.h"
#include "dynamodb/partiql/partiql_key.h"
#include "dynamodb/partiql/partiql_update.h"
#include "dynamodb/values/constraints.h"

/* ---- INSERT ---- */

static const gabi_error *check_insert(arena *arena, const partiql_statement *statement) {
    if (statement->returning != PARTIQL_RETURNING_NOTHING)
        return validation_error(arena, "RETURNING is not supported in INSERT");
    if (statement->has_position)
        return validation_error(arena, "AT is not supported in insert statements.");
    if (statement->is_bulk_insert)
        return validation_error(arena, "Unsupported operation: Inserting multiple items in a single statement is not "
                                       "supported, use \"INSERT INTO tableName VALUE item\" instead");
    if (statement->value->kind != PARTIQL_NODE_STRUCT)
        return validation_error(arena, "Unsupported format in item expression. Please use struct format {...} to "
                                       "express item values for insert statement.");
    return NULL;
}

static const gabi_error *check_key_is_there(arena *arena, const key_schema *schema, const table_item *item) {
    for (size_t i = 0; i < schema->count; i++) {
        bool is_there = false;
        for (size_t j = 0; j < item->count; j++)
            is_there = is_there || text_equal(item->attributes[j].name, schema->attributes[i].name);
        if (!is_there)
            return validation_error(arena, "Key attribute should be present in the item: Key %.*s",
                                    TEXT_ARGS(schema->attributes[i].name));
    }
    return partiql_check_key_types(arena, schema, item);
}

static const gabi_error *plan_insert(const partiql_scope *scope, const partiql_statement *statement, const table *table,
                                     bool is_in_transaction, item_change *change) {
    change->kind = TABLE_PUT;
    change->is_insert = true;
    TRY(check_insert(scope->arena, statement));
    TRY(partiql_item_of(scope, statement->value, &change->given));
    if (!is_in_transaction)
        TRY(check_key_is_there(scope->arena, &table->key, &change->given));
    return item_change_check_size(scope->arena, change);
}

/* ---- UPDATE and DELETE ---- */

/* A transaction finds out by itself: no key fits no schema. */
static const gabi_error *check_key(arena *arena, const partiql_item_key *key, const key_schema *schema,
                                   bool is_in_transaction, table_item *ret_key) {
    *ret_key = text_is_empty(key->contested) ? key->key : (table_item){0};
    if (is_in_transaction)
        return NULL;
    if (!key->is_whole)
        return validation_error(arena, "Where clause does not contain a mandatory equality on all key attributes");
    if (!text_is_empty(key->contested))
        return validation_error(
            arena, "Multiple conditions on same key %.*s. Only single item Update/Insert/Delete are supported",
            TEXT_ARGS(key->contested));
    return partiql_check_key_types(arena, schema, &key->key);
}

/* Whether there is an item, or there is none. */
static const condition *existence(arena *arena, const key_schema *schema, bool exists) {
    operand *operand = arena_zalloc(arena, sizeof *operand);
    *operand = (struct operand){.kind = OPERAND_PATH, .path = path_of_name(arena, schema->attributes[0].name)};
    return condition_new(arena,
                         (condition){.kind = exists ? CONDITION_ATTRIBUTE_EXISTS : CONDITION_ATTRIBUTE_NOT_EXISTS,
                                     .operands = operand,
                                     .operand_count = 1});
}

/* An UPDATE makes no item, and a DELETE of none is done, whatever else its condition says. */
static const condition *condition_of_change(arena *arena, table_write_kind kind, const key_schema *schema,
                                            const condition *rest) {
    bool updates = kind == TABLE_UPDATE;
    const condition *parts[] = {existence(arena, schema, updates), rest};
    if (!rest)
        return updates ? parts[0] : NULL;
    return condition_join(arena, updates ? CONDITION_AND : CONDITION_OR, parts, 2);
}

static const gabi_error *check_returning(arena *arena, const partiql_statement *statement) {
    static const char *const spelled[] = {
        [PARTIQL_RETURNING_ALL_NEW] = "ALL NEW",
        [PARTIQL_RETURNING_MODIFIED_OLD] = "MODIFIED OLD",
        [PARTIQL_RETURNING_MODIFIED_NEW] = "MODIFIED NEW",
    };
    if (statement->returning_problem)
        return validation_error(arena, "%s", statement->returning_problem);
    bool is_allowed = statement->kind != PARTIQL_DELETE || statement->returning <= PARTIQL_RETURNING_ALL_OLD;
    return is_allowed ? NULL
                      : validation_error(arena,
                                         "Invalid returning clause: RETURNING %s *. Only RETURNING ALL OLD * is "
                                         "allowed in DELETE statements.",
                                         spelled[statement->returning]);
}

static const gabi_error *plan_change(const partiql_scope *scope, const partiql_statement *statement, const table *table,
                                     bool is_in_transaction, item_change *change) {
    arena *arena = scope->arena;
    const condition *where;
    change->kind = statement->kind == PARTIQL_UPDATE ? TABLE_UPDATE : TABLE_DELETE;
    TRY(check_returning(arena, statement));
    TRY(partiql_condition_of(scope, statement->where, &where));
    TRY(partiql_update_of(scope, statement, &change->update));
    partiql_item_key key = partiql_item_key_of(arena, where, &table->key);
    TRY(check_key(arena, &key, &table->key, is_in_transaction, &change->given));
    change->condition = condition_of_change(arena, change->kind, &table->key, key.rest);
    return NULL;
}

const gabi_error *partiql_write_plan(const partiql_scope *scope, const partiql_statement *statement, const table *table,
                                     bool is_in_transaction, item_change *ret_change) {
    item_change change = {.table_name = table->name,
                          .mode = is_in_transaction ? CAPACITY_TRANSACTIONAL_WRITE : CAPACITY_WRITE};
    if (is_in_transaction && statement->returning != PARTIQL_RETURNING_NOTHING)
        return validation_error(scope->arena, "RETURNING clause is not supported in ExecuteTransaction.");
    if (statement->kind == PARTIQL_INSERT)
        TRY(plan_insert(scope, statement, table, is_in_transaction, &change));
    else
        TRY(plan_change(scope, statement, table, is_in_transaction, &change));
    *ret_change = change;
    return NULL;
}

/* ---- EXISTS ---- */

const gabi_error *partiql_exists_plan(const partiql_scope *scope, const partiql_statement *select, const table *table,
                                      item_change *ret_change) {
    const condition *where;
    TRY(partiql_condition_of(scope, select->where, &where));
    partiql_item_key key = partiql_item_key_of(scope->arena, where, &table->key);
    if (!key.is_whole || !key.rest)
        return validation_error(scope->arena, "EXISTS() must contain a single item read with additional condition");
    *ret_change = (item_change){.kind = TABLE_CHECK,
                                .table_name = table->name,
                                .given = key.key,
                                .condition = key.rest,
                                .mode = CAPACITY_TRANSACTIONAL_WRITE};
    return NULL;
}

/* ---- RETURNING ---- */

table_item partiql_returned(arena *arena, const partiql_statement *statement, const item_change *change) {
    switch (statement->returning) {
    case PARTIQL_RETURNING_ALL_OLD: return change->old;
    case PARTIQL_RETURNING_ALL_NEW: return change->item;
    case PARTIQL_RETURNING_MODIFIED_OLD: return update_part(arena, &change->update, &change->old);
    case PARTIQL_RETURNING_MODIFIED_NEW: return update_part(arena, &change->update, &change->item);
    default: return (table_item){0};
    }
}

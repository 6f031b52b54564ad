#include "dynamodb/partiql/partiql_select.h"

#include "dynamodb/partiql/partiql_condition.h"
#include "dynamodb/partiql/partiql_projection.h"
#include "dynamodb/values/constraints.h"
#include "dynamodb/values/key.h"

static const key_schema *schema_of(const partiql_selection *self) {
    return self->index ? &self->index->key : &self->table->key;
}

/* ---- the source ---- */

static const gabi_error *find_index(world *world, arena *arena, const partiql_source *source, partiql_selection *self) {
    if (!source->index_name.data)
        return NULL;
    self->index = table_find_index(self->table, source->index_name);
    if (index_is_gone(world, self->table, self->index))
        return validation_error(arena, "The table does not have the specified index");
    TRY(index_check_readable(world, arena, self->table, self->index));
    const key_schema *key = &self->index->key;
    return key->hash_count == 1 && key->count <= 2
               ? NULL
               : validation_error(arena, "PartiQL statements cannot be executed on tables with multi-attribute HASH "
                                         "keys or multi-attribute RANGE keys.");
}

static const gabi_error *check_clauses(arena *arena, const partiql_statement *statement) {
    if (!statement->unsupported_clause)
        return NULL;
    return text_equal(text_of(statement->unsupported_clause), TEXT("VALUE"))
               ? validation_error(arena, "Select projection doesn't support value or pivot keywords")
               : validation_error(arena, "Unsupported clause: %s", statement->unsupported_clause);
}

/* ---- ORDER BY ---- */

/* The order of the keys that the clause names. One that it does not name descends. */
static const gabi_error *order_of(arena *arena, const partiql_statement *statement, const key_schema *schema,
                                  bool *ret_has_hash, bool *ret_hash_descends, bool *ret_range_descends) {
    *ret_range_descends = true;
    for (size_t i = 0; i < statement->order.count; i++) {
        const partiql_node *key = statement->order.items[i];
        if (key->kind != PARTIQL_NODE_NAME)
            return validation_error(arena, "Argument to ORDER BY must be of type VariableReference. Type: %s",
                                    partiql_node_name(key));
        if (!key_has(schema, key->text))
            return validation_error(arena, "Attribute %.*s in ORDER BY clause must be part of the primary key",
                                    TEXT_ARGS(key->text));
        bool descends = i < PARTIQL_MOST_ORDER_KEYS && statement->is_descending[i];
        if (text_equal(key->text, schema->attributes[0].name)) {
            *ret_has_hash = true;
            *ret_hash_descends = descends;
        } else {
            *ret_range_descends = descends;
        }
    }
    return NULL;
}

static const gabi_error *plan_order(arena *arena, const partiql_statement *statement, const condition *where,
                                    partiql_selection *self) {
    const key_schema *schema = schema_of(self);
    bool has_hash = false, hash_descends = false, range_descends;
    if (statement->order.count == 0)
        return NULL;
    if (!where)
        return validation_error(arena, "Must have WHERE clause in the statement when using ORDER BY clause.");
    TRY(order_of(arena, statement, schema, &has_hash, &hash_descends, &range_descends));
    size_t hash_values = partiql_hash_values(where, schema);
    if (hash_values == 0 || self->reads.is_scan)
        return validation_error(arena, "Must have at least one non-optional hash key condition in WHERE clause when "
                                       "using ORDER BY clause.");
    if (hash_values > 1 && !has_hash)
        return validation_error(arena, "Must have hash key in ORDER BY clause when more than one hash key condition "
                                       "specified in WHERE clause.");
    self->is_backwards = range_descends;
    if (text_is_empty(self->reads.mistyped))
        partiql_sort_reads(arena, &self->reads, hash_descends, range_descends);
    return NULL;
}

/* ---- the plan ---- */

const gabi_error *partiql_select_plan(world *world, const partiql_scope *scope, const partiql_statement *statement,
                                      const partiql_source *source, const table *table,
                                      partiql_selection *ret_selection) {
    partiql_selection made = {.table = table};
    const condition *where;
    TRY(find_index(world, scope->arena, source, &made));
    TRY(check_clauses(scope->arena, statement));
    TRY(partiql_projection_of(scope, statement, &made.projection));
    TRY(partiql_condition_of(scope, statement->where, &where));
    TRY(partiql_reads_of(scope->arena, where, schema_of(&made), &made.reads));
    TRY(plan_order(scope->arena, statement, where, &made));
    if (made.index)
        TRY(partiql_check_projected(scope->arena, table, made.index, &made.projection,
                                    made.reads.is_scan ? NULL : made.reads.items[0].filter));
    *ret_selection = made;
    return NULL;
}

bool partiql_select_one(arena *arena, const partiql_selection *selection, item_lookup *ret_lookup) {
    table_item *key = arena_alloc(arena, sizeof *key);
    if (selection->index || !partiql_reads_one_item(&selection->reads, arena, &selection->table->key, key))
        return false;
    *ret_lookup = (item_lookup){.table_name = selection->table->name, .key = key, .projection = selection->projection};
    return true;
}

/* ---- reading ---- */

static item_page page_of(const partiql_selection *self, const partiql_paging *paging) {
    return (item_page){
        .table_name = self->table->name,
        .table = self->table,
        .index = self->index,
        .projection = self->projection,
        .limit = paging->limit,
        .mode = paging->is_consistent ? CAPACITY_CONSISTENT_READ : CAPACITY_EVENTUAL_READ,
        .meter = paging->meter,
    };
}

/* The page of read number i, of which a scan has one. */
static item_page page_of_read(arena *arena, const partiql_selection *self, const partiql_paging *paging, size_t i) {
    item_page page = page_of(self, paging);
    if (self->reads.is_scan) {
        page.filter = self->reads.filter;
        page.range = (row_range){.from = key_of_bucket(arena, 0), .to = key_of_bucket(arena, KEY_BUCKETS)};
        return page;
    }
    const partiql_read *read = &self->reads.items[i];
    page.filter = read->filter;
    page.range = key_condition_range(arena, &read->key);
    page.range.is_backwards = self->is_backwards;
    page.partition = key_condition_partition(arena, &read->key, schema_of(self));
    return page;
}

const gabi_error *partiql_select_read(world *world, arena *arena, const partiql_selection *selection,
                                      const partiql_paging *paging, page_result *result, partiql_start *ret_next) {
    size_t count = selection->reads.is_scan ? 1 : selection->reads.count;
    *ret_next = (partiql_start){0};
    for (size_t i = paging->start.read; i < count; i++) {
        item_page page = page_of_read(arena, selection, paging, i);
        page.start = i == paging->start.read && paging->start.place.count > 0 ? &paging->start.place : NULL;
        TRY(item_page_check_start(arena, &page, selection->reads.is_scan ? PAGE_OF_SCAN : PAGE_OF_QUERY));
        TRY(item_page_skip(arena, &page));
        TRY(item_page_read(world, arena, &page, result));
        if (result->last.count > 0) {
            *ret_next = (partiql_start){i, result->last};
            return NULL;
        }
    }
    return NULL;
}

/* PartiQL SELECT: pages of items, by queries where the condition tells the hash key and by scans where it does not, or
 * one item. Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.select.html */
#ifndef GABI_DYNAMODB_PARTIQL_SELECT_H
#define GABI_DYNAMODB_PARTIQL_SELECT_H

#include "dynamodb/items/item_lookup.h"
#include "dynamodb/items/item_page.h"
#include "dynamodb/partiql/partiql_key.h"
#include "dynamodb/partiql/partiql_source.h"
#include "dynamodb/partiql/partiql_value.h"

/* What a SELECT says of its table, or its index. */
typedef struct partiql_selection {
    const table *table;
    const table_index *index; /* NULL: the table itself */
    projection projection;
    partiql_reads reads;
    bool is_backwards;
} partiql_selection;

/* With the lock. */
const gabi_error *partiql_select_plan(world *world, const partiql_scope *scope, const partiql_statement *statement,
                                      const partiql_source *source, const table *table,
                                      partiql_selection *ret_selection);

/* The selection of a single item as its look-up; false when it is of anything else. */
bool partiql_select_one(arena *arena, const partiql_selection *selection, item_lookup *ret_lookup);

/* Where a page begins: with which read, and where in it. */
typedef struct partiql_start {
    size_t read;
    table_item place; /* count 0: at its beginning */
} partiql_start;

/* How to read a page. */
typedef struct partiql_paging {
    size_t limit; /* of items; 0: none */
    bool is_consistent;
    capacity_meter *meter;
    partiql_start start;
} partiql_paging;

/* Reads a page; result->items is an array that is open. *ret_next tells where the next one begins; its place's count 0:
 * there is none. */
const gabi_error *partiql_select_read(world *world, arena *arena, const partiql_selection *selection,
                                      const partiql_paging *paging, page_result *result, partiql_start *ret_next);

#endif

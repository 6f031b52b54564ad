/* Item pages: what Query and Scan share. A page holds the items of a range of rows, in order, until its limit or one
 * megabyte is read; then it says from where the next one goes on. */
#ifndef GABI_DYNAMODB_ITEM_PAGE_H
#define GABI_DYNAMODB_ITEM_PAGE_H

#include "dynamodb/capacity.h"
#include "dynamodb/item_request.h"
#include "dynamodb/item_store.h"

typedef struct item_page {
    const item_request *request;
    const condition *filter;
    projection projection;
    const table *table;
    const table_index *index; /* NULL: the table itself */
    row_range range;
    table_item partition;  /* the hash key of all the rows; count 0: they are of many */
    capacity_meter *meter; /* NULL: nobody asks what it consumes */
} item_page;

/* The operations that read pages. AWS words some refusals of theirs differently. */
typedef enum page_operation { PAGE_OF_QUERY, PAGE_OF_SCAN } page_operation;

/* Without the lock: all that the request alone tells, but for the expressions of one operation, which go on with the
 * scope. */
const gabi_error *item_page_parse(arena *arena, const item_request *request, page_operation operation,
                                  expression_scope *ret_scope, item_page *ret_page);

/* With the lock, as all that follows: finds table and index, and checks what depends on them. */
const gabi_error *item_page_find(world *world, arena *arena, item_page *self);

/* The schema of what is read: the index's, or the table's. */
const key_schema *item_page_schema(const item_page *self);

/* Moves the beginning of the range behind ExclusiveStartKey, if there is one. */
const gabi_error *item_page_skip(arena *arena, item_page *self);

/* The answer's body. */
const gabi_error *item_page_read(world *world, arena *arena, const item_page *self, text *ret_body);

#endif

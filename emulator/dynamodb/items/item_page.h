/* Item pages: what Query and Scan share. A page holds the items of a range of rows, in order, until its limit or one
 * megabyte is read; then it says from where the next one goes on. */
#ifndef GABI_DYNAMODB_ITEM_PAGE_H
#define GABI_DYNAMODB_ITEM_PAGE_H

#include "dynamodb/items/capacity.h"
#include "dynamodb/items/item_request.h"
#include "dynamodb/items/item_store.h"

typedef struct item_page {
    text table_name;
    text index_name; /* data NULL: none */
    const condition *filter;
    projection projection;
    bool only_counts;        /* the items, and shows none */
    bool shows_all;          /* of items, even what the index lacks */
    size_t limit;            /* of items read; 0: none */
    const table_item *start; /* "ExclusiveStartKey"; NULL: from the beginning */
    capacity_mode mode;
    const table *table;
    const table_index *index; /* NULL: the table itself */
    row_range range;
    const char *outside;   /* what AWS says of a start outside the range; NULL: the usual */
    bool is_of_one_row;    /* the range; behind it nothing goes on */
    table_item partition;  /* the hash key of all the rows; count 0: they are of many */
    capacity_meter *meter; /* NULL: nobody asks what it consumes */
} item_page;

/* The operations that read pages. AWS words some refusals of theirs differently. */
typedef enum page_operation { PAGE_OF_QUERY, PAGE_OF_SCAN } page_operation;

/* Without the lock: all that the request tells before its expressions are looked at. */
const gabi_error *item_page_check(arena *arena, const item_request *request, page_operation operation,
                                  item_page *ret_page);

/* The expressions that Query and Scan share. */
const gabi_error *item_page_parse(const item_request *request, expression_scope *scope, item_page *self);

/* With the lock, as all that follows: finds table and index, and checks what depends on them. */
const gabi_error *item_page_find(world *world, arena *arena, item_page *self);

/* Whether there is no such index (NULL), or it is being deleted, which is as good as gone. */
bool index_is_gone(world *world, const table *table, const table_index *index);

/* Fails when the index is being created and cannot be read yet. */
const gabi_error *index_check_readable(world *world, arena *arena, const table *table, const table_index *index);

/* Whether the start, if there is one, names a place in what is read. */
const gabi_error *item_page_check_start(arena *arena, const item_page *self, page_operation operation);

/* Whether a global index has all that is wanted of its items. */
const gabi_error *item_page_check_select(arena *arena, const item_page *self);

/* The schema of what is read: the index's, or the table's. */
const key_schema *item_page_schema(const item_page *self);

/* Moves the beginning of the range behind the start, if there is one. */
const gabi_error *item_page_skip(arena *arena, item_page *self);

/* What has been read of a range, or of several one after the other. */
typedef struct page_result {
    json_writer items; /* in an array that is open */
    size_t count;
    size_t scanned;
    size_t bytes;
    table_item last; /* names the place behind which the next page begins; count 0: the range is at its end */
} page_result;

/* Reads on until the range is at its end, or the result full. */
const gabi_error *item_page_read(world *world, arena *arena, const item_page *self, page_result *result);

/* All of an operation that reads one range: the answer's body. */
const gabi_error *item_page_answer(world *world, arena *arena, const item_page *self, text *ret_body);

#endif

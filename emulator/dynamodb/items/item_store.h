/* Item store: the rows of a table and of its indexes. All with the store's lock held.
 *
 * An item lies in its table's row as canonical JSON; a row of an index holds only the key of the item that it stands
 * for, so that an item is written once whatever its indexes project. */
#ifndef GABI_DYNAMODB_ITEM_STORE_H
#define GABI_DYNAMODB_ITEM_STORE_H

#include "dynamodb/tables/table.h"
#include "dynamodb/values/key.h"

/* The key of the row of an item, or of a key, that has been checked. */
text row_key(arena *arena, const key_schema *schema, const table_item *item);

/* The key of its row in an index; false when it has none, for lack of a key attribute. base is its row_key. */
bool index_row_key(arena *arena, const table_index *index, const table_item *item, text base, text *ret_key);

/* Whether the index has the item, which has all attributes of the index's key, of types and sizes that keys may have.
 */
bool index_has(const table_index *index, const table_item *item);

/* Whether the index has an attribute of that name: one of a key, or one that it projects. */
bool index_projects(const table *table, const table_index *index, text name);

/* What the index holds of the item: its keys and what it projects. */
table_item index_item(arena *arena, const table *table, const table_index *index, const table_item *item);
size_t index_item_size_bytes(const table *table, const table_index *index, const table_item *item);

/* The item's JSON; empty when there is none. */
const gabi_error *items_get(store *store, arena *arena, const table *table, text key, text *ret_json);

/* Puts the item in place of old (count 0: there was none), in the indexes too. */
const gabi_error *items_put(world *world, arena *arena, const table *table, text key, const table_item *old,
                            const table_item *item);

/* Removes what was read as old. */
const gabi_error *items_remove(world *world, arena *arena, const table *table, text key, const table_item *old);

/* Lets the global indexes show item in place of old. */
const gabi_error *items_update_global_indexes(store *store, arena *arena, const table *table, text key,
                                              const table_item *old, const table_item *item);

/* Puts an item that lies in its table's row already into the indexes, none of which has it. */
const gabi_error *items_index(world *world, arena *arena, const table *table, text key, const table_item *item);

/* Moves the item with that row_key from the place in the index that it had as old to the one it has now; writes nothing
 * where they are the same. */
const gabi_error *index_update(store *store, arena *arena, const table_index *index, text key, const table_item *old,
                               const table_item *item);

/* The rows of a table or index; to be stepped with rows_next to the end, or reset. */
statement *rows_open(store *store, const row_statements *statements, const row_range *range);

/* A row of a table, or of an index with the item that it stands for. */
typedef struct row {
    text key;
    text json;
} row;

/* The next row, in the arena; *ret_found false at the end. */
const gabi_error *rows_next(statement *rows, arena *arena, bool *ret_found, row *ret_row);

#endif

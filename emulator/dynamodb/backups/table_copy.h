/* Copies of tables under way: a table whose items are copied keeps a journal until the copy is made, and is not
 * dropped meanwhile. With the store's lock held. */
#ifndef GABI_DYNAMODB_TABLE_COPY_H
#define GABI_DYNAMODB_TABLE_COPY_H

#include "dynamodb/backups/rows_copy.h"
#include "dynamodb/tables/table.h"

/* Begins a copy of the table's items, as they are now, to an SQL table; ends with table_end_copy. */
const gabi_error *table_begin_copy(world *world, arena *arena, const table *table, const char *to, rows_copy *ret_copy);

/* The copy is made, or given up. */
const gabi_error *table_end_copy(world *world, arena *arena, text table_name);

/* After the process has ended in the middle of them: no copies are under way. */
const gabi_error *table_forget_copies(world *world, arena *arena, const table *table);

/* The SQL table of the table's items. */
const char *table_rows(arena *arena, const table *table);

#endif

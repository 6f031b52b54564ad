/* From a row of the catalog to the table that operations use. */
#ifndef GABI_DYNAMODB_TABLE_COMPILE_H
#define GABI_DYNAMODB_TABLE_COMPILE_H

#include "dynamodb/tables/table.h"

/* What a statement selects for table_compile. */
#define TABLE_COLUMNS "id, name, definition, settings, uuid, created_at_ms"

/* Compiles the row that the statement is at; the table lives in the arena. With the store's lock held. */
const gabi_error *table_compile(store *store, arena *arena, statement *row, table *ret_table);

#endif

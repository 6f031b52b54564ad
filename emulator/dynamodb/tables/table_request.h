/* Table requests: those that only name a table. */
#ifndef GABI_DYNAMODB_TABLE_REQUEST_H
#define GABI_DYNAMODB_TABLE_REQUEST_H

#include "core/op.h"
#include "dynamodb/tables/table.h"

/* Reads and checks the name. */
const gabi_error *table_request_read(const op_call *call, text *ret_name);

/* Finds the table. ERROR_NOT_FOUND, code "ResourceNotFoundException", with a message that names it; also of a table
 * that is being restored. */
const gabi_error *table_request_find(world *world, arena *arena, text name, const table **ret_table);

/* The same, but a table that is being restored is found: for DescribeTable and DeleteTable. */
const gabi_error *table_request_find_any(world *world, arena *arena, text name, const table **ret_table);

#endif

/* PartiQL sources: the table, and the index, that a statement is about. */
#ifndef GABI_DYNAMODB_PARTIQL_SOURCE_H
#define GABI_DYNAMODB_PARTIQL_SOURCE_H

#include "dynamodb/partiql/partiql_parser.h"

typedef struct partiql_source {
    text table_name;
    text index_name; /* data NULL: none */
} partiql_source;

/* Of a SELECT, INSERT, UPDATE or DELETE; an expression has none. */
const gabi_error *partiql_source_of(arena *arena, const partiql_statement *statement, partiql_source *ret_source);

/* The SELECT of "EXISTS(SELECT …)"; NULL for other statements. */
const partiql_statement *partiql_exists_of(const partiql_statement *statement);

#endif

/* PartiQL reader: what the parsers of statements and of expressions share. */
#ifndef GABI_DYNAMODB_PARTIQL_READER_H
#define GABI_DYNAMODB_PARTIQL_READER_H

#include "dynamodb/partiql/partiql_parser.h"

typedef struct partiql_reader {
    arena *arena;
    const partiql_token *next; /* not yet taken */
    unsigned depth;
    size_t parameter_count;
} partiql_reader;

/* Whether the next token is this punctuation or keyword. */
bool partiql_at(const partiql_reader *self, const char *spelling);

/* Takes it if it is. */
bool partiql_accept(partiql_reader *self, const char *spelling);

/* Takes it, or fails with "Expected NAME". */
const gabi_error *partiql_expect(partiql_reader *self, const char *spelling, const char *name);

/* Whether the next token is an identifier, in quotes or not. */
bool partiql_at_identifier(const partiql_reader *self);

/* A list of nodes that grows. */
typedef struct partiql_list {
    const partiql_node **items;
    size_t count;
    size_t capacity;
} partiql_list;

void partiql_list_add(arena *arena, partiql_list *list, const partiql_node *node);

const gabi_error *partiql_read_expression(partiql_reader *self, const partiql_node **ret_node);

/* name, name.name[0] and so on, as the target of a statement. */
const gabi_error *partiql_read_simple_path(partiql_reader *self, const partiql_node **ret_node);

/* The statement whose first keyword comes next. */
const gabi_error *partiql_read_statement(partiql_reader *self, partiql_statement *ret_statement);

/* Whether a keyword that begins a statement comes next. */
bool partiql_at_statement(const partiql_reader *self);

#endif

/* PartiQL values: what literals, parameters and paths of a statement mean to DynamoDB. */
#ifndef GABI_DYNAMODB_PARTIQL_VALUE_H
#define GABI_DYNAMODB_PARTIQL_VALUE_H

#include "dynamodb/expressions/expression.h"
#include "dynamodb/partiql/partiql_parser.h"

/* What the nodes of one statement share. */
typedef struct partiql_scope {
    arena *arena;
    const attribute_value *parameters; /* as many as the statement has */
} partiql_scope;

/* The message, and " at LINE:COLUMN:LENGTH". */
const gabi_error *partiql_error_at(arena *arena, partiql_place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* How the language calls such a node: "And", "Lit". */
const char *partiql_node_name(const partiql_node *node);

/* Whether the node is an operator of that name, "AND". */
bool partiql_is_operator(const partiql_node *node, const char *name);

/* Whether the node stands for a value that no item is needed for. */
bool partiql_is_value(const partiql_node *node);

const gabi_error *partiql_value_of(const partiql_scope *scope, const partiql_node *node, attribute_value *ret_value);

/* The members of a {…}, each of which may be a parameter. */
const gabi_error *partiql_item_of(const partiql_scope *scope, const partiql_node *node, table_item *ret_item);

const gabi_error *partiql_path_of(const partiql_scope *scope, const partiql_node *node, path *ret_path);

/* The operand that a value or a path is. */
const gabi_error *partiql_operand_of(const partiql_scope *scope, const partiql_node *node, operand *ret_operand);

#endif

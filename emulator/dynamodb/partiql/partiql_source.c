#include "dynamodb/partiql/partiql_source.h"

#include "dynamodb/partiql/partiql_value.h"
#include "dynamodb/values/constraints.h"

#define MOST_PARTS 2

static const gabi_error *name_of_part(arena *arena, const partiql_node *part, text *ret_name) {
    if (part->kind == PARTIQL_NODE_INDEX)
        return validation_error(arena, "Invalid list expression in source.");
    if (part->kind != PARTIQL_NODE_NAME && part->kind != PARTIQL_NODE_STEP)
        return validation_error(arena, "Unexpected from source");
    if (text_is_empty(part->text))
        return validation_error(arena, "Path component cannot be an empty string");
    *ret_name = part->text;
    return NULL;
}

static const gabi_error *check_statement(arena *arena, const partiql_statement *statement) {
    if (statement->has_more_sources)
        return validation_error(arena, statement->kind == PARTIQL_SELECT
                                           ? "Only select from a single table or index is supported."
                                           : "FROM clause may only contain a single table name in data manipulation "
                                             "statements");
    return statement->is_aliased ? validation_error(arena, "Aliasing is not supported") : NULL;
}

static const gabi_error *check_index(arena *arena, partiql_statement_kind kind) {
    if (kind == PARTIQL_INSERT)
        return validation_error(arena, "FROM clause may only contain a single table name");
    return kind == PARTIQL_SELECT ? NULL : validation_error(arena, "This operation is not supported on an index");
}

const gabi_error *partiql_source_of(arena *arena, const partiql_statement *statement, partiql_source *ret_source) {
    const partiql_node *source = statement->source;
    bool is_path = source && source->kind == PARTIQL_NODE_PATH;
    partiql_source made = {0};
    constraints found = CONSTRAINTS(arena);
    if (statement->kind == PARTIQL_EXPRESSION)
        return validation_error(arena, "Unsupported operation: %s", partiql_node_name(statement->value));
    TRY(check_statement(arena, statement));
    if (is_path && source->count > MOST_PARTS)
        return validation_error(arena, "A path may contain at most 2 components in the FROM clause");
    TRY(name_of_part(arena, is_path ? source->children[0] : source, &made.table_name));
    if (is_path)
        TRY(name_of_part(arena, source->children[1], &made.index_name));
    if (made.index_name.data)
        TRY(check_index(arena, statement->kind));
    if (check_table_name(&found, made.table_name, 3))
        return validation_error(arena, "Table name should be within the length [3, 255] and only contain 'a-z', "
                                       "'A-Z', '0-9', '-', '_', '.'.");
    *ret_source = made;
    return NULL;
}

const partiql_statement *partiql_exists_of(const partiql_statement *statement) {
    const partiql_node *node = statement->value;
    bool is_exists = statement->kind == PARTIQL_EXPRESSION && node->kind == PARTIQL_NODE_CALL &&
                     text_equal(node->text, TEXT("exists")) && node->count == 1 &&
                     node->children[0]->kind == PARTIQL_NODE_STATEMENT &&
                     node->children[0]->statement->kind == PARTIQL_SELECT;
    return is_exists ? node->children[0]->statement : NULL;
}

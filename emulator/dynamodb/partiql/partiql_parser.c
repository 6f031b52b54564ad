#include "dynamodb/partiql/partiql_reader.h"

/* ---- clauses ---- */

/* [AS] name, which the language has and DynamoDB refuses. */
static const gabi_error *read_alias(partiql_reader *self, bool *is_aliased) {
    bool has_as = partiql_accept(self, "AS");
    if (has_as && !partiql_at_identifier(self))
        return partiql_malformed(self->arena, "Expected identifier for alias");
    if (!partiql_at_identifier(self))
        return NULL;
    self->next++;
    *is_aliased = true;
    return NULL;
}

static bool accept_join(partiql_reader *self) {
    static const char *const words[] = {"INNER", "LEFT", "RIGHT", "FULL", "OUTER", "CROSS"};
    partiql_reader ahead = *self;
    for (size_t i = 0; i < sizeof words / sizeof *words;)
        i = partiql_accept(&ahead, words[i]) ? 0 : i + 1;
    if (!partiql_accept(&ahead, "JOIN") && !partiql_accept(&ahead, ","))
        return false;
    *self = ahead;
    return true;
}

/* source [alias] [, source …] or JOIN source [ON expression]. */
static const gabi_error *read_sources(partiql_reader *self, partiql_statement *statement) {
    const partiql_node *more, *on;
    TRY(partiql_read_expression(self, &statement->source));
    TRY(read_alias(self, &statement->is_aliased));
    while (accept_join(self)) {
        statement->has_more_sources = true;
        TRY(partiql_read_expression(self, &more));
        TRY(read_alias(self, &statement->is_aliased));
        if (partiql_accept(self, "ON"))
            TRY(partiql_read_expression(self, &on));
    }
    return NULL;
}

static const gabi_error *read_where(partiql_reader *self, partiql_statement *statement) {
    return partiql_accept(self, "WHERE") ? partiql_read_expression(self, &statement->where) : NULL;
}

static const gabi_error *read_returning_element(partiql_reader *self, partiql_returning *ret_returning,
                                                const char **problem) {
    bool is_modified = partiql_accept(self, "MODIFIED");
    bool is_known = is_modified || partiql_accept(self, "ALL");
    bool is_old = is_known && partiql_accept(self, "OLD");
    if (!is_old && !(is_known && partiql_accept(self, "NEW")))
        return partiql_malformed(self->arena, "Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.");
    const partiql_node *column;
    if (!partiql_accept(self, "*")) {
        TRY(partiql_read_expression(self, &column));
        *problem = "Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause";
    }
    *ret_returning = is_modified ? (is_old ? PARTIQL_RETURNING_MODIFIED_OLD : PARTIQL_RETURNING_MODIFIED_NEW)
                                 : (is_old ? PARTIQL_RETURNING_ALL_OLD : PARTIQL_RETURNING_ALL_NEW);
    return NULL;
}

static const gabi_error *read_returning(partiql_reader *self, partiql_statement *statement) {
    partiql_returning more;
    if (!partiql_accept(self, "RETURNING"))
        return NULL;
    TRY(read_returning_element(self, &statement->returning, &statement->returning_problem));
    while (partiql_accept(self, ",")) {
        statement->returning_problem = "Invalid syntax with multiple returning elements in RETURNING clause";
        TRY(read_returning_element(self, &more, &(const char *){NULL}));
    }
    return NULL;
}

/* ---- SELECT ---- */

static const gabi_error *read_selected(partiql_reader *self, partiql_statement *statement) {
    partiql_list list = {0};
    size_t star_count = 0;
    do {
        const partiql_node *node;
        if (partiql_accept(self, "*")) {
            star_count++;
            continue;
        }
        TRY(partiql_read_expression(self, &node));
        TRY(read_alias(self, &statement->is_aliased));
        partiql_list_add(self->arena, &list, node);
    } while (partiql_accept(self, ","));
    if (star_count > 0 && star_count + list.count > 1)
        return partiql_malformed(self->arena, "Other expressions may not be present in the select list when '*' is "
                                              "used without dot notation.");
    statement->selected = (partiql_nodes){list.items, list.count};
    return NULL;
}

static const gabi_error *read_order(partiql_reader *self, partiql_statement *statement) {
    partiql_list keys = {0};
    if (!partiql_accept(self, "ORDER"))
        return NULL;
    TRY(partiql_expect(self, "BY", "BY"));
    do {
        const partiql_node *key;
        TRY(partiql_read_expression(self, &key));
        bool is_descending = partiql_accept(self, "DESC");
        if (!is_descending)
            partiql_accept(self, "ASC");
        if (keys.count < PARTIQL_MOST_ORDER_KEYS)
            statement->is_descending[keys.count] = is_descending;
        partiql_list_add(self->arena, &keys, key);
    } while (partiql_accept(self, ","));
    statement->order = (partiql_nodes){keys.items, keys.count};
    return NULL;
}

/* GROUP BY and HAVING before the order, LIMIT behind it: DynamoDB has none of them. */
static const gabi_error *read_unsupported(partiql_reader *self, const char *clause, partiql_statement *statement) {
    const partiql_node *ignored;
    if (!partiql_accept(self, clause))
        return NULL;
    statement->unsupported_clause = clause;
    if (text_equal(text_of(clause), TEXT("GROUP")))
        TRY(partiql_expect(self, "BY", "BY"));
    do
        TRY(partiql_read_expression(self, &ignored));
    while (partiql_accept(self, ","));
    return NULL;
}

static const gabi_error *read_select(partiql_reader *self, partiql_statement *statement) {
    statement->kind = PARTIQL_SELECT;
    if (partiql_accept(self, "DISTINCT"))
        statement->unsupported_clause = "DISTINCT";
    else
        partiql_accept(self, "ALL");
    if (partiql_at(self, "VALUE"))
        statement->unsupported_clause = "VALUE";
    self->next += partiql_at(self, "VALUE");
    TRY(read_selected(self, statement));
    if (!partiql_accept(self, "FROM"))
        return partiql_malformed(self->arena, "Expected FROM after SELECT list");
    TRY(read_sources(self, statement));
    TRY(read_where(self, statement));
    TRY(read_unsupported(self, "GROUP", statement));
    TRY(read_unsupported(self, "HAVING", statement));
    TRY(read_order(self, statement));
    return read_unsupported(self, "LIMIT", statement);
}

/* ---- INSERT, UPDATE, DELETE ---- */

/* INTO has been taken. */
static const gabi_error *read_insert(partiql_reader *self, partiql_statement *statement) {
    const partiql_node *position;
    statement->kind = PARTIQL_INSERT;
    TRY(partiql_read_simple_path(self, &statement->source));
    statement->is_bulk_insert = !partiql_accept(self, "VALUE");
    if (statement->is_bulk_insert)
        partiql_accept(self, "VALUES");
    TRY(partiql_read_expression(self, &statement->value));
    while (statement->is_bulk_insert && partiql_accept(self, ","))
        TRY(partiql_read_expression(self, &position));
    if (!statement->is_bulk_insert && partiql_accept(self, "AT")) {
        statement->has_position = true;
        TRY(partiql_read_expression(self, &position));
    }
    return read_returning(self, statement);
}

/* SET path = expression, …; REMOVE path; as many of them as there are. */
static const gabi_error *read_changes(partiql_reader *self, partiql_statement *statement) {
    partiql_list targets = {0}, values = {0};
    bool is_set;
    while ((is_set = partiql_accept(self, "SET")) || partiql_accept(self, "REMOVE")) {
        do {
            const partiql_node *target, *value = NULL;
            TRY(partiql_read_simple_path(self, &target));
            if (is_set && !partiql_accept(self, "="))
                return partiql_malformed(self->arena, "Expected '='");
            if (is_set)
                TRY(partiql_read_expression(self, &value));
            partiql_list_add(self->arena, &targets, target);
            partiql_list_add(self->arena, &values, value);
        } while (partiql_accept(self, ","));
    }
    statement->targets = (partiql_nodes){targets.items, targets.count};
    statement->values = (partiql_nodes){values.items, values.count};
    return targets.count > 0 ? NULL : partiql_malformed(self->arena, "Expected data manipulation");
}

static const gabi_error *read_update(partiql_reader *self, partiql_statement *statement) {
    statement->kind = PARTIQL_UPDATE;
    TRY(partiql_read_simple_path(self, &statement->source));
    TRY(read_alias(self, &statement->is_aliased));
    TRY(read_changes(self, statement));
    TRY(read_where(self, statement));
    return read_returning(self, statement);
}

/* FROM source WHERE … SET …: an update in another order. */
static const gabi_error *read_update_from(partiql_reader *self, partiql_statement *statement) {
    statement->kind = PARTIQL_UPDATE;
    TRY(read_sources(self, statement));
    TRY(read_where(self, statement));
    TRY(read_changes(self, statement));
    return read_returning(self, statement);
}

static const gabi_error *read_delete(partiql_reader *self, partiql_statement *statement) {
    statement->kind = PARTIQL_DELETE;
    if (!partiql_accept(self, "FROM"))
        return partiql_malformed(self->arena, "Expected FROM after DELETE");
    TRY(partiql_read_simple_path(self, &statement->source));
    TRY(read_alias(self, &statement->is_aliased));
    TRY(read_where(self, statement));
    return read_returning(self, statement);
}

/* ---- statements ---- */

bool partiql_at_statement(const partiql_reader *self) {
    partiql_reader ahead = *self;
    return partiql_at(self, "SELECT") || partiql_at(self, "UPDATE") || partiql_at(self, "DELETE") ||
           partiql_at(self, "FROM") || (partiql_accept(&ahead, "INSERT") && partiql_at(&ahead, "INTO"));
}

const gabi_error *partiql_read_statement(partiql_reader *self, partiql_statement *ret_statement) {
    if (partiql_accept(self, "SELECT"))
        return read_select(self, ret_statement);
    if (partiql_accept(self, "UPDATE"))
        return read_update(self, ret_statement);
    if (partiql_accept(self, "DELETE"))
        return read_delete(self, ret_statement);
    if (partiql_accept(self, "FROM"))
        return read_update_from(self, ret_statement);
    self->next += 2; /* INSERT INTO */
    return read_insert(self, ret_statement);
}

const gabi_error *partiql_parse(arena *arena, text statement, partiql_parsed *ret_parsed) {
    partiql_reader reader = {.arena = arena};
    const partiql_node *node;
    TRY(partiql_tokens(arena, statement, &reader.next));
    TRY(partiql_read_expression(&reader, &node));
    partiql_accept(&reader, ";");
    if (reader.next->kind != PARTIQL_END)
        return partiql_malformed(arena, "Unexpected token after expression");
    *ret_parsed = (partiql_parsed){
        .statement = node->kind == PARTIQL_NODE_STATEMENT
                         ? *node->statement
                         : (partiql_statement){.kind = PARTIQL_EXPRESSION, .value = node},
        .parameter_count = reader.parameter_count,
    };
    return NULL;
}

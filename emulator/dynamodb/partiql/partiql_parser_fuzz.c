/* Any text is parsed as a statement or refused without harm, and what is accepted can be planned and applied. A space
 * more where there is one, outside of quotes, changes nothing. */
#include <stdlib.h>

#include "dynamodb/expressions/condition.h"
#include "dynamodb/expressions/projection.h"
#include "dynamodb/expressions/update.h"
#include "dynamodb/partiql/partiql_condition.h"
#include "dynamodb/partiql/partiql_key.h"
#include "dynamodb/partiql/partiql_projection.h"
#include "dynamodb/partiql/partiql_source.h"
#include "dynamodb/partiql/partiql_update.h"
#include "dynamodb/values/attribute.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* The longest statement that is let in. */
#define MOST_BYTES 8192

static const key_schema schema = {
    .attributes = {{TEXT_INIT("a"), ATTRIBUTE_NUMBER}, {TEXT_INIT("b"), ATTRIBUTE_STRING}},
    .hash_count = 1,
    .count = 2,
};

static void try_condition(const partiql_scope *scope, const partiql_node *where, const table_item *item) {
    const condition *condition;
    partiql_reads reads;
    table_item key;
    if (partiql_condition_of(scope, where, &condition))
        return;
    condition_holds(scope->arena, condition, item);
    partiql_item_key_of(scope->arena, condition, &schema);
    if (partiql_reads_of(scope->arena, condition, &schema, &reads) || reads.is_scan || reads.mistyped.length > 0)
        return;
    partiql_reads_one_item(&reads, scope->arena, &schema, &key);
    partiql_sort_reads(scope->arena, &reads, true, false);
}

static void try_statement(const partiql_scope *scope, const partiql_statement *statement, const table_item *item) {
    partiql_source source;
    projection projection;
    update update;
    table_item inserted;
    if (partiql_source_of(scope->arena, statement, &source))
        return;
    if (!partiql_projection_of(scope, statement, &projection))
        projection_apply(scope->arena, &projection, item);
    if (!partiql_update_of(scope, statement, &update))
        update_apply(scope->arena, &update, item, &(table_item){0});
    if (statement->kind == PARTIQL_INSERT && statement->value->kind == PARTIQL_NODE_STRUCT &&
        !partiql_item_of(scope, statement->value, &inserted))
        item_to_json(scope->arena, &inserted);
    try_condition(scope, statement->where, item);
}

/* Whether the text with each space twice is parsed alike; what stands in quotes would be another text. */
static void check_more_space(arena *arena, text input, bool is_accepted, const partiql_parsed *parsed) {
    buffer out = BUFFER(arena);
    partiql_parsed again;
    for (size_t i = 0; i < input.length; i++) {
        if (strchr("'\"`", input.data[i]))
            return;
        buffer_append(&out, text_upto(text_from(input, i), 1));
        if (input.data[i] == ' ')
            buffer_append_char(&out, ' ');
    }
    bool is_accepted_again = !partiql_parse(arena, buffer_text(&out), &again);
    if (is_accepted_again != is_accepted || (is_accepted && (again.parameter_count != parsed->parameter_count ||
                                                             again.statement.kind != parsed->statement.kind)))
        abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    text input = text_copy(arena, (text){(const char *)data, size});
    table_item item =
        item_of_json(arena, TEXT("{\"a\":{\"N\":\"1\"},\"b\":{\"S\":\"x\"},\"c\":{\"L\":[{\"S\":\"x\"},{\"M\":{\"d\":{"
                                 "\"NS\":[\"1\",\"2\"]}}}]}}"));
    partiql_parsed parsed;
    bool is_accepted = size <= MOST_BYTES && !partiql_parse(arena, input, &parsed);
    if (size <= MOST_BYTES / 2)
        check_more_space(arena, input, is_accepted, &parsed);
    if (is_accepted) {
        attribute_value *parameters = arena_zalloc(arena, parsed.parameter_count * sizeof *parameters);
        partiql_scope scope = {arena, parameters};
        const partiql_statement *exists = partiql_exists_of(&parsed.statement);
        try_statement(&scope, exists ? exists : &parsed.statement, &item);
    }
    arena_free(arena);
    return 0;
}

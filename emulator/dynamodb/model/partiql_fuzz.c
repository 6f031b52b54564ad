/* Bytes are the chance by which an item and a condition are made: what the text of a statement means to the emulator,
 * it means to the model. */
#include "dynamodb/expressions/condition.h"
#include "dynamodb/model/agreement_fixture.h"
#include "dynamodb/model/partiql.h"
#include "dynamodb/partiql/partiql_condition.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* The statement that has been written, and the scope of its parameters. */
static partiql_parsed parse(partiql *written, partiql_scope *ret_scope) {
    arena *arena = written->arena;
    attribute_value *parameters = arena_zalloc(arena, (size_t)(written->parameter_count + 1) * sizeof *parameters);
    attribute_problem problem;
    partiql_parsed parsed;
    json_reader reader;
    json_end_array(&written->parameter_writer);
    json_reader_init(&reader, arena, buffer_text(&written->parameters), ATTRIBUTE_JSON_DEPTH);
    json_next(&reader);
    for (int i = 0; i < written->parameter_count; i++)
        agree(!attribute_read(&reader, &parameters[i], &problem) && !problem.json.data);
    agree(!partiql_parse(arena, buffer_text(&written->statement), &parsed));
    agree(parsed.parameter_count == (size_t)written->parameter_count);
    *ret_scope = (partiql_scope){arena, parameters};
    return parsed;
}

/* INSERT of the item: the statement says the same item. */
static void check_insert(generator *generator, const model_value *item) {
    arena *arena = generator->arena;
    partiql *written = partiql_begin(arena, &generator->chance);
    partiql_scope scope;
    table_item inserted;
    buffer_append(&written->statement, TEXT("INSERT INTO t VALUE "));
    partiql_item(written, item);
    partiql_parsed parsed = parse(written, &scope);
    agree(parsed.statement.kind == PARTIQL_INSERT);
    agree(!partiql_item_of(&scope, parsed.statement.value, &inserted));
    agree_on_item(arena, &inserted, item);
}

static void check_select(generator *generator, const model_value *item, const table_item *given) {
    const attribute_choice all = all_attributes();
    partiql *written = partiql_begin(generator->arena, &generator->chance);
    const model_condition *made = random_condition(generator, &all, 4);
    partiql_scope scope;
    const condition *condition;
    buffer_append(&written->statement, TEXT("SELECT * FROM t WHERE "));
    partiql_condition(written, made);
    partiql_parsed parsed = parse(written, &scope);
    agree(parsed.statement.kind == PARTIQL_SELECT);
    agree(!partiql_condition_of(&scope, parsed.statement.where, &condition));
    agree(condition_holds(generator->arena, condition, given) == model_holds(generator->arena, made, item));
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    model_table table = {.arena = arena};
    generator generator;
    model_value item;
    table_item given = agreement_fixture_item(&generator, &table, (text){(const char *)data, size}, &item);
    check_insert(&generator, &item);
    check_select(&generator, &item, &given);
    arena_free(arena);
    return 0;
}

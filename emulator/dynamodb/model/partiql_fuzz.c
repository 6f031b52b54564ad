/* Bytes are the chance by which an item and a condition are made: what the text of a statement means to the emulator,
 * it means to the model. */
#include <stdlib.h>

#include "dynamodb/attribute.h"
#include "dynamodb/condition.h"
#include "dynamodb/model/generator.h"
#include "dynamodb/model/partiql.h"
#include "dynamodb/partiql_condition.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void check(bool is_so) {
    if (!is_so)
        abort();
}

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
        check(!attribute_read(&reader, &parameters[i], &problem) && !problem.json.data);
    check(!partiql_parse(arena, buffer_text(&written->statement), &parsed));
    check(parsed.parameter_count == (size_t)written->parameter_count);
    *ret_scope = (partiql_scope){arena, parameters};
    return parsed;
}

/* INSERT of the item: which item the statement says. */
static table_item check_insert(generator *generator, const model_value *item) {
    arena *arena = generator->arena;
    partiql *written = partiql_begin(arena, &generator->chance);
    partiql_scope scope;
    table_item inserted;
    model_value found;
    buffer_append(&written->statement, TEXT("INSERT INTO t VALUE "));
    partiql_item(written, item);
    partiql_parsed parsed = parse(written, &scope);
    check(parsed.statement.kind == PARTIQL_INSERT);
    check(!partiql_item_of(&scope, parsed.statement.value, &inserted));
    check(model_read_item(arena, tree_read(arena, item_to_json(arena, &inserted)), &found));
    check(model_equal(&found, item));
    return inserted;
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
    check(parsed.statement.kind == PARTIQL_SELECT);
    check(!partiql_condition_of(&scope, parsed.statement.where, &condition));
    check(condition_holds(generator->arena, condition, given) == model_holds(generator->arena, made, item));
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    model_table table = {.arena = arena};
    generator generator = {.chance = {.bytes = {(const char *)data, size}}, .arena = arena, .table = &table};
    random_table(&generator);
    model_value item = random_item(&generator);
    model_put(&table, 0, &item);
    table_item given = check_insert(&generator, &item);
    check_select(&generator, &item, &given);
    arena_free(arena);
    return 0;
}

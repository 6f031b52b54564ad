/* Bytes are the chance by which an item and expressions are made: what the texts of these mean to the emulator, they
 * mean to the model. */
#include "dynamodb/expressions/condition.h"
#include "dynamodb/expressions/projection.h"
#include "dynamodb/expressions/update.h"
#include "dynamodb/model/agreement_fixture.h"
#include "dynamodb/model/render.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

#define MOST_PATHS 4

/* The scope of the placeholders so far. */
static expression_scope scope_of(placeholders *placeholders) {
    arena *arena = placeholders->arena;
    http_fields *names = arena_zalloc(arena, sizeof *names);
    table_item *values = arena_zalloc(arena, sizeof *values);
    expression_scope scope;
    json_end_object(&placeholders->name_writer);
    json_end_object(&placeholders->value_writer);
    const tree *tree = tree_read(arena, buffer_text(&placeholders->names));
    for (const struct tree *each = tree_first(tree); each; each = each->next)
        http_fields_add(arena, names, each->name, each->text);
    *values = agreement_fixture_read(arena, buffer_text(&placeholders->values));
    agree(!expression_scope_init(&scope, arena, names->count > 0 ? names : NULL, values->count > 0 ? values : NULL));
    return scope;
}

static void check_condition(generator *generator, const model_value *item, const table_item *given) {
    const attribute_choice all = all_attributes();
    placeholders *placeholders = placeholders_begin(generator->arena, &generator->chance);
    const model_condition *made = random_condition(generator, &all, 4);
    text expression = render_condition(placeholders, made);
    expression_scope scope = scope_of(placeholders);
    const condition *condition;
    agree(!expression_parse_condition(&scope, "FilterExpression", expression, &condition));
    agree(!expression_scope_check_unused(&scope));
    agree(condition_holds(generator->arena, condition, given) == model_holds(generator->arena, made, item));
}

static void check_update(generator *generator, const model_value *item, const table_item *given) {
    placeholders *placeholders = placeholders_begin(generator->arena, &generator->chance);
    model_update made = random_update(generator);
    text expression = render_update(placeholders, &made);
    expression_scope scope = scope_of(placeholders);
    model_value expected;
    table_item result;
    update update;
    bool is_clear = model_update_is_clear(&made);
    agree(is_clear == !expression_parse_update(&scope, expression, &update));
    if (!is_clear)
        return;
    bool is_valid = model_update_apply(generator->arena, &made, item, &expected);
    agree(is_valid == !update_apply(generator->arena, &update, given, &result));
    if (is_valid)
        agree_on_item(generator->arena, &result, &expected);
}

static void check_projection(generator *generator, const model_value *item, const table_item *given) {
    const attribute_choice all = all_attributes();
    placeholders *placeholders = placeholders_begin(generator->arena, &generator->chance);
    model_path paths[MOST_PATHS];
    int count = random_paths(generator, &all, paths, MOST_PATHS);
    text expression = render_projection(placeholders, paths, count);
    expression_scope scope = scope_of(placeholders);
    projection projection;
    agree(!expression_parse_projection(&scope, expression, &projection));
    table_item shown = projection_apply(generator->arena, &projection, given);
    model_value expected = model_project(generator->arena, item, paths, count);
    agree_on_item(generator->arena, &shown, &expected);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    model_table table = {.arena = arena};
    generator generator;
    model_value item;
    table_item given = agreement_fixture_item(&generator, &table, (text){(const char *)data, size}, &item);
    check_condition(&generator, &item, &given);
    check_update(&generator, &item, &given);
    check_projection(&generator, &item, &given);
    arena_free(arena);
    return 0;
}

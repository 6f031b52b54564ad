/* Any text is parsed as each kind of expression without harm, and what is accepted can be applied to an item. More
 * white space where there is some changes nothing. */
#include <stdlib.h>

#include "dynamodb/expressions/condition.h"
#include "dynamodb/expressions/projection.h"
#include "dynamodb/expressions/update.h"
#include "dynamodb/values/attribute.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static text with_more_space(arena *arena, text expression) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < expression.length; i++)
        buffer_append(&out, expression.data[i] == ' ' ? TEXT(" \n\t ") : text_upto(text_from(expression, i), 1));
    return buffer_text(&out);
}

/* What comes of the expression: as what it is accepted, and what it makes of the item. */
static text apply(expression_scope *scope, text expression, const table_item *item) {
    arena *arena = scope->arena;
    buffer out = BUFFER(arena);
    const condition *condition;
    update update;
    projection projection;
    table_item result;
    if (!expression_parse_condition(scope, "FilterExpression", expression, &condition))
        buffer_append(&out, condition_holds(arena, condition, item) ? TEXT("true ") : TEXT("false "));
    if (!expression_parse_update(scope, expression, &update) && !update_apply(arena, &update, item, &result))
        buffer_append(&out, item_to_json(arena, &result));
    if (!expression_parse_projection(scope, expression, &projection)) {
        result = projection_apply(arena, &projection, item);
        buffer_append(&out, item_to_json(arena, &result));
    }
    return buffer_text(&out);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    text input = text_copy(arena, (text){(const char *)data, size});
    table_item item =
        item_of_json(arena, TEXT("{\"a\":{\"N\":\"1\"},\"b\":{\"L\":[{\"S\":\"x\"},{\"M\":{\"c\":{\"NS\":[\"1\","
                                 "\"2\"]}}}]},\"c\":{\"M\":{\"d\":{\"S\":\"y\"}}}}"));
    table_item values =
        item_of_json(arena, TEXT("{\":v\":{\"N\":\"1\"},\":s\":{\"S\":\"x\"},\":l\":{\"L\":[]},\":t\":{\"SS\":["
                                 "\"x\"]}}"));
    http_fields names = {0};
    http_fields_add(arena, &names, TEXT("#n"), TEXT("a"));
    expression_scope scope;
    if (!expression_scope_init(&scope, arena, &names, &values) &&
        !text_equal(apply(&scope, input, &item), apply(&scope, with_more_space(arena, input), &item)))
        abort();
    arena_free(arena);
    return 0;
}

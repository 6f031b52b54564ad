/* Any text is parsed as each kind of expression without harm, and what is accepted can be applied to an item. */
#include "dynamodb/attribute.h"
#include "dynamodb/condition.h"
#include "dynamodb/projection.h"
#include "dynamodb/update.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

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
    const condition *condition;
    update update;
    projection projection;
    if (!expression_scope_init(&scope, arena, &names, &values)) {
        if (!expression_parse_condition(&scope, "FilterExpression", input, &condition))
            condition_holds(arena, condition, &item);
        if (!expression_parse_update(&scope, input, &update))
            update_apply(arena, &update, &item, &(table_item){0});
        if (!expression_parse_projection(&scope, input, &projection))
            projection_apply(arena, &projection, &item);
    }
    arena_free(arena);
    return 0;
}

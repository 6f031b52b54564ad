/* Any body of a request is read without harm, and what its parameters of before expressions are compiled into can be
 * applied to an item. */
#include "dynamodb/expressions/condition.h"
#include "dynamodb/expressions/legacy_projection.h"
#include "dynamodb/expressions/legacy_update.h"
#include "dynamodb/expressions/projection.h"
#include "dynamodb/expressions/update.h"
#include "dynamodb/items/item_constraints.h"
#include "dynamodb/values/attribute.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void apply(arena *arena, const item_request *request, const table_item *item) {
    legacy_join join = item_request_join(request);
    const condition *condition;
    update update;
    projection projection;
    if (!legacy_expected_compile(arena, &request->expected, join, request->reader, &condition))
        condition_holds(arena, condition, item);
    if (!legacy_conditions_compile(arena, &request->scan_filter, join, request->reader, &condition))
        condition_holds(arena, condition, item);
    if (!legacy_updates_compile(arena, &request->attribute_updates, request->reader, &update))
        update_apply(arena, &update, item, &(table_item){0});
    if (!legacy_projection_compile(arena, &request->attributes_to_get, &projection))
        projection_apply(arena, &projection, item);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    text input = text_copy(arena, (text){(const char *)data, size});
    table_item item = item_of_json(
        arena, TEXT("{\"a\":{\"N\":\"1\"},\"b\":{\"L\":[{\"S\":\"x\"}]},\"c\":{\"SS\":[\"x\",\"y\"]},\"d\":{\"S\":"
                    "\"xy\"}}"));
    item_request request = {.table_name = TEXT("Table")};
    if (!wire_read_body(arena, input, &item_request_struct, &request) &&
        !item_constraints_check(&request, arena, ITEM_UPDATE) && !item_constraints_check(&request, arena, ITEM_SCAN))
        apply(arena, &request, &item);
    arena_free(arena);
    return 0;
}

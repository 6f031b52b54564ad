/* Bytes are the chance by which an item and the parameters of before expressions are made: what a request says to the
 * emulator in them, it says to the model. */
#include "dynamodb/expressions/condition.h"
#include "dynamodb/expressions/legacy_update.h"
#include "dynamodb/expressions/update.h"
#include "dynamodb/items/item_request.h"
#include "dynamodb/model/agreement_fixture.h"
#include "dynamodb/model/legacy.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void check_expected(generator *generator, const legacy_conditions *made, const item_request *request,
                           const model_value *item, const table_item *given) {
    arena *arena = generator->arena;
    const condition *condition;
    agree(!legacy_expected_compile(arena, &request->expected, item_request_join(request), request->reader, &condition));
    agree(condition_holds(arena, condition, given) == model_holds(arena, legacy_condition_of(arena, made), item));
}

static void check_updates(generator *generator, const model_update *made, const item_request *request,
                          const model_value *item, const table_item *given) {
    arena *arena = generator->arena;
    model_value expected;
    table_item result;
    update update;
    agree(!legacy_updates_compile(arena, &request->attribute_updates, request->reader, &update));
    bool is_valid = model_update_apply(arena, made, item, &expected);
    agree(is_valid == !update_apply(arena, &update, given, &result));
    if (is_valid)
        agree_on_item(arena, &result, &expected);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    const attribute_choice all = all_attributes();
    model_table table = {.arena = arena};
    generator generator;
    model_value item;
    table_item given = agreement_fixture_item(&generator, &table, (text){(const char *)data, size}, &item);
    buffer body = BUFFER(arena);
    json_writer writer = JSON_WRITER(&body);
    item_request request = {0};
    legacy_conditions expected = random_legacy_conditions(&generator, &all);
    model_update update = random_plain_update(&generator);
    json_begin_object(&writer);
    legacy_write_conditions(&generator.chance, &writer, "Expected", &expected);
    legacy_write_updates(&generator.chance, &writer, &update);
    json_end_object(&writer);
    agree(!wire_read_body(arena, buffer_text(&body), &item_request_struct, &request));
    check_expected(&generator, &expected, &request, &item, &given);
    check_updates(&generator, &update, &request, &item, &given);
    arena_free(arena);
    return 0;
}

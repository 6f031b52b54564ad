/* Any JSON is read as an item or refused; what is read is written and read again to the same bytes, and says the same
 * to the model, which spells its numbers in other ways. */
#include <stdlib.h>

#include "dynamodb/model/value.h"
#include "dynamodb/values/attribute.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void check(bool is_so) {
    if (!is_so)
        abort();
}

static bool read_item(arena *arena, text json, table_item *ret_item) {
    json_reader reader;
    attribute_problem problem;
    json_reader_init(&reader, arena, json, ATTRIBUTE_JSON_DEPTH);
    return !item_read(&reader, ret_item, &problem) && !problem.json.data && json_next(&reader) == JSON_END;
}

static text by_the_model(arena *arena, text json) {
    chance chance = {.state = json.length};
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    model_value item;
    check(model_read_item(arena, tree_read(arena, json), &item));
    model_write_item(&writer, &chance, &item);
    return buffer_text(&out);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    table_item item, spelled_again;
    if (read_item(arena, text_copy(arena, (text){(const char *)data, size}), &item)) {
        text written = item_to_json(arena, &item);
        table_item again = item_of_json(arena, written);
        check(text_equal(item_to_json(arena, &again), written));
        check(item_size_bytes(&again) == item_size_bytes(&item));
        check(read_item(arena, by_the_model(arena, written), &spelled_again));
        check(text_equal(item_to_json(arena, &spelled_again), written));
    }
    arena_free(arena);
    return 0;
}

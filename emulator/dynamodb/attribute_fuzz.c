/* Any JSON is read as an item or refused; what is read is written and read again to the same bytes. */
#include <stdlib.h>

#include "dynamodb/attribute.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    json_reader reader;
    table_item item;
    attribute_problem problem;
    json_reader_init(&reader, arena, text_copy(arena, (text){(const char *)data, size}), ATTRIBUTE_JSON_DEPTH);
    if (!item_read(&reader, &item, &problem) && !problem.json.data && json_next(&reader) == JSON_END) {
        text written = item_to_json(arena, &item);
        table_item again = item_of_json(arena, written);
        if (!text_equal(item_to_json(arena, &again), written) || item_size_bytes(&again) != item_size_bytes(&item))
            abort();
    }
    arena_free(arena);
    return 0;
}

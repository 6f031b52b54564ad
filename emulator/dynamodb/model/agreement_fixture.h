/* Fixture: what the fuzz targets that compare the emulator with the model share. A disagreement aborts the process. */
#ifndef GABI_DYNAMODB_MODEL_AGREEMENT_FIXTURE_H
#define GABI_DYNAMODB_MODEL_AGREEMENT_FIXTURE_H

#include <stdlib.h>

#include "dynamodb/model/generator.h"
#include "dynamodb/values/attribute.h"

static inline void agree(bool is_so) {
    if (!is_so)
        abort();
}

static inline table_item agreement_fixture_read(arena *arena, text json) {
    json_reader reader;
    table_item item;
    attribute_problem problem;
    json_reader_init(&reader, arena, json, ATTRIBUTE_JSON_DEPTH);
    agree(!item_read(&reader, &item, &problem) && !problem.json.data);
    return item;
}

/* Makes a table with one item, by the chance that the bytes are: for the model, and as the emulator reads it. */
static inline table_item agreement_fixture_item(generator *ret_generator, model_table *table, text bytes,
                                                model_value *ret_item) {
    *ret_generator = (generator){.chance = {.bytes = bytes}, .arena = table->arena, .table = table};
    random_table(ret_generator);
    *ret_item = random_item(ret_generator);
    model_put(table, 0, ret_item);
    buffer out = BUFFER(table->arena);
    json_writer writer = JSON_WRITER(&out);
    model_write_item(&writer, &ret_generator->chance, ret_item);
    return agreement_fixture_read(table->arena, buffer_text(&out));
}

static inline void agree_on_item(arena *arena, const table_item *item, const model_value *expected) {
    model_value found;
    agree(model_read_item(arena, tree_read(arena, item_to_json(arena, item)), &found));
    agree(model_equal(&found, expected));
}

#endif

#include "dynamodb/model/generator.h"

static int unused_attribute(generator *self, const model_key *key) {
    int attribute;
    do
        attribute = chance_below(&self->chance, MODEL_FREE);
    while (model_key_has(key, attribute));
    return attribute;
}

static model_index random_index(generator *self) {
    const model_key *table_key = &self->table->key;
    model_index index = {.is_local = table_key->range_count > 0 && chance_one_in(&self->chance, 3)};
    int hashes = index.is_local ? 1 : 1 + chance_below(&self->chance, MODEL_MOST_PARTS);
    int most_ranges = MODEL_FREE - hashes < MODEL_MOST_PARTS ? MODEL_FREE - hashes : MODEL_MOST_PARTS;
    int ranges = index.is_local ? 1 : chance_below(&self->chance, most_ranges + 1);
    for (; index.key.hash_count < hashes; index.key.hash_count++)
        index.key.hash[index.key.hash_count] = index.is_local ? 0 : unused_attribute(self, &index.key);
    for (; index.key.range_count < ranges; index.key.range_count++)
        index.key.range[index.key.range_count] = unused_attribute(self, &index.key);
    int share = chance_below(&self->chance, 3); /* none, some or all of the other attributes */
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        index.projects[i] = model_key_has(table_key, i) || model_key_has(&index.key, i) || share == 2 ||
                            (share == 1 && chance_one_in(&self->chance, 2));
    return index;
}

void random_table(generator *self) {
    model_table *table = self->table;
    *table = (model_table){
        .arena = table->arena,
        .key = {.hash_count = 1, .range[0] = 1, .range_count = !chance_one_in(&self->chance, 4)},
    };
    model_begin(table);
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        table->types[i] = MODEL_STRING + chance_below(&self->chance, 3);
    for (int i = chance_below(&self->chance, MODEL_MOST_INDEXES + 1); i > 0; i--)
        table->indexes[table->index_count++] = random_index(self);
    for (model_type type = MODEL_STRING; type <= MODEL_BINARY; type++)
        for (int i = 0; i < PLAYED_VALUES; i++) {
            model_value value = random_scalar(self, type);
            self->played[type][i] = model_copy(table->arena, &value);
        }
}

#include "dynamodb/model/generator.h"

/* One of the choice that the key has not yet. */
static int unused_attribute(generator *self, const attribute_choice *choice, const model_key *key) {
    int attribute;
    do
        attribute = choice->attributes[chance_below(&self->chance, choice->count)];
    while (model_key_has(key, attribute));
    return attribute;
}

static int smaller(int a, int b) { return a < b ? a : b; }

static void project(generator *self, model_index *index) {
    int share = chance_below(&self->chance, 3); /* none, some or all of the other attributes */
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        index->projects[i] = model_key_has(&self->table->key, i) || model_key_has(&index->key, i) || share == 2 ||
                             (share == 1 && chance_one_in(&self->chance, 2));
}

static model_index random_global_index(generator *self, const attribute_choice *choice) {
    model_index index = {.number = self->table->indexes_so_far++};
    int hashes = 1 + chance_below(&self->chance, smaller(MODEL_MOST_PARTS, choice->count));
    int ranges = chance_below(&self->chance, smaller(MODEL_MOST_PARTS, choice->count - hashes) + 1);
    for (; index.key.hash_count < hashes; index.key.hash_count++)
        index.key.hash[index.key.hash_count] = unused_attribute(self, choice, &index.key);
    for (; index.key.range_count < ranges; index.key.range_count++)
        index.key.range[index.key.range_count] = unused_attribute(self, choice, &index.key);
    project(self, &index);
    return index;
}

static model_index random_local_index(generator *self, const attribute_choice *choice) {
    model_index index = {.number = self->table->indexes_so_far++, .is_local = true};
    index.key = (model_key){.hash = {0}, .hash_count = 1};
    index.key.range[0] = unused_attribute(self, choice, &index.key);
    index.key.range_count = 1;
    project(self, &index);
    return index;
}

model_index random_later_index(generator *self) {
    attribute_choice in_keys = {0};
    for (int i = 0; i < MODEL_FREE; i++)
        if (model_is_in_a_key(self->table, i))
            in_keys.attributes[in_keys.count++] = i;
    return random_global_index(self, &in_keys);
}

void random_table(generator *self) {
    model_table *table = self->table;
    attribute_choice keyable = all_attributes();
    keyable.count = MODEL_FREE;
    *table = (model_table){
        .arena = table->arena,
        .key = {.hash_count = 1, .range[0] = 1, .range_count = !chance_one_in(&self->chance, 4)},
    };
    model_begin(table);
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        table->types[i] = MODEL_STRING + chance_below(&self->chance, 3);
    for (int i = chance_below(&self->chance, MODEL_MOST_INDEXES + 1); i > 0; i--)
        table->indexes[table->index_count++] = table->key.range_count > 0 && chance_one_in(&self->chance, 3)
                                                   ? random_local_index(self, &keyable)
                                                   : random_global_index(self, &keyable);
    for (model_type type = MODEL_STRING; type <= MODEL_BINARY; type++)
        for (int i = 0; i < PLAYED_VALUES; i++) {
            model_value value = random_scalar(self, type);
            self->played[type][i] = model_copy(table->arena, &value);
        }
}

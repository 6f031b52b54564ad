#include "dynamodb/model/reading.h"

/* The attributes that a filter may be about: what the index shows, and of a Query none of the key's. */
static attribute_choice filterable(const run *self, const reading *reading) {
    const model_key *key = reading->index ? &reading->index->key : &self->table.key;
    bool is_query = strcmp(reading->operation, "Query") == 0;
    attribute_choice choice = {0};
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if ((!reading->index || reading->index->projects[i]) && !(is_query && model_key_has(key, i)))
            choice.attributes[choice.count++] = i;
    return choice;
}

/* The attributes that can be asked for. */
static attribute_choice showable(const reading *reading) {
    attribute_choice choice = {0};
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (!reading->index || reading->index->is_local || reading->index->projects[i])
            choice.attributes[choice.count++] = i;
    return choice;
}

static bool shows_all(const model_index *index) {
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (!index->projects[i])
            return false;
    return true;
}

static const char *random_select(run *self, const reading *reading) {
    chance *chance = &self->generator.chance;
    if (reading->path_count > 0)
        return chance_one_in(chance, 2) && !reading->is_legacy ? "SPECIFIC_ATTRIBUTES" : NULL;
    if (chance_one_in(chance, 6))
        return "COUNT";
    if (chance_one_in(chance, 2))
        return NULL;
    if (!reading->index || reading->index->is_local || shows_all(reading->index))
        return "ALL_ATTRIBUTES";
    return "ALL_PROJECTED_ATTRIBUTES";
}

static void add_filter(run *self, reading *reading) {
    const attribute_choice choice = filterable(self, reading);
    if (choice.count == 0 || chance_one_in(&self->generator.chance, 2))
        return;
    if (!reading->is_legacy) {
        reading->filter = random_condition(&self->generator, &choice, 2);
        return;
    }
    reading->legacy_filter = random_legacy_conditions(&self->generator, &choice);
    reading->filter = legacy_condition_of(self->arena, &reading->legacy_filter);
}

static void add_paths(run *self, reading *reading) {
    const attribute_choice choice = showable(reading);
    int count = random_paths(&self->generator, &choice, reading->paths, READING_MOST_PATHS);
    if (!reading->is_legacy) {
        reading->path_count = count;
        return;
    }
    for (int i = 0; i < count; i++)
        reading->paths[i].count = 1;
    reading->path_count = 1; /* of several, two might be of the same attribute */
}

static reading *random_reading(run *self, const char *operation) {
    chance *chance = &self->generator.chance;
    reading *made = arena_zalloc(self->arena, sizeof *made);
    made->operation = operation;
    if (self->table.index_count > 0 && !chance_one_in(chance, 3))
        made->index = &self->table.indexes[chance_below(chance, self->table.index_count)];
    const model_key *key = made->index ? &made->index->key : &self->table.key;
    made->is_legacy = key->hash_count == 1 && key->range_count <= 1 && chance_one_in(chance, 4);
    made->limit = chance_one_in(chance, 2) ? 1 + chance_below(chance, 8) : 0;
    made->is_consistent = (!made->index || made->index->is_local) && chance_one_in(chance, 3);
    add_filter(self, made);
    if (chance_one_in(chance, 4))
        add_paths(self, made);
    made->select = random_select(self, made);
    return made;
}

/* What comes between pages, sometimes. */
static void (*random_write(run *self))(run *self) {
    static void (*const writes[])(run *) = {NULL, NULL, step_write, step_batch_write, step_transact_write};
    return writes[chance_below(&self->generator.chance, COUNT_OF(writes))];
}

/* A condition that a sort key may have. */
static model_condition range_condition(run *self, int attribute, bool is_last) {
    static const model_condition_kind kinds[] = {
        MODEL_EQUAL,   MODEL_LESS,    MODEL_LESS_OR_EQUAL, MODEL_GREATER_OR_EQUAL,
        MODEL_GREATER, MODEL_BETWEEN, MODEL_BEGINS_WITH};
    generator *generator = &self->generator;
    int order;
    model_condition made = {
        .kind = is_last ? kinds[chance_below(&generator->chance, COUNT_OF(kinds))] : MODEL_EQUAL,
        .operands = {{.kind = MODEL_OF_PATH, .path = model_path_of(model_attribute(attribute))},
                     {.value = random_key_value(generator, attribute)},
                     {.value = random_key_value(generator, attribute)}},
    };
    if (made.kind == MODEL_BEGINS_WITH && made.operands[1].value.type == MODEL_NUMBER)
        made.kind = MODEL_LESS;
    model_order(&made.operands[1].value, &made.operands[2].value, &order);
    if (order > 0)
        made.operands[2] = made.operands[1];
    made.operand_count = made.kind == MODEL_BETWEEN ? 3 : 2;
    return made;
}

/* At a place in the partition, whether there is an item or none. */
static void start_somewhere(run *self, reading *reading) {
    const model_key *key = &self->table.key;
    model_value range = random_key_value(&self->generator, key->range[0]), start = {.type = MODEL_MAP};
    start =
        model_with(self->arena, &start, model_attribute(key->hash[0]), &reading->key_conditions[0].operands[1].value);
    reading->start = model_with(self->arena, &start, model_attribute(key->range[0]), &range);
}

void step_query(run *self) {
    chance *chance = &self->generator.chance;
    reading *reading = random_reading(self, "Query");
    const model_key *key = reading->index ? &reading->index->key : &self->table.key;
    const model_state *now = model_now(&self->table);
    int ranges = chance_below(chance, key->range_count + 1);
    const model_value *like = now->count > 0 ? now->items[chance_below(chance, now->count)] : NULL;
    reading->is_backwards = chance_one_in(chance, 2);
    for (int i = 0; i < key->hash_count; i++) {
        model_condition condition = range_condition(self, key->hash[i], false);
        if (like && model_attribute_of(like, key->hash[i])->type != MODEL_ABSENT && !chance_one_in(chance, 8))
            condition.operands[1].value = *model_attribute_of(like, key->hash[i]);
        reading->key_conditions[reading->key_condition_count++] = condition;
    }
    for (int i = 0; i < ranges; i++)
        reading->key_conditions[reading->key_condition_count++] = range_condition(self, key->range[i], i == ranges - 1);
    if (!reading->index && ranges == 0 && key->range_count > 0 && chance_one_in(chance, 3))
        start_somewhere(self, reading);
    reading_run(self, reading, random_write(self));
}

void step_scan(run *self) {
    reading *reading = random_reading(self, "Scan");
    reading->segments = chance_one_in(&self->generator.chance, 2) ? 1 + chance_below(&self->generator.chance, 5) : 0;
    reading_run(self, reading, random_write(self));
}

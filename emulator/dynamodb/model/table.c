#include "dynamodb/model/table.h"

static const text names[MODEL_ATTRIBUTES] = {
    TEXT_INIT("a0"), TEXT_INIT("a1"), TEXT_INIT("a2"), TEXT_INIT("a3"), TEXT_INIT("a4"),
    TEXT_INIT("a5"), TEXT_INIT("a6"), TEXT_INIT("a7"), TEXT_INIT("a8"), TEXT_INIT("a9"),
};

text model_attribute(int attribute) { return names[attribute]; }

int model_attribute_number(text name) {
    int attribute = MODEL_ATTRIBUTES - 1;
    while (attribute >= 0 && !text_equal(names[attribute], name))
        attribute--;
    return attribute;
}

/* ---- keys ---- */

bool model_key_has(const model_key *key, int attribute) {
    for (int i = 0; i < key->hash_count; i++)
        if (key->hash[i] == attribute)
            return true;
    for (int i = 0; i < key->range_count; i++)
        if (key->range[i] == attribute)
            return true;
    return false;
}

bool model_is_in_a_key(const model_table *table, int attribute) {
    bool is_in = model_key_has(&table->key, attribute);
    for (int i = 0; i < table->index_count; i++)
        is_in = is_in || model_key_has(&table->indexes[i].key, attribute);
    return is_in;
}

const model_value *model_attribute_of(const model_value *item, int attribute) {
    static const model_value nothing = {0};
    const model_value *found = model_get(item, names[attribute]);
    return found ? found : &nothing;
}

bool model_has_key(const model_key *key, const model_value *item) {
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (model_key_has(key, i) && model_attribute_of(item, i)->type == MODEL_ABSENT)
            return false;
    return true;
}

bool model_same_key(const model_key *key, const model_value *a, const model_value *b) {
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (model_key_has(key, i) && !model_equal(model_attribute_of(a, i), model_attribute_of(b, i)))
            return false;
    return true;
}

int model_compare_range(const model_key *key, const model_value *a, const model_value *b) {
    for (int i = 0; i < key->range_count; i++) {
        int order = 0;
        model_order(model_attribute_of(a, key->range[i]), model_attribute_of(b, key->range[i]), &order);
        if (order != 0)
            return order;
    }
    return 0;
}

static model_value part_of(arena *arena, const model_value *item, const bool *shows) {
    model_value part = {.type = MODEL_MAP};
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (shows[i])
            part = model_with(arena, &part, names[i], model_attribute_of(item, i));
    return part;
}

model_value model_key_of(arena *arena, const model_key *key, const model_value *item) {
    bool shows[MODEL_ATTRIBUTES];
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        shows[i] = model_key_has(key, i);
    return part_of(arena, item, shows);
}

model_value model_shown(arena *arena, const model_table *table, const model_index *index, const model_value *item) {
    bool shows[MODEL_ATTRIBUTES];
    if (!index)
        return *item;
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        shows[i] = index->projects[i] || model_key_has(&table->key, i) || model_key_has(&index->key, i);
    return part_of(arena, item, shows);
}

/* ---- states ---- */

void model_begin(model_table *self) {
    self->states = arena_alloc(self->arena, sizeof(const model_state *));
    self->states[0] = arena_zalloc(self->arena, sizeof(model_state));
    self->state_count = 1;
}

const model_state *model_now(const model_table *self) { return self->states[self->state_count - 1]; }

const model_state *model_at(const model_table *self, int64_t at_ms) {
    int last = self->state_count - 1;
    while (last > 0 && self->states[last]->since_ms > at_ms)
        last--;
    return self->states[last];
}

const model_state *model_visible(const model_table *self, const model_index *index, int64_t now_ms) {
    if (!index || index->is_local || self->lag_ms == 0)
        return model_now(self);
    int64_t upto_ms = now_ms - self->lag_ms;
    return model_at(self, upto_ms > self->lag_since_ms ? upto_ms : self->lag_since_ms);
}

const model_value *model_item(const model_table *self, const model_state *state, const model_value *item) {
    for (int i = 0; i < state->count; i++)
        if (model_same_key(&self->key, state->items[i], item))
            return state->items[i];
    return NULL;
}

/* The next state: without the item that has the key of this one. */
static model_state *next_state(model_table *self, int64_t now_ms, const model_value *item,
                               const model_value ***ret_items) {
    const model_state *now = model_now(self);
    const model_value **items = arena_alloc(self->arena, (size_t)(now->count + 1) * sizeof(const model_value *));
    int count = 0;
    for (int i = 0; i < now->count; i++)
        if (!model_same_key(&self->key, now->items[i], item))
            items[count++] = now->items[i];
    model_state *next = arena_alloc(self->arena, sizeof *next);
    *next = (model_state){now_ms, items, count};
    self->states = arena_grow_by_one(self->arena, self->states, (size_t)self->state_count, sizeof(const model_state *));
    self->states[self->state_count++] = next;
    *ret_items = items;
    return next;
}

void model_put(model_table *self, int64_t now_ms, const model_value *item) {
    const model_value **items;
    model_value *copy = arena_alloc(self->arena, sizeof *copy);
    *copy = model_copy(self->arena, item);
    model_state *state = next_state(self, now_ms, item, &items);
    items[state->count++] = copy;
}

void model_remove(model_table *self, int64_t now_ms, const model_value *item) {
    const model_value **items;
    next_state(self, now_ms, item, &items);
}

/* ---- expiry ---- */

/* The second from which on the item has expired: the number without its fraction; -1 for none. */
static int64_t expiry_of(arena *arena, const model_value *item) {
    const model_value *value = model_attribute_of(item, MODEL_EXPIRY);
    int64_t second;
    if (value->type != MODEL_NUMBER || value->number->is_negative)
        return -1;
    text printed = decimal_print(arena, value->number);
    return text_to_int64(text_upto(printed, text_index(printed, '.')), &second) ? second : -1;
}

/* What expired longer ago stays. */
#define FIVE_YEARS_S ((int64_t)5 * 366 * 24 * 60 * 60)

void model_expire(model_table *self, int64_t now_ms) {
    const model_state *now = model_now(self);
    const model_value *const *items = now->items;
    int count = now->count;
    for (int i = 0; self->expires && i < count; i++) {
        int64_t second = expiry_of(self->arena, items[i]);
        if (second >= now_ms / 1000 - FIVE_YEARS_S && second >= 0 && second <= now_ms / 1000)
            model_remove(self, now_ms, items[i]);
    }
}

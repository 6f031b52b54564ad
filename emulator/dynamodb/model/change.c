#include "dynamodb/model/change.h"

static bool is_empty_text(const model_value *value) { return value->type != MODEL_NUMBER && value->bytes.length == 0; }

/* Whether the indexes take the item. */
static bool fits_indexes(const model_table *table, const model_value *item) {
    for (int i = 0; i < MODEL_ATTRIBUTES; i++) {
        const model_value *value = model_attribute_of(item, i);
        if (model_is_in_a_key(table, i) && value->type != MODEL_ABSENT &&
            (value->type != table->types[i] || is_empty_text(value)))
            return false;
    }
    return true;
}

/* Whether the change alone, whatever the item, gives an index's key an empty value. */
static bool empties_a_key(const model_table *table, const change *change) {
    for (int i = 0; i < MODEL_ATTRIBUTES && change->kind == CHANGE_PUT; i++) {
        const model_value *value = model_attribute_of(&change->item, i);
        if (model_is_in_a_key(table, i) && value->type == table->types[i] && is_empty_text(value))
            return true;
    }
    for (int i = 0; i < change->update.count; i++) {
        const model_action *action = &change->update.actions[i];
        int attribute = model_attribute_number(action->path.steps[0].name);
        if (action->kind == MODEL_SET && action->term->kind == MODEL_TERM_VALUE && action->path.count == 1 &&
            model_is_in_a_key(table, attribute) && action->term->value.type == table->types[attribute] &&
            is_empty_text(&action->term->value))
            return true;
    }
    return false;
}

/* Whether the update alone, whatever the item, gives an index's key a value of another type. */
static bool is_mistaken(const model_table *table, const model_update *update) {
    for (int i = 0; i < update->count; i++) {
        const model_action *action = &update->actions[i];
        int attribute = model_attribute_number(action->path.steps[0].name);
        if (action->kind == MODEL_SET && action->term->kind == MODEL_TERM_VALUE && action->path.count == 1 &&
            model_is_in_a_key(table, attribute) && action->term->value.type != table->types[attribute])
            return true;
    }
    return false;
}

static change_outcome evaluate_update(run *self, change *change) {
    const model_value *base = change->old.count > 0 ? &change->old : &change->item;
    if (change->old.count == 0 && model_update_only_removes(&change->update))
        return CHANGE_DONE;
    bool is_valid = model_update_apply(self->arena, &change->update, base, &change->result);
    return is_valid && fits_indexes(&self->table, &change->result) ? CHANGE_DONE : CHANGE_INVALID;
}

static change_outcome evaluate(run *self, change *change) {
    if (!model_update_is_clear(&change->update) || empties_a_key(&self->table, change))
        return CHANGE_MALFORMED;
    if (is_mistaken(&self->table, &change->update) ||
        (change->kind == CHANGE_PUT && !fits_indexes(&self->table, &change->item)))
        return CHANGE_MISTAKEN;
    if (!model_holds(self->arena, change->condition, &change->old))
        return CHANGE_CONDITION_FAILED;
    if (change->kind == CHANGE_UPDATE)
        return evaluate_update(self, change);
    return CHANGE_DONE;
}

void change_evaluate(run *self, change *change) {
    const model_value nothing = {.type = MODEL_MAP};
    const model_value *old = model_item(&self->table, model_now(&self->table), &change->item);
    change->old = old ? *old : nothing;
    change->result = change->kind == CHANGE_PUT ? change->item : change->kind == CHANGE_DELETE ? nothing : change->old;
    change->outcome = evaluate(self, change);
    change->is_idle = change->kind == CHANGE_CHECK || (!old && change->result.count == 0);
}

void change_apply(run *self, const change *change) {
    if (change->is_idle || change->outcome != CHANGE_DONE)
        return;
    if (change->result.count > 0)
        model_put(&self->table, self->now_ms, &change->result);
    else
        model_remove(&self->table, self->now_ms, &change->old);
}

/* Updates that put an attribute into itself, over and over, would make items without measure. */
#define LARGEST_ITEM_BYTES 2000

static void add_update(run *self, change *change, bool is_plain) {
    do {
        change->update = is_plain ? random_plain_update(&self->generator) : random_update(&self->generator);
        change_evaluate(self, change);
    } while (model_most_bytes(&change->result) > LARGEST_ITEM_BYTES &&
             model_most_bytes(&change->result) > model_most_bytes(&change->old));
}

change random_change(run *self, change_kind kind) {
    generator *generator = &self->generator;
    const attribute_choice all = all_attributes();
    change change = {.kind = kind, .item = random_key(generator)};
    if (kind == CHANGE_PUT) {
        model_value item = random_item(generator);
        for (int i = 0; i < change.item.count; i++)
            item = model_with(self->arena, &item, change.item.members[i].name, &change.item.members[i].value);
        change.item = item;
    }
    if (kind == CHANGE_UPDATE)
        add_update(self, &change, false);
    if (kind == CHANGE_CHECK || chance_one_in(&generator->chance, 3))
        change.condition = random_condition(generator, &all, 2);
    change_evaluate(self, &change);
    return change;
}

int random_changes(run *self, change *changes, int most, change_kind (*kind_of)(run *self)) {
    int count = 0;
    for (int i = 1 + chance_below(&self->generator.chance, most); i > 0; i--) {
        change change = random_change(self, kind_of(self));
        bool is_new = true;
        for (int j = 0; j < count; j++)
            is_new = is_new && !model_same_key(&self->table.key, &changes[j].item, &change.item);
        if (is_new)
            changes[count++] = change;
    }
    return count;
}

void change_write(run *self, json_writer *writer, const change *change) {
    chance *chance = &self->generator.chance;
    placeholders *placeholders = placeholders_begin(self->arena, chance);
    json_name(writer, change->kind == CHANGE_PUT ? TEXT("Item") : TEXT("Key"));
    model_write_item(writer, chance, &change->item);
    if (change->update.count > 0)
        json_string_member(writer, "UpdateExpression", render_update(placeholders, &change->update));
    if (change->condition)
        json_string_member(writer, "ConditionExpression", render_condition(placeholders, change->condition));
    placeholders_end(placeholders, writer);
}

/* ---- capacity ---- */

#define WRITE_UNIT_BYTES 1024
#define HALVES_OF_A_WRITE 2

bool change_is_small(const change *change) {
    return model_most_bytes(&change->old) < WRITE_UNIT_BYTES && model_most_bytes(&change->result) < WRITE_UNIT_BYTES;
}

int64_t change_capacity(run *self, const change *change) {
    const model_table *table = &self->table;
    int64_t halves = HALVES_OF_A_WRITE;
    for (int i = 0; i < table->index_count && change->kind != CHANGE_CHECK; i++) {
        const model_index *index = &table->indexes[i];
        bool had = model_has_key(&index->key, &change->old), has = model_has_key(&index->key, &change->result);
        bool stays = had && has && model_same_key(&index->key, &change->old, &change->result);
        model_value old = model_shown(self->arena, table, index, &change->old);
        model_value new = model_shown(self->arena, table, index, &change->result);
        int writes = !stays ? had + has : !model_equal(&old, &new);
        halves += HALVES_OF_A_WRITE * writes;
    }
    return halves;
}

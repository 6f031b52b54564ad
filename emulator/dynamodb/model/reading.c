#include "dynamodb/model/reading.h"

static const model_key *key_of(const run *self, const reading *reading) {
    return reading->index ? &reading->index->key : &self->table.key;
}

static bool counts_alone(const reading *reading) { return reading->select && strcmp(reading->select, "COUNT") == 0; }

/* ---- requests ---- */

static void write_legacy(run *self, const reading *reading, json_writer *writer) {
    legacy_conditions keys = {.count = reading->key_condition_count}; /* a hash and a range key */
    for (int i = 0; i < keys.count; i++)
        keys.conditions[i] = reading->key_conditions[i];
    if (keys.count > 0)
        legacy_write_conditions(&self->generator.chance, writer, "KeyConditions", &keys);
    if (reading->filter)
        legacy_write_conditions(&self->generator.chance, writer, keys.count > 0 ? "QueryFilter" : "ScanFilter",
                                &reading->legacy_filter);
    if (reading->path_count == 0)
        return;
    json_name(writer, TEXT("AttributesToGet"));
    json_begin_array(writer);
    for (int i = 0; i < reading->path_count; i++)
        json_string(writer, reading->paths[i].steps[0].name);
    json_end_array(writer);
}

static void write_expressions(run *self, const reading *reading, json_writer *writer) {
    placeholders *placeholders = placeholders_begin(self->arena, &self->generator.chance);
    buffer keys = BUFFER(self->arena);
    for (int i = 0; i < reading->key_condition_count; i++) {
        buffer_append(&keys, i ? TEXT(" AND ") : TEXT(""));
        buffer_append(&keys, render_condition(placeholders, &reading->key_conditions[i]));
    }
    if (reading->key_condition_count > 0)
        json_string_member(writer, "KeyConditionExpression", buffer_text(&keys));
    if (reading->filter)
        json_string_member(writer, "FilterExpression", render_condition(placeholders, reading->filter));
    if (reading->path_count > 0)
        json_string_member(writer, "ProjectionExpression",
                           render_projection(placeholders, reading->paths, reading->path_count));
    placeholders_end(placeholders, writer);
}

static message *message_of_page(run *self, const reading *reading, int segment, const model_value *start) {
    message *message = message_to_table(self, RUN_TABLE);
    json_writer *writer = &message->writer;
    if (reading->is_legacy)
        write_legacy(self, reading, writer);
    else
        write_expressions(self, reading, writer);
    if (reading->index)
        json_string_member(writer, "IndexName", text_format(self->arena, "index-%d", reading->index->number));
    if (reading->is_backwards)
        json_boolean_member(writer, "ScanIndexForward", false);
    if (reading->is_consistent)
        json_boolean_member(writer, "ConsistentRead", true);
    if (reading->select)
        json_string_member(writer, "Select", text_of(reading->select));
    if (reading->limit > 0)
        json_integer_member(writer, "Limit", reading->limit);
    if (reading->segments > 0) {
        json_integer_member(writer, "Segment", segment);
        json_integer_member(writer, "TotalSegments", reading->segments);
    }
    if (start->count > 0) {
        json_name(writer, TEXT("ExclusiveStartKey"));
        model_write_item(writer, &self->generator.chance, start);
    }
    return message;
}

/* ---- what is to be found ---- */

static bool is_in_range(run *self, const reading *reading, const model_value *item) {
    if (!model_has_key(key_of(self, reading), item))
        return false;
    for (int i = 0; i < reading->key_condition_count; i++)
        if (!model_holds(self->arena, &reading->key_conditions[i], item))
            return false;
    int order = reading->start.count > 0 ? model_compare_range(&self->table.key, item, &reading->start) : 0;
    return reading->start.count == 0 || (reading->is_backwards ? order < 0 : order > 0);
}

static bool is_wanted(run *self, const reading *reading, const model_value *item) {
    model_value shown = model_shown(self->arena, &self->table, reading->index, item);
    return is_in_range(self, reading, item) && model_holds(self->arena, reading->filter, &shown);
}

/* The item as the answer shows it: a local index fetches from the table what it lacks. */
static model_value shown_by(run *self, const reading *reading, const model_value *item) {
    bool fetches = reading->index && reading->index->is_local &&
                   (reading->path_count > 0 || (reading->select && strcmp(reading->select, "ALL_ATTRIBUTES") == 0));
    model_value shown = model_shown(self->arena, &self->table, fetches ? NULL : reading->index, item);
    return model_project(self->arena, &shown, reading->paths, reading->path_count);
}

/* ---- pages ---- */

static void take_page(run *self, reading *reading, const tree *answer) {
    const tree *items = tree_member(answer, "Items");
    int count = (int)tree_integer(tree_member(answer, "Count"));
    int scanned = (int)tree_integer(tree_member(answer, "ScannedCount"));
    run_expect(self, reading->limit == 0 || scanned <= reading->limit, "The limit was passed over");
    run_expect(self, (reading->limit > 0 && scanned == reading->limit) || !tree_member(answer, "LastEvaluatedKey"),
               "A page ends before its limit");
    run_expect(self, counts_alone(reading) ? !items : items && tree_count(items) == count,
               "The count is not that of the items");
    reading->counted += count;
    reading->scanned += scanned;
    reading->found = arena_grow(self->arena, reading->found, (size_t)reading->found_count * sizeof *reading->found,
                                (size_t)(reading->found_count + tree_count(items)) * sizeof *reading->found);
    for (const tree *each = tree_first(items); each; each = each->next)
        reading->found[reading->found_count++] = run_item(self, each);
    const tree *consumed = tree_member(answer, "ConsumedCapacity");
    if (consumed)
        run_expect(self, run_capacity(self, consumed) >= (reading->is_consistent ? 2 : 1), "A page is never for free");
}

/* Whether items can be told apart by what is shown of them. */
static bool shows_keys(const reading *reading) { return reading->path_count == 0 && !counts_alone(reading); }

/* What a page shows, from the given found one on, is what there was when it was read. */
static void expect_present(run *self, const reading *reading, int first) {
    for (int i = first; i < reading->found_count && shows_keys(reading); i++) {
        const model_value *item = model_item(&self->table, reading->last_seen, &reading->found[i]);
        run_expect(self, item && is_wanted(self, reading, item), "An item that does not belong there");
        model_value shown = shown_by(self, reading, item);
        run_expect(self, model_equal(&shown, &reading->found[i]), "An item looks otherwise");
    }
}

static void read_pages(run *self, reading *reading, int segment, void (*write)(run *self)) {
    model_value start = reading->start;
    do {
        int first = reading->found_count;
        message *message = message_of_page(self, reading, segment, &start);
        run_ask_capacity(self, message);
        const tree *answer = run_send_well(self, reading->operation, message);
        reading->last_seen = model_visible(&self->table, reading->index, self->now_ms);
        if (!reading->first_seen)
            reading->first_seen = reading->last_seen;
        take_page(self, reading, answer);
        expect_present(self, reading, first);
        start = run_item(self, tree_member(answer, "LastEvaluatedKey"));
        if (write && start.count > 0)
            write(self);
    } while (start.count > 0);
}

/* ---- checks ---- */

/* Whether found has the item, which is then taken out of it. */
static bool take_found(reading *reading, const model_value *item) {
    for (int i = 0; i < reading->found_count; i++)
        if (model_equal(&reading->found[i], item)) {
            reading->found[i] = reading->found[--reading->found_count];
            return true;
        }
    return false;
}

/* Nothing has changed while the pages were read. */
static void expect_all(run *self, reading *reading) {
    const model_state *state = reading->first_seen;
    int scanned = 0, counted = 0;
    for (int i = 0; i < state->count; i++) {
        const model_value *item = state->items[i];
        bool wants = is_wanted(self, reading, item);
        scanned += is_in_range(self, reading, item);
        counted += wants;
        if (!wants || counts_alone(reading))
            continue;
        model_value shown = shown_by(self, reading, item);
        run_expect(self, take_found(reading, &shown), "An item is missing");
    }
    run_expect(self, reading->found_count == 0, "Items that do not belong there");
    run_expect(self, reading->counted == counted, "Another count was expected");
    run_expect(self, reading->scanned == scanned, "Another number of scanned items was expected");
}

static int times_found(const run *self, const reading *reading, const model_value *item) {
    int times = 0;
    for (int i = 0; i < reading->found_count; i++)
        times += model_same_key(&self->table.key, &reading->found[i], item);
    return times;
}

/* What has not changed from the first page to the last is found once. */
static void expect_unchanged(run *self, const reading *reading) {
    const model_state *first = reading->first_seen, *last = reading->last_seen;
    for (int i = 0; i < first->count && shows_keys(reading); i++) {
        const model_value *item = first->items[i];
        bool is_unchanged = model_item(&self->table, last, item) == item;
        if (is_unchanged)
            run_expect(self, times_found(self, reading, item) == is_wanted(self, reading, item),
                       "An item that nobody changed was not found once");
    }
}

static void expect_order(run *self, const reading *reading) {
    for (int i = 1; i < reading->found_count && shows_keys(reading); i++) {
        int order = model_compare_range(key_of(self, reading), &reading->found[i - 1], &reading->found[i]);
        run_expect(self, reading->is_backwards ? order >= 0 : order <= 0,
                   "The items are not in the order of their keys");
    }
}

void reading_run(run *self, reading *reading, void (*write)(run *self)) {
    for (int i = 0; i == 0 || i < reading->segments; i++)
        read_pages(self, reading, i, write);
    if (reading->key_condition_count > 0)
        expect_order(self, reading);
    if (reading->first_seen == reading->last_seen)
        expect_all(self, reading);
    else
        expect_unchanged(self, reading);
}

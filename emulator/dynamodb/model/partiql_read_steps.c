#include "dynamodb/model/partiql.h"
#include "dynamodb/model/run.h"

/* The attributes that are no part of the key, and that the index shows. */
static attribute_choice others(const model_key *key, const model_index *index) {
    attribute_choice choice = {0};
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (!model_key_has(key, i) && (!index || index->projects[i]))
            choice.attributes[choice.count++] = i;
    return choice;
}

static const model_condition *range_condition(run *self, int attribute) {
    model_value low = random_key_value(&self->generator, attribute);
    model_value high = random_key_value(&self->generator, attribute);
    int order, kind = MODEL_EQUAL + chance_below(&self->generator.chance, 7);
    if (kind == MODEL_NOT_EQUAL)
        kind = MODEL_EQUAL;
    model_order(&low, &high, &order);
    return model_condition_new(self->arena, (model_condition){.kind = kind,
                                                              .operands = {operand_of_attribute(attribute),
                                                                           {.value = order <= 0 ? low : high},
                                                                           {.value = order <= 0 ? high : low}},
                                                              .operand_count = kind == MODEL_BETWEEN ? 3 : 2});
}

/* Of one partition or a few; NULL: all of them. */
static const model_condition *key_condition(run *self, const model_key *key, bool *ret_is_of_one) {
    chance *chance = &self->generator.chance;
    model_value one = random_key_value(&self->generator, key->hash[0]);
    model_value other = random_key_value(&self->generator, key->hash[0]);
    const model_condition *of_hash = attribute_equals(self->arena, key->hash[0], &one);
    int kind = chance_below(chance, model_equal(&one, &other) ? 2 : 4); /* reads may not overlap */
    *ret_is_of_one = kind == 1;
    switch (kind) {
    case 0: return NULL;
    case 1: break;
    case 2:
        of_hash =
            model_condition_join(self->arena, MODEL_OR, of_hash, attribute_equals(self->arena, key->hash[0], &other));
        break;
    default:
        of_hash = model_condition_new(
            self->arena,
            (model_condition){.kind = MODEL_IN,
                              .operands = {operand_of_attribute(key->hash[0]), {.value = one}, {.value = other}},
                              .operand_count = 3});
        break;
    }
    bool has_range = key->range_count > 0 && chance_one_in(chance, 2);
    return model_condition_join(self->arena, MODEL_AND, of_hash,
                                has_range ? range_condition(self, key->range[0]) : NULL);
}

/* ---- selections ---- */

typedef struct selection {
    const model_index *index; /* NULL: the table */
    const model_condition *where;
    model_path shown[MODEL_ATTRIBUTES];
    int shown_count; /* 0: "*" */
    bool is_ordered; /* by the sort key, of one partition */
    bool is_backwards;
    const model_state *state; /* what is there to be selected */
    model_value *found;
    int count;
} selection;

static const model_index *random_plain_index(run *self) {
    if (self->table.index_count == 0 || chance_one_in(&self->generator.chance, 2))
        return NULL;
    const model_index *index = &self->table.indexes[chance_below(&self->generator.chance, self->table.index_count)];
    return index->key.hash_count == 1 && index->key.range_count <= 1 ? index : NULL;
}

static const model_key *key_of(const run *self, const selection *selection) {
    return selection->index ? &selection->index->key : &self->table.key;
}

static selection *random_selection(run *self) {
    chance *chance = &self->generator.chance;
    selection *made = arena_zalloc(self->arena, sizeof *made);
    bool is_of_one = false;
    made->index = random_plain_index(self);
    const model_key *key = key_of(self, made);
    const attribute_choice choice = others(key, made->index);
    made->where = key_condition(self, key, &is_of_one);
    if (choice.count > 0 && chance_one_in(chance, 2))
        made->where =
            model_condition_join(self->arena, MODEL_AND, made->where, random_condition(&self->generator, &choice, 2));
    for (int i = 0; i < choice.count && chance_one_in(chance, 3); i++)
        made->shown[made->shown_count++] = model_path_of(model_attribute(choice.attributes[i]));
    made->is_ordered = is_of_one && key->range_count > 0 && made->shown_count == 0 && chance_one_in(chance, 2);
    made->is_backwards = chance_one_in(chance, 2);
    return made;
}

static void write_statement(run *self, partiql *statement, const selection *selection) {
    buffer *out = &statement->statement;
    buffer_append(out, selection->shown_count == 0 ? TEXT("SELECT *") : TEXT("SELECT "));
    for (int i = 0; i < selection->shown_count; i++) {
        buffer_append(out, i ? TEXT(", ") : TEXT(""));
        partiql_path(statement, &selection->shown[i]);
    }
    buffer_append(out, TEXT(" FROM \"" RUN_TABLE "\""));
    if (selection->index)
        buffer_format(out, ".\"index-%d\"", selection->index->number);
    if (selection->where) {
        buffer_append(out, TEXT(" WHERE "));
        partiql_condition(statement, selection->where);
    }
    if (!selection->is_ordered)
        return;
    text name = model_attribute(key_of(self, selection)->range[0]);
    buffer_format(out, " ORDER BY \"%.*s\" %s", TEXT_ARGS(name), selection->is_backwards ? "DESC" : "ASC");
}

/* All pages of the statement's answer; false when time changes meanwhile what there is. */
static bool read_all(run *self, selection *selection, text request) {
    int limit = chance_one_in(&self->generator.chance, 2) ? 1 + chance_below(&self->generator.chance, 8) : 0;
    text token = {0};
    selection->found = arena_alloc(self->arena, (size_t)(selection->state->count + 1) * sizeof *selection->found);
    do {
        message *message = message_begin(self);
        buffer_append(&message->out, text_from(request, 1)); /* without the brace */
        message->writer.needs_comma = true;
        if (limit > 0)
            json_integer_member(&message->writer, "Limit", limit);
        if (token.length > 0)
            json_string_member(&message->writer, "NextToken", token);
        const tree *answer = run_send_well(self, "ExecuteStatement", message);
        if (model_visible(&self->table, selection->index, self->now_ms) != selection->state)
            return false;
        for (const tree *each = tree_first(tree_member(answer, "Items")); each; each = each->next) {
            run_expect(self, selection->count < selection->state->count, "More items than there are");
            selection->found[selection->count++] = run_item(self, each);
        }
        token = tree_text(tree_member(answer, "NextToken"));
    } while (token.length > 0);
    return true;
}

static void expect_order(run *self, const selection *selection) {
    for (int i = 1; i < selection->count; i++) {
        int order = model_compare_range(key_of(self, selection), &selection->found[i - 1], &selection->found[i]);
        run_expect(self, selection->is_backwards ? order >= 0 : order <= 0,
                   "The items are not in the order that was asked for");
    }
}

static void expect_selected(run *self, selection *selection) {
    const model_state *state = selection->state;
    for (int i = 0; i < state->count; i++) {
        model_value shown = model_shown(self->arena, &self->table, selection->index, state->items[i]);
        if (!model_has_key(key_of(self, selection), state->items[i]) ||
            !model_holds(self->arena, selection->where, &shown))
            continue;
        int j = 0;
        shown = model_project(self->arena, &shown, selection->shown, selection->shown_count);
        while (j < selection->count && !model_equal(&selection->found[j], &shown))
            j++;
        run_expect(self, j < selection->count, "An item is missing");
        selection->found[j] = selection->found[--selection->count];
    }
    run_expect(self, selection->count == 0, "Items that do not belong there");
}

void step_partiql_select(run *self) {
    selection *selection = random_selection(self);
    partiql *statement = partiql_begin(self->arena, &self->generator.chance);
    message *message = message_begin(self);
    write_statement(self, statement, selection);
    partiql_end(statement, &message->writer);
    run_sleep(self, 1); /* to the instant of the first page */
    selection->state = model_visible(&self->table, selection->index, self->now_ms);
    if (!read_all(self, selection, buffer_text(&message->out)))
        return;
    if (selection->is_ordered)
        expect_order(self, selection);
    expect_selected(self, selection);
}

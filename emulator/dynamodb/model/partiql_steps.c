#include "dynamodb/model/change.h"
#include "dynamodb/model/partiql.h"

/* ---- conditions on keys ---- */

static model_operand attribute_operand(int attribute) {
    return (model_operand){.kind = MODEL_OF_PATH, .path = model_path_of(model_attribute(attribute))};
}

static const model_condition *keep(run *self, model_condition condition) {
    return (const model_condition *)arena_copy(self->arena, &condition, sizeof condition);
}

static const model_condition *join(run *self, model_condition_kind kind, const model_condition *left,
                                   const model_condition *right) {
    if (!left || !right)
        return left ? left : right;
    return keep(self, (model_condition){.kind = kind, .left = left, .right = right});
}

static const model_condition *equals(run *self, int attribute, const model_value *value) {
    return keep(self, (model_condition){.kind = MODEL_EQUAL,
                                        .operands = {attribute_operand(attribute), {.value = *value}},
                                        .operand_count = 2});
}

static const model_condition *existence(run *self, bool exists) {
    return keep(self, (model_condition){.kind = exists ? MODEL_EXISTS : MODEL_NOT_EXISTS,
                                        .operands = {attribute_operand(0)},
                                        .operand_count = 1});
}

/* The attributes that are no part of the key, and that the index shows. */
static attribute_choice others(const model_key *key, const model_index *index) {
    attribute_choice choice = {0};
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (!model_key_has(key, i) && (!index || index->projects[i]))
            choice.attributes[choice.count++] = i;
    return choice;
}

/* ---- writes ---- */

/* What a statement can say of an update; SET and REMOVE come in the order of its actions. */
static void drop_what_is_unsayable(model_update *update) {
    int kept = 0;
    for (int i = 0; i < update->count; i++) {
        const model_action *action = &update->actions[i];
        bool is_of_number = action->kind >= MODEL_ADD && action->term->value.type == MODEL_NUMBER;
        if (!is_of_number && !(action->kind == MODEL_SET && action->term->kind == MODEL_TERM_IF_NOT_EXISTS))
            update->actions[kept++] = *action;
    }
    update->count = kept;
}

static void append_term(partiql *self, const model_term *term) {
    static const char *const between[] = {
        [MODEL_TERM_PLUS] = " + ", [MODEL_TERM_MINUS] = " - ", [MODEL_TERM_LIST_APPEND] = ", "};
    bool appends = term->kind == MODEL_TERM_LIST_APPEND;
    if (term->kind == MODEL_TERM_VALUE) {
        partiql_value(self, &term->value);
    } else if (term->kind == MODEL_TERM_PATH) {
        partiql_path(self, &term->path);
    } else {
        buffer_append(&self->statement, appends ? TEXT("list_append(") : TEXT(""));
        append_term(self, term->left);
        buffer_append(&self->statement, text_of(between[term->kind]));
        append_term(self, term->right);
        buffer_append(&self->statement, appends ? TEXT(")") : TEXT(""));
    }
}

static void append_update(partiql *self, const model_update *update) {
    for (int i = 0; i < update->count; i++) {
        const model_action *action = &update->actions[i];
        buffer_append(&self->statement, action->kind == MODEL_REMOVE ? TEXT(" REMOVE ") : TEXT(" SET "));
        partiql_path(self, &action->path);
        if (action->kind == MODEL_REMOVE)
            continue;
        buffer_append(&self->statement, TEXT(" = "));
        if (action->kind == MODEL_SET) {
            append_term(self, action->term);
            continue;
        }
        buffer_append(&self->statement, action->kind == MODEL_ADD ? TEXT("set_add(") : TEXT("set_delete("));
        partiql_path(self, &action->path);
        buffer_append(&self->statement, TEXT(", "));
        partiql_value(self, &action->term->value);
        buffer_append_char(&self->statement, ')');
    }
}

/* INSERT finds no item, UPDATE one, and DELETE of none is done whatever else its condition says. */
static void begin_write(run *run, partiql *self, change *change) {
    const attribute_choice choice = others(&run->table.key, NULL);
    const model_condition *more = chance_one_in(&run->generator.chance, 3)
                                      ? random_condition(&run->generator, &choice, 1)
                                      : NULL,
                          *where = NULL;
    if (change->kind == CHANGE_PUT) {
        buffer_append(&self->statement, TEXT("INSERT INTO \"" RUN_TABLE "\" VALUE "));
        partiql_item(self, &change->item);
        change->condition = existence(run, false);
        return;
    }
    buffer_append(&self->statement,
                  change->kind == CHANGE_UPDATE ? TEXT("UPDATE \"" RUN_TABLE "\"") : TEXT("DELETE FROM " RUN_TABLE));
    append_update(self, &change->update);
    for (int i = 0; i < change->item.count; i++)
        where = join(run, MODEL_AND, where,
                     equals(run, model_attribute_number(change->item.members[i].name), &change->item.members[i].value));
    buffer_append(&self->statement, TEXT(" WHERE "));
    partiql_condition(self, join(run, MODEL_AND, where, more));
    change->condition = change->kind == CHANGE_UPDATE ? join(run, MODEL_AND, existence(run, true), more)
                        : more                        ? join(run, MODEL_OR, existence(run, false), more)
                                                      : NULL;
}

static model_value append_returning(partiql *self, const change *change, int wanted) {
    static const char *const clauses[] = {"", " RETURNING ALL OLD *", " RETURNING MODIFIED OLD *",
                                          " RETURNING ALL NEW *", " RETURNING MODIFIED NEW *"};
    arena *arena = self->arena;
    buffer_append(&self->statement, text_of(clauses[wanted]));
    const model_value values[] = {
        {.type = MODEL_MAP},
        change->old,
        model_update_part(arena, &change->update, &change->old),
        change->result,
        model_update_part(arena, &change->update, &change->result),
    };
    return values[wanted];
}

void step_partiql_write(run *self) {
    static const char *const failures[] = {"DuplicateItemException", "ConditionalCheckFailedException",
                                           "ConditionalCheckFailedException"};
    change change = random_change(self, chance_below(&self->generator.chance, CHANGE_CHECK));
    partiql *statement = partiql_begin(self->arena, &self->generator.chance);
    drop_what_is_unsayable(&change.update);
    if (change.kind == CHANGE_UPDATE && change.update.count == 0)
        return;
    begin_write(self, statement, &change);
    run_sleep(self, 0); /* so that what has expired is not there */
    change_evaluate(self, &change);
    int most = change.kind == CHANGE_PUT ? 1 : change.kind == CHANGE_UPDATE ? 5 : 2;
    model_value returned = append_returning(statement, &change, chance_below(&self->generator.chance, most));
    message *message = message_begin(self);
    partiql_end(statement, &message->writer);
    const tree *answer = run_send(self, "ExecuteStatement", message);
    if (change.outcome != CHANGE_DONE) {
        run_expect_error(self,
                         change.outcome == CHANGE_CONDITION_FAILED ? failures[change.kind] : "ValidationException");
        return;
    }
    run_expect(self, self->status == 200, "This should have been done");
    const tree *items = tree_member(answer, "Items");
    run_expect(self, tree_count(items) == (returned.count > 0), "Another number of items was expected");
    run_expect_item(self, tree_first(items), &returned, "Another item was expected");
    change_apply(self, &change);
}

/* ---- reads ---- */

static const model_condition *range_condition(run *self, int attribute) {
    model_value low = random_key_value(&self->generator, attribute);
    model_value high = random_key_value(&self->generator, attribute);
    int order, kind = MODEL_EQUAL + chance_below(&self->generator.chance, 7);
    if (kind == MODEL_NOT_EQUAL)
        kind = MODEL_EQUAL;
    model_order(&low, &high, &order);
    return keep(self, (model_condition){.kind = kind,
                                        .operands = {attribute_operand(attribute),
                                                     {.value = order <= 0 ? low : high},
                                                     {.value = order <= 0 ? high : low}},
                                        .operand_count = kind == MODEL_BETWEEN ? 3 : 2});
}

/* Of one partition or a few; NULL: all of them. */
static const model_condition *key_condition(run *self, const model_key *key) {
    chance *chance = &self->generator.chance;
    model_value one = random_key_value(&self->generator, key->hash[0]);
    model_value other = random_key_value(&self->generator, key->hash[0]);
    const model_condition *of_hash = equals(self, key->hash[0], &one);
    switch (chance_below(chance, model_equal(&one, &other) ? 1 : 4)) { /* reads may not overlap */
    case 0: return chance_one_in(chance, 2) ? NULL : of_hash;
    case 1: of_hash = join(self, MODEL_OR, of_hash, equals(self, key->hash[0], &other)); break;
    case 2:
        of_hash = keep(
            self, (model_condition){.kind = MODEL_IN,
                                    .operands = {attribute_operand(key->hash[0]), {.value = one}, {.value = other}},
                                    .operand_count = 3});
        break;
    default: break;
    }
    bool has_range = key->range_count > 0 && chance_one_in(chance, 2);
    return join(self, MODEL_AND, of_hash, has_range ? range_condition(self, key->range[0]) : NULL);
}

static const model_index *random_plain_index(run *self) {
    if (self->table.index_count == 0 || chance_one_in(&self->generator.chance, 2))
        return NULL;
    const model_index *index = &self->table.indexes[chance_below(&self->generator.chance, self->table.index_count)];
    return index->key.hash_count == 1 && index->key.range_count <= 1 ? index : NULL;
}

/* All pages of the statement's answer. */
static model_value *read_all(run *self, text request, const model_state *state, const model_index *index,
                             int *ret_count) {
    model_value *found = arena_alloc(self->arena, (size_t)(state->count + 1) * sizeof *found);
    text token = {0};
    int limit = chance_one_in(&self->generator.chance, 2) ? 1 + chance_below(&self->generator.chance, 8) : 0;
    *ret_count = 0;
    do {
        message *message = arena_zalloc(self->arena, sizeof *message);
        message->out = BUFFER(self->arena);
        message->writer = (json_writer){.out = &message->out, .needs_comma = true};
        buffer_append(&message->out, request);
        if (limit > 0)
            json_integer_member(&message->writer, "Limit", limit);
        if (token.length > 0)
            json_string_member(&message->writer, "NextToken", token);
        const tree *answer = run_send_well(self, "ExecuteStatement", message);
        if (model_visible(&self->table, index, self->now_ms) != state)
            return NULL; /* time has changed what there is */
        for (const tree *each = tree_first(tree_member(answer, "Items")); each; each = each->next) {
            run_expect(self, *ret_count < state->count, "More items than there are");
            found[(*ret_count)++] = run_item(self, each);
        }
        token = tree_text(tree_member(answer, "NextToken"));
    } while (token.length > 0);
    return found;
}

static void expect_selected(run *self, const model_state *state, const model_index *index, const model_condition *where,
                            model_value *found, int count) {
    for (int i = 0; i < state->count; i++) {
        model_value shown = model_shown(self->arena, &self->table, index, state->items[i]);
        if ((index && !model_has_key(&index->key, state->items[i])) || !model_holds(self->arena, where, &shown))
            continue;
        int j = 0;
        while (j < count && !model_equal(&found[j], &shown))
            j++;
        run_expect(self, j < count, "An item is missing");
        found[j] = found[--count];
    }
    run_expect(self, count == 0, "Items that do not belong there");
}

void step_partiql_select(run *self) {
    chance *chance = &self->generator.chance;
    const model_index *index = random_plain_index(self);
    const model_key *key = index ? &index->key : &self->table.key;
    const attribute_choice choice = others(key, index);
    const model_condition *where = key_condition(self, key);
    partiql *statement = partiql_begin(self->arena, &self->generator.chance);
    int count;
    if (choice.count > 0 && chance_one_in(chance, 2))
        where = join(self, MODEL_AND, where, random_condition(&self->generator, &choice, 2));
    buffer_append(&statement->statement, TEXT("SELECT * FROM \"" RUN_TABLE "\""));
    if (index)
        buffer_format(&statement->statement, ".\"index-%d\"", index->number);
    if (where) {
        buffer_append(&statement->statement, TEXT(" WHERE "));
        partiql_condition(statement, where);
    }
    message *message = message_begin(self);
    partiql_end(statement, &message->writer);
    run_sleep(self, 1); /* to the instant of the first page */
    const model_state *state = model_visible(&self->table, index, self->now_ms);
    model_value *found = read_all(self, buffer_text(&message->out), state, index, &count);
    if (found)
        expect_selected(self, state, index, where, found, count);
}

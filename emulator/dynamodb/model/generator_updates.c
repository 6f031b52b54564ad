#include "dynamodb/model/generator.h"

static int one_of(generator *self, int count) { return chance_below(&self->chance, count); }

static bool one_in(generator *self, int chances) { return chance_one_in(&self->chance, chances); }

static const model_term *new_term(generator *self, model_term term) {
    return (const model_term *)arena_copy(self->arena, &term, sizeof term);
}

static const model_term *value_term(generator *self, model_value value) {
    return new_term(self, (model_term){.kind = MODEL_TERM_VALUE, .value = value});
}

static const model_term *path_term(generator *self, const model_path *path) {
    return new_term(self, (model_term){.kind = MODEL_TERM_PATH, .path = *path});
}

static model_value value_for(generator *self, const model_path *path) {
    return path->count == 1 ? random_value_for(self, model_attribute_number(path->steps[0].name))
                            : random_value(self, 1);
}

/* What else than a value an attribute may be set to. */
static const model_term *random_term(generator *self, const model_path *path) {
    attribute_choice all = all_attributes();
    model_path other = one_in(self, 2) ? *path : random_path(self, &all);
    model_term term = {.kind = MODEL_TERM_PATH + one_of(self, 5), .path = other};
    if (term.kind == MODEL_TERM_PATH)
        return new_term(self, term);
    if (term.kind == MODEL_TERM_IF_NOT_EXISTS) {
        term.left = value_term(self, value_for(self, path));
        return new_term(self, term);
    }
    term.path = (model_path){0};
    model_value value = random_scalar(self, MODEL_NUMBER);
    if (term.kind == MODEL_TERM_LIST_APPEND) {
        const model_member member = {.value = random_value(self, 0)};
        value = (model_value){.type = MODEL_LIST, .count = 1};
        value.members = (const model_member *)arena_copy(self->arena, &member, sizeof member);
    }
    bool is_first = one_in(self, 2);
    term.left = is_first ? value_term(self, value) : path_term(self, &other);
    term.right = is_first ? path_term(self, &other) : value_term(self, value);
    return new_term(self, term);
}

/* The number or set that is added to or deleted from what is at the path. */
static model_value operand_for(generator *self, const model_path *path, bool may_be_number) {
    model_value value = random_value_at(self, path);
    if (model_is_set(value.type))
        return value;
    if (may_be_number && (value.type == MODEL_NUMBER || one_in(self, 2)))
        return random_scalar(self, MODEL_NUMBER);
    do
        value = random_value(self, 0);
    while (!model_is_set(value.type));
    return value;
}

/* Whether the attribute's index allows it to be what the action makes of it, whatever the item. */
static bool is_allowed(const generator *self, const model_action *action) {
    int attribute = model_attribute_number(action->path.steps[0].name);
    bool is_number = self->table->types[attribute] == MODEL_NUMBER;
    if (model_key_has(&self->table->key, attribute))
        return false;
    if (!model_is_in_a_key(self->table, attribute) || action->kind == MODEL_REMOVE)
        return true;
    if (action->kind == MODEL_SET)
        return action->term->kind <= MODEL_TERM_IF_NOT_EXISTS ||
               (is_number && action->term->kind != MODEL_TERM_LIST_APPEND);
    return is_number && action->kind == MODEL_ADD && action->term->value.type == MODEL_NUMBER;
}

/* Another member of the list or map that the path leads into. */
static model_path sibling(generator *self, const model_path *path) {
    model_path other = *path;
    model_step *last = &other.steps[other.count - 1];
    if (last->is_index)
        last->index = one_of(self, 6);
    else if (other.count > 1)
        last->name = TEXT("m2");
    return other;
}

/* before: the action before it; NULL: none. */
static model_action random_action(generator *self, model_action_kind kind, const model_action *before) {
    attribute_choice all = all_attributes();
    model_action action = {.kind = kind, .path = random_path(self, &all)};
    if (before && one_in(self, 2))
        action.path = sibling(self, &before->path);
    if (kind == MODEL_SET)
        action.term =
            one_in(self, 2) ? value_term(self, value_for(self, &action.path)) : random_term(self, &action.path);
    else if (kind != MODEL_REMOVE)
        action.term = value_term(self, operand_for(self, &action.path, kind == MODEL_ADD));
    return action;
}

static void add_action(const generator *self, model_update *update, const model_action *action, bool may_collide) {
    bool agrees = is_allowed(self, action);
    for (int i = 0; i < update->count; i++)
        agrees = agrees && (may_collide || model_paths_agree(&action->path, &update->actions[i].path));
    if (agrees && update->count < MODEL_MOST_ACTIONS)
        update->actions[update->count++] = *action;
}

model_update random_update(generator *self) {
    model_update made = {0};
    bool may_collide = one_in(self, 30);
    while (made.count == 0)
        for (model_action_kind kind = MODEL_SET; kind <= MODEL_DELETE; kind++)
            for (int i = one_of(self, 3); i > 0; i--) {
                const model_action *before = made.count > 0 ? &made.actions[made.count - 1] : NULL;
                model_action action = random_action(self, kind, before);
                if (kind <= MODEL_REMOVE || one_in(self, 2))
                    add_action(self, &made, &action, may_collide);
            }
    return made;
}

model_update random_plain_update(generator *self) {
    model_update made = {0};
    while (made.count == 0)
        for (int i = 1 + one_of(self, 3); i > 0; i--) {
            model_action action = random_action(self, MODEL_SET + one_of(self, 4), NULL);
            action.path.count = 1;
            if (action.kind == MODEL_SET)
                action.term = value_term(self, value_for(self, &action.path));
            add_action(self, &made, &action, false);
        }
    return made;
}

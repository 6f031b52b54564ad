#include "dynamodb/model/update.h"

bool model_update_is_clear(const model_update *self) {
    for (int i = 0; i < self->count; i++)
        for (int j = 0; j < i; j++)
            if (!model_paths_agree(&self->actions[i].path, &self->actions[j].path))
                return false;
    return true;
}

bool model_update_only_removes(const model_update *self) {
    for (int i = 0; i < self->count; i++)
        if (self->actions[i].kind == MODEL_SET || self->actions[i].kind == MODEL_ADD)
            return false;
    return self->count > 0;
}

model_value model_update_part(arena *arena, const model_update *self, const model_value *item) {
    model_path paths[MODEL_MOST_ACTIONS];
    for (int i = 0; i < self->count; i++)
        paths[i] = self->actions[i].path;
    return self->count > 0 ? model_project(arena, item, paths, self->count) : (model_value){.type = MODEL_MAP};
}

/* ---- what actions set ---- */

static bool add_numbers(arena *arena, const model_value *a, const model_value *b, bool subtracts,
                        model_value *ret_value) {
    if (a->type != MODEL_NUMBER || b->type != MODEL_NUMBER)
        return false;
    decimal second = subtracts ? decimal_negated(b->number) : *b->number, sum = decimal_add(a->number, &second);
    *ret_value = model_number(arena, &sum);
    return decimal_fits(&sum);
}

/* The members of both; of sets each once. */
static model_value join(arena *arena, const model_value *a, const model_value *b) {
    model_member *members = arena_alloc(arena, (size_t)(a->count + b->count) * sizeof *members);
    model_value made = {.type = a->type, .members = members};
    for (int i = 0; i < a->count; i++)
        members[made.count++] = a->members[i];
    for (int i = 0; i < b->count; i++)
        if (a->type == MODEL_LIST || !model_contains(a, &b->members[i].value))
            members[made.count++] = b->members[i];
    return made;
}

static model_value without(arena *arena, const model_value *set, const model_value *removed) {
    model_member *members = arena_alloc(arena, (size_t)set->count * sizeof *members);
    model_value rest = {.type = set->type, .members = members};
    for (int i = 0; i < set->count; i++)
        if (!model_contains(removed, &set->members[i].value))
            members[rest.count++] = set->members[i];
    return rest.count > 0 ? rest : (model_value){0};
}

static bool evaluate(arena *arena, const model_term *term, const model_value *item, model_value *ret_value) {
    const model_value *found = model_find(item, &term->path);
    model_value left, right;
    switch (term->kind) {
    case MODEL_TERM_VALUE: *ret_value = term->value; return true;
    case MODEL_TERM_PATH:
        if (found)
            *ret_value = *found;
        return found != NULL;
    case MODEL_TERM_IF_NOT_EXISTS:
        if (!found)
            return evaluate(arena, term->left, item, ret_value);
        *ret_value = *found;
        return true;
    default: break;
    }
    if (!evaluate(arena, term->left, item, &left) || !evaluate(arena, term->right, item, &right))
        return false;
    if (term->kind != MODEL_TERM_LIST_APPEND)
        return add_numbers(arena, &left, &right, term->kind == MODEL_TERM_MINUS, ret_value);
    *ret_value = join(arena, &left, &right);
    return left.type == MODEL_LIST && right.type == MODEL_LIST;
}

/* ---- what an update makes of an item ---- */

/* A path and what is there from now on, absent for nothing. */
typedef struct edit {
    const model_path *path;
    model_value value;
} edit;

typedef struct edits {
    arena *arena;
    edit edits[MODEL_MOST_ACTIONS];
    int count;
} edits;

/* Whether the place's container is there, and of the right type. */
static bool has_container(const model_value *item, const model_path *path) {
    model_path container = *path;
    container.count--;
    const model_value *found = model_find(item, &container);
    return found && found->type == (path->steps[path->count - 1].is_index ? MODEL_LIST : MODEL_MAP);
}

static bool edit_of(arena *arena, const model_action *action, const model_value *item, model_value *ret_value) {
    const model_value *present = model_find(item, &action->path);
    *ret_value = (model_value){0};
    if (action->kind == MODEL_REMOVE)
        return true;
    if (action->kind == MODEL_SET)
        return evaluate(arena, action->term, item, ret_value);
    const model_value *value = &action->term->value;
    if (present && present->type != value->type)
        return false;
    if (action->kind == MODEL_DELETE) {
        if (present)
            *ret_value = without(arena, present, value);
        return true;
    }
    if (present && value->type == MODEL_NUMBER)
        return add_numbers(arena, present, value, false, ret_value);
    *ret_value = present ? join(arena, present, value) : *value;
    return true;
}

static const edit *edit_at(const edits *self, const model_path *place) {
    for (int i = 0; i < self->count; i++)
        if (self->edits[i].path->count == place->count && model_path_begins(place, self->edits[i].path))
            return &self->edits[i];
    return NULL;
}

/* The next edit, by its index, that adds a member to the container at that place; NULL when there is none. */
static const edit *next_addition(const edits *self, const model_value *container, const model_path *place, int after) {
    const edit *next = NULL;
    for (int i = 0; i < self->count; i++) {
        const edit *each = &self->edits[i];
        const model_step *last = &each->path->steps[place->count];
        bool is_inside = each->path->count == place->count + 1 && model_path_begins(each->path, place);
        if (is_inside && last->is_index && last->index >= container->count && last->index > after &&
            (!next || last->index < next->path->steps[place->count].index))
            next = each;
    }
    return next;
}

static model_value rebuilt(const edits *self, const model_value *value, const model_path *place);

static void rebuild_members(const edits *self, const model_value *value, const model_path *place, model_member *members,
                            int *count) {
    for (int i = 0; i < value->count; i++) {
        model_path inner =
            value->type == MODEL_MAP ? model_path_name(*place, value->members[i].name) : model_path_index(*place, i);
        model_value member = rebuilt(self, &value->members[i].value, &inner);
        if (member.type != MODEL_ABSENT)
            members[(*count)++] = (model_member){value->members[i].name, member};
    }
}

/* The value at that place with all edits at it and in it. */
static model_value rebuilt(const edits *self, const model_value *value, const model_path *place) {
    const edit *whole = edit_at(self, place);
    if (whole)
        return whole->value;
    if (place->count == MODEL_MOST_STEPS || (value->type != MODEL_MAP && value->type != MODEL_LIST))
        return *value;
    model_member *members = arena_alloc(self->arena, (size_t)(value->count + self->count) * sizeof *members);
    model_value made = {.type = value->type, .members = members};
    rebuild_members(self, value, place, members, &made.count);
    for (int i = 0; value->type == MODEL_MAP && i < self->count; i++) {
        const model_path *path = self->edits[i].path;
        bool is_inside = path->count == place->count + 1 && model_path_begins(path, place);
        if (is_inside && self->edits[i].value.type != MODEL_ABSENT && !model_get(value, path->steps[place->count].name))
            members[made.count++] = (model_member){path->steps[place->count].name, self->edits[i].value};
    }
    const edit *added = value->type == MODEL_LIST ? next_addition(self, value, place, -1) : NULL;
    for (; added; added = next_addition(self, value, place, added->path->steps[place->count].index))
        if (added->value.type != MODEL_ABSENT)
            members[made.count++] = (model_member){.value = added->value};
    return made;
}

bool model_update_apply(arena *arena, const model_update *self, const model_value *item, model_value *ret_item) {
    edits edits = {.arena = arena};
    for (int i = 0; i < self->count; i++) {
        const model_action *action = &self->actions[i];
        bool does_nothing = action->kind == MODEL_DELETE && !model_find(item, &action->path);
        edit *edit = &edits.edits[edits.count];
        if (does_nothing)
            continue;
        if (!edit_of(arena, action, item, &edit->value) || !has_container(item, &action->path))
            return false;
        edit->path = &action->path;
        edits.count++;
    }
    *ret_item = rebuilt(&edits, item, &(model_path){0});
    return true;
}

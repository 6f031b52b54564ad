#include "dynamodb/expressions/update.h"

#include <stdlib.h>

#include "dynamodb/expressions/projection.h"
#include "dynamodb/values/attribute.h"
#include "dynamodb/values/attribute_set.h"
#include "dynamodb/values/number.h"

static const gabi_error *invalid(arena *arena, const char *message) {
    return error_new(arena, ERROR_INVALID, "ValidationException", "%s", message);
}

static const gabi_error *wrong_type(arena *arena) {
    return invalid(arena, "An operand in the update expression has an incorrect data type");
}

static const gabi_error *wrong_path(arena *arena) {
    return invalid(arena, "The document path provided in the update expression is invalid for update");
}

/* ---- operands ---- */

static const gabi_error *add_numbers(arena *arena, const attribute_value *a, const attribute_value *b, bool subtracts,
                                     attribute_value *ret_value) {
    number first, second, sum;
    if (a->kind != ATTRIBUTE_NUMBER || b->kind != ATTRIBUTE_NUMBER)
        return wrong_type(arena);
    TRY(number_parse(arena, a->text, NUMBER_READER_LONG, &first));
    TRY(number_parse(arena, b->text, NUMBER_READER_LONG, &second));
    TRY(number_add(arena, &first, &second, subtracts, &sum));
    *ret_value = (attribute_value){.kind = ATTRIBUTE_NUMBER, .text = number_print(arena, &sum)};
    return NULL;
}

/* The members of both: of lists b's behind a's, of sets in their order. */
static attribute_value concatenate(arena *arena, const attribute_value *a, const attribute_value *b) {
    attribute *members = arena_alloc(arena, (a->member_count + b->member_count) * sizeof *members);
    attribute_value joined = {.kind = a->kind, .members = members, .member_count = a->member_count};
    const text *sorted = a->kind == ATTRIBUTE_LIST ? NULL : attribute_set_sorted(arena, a);
    if (a->member_count)
        memcpy(members, a->members, a->member_count * sizeof *members);
    for (size_t i = 0; i < b->member_count; i++)
        if (!sorted || !attribute_set_sorted_has(sorted, a->member_count, b->members[i].value.text))
            members[joined.member_count++] = b->members[i];
    if (sorted)
        attribute_set_order(arena, &joined);
    return joined;
}

static const gabi_error *evaluate(arena *arena, const operand *operand, const table_item *item,
                                  attribute_value *ret_value) {
    attribute_value left, right;
    const attribute_value *present;
    switch (operand->kind) {
    case OPERAND_VALUE: *ret_value = *operand->value; return NULL;
    case OPERAND_PATH:
        present = path_find(item, operand->path);
        if (!present)
            return invalid(arena, "The provided expression refers to an attribute that does not exist in the item");
        *ret_value = *present;
        return NULL;
    case OPERAND_IF_NOT_EXISTS:
        present = path_find(item, operand->path);
        if (!present)
            return evaluate(arena, operand->right, item, ret_value);
        *ret_value = *present;
        return NULL;
    default: break;
    }
    TRY(evaluate(arena, operand->left, item, &left));
    TRY(evaluate(arena, operand->right, item, &right));
    if (operand->kind != OPERAND_LIST_APPEND)
        return add_numbers(arena, &left, &right, operand->kind == OPERAND_MINUS, ret_value);
    if (left.kind != ATTRIBUTE_LIST || right.kind != ATTRIBUTE_LIST)
        return wrong_type(arena);
    *ret_value = concatenate(arena, &left, &right);
    return NULL;
}

/* ---- changing a tree along a path, copying what is on the way ---- */

static size_t find_member(const attribute_value *container, const path_element *element) {
    if (element->is_index)
        return (size_t)element->index < container->member_count ? (size_t)element->index : container->member_count;
    size_t i = 0;
    while (i < container->member_count && !text_equal(container->members[i].name, element->name))
        i++;
    return i;
}

/* container with its member at `index` replaced; one behind the last is added. */
static attribute_value with_member(arena *arena, const attribute_value *container, size_t index, attribute member) {
    size_t count = index < container->member_count ? container->member_count : container->member_count + 1;
    attribute *members = arena_alloc(arena, count * sizeof *members);
    if (container->member_count)
        memcpy(members, container->members, container->member_count * sizeof *members);
    members[index] = member;
    return (attribute_value){.kind = container->kind, .members = members, .member_count = count};
}

static attribute_value without_member(arena *arena, const attribute_value *container, size_t index) {
    attribute *members = arena_alloc(arena, container->member_count * sizeof *members);
    memcpy(members, container->members, index * sizeof *members);
    memcpy(members + index, container->members + index + 1, (container->member_count - index - 1) * sizeof *members);
    return (attribute_value){.kind = container->kind, .members = members, .member_count = container->member_count - 1};
}

/* Puts value (NULL: nothing, which removes) at the path from its element number `level` on. */
static const gabi_error *change(arena *arena, const attribute_value *container, path path, size_t level,
                                const attribute_value *value, attribute_value *ret_container) {
    const path_element *element = &path.elements[level];
    if (container->kind != (element->is_index ? ATTRIBUTE_LIST : ATTRIBUTE_MAP))
        return wrong_path(arena);
    size_t index = find_member(container, element);
    bool is_there = index < container->member_count;
    bool is_last = level + 1 == path.count;
    if (is_last && !value) {
        *ret_container = is_there ? without_member(arena, container, index) : *container;
        return NULL;
    }
    attribute member = {.name = element->is_index ? TEXT("") : element->name};
    if (is_last) {
        member.value = *value;
    } else {
        if (!is_there)
            return wrong_path(arena);
        TRY(change(arena, &container->members[index].value, path, level + 1, value, &member.value));
    }
    *ret_container = with_member(arena, container, index, member);
    return NULL;
}

/* An item on its way from one state to the next. Its attributes, which may be many, are changed in place: there is
 * room for as many more as there are actions. */
typedef struct draft {
    attribute *attributes;
    size_t count;
} draft;

static draft draft_of(arena *arena, const table_item *item, size_t more) {
    draft draft = {arena_alloc(arena, (item->count + more) * sizeof *draft.attributes), item->count};
    if (item->count > 0)
        memcpy(draft.attributes, item->attributes, item->count * sizeof *draft.attributes);
    return draft;
}

/* Puts value (NULL: nothing, which removes) at the path. */
static const gabi_error *draft_change(arena *arena, draft *self, path path, const attribute_value *value) {
    attribute_value whole = {.kind = ATTRIBUTE_MAP, .members = self->attributes, .member_count = self->count};
    size_t index = find_member(&whole, &path.elements[0]);
    bool is_there = index < self->count;
    attribute *place = &self->attributes[index];
    if (path.count > 1)
        return is_there ? change(arena, &place->value, path, 1, value, &place->value) : wrong_path(arena);
    if (value) {
        *place = (attribute){path.elements[0].name, *value};
        self->count += !is_there;
    } else if (is_there) {
        self->count--;
        memmove(place, place + 1, (self->count - index) * sizeof *place);
    }
    return NULL;
}

/* ---- actions ---- */

static const gabi_error *value_of_add(arena *arena, const attribute_value *present, const attribute_value *added,
                                      attribute_value *ret_value) {
    if (!present)
        *ret_value = *added;
    else if (added->kind == ATTRIBUTE_NUMBER)
        return add_numbers(arena, present, added, false, ret_value);
    else
        *ret_value = concatenate(arena, present, added);
    return NULL;
}

static attribute_value set_without(arena *arena, const attribute_value *set, const attribute_value *removed) {
    attribute *members = arena_alloc(arena, set->member_count * sizeof *members);
    attribute_value rest = {.kind = set->kind, .members = members};
    const text *sorted = attribute_set_sorted(arena, removed);
    for (size_t i = 0; i < set->member_count; i++)
        if (!attribute_set_sorted_has(sorted, removed->member_count, set->members[i].value.text))
            members[rest.member_count++] = set->members[i];
    return rest;
}

/* Of what is added to or deleted from a value of another type. */
static const gabi_error *mismatch(arena *arena, const update *update) {
    return update->is_legacy ? invalid(arena, "Type mismatch for attribute to update") : wrong_type(arena);
}

/* Applies one action to the draft; operands are read from before. */
static const gabi_error *apply(arena *arena, const update *update, const update_action *action,
                               const table_item *before, draft *draft) {
    const attribute_value *present = path_find(before, action->path);
    attribute_value value;
    if (action->kind == UPDATE_REMOVE) { /* what was not there is not removed, even if something has come there since */
        struct draft untouched = draft_of(arena, before, 0);
        return draft_change(arena, present ? draft : &untouched, action->path, NULL);
    }
    if (action->kind == UPDATE_SET) {
        TRY(evaluate(arena, action->operand, before, &value));
        return draft_change(arena, draft, action->path, &value);
    }
    const attribute_value *operand = action->operand->value;
    if (present && present->kind != operand->kind)
        return mismatch(arena, update);
    if (action->kind == UPDATE_ADD) {
        TRY(value_of_add(arena, present, operand, &value));
        return draft_change(arena, draft, action->path, &value);
    }
    if (!present)
        return NULL;
    value = set_without(arena, present, operand);
    return draft_change(arena, draft, action->path, value.member_count > 0 ? &value : NULL);
}

/* An action and its place among the others. */
typedef struct ordered_action {
    const update_action *action;
    bool removes;
    int64_t index; /* in a list; -1: what it changes is a member of a map */
} ordered_action;

/* Whether the action takes something away, as DELETE does when nothing is left of a set. */
static bool removes(arena *arena, const update_action *action, const table_item *before) {
    const attribute_value *present = path_find(before, action->path);
    if (action->kind != UPDATE_DELETE)
        return action->kind == UPDATE_REMOVE;
    return present && present->kind == action->operand->value->kind &&
           set_without(arena, present, action->operand->value).member_count == 0;
}

/* Removals come last, later indexes first, so that every index means the item before; of additions to a list the
 * lower index comes first. */
static int compare_actions(const void *a, const void *b) {
    const ordered_action *first = a, *second = b;
    if (first->removes != second->removes)
        return first->removes - second->removes;
    if (first->index != second->index)
        return ((first->index > second->index) - (first->index < second->index)) * (first->removes ? -1 : 1);
    return (first->action > second->action) - (first->action < second->action);
}

const gabi_error *update_apply(arena *arena, const update *update, const table_item *item, table_item *ret_item) {
    draft draft = draft_of(arena, item, update->count);
    ordered_action *ordered = arena_alloc(arena, update->count * sizeof *ordered);
    for (size_t i = 0; i < update->count; i++) {
        const update_action *action = &update->actions[i];
        const path_element *last = &action->path.elements[action->path.count - 1];
        ordered[i] = (ordered_action){action, removes(arena, action, item), last->is_index ? last->index : -1};
    }
    qsort(ordered, update->count, sizeof *ordered, compare_actions);
    for (size_t i = 0; i < update->count; i++)
        TRY(apply(arena, update, ordered[i].action, item, &draft));
    *ret_item = (table_item){draft.attributes, draft.count};
    return NULL;
}

bool update_only_removes(const update *update) {
    for (size_t i = 0; i < update->count; i++)
        if (update->actions[i].kind == UPDATE_SET || update->actions[i].kind == UPDATE_ADD)
            return false;
    return update->count > 0;
}

table_item update_part(arena *arena, const update *update, const table_item *item) {
    if (update->count == 0)
        return (table_item){0};
    path *paths = arena_alloc(arena, update->count * sizeof *paths);
    for (size_t i = 0; i < update->count; i++)
        paths[i] = update->actions[i].path;
    projection projection = {.paths = paths, .count = update->count};
    return projection_apply(arena, &projection, item);
}

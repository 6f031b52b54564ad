#include "dynamodb/model/generator.h"

static int one_of(generator *self, int count) { return chance_below(&self->chance, count); }

static bool one_in(generator *self, int chances) { return chance_one_in(&self->chance, chances); }

/* ---- paths ---- */

attribute_choice all_attributes(void) {
    attribute_choice all = {.count = MODEL_ATTRIBUTES};
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        all.attributes[i] = i;
    return all;
}

static int random_attribute(generator *self, const attribute_choice *choice) {
    return choice->attributes[one_of(self, choice->count)];
}

static model_path random_way(generator *self, model_path path) {
    static const text names[] = {TEXT_INIT("m0"), TEXT_INIT("m1"), TEXT_INIT("m2"), TEXT_INIT("m9")};
    while (path.count < MODEL_MOST_STEPS && one_in(self, 2))
        path =
            one_in(self, 2) ? model_path_index(path, one_of(self, 6)) : model_path_name(path, names[one_of(self, 4)]);
    return path;
}

/* Into the value, as far as chance has it. */
static model_path random_way_into(generator *self, model_path path, const model_value *value) {
    while (path.count < MODEL_MOST_STEPS - 1 && (value->type == MODEL_MAP || value->type == MODEL_LIST) &&
           value->count > 0 && !one_in(self, 4)) {
        int member = one_of(self, value->count);
        path = value->type == MODEL_MAP ? model_path_name(path, value->members[member].name)
                                        : model_path_index(path, member);
        value = &value->members[member].value;
    }
    return path;
}

model_path random_path(generator *self, const attribute_choice *choice) {
    const model_state *now = model_now(self->table);
    int attribute = random_attribute(self, choice);
    model_path path = model_path_of(model_attribute(attribute));
    if (attribute < MODEL_FREE || one_in(self, 3))
        return path;
    if (now->count == 0 || one_in(self, 6))
        return random_way(self, path);
    return random_way_into(self, path, model_attribute_of(now->items[one_of(self, now->count)], attribute));
}

int random_paths(generator *self, const attribute_choice *choice, model_path *ret_paths, int most) {
    int count = 0;
    for (int tries = 1 + one_of(self, most); tries > 0; tries--) {
        model_path path = random_path(self, choice);
        bool agrees = true;
        for (int i = 0; i < count; i++)
            agrees = agrees && model_paths_agree(&path, &ret_paths[i]);
        if (agrees)
            ret_paths[count++] = path;
    }
    return count;
}

/* ---- conditions ---- */

/* A value that is to be found at the path in some item, or any. */
model_value random_value_at(generator *self, const model_path *path) {
    const model_state *now = model_now(self->table);
    int attribute = model_attribute_number(path->steps[0].name);
    const model_value *found = now->count > 0 ? model_find(now->items[one_of(self, now->count)], path) : NULL;
    if (found && !one_in(self, 4))
        return *found;
    return path->count == 1 ? random_value_for(self, attribute) : random_value(self, 1);
}

static bool has_order(const model_value *value) { return value->type >= MODEL_STRING && value->type <= MODEL_BINARY; }

static model_value ordered_value_at(generator *self, const model_path *path) {
    model_value value = random_value_at(self, path);
    return has_order(&value) ? value : random_scalar(self, MODEL_STRING + one_of(self, 3));
}

model_operand operand_of_attribute(int attribute) {
    return (model_operand){.kind = MODEL_OF_PATH, .path = model_path_of(model_attribute(attribute))};
}

const model_condition *attribute_equals(arena *arena, int attribute, const model_value *value) {
    return model_condition_new(arena,
                               (model_condition){.kind = MODEL_EQUAL,
                                                 .operands = {operand_of_attribute(attribute), {.value = *value}},
                                                 .operand_count = 2});
}

static model_operand of_value(model_value value) { return (model_operand){.value = value}; }

/* The values that a path, or its size, is compared with. */
static void add_values(generator *self, model_condition *condition, int count) {
    const model_operand *first = &condition->operands[0];
    bool wants_order = condition->kind >= MODEL_LESS && condition->kind <= MODEL_BETWEEN;
    for (int i = 0; i < count; i++) {
        model_value value = first->kind == MODEL_OF_SIZE ? model_integer(self->arena, one_of(self, 4))
                            : wants_order                ? ordered_value_at(self, &first->path)
                                                         : random_value_at(self, &first->path);
        condition->operands[condition->operand_count++] = of_value(value);
    }
    int order;
    model_operand *bounds = &condition->operands[1];
    if (condition->kind == MODEL_BETWEEN && (!model_order(&bounds[0].value, &bounds[1].value, &order) || order > 0))
        bounds[1] = bounds[0];
}

/* A part of a string or binary, or a member of a list or set. */
static model_value part_of(generator *self, const model_value *value) {
    model_value part = *value;
    if (value->type == MODEL_LIST || model_is_set(value->type))
        return value->count > 0 ? value->members[one_of(self, value->count)].value : random_value(self, 1);
    if (value->type == MODEL_BINARY && value->bytes.length > 0)
        part.bytes.length = (size_t)one_of(self, (int)value->bytes.length + 1);
    return part;
}

static bool is_text_like(const model_value *value) {
    return value->type == MODEL_STRING || value->type == MODEL_BINARY;
}

static void add_argument(generator *self, model_condition *condition) {
    model_value value = random_value_at(self, &condition->operands[0].path);
    if (condition->kind == MODEL_TYPE_IS)
        value = model_string(text_of(model_type_name(MODEL_STRING + one_of(self, MODEL_TYPES - MODEL_STRING))));
    else
        value = part_of(self, &value);
    if (condition->kind == MODEL_BEGINS_WITH && !is_text_like(&value))
        value = random_scalar(self, one_in(self, 2) ? MODEL_STRING : MODEL_BINARY);
    condition->operands[condition->operand_count++] = of_value(value);
}

model_condition random_comparison(generator *self, const attribute_choice *choice) {
    model_condition made = {.kind = MODEL_EQUAL + one_of(self, MODEL_CONDITION_KINDS - MODEL_EQUAL)};
    made.operands[made.operand_count++] = operand_of_attribute(random_attribute(self, choice));
    if (made.kind <= MODEL_GREATER_OR_EQUAL)
        add_values(self, &made, 1);
    else if (made.kind == MODEL_BETWEEN || made.kind == MODEL_IN)
        add_values(self, &made, 2);
    else if (made.kind >= MODEL_TYPE_IS)
        add_argument(self, &made);
    return made;
}

/* A comparison of an attribute with another one. */
static void compare_paths(generator *self, model_condition *condition, const attribute_choice *choice) {
    model_operand other = {.kind = one_in(self, 4) ? MODEL_OF_SIZE : MODEL_OF_PATH, .path = random_path(self, choice)};
    if (other.path.count > condition->operands[0].path.count ||
        !model_path_begins(&condition->operands[0].path, &other.path))
        condition->operands[1] = other;
}

static const model_condition *random_leaf(generator *self, const attribute_choice *choice) {
    model_condition *made = arena_alloc(self->arena, sizeof *made);
    *made = random_comparison(self, choice);
    bool compares = made->kind <= MODEL_GREATER_OR_EQUAL;
    made->operand_count = 1;
    made->operands[0].path = random_path(self, choice);
    if (made->kind <= MODEL_IN && one_in(self, 6))
        made->operands[0].kind = MODEL_OF_SIZE;
    if (made->kind <= MODEL_IN)
        add_values(self, made, compares ? 1 : made->kind == MODEL_IN ? 1 + one_of(self, 3) : 2);
    else if (made->kind >= MODEL_TYPE_IS)
        add_argument(self, made);
    if (compares && one_in(self, 6))
        compare_paths(self, made, choice);
    if (compares && one_in(self, 8)) {
        model_operand first = made->operands[0];
        made->operands[0] = made->operands[1];
        made->operands[1] = first;
    }
    return made;
}

const model_condition *random_condition(generator *self, const attribute_choice *choice, int depth) {
    if (depth == 0 || one_in(self, 2))
        return random_leaf(self, choice);
    model_condition *made = arena_zalloc(self->arena, sizeof *made);
    made->kind = MODEL_AND + one_of(self, 3);
    made->left = random_condition(self, choice, depth - 1);
    if (made->kind != MODEL_NOT)
        made->right = random_condition(self, choice, depth - 1);
    return made;
}

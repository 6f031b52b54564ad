#include "dynamodb/model/legacy.h"

static bool has_order(const model_value *value) { return value->type >= MODEL_STRING && value->type <= MODEL_BINARY; }

/* Whether there is such a condition in this notation. */
static bool is_sayable(const model_condition *condition) {
    const model_value *first = &condition->operands[1].value;
    switch (condition->kind) {
    case MODEL_TYPE_IS: return false;
    case MODEL_IN: return has_order(first) && first->type == condition->operands[2].value.type;
    case MODEL_CONTAINS: return first->type < MODEL_LIST;
    default: return true;
    }
}

legacy_conditions random_legacy_conditions(generator *self, const attribute_choice *choice) {
    chance *chance = &self->chance;
    legacy_conditions made = {.is_or = chance_one_in(chance, 2)};
    attribute_choice rest = *choice;
    for (int wanted = 1 + chance_below(chance, LEGACY_MOST_CONDITIONS); wanted > 0 && rest.count > 0; wanted--) {
        int chosen = chance_below(chance, rest.count);
        attribute_choice one = {.attributes[0] = rest.attributes[chosen], .count = 1};
        rest.attributes[chosen] = rest.attributes[--rest.count];
        model_condition condition = random_comparison(self, &one);
        while (!is_sayable(&condition))
            condition = random_comparison(self, &one);
        made.is_negated[made.count] = condition.kind == MODEL_CONTAINS && chance_one_in(chance, 2);
        made.conditions[made.count++] = condition;
    }
    return made;
}

static const model_condition *negated_contains(arena *arena, const model_condition *contains) {
    return model_condition_join(
        arena, MODEL_AND,
        model_condition_new(
            arena, (model_condition){.kind = MODEL_EXISTS, .operands = {contains->operands[0]}, .operand_count = 1}),
        model_condition_new(arena, (model_condition){.kind = MODEL_NOT, .left = contains}));
}

const model_condition *legacy_condition_of(arena *arena, const legacy_conditions *conditions) {
    const model_condition *all = NULL;
    for (int i = 0; i < conditions->count; i++) {
        const model_condition *each = model_condition_new(arena, conditions->conditions[i]);
        if (conditions->is_negated[i])
            each = negated_contains(arena, each);
        all = model_condition_join(arena, conditions->is_or ? MODEL_OR : MODEL_AND, all, each);
    }
    return all;
}

/* ---- notation ---- */

static void write_operator(chance *chance, json_writer *writer, const model_condition *condition, bool is_negated) {
    static const char *const names[MODEL_CONDITION_KINDS] = {
        [MODEL_EQUAL] = "EQ",
        [MODEL_NOT_EQUAL] = "NE",
        [MODEL_LESS] = "LT",
        [MODEL_LESS_OR_EQUAL] = "LE",
        [MODEL_GREATER] = "GT",
        [MODEL_GREATER_OR_EQUAL] = "GE",
        [MODEL_BETWEEN] = "BETWEEN",
        [MODEL_IN] = "IN",
        [MODEL_EXISTS] = "NOT_NULL",
        [MODEL_NOT_EXISTS] = "NULL",
        [MODEL_BEGINS_WITH] = "BEGINS_WITH",
        [MODEL_CONTAINS] = "CONTAINS",
    };
    json_string_member(writer, "ComparisonOperator",
                       is_negated ? TEXT("NOT_CONTAINS") : text_of(names[condition->kind]));
    if (condition->operand_count == 1)
        return;
    json_name(writer, TEXT("AttributeValueList"));
    json_begin_array(writer);
    for (int i = 1; i < condition->operand_count; i++)
        model_write(writer, chance, &condition->operands[i].value);
    json_end_array(writer);
}

void legacy_write_conditions(chance *chance, json_writer *writer, const char *member,
                             const legacy_conditions *conditions) {
    bool is_expected = strcmp(member, "Expected") == 0;
    json_name(writer, text_of(member));
    json_begin_object(writer);
    for (int i = 0; i < conditions->count; i++) {
        const model_condition *condition = &conditions->conditions[i];
        json_name(writer, condition->operands[0].path.steps[0].name);
        json_begin_object(writer);
        if (is_expected && condition->kind == MODEL_EQUAL && chance_one_in(chance, 2)) {
            json_name(writer, TEXT("Value"));
            model_write(writer, chance, &condition->operands[1].value);
        } else if (is_expected && condition->kind == MODEL_NOT_EXISTS && chance_one_in(chance, 2)) {
            json_boolean_member(writer, "Exists", false);
        } else {
            write_operator(chance, writer, condition, conditions->is_negated[i]);
        }
        json_end_object(writer);
    }
    json_end_object(writer);
    if (conditions->count > 1 && strcmp(member, "KeyConditions") != 0)
        json_string_member(writer, "ConditionalOperator", conditions->is_or ? TEXT("OR") : TEXT("AND"));
}

void legacy_write_updates(chance *chance, json_writer *writer, const model_update *update) {
    static const char *const actions[] = {"PUT", "DELETE", "ADD", "DELETE"};
    json_name(writer, TEXT("AttributeUpdates"));
    json_begin_object(writer);
    for (int i = 0; i < update->count; i++) {
        const model_action *action = &update->actions[i];
        json_name(writer, action->path.steps[0].name);
        json_begin_object(writer);
        json_string_member(writer, "Action", text_of(actions[action->kind]));
        if (action->kind != MODEL_REMOVE) {
            json_name(writer, TEXT("Value"));
            model_write(writer, chance, &action->term->value);
        }
        json_end_object(writer);
    }
    json_end_object(writer);
}

#include "dynamodb/expressions/legacy_condition.h"

#include "dynamodb/expressions/condition.h"
#include "dynamodb/values/attribute.h"

#define ANY_NUMBER ((size_t)-1)

/* Sets of attribute kinds. */
#define KIND(kind_) (1U << (kind_))
#define ORDERED_KINDS (KIND(ATTRIBUTE_STRING) | KIND(ATTRIBUTE_NUMBER) | KIND(ATTRIBUTE_BINARY))
#define MEMBER_KINDS (ORDERED_KINDS | KIND(ATTRIBUTE_BOOLEAN) | KIND(ATTRIBUTE_NULL))
#define PREFIX_KINDS (KIND(ATTRIBUTE_STRING) | KIND(ATTRIBUTE_BINARY))
#define ALL_KINDS (~0U)

typedef struct comparison_operator {
    const char *name;
    condition_kind kind;
    size_t least_values;
    size_t most_values;
    unsigned kinds;    /* that its values may have */
    bool is_negated;   /* holds where kind does not, though not for lack of the attribute */
    bool is_indexable; /* can be said of a key */
} comparison_operator;

static const comparison_operator comparison_operators[] = {
    {"EQ", CONDITION_EQUAL, 1, 1, ALL_KINDS, false, true},
    {"NE", CONDITION_NOT_EQUAL, 1, 1, ALL_KINDS, false, false},
    {"LE", CONDITION_LESS_OR_EQUAL, 1, 1, ORDERED_KINDS, false, true},
    {"LT", CONDITION_LESS, 1, 1, ORDERED_KINDS, false, true},
    {"GE", CONDITION_GREATER_OR_EQUAL, 1, 1, ORDERED_KINDS, false, true},
    {"GT", CONDITION_GREATER, 1, 1, ORDERED_KINDS, false, true},
    {"NOT_NULL", CONDITION_ATTRIBUTE_EXISTS, 0, 0, ALL_KINDS, false, false},
    {"NULL", CONDITION_ATTRIBUTE_NOT_EXISTS, 0, 0, ALL_KINDS, false, false},
    {"CONTAINS", CONDITION_CONTAINS, 1, 1, MEMBER_KINDS, false, false},
    {"NOT_CONTAINS", CONDITION_CONTAINS, 1, 1, MEMBER_KINDS, true, false},
    {"BEGINS_WITH", CONDITION_BEGINS_WITH, 1, 1, PREFIX_KINDS, false, true},
    {"IN", CONDITION_IN, 1, ANY_NUMBER, ORDERED_KINDS, false, false},
    {"BETWEEN", CONDITION_BETWEEN, 2, 2, ORDERED_KINDS, false, true},
};

/* As AWS lists them. */
#define OPERATOR_NAMES "[IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]"

/* One of the names, as the constraints have seen to. */
static const comparison_operator *operator_named(text name) {
    const comparison_operator *comparison = comparison_operators;
    while (!text_equal(name, text_of(comparison->name)))
        comparison++;
    return comparison;
}

/* ---- the request ---- */

static const wire_member members[] = {
    {"ComparisonOperator", wire_read_text, offsetof(legacy_condition, comparison), NULL},
    {"AttributeValueList", wire_read_operands, offsetof(legacy_condition, values), NULL},
    {"Value", wire_read_value, offsetof(legacy_condition, value), NULL},
    {"Exists", wire_read_boolean, offsetof(legacy_condition, exists), NULL},
};
const wire_struct legacy_condition_struct = {"Condition", sizeof(legacy_condition), members, 2};
const wire_struct legacy_expectation_struct = {"ExpectedAttributeValue", sizeof(legacy_condition), members, 4};

void legacy_conditions_constrain(const wire_list *conditions, const char *label, bool needs_operator,
                                 constraints *found) {
    const legacy_condition *items = conditions->items;
    for (size_t i = 0; i < conditions->count; i++) {
        const char *member =
            arena_printf(found->problems.arena, "%s.%.*s.member.comparisonOperator", label, TEXT_ARGS(items[i].name));
        if (needs_operator)
            constraint_not_null(found, member, items[i].comparison.data != NULL);
        constraint_enum(found, member, items[i].comparison, OPERATOR_NAMES);
    }
}

/* ---- checks ---- */

static const gabi_error *check_values(arena *arena, const comparison_operator *comparison,
                                      const attribute_value *values, size_t count) {
    int order;
    if (count < comparison->least_values || count > comparison->most_values)
        return parameter_error(arena, "Invalid number of argument(s) for the %s ComparisonOperator", comparison->name);
    for (size_t i = 1; i < count; i++)
        if (values[i].kind != values[0].kind)
            return parameter_error(arena, "AttributeValues inside AttributeValueList must be of same type");
    if (count > 0 && !(comparison->kinds & KIND(values[0].kind)))
        return parameter_error(arena, "ComparisonOperator %s is not valid for %s AttributeValue type", comparison->name,
                               attribute_type_name(values[0].kind));
    if (comparison->kind == CONDITION_BETWEEN && attribute_compare(arena, &values[0], &values[1], &order) && order > 0)
        return validation_error(arena, "The BETWEEN condition was provided a range where the lower bound is greater "
                                       "than the upper bound");
    return NULL;
}

static const gabi_error *check_members(arena *arena, const legacy_condition *self) {
    bool has_operator = self->comparison.data != NULL;
    bool takes_none = has_operator && operator_named(self->comparison)->most_values == 0;
    if (self->values.is_present && self->value.value)
        return parameter_error(arena, "Value and AttributeValueList cannot be used together for Attribute: %.*s",
                               TEXT_ARGS(self->name));
    if (has_operator && self->exists.is_present)
        return parameter_error(arena, "Exists and ComparisonOperator cannot be used together for Attribute: %.*s",
                               TEXT_ARGS(self->name));
    if (has_operator && !takes_none && !self->values.is_present && !self->value.value)
        return parameter_error(arena,
                               "Value or AttributeValueList must be used with ComparisonOperator: %.*s for Attribute: "
                               "%.*s",
                               TEXT_ARGS(self->comparison), TEXT_ARGS(self->name));
    if (!has_operator && self->values.is_present)
        return parameter_error(arena,
                               "AttributeValueList can only be used with a ComparisonOperator for Attribute: %.*s",
                               TEXT_ARGS(self->name));
    return NULL;
}

static const gabi_error *check_existence(arena *arena, const legacy_condition *self) {
    bool exists = !self->exists.is_present || self->exists.value;
    if (exists && !self->value.value)
        return parameter_error(arena, "Value must be provided when Exists is %s for Attribute: %.*s",
                               self->exists.is_present ? "true" : "null", TEXT_ARGS(self->name));
    if (!exists && self->value.value)
        return parameter_error(arena, "Value cannot be used when Exists is false for Attribute: %.*s",
                               TEXT_ARGS(self->name));
    return NULL;
}

/* ---- compiling ---- */

static const condition *compile(arena *arena, text name, const comparison_operator *comparison,
                                const attribute_value *values, size_t count) {
    operand *operands = arena_alloc(arena, (count + 1) * sizeof *operands);
    operands[0] = (operand){.kind = OPERAND_PATH, .path = path_of_name(arena, name)};
    for (size_t i = 0; i < count; i++)
        operands[i + 1] = (operand){.kind = OPERAND_VALUE, .value = &values[i]};
    const condition *made = condition_new(arena, (condition){comparison->kind, NULL, NULL, operands, count + 1});
    if (!comparison->is_negated)
        return made;
    const condition *exists = condition_new(arena, (condition){CONDITION_ATTRIBUTE_EXISTS, NULL, NULL, operands, 1});
    const condition *negated = condition_new(arena, (condition){.kind = CONDITION_NOT, .left = made});
    return condition_new(arena, (condition){.kind = CONDITION_AND, .left = exists, .right = negated});
}

typedef const gabi_error *compile_one(arena *arena, const legacy_condition *self, value_reader reader,
                                      const condition **ret_condition);

static const gabi_error *compile_all(arena *arena, const wire_list *conditions, legacy_join join, value_reader reader,
                                     compile_one *each, const condition **ret_condition) {
    const legacy_condition *items = conditions->items;
    const condition **compiled = arena_alloc(arena, conditions->count * sizeof *compiled);
    for (size_t i = 0; i < conditions->count; i++)
        TRY(each(arena, &items[i], reader, &compiled[i]));
    *ret_condition =
        condition_join(arena, join == LEGACY_OR ? CONDITION_OR : CONDITION_AND, compiled, conditions->count);
    return NULL;
}

static const gabi_error *compile_condition(arena *arena, const legacy_condition *self, value_reader reader,
                                           const condition **ret_condition) {
    const comparison_operator *comparison = operator_named(self->comparison);
    const attribute_value *values = self->value.value ? self->value.value : self->values.items;
    size_t count = self->value.value ? 1 : self->values.count;
    TRY(attribute_problem_error(arena, &self->value.problem, reader));
    TRY(attribute_problem_error(arena, &self->values.problem, reader));
    TRY(check_values(arena, comparison, values, count));
    *ret_condition = compile(arena, self->name, comparison, values, count);
    return NULL;
}

static const gabi_error *compile_expectation(arena *arena, const legacy_condition *self, value_reader reader,
                                             const condition **ret_condition) {
    TRY(check_members(arena, self));
    if (self->comparison.data)
        return compile_condition(arena, self, reader, ret_condition);
    TRY(check_existence(arena, self));
    TRY(attribute_problem_error(arena, &self->value.problem, reader));
    *ret_condition = compile(arena, self->name, operator_named(self->value.value ? TEXT("EQ") : TEXT("NULL")),
                             self->value.value, self->value.value ? 1 : 0);
    return NULL;
}

const gabi_error *legacy_conditions_compile(arena *arena, const wire_list *conditions, legacy_join join,
                                            value_reader reader, const condition **ret_condition) {
    return compile_all(arena, conditions, join, reader, compile_condition, ret_condition);
}

const gabi_error *legacy_expected_compile(arena *arena, const wire_list *conditions, legacy_join join,
                                          value_reader reader, const condition **ret_condition) {
    return compile_all(arena, conditions, join, reader, compile_expectation, ret_condition);
}

/* ---- keys ---- */

static const legacy_condition *find_condition(const wire_list *conditions, text name) {
    const legacy_condition *items = conditions->items;
    for (size_t i = 0; i < conditions->count; i++)
        if (text_equal(items[i].name, name))
            return &items[i];
    return NULL;
}

const gabi_error *legacy_key_conditions_check(arena *arena, const wire_list *conditions, const key_schema *schema) {
    size_t found = 0;
    if (schema->count == 1 && conditions->count > 1)
        return validation_error(arena, "Query key condition not supported");
    for (size_t i = 0; i < schema->count && (i < schema->hash_count || found < conditions->count); i++, found++) {
        text name = schema->attributes[i].name;
        const legacy_condition *condition = find_condition(conditions, name);
        if (!condition)
            return validation_error(arena, "Query condition missed key schema element: %.*s", TEXT_ARGS(name));
        if (!operator_named(condition->comparison)->is_indexable)
            return validation_error(arena, "Attempted conditional constraint is not an indexable operation");
    }
    return NULL;
}

/* Legacy conditions: what Expected, QueryFilter, ScanFilter and KeyConditions say of attributes, in the form of before
 * expressions, compiled into the conditions that expressions are parsed into. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.html */
#ifndef GABI_DYNAMODB_LEGACY_CONDITION_H
#define GABI_DYNAMODB_LEGACY_CONDITION_H

#include "dynamodb/expressions/expression.h"
#include "dynamodb/values/constraints.h"
#include "dynamodb/values/key_schema.h"
#include "dynamodb/values/wire.h"

/* {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "x"}]}, or of Expected {"Value": {"S": "x"}} and
 * {"Exists": false}. */
typedef struct legacy_condition {
    text name; /* the attribute's */
    text comparison;
    wire_list values;     /* attribute_value */
    optional_value value; /* of Expected alone, as all that follows */
    optional_boolean exists;
} legacy_condition;

extern const wire_struct legacy_condition_struct;
extern const wire_struct legacy_expectation_struct; /* a condition of Expected */

/* How ConditionalOperator joins conditions. */
typedef enum legacy_join { LEGACY_AND, LEGACY_OR } legacy_join;

/* The constraints on their operators. label is the member as AWS spells it in messages, "queryFilter". */
void legacy_conditions_constrain(const wire_list *conditions, const char *label, bool needs_operator,
                                 constraints *found);

/* The conditions of a filter or of KeyConditions, checked and joined; NULL when there are none. */
const gabi_error *legacy_conditions_compile(arena *arena, const wire_list *conditions, legacy_join join,
                                            value_reader reader, const condition **ret_condition);

/* The same for Expected. */
const gabi_error *legacy_expected_compile(arena *arena, const wire_list *conditions, legacy_join join,
                                          value_reader reader, const condition **ret_condition);

/* Whether KeyConditions are of this key, and can be looked up in its order. */
const gabi_error *legacy_key_conditions_check(arena *arena, const wire_list *conditions, const key_schema *schema);

#endif

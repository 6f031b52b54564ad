/* Conditions and updates as the parameters of before expressions have them. */
#ifndef GABI_DYNAMODB_MODEL_LEGACY_H
#define GABI_DYNAMODB_MODEL_LEGACY_H

#include "dynamodb/model/generator.h"

#define LEGACY_MOST_CONDITIONS 3

/* Each of an attribute of its own. */
typedef struct legacy_conditions {
    model_condition conditions[LEGACY_MOST_CONDITIONS];
    bool is_negated[LEGACY_MOST_CONDITIONS]; /* NOT_CONTAINS */
    int count;
    bool is_or;
} legacy_conditions;

legacy_conditions random_legacy_conditions(generator *self, const attribute_choice *choice);

/* The same as one condition. */
const model_condition *legacy_condition_of(arena *arena, const legacy_conditions *conditions);

/* The member of that name, and ConditionalOperator where there is something to join. */
void legacy_write_conditions(chance *chance, json_writer *writer, const char *member,
                             const legacy_conditions *conditions);

/* The member AttributeUpdates. */
void legacy_write_updates(chance *chance, json_writer *writer, const model_update *update);

#endif

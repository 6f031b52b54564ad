/* Legacy updates: UpdateItem's AttributeUpdates, compiled into the actions of an update expression. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.AttributeUpdates.html */
#ifndef GABI_DYNAMODB_LEGACY_UPDATE_H
#define GABI_DYNAMODB_LEGACY_UPDATE_H

#include "dynamodb/expressions/expression.h"
#include "dynamodb/values/constraints.h"
#include "dynamodb/values/wire.h"

/* {"Action": "ADD", "Value": {"N": "1"}} */
typedef struct legacy_update {
    text name;   /* the attribute's */
    text action; /* absent: "PUT" */
    optional_value value;
} legacy_update;

extern const wire_struct legacy_update_struct;

/* The constraints on their actions. */
void legacy_updates_constrain(const wire_list *updates, constraints *found);

const gabi_error *legacy_updates_compile(arena *arena, const wire_list *updates, value_reader reader,
                                         update *ret_update);

#endif

/* Legacy projections: AttributesToGet, compiled into paths. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.AttributesToGet.html */
#ifndef GABI_DYNAMODB_LEGACY_PROJECTION_H
#define GABI_DYNAMODB_LEGACY_PROJECTION_H

#include "dynamodb/expressions/expression.h"
#include "dynamodb/values/constraints.h"
#include "dynamodb/values/wire.h"

/* The constraints on how many there are. */
void legacy_projection_constrain(const wire_list *names, constraints *found);

/* names are texts; none of them twice. */
const gabi_error *legacy_projection_compile(arena *arena, const wire_list *names, projection *ret_projection);

#endif

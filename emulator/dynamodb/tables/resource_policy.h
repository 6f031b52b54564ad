/* Resource policies: kept with a table and given back, and not enforced: whoever is let in may do everything. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html */
#ifndef GABI_DYNAMODB_RESOURCE_POLICY_H
#define GABI_DYNAMODB_RESOURCE_POLICY_H

#include "dynamodb/tables/table.h"

/* Whether it can be kept: JSON, an object, of at most 20 KB. */
const gabi_error *resource_policy_check(arena *arena, text policy);

/* Puts it into the settings, with a revision of its own. */
void resource_policy_set(world *world, arena *arena, text policy, table_settings *settings);

#endif

/* World settings: what a world's DynamoDB as a whole is told through the control API. They are forked with the world.
 * With the store's lock held. */
#ifndef GABI_DYNAMODB_WORLD_SETTINGS_H
#define GABI_DYNAMODB_WORLD_SETTINGS_H

#include "store/world.h"

/* How long after their expiry items are deleted. */
#define SETTING_TTL_DELAY_MS "ttl_delay_ms"
/* How long tables and indexes are CREATING, UPDATING and DELETING. */
#define SETTING_TABLE_CREATION_MS "table_creation_ms"
#define SETTING_TABLE_UPDATE_MS "table_update_ms"
#define SETTING_TABLE_DELETION_MS "table_deletion_ms"
#define SETTING_INDEX_CREATION_MS "index_creation_ms"
#define SETTING_INDEX_DELETION_MS "index_deletion_ms"

/* Makes the SQL table where it is not there yet. */
const gabi_error *world_settings_prepare(world *world, arena *arena);

/* 0 for what was never set. */
const gabi_error *world_setting_get(world *world, arena *arena, const char *name, int64_t *ret_value);
const gabi_error *world_setting_put(world *world, arena *arena, const char *name, int64_t value);

#endif

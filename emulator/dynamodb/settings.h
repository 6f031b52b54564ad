/* Settings: what is kept of a table besides its definition, changed by operations of their own. Each is one member of
 * the JSON object in which the catalog keeps them. */
#ifndef GABI_DYNAMODB_SETTINGS_H
#define GABI_DYNAMODB_SETTINGS_H

#include "dynamodb/wire.h"

typedef struct table_settings {
    text time_to_live; /* the attribute that says when an item expires; none: they do not */
    optional_boolean throttled;
    optional_boolean hot_partitions; /* partitions are throttled, too */
    optional_integer index_lag_ms;   /* of its global indexes */
} table_settings;

/* Reads what settings_to_json wrote. */
const gabi_error *settings_read(arena *arena, text json, table_settings *ret_settings);

text settings_to_json(arena *arena, const table_settings *self);

#endif

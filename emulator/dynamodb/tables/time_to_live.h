/* Time to live: items are deleted after the time that one of their attributes names. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 *
 * AWS deletes within days of the expiry, and until then expired items are still read. Here they are deleted when the
 * world's clock passes their expiry, or as much later as the setting ttl_delay_ms says. */
#ifndef GABI_DYNAMODB_TIME_TO_LIVE_H
#define GABI_DYNAMODB_TIME_TO_LIVE_H

#include "dynamodb/tables/table.h"

/* Says with the lock held which attribute it is, or, with NULL data, that there is none. Items that are there already
 * are then to be looked at with time_to_live_backfill. */
const gabi_error *time_to_live_set(world *world, arena *arena, const table *table, text attribute);

/* Without the lock, which it takes for a page at a time. */
const gabi_error *time_to_live_backfill(world *world, arena *arena);

/* Deletes what has expired, likewise. */
const gabi_error *time_to_live_settle(world *world, arena *arena);

#endif

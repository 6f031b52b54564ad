/* Throttling: limits of throughput, in force for the tables that the control API says (docs/control-api.md).
 *
 * Each limit is a bucket that fills with the world's clock. What a request consumes must be in all the buckets that it
 * draws from, or they must be full; then it is taken, and otherwise nothing is. Buckets are in memory: a world that is
 * forked or opened again begins with full ones. Sources:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/throttling-diagnosing-workflow.html */
#ifndef GABI_DYNAMODB_THROTTLING_H
#define GABI_DYNAMODB_THROTTLING_H

#include "dynamodb/items/capacity.h"

/* Takes from the buckets of the table and its indexes, if it is throttled, with the lock. item and old, each of which
 * may be NULL or have count 0, tell the partitions: they have at least their hash keys. ERROR_THROTTLED, code
 * "ProvisionedThroughputExceededException", or "ThrottlingException" for a table on demand. */
const gabi_error *throttling_take(world *world, arena *arena, const table *table, const consumption *consumption,
                                  const table_item *item, const table_item *old);

/* The error of a table whose provisioned throughput is used up, and what it says. */
extern const char throttling_table_exceeded[];
const gabi_error *throttling_error(arena *arena);

/* Fills the buckets of a table. With the lock. */
void throttling_refill(world *world, int64_t table_id);

#endif

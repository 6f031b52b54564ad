/* Metrics: how many items a table and its indexes have, and how many bytes they are, as DescribeTable tells.
 *
 * They are kept in memory and not in the store, where every write would pay for them: what is not known yet is measured
 * page by page when somebody asks, and writes meanwhile count only where the measuring has passed. */
#ifndef GABI_DYNAMODB_METRICS_H
#define GABI_DYNAMODB_METRICS_H

#include "dynamodb/tables/table.h"

typedef struct item_count {
    int64_t items;
    int64_t bytes;
} item_count;

typedef struct table_metrics {
    item_count table;
    item_count indexes[MOST_INDEXES_PER_TABLE]; /* in the order of table.indexes */
} table_metrics;

/* A write that has been made: old and new item, of which one may be absent (count 0). */
void metrics_count(world *world, const table *table, text key, const table_item *old, const table_item *item);

/* The table is gone or has other indexes: whoever asks again has it measured anew. */
void metrics_forget(world *world, int64_t table_id);

/* Measures, without the lock, what is not known of the table of that name, if there is one. */
const gabi_error *metrics_measure(world *world, arena *arena, text table_name);

/* With the lock: what was measured, and what was not measures it. */
const gabi_error *metrics_of(world *world, arena *arena, const table *table, const table_metrics **ret_metrics);

#endif

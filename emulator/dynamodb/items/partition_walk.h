/* Partition walks: what a read costs that goes over several of the partitions in which AWS keeps a table. Each that it
 * comes to is charged by itself, an empty one like a little: a scan of a new table on demand, which has four, consumes
 * 2 units where one item is read, or none.
 *
 * AWS says so of Amazon Keyspaces, and DynamoDB was seen to do the same; how many partitions there are follows from
 * what the table, or the index, is ready for. Sources:
 * https://docs.aws.amazon.com/keyspaces/latest/devguide/table_scans.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html */
#ifndef GABI_DYNAMODB_PARTITION_WALK_H
#define GABI_DYNAMODB_PARTITION_WALK_H

#include "dynamodb/items/capacity.h"

/* Of each partition, in a second. */
#define PARTITION_READ_UNITS 3000
#define PARTITION_WRITE_UNITS 1000

typedef struct partition_walk {
    capacity_mode mode;
    unsigned partitions;
    unsigned at;
    size_t bytes;   /* read in the partition that the walk is at */
    int64_t halves; /* consumed in those before */
} partition_walk;

/* From the row key `from` on, of the table or of an index of its (NULL: none). */
partition_walk partition_walk_begin(capacity_mode mode, const table *table, const table_index *index, text from);

/* Comes to a row. */
void partition_walk_take(partition_walk *self, text row, size_t size_bytes);

/* Half units of capacity. end: without what is there up to the row key `to`, where the walk came to the end of its
 * rows; the data NULL where it stopped at a row. */
int64_t partition_walk_end(partition_walk *self, text to);

#endif

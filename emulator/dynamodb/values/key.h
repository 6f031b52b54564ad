/* Keys as bytes whose order is DynamoDB's order.
 *
 * A row of a table has the key BUCKET HASH [RANGE], a row of an index BUCKET HASH… [RANGE…] and the key of the item it
 * stands for. BUCKET is two bytes of the digest by which AWS orders partitions, so that a scan finds them in its order,
 * and a segment of a parallel scan is one contiguous range. Every part ends with 00 00, and a 00 inside
 * is written 00 FF, so that no part is another's beginning. */
#ifndef GABI_DYNAMODB_KEY_H
#define GABI_DYNAMODB_KEY_H

#include "core/buffer.h"
#include "ports/table.h"

/* Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
#define LONGEST_HASH_KEY_BYTES 2048
#define LONGEST_RANGE_KEY_BYTES 1024

/* More than any row of a table or index is named by: a key of an item is at most 3 KB, each byte written twice. */
#define KEY_MOST_BYTES ((size_t)64 * 1024)

#define KEY_BUCKET_BYTES 2

/* One less than two bytes can tell apart, so that FF FF lies above all keys. */
#define KEY_BUCKETS 0xFFFF

/* Row keys from `from` up to but without `to`. */
typedef struct row_range {
    text from;
    text to;
    bool is_backwards;
} row_range;

/* The part that all rows of one partition begin with. The values are strings, numbers or binaries. */
void key_append_partition(buffer *out, const attribute_value *const *hash, size_t hash_count);

/* A sort key, whole. */
void key_append_range(buffer *out, const attribute_value *range);

/* A sort key without its end, for what begins with it. */
void key_append_range_prefix(buffer *out, const attribute_value *range);

/* The least key above all that begin with prefix, which holds at least a bucket. */
text key_after_prefix(arena *arena, text prefix);

/* The bucket of a row's key. */
unsigned key_bucket(text row);

/* The least key of a bucket; KEY_BUCKETS gives one above all keys. */
text key_of_bucket(arena *arena, unsigned bucket);

#endif

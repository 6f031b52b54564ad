/* Capacity: what operations consume, in AWS's units, and the "ConsumedCapacity" of their answers. Sources:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ThroughputConsiderations
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConsumedCapacity.html */
#ifndef GABI_DYNAMODB_CAPACITY_H
#define GABI_DYNAMODB_CAPACITY_H

#include "core/json_writer.h"
#include "dynamodb/tables/table.h"

/* A read unit is 4 KB read, half of one when eventually consistent; a write unit is 1 KB written; in transactions both
 * count twice. */
typedef enum capacity_mode {
    CAPACITY_EVENTUAL_READ,
    CAPACITY_CONSISTENT_READ,
    CAPACITY_TRANSACTIONAL_READ,
    CAPACITY_WRITE,
    CAPACITY_TRANSACTIONAL_WRITE,
} capacity_mode;

bool capacity_is_read(capacity_mode mode);

/* What one step of an operation, a look-up, a write, a page, consumes of a table. In half units, all of them whole. */
typedef struct consumption {
    capacity_mode mode;
    int64_t table_halves;
    int64_t index_halves[MOST_INDEXES_PER_TABLE]; /* in the order of table.indexes */
} consumption;

/* Half units of so many bytes, read or written at once. Nothing at all still costs what little costs. */
int64_t capacity_halves(capacity_mode mode, size_t size_bytes);

/* A write that puts item in place of old, of which one or both may be absent (count 0). */
consumption consumption_of_write(arena *arena, const table *table, capacity_mode mode, const table_item *old,
                                 const table_item *item);

/* A meter adds up what a request consumes, by table. */
typedef struct capacity_meter capacity_meter;

/* What "ReturnConsumedCapacity" may be, for constraint_enum. */
#define CAPACITY_WANTED "[INDEXES, TOTAL, NONE]"

/* For "ReturnConsumedCapacity": NULL, which the functions below take, when the answer is not to tell. */
capacity_meter *capacity_meter_new(arena *arena, text wanted);

/* table_name is the table's as the request spells it. */
void capacity_meter_add(capacity_meter *self, text table_name, const table *table, const consumption *consumption);

/* The member "ConsumedCapacity": of the one table of the request, or a list of all of its tables. */
void capacity_write(const capacity_meter *self, json_writer *writer);
void capacity_write_list(const capacity_meter *self, json_writer *writer);

#endif

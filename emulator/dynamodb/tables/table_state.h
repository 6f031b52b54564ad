/* Table states: what tables and indexes go through while they are made, changed and deleted. Whatever is asked for is
 * in force at once; what takes time, and only if the world's settings say so, is the state that descriptions tell.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html */
#ifndef GABI_DYNAMODB_TABLE_STATE_H
#define GABI_DYNAMODB_TABLE_STATE_H

#include "dynamodb/tables/table.h"

#define STATE_CREATING "CREATING"
#define STATE_UPDATING "UPDATING"
#define STATE_DELETING "DELETING"
#define STATE_ACTIVE "ACTIVE"

/* The answer to what begins a change describes the table as it is then, before any time has passed; now_ms is read
 * before the change begins, since the host's clock goes on. */
#define STATE_AT_BEGINNING(now_ms) ((now_ms)-1)

const char *table_status(const table *self, int64_t at_ms);
const char *index_status(const table *self, const table_index *index, int64_t at_ms);

bool is_state(const char *status, const char *state);

/* Whether its items may be read and written: the table is neither being created nor deleted. */
bool table_is_usable(const table *self, world *world);

/* Whether the backfilling of the index has begun, or is done. */
bool index_is_filling(const table_index *index);

/* ERROR_CONFLICT, code "ResourceInUseException": "Attempt to change a resource which is still in use: …". */
const gabi_error *table_in_use(arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Fails like that when the table is being created or deleted; or, too, when it or an index is being changed. */
const gabi_error *table_check_present(world *world, arena *arena, const table *self);
const gabi_error *table_check_deletable(world *world, arena *arena, const table *self);

/* Drops the table; where its items could be recovered, a backup of them stays. */
const gabi_error *table_end(world *world, arena *arena, const table *self);

/* Does what is due, page by page and without the lock: backfills indexes, drops tables and indexes whose deletion is
 * through. What a process that died left behind goes on here. */
const gabi_error *tables_settle(world *world, arena *arena);

#endif

/* Snapshots: what a world was at some moments, by name. Each is a fork that nobody works in. */
#ifndef GABI_SNAPSHOTS_H
#define GABI_SNAPSHOTS_H

#include "store/world.h"

#define SNAPSHOTS_MOST 64 /* of a world */

typedef struct snapshots snapshots;

snapshots *snapshots_new(arena *arena);
void snapshots_close(snapshots *self);

/* Keeps a fork by its own name, instead of one that has that name already: *ret_is_new tells. From then on it is not
 * the caller's. ERROR_THROTTLED, code "too_many_snapshots". */
const gabi_error *snapshots_keep(snapshots *self, arena *arena, world *fork, bool *ret_is_new);

/* A world of that name as the snapshot is; ERROR_NOT_FOUND, code "snapshot_not_found". The caller frees it. */
const gabi_error *snapshots_fork(snapshots *self, arena *arena, text snapshot, text name, world **ret_world);

/* False when there is none of that name. */
bool snapshots_drop(snapshots *self, text name);

typedef struct snapshot_description {
    text name;
    int64_t taken_at_ms; /* by the world's clock */
} snapshot_description;

/* All, in the order of their names. */
void snapshots_list(snapshots *self, arena *arena, snapshot_description **ret_list, size_t *ret_count);

#endif

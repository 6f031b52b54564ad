/* Worlds: those of a process, found by their names. Whoever works in a world holds it; whoever ends a world or makes
 * another of it waits until nobody does, and newcomers wait for that. */
#ifndef GABI_WORLDS_H
#define GABI_WORLDS_H

#include "store/snapshots.h"
#include "store/world.h"

#define WORLDS_MOST 10000
#define WORLDS_LONGEST_NAME 200

typedef struct worlds worlds;

/* Where a world of some name is. */
typedef struct world_place world_place;

typedef struct worlds_options {
    void *owner;

    /* Makes the world of a name that was not there yet. */
    const gabi_error *(*open)(void *owner, arena *arena, text name, world **ret_world);

    /* Gives a world what it needs to answer, in an arena that lives as long as it does. */
    void (*connect)(void *owner, arena *arena, world *world);
} worlds_options;

worlds *worlds_new(arena *arena, const worlds_options *options);

/* Frees all worlds. Nobody may be using one. */
void worlds_close(worlds *self);

/* ERROR_INVALID, code "invalid_name", when no world or snapshot may have that name. */
const gabi_error *worlds_check_name(arena *arena, text name);

/* Holds the world of that name, which is made when it is not there. ERROR_THROTTLED, code "too_many_worlds", when there
 * are WORLDS_MOST already. */
const gabi_error *worlds_hold(worlds *self, arena *arena, text name, world_place **ret_place);

/* Holds it if it is there; ERROR_NOT_FOUND, code "world_not_found". */
const gabi_error *worlds_find(worlds *self, arena *arena, text name, world_place **ret_place);

void worlds_release(worlds *self, world_place *place);

/* Holds the world, made when it is not there, once nobody else does; newcomers wait until worlds_release_alone. */
const gabi_error *worlds_hold_alone(worlds *self, arena *arena, text name, world_place **ret_place);
void worlds_release_alone(worlds *self, world_place *place);

/* The world of a place that is held, and its snapshots, which end with it. */
world *place_world(const world_place *self);
snapshots *place_snapshots(const world_place *self);

/* Makes the world of that name as it is when it is first asked for, but for its seed, unless that is NULL.
 * ERROR_CONFLICT, code "world_exists"; ERROR_THROTTLED, code "too_many_worlds". */
const gabi_error *worlds_make(worlds *self, arena *arena, text name, const uint64_t *seed);

/* A fork of the world that is held; whoever else works in it goes on meanwhile. The caller frees it, or adds it. */
const gabi_error *worlds_fork(worlds *self, arena *arena, const world_place *origin, text name, world **ret_world);

/* Adds a world by its own name; from then on it is not the caller's. ERROR_CONFLICT, code "world_exists";
 * ERROR_THROTTLED, code "too_many_worlds". */
const gabi_error *worlds_add(worlds *self, arena *arena, world *added);

/* Ends the world of that name; false when there is none. */
bool worlds_drop(worlds *self, text name);

/* Makes the world of that name, which is made when it is not there, what origin is (world_become). */
const gabi_error *worlds_become(worlds *self, arena *arena, text name, world *origin);

/* A name that no world has, made of that of a world that is held: the same each time, whatever others do meanwhile. */
text worlds_free_name(worlds *self, arena *arena, world_place *place);

/* The names of all worlds, in order. */
void worlds_list(worlds *self, arena *arena, text **ret_names, size_t *ret_count);

#endif

#include "dynamodb/backups/backup_settle.h"

#include "dynamodb/backups/backup.h"
#include "dynamodb/backups/recovery.h"
#include "dynamodb/backups/table_copy.h"
#include "store/paged_work.h"

/* Drops the first table that is half restored. */
static const gabi_error *drop_half_restored(world *world, arena *arena, bool *ret_found) {
    const table *const *tables;
    size_t count;
    *ret_found = false;
    TRY(table_all(world, arena, &tables, &count));
    for (size_t i = 0; i < count; i++)
        if (settings_are_of_restoring(&tables[i]->settings)) {
            *ret_found = true;
            return table_drop(world, arena, tables[i]);
        }
    return NULL;
}

static const gabi_error *discard(world *world, arena *arena) {
    const table *const *tables;
    size_t count;
    bool is_found = true;
    TRY(backup_discard_incomplete(world, arena));
    while (is_found)
        TRY(drop_half_restored(world, arena, &is_found));
    TRY(table_all(world, arena, &tables, &count));
    for (size_t i = 0; i < count; i++)
        TRY(table_forget_copies(world, arena, tables[i]));
    return NULL;
}

const gabi_error *backups_discard_leftovers(world *world, arena *arena) {
    store *store = world_store(world);
    if (!world_has(world, WORLD_HAS_LEFTOVERS))
        return NULL;
    TRY(store_begin(store, arena, STORE_WRITE));
    const gabi_error *error = world_has(world, WORLD_HAS_LEFTOVERS) ? discard(world, arena) : NULL;
    if (!error)
        world_watch(world, WORLD_HAS_LEFTOVERS, false);
    return store_end(store, arena, error);
}

static const gabi_error *trim_journals(world *world, arena *arena, int64_t *ret_next_ms) {
    const table *const *tables;
    size_t count;
    int64_t next_ms = INT64_MAX;
    TRY(table_all(world, arena, &tables, &count));
    for (size_t i = 0; i < count; i++) {
        int64_t due_ms = INT64_MAX;
        if (recovery_is_on(&tables[i]->settings))
            TRY(recovery_trim(world, arena, tables[i], &due_ms));
        next_ms = due_ms < next_ms ? due_ms : next_ms;
    }
    *ret_next_ms = next_ms;
    return NULL;
}

static const gabi_error *expire_page(void *work, arena *arena, bool *ret_is_done) {
    world *world = work;
    int64_t backup_ms, journal_ms;
    TRY(backup_expire(world, arena, &backup_ms));
    TRY(trim_journals(world, arena, &journal_ms));
    int64_t next_ms = backup_ms < journal_ms ? backup_ms : journal_ms;
    *ret_is_done = next_ms > world_now_ms(world);
    if (*ret_is_done)
        world_note_due(world, next_ms);
    return NULL;
}

const gabi_error *backups_settle(world *world, arena *arena) {
    TRY(backups_discard_leftovers(world, arena));
    return store_work(world_store(world), arena, STORE_WRITE, expire_page, world);
}

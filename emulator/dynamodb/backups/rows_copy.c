#include "dynamodb/backups/rows_copy.h"

#include "store/paged_work.h"

/* Rows that are copied, or undone, with the lock held. */
#define ROWS_A_PAGE 256

typedef struct progress {
    store *store;
    const rows_copy *copy;
    const char *last_text;
    const char *copy_text;
    const char *undo_text;
    const char *put_text;
    const char *remove_text;
    int64_t before; /* writes from this position on are undone */
} progress;

const gabi_error *rows_create(store *store, arena *arena, const char *rows) {
    return store_execute(
        store, arena,
        arena_printf(arena, "CREATE TABLE %s (key BLOB PRIMARY KEY, item BLOB NOT NULL) WITHOUT ROWID", rows));
}

const gabi_error *rows_drop(store *store, arena *arena, const char *rows) {
    return store_execute(store, arena, arena_printf(arena, "DROP TABLE %s", rows));
}

static progress begin(store *store, arena *arena, const rows_copy *copy) {
    return (progress){
        .store = store,
        .copy = copy,
        .last_text = arena_printf(arena, "SELECT max(key) FROM %s", copy->to),
        .copy_text = arena_printf(arena, "INSERT INTO %s SELECT key, item FROM %s WHERE key > ?1 ORDER BY key LIMIT ?2",
                                  copy->to, copy->from),
        .undo_text = arena_printf(arena,
                                  "SELECT position, key, item FROM journal_%lld WHERE position > ?1 AND position < ?2 "
                                  "ORDER BY position DESC LIMIT ?3",
                                  (long long)copy->journal_of),
        .put_text = arena_printf(
            arena, "INSERT INTO %s VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET item = excluded.item", copy->to),
        .remove_text = arena_printf(arena, "DELETE FROM %s WHERE key = ?1", copy->to),
        .before = INT64_MAX,
    };
}

/* As long as nothing is undone, the copy's last key is where the copying goes on. */
static const gabi_error *copy_page(void *work, arena *arena, bool *ret_is_done) {
    const progress *self = work;
    store *store = self->store;
    bool is_row;
    statement *last = store_prepare(store, self->last_text);
    TRY(statement_step(last, arena, &is_row));
    text after = is_row && !column_is_null(last, 0) ? text_copy(arena, column_blob(last, 0)) : TEXT("");
    statement_reset(last);
    statement *insert = store_prepare(store, self->copy_text);
    bind_blob(insert, 1, after);
    bind_integer(insert, 2, ROWS_A_PAGE);
    TRY(statement_run(insert, arena));
    *ret_is_done = store_changes(store) < ROWS_A_PAGE;
    return NULL;
}

/* Gives the copy's row what it was before the write on which undo stands. */
static const gabi_error *undo_write(arena *arena, const progress *self, statement *undo) {
    bool was_there = !column_is_null(undo, 2);
    statement *change = store_prepare(self->store, was_there ? self->put_text : self->remove_text);
    bind_blob(change, 1, column_blob(undo, 1));
    if (was_there)
        bind_blob(change, 2, column_blob(undo, 2));
    return statement_run(change, arena);
}

static const gabi_error *undo_page(void *work, arena *arena, bool *ret_is_done) {
    progress *self = work;
    statement *undo = store_prepare(self->store, self->undo_text);
    bind_integer(undo, 1, self->copy->position);
    bind_integer(undo, 2, self->before);
    bind_integer(undo, 3, ROWS_A_PAGE);
    for (int count = 0;; count++) {
        bool is_row;
        TRY(statement_step(undo, arena, &is_row));
        if (!is_row) {
            *ret_is_done = count < ROWS_A_PAGE;
            return NULL;
        }
        self->before = column_integer(undo, 0);
        const gabi_error *error = undo_write(arena, self, undo);
        if (error) {
            statement_reset(undo);
            return error;
        }
    }
}

/* So that no kept statement stands for tables that are dropped one day. */
static const gabi_error *end(arena *arena, const progress *self) {
    const char *const texts[] = {self->last_text, self->copy_text, self->undo_text, self->put_text, self->remove_text};
    TRY(store_begin(self->store, arena, STORE_READ));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        store_discard(self->store, texts[i]);
    return store_end(self->store, arena, NULL);
}

const gabi_error *rows_copy_run(world *world, arena *arena, const rows_copy *copy) {
    store *store = world_store(world);
    progress progress = begin(store, arena, copy);
    const gabi_error *error = store_work(store, arena, STORE_WRITE, copy_page, &progress);
    if (!error && copy->journal_of)
        error = store_work(store, arena, STORE_WRITE, undo_page, &progress);
    TRY(end(arena, &progress));
    return error;
}

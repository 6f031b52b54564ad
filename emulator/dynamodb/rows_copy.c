#include "dynamodb/rows_copy.h"

/* Rows that are copied, or undone, with the lock held. */
#define ROWS_A_PAGE 256

typedef struct progress {
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

static progress begin(arena *arena, const rows_copy *copy) {
    return (progress){
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

/* So that no kept statement stands for tables that are dropped one day. */
static void end(store *store, const progress *self) {
    const char *const texts[] = {self->last_text, self->copy_text, self->undo_text, self->put_text, self->remove_text};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        store_discard(store, texts[i]);
}

/* As long as nothing is undone, the copy's last key is where the copying goes on. */
static const gabi_error *copy_page(store *store, arena *arena, progress *self, bool *ret_is_done) {
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
static const gabi_error *undo_write(store *store, arena *arena, const progress *self, statement *undo) {
    bool was_there = !column_is_null(undo, 2);
    statement *change = store_prepare(store, was_there ? self->put_text : self->remove_text);
    bind_blob(change, 1, column_blob(undo, 1));
    if (was_there)
        bind_blob(change, 2, column_blob(undo, 2));
    return statement_run(change, arena);
}

static const gabi_error *undo_page(store *store, arena *arena, progress *self, bool *ret_is_done) {
    statement *undo = store_prepare(store, self->undo_text);
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
        const gabi_error *error = undo_write(store, arena, self, undo);
        if (error) {
            statement_reset(undo);
            return error;
        }
    }
}

typedef const gabi_error *page_step(store *store, arena *arena, progress *self, bool *ret_is_done);

static const gabi_error *run_pages(store *store, arena *owner, progress *self, page_step *step) {
    arena *page = arena_new(ARENA_REQUEST_CEILING_BYTES);
    const gabi_error *error = NULL;
    for (bool is_done = false; !is_done && !error; arena_reset(page)) {
        error = store_begin(store, owner, STORE_WRITE);
        if (!error)
            error = store_end(store, owner, step(store, page, self, &is_done));
        if (error)
            error = error_new(owner, error->kind, error->code, "%s", error->message);
    }
    arena_free(page);
    return error;
}

static const gabi_error *finish(store *store, arena *arena, const progress *self) {
    TRY(store_begin(store, arena, STORE_READ));
    end(store, self);
    return store_end(store, arena, NULL);
}

const gabi_error *rows_copy_run(world *world, arena *arena, const rows_copy *copy) {
    store *store = world_store(world);
    progress progress = begin(arena, copy);
    const gabi_error *error = run_pages(store, arena, &progress, copy_page);
    if (!error && copy->journal_of)
        error = run_pages(store, arena, &progress, undo_page);
    TRY(finish(store, arena, &progress));
    return error;
}

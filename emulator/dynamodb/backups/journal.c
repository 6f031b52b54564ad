#include "dynamodb/backups/journal.h"

#define POSITIONS_A_PAGE 1000

const gabi_error *journal_begin(store *store, arena *arena, int64_t table_id) {
    return store_execute(store, arena,
                         arena_printf(arena,
                                      "CREATE TABLE journal_%lld (position INTEGER PRIMARY KEY, time_ms INTEGER NOT "
                                      "NULL, key BLOB NOT NULL, item BLOB)",
                                      (long long)table_id));
}

const gabi_error *journal_end(store *store, arena *arena, int64_t table_id) {
    store_discard(store, journal_statement(arena, table_id));
    return store_execute(store, arena, arena_printf(arena, "DROP TABLE journal_%lld", (long long)table_id));
}

const char *journal_statement(arena *arena, int64_t table_id) {
    return arena_printf(arena,
                        "INSERT INTO journal_%lld (time_ms, key, item) VALUES (?1, ?2, (SELECT item FROM items_%lld "
                        "WHERE key = ?2))",
                        (long long)table_id, (long long)table_id);
}

const gabi_error *journal_add(world *world, arena *arena, const char *statement_text, text key) {
    statement *insert = store_prepare(world_store(world), statement_text);
    bind_integer(insert, 1, world_now_ms(world));
    bind_blob(insert, 2, key);
    return statement_run(insert, arena);
}

/* The number that a query gives for ?1; none when it gives no row or NULL. */
static const gabi_error *ask(store *store, arena *arena, const char *query, int64_t parameter, int64_t none,
                             int64_t *ret_number) {
    bool is_row;
    statement *select = store_prepare(store, query);
    bind_integer(select, 1, parameter);
    TRY(statement_step(select, arena, &is_row));
    *ret_number = is_row && !column_is_null(select, 0) ? column_integer(select, 0) : none;
    if (is_row)
        statement_reset(select);
    store_discard(store, query);
    return NULL;
}

const gabi_error *journal_position(store *store, arena *arena, int64_t table_id, int64_t *ret_position) {
    return ask(store, arena,
               arena_printf(arena, "SELECT max(position) FROM journal_%lld WHERE position > ?1", (long long)table_id),
               0, 0, ret_position);
}

const gabi_error *journal_position_at(store *store, arena *arena, int64_t table_id, int64_t time_ms,
                                      int64_t *ret_position) {
    long long id = table_id;
    int64_t low, high; /* the position is one of low … high; positions leave no gaps */
    TRY(ask(store, arena, arena_printf(arena, "SELECT min(position) - 1 FROM journal_%lld WHERE position > ?1", id), 0,
            0, &low));
    TRY(journal_position(store, arena, table_id, &high));
    while (low < high) {
        int64_t middle = low + (high - low + 1) / 2, written_ms;
        TRY(ask(store, arena, arena_printf(arena, "SELECT time_ms FROM journal_%lld WHERE position = ?1", id), middle,
                INT64_MAX, &written_ms));
        if (written_ms <= time_ms)
            low = middle;
        else
            high = middle - 1;
    }
    *ret_position = low;
    return NULL;
}

const gabi_error *journal_trim(store *store, arena *arena, int64_t table_id, int64_t time_ms, int64_t *ret_next_ms) {
    long long id = table_id;
    int64_t upto;
    const char *removal = arena_printf(arena,
                                       "DELETE FROM journal_%lld WHERE position <= min(?1, (SELECT min(position) FROM "
                                       "journal_%lld) + ?2)",
                                       id, id);
    TRY(journal_position_at(store, arena, table_id, time_ms, &upto));
    statement *remove = store_prepare(store, removal);
    bind_integer(remove, 1, upto);
    bind_integer(remove, 2, POSITIONS_A_PAGE);
    TRY(statement_run(remove, arena));
    store_discard(store, removal);
    return ask(
        store, arena,
        arena_printf(arena, "SELECT time_ms FROM journal_%lld WHERE position > ?1 ORDER BY position LIMIT 1", id), 0,
        INT64_MAX, ret_next_ms);
}

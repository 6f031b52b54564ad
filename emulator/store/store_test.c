#include "store/store.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/error.h"

static arena *memory;

static int set_up(void **state) {
    (void)state;
    memory = arena_new(ARENA_REQUEST_CEILING_BYTES);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(memory);
    return 0;
}

static void execute(store *self, const char *sql) {
    assert_null(store_begin(self, memory, STORE_READ));
    assert_null(store_end(self, memory, store_execute(self, memory, sql)));
}

static store *open_store(void) {
    store *opened = NULL;
    assert_null(store_open_memory(memory, &opened));
    execute(opened, "CREATE TABLE t (k INTEGER PRIMARY KEY, v BLOB)");
    return opened;
}

static void put(store *self, int64_t key, text value) {
    assert_null(store_begin(self, memory, STORE_WRITE));
    statement *insert = store_prepare(self, "INSERT OR REPLACE INTO t VALUES (?1, ?2)");
    bind_integer(insert, 1, key);
    bind_blob(insert, 2, value);
    assert_null(store_end(self, memory, statement_run(insert, memory)));
}

static int64_t number(store *self, const char *sql) {
    assert_null(store_begin(self, memory, STORE_READ));
    statement *select = store_prepare(self, sql);
    bool has_row = false;
    assert_null(statement_step(select, memory, &has_row));
    assert_true(has_row);
    int64_t result = column_integer(select, 0);
    statement_reset(select);
    assert_null(store_end(self, memory, NULL));
    return result;
}

static int64_t count(store *self) { return number(self, "SELECT count(*) FROM t"); }

static void commits_what_succeeds_and_rolls_back_what_fails(void **state) {
    (void)state;
    store *self = open_store();
    put(self, 1, TEXT("one"));
    assert_null(store_begin(self, memory, STORE_WRITE));
    statement *insert = store_prepare(self, "INSERT INTO t VALUES (2, x'00')");
    assert_null(statement_run(insert, memory));
    const gabi_error *failure = error_new(memory, ERROR_CONFLICT, "Test", "no");
    assert_ptr_equal(store_end(self, memory, failure), failure);
    assert_int_equal(count(self), 1);
    store_close(self);
}

/* More than SQLite caches, so that pages are written, and read back from the journal, before the end. */
static void takes_back_transactions_of_any_size_again_and_again(void **state) {
    (void)state;
    enum { ROWS = 400, ROW_BYTES = 12000 };
    store *self = open_store();
    execute(self, "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 400) "
                  "INSERT INTO t SELECT k, randomblob(12000) FROM n");
    const gabi_error *failure = error_new(memory, ERROR_CONFLICT, "Test", "no");
    for (int rows = 1; rows <= ROWS; rows *= 20) {
        assert_null(store_begin(self, memory, STORE_WRITE));
        statement *change = store_prepare(self, "UPDATE t SET v = zeroblob(20000) WHERE k <= ?1");
        bind_integer(change, 1, rows);
        assert_null(statement_run(change, memory));
        assert_ptr_equal(store_end(self, memory, failure), failure);
        assert_int_equal(number(self, "SELECT sum(length(v)) FROM t"), ROWS * ROW_BYTES);
        assert_int_equal(number(self, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
        put(self, 1, TEXT("changed"));
        put(self, 1, (text){arena_zalloc(memory, ROW_BYTES), ROW_BYTES});
    }
    store_close(self);
}

static void a_fork_shares_the_past_and_nothing_else(void **state) {
    (void)state;
    store *origin = open_store();
    char big[3000];
    memset(big, 'x', sizeof big);
    for (int i = 0; i < 200; i++)
        put(origin, i, (text){big, sizeof big});
    store *fork = NULL;
    assert_null(store_fork(memory, origin, &fork));
    put(origin, 1000, TEXT("only in the origin"));
    put(fork, 2000, TEXT("only in the fork"));
    put(fork, 2001, TEXT("only in the fork"));
    assert_int_equal(count(origin), 201);
    assert_int_equal(count(fork), 202);
    store_close(origin);
    assert_int_equal(count(fork), 202);
    assert_int_equal(number(fork, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
    store_close(fork);
}

static void forks_of_forks_keep_their_integrity_through_rollbacks(void **state) {
    (void)state;
    store *last = open_store();
    for (int generation = 0; generation < 50; generation++) {
        char value[2000];
        memset(value, generation, sizeof value);
        for (int i = 0; i < 20; i++)
            put(last, generation * 10 + i, (text){value, sizeof value});
        assert_null(store_begin(last, memory, STORE_WRITE));
        assert_null(statement_run(store_prepare(last, "DELETE FROM t WHERE k % 2"), memory));
        const gabi_error *failure = error_new(memory, ERROR_CONFLICT, "Test", "no");
        assert_non_null(store_end(last, memory, failure));
        store *fork = NULL;
        assert_null(store_fork(memory, last, &fork));
        store_close(last);
        last = fork;
        assert_int_equal(count(last), generation * 10 + 20);
        assert_int_equal(number(last, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
    }
    store_close(last);
}

static void shrinks_and_grows_again(void **state) {
    (void)state;
    store *self = open_store();
    char big[30000];
    memset(big, 'y', sizeof big);
    for (int i = 0; i < 50; i++)
        put(self, i, (text){big, sizeof big});
    execute(self, "DELETE FROM t; VACUUM");
    assert_int_equal(count(self), 0);
    put(self, 1, (text){big, sizeof big});
    assert_int_equal(number(self, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
    store_close(self);
}

/* What a store of the next test is known to hold. */
typedef struct known {
    store *store;
    int64_t rows;
    int64_t sum;
    int table; /* the number of its own table */
} known;

#define KNOWN_STORES 40

static void add_rows(known *self, int64_t count, int64_t value) {
    char big[5000];
    memset(big, 'x', sizeof big);
    for (int64_t i = 0; i < count; i++)
        put(self->store, self->rows++, (text){big, (size_t)value});
    self->sum += count * value;
}

/* Makes a table that siblings have with other columns, by a change of the schema that SQLite counts the same. */
static void add_table(known *self, int number) {
    char sql[200];
    snprintf(sql, sizeof sql, "CREATE TABLE own (%s c%d INTEGER)", number % 2 ? "pad TEXT," : "", number);
    execute(self->store, sql);
    snprintf(sql, sizeof sql, "INSERT INTO own (c%d) VALUES (%d)", number, number);
    execute(self->store, sql);
    self->table = number;
}

static void check_known(known *self) {
    char sql[100];
    assert_int_equal(count(self->store), self->rows);
    assert_int_equal(number(self->store, "SELECT coalesce(sum(length(v)), 0) FROM t"), self->sum);
    if (self->table) {
        snprintf(sql, sizeof sql, "SELECT c%d FROM own", self->table);
        assert_int_equal(number(self->store, sql), self->table);
    }
    assert_int_equal(number(self->store, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"),
                     1);
}

static void stores_that_share_connections_keep_apart(void **state) {
    (void)state;
    unsigned chance = 1;
    known origin = {.store = open_store()}, stores[KNOWN_STORES];
    add_rows(&origin, 50, 3000);
    for (int i = 0; i < KNOWN_STORES; i++) {
        stores[i] = origin;
        assert_null(store_fork(memory, origin.store, &stores[i].store));
    }
    for (int step = 1; step < 1000; step++) {
        chance = chance * 1103515245u + 12345u;
        known *self = &stores[chance / 65536 % KNOWN_STORES];
        known *other = &stores[chance / 256 % KNOWN_STORES];
        switch (step % 7) {
        case 0: /* becomes a copy of another */
            if (self == other)
                break;
            assert_null(store_copy(memory, other->store, self->store));
            *self = (known){self->store, other->rows, other->sum, other->table};
            break;
        case 1:
            execute(self->store, "DELETE FROM t; VACUUM");
            self->rows = self->sum = 0;
            break;
        case 2:
            if (!self->table)
                add_table(self, step);
            break;
        default: add_rows(self, step % 20, step * 4); break;
        }
        check_known(other);
        check_known(self);
    }
    check_known(&origin);
    for (int i = 0; i < KNOWN_STORES; i++)
        store_close(stores[i].store);
    store_close(origin.store);
}

static void keeps_statements_and_lets_the_oldest_go(void **state) {
    (void)state;
    store *self = open_store();
    for (int i = 0; i < 2000; i++) {
        char sql[64];
        snprintf(sql, sizeof sql, "SELECT %d FROM (SELECT 1)", i);
        assert_int_equal(number(self, sql), i);
    }
    assert_int_equal(number(self, "SELECT 7 FROM (SELECT 1)"), 7);
    store_discard(self, "SELECT 7 FROM (SELECT 1)");
    assert_int_equal(number(self, "SELECT 7 FROM (SELECT 1)"), 7);
    store_close(self);
}

static void a_file_keeps_what_was_committed(void **state) {
    (void)state;
    char path[] = "/tmp/gabi-store-XXXXXX";
    close(mkstemp(path));
    store *self = NULL;
    assert_null(store_open_file(memory, path, false, &self));
    store *origin = open_store();
    put(origin, 1, TEXT("copied"));
    assert_null(store_copy(memory, origin, self));
    put(self, 2, TEXT("written"));
    store *fork = NULL;
    assert_null(store_fork(memory, self, &fork));
    put(fork, 3, TEXT("in the fork alone"));
    assert_int_equal(count(fork), 3);
    store_close(fork);
    store_close(self);
    store_close(origin);
    assert_null(store_open_file(memory, path, true, &self));
    assert_int_equal(count(self), 2);
    store_close(self);
    unlink(path);
}

typedef struct writer {
    store *store;
    atomic_bool is_done;
    atomic_int rows;
} writer;

static void *write_rows(void *context) {
    writer *self = context;
    char big[8000];
    memset(big, 'w', sizeof big);
    while (!atomic_load(&self->is_done)) {
        arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
        int row = atomic_load(&self->rows);
        assert_null(store_begin(self->store, arena, STORE_WRITE));
        statement *insert = store_prepare(self->store, "INSERT INTO t VALUES (?1, ?2)");
        bind_integer(insert, 1, row);
        bind_blob(insert, 2, (text){big, sizeof big});
        assert_null(store_end(self->store, arena, statement_run(insert, arena)));
        atomic_store(&self->rows, row + 1);
        arena_free(arena);
        usleep(50); /* who asks again at once leaves nobody else in */
    }
    return NULL;
}

#define MOST_COPIES 500

static void a_file_is_copied_while_others_write(void **state) {
    (void)state;
    char path[] = "/tmp/gabi-store-XXXXXX";
    close(mkstemp(path));
    writer writer = {0};
    pthread_t thread;
    bool has_written = false;
    assert_null(store_open_file(memory, path, false, &writer.store));
    execute(writer.store, "CREATE TABLE t (k INTEGER PRIMARY KEY, v BLOB)");
    execute(writer.store, "INSERT INTO t WITH RECURSIVE n(n) AS (SELECT -1 UNION ALL SELECT n - 1 FROM n LIMIT 700) "
                          "SELECT n, zeroblob(8000) FROM n");
    assert_int_equal(pthread_create(&thread, NULL, write_rows, &writer), 0);
    /* How many writes come between the pages of a copy is up to the scheduler. */
    for (int i = 0; i < 10 || (i < MOST_COPIES && !has_written); i++) {
        store *fork = NULL;
        int before = atomic_load(&writer.rows);
        assert_null(store_fork(memory, writer.store, &fork));
        int after = atomic_load(&writer.rows);
        has_written |= after > before + 1;
        int64_t rows = count(fork) - 700;
        assert_true(rows >= before && rows <= after + 1);
        assert_int_equal(number(fork, "SELECT count(*) FROM t WHERE k >= 0"), rows);
        assert_int_equal(number(fork, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
        store_close(fork);
    }
    atomic_store(&writer.is_done, true);
    pthread_join(thread, NULL);
    assert_true(has_written);
    store_close(writer.store);
    unlink(path);
}

static void says_why_a_database_does_not_open(void **state) {
    (void)state;
    store *self = NULL;
    const gabi_error *error = store_open_file(memory, "/nonexistent/folder/world.sqlite", false, &self);
    assert_non_null(error);
    assert_null(self);
    assert_non_null(strstr(error->message, "unable to open"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commits_what_succeeds_and_rolls_back_what_fails),
        cmocka_unit_test(takes_back_transactions_of_any_size_again_and_again),
        cmocka_unit_test(a_fork_shares_the_past_and_nothing_else),
        cmocka_unit_test(forks_of_forks_keep_their_integrity_through_rollbacks),
        cmocka_unit_test(shrinks_and_grows_again),
        cmocka_unit_test(stores_that_share_connections_keep_apart),
        cmocka_unit_test(keeps_statements_and_lets_the_oldest_go),
        cmocka_unit_test(a_file_keeps_what_was_committed),
        cmocka_unit_test(a_file_is_copied_while_others_write),
        cmocka_unit_test(says_why_a_database_does_not_open),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

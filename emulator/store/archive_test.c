#include "store/archive.h"

#include "core/crypto.h"
#include "core/testing.h"
#include "store/page_size.h"

#define START_MS 1767600000000

static world *new_world(arena *arena) {
    store *store;
    world *made;
    world_options options = {TEXT("test"), 7, WORLD_CLOCK_FROZEN, START_MS};
    assert_success(store_open_memory(arena, &store));
    assert_success(world_new(arena, &options, store, &made));
    return made;
}

static const gabi_error *execute(world *self, arena *arena, const char *sql) {
    TRY(store_begin(world_store(self), arena, STORE_READ));
    return store_end(world_store(self), arena, store_execute(world_store(self), arena, sql));
}

static text draw(world *self, arena *arena) {
    invocation invocation;
    world_begin_invocation(self, &invocation);
    text id = world_uuid(self, arena);
    world_end_invocation(&invocation);
    return id;
}

static int64_t number(world *self, arena *arena, const char *sql) {
    bool has_row;
    assert_success(store_begin(world_store(self), arena, STORE_READ));
    statement *select = store_prepare(world_store(self), sql);
    assert_success(statement_step(select, arena, &has_row));
    int64_t value = has_row ? column_integer(select, 0) : -1;
    statement_reset(select);
    assert_success(store_end(world_store(self), arena, NULL));
    return value;
}

/* A world in which something happened, and some rows are kept. */
static world *used_world(arena *arena) {
    world *self = new_world(arena);
    draw(self, arena);
    world_jump_to_ms(self, START_MS + 5000);
    assert_success(execute(self, arena,
                           "CREATE TABLE t (k INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT); CREATE INDEX i ON t (v);"
                           "INSERT INTO t (v) WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT "
                           "5000) SELECT 'number ' || n FROM n"));
    return self;
}

static text archive_of(arena *arena, world *self) {
    world *fork;
    text bytes;
    assert_success(world_fork(arena, self, TEXT("fork"), &fork));
    assert_success(archive_write(arena, fork, &bytes));
    world_free(fork);
    return bytes;
}

static void a_world_goes_on_from_its_archive(void **state) {
    world *self = used_world(*state), *again;
    text bytes = archive_of(*state, self);
    assert_success(archive_read(*state, bytes, TEXT("again"), &again));
    assert_string(world_name(again), "again");
    assert_int_equal(world_seed(again), 7);
    assert_int_equal(world_clock_of(again), WORLD_CLOCK_FROZEN);
    assert_int_equal(world_now_ms(again), world_now_ms(self));
    assert_int_equal(number(again, *state, "SELECT count(*) FROM t"), 5000);
    for (int i = 0; i < 3; i++)
        assert_text(draw(again, *state), draw(self, *state));
    assert_int_equal(world_due_ms(again), 0);
    world_free(self);
    world_free(again);
}

static void equal_worlds_have_equal_archives(void **state) {
    world *self = used_world(*state), *other = used_world(*state), *again;
    text bytes = archive_of(*state, self);
    assert_text(archive_of(*state, self), bytes);
    assert_text(archive_of(*state, other), bytes);
    assert_success(archive_read(*state, bytes, TEXT("again"), &again));
    draw(self, *state);
    assert_false(text_equal(archive_of(*state, self), bytes));
    world_free(self);
    world_free(other);
    world_free(again);
}

static void a_world_of_an_archive_is_reopened_as_any(void **state) {
    world *self = used_world(*state), *again;
    assert_success(archive_read(*state, archive_of(*state, self), TEXT("again"), &again));
    text id = draw(again, *state);
    store *store;
    world_options options = {TEXT("next"), 1, WORLD_CLOCK_HOST, 0};
    world *next;
    assert_success(store_fork(*state, world_store(again), &store));
    assert_success(world_new(*state, &options, store, &next));
    assert_false(text_equal(draw(next, *state), id));
    world_free(self);
    world_free(again);
    world_free(next);
}

/* ---- what is refused ---- */

/* A copy that can be changed. */
static char *copy(arena *arena, text bytes) { return arena_copy(arena, bytes.data, bytes.length); }

/* As if gabi-emu had written these bytes. */
static text sign(char *bytes, size_t length) {
    sha256_digest digest = sha256((text){bytes, length - SHA256_BYTES});
    memcpy(bytes + length - SHA256_BYTES, digest.bytes, SHA256_BYTES);
    return (text){bytes, length};
}

static const gabi_error *try(arena *arena, text bytes) {
    world *made;
    TRY(archive_read(arena, bytes, TEXT("tried"), &made));
    world_free(made);
    return NULL;
}

static void refuses(arena *arena, text bytes, const char *message) {
    const gabi_error *error = try(arena, bytes);
    assert_error(error, ERROR_INVALID, "invalid_archive");
    assert_string_equal(error->message, message);
}

static void refuses_what_is_no_archive(void **state) {
    world *self = used_world(*state);
    text bytes = archive_of(*state, self);
    refuses(*state, TEXT(""), "This is no archive of a world: it is not an SQLite database");
    refuses(*state, TEXT("SQLite format 3"), "This is no archive of a world: it is not an SQLite database");
    refuses(*state, text_upto(bytes, bytes.length - 1), "This is no archive of a world: it is not complete");
    refuses(*state, text_upto(bytes, bytes.length - STORE_PAGE_BYTES),
            "This is no archive of a world: it is not complete");
    char *other = copy(*state, bytes);
    other[68] = 'G';
    refuses(*state, (text){other, bytes.length}, "This is no archive of a world: its database is not of gabi-emu");
    other = copy(*state, bytes);
    other[63] = 99;
    refuses(*state, (text){other, bytes.length}, "The archive has format 99, this gabi-emu reads 4");
    world_free(self);
}

static void refuses_a_database_with_a(arena *arena, const char *sql, const char *message) {
    world *self = used_world(arena);
    assert_success(execute(self, arena, sql));
    refuses(arena, archive_of(arena, self), message);
    world_free(self);
}

static void refuses_what_was_put_there_to_be_run(void **state) {
    static const char has_programs[] = "This is no archive of a world: it has views, triggers or virtual tables";
    static const char has_expressions[] = "This is no archive of a world: it has expressions in its tables";
    refuses_a_database_with_a(*state, "CREATE VIEW world_view AS SELECT 1", has_programs);
    refuses_a_database_with_a(*state, "CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM t; END", has_programs);
    refuses_a_database_with_a(*state, "CREATE VIRTUAL TABLE x USING fts5(v)", has_programs);
    refuses_a_database_with_a(*state, "CREATE TABLE x (a, b AS (a + 1))", has_expressions);
    refuses_a_database_with_a(*state, "CREATE TABLE x (a CHECK (a > 1))", has_expressions);
    refuses_a_database_with_a(*state, "CREATE INDEX x ON t (v || 'x')", has_expressions);
}

static void refuses_a_database_that_is_no_world(void **state) {
    world *self = used_world(*state);
    text bytes = archive_of(*state, self);
    char *other = copy(*state, bytes);
    size_t at = text_find(bytes, TEXT("CREATE TABLE world "));
    other[at + sizeof "CREATE TABLE wor" - 1] = 'x';
    assert_error(try(*state, sign(other, bytes.length)), ERROR_INVALID, "invalid_archive");
    world_free(self);
}

static void refuses_what_is_damaged(void **state) {
    world *self = used_world(*state);
    text bytes = archive_of(*state, self);
    char *damaged = copy(*state, bytes);
    memset(damaged + 3 * STORE_PAGE_BYTES, 0x5A, STORE_PAGE_BYTES);
    refuses(*state, (text){damaged, bytes.length}, "This is no archive of a world: it is not as gabi-emu wrote it");
    refuses(*state, sign(damaged, bytes.length), "This is no archive of a world: it is damaged");
    world_free(self);
}

/* Whatever bytes change, it is refused or it is a world that can be read and written. */
static void lives_with_any_bytes(void **state) {
    world *self = used_world(*state), *made;
    text bytes = archive_of(*state, self);
    uint32_t chance = 1;
    for (int round = 0; round < 300; round++) {
        arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
        char *changed = copy(arena, bytes);
        for (int i = 0; i <= round % 5; i++) {
            chance = chance * 1103515245u + 12345u;
            size_t range = round % 2 ? STORE_PAGE_BYTES : bytes.length - SHA256_BYTES;
            changed[(chance >> 8) % range] ^= (char)(chance >> 4 | 1);
        }
        if (!archive_read(arena, sign(changed, bytes.length), TEXT("made"), &made)) {
            draw(made, arena);
            if (!execute(made, arena, "SELECT sum(length(v)) FROM t"))
                (void)execute(made, arena, "DELETE FROM t");
            (void)world_keep(made, arena);
            world_free(made);
        }
        arena_free(arena);
    }
    world_free(self);
}

static void says_so_when_a_world_is_too_large(void **state) {
    world *self = new_world(*state);
    text bytes;
    assert_success(execute(self, *state,
                           "CREATE TABLE t (v BLOB); INSERT INTO t WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT "
                           "n + 1 FROM n LIMIT 130) SELECT zeroblob(1048576) FROM n"));
    assert_error(archive_write(*state, self, &bytes), ERROR_TOO_LARGE, "archive_too_large");
    world_free(self);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_world_goes_on_from_its_archive),
        TEST(equal_worlds_have_equal_archives),
        TEST(a_world_of_an_archive_is_reopened_as_any),
        TEST(refuses_what_is_no_archive),
        TEST(refuses_what_was_put_there_to_be_run),
        TEST(refuses_a_database_that_is_no_world),
        TEST(refuses_what_is_damaged),
        TEST(lives_with_any_bytes),
        TEST(says_so_when_a_world_is_too_large),
    };
    return RUN_TESTS(tests);
}

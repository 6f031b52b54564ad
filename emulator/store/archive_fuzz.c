/* An archive of a world some of whose bytes are others, with the SHA-256 that it would have: it is refused, or it is a
 * world that can be read, written, forked and archived again. */
#include <stdlib.h>

#include "core/crypto.h"
#include "store/archive.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* Three bytes say where, one what is added there. */
#define CHANGE_BYTES 4

static void check(const gabi_error *error) {
    if (error)
        abort();
}

static const gabi_error *execute(arena *arena, store *store, const char *sql) {
    TRY(store_begin(store, arena, STORE_WRITE));
    return store_end(store, arena, store_execute(store, arena, sql));
}

static text make_archive(arena *arena) {
    store *store;
    world *made;
    text bytes;
    const world_options options = {TEXT("origin"), 7, WORLD_CLOCK_FROZEN, INT64_C(1767600000000)};
    check(store_open_memory(arena, &store));
    check(world_new(arena, &options, store, &made));
    check(execute(arena, store,
                  "CREATE TABLE t (k INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT); CREATE INDEX i ON t (v);"
                  "INSERT INTO t (v) WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 900) SELECT "
                  "'number ' || n FROM n"));
    check(archive_write(arena, made, &bytes));
    world_free(made);
    return bytes;
}

static const gabi_error *use(arena *arena, world *self) {
    world *fork;
    text bytes;
    TRY(execute(arena, world_store(self), "DELETE FROM t WHERE k % 3 = 0; INSERT INTO t (v) SELECT v FROM t LIMIT 50"));
    TRY(world_fork(arena, self, TEXT("fork"), &fork));
    const gabi_error *error = world_keep(fork, arena);
    if (!error)
        error = archive_write(arena, fork, &bytes);
    world_free(fork);
    return error;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    world *made;
    text origin = make_archive(arena);
    char *changed = arena_copy(arena, origin.data, origin.length);
    size_t database_bytes = origin.length - SHA256_BYTES;
    for (; size >= CHANGE_BYTES; data += CHANGE_BYTES, size -= CHANGE_BYTES) {
        size_t at = ((size_t)data[0] << 16 | (size_t)data[1] << 8 | data[2]) % database_bytes;
        changed[at] = (char)(changed[at] + data[3]);
    }
    sha256_digest digest = sha256((text){changed, database_bytes});
    memcpy(changed + database_bytes, digest.bytes, sizeof digest.bytes);
    if (!archive_read(arena, (text){changed, origin.length}, TEXT("made"), &made)) {
        (void)use(arena, made);
        world_free(made);
    }
    arena_free(arena);
    return 0;
}

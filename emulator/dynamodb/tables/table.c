#include "dynamodb/tables/table.h"

#include <stdatomic.h>

#include "dynamodb/items/request_tokens.h"
#include "dynamodb/streams/stream.h"
#include "dynamodb/tables/expiry_index.h"
#include "dynamodb/tables/table_compile.h"
#include "dynamodb/tables/table_state.h"
#include "dynamodb/tables/world_settings.h"

/* Definitions and settings are kept as JSON. Ids are never used again, so that the names of SQL tables are not either.
 */
#define CREATE_CATALOG                                                                                                 \
    "CREATE TABLE IF NOT EXISTS dynamodb_tables (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, "    \
    "definition TEXT NOT NULL, settings TEXT NOT NULL, uuid TEXT NOT NULL, created_at_ms INTEGER NOT NULL);"           \
    "CREATE TABLE IF NOT EXISTS dynamodb_indexes (id INTEGER PRIMARY KEY AUTOINCREMENT, table_id INTEGER NOT NULL, "   \
    "name TEXT NOT NULL, change TEXT, change_until_ms INTEGER NOT NULL DEFAULT 0, backfilled BLOB, "                   \
    "UNIQUE (table_id, name))"

#define CATALOG_CEILING_BYTES ((size_t)256 * 1024 * 1024)

/* Tables as they were once may take so much, and as much as all tables, before all are read anew. */
#define SPARE_BYTES ((size_t)64 * 1024)

/* Tables that were read all at once, which forks share; nothing of them changes. */
typedef struct compiled_tables {
    arena *arena;
    atomic_size_t users;
} compiled_tables;

/* What a world remembers of its catalog; guarded by the store's lock. */
typedef struct catalog {
    arena *owner;
    arena *arena; /* of all below, and of tables that were read alone; begun anew when all are read again */
    bool is_loaded;
    compiled_tables *compiled;
    const table **tables; /* in the order of their names */
    size_t count;
    size_t capacity;
    text *stale; /* names of tables that are to be read again */
    size_t stale_count;
    size_t stale_capacity;
    uint32_t used_in; /* the last transaction that found tables */
    bool has_changed; /* since all were read; then: */
    uint64_t undone;  /* of the store, when the first changed */
} catalog;

static void *open_catalog(world *world) {
    (void)world;
    arena *owner = arena_new(CATALOG_CEILING_BYTES);
    catalog *self = arena_zalloc(owner, sizeof *self);
    self->owner = owner;
    self->arena = arena_new(CATALOG_CEILING_BYTES);
    return self;
}

static compiled_tables *begin_compiling(void) {
    arena *arena = arena_new(CATALOG_CEILING_BYTES);
    compiled_tables *self = arena_alloc(arena, sizeof *self);
    self->arena = arena;
    atomic_init(&self->users, 1);
    return self;
}

static void release_compiled(compiled_tables *self) {
    if (self && atomic_fetch_sub(&self->users, 1) == 1)
        arena_free(self->arena);
}

static void close_catalog(void *state) {
    catalog *self = state;
    release_compiled(self->compiled);
    arena_free(self->arena);
    arena_free(self->owner);
}

/* A fork begins with the tables of its origin, unless some of them were read alone there. */
static void *fork_catalog(void *state, world *origin) {
    const catalog *of = state;
    catalog *self = open_catalog(origin);
    if (!of->is_loaded || of->has_changed)
        return self;
    atomic_fetch_add(&of->compiled->users, 1);
    self->compiled = of->compiled;
    self->tables = (const table **)arena_copy(self->owner, of->tables, of->count * sizeof *of->tables);
    self->count = self->capacity = of->count;
    self->is_loaded = true;
    return self;
}

static const world_state catalog_state = {.open = open_catalog, .close = close_catalog, .fork = fork_catalog};

/* Whether the SQL table is there that is made last. */
static const gabi_error *are_prepared(store *store, arena *arena, bool *ret_are) {
    statement *select = store_prepare(store, "SELECT 1 FROM sqlite_schema WHERE name = '" REQUEST_TOKENS_TABLE "'");
    TRY(statement_step(select, arena, ret_are));
    statement_reset(select);
    return NULL;
}

const gabi_error *tables_prepare(world *world, arena *arena) {
    bool are_there;
    TRY(are_prepared(world_store(world), arena, &are_there));
    if (are_there)
        return NULL;
    TRY(store_execute(world_store(world), arena, CREATE_CATALOG));
    TRY(streams_prepare(world, arena));
    TRY(expiries_prepare(world, arena));
    TRY(world_settings_prepare(world, arena));
    return request_tokens_prepare(world, arena);
}

/* ---- what is remembered ---- */

/* The place of that name among the tables, or where it would be. */
static size_t place_of(const catalog *self, text name, bool *ret_found) {
    size_t low = 0, high = self->count;
    *ret_found = false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = text_compare(self->tables[middle]->name, name);
        if (order == 0) {
            *ret_found = true;
            return middle;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void insert(catalog *self, size_t place, const table *table) {
    if (self->count == self->capacity) {
        self->capacity = self->capacity ? 2 * self->capacity : 16;
        self->tables = arena_grow(self->arena, self->tables, self->count * sizeof *self->tables,
                                  self->capacity * sizeof *self->tables);
    }
    memmove(&self->tables[place + 1], &self->tables[place], (self->count - place) * sizeof *self->tables);
    self->tables[place] = table;
    self->count++;
}

static const gabi_error *load(world *world, arena *arena, catalog *self) {
    store *store = world_store(world);
    bool is_row;
    arena_reset(self->arena);
    release_compiled(self->compiled);
    *self = (catalog){.owner = self->owner, .arena = self->arena, .compiled = begin_compiling()};
    TRY(tables_prepare(world, arena));
    statement *select = store_prepare(store, "SELECT " TABLE_COLUMNS " FROM dynamodb_tables ORDER BY name");
    for (;;) {
        TRY(statement_step(select, arena, &is_row));
        if (!is_row)
            break;
        table *read = arena_alloc(self->compiled->arena, sizeof *read);
        TRY(table_compile(store, self->compiled->arena, select, read));
        insert(self, self->count, read);
    }
    self->is_loaded = true;
    return NULL;
}

/* Reads the one table of that name again. What was found before stays in place. */
static const gabi_error *read_again(store *store, arena *arena, catalog *self, text name) {
    bool is_row, is_found;
    size_t place = place_of(self, name, &is_found);
    if (is_found)
        memmove(&self->tables[place], &self->tables[place + 1], (--self->count - place) * sizeof *self->tables);
    statement *select = store_prepare(store, "SELECT " TABLE_COLUMNS " FROM dynamodb_tables WHERE name = ?1");
    bind_text(select, 1, name);
    TRY(statement_step(select, arena, &is_row));
    if (!is_row)
        return NULL;
    table *read = arena_alloc(self->arena, sizeof *read);
    const gabi_error *error = table_compile(store, self->arena, select, read);
    statement_reset(select);
    if (!error)
        insert(self, place, read);
    return error;
}

/* Whether all are to be read again: a transaction that changed tables was rolled back, or most of what is remembered is
 * tables as they were once. Not in a transaction that has found tables, since they would be lost to it. */
static bool is_outdated(const catalog *self, const store *store) {
    return self->used_in != store_transaction(store) &&
           ((self->has_changed && self->undone != store_undone(store)) ||
            arena_used(self->arena) > arena_used(self->compiled->arena) + SPARE_BYTES);
}

/* The catalog as the transaction under way sees it. */
static const gabi_error *bring_up_to_date(world *world, arena *arena, const catalog **ret_catalog) {
    catalog *self = world_state_of(world, &catalog_state);
    store *store = world_store(world);
    const gabi_error *error = NULL;
    if (!self->is_loaded || is_outdated(self, store))
        TRY(load(world, arena, self));
    self->used_in = store_transaction(store);
    while (!error && self->stale_count > 0)
        error = read_again(store, arena, self, self->stale[--self->stale_count]);
    self->is_loaded = error == NULL;
    *ret_catalog = self;
    return error;
}

void tables_gather(world *world) {
    catalog *self = world_state_of(world, &catalog_state);
    self->is_loaded = self->is_loaded && !self->has_changed;
}

void table_changed(world *world, text name) {
    catalog *self = world_state_of(world, &catalog_state);
    if (!self->has_changed)
        self->undone = store_undone(world_store(world));
    self->has_changed = true;
    if (self->stale_count == self->stale_capacity) {
        self->stale_capacity += 4;
        self->stale = arena_grow(self->arena, self->stale, self->stale_count * sizeof *self->stale,
                                 self->stale_capacity * sizeof *self->stale);
    }
    self->stale[self->stale_count++] = text_copy(self->arena, name);
}

/* ---- finding ---- */

const gabi_error *table_find_or_null(world *world, arena *arena, text name, const table **ret_table) {
    const catalog *catalog;
    bool is_found;
    TRY(bring_up_to_date(world, arena, &catalog));
    size_t place = place_of(catalog, name, &is_found);
    *ret_table = is_found ? catalog->tables[place] : NULL;
    return NULL;
}

const gabi_error *table_find(world *world, arena *arena, text name, const table **ret_table) {
    const table *found;
    TRY(table_find_or_null(world, arena, name, &found));
    if (!found || !table_is_usable(found, world))
        return error_new(arena, ERROR_NOT_FOUND, "ResourceNotFoundException", "Requested resource not found");
    *ret_table = found;
    return NULL;
}

const table_index *table_find_index(const table *self, text name) {
    for (size_t i = 0; i < self->index_count; i++)
        if (text_equal(self->indexes[i].name, name))
            return &self->indexes[i];
    return NULL;
}

const gabi_error *table_all(world *world, arena *arena, const table *const **ret_tables, size_t *ret_count) {
    const catalog *catalog;
    TRY(bring_up_to_date(world, arena, &catalog));
    *ret_tables = catalog->tables;
    *ret_count = catalog->count;
    return NULL;
}

const gabi_error *table_list(world *world, arena *arena, text after, size_t limit, text *ret_names, size_t *ret_count) {
    const catalog *catalog;
    bool is_found;
    size_t count = 0;
    TRY(bring_up_to_date(world, arena, &catalog));
    size_t place = place_of(catalog, after, &is_found);
    for (size_t i = place + is_found; i < catalog->count && count < limit; i++)
        ret_names[count++] = text_copy(arena, catalog->tables[i]->name);
    *ret_count = count;
    return NULL;
}

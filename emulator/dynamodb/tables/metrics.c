#include "dynamodb/tables/metrics.h"

#include "dynamodb/items/item_store.h"
#include "dynamodb/values/attribute.h"
#include "dynamodb/values/key.h"
#include "store/paged_work.h"

#define METRICS_CEILING_BYTES ((size_t)64 * 1024 * 1024)

/* Rows that are measured with the lock held. */
#define ROWS_A_PAGE 256

typedef struct measurement {
    int64_t table_id; /* 0: of no table, free for another */
    table_metrics counted;
    text upto; /* rows before this are counted */
    arena *upto_owner;
    bool is_complete;
} measurement;

/* Guarded by the store's lock. */
typedef struct measurements {
    arena *arena;
    measurement *items;
    size_t count;
    size_t capacity;
    uint64_t undone; /* of the store, when they were last known to be right */
} measurements;

static void *open_measurements(world *world) {
    (void)world;
    arena *arena = arena_new(METRICS_CEILING_BYTES);
    measurements *self = arena_zalloc(arena, sizeof *self);
    self->arena = arena;
    return self;
}

static void release(measurement *self) {
    if (self->upto_owner)
        arena_free(self->upto_owner);
    self->upto_owner = NULL;
}

static void close_measurements(void *state) {
    measurements *self = state;
    for (size_t i = 0; i < self->count; i++)
        release(&self->items[i]);
    arena_free(self->arena);
}

static const world_state measurements_state = {.open = open_measurements, .close = close_measurements};

static void begin_anew(measurement *self) {
    release(self);
    *self = (measurement){.table_id = self->table_id};
}

/* A transaction that was undone may have been counted. */
static void check_undone(measurements *self, const store *store) {
    if (self->undone == store_undone(store))
        return;
    for (size_t i = 0; i < self->count; i++)
        begin_anew(&self->items[i]);
    self->undone = store_undone(store);
}

static measurement *find(measurements *self, int64_t table_id) {
    for (size_t i = 0; i < self->count; i++)
        if (self->items[i].table_id == table_id)
            return &self->items[i];
    return NULL;
}

static measurement *add(measurements *self) {
    if (self->count == self->capacity) {
        size_t capacity = self->capacity * 2 + 8, size = sizeof *self->items;
        self->items = arena_grow(self->arena, self->items, self->capacity * size, capacity * size);
        self->capacity = capacity;
    }
    return &self->items[self->count++];
}

/* What is known of the table: nothing, at first. Stays in place until another table is measured. */
static measurement *measurement_of(world *world, int64_t table_id) {
    measurements *self = world_state_of(world, &measurements_state);
    check_undone(self, world_store(world));
    measurement *found = find(self, table_id);
    if (found)
        return found;
    found = find(self, 0);
    if (!found)
        found = add(self);
    *found = (measurement){.table_id = table_id};
    return found;
}

/* Counts an item in (sign 1) or out (-1). */
static void count_item(measurement *self, const table *table, const table_item *item, int sign) {
    if (item->count == 0)
        return;
    int64_t bytes = (int64_t)item_size_bytes(item);
    self->counted.table.items += sign;
    self->counted.table.bytes += sign * bytes;
    for (size_t i = 0; i < table->index_count; i++)
        if (index_has(&table->indexes[i], item)) {
            self->counted.indexes[i].items += sign;
            self->counted.indexes[i].bytes += sign * (int64_t)index_item_size_bytes(table, &table->indexes[i], item);
        }
}

void metrics_count(world *world, const table *table, text key, const table_item *old, const table_item *item) {
    measurement *self = measurement_of(world, table->id);
    if (!self->is_complete && (text_is_empty(self->upto) || text_compare(key, self->upto) >= 0))
        return;
    count_item(self, table, old, -1);
    count_item(self, table, item, 1);
}

void metrics_forget(world *world, int64_t table_id) {
    measurement *known = find(world_state_of(world, &measurements_state), table_id);
    if (!known)
        return;
    begin_anew(known);
    known->table_id = 0;
}

/* ---- measuring ---- */

/* Keeps how far the measuring has come, in memory that lasts. */
static void note_progress(measurement *self, text key) {
    arena *owner = arena_new(2 * KEY_MOST_BYTES);
    /* With a NUL: right behind the row. */
    text upto = text_copy(owner, (text){key.data, key.length + 1});
    release(self);
    self->upto_owner = owner;
    self->upto = upto;
}

/* With the lock. */
static const gabi_error *measure_page(world *world, arena *arena, const table *table, measurement *self) {
    row_range rest = {
        .from = text_is_empty(self->upto) ? key_of_bucket(arena, 0) : self->upto,
        .to = key_of_bucket(arena, KEY_BUCKETS),
    };
    statement *rows = rows_open(world_store(world), &table->statements, &rest);
    row row = {0};
    for (int i = 0; i < ROWS_A_PAGE; i++) {
        bool is_found;
        TRY(rows_next(rows, arena, &is_found, &row));
        if (!is_found) {
            self->is_complete = true;
            return NULL;
        }
        table_item item = item_of_json(arena, row.json);
        count_item(self, table, &item, 1);
    }
    statement_reset(rows);
    note_progress(self, row.key);
    return NULL;
}

typedef struct measuring {
    world *world;
    text table_name;
} measuring;

static const gabi_error *measure_page_of(void *work, arena *arena, bool *ret_is_done) {
    const measuring *measuring = work;
    const table *table;
    TRY(table_find_or_null(measuring->world, arena, measuring->table_name, &table));
    measurement *self = table ? measurement_of(measuring->world, table->id) : NULL;
    if (self && !self->is_complete)
        TRY(measure_page(measuring->world, arena, table, self));
    *ret_is_done = !self || self->is_complete;
    return NULL;
}

const gabi_error *metrics_measure(world *world, arena *arena, text table_name) {
    measuring measuring = {world, table_name};
    return store_work(world_store(world), arena, STORE_READ, measure_page_of, &measuring);
}

const gabi_error *metrics_of(world *world, arena *arena, const table *table, const table_metrics **ret_metrics) {
    measurement *self = measurement_of(world, table->id);
    while (!self->is_complete)
        TRY(measure_page(world, arena, table, self));
    *ret_metrics = &self->counted;
    return NULL;
}

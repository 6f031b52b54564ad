#include "dynamodb/items/capacity.h"

#include "dynamodb/items/item_store.h"
#include "dynamodb/values/attribute.h"

/* ---- what is consumed ---- */

typedef struct capacity_rate {
    size_t block_bytes;
    int64_t halves_a_block;
} capacity_rate;

static const capacity_rate rates[] = {
    [CAPACITY_EVENTUAL_READ] = {4096, 1},       [CAPACITY_CONSISTENT_READ] = {4096, 2},
    [CAPACITY_TRANSACTIONAL_READ] = {4096, 4},  [CAPACITY_WRITE] = {1024, 2},
    [CAPACITY_TRANSACTIONAL_WRITE] = {1024, 4},
};

bool capacity_is_read(capacity_mode mode) { return mode < CAPACITY_WRITE; }

int64_t capacity_halves(capacity_mode mode, size_t size_bytes) {
    const capacity_rate *rate = &rates[mode];
    size_t blocks = size_bytes == 0 ? 1 : (size_bytes + rate->block_bytes - 1) / rate->block_bytes;
    return (int64_t)blocks * rate->halves_a_block;
}

static int64_t larger(int64_t a, int64_t b) { return a > b ? a : b; }

static bool is_moved(arena *arena, const table_index *index, const table_item *old, const table_item *item) {
    for (size_t i = 0; i < index->key.count; i++) {
        text name = index->key.attributes[i].name;
        if (!attribute_equal(arena, item_find(old, name), item_find(item, name)))
            return true;
    }
    return false;
}

static attribute_value map_of(table_item item) {
    return (attribute_value){.kind = ATTRIBUTE_MAP, .members = item.attributes, .member_count = item.count};
}

/* An entry that stays where it is costs one write, or nothing when it stays the same; one that moves is deleted and
 * put. */
static int64_t index_halves(arena *arena, const table *table, const table_index *index, capacity_mode mode,
                            const table_item *old, const table_item *item) {
    bool had = index_has(index, old), has = index_has(index, item);
    int64_t before = had ? capacity_halves(mode, index_item_size_bytes(table, index, old)) : 0;
    int64_t after = has ? capacity_halves(mode, index_item_size_bytes(table, index, item)) : 0;
    if (!had || !has || is_moved(arena, index, old, item))
        return before + after;
    attribute_value old_entry = map_of(index_item(arena, table, index, old));
    attribute_value new_entry = map_of(index_item(arena, table, index, item));
    return attribute_equal(arena, &old_entry, &new_entry) ? 0 : larger(before, after);
}

consumption consumption_of_write(arena *arena, const table *table, capacity_mode mode, const table_item *old,
                                 const table_item *item) {
    consumption consumed = {
        .mode = mode,
        .table_halves =
            larger(capacity_halves(mode, item_size_bytes(old)), capacity_halves(mode, item_size_bytes(item))),
    };
    for (size_t i = 0; i < table->index_count; i++)
        consumed.index_halves[i] = index_halves(arena, table, &table->indexes[i], mode, old, item);
    return consumed;
}

/* ---- the meter ---- */

typedef struct index_capacity {
    text name;
    bool is_local;
    int64_t halves;
} index_capacity;

typedef struct table_capacity {
    text name;
    capacity_mode mode; /* a request only reads or only writes */
    int64_t halves;     /* of the table itself */
    index_capacity indexes[MOST_INDEXES_PER_TABLE];
    size_t index_count;
} table_capacity;

struct capacity_meter {
    arena *arena;
    bool tells_indexes;
    table_capacity *tables;
    size_t count;
};

capacity_meter *capacity_meter_new(arena *arena, text wanted) {
    bool tells_indexes = text_equal(wanted, TEXT("INDEXES"));
    if (!tells_indexes && !text_equal(wanted, TEXT("TOTAL")))
        return NULL;
    capacity_meter *self = arena_zalloc(arena, sizeof *self);
    self->arena = arena;
    self->tells_indexes = tells_indexes;
    return self;
}

static table_capacity *capacity_of_table(capacity_meter *self, text name, capacity_mode mode) {
    for (size_t i = 0; i < self->count; i++)
        if (text_equal(self->tables[i].name, name))
            return &self->tables[i];
    size_t size = sizeof *self->tables;
    self->tables = arena_grow_by_one(self->arena, self->tables, self->count, size);
    table_capacity *added = &self->tables[self->count++];
    *added = (table_capacity){.name = name, .mode = mode};
    return added;
}

static index_capacity *capacity_of_index(const capacity_meter *self, table_capacity *table, const table_index *index) {
    for (size_t i = 0; i < table->index_count; i++)
        if (text_equal(table->indexes[i].name, index->name))
            return &table->indexes[i];
    index_capacity *added = &table->indexes[table->index_count++];
    *added = (index_capacity){text_copy(self->arena, index->name), index->is_local, 0};
    return added;
}

void capacity_meter_add(capacity_meter *self, text table_name, const table *table, const consumption *consumption) {
    if (!self)
        return;
    table_capacity *capacity = capacity_of_table(self, table_name, consumption->mode);
    capacity->halves += consumption->table_halves;
    for (size_t i = 0; i < table->index_count; i++)
        if (consumption->index_halves[i] > 0)
            capacity_of_index(self, capacity, &table->indexes[i])->halves += consumption->index_halves[i];
}

/* ---- the answer ---- */

static void write_units(json_writer *writer, const char *name, int64_t halves) {
    json_raw_member(writer, name,
                    text_format(writer->out->arena, "%lld.%d", (long long)(halves / 2), halves % 2 ? 5 : 0));
}

/* What a transaction consumes is told by its kind, too. */
static void write_units_of(json_writer *writer, const char *name, capacity_mode kind, capacity_mode mode,
                           int64_t halves) {
    if (mode == kind)
        write_units(writer, name, halves);
}

static void write_part(json_writer *writer, text name, capacity_mode mode, int64_t halves) {
    json_name(writer, name);
    json_begin_object(writer);
    write_units(writer, "CapacityUnits", halves);
    write_units_of(writer, "ReadCapacityUnits", CAPACITY_TRANSACTIONAL_READ, mode, halves);
    write_units_of(writer, "WriteCapacityUnits", CAPACITY_TRANSACTIONAL_WRITE, mode, halves);
    json_end_object(writer);
}

static void write_indexes(json_writer *writer, const char *name, const table_capacity *table, bool are_local) {
    bool is_begun = false;
    for (size_t i = 0; i < table->index_count; i++) {
        if (table->indexes[i].is_local != are_local)
            continue;
        if (!is_begun) {
            json_name(writer, text_of(name));
            json_begin_object(writer);
        }
        is_begun = true;
        write_part(writer, table->indexes[i].name, table->mode, table->indexes[i].halves);
    }
    if (is_begun)
        json_end_object(writer);
}

static void write_table(const capacity_meter *self, json_writer *writer, const table_capacity *table) {
    int64_t total = table->halves;
    for (size_t i = 0; i < table->index_count; i++)
        total += table->indexes[i].halves;
    json_begin_object(writer);
    write_units(writer, "CapacityUnits", total);
    if (self->tells_indexes) {
        write_indexes(writer, "GlobalSecondaryIndexes", table, false);
        write_indexes(writer, "LocalSecondaryIndexes", table, true);
    }
    write_units_of(writer, "ReadCapacityUnits", CAPACITY_TRANSACTIONAL_READ, table->mode, total);
    if (self->tells_indexes)
        write_part(writer, TEXT("Table"), table->mode, table->halves);
    json_string_member(writer, "TableName", table->name);
    write_units_of(writer, "WriteCapacityUnits", CAPACITY_TRANSACTIONAL_WRITE, table->mode, total);
    json_end_object(writer);
}

void capacity_write(const capacity_meter *self, json_writer *writer) {
    if (!self || self->count == 0)
        return;
    json_name(writer, TEXT("ConsumedCapacity"));
    write_table(self, writer, &self->tables[0]);
}

void capacity_write_list(const capacity_meter *self, json_writer *writer) {
    if (!self)
        return;
    json_name(writer, TEXT("ConsumedCapacity"));
    json_begin_array(writer);
    for (size_t i = 0; i < self->count; i++)
        write_table(self, writer, &self->tables[i]);
    json_end_array(writer);
}

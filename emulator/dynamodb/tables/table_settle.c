#include "dynamodb/backups/backup.h"
#include "dynamodb/backups/recovery.h"
#include "dynamodb/items/item_store.h"
#include "dynamodb/tables/index_lag.h"
#include "dynamodb/tables/table_state.h"
#include "dynamodb/values/attribute.h"
#include "dynamodb/values/key.h"
#include "store/paged_work.h"

/* Rows that are backfilled with the lock held. */
#define ROWS_A_PAGE 256

/* One step of what there is to do. */
typedef struct settle_step {
    const table *table;
    const table_index *index; /* NULL: the table itself is to be dropped */
} settle_step;

static bool is_deleting(text change) { return text_equal(change, TEXT(STATE_DELETING)); }

/* Whether something is due by now; what will be is noted. */
static bool is_due(world *world, int64_t at_ms) {
    if (at_ms <= world_now_ms(world))
        return true;
    world_note_due(world, at_ms);
    return false;
}

static bool find_index_step(world *world, const table *table, settle_step *ret_step) {
    for (size_t i = 0; i < table->index_count; i++) {
        const table_index *index = &table->indexes[i];
        bool is_found = is_deleting(index->change) ? is_due(world, index->change_until_ms) : index->is_backfilling;
        if (is_found) {
            *ret_step = (settle_step){table, index};
            return true;
        }
    }
    return false;
}

static bool find_step(world *world, const table *const *tables, size_t count, settle_step *ret_step) {
    for (size_t i = 0; i < count; i++) {
        if (is_deleting(tables[i]->settings.change) && is_due(world, tables[i]->settings.change_until_ms.value)) {
            *ret_step = (settle_step){tables[i], NULL};
            return true;
        }
        if (find_index_step(world, tables[i], ret_step))
            return true;
    }
    return false;
}

/* The definition without the index, and without the attributes that nothing else needs. */
static table_definition without_index(arena *arena, const table_definition *definition, text name) {
    table_definition rest = *definition;
    const index_definition *indexes = definition->global_indexes.items;
    const attribute_definition *attributes = definition->attributes.items;
    index_definition *kept = arena_alloc(arena, definition->global_indexes.count * sizeof *kept);
    attribute_definition *used = arena_alloc(arena, definition->attributes.count * sizeof *used);
    rest.global_indexes = (wire_list){.is_present = true, .items = kept, .count = 0};
    for (size_t i = 0; i < definition->global_indexes.count; i++)
        if (!text_equal(indexes[i].name, name))
            kept[rest.global_indexes.count++] = indexes[i];
    rest.attributes = (wire_list){.is_present = true, .items = used, .count = 0};
    for (size_t i = 0; i < definition->attributes.count; i++)
        if (definition_uses(&rest, attributes[i].name))
            used[rest.attributes.count++] = attributes[i];
    return rest;
}

static const gabi_error *drop_index(world *world, arena *arena, const settle_step *step) {
    table_definition rest = without_index(arena, step->table->definition, step->index->name);
    return table_save(world, arena, step->table, &rest, &step->table->settings);
}

/* Gives the index the rows of the next items, beside those that writes have given it meanwhile. */
static const gabi_error *backfill_page(world *world, arena *arena, const settle_step *step) {
    store *store = world_store(world);
    const table_item nothing = {0};
    const table_index *index = step->index;
    row_range rest = {
        .from = text_is_empty(index->backfilled) ? key_of_bucket(arena, 0) : index->backfilled,
        .to = key_of_bucket(arena, KEY_BUCKETS),
    };
    statement *rows = rows_open(store, &step->table->statements, &rest);
    for (int i = 0; i < ROWS_A_PAGE; i++) {
        row row;
        bool is_found;
        TRY(rows_next(rows, arena, &is_found, &row));
        if (!is_found)
            return index_note_backfilled(world, arena, step->table, index, NULL);
        if (indexes_lag(step->table))
            TRY(index_lag_shown(store, arena, step->table, row.key, &row.json));
        table_item item = text_is_empty(row.json) ? nothing : item_of_json(arena, row.json);
        TRY(index_update(store, arena, index, row.key, &nothing, &item));
        rest.from = row.key;
    }
    statement_reset(rows);
    text upto = text_copy(arena, (text){rest.from.data, rest.from.length + 1}); /* with the NUL: right behind it */
    return index_note_backfilled(world, arena, step->table, index, &upto);
}

const gabi_error *table_end(world *world, arena *arena, const table *self) {
    return recovery_is_on(&self->settings) ? backup_of_deleted_table(world, arena, self)
                                           : table_drop(world, arena, self);
}

static const gabi_error *take_step(void *work, arena *arena, bool *ret_is_done) {
    world *world = work;
    const table *const *tables;
    size_t count;
    settle_step step;
    TRY(table_all(world, arena, &tables, &count));
    *ret_is_done = !find_step(world, tables, count, &step);
    if (*ret_is_done)
        return NULL;
    if (!step.index)
        return table_end(world, arena, step.table);
    return is_deleting(step.index->change) ? drop_index(world, arena, &step) : backfill_page(world, arena, &step);
}

const gabi_error *tables_settle(world *world, arena *arena) {
    return store_work(world_store(world), arena, STORE_WRITE, take_step, world);
}

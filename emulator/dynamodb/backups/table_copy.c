#include "dynamodb/backups/table_copy.h"

#include "dynamodb/backups/journal.h"

const char *table_rows(arena *arena, const table *table) {
    return arena_printf(arena, "items_%lld", (long long)table->id);
}

static const gabi_error *save_copies(world *world, arena *arena, const table *table, int64_t copies) {
    table_settings settings = table->settings;
    settings.copies = copies > 0 ? (optional_integer){true, copies} : (optional_integer){0};
    return table_save_settings(world, arena, table, &settings);
}

const gabi_error *table_begin_copy(world *world, arena *arena, const table *table, const char *to,
                                   rows_copy *ret_copy) {
    rows_copy copy = {.from = table_rows(arena, table), .to = to, .journal_of = table->id};
    TRY(save_copies(world, arena, table, table->settings.copies.value + 1));
    TRY(journal_position(world_store(world), arena, table->id, &copy.position));
    *ret_copy = copy;
    return NULL;
}

const gabi_error *table_end_copy(world *world, arena *arena, text table_name) {
    const table *table;
    TRY(table_find(world, arena, table_name, &table));
    return save_copies(world, arena, table, table->settings.copies.value - 1);
}

const gabi_error *table_forget_copies(world *world, arena *arena, const table *table) {
    return table->settings.copies.is_present ? save_copies(world, arena, table, 0) : NULL;
}

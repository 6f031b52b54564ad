#include "dynamodb/table.h"

static const gabi_error *measure(store *store, arena *arena, int64_t id, int64_t *ret_count, int64_t *ret_bytes) {
    const char *sql = arena_printf(arena, "SELECT count(*), total(length(item)) FROM items_%lld", (long long)id);
    statement *select = store_prepare(store, sql);
    bool is_row;
    TRY(statement_step(select, arena, &is_row));
    *ret_count = column_integer(select, 0);
    *ret_bytes = column_integer(select, 1);
    statement_reset(select);
    store_discard(store, sql);
    return NULL;
}

const gabi_error *table_describe(world *world, arena *arena, const table *table, const char *status,
                                 json_writer *writer) {
    int64_t count, bytes;
    TRY(measure(world_store(world), arena, table->id, &count, &bytes));
    json_begin_object(writer);
    definition_describe(writer, table->definition, table->arn);
    json_string_member(writer, "TableStatus", text_of(status));
    json_raw_member(
        writer, "CreationDateTime",
        text_format(arena, "%lld.%03d", (long long)(table->created_at_ms / 1000), (int)(table->created_at_ms % 1000)));
    json_integer_member(writer, "TableSizeBytes", bytes);
    json_integer_member(writer, "ItemCount", count);
    json_string_member(writer, "TableArn", table->arn);
    json_string_member(writer, "TableId", table->uuid);
    json_end_object(writer);
    return NULL;
}

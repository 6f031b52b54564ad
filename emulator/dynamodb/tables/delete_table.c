#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/metrics.h"
#include "dynamodb/tables/table_request.h"
#include "dynamodb/tables/table_state.h"
#include "dynamodb/tables/world_settings.h"

/* Drops the table now, or has it dropped when its time has come. */
static const gabi_error *drop(world *world, arena *arena, const table *table, const table_settings *settings) {
    if (settings->change_until_ms.value <= world_now_ms(world))
        return table_end(world, arena, table);
    world_note_due(world, settings->change_until_ms.value);
    return table_save_settings(world, arena, table, settings);
}

static const gabi_error *delete (world *world, arena *arena, const void *request, json_writer *writer) {
    text name = *(const text *)request;
    const table *table;
    int64_t delay_ms;
    TRY(table_request_find_any(world, arena, name, &table));
    TRY(table_check_deletable(world, arena, table));
    if (table->settings.copies.is_present)
        return table_in_use(arena, "Table is being backed up or restored: %.*s", TEXT_ARGS(name));
    if (table->definition->deletion_protection.value)
        return validation_error(
            arena, "Resource cannot be deleted as it is currently protected against deletion. Disable deletion "
                   "protection first.");
    TRY(world_setting_get(world, arena, SETTING_TABLE_DELETION_MS, &delay_ms));
    struct table going = *table;
    going.settings.change = TEXT(STATE_DELETING);
    going.settings.change_until_ms = (optional_integer){true, world_now_ms(world) + delay_ms};
    json_name(writer, TEXT("TableDescription"));
    TRY(table_describe_briefly(world, arena, &going, world_now_ms(world), writer));
    return drop(world, arena, table, &going.settings);
}

const gabi_error *delete_table(op_call *call) {
    text name;
    TRY(table_request_read(call, &name));
    TRY(metrics_measure(call->owner, call->arena, name));
    return reply_from_store(call, STORE_WRITE, delete, &name);
}

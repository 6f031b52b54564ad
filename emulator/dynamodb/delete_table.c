#include "dynamodb/backup.h"
#include "dynamodb/operations.h"
#include "dynamodb/recovery.h"
#include "dynamodb/reply.h"
#include "dynamodb/table_request.h"

static const gabi_error *in_use(arena *arena, const char *what_happens, text name) {
    return error_new(arena, ERROR_CONFLICT, "ResourceInUseException",
                     "Attempt to change a resource which is still in use: Table is being %s: %.*s", what_happens,
                     TEXT_ARGS(name));
}

static const gabi_error *delete (world *world, arena *arena, text name, json_writer *writer) {
    const table *table;
    TRY(table_request_find_any(world, arena, name, &table));
    if (settings_are_of_restoring(&table->settings))
        return in_use(arena, "created", name);
    if (table->settings.copies.is_present)
        return in_use(arena, "backed up or restored", name);
    if (table->definition->deletion_protection.value)
        return validation_error(
            arena, "Resource cannot be deleted as it is currently protected against deletion. Disable deletion "
                   "protection first.");
    TRY(table_describe(world, arena, table, "DELETING", writer));
    return recovery_is_on(&table->settings) ? backup_of_deleted_table(world, arena, table)
                                            : table_drop(world, arena, table);
}

const gabi_error *delete_table(op_call *call) {
    text name;
    store *store = world_store(call->owner);
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    TRY(table_request_read(call, &name));
    json_begin_object(&writer);
    json_name(&writer, TEXT("TableDescription"));
    TRY(store_begin(store, call->arena, STORE_WRITE));
    TRY(store_end(store, call->arena, delete (call->owner, call->arena, name, &writer)));
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}

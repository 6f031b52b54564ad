#include "dynamodb/metrics.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/stream.h"
#include "dynamodb/table_request.h"
#include "dynamodb/table_state.h"
#include "dynamodb/table_update.h"

/* The definition as the answer tells it: throughput that is changed is still what it was. */
static table_definition shown_definition(arena *arena, const table_definition *old, const table_definition *updated) {
    table_definition shown = *updated;
    index_definition *indexes = shown.global_indexes.items =
        wire_list_copy(arena, &updated->global_indexes, sizeof *indexes);
    const index_definition *old_indexes = old->global_indexes.items;
    if (shown.throughput && old->throughput)
        shown.throughput = old->throughput;
    for (size_t i = 0; i < old->global_indexes.count; i++)
        if (indexes[i].throughput && old_indexes[i].throughput)
            indexes[i].throughput = old_indexes[i].throughput;
    return shown;
}

static const gabi_error *update(world *world, arena *arena, const void *request, json_writer *writer) {
    const table_update *update = request;
    const table *table;
    table_updated updated;
    table_definition old;
    int64_t beginning_ms = STATE_AT_BEGINNING(world_now_ms(world));
    TRY(table_request_find_any(world, arena, update->table_name, &table));
    TRY(table_update_evaluate(world, arena, update, table, &updated));
    /* A copy: what was found does not outlive the next finding. */
    TRY(definition_read(arena, definition_to_json(arena, table->definition), &old));
    TRY(table_update_apply(world, arena, update, table, &updated));
    TRY(table_request_find_any(world, arena, update->table_name, &table));
    if (update->stream)
        TRY(stream_change(world, arena, table, update->stream, &table));
    table_definition definition = shown_definition(arena, &old, table->definition);
    struct table shown = *table;
    shown.definition = &definition;
    json_name(writer, TEXT("TableDescription"));
    return table_describe(world, arena, &shown, beginning_ms, writer);
}

const gabi_error *update_table(op_call *call) {
    table_update request;
    TRY(table_update_read(call->arena, call->request->body.bytes, &request));
    TRY(metrics_measure(call->owner, call->arena, request.table_name));
    return reply_from_store(call, STORE_WRITE, update, &request);
}

#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/streams/stream.h"
#include "dynamodb/tables/metrics.h"
#include "dynamodb/tables/table_request.h"
#include "dynamodb/tables/table_state.h"
#include "dynamodb/tables/table_update.h"

/* -1, which only the answer tells, takes a maximum away. */
static throughput *without_cleared(arena *arena, const throughput *most) {
    throughput left = most ? *most : (throughput){0};
    left.read_units.is_present = left.read_units.is_present && left.read_units.value >= 0;
    left.write_units.is_present = left.write_units.is_present && left.write_units.value >= 0;
    if (!left.read_units.is_present && !left.write_units.is_present)
        return NULL;
    throughput *kept = arena_alloc(arena, sizeof *kept);
    *kept = left;
    return kept;
}

static table_updated without_cleared_maxima(arena *arena, const table_updated *updated) {
    table_updated kept = *updated;
    wire_list *list = &kept.definition.global_indexes;
    index_definition *indexes = list->items = wire_list_copy(arena, list, sizeof *indexes);
    kept.definition.on_demand = without_cleared(arena, kept.definition.on_demand);
    for (size_t i = 0; i < list->count; i++)
        indexes[i].on_demand = without_cleared(arena, indexes[i].on_demand);
    return kept;
}

static throughput *maxima_of_index(const table_definition *self, text name) {
    const index_definition *indexes = self->global_indexes.items;
    for (size_t i = 0; i < self->global_indexes.count; i++)
        if (text_equal(indexes[i].name, name))
            return indexes[i].on_demand;
    return NULL;
}

/* The definition as the answer tells it: throughput that is changed is still what it was, and maxima as they were
 * asked for. */
static table_definition shown_definition(arena *arena, const table_definition *old, const table_definition *asked,
                                         const table_definition *now) {
    table_definition shown = *now;
    index_definition *indexes = shown.global_indexes.items =
        wire_list_copy(arena, &now->global_indexes, sizeof *indexes);
    shown.on_demand = asked->on_demand;
    for (size_t i = 0; i < shown.global_indexes.count; i++)
        indexes[i].on_demand = maxima_of_index(asked, indexes[i].name);
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
    table_updated kept = without_cleared_maxima(arena, &updated);
    TRY(table_update_apply(world, arena, update, table, &kept));
    TRY(table_request_find_any(world, arena, update->table_name, &table));
    if (update->stream)
        TRY(stream_change(world, arena, table, update->stream, &table));
    table_definition definition = shown_definition(arena, &old, &updated.definition, table->definition);
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

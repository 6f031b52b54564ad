#include "dynamodb/metrics.h"

const gabi_error *table_describe(world *world, arena *arena, const table *table, const char *status,
                                 json_writer *writer) {
    const table_metrics *metrics;
    TRY(metrics_of(world, arena, table, &metrics));
    json_begin_object(writer);
    definition_describe(writer, table->definition, table->arn);
    json_string_member(writer, "TableStatus", text_of(status));
    json_raw_member(
        writer, "CreationDateTime",
        text_format(arena, "%lld.%03d", (long long)(table->created_at_ms / 1000), (int)(table->created_at_ms % 1000)));
    json_integer_member(writer, "TableSizeBytes", metrics->table.bytes);
    json_integer_member(writer, "ItemCount", metrics->table.items);
    json_string_member(writer, "TableArn", table->arn);
    json_string_member(writer, "TableId", table->uuid);
    json_end_object(writer);
    return NULL;
}

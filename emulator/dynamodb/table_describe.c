#include "dynamodb/instant.h"
#include "dynamodb/metrics.h"
#include "dynamodb/restore.h"
#include "dynamodb/stream.h"

const gabi_error *table_describe(world *world, arena *arena, const table *table, const char *status,
                                 json_writer *writer) {
    const table_metrics *metrics;
    TRY(metrics_of(world, arena, table, &metrics));
    json_begin_object(writer);
    definition_describe(writer, table->definition, table->arn);
    json_string_member(writer, "TableStatus", text_of(status));
    json_instant_member(writer, "CreationDateTime", table->created_at_ms);
    json_integer_member(writer, "TableSizeBytes", metrics->table.bytes);
    json_integer_member(writer, "ItemCount", metrics->table.items);
    json_string_member(writer, "TableArn", table->arn);
    json_string_member(writer, "TableId", table->uuid);
    restore_summarize(writer, table);
    stream_describe(writer, table);
    json_end_object(writer);
    return NULL;
}

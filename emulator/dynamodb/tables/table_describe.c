#include <stdlib.h>

#include "dynamodb/backups/restore.h"
#include "dynamodb/streams/stream.h"
#include "dynamodb/tables/metrics.h"
#include "dynamodb/tables/table_state.h"
#include "dynamodb/values/instant.h"
#include "store/account.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)

/* What the parts of a description are written from. */
typedef struct description {
    const table *table;
    const table_metrics *metrics;
    const char *status; /* the table's */
    int64_t at_ms;
    json_writer *writer;
} description;

static void write_optional_instant(json_writer *writer, const char *name, optional_integer at_ms) {
    if (at_ms.is_present)
        json_instant_member(writer, name, at_ms.value);
}

static const throughput_history *history_of(const table *table, text index_name) {
    const throughput_history *items = table->settings.throughput_histories.items;
    for (size_t i = 0; i < table->settings.throughput_histories.count; i++)
        if (text_equal(items[i].index_name, index_name))
            return &items[i];
    return NULL;
}

/* Zeros where requests are paid for one by one. */
static void write_provisioned(const description *self, const throughput *throughput, text index_name) {
    static const throughput_history none = {0};
    const throughput_history *history = history_of(self->table, index_name);
    if (!history)
        history = &none;
    bool is_of_today = history->decreased_at_ms.value / DAY_MS == self->at_ms / DAY_MS;
    json_name(self->writer, TEXT("ProvisionedThroughput"));
    json_begin_object(self->writer);
    write_optional_instant(self->writer, "LastDecreaseDateTime", history->decreased_at_ms);
    write_optional_instant(self->writer, "LastIncreaseDateTime", history->increased_at_ms);
    json_integer_member(self->writer, "NumberOfDecreasesToday", is_of_today ? history->decreases.value : 0);
    json_integer_member(self->writer, "ReadCapacityUnits", throughput ? throughput->read_units.value : 0);
    json_integer_member(self->writer, "WriteCapacityUnits", throughput ? throughput->write_units.value : 0);
    json_end_object(self->writer);
}

/* A table that comes or goes tells only what was asked for, which is then being prepared. */
static void write_warm(const description *self, const throughput *asked, const throughput *provisioned,
                       const char *status) {
    throughput warm = definition_warm(self->table->definition, asked, provisioned);
    if (is_state(self->status, STATE_DELETING) || (is_state(self->status, STATE_CREATING) && !asked))
        return;
    bool is_updating = is_state(self->status, STATE_CREATING) || is_state(status, STATE_UPDATING);
    json_name(self->writer, TEXT("WarmThroughput"));
    json_begin_object(self->writer);
    json_integer_member(self->writer, "ReadUnitsPerSecond", warm.read_units.value);
    json_string_member(self->writer, "Status", is_updating ? TEXT(STATE_UPDATING) : TEXT(STATE_ACTIVE));
    json_integer_member(self->writer, "WriteUnitsPerSecond", warm.write_units.value);
    json_end_object(self->writer);
}

/* ---- indexes ---- */

static void write_global_members(const description *self, const table_index *index,
                                 const index_definition *definition) {
    const char *status = index_status(self->table, index, self->at_ms);
    bool is_creating = is_state(status, STATE_CREATING) && text_equal(index->change, TEXT(STATE_CREATING));
    json_string_member(self->writer, "IndexStatus", text_of(status));
    if (is_creating) /* of a table that is there; its answer still says that nothing was filled yet */
        json_boolean_member(self->writer, "Backfilling", index_is_filling(index));
    write_provisioned(self, definition->throughput, definition->name);
    write_on_demand(self->writer, definition->on_demand);
    write_warm(self, definition->warm, definition->throughput, status);
}

static void write_index(const description *self, size_t number) {
    const table_index *index = &self->table->indexes[number];
    const index_definition *definition = definition_index(self->table->definition, number);
    json_writer *writer = self->writer;
    json_begin_object(writer);
    json_string_member(writer, "IndexName", index->name);
    write_key(writer, &definition->key);
    wire_write_object(writer, "Projection", &projection_struct, definition->projection);
    json_string_member(
        writer, "IndexArn",
        text_format(writer->out->arena, "%.*s/index/%.*s", TEXT_ARGS(self->table->arn), TEXT_ARGS(index->name)));
    json_integer_member(writer, "IndexSizeBytes", self->metrics->indexes[number].bytes);
    json_integer_member(writer, "ItemCount", self->metrics->indexes[number].items);
    if (!index->is_local)
        write_global_members(self, index, definition);
    json_end_object(writer);
}

/* The indexes of one kind, which the table's indexes are sorted by. */
static void write_indexes(const description *self, const char *name, bool are_local) {
    const table *table = self->table;
    size_t first = are_local ? table->definition->global_indexes.count : 0;
    size_t end = are_local ? table->index_count : table->definition->global_indexes.count;
    if (first == end)
        return;
    json_name(self->writer, text_of(name));
    json_begin_array(self->writer);
    for (size_t i = first; i < end; i++)
        write_index(self, i);
    json_end_array(self->writer);
}

/* ---- the table ---- */

static void write_billing(const description *self) {
    const table *table = self->table;
    bool is_on_demand = definition_is_on_demand(table->definition);
    if (!is_on_demand && !table->settings.on_demand_since_ms.is_present)
        return;
    int64_t since_ms =
        table->settings.on_demand_since_ms.is_present ? table->settings.on_demand_since_ms.value : table->created_at_ms;
    json_name(self->writer, TEXT("BillingModeSummary"));
    json_begin_object(self->writer);
    json_string_member(self->writer, "BillingMode", is_on_demand ? TEXT("PAY_PER_REQUEST") : TEXT("PROVISIONED"));
    if (!is_state(self->status, STATE_CREATING))
        json_instant_member(self->writer, "LastUpdateToPayPerRequestDateTime", since_ms);
    json_end_object(self->writer);
}

/* Absent for a table that AWS encrypts with a key of its own. */
static void write_encryption(const description *self) {
    const encryption *encryption = self->table->definition->encryption;
    if (!encryption_is_enabled(encryption))
        return;
    json_name(self->writer, TEXT("SSEDescription"));
    json_begin_object(self->writer);
    json_string_member(self->writer, "KMSMasterKeyArn", encryption_key_arn(self->writer->out->arena, encryption));
    json_string_member(self->writer, "SSEType", TEXT("KMS"));
    json_string_member(self->writer, "Status", TEXT("ENABLED"));
    json_end_object(self->writer);
}

static int compare_names(const void *a, const void *b) {
    return text_compare(((const attribute_definition *)a)->name, ((const attribute_definition *)b)->name);
}

/* By name, whatever order they were given in. */
static void write_sorted_attributes(json_writer *writer, const wire_list *attributes) {
    void *copy = wire_list_copy(writer->out->arena, attributes, sizeof(attribute_definition));
    wire_list sorted = {.is_present = true, .items = copy, .count = attributes->count};
    qsort(sorted.items, sorted.count, sizeof(attribute_definition), compare_names);
    wire_write_list(writer, "AttributeDefinitions", &attribute_struct, &sorted);
}

static void write_class(const description *self) {
    if (!self->table->definition->table_class.data)
        return;
    json_name(self->writer, TEXT("TableClassSummary"));
    json_begin_object(self->writer);
    json_string_member(self->writer, "TableClass", self->table->definition->table_class);
    json_end_object(self->writer);
}

static const gabi_error *describe(world *world, arena *arena, const table *table, int64_t at_ms, bool is_whole,
                                  json_writer *writer) {
    const table_definition *definition = table->definition;
    description self = {.table = table, .status = table_status(table, at_ms), .at_ms = at_ms, .writer = writer};
    TRY(metrics_of(world, arena, table, &self.metrics));
    json_begin_object(writer);
    if (is_whole)
        write_sorted_attributes(writer, &definition->attributes);
    json_string_member(writer, "TableName", table->name);
    if (is_whole)
        write_key(writer, &definition->key);
    json_string_member(writer, "TableStatus", text_of(self.status));
    if (is_whole)
        json_instant_member(writer, "CreationDateTime", table->created_at_ms);
    write_provisioned(&self, definition->throughput, (text){0});
    json_integer_member(writer, "TableSizeBytes", self.metrics->table.bytes);
    json_integer_member(writer, "ItemCount", self.metrics->table.items);
    json_string_member(writer, "TableArn", table->arn);
    json_string_member(writer, "TableId", table->uuid);
    restore_summarize(writer, table);
    stream_describe(writer, table);
    write_billing(&self);
    if (is_whole) {
        write_indexes(&self, "GlobalSecondaryIndexes", false);
        write_indexes(&self, "LocalSecondaryIndexes", true);
    }
    write_encryption(&self);
    write_class(&self);
    json_boolean_member(writer, "DeletionProtectionEnabled", definition->deletion_protection.value);
    write_on_demand(writer, definition->on_demand);
    write_warm(&self, definition->warm, definition->throughput, self.status);
    json_end_object(writer);
    return NULL;
}

const gabi_error *table_describe(world *world, arena *arena, const table *table, int64_t at_ms, json_writer *writer) {
    return describe(world, arena, table, at_ms, true, writer);
}

const gabi_error *table_describe_briefly(world *world, arena *arena, const table *table, int64_t at_ms,
                                         json_writer *writer) {
    return describe(world, arena, table, at_ms, false, writer);
}

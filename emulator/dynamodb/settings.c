#include "dynamodb/settings.h"

#include "core/json_writer.h"

#define MEMBER(name_, read_, field_)                                                                                   \
    { name_, wire_read_##read_, offsetof(table_settings, field_), NULL }

#define LIST(name_, element_, field_)                                                                                  \
    { name_, wire_read_list, offsetof(table_settings, field_), element_ }

static const wire_member tag_members[] = {
    {"Key", wire_read_text, offsetof(tag, key), NULL},
    {"Value", wire_read_text, offsetof(tag, value), NULL},
};
const wire_struct tag_struct = {"Tag", sizeof(tag), tag_members, sizeof tag_members / sizeof *tag_members};

static const wire_member history_members[] = {
    {"IndexName", wire_read_text, offsetof(throughput_history, index_name), NULL},
    {"IncreasedAt", wire_read_integer, offsetof(throughput_history, increased_at_ms), NULL},
    {"DecreasedAt", wire_read_integer, offsetof(throughput_history, decreased_at_ms), NULL},
    {"Decreases", wire_read_integer, offsetof(throughput_history, decreases), NULL},
};
WIRE_STRUCT(history_struct, throughput_history, history_members);

static const wire_member members[] = {
    MEMBER("TimeToLive", text, time_to_live),
    MEMBER("TimeToLiveChangedAt", integer, time_to_live_changed_at_ms),
    MEMBER("StreamId", integer, stream_id),
    MEMBER("StreamLabel", text, stream_label),
    MEMBER("StreamView", text, stream_view),
    MEMBER("Throttled", boolean, throttled),
    MEMBER("HotPartitions", boolean, hot_partitions),
    MEMBER("IndexLagMs", integer, index_lag_ms),
    MEMBER("RecoverySince", integer, recovery_since_ms),
    MEMBER("RecoveryDays", integer, recovery_days),
    MEMBER("Copies", integer, copies),
    MEMBER("RestoredFromBackup", text, restored_from_backup),
    MEMBER("RestoredFromTable", text, restored_from_table),
    MEMBER("RestoredTime", integer, restored_time_ms),
    MEMBER("Change", text, change),
    MEMBER("ChangeUntil", integer, change_until_ms),
    MEMBER("OnDemandSince", integer, on_demand_since_ms),
    LIST("ThroughputHistories", &history_struct, throughput_histories),
    LIST("Tags", &tag_struct, tags),
    MEMBER("Policy", text, policy),
    MEMBER("PolicyRevision", text, policy_revision),
};
WIRE_STRUCT(settings_struct, table_settings, members);

const gabi_error *settings_read(arena *arena, text json, table_settings *ret_settings) {
    table_settings settings = {0};
    TRY(wire_read_body(arena, json, &settings_struct, &settings));
    *ret_settings = settings;
    return NULL;
}

static void write_text(json_writer *writer, const char *name, text value) {
    if (value.data)
        json_string_member(writer, name, value);
}

static void write_integer(json_writer *writer, const char *name, optional_integer value) {
    if (value.is_present)
        json_integer_member(writer, name, value.value);
}

static void write_boolean(json_writer *writer, const char *name, optional_boolean value) {
    if (value.is_present)
        json_boolean_member(writer, name, value.value);
}

static void write_tags(json_writer *writer, const wire_list *tags) {
    const tag *items = tags->items;
    json_name(writer, TEXT("Tags"));
    json_begin_array(writer);
    for (size_t i = 0; i < tags->count; i++) {
        json_begin_object(writer);
        json_string_member(writer, "Key", items[i].key);
        json_string_member(writer, "Value", items[i].value);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_histories(json_writer *writer, const wire_list *histories) {
    const throughput_history *items = histories->items;
    json_name(writer, TEXT("ThroughputHistories"));
    json_begin_array(writer);
    for (size_t i = 0; i < histories->count; i++) {
        json_begin_object(writer);
        write_text(writer, "IndexName", items[i].index_name);
        write_integer(writer, "IncreasedAt", items[i].increased_at_ms);
        write_integer(writer, "DecreasedAt", items[i].decreased_at_ms);
        write_integer(writer, "Decreases", items[i].decreases);
        json_end_object(writer);
    }
    json_end_array(writer);
}

text settings_to_json(arena *arena, const table_settings *self) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    write_text(&writer, "TimeToLive", self->time_to_live);
    write_integer(&writer, "TimeToLiveChangedAt", self->time_to_live_changed_at_ms);
    write_integer(&writer, "StreamId", self->stream_id);
    write_text(&writer, "StreamLabel", self->stream_label);
    write_text(&writer, "StreamView", self->stream_view);
    write_boolean(&writer, "Throttled", self->throttled);
    write_boolean(&writer, "HotPartitions", self->hot_partitions);
    write_integer(&writer, "IndexLagMs", self->index_lag_ms);
    write_integer(&writer, "RecoverySince", self->recovery_since_ms);
    write_integer(&writer, "RecoveryDays", self->recovery_days);
    write_integer(&writer, "Copies", self->copies);
    write_text(&writer, "RestoredFromBackup", self->restored_from_backup);
    write_text(&writer, "RestoredFromTable", self->restored_from_table);
    write_integer(&writer, "RestoredTime", self->restored_time_ms);
    write_text(&writer, "Change", self->change);
    write_integer(&writer, "ChangeUntil", self->change_until_ms);
    write_integer(&writer, "OnDemandSince", self->on_demand_since_ms);
    if (self->throughput_histories.count > 0)
        write_histories(&writer, &self->throughput_histories);
    if (self->tags.count > 0)
        write_tags(&writer, &self->tags);
    write_text(&writer, "Policy", self->policy);
    write_text(&writer, "PolicyRevision", self->policy_revision);
    json_end_object(&writer);
    return buffer_text(&out);
}

bool settings_want_journal(const table_settings *self) {
    return self->recovery_since_ms.is_present || self->copies.is_present;
}

bool settings_are_of_restoring(const table_settings *self) { return self->restored_from_table.data != NULL; }

#include "dynamodb/tables/settings.h"

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
    MEMBER("CollectionLimitBytes", integer, collection_limit_bytes),
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

text settings_to_json(arena *arena, const table_settings *self) { return wire_to_json(arena, &settings_struct, self); }

bool settings_want_journal(const table_settings *self) {
    return self->recovery_since_ms.is_present || self->copies.is_present;
}

bool settings_are_of_restoring(const table_settings *self) { return self->restored_from_table.data != NULL; }

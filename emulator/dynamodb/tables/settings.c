#include "dynamodb/tables/settings.h"

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
    WIRE_MEMBER(table_settings, "TimeToLive", text, time_to_live),
    WIRE_MEMBER(table_settings, "TimeToLiveChangedAt", integer, time_to_live_changed_at_ms),
    WIRE_MEMBER(table_settings, "StreamId", integer, stream_id),
    WIRE_MEMBER(table_settings, "StreamLabel", text, stream_label),
    WIRE_MEMBER(table_settings, "StreamView", text, stream_view),
    WIRE_MEMBER(table_settings, "Throttled", boolean, throttled),
    WIRE_MEMBER(table_settings, "HotPartitions", boolean, hot_partitions),
    WIRE_MEMBER(table_settings, "IndexLagMs", integer, index_lag_ms),
    WIRE_MEMBER(table_settings, "CollectionLimitBytes", integer, collection_limit_bytes),
    WIRE_MEMBER(table_settings, "RecoverySince", integer, recovery_since_ms),
    WIRE_MEMBER(table_settings, "RecoveryDays", integer, recovery_days),
    WIRE_MEMBER(table_settings, "Copies", integer, copies),
    WIRE_MEMBER(table_settings, "RestoredFromBackup", text, restored_from_backup),
    WIRE_MEMBER(table_settings, "RestoredFromTable", text, restored_from_table),
    WIRE_MEMBER(table_settings, "RestoredTime", integer, restored_time_ms),
    WIRE_MEMBER(table_settings, "Change", text, change),
    WIRE_MEMBER(table_settings, "ChangeUntil", integer, change_until_ms),
    WIRE_MEMBER(table_settings, "OnDemandSince", integer, on_demand_since_ms),
    WIRE_NESTED(table_settings, "ThroughputHistories", list, throughput_histories, &history_struct),
    WIRE_NESTED(table_settings, "Tags", list, tags, &tag_struct),
    WIRE_MEMBER(table_settings, "Policy", text, policy),
    WIRE_MEMBER(table_settings, "PolicyRevision", text, policy_revision),
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

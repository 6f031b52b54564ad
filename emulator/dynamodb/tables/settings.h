/* Settings: what is kept of a table besides its definition, changed by operations of their own. Each is one member of
 * the JSON object in which the catalog keeps them. */
#ifndef GABI_DYNAMODB_SETTINGS_H
#define GABI_DYNAMODB_SETTINGS_H

#include "dynamodb/values/wire.h"

typedef struct tag {
    text key;
    text value;
} tag;

/* When throughput that is provisioned was changed. */
typedef struct throughput_history {
    text index_name; /* NULL data: the table's own */
    optional_integer increased_at_ms;
    optional_integer decreased_at_ms;
    optional_integer decreases; /* on that day */
} throughput_history;

typedef struct table_settings {
    text time_to_live; /* the attribute that says when an item expires; none: they do not */
    optional_integer time_to_live_changed_at_ms;
    optional_integer stream_id; /* the latest stream */
    text stream_label;          /* of the latest stream */
    text stream_view;           /* "KEYS_ONLY", …; none: the stream is disabled, or there never was one */
    optional_boolean throttled;
    optional_boolean hot_partitions;         /* partitions are throttled, too */
    optional_integer index_lag_ms;           /* of its global indexes */
    optional_integer collection_limit_bytes; /* absent: AWS's */

    /* Point-in-time recovery, while it is on. */
    optional_integer recovery_since_ms; /* the earliest instant that can be restored */
    optional_integer recovery_days;     /* how far back that may lie */

    optional_integer copies; /* that are being made of the items; absent: none */

    /* While the table is being restored: what it will be. */
    text restored_from_backup; /* ARN; absent: from a table's journal */
    text restored_from_table;  /* ARN */
    optional_integer restored_time_ms;
    text change; /* what it goes through: "CREATING", "UPDATING", "DELETING" */
    optional_integer change_until_ms;
    optional_integer on_demand_since_ms; /* when it last became so */
    wire_list throughput_histories;      /* throughput_history */
    wire_list tags;                      /* tag */
    text policy;                         /* JSON, as it was put */
    text policy_revision;
} table_settings;

/* Reads what settings_to_json wrote. */
const gabi_error *settings_read(arena *arena, text json, table_settings *ret_settings);

extern const wire_struct tag_struct;

text settings_to_json(arena *arena, const table_settings *self);

/* Whether the table must keep a journal (journal.h). */
bool settings_want_journal(const table_settings *self);

/* Whether the table's items are still on their way into it. */
bool settings_are_of_restoring(const table_settings *self);

#endif

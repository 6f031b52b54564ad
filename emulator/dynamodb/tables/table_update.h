/* Table updates: what UpdateTable is told, checked and carried out. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html */
#ifndef GABI_DYNAMODB_TABLE_UPDATE_H
#define GABI_DYNAMODB_TABLE_UPDATE_H

#include "dynamodb/tables/table.h"

/* One of the three; the index is named, and of the others has what the action may say. */
typedef struct index_action {
    index_definition *create;
    index_definition *update;
    index_definition *remove;
} index_action;

typedef struct table_update {
    text table_name;
    wire_list attributes;    /* attribute_definition: of the index that is to be created */
    wire_list index_actions; /* index_action */
    text billing_mode;
    text table_class;
    throughput *throughput;
    throughput *on_demand;
    throughput *warm;
    encryption *encryption;
    optional_boolean deletion_protection;
    stream_specification *stream;
    bool has_vector_indexes; /* asks for what is not emulated */
    bool has_replicas;       /* asks for what is not emulated: replicas, witnesses, their consistency */
} table_update;

/* The table as an answer tells of it, and as it is from now on. */
typedef struct table_updated {
    table_definition definition;
    table_settings settings;
} table_updated;

/* Reads the request, and checks all that it alone tells. */
const gabi_error *table_update_read(arena *arena, text body, table_update *ret_update);

/* With the lock: what becomes of the table. ERROR_CONFLICT, code "ResourceInUseException", where the table is in no
 * state for it; ERROR_INVALID, code "LimitExceededException". */
const gabi_error *table_update_evaluate(world *world, arena *arena, const table_update *update, const table *table,
                                        table_updated *ret_updated);

/* With the lock: keeps it. */
const gabi_error *table_update_apply(world *world, arena *arena, const table_update *update, const table *table,
                                     const table_updated *updated);

/* Whether what the table provides is changed. */
bool table_update_changes_throughput(const table_update *update, const table *table);

#endif

/* Definitions: what CreateTable is told of a table, checked, kept and described again. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html */
#ifndef GABI_DYNAMODB_DEFINITION_H
#define GABI_DYNAMODB_DEFINITION_H

#include "core/json_writer.h"
#include "dynamodb/constraints.h"
#include "dynamodb/stream_specification.h"
#include "dynamodb/wire.h"

#define MOST_INDEXES_PER_TABLE 25 /* 20 global, 5 local */

typedef struct attribute_definition {
    text name;
    text type; /* "S", "N", "B" */
} attribute_definition;

typedef struct key_element {
    text name;
    text type; /* "HASH", "RANGE" */
} key_element;

typedef struct throughput {
    optional_integer read_units;
    optional_integer write_units;
} throughput;

typedef struct projection_definition {
    text type;          /* "ALL", "KEYS_ONLY", "INCLUDE" */
    wire_list included; /* texts */
} projection_definition;

typedef struct index_definition {
    text name;
    wire_list key; /* key_element */
    projection_definition *projection;
    throughput *throughput;
    throughput *on_demand; /* at most; -1 or absent: no maximum */
} index_definition;

typedef struct table_definition {
    text name;
    wire_list attributes;     /* attribute_definition */
    wire_list key;            /* key_element */
    wire_list global_indexes; /* index_definition */
    wire_list local_indexes;
    text billing_mode;
    text table_class;
    throughput *throughput;
    throughput *on_demand; /* at most; -1 or absent: no maximum */
    optional_boolean deletion_protection;
    stream_specification *stream; /* as asked for; what a table has is among its settings */
} table_definition;

/* Members of the same shape in other requests. */
extern const wire_struct global_index_struct;
extern const wire_struct local_index_struct;
extern const wire_struct throughput_struct;
extern const wire_struct on_demand_struct;

/* From the body of CreateTable, or the properties of a template's AWS::DynamoDB::Table. */
const gabi_error *definition_read(arena *arena, text json, table_definition *ret_definition);

/* Everything that CreateTable checks. */
const gabi_error *definition_check(const table_definition *self, arena *arena);

/* The indexes, the global ones first. */
size_t definition_index_count(const table_definition *self);
const index_definition *definition_index(const table_definition *self, size_t number);

/* What definition_read reads back. */
text definition_to_json(arena *arena, const table_definition *self);

/* The members that list the indexes as they were defined. */
void definition_write_indexes(json_writer *writer, const table_definition *self);

/* The members that say how a backup's table was defined, its indexes apart. */
void definition_describe_source(json_writer *writer, const table_definition *self);

/* Whether the table's key or an index's has an attribute of that name. */
bool definition_uses(const table_definition *self, text attribute);

/* The array "KeySchema". */
void definition_write_key(json_writer *writer, const wire_list *key);

/* The members of TableDescription that say how the table was defined; arn is the table's. */
void definition_describe(json_writer *writer, const table_definition *self, text arn);

#endif

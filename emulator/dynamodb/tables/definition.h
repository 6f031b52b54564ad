/* Definitions: what CreateTable is told of a table, checked, kept and described again. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html */
#ifndef GABI_DYNAMODB_DEFINITION_H
#define GABI_DYNAMODB_DEFINITION_H

#include "core/json_writer.h"
#include "dynamodb/tables/stream_specification.h"
#include "dynamodb/values/constraints.h"
#include "dynamodb/values/key_schema.h"
#include "dynamodb/values/wire.h"

#define MOST_INDEXES_PER_TABLE 25 /* 20 global, 5 local */
#define MOST_GLOBAL_INDEXES 20

/* Capacity units of each kind that a table, and each of its indexes, can have; an account has twice as many. */
#define TABLE_MOST_UNITS 40000

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
    throughput *warm;      /* that it is ready for; absent: what AWS gives each */
} index_definition;

/* How the table is encrypted: said again, with no effect. */
typedef struct encryption {
    optional_boolean is_enabled; /* with a key of the account's; absent: where there is a type */
    text type;                   /* "KMS" */
    text key;                    /* id, alias or ARN; absent: the key that AWS manages */
} encryption;

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
    throughput *warm;      /* that it is ready for; absent: what AWS gives each */
    encryption *encryption;
    optional_boolean deletion_protection;
    stream_specification *stream; /* as asked for; what a table has is among its settings */
} table_definition;

/* Members of the same shape in other requests. */
extern const wire_struct attribute_struct;
extern const wire_struct key_struct;
extern const wire_struct projection_struct;
extern const wire_struct global_index_struct;
extern const wire_struct index_creation_struct, index_update_struct, index_deletion_struct; /* of UpdateTable */
extern const wire_struct local_index_struct;
extern const wire_struct throughput_struct;
extern const wire_struct on_demand_struct;
extern const wire_struct warm_struct;
extern const wire_struct encryption_struct;

/* From the body of CreateTable, or the properties of a template's AWS::DynamoDB::Table. */
const gabi_error *definition_read(arena *arena, text json, table_definition *ret_definition);

/* Everything that CreateTable checks. */
const gabi_error *definition_check(const table_definition *self, arena *arena);

/* Parts of that: the path of a list's element, whose name begins with prefix; the constraints of a key, of an index
 * that is to be made, of attribute definitions and of throughput; how a global index fits to the attributes and the
 * billing mode of self. */
const char *element_path(constraints *found, const char *prefix, const char *list, size_t index, const char *member);
void constrain_key_elements(constraints *found, const char *prefix, const wire_list *key, bool is_short);
void constrain_index(constraints *found, const char *prefix, const index_definition *index, bool is_local);
void constrain_attributes(constraints *found, const wire_list *attributes);
void constrain_encryption(constraints *found, const encryption *encryption);
void constrain_throughput(constraints *found, const char *prefix, const throughput *throughput);
const gabi_error *definition_check_global_index(const table_definition *self, arena *arena,
                                                const index_definition *index);

/* ERROR_INVALID, code "LimitExceededException", for more than TABLE_MOST_UNITS; index_name without data: the table's.
 */
const gabi_error *throughput_check_limit(arena *arena, const throughput *throughput, text index_name);
const gabi_error *maxima_check_limit(arena *arena, const throughput *on_demand, const throughput *warm,
                                     text index_name);

/* How the members go together; NULL passes. */
const gabi_error *encryption_check(arena *arena, const encryption *encryption);

bool encryption_is_enabled(const encryption *encryption); /* NULL: not */
text encryption_key_arn(arena *arena, const encryption *encryption);

/* Whether a maximum on demand may be given, and is one; index_name without data: the table's. */
const gabi_error *definition_check_on_demand(arena *arena, const throughput *most, text billing_mode, text index_name);

/* Whether the table is paid for by the request. */
bool definition_is_on_demand(const table_definition *self);

/* Says that gabi-emu has no vector indexes. */
const gabi_error *vector_indexes_not_emulated(arena *arena);

/* Whether a key, of key_element, has an attribute of that name. */
bool key_elements_name(const wire_list *key, text name);

/* What a table on demand, or with provisioned throughput, is ready for at least; more where it was asked for. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html */
throughput definition_warm(const table_definition *self, const throughput *asked, const throughput *provisioned);

/* Whether the table's key or an index's has an attribute of that name. */
bool definition_uses(const table_definition *self, text attribute);

/* The indexes, the global ones first. */
size_t definition_index_count(const table_definition *self);
const index_definition *definition_index(const table_definition *self, size_t number);

/* What definition_read reads back. */
text definition_to_json(arena *arena, const table_definition *self);

/* The members that say how a backup's table was defined, and the indexes that it had. */
void definition_describe_source(json_writer *writer, const table_definition *self);
void definition_describe_source_features(json_writer *writer, const table_definition *self);

/* Members of it that descriptions of the table have, too: "KeySchema", and "OnDemandThroughput" if there is any. */
void write_key(json_writer *writer, const wire_list *key);
void write_on_demand(json_writer *writer, const throughput *most);

#endif

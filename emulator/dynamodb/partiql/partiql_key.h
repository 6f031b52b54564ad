/* PartiQL keys: what a WHERE clause says of the key, for writes of one item and for reads. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.select.html */
#ifndef GABI_DYNAMODB_PARTIQL_KEY_H
#define GABI_DYNAMODB_PARTIQL_KEY_H

#include "dynamodb/expressions/key_condition.h"

/* ---- one item ---- */

typedef struct partiql_item_key {
    table_item key; /* those of the key's attributes that are given a value */
    bool is_whole;
    text contested;        /* the attribute that is given two values, of which the first counts; empty: none */
    const condition *rest; /* of the condition; NULL: nothing */
} partiql_item_key;

/* From the equalities that condition, which may be NULL, joins by AND. */
partiql_item_key partiql_item_key_of(arena *arena, const condition *condition, const key_schema *schema);

/* Whether the key's attributes are of the schema's types. */
const gabi_error *partiql_check_key_types(arena *arena, const key_schema *schema, const table_item *key);

/* "Key attribute's data type should match its data type in table's schema: Key NAME". */
const gabi_error *partiql_mistyped_key(arena *arena, text name);

/* ---- reads ---- */

/* A range of one partition. */
typedef struct partiql_read {
    key_condition key;
    const condition *filter; /* NULL: none */
    const condition *whole;  /* what key and filter say together */
    bool denies_range;       /* the filter says of the sort key what it is not */
} partiql_read;

/* A SELECT becomes one read for each combination of key values that its condition allows; where it does not tell the
 * hash key, a scan with the condition as filter. */
typedef struct partiql_reads {
    bool is_scan;
    const condition *filter; /* of the scan */
    partiql_read *items;
    size_t count;
    text mistyped; /* the key attribute that is compared with a value of another type; empty: none */
} partiql_reads;

/* condition may be NULL. ERROR_INVALID for too many reads, and for such as overlap. */
const gabi_error *partiql_reads_of(arena *arena, const condition *condition, const key_schema *schema,
                                   partiql_reads *ret_reads);

/* Whether the reads are of exactly one item by its key, and nothing else is asked of it. */
bool partiql_reads_one_item(const partiql_reads *self, arena *arena, const key_schema *schema, table_item *ret_key);

/* How often the condition fixes the hash key: with how many values; 0: not at all, or not in every case. */
size_t partiql_hash_values(const condition *condition, const key_schema *schema);

/* Orders the reads by their keys. */
void partiql_sort_reads(arena *arena, partiql_reads *self, bool hash_descends, bool range_descends);

#endif

/* Key conditions: what a Query's KeyConditionExpression says of the keys, as a range of rows. */
#ifndef GABI_DYNAMODB_KEY_CONDITION_H
#define GABI_DYNAMODB_KEY_CONDITION_H

#include "dynamodb/expressions/expression.h"
#include "dynamodb/values/key.h"
#include "dynamodb/values/key_schema.h"

/* One partition, and bounds within it. */
typedef struct key_condition {
    const attribute_value *hash[MOST_KEY_PARTS];
    size_t hash_count;
    const condition *range[MOST_KEY_PARTS]; /* from the first sort key on; all but the last are equalities */
    size_t range_count;                     /* 0: the whole partition */
} key_condition;

/* Whether a parsed condition may be one on some key, in AWS's words if not. */
const gabi_error *key_condition_check(arena *arena, const condition *condition);

/* Takes a parsed condition apart. Fails in AWS's words for what is no condition on this key. */
const gabi_error *key_condition_of(arena *arena, const condition *condition, const key_schema *schema,
                                   key_condition *ret_key);

/* Whether the values of a condition on a key attribute are of its type, and not empty. */
const gabi_error *key_condition_check_values(arena *arena, const condition *condition, attribute_kind kind);

/* The hash key that it names. */
table_item key_condition_partition(arena *arena, const key_condition *key, const key_schema *schema);

/* The rows that fulfil it. */
row_range key_condition_range(arena *arena, const key_condition *key);

#endif

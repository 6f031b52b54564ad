/* Random tables, items, conditions and updates, small enough to meet each other often. */
#ifndef GABI_DYNAMODB_MODEL_GENERATOR_H
#define GABI_DYNAMODB_MODEL_GENERATOR_H

#include "dynamodb/model/condition.h"
#include "dynamodb/model/table.h"
#include "dynamodb/model/update.h"

#define PLAYED_HASHES 3 /* few, so that partitions have many items */
#define PLAYED_VALUES 20

typedef struct generator {
    chance chance;
    arena *arena; /* of one step */
    model_table *table;
    int64_t now_s;                                       /* about when items are to expire */
    model_value played[MODEL_BINARY + 1][PLAYED_VALUES]; /* by type, what keys are made of; in the table's arena */
} generator;

/* Attributes that a condition may be about. */
typedef struct attribute_choice {
    int attributes[MODEL_ATTRIBUTES];
    int count;
} attribute_choice;

/* ---- tables (generator_tables.c) ---- */

/* Its key and its indexes. */
void random_table(generator *self);

/* A global index that a table may be given later: of attributes that are in some key, so that all items fit. */
model_index random_later_index(generator *self);

/* ---- values and items (generator_values.c) ---- */

/* A string, number or binary. */
model_value random_scalar(generator *self, model_type type);

/* Any value; depth levels more may be nested in it. */
model_value random_value(generator *self, int depth);

/* One that the key attribute may have. */
model_value random_key_value(generator *self, int attribute);

/* One that the attribute may have, or, seldom, one that its index forbids. */
model_value random_value_for(generator *self, int attribute);

model_value random_item(generator *self);

/* A key, of an item that is there more often than not. */
model_value random_key(generator *self);

/* ---- conditions (generator_conditions.c) ---- */

attribute_choice all_attributes(void);

/* A path that leads somewhere in some item, or may; nested ones begin with attributes that are in no key. */
model_path random_path(generator *self, const attribute_choice *choice);

const model_condition *random_condition(generator *self, const attribute_choice *choice, int depth);

/* A comparison of an attribute with values, as the parameters of before expressions have them. */
model_condition random_comparison(generator *self, const attribute_choice *choice);

model_operand operand_of_attribute(int attribute);
const model_condition *attribute_equals(arena *arena, int attribute, const model_value *value);

/* Up to most paths that agree with each other. */
int random_paths(generator *self, const attribute_choice *choice, model_path *ret_paths, int most);

/* A value that is to be found at the path in some item, or any. */
model_value random_value_at(generator *self, const model_path *path);

/* ---- updates (generator_updates.c) ---- */

model_update random_update(generator *self);

/* The same, as AttributeUpdates have it. */
model_update random_plain_update(generator *self);

#endif

/* The model of one DynamoDB table: an array of items, looked through from end to end, and what it was after each write.
 */
#ifndef GABI_DYNAMODB_MODEL_TABLE_H
#define GABI_DYNAMODB_MODEL_TABLE_H

#include "dynamodb/model/value.h"

#define MODEL_ATTRIBUTES 10 /* named a0, a1, … */
#define MODEL_FREE 7        /* those from here on are part of no key */
#define MODEL_MOST_INDEXES 4
#define MODEL_MOST_PARTS 4

/* The attribute whose number is the second that an item expires. */
#define MODEL_EXPIRY (MODEL_ATTRIBUTES - 1)

/* Numbers of attributes. */
typedef struct model_key {
    int hash[MODEL_MOST_PARTS];
    int hash_count;
    int range[MODEL_MOST_PARTS];
    int range_count;
} model_key;

typedef struct model_index {
    int number; /* its name is "index-NUMBER" */
    model_key key;
    bool is_local;
    bool projects[MODEL_ATTRIBUTES];
} model_index;

/* What the table was from that instant on. */
typedef struct model_state {
    int64_t since_ms;
    const model_value *const *items;
    int count;
} model_state;

typedef struct model_table {
    arena *arena;                       /* its own */
    model_type types[MODEL_ATTRIBUTES]; /* of those that are part of a key */
    model_key key;
    model_index indexes[MODEL_MOST_INDEXES];
    int index_count;
    int indexes_so_far;         /* those that are gone, too */
    const model_state **states; /* the last one is now */
    int state_count;
    bool expires;         /* whether it has a time to live */
    int64_t lag_ms;       /* of its global indexes */
    int64_t lag_since_ms; /* before, there was none */
} model_table;

text model_attribute(int attribute); /* its name */

/* The number of the attribute of that name; -1 when there is none. */
int model_attribute_number(text name);

bool model_key_has(const model_key *key, int attribute);
bool model_is_in_a_key(const model_table *table, int attribute);

/* The attribute's value in the item; absent for none. */
const model_value *model_attribute_of(const model_value *item, int attribute);

/* Whether item has all attributes of the key, and so a place in its index. */
bool model_has_key(const model_key *key, const model_value *item);
bool model_same_key(const model_key *key, const model_value *a, const model_value *b);

/* The order of two items of one partition. */
int model_compare_range(const model_key *key, const model_value *a, const model_value *b);

/* What is left of an item that only has its key. */
model_value model_key_of(arena *arena, const model_key *key, const model_value *item);

/* The item as the index shows it; index NULL: the table. */
model_value model_shown(arena *arena, const model_table *table, const model_index *index, const model_value *item);

/* Makes it empty. */
void model_begin(model_table *self);

const model_state *model_now(const model_table *self);

/* What the table was at an instant. */
const model_state *model_at(const model_table *self, int64_t at_ms);

/* What is to be read at an instant from an index, which may lag behind; index NULL: the table. */
const model_state *model_visible(const model_table *self, const model_index *index, int64_t now_ms);

/* The item with the key of the given one; NULL when there is none. */
const model_value *model_item(const model_table *self, const model_state *state, const model_value *item);

/* Puts an item, which is copied, or takes away the one with its key. */
void model_put(model_table *self, int64_t now_ms, const model_value *item);
void model_remove(model_table *self, int64_t now_ms, const model_value *item);

/* Takes away what has expired. */
void model_expire(model_table *self, int64_t now_ms);

#endif

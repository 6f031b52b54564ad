/* Fixture: a model of one DynamoDB table, as naive as can be, for model_test.c: an array of items, looked through from
 * end to end. Nothing here is the emulator's; what both come to must be the same. */
#ifndef GABI_MODEL_FIXTURE_H
#define GABI_MODEL_FIXTURE_H

#include <stdio.h>

#include "ports/table.h"

#define MODEL_ATTRIBUTES 10 /* named a0, a1, … */
#define MODEL_MOST_ITEMS 512
#define MODEL_MOST_INDEXES 4
#define MODEL_MOST_PARTS 4

typedef struct model_value {
    attribute_kind kind; /* ATTRIBUTE_NULL: there is none */
    int64_t thousandths; /* of a number */
    text bytes;          /* of a string or binary */
} model_value;

typedef struct model_item {
    model_value values[MODEL_ATTRIBUTES];
} model_item;

/* Numbers of attributes. */
typedef struct model_key {
    int hash[MODEL_MOST_PARTS];
    int hash_count;
    int range[MODEL_MOST_PARTS];
    int range_count;
} model_key;

typedef struct model_index {
    model_key key;
    bool is_local;
    bool projects[MODEL_ATTRIBUTES];
} model_index;

typedef struct model_table {
    attribute_kind kinds[MODEL_ATTRIBUTES]; /* of those that are part of a key */
    model_key key;
    model_index indexes[MODEL_MOST_INDEXES];
    int index_count;
    model_item items[MODEL_MOST_ITEMS];
    int item_count;
} model_table;

typedef enum model_operator {
    MODEL_ALWAYS,
    MODEL_EXISTS,
    MODEL_NOT_EXISTS,
    MODEL_EQUAL,
    MODEL_NOT_EQUAL,
    MODEL_LESS,
    MODEL_LESS_OR_EQUAL,
    MODEL_GREATER,
    MODEL_GREATER_OR_EQUAL,
    MODEL_BETWEEN,
    MODEL_BEGINS_WITH,
} model_operator;

typedef struct model_condition {
    model_operator comparison;
    int attribute;
    model_value first;
    model_value second; /* of BETWEEN */
} model_condition;

/* Of values of one kind. */
static inline int model_compare(const model_value *a, const model_value *b) {
    if (a->kind == ATTRIBUTE_NUMBER)
        return (a->thousandths > b->thousandths) - (a->thousandths < b->thousandths);
    size_t shared = a->bytes.length < b->bytes.length ? a->bytes.length : b->bytes.length;
    int order = shared > 0 ? memcmp(a->bytes.data, b->bytes.data, shared) : 0;
    return order != 0 ? order : (a->bytes.length > b->bytes.length) - (a->bytes.length < b->bytes.length);
}

static inline bool model_equal(const model_value *a, const model_value *b) {
    return a->kind == b->kind && (a->kind == ATTRIBUTE_NULL || model_compare(a, b) == 0);
}

static inline bool model_items_equal(const model_item *a, const model_item *b) {
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (!model_equal(&a->values[i], &b->values[i]))
            return false;
    return true;
}

static inline bool model_holds(const model_condition *condition, const model_item *item) {
    const model_value *value = &item->values[condition->attribute];
    bool is_there = value->kind != ATTRIBUTE_NULL, is_comparable = value->kind == condition->first.kind;
    int order = is_there && is_comparable ? model_compare(value, &condition->first) : 0;
    switch (condition->comparison) {
    case MODEL_ALWAYS: return true;
    case MODEL_EXISTS: return is_there;
    case MODEL_NOT_EXISTS: return !is_there;
    case MODEL_EQUAL: return is_comparable && order == 0;
    case MODEL_NOT_EQUAL: return !is_comparable || order != 0;
    case MODEL_LESS: return is_comparable && order < 0;
    case MODEL_LESS_OR_EQUAL: return is_comparable && order <= 0;
    case MODEL_GREATER: return is_comparable && order > 0;
    case MODEL_GREATER_OR_EQUAL: return is_comparable && order >= 0;
    case MODEL_BETWEEN: return is_comparable && order >= 0 && model_compare(value, &condition->second) <= 0;
    default:
        return is_comparable && value->bytes.length >= condition->first.bytes.length &&
               memcmp(value->bytes.data, condition->first.bytes.data, condition->first.bytes.length) == 0;
    }
}

static inline bool model_key_has(const model_key *key, int attribute) {
    for (int i = 0; i < key->hash_count; i++)
        if (key->hash[i] == attribute)
            return true;
    for (int i = 0; i < key->range_count; i++)
        if (key->range[i] == attribute)
            return true;
    return false;
}

/* Whether item has all attributes of the key, and so a place in its index. */
static inline bool model_has_key(const model_key *key, const model_item *item) {
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (model_key_has(key, i) && item->values[i].kind == ATTRIBUTE_NULL)
            return false;
    return true;
}

static inline bool model_same_key(const model_key *key, const model_item *a, const model_item *b) {
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (model_key_has(key, i) && !model_equal(&a->values[i], &b->values[i]))
            return false;
    return true;
}

/* The order of two items of one partition. */
static inline int model_compare_range(const model_key *key, const model_item *a, const model_item *b) {
    for (int i = 0; i < key->range_count; i++) {
        int order = model_compare(&a->values[key->range[i]], &b->values[key->range[i]]);
        if (order != 0)
            return order;
    }
    return 0;
}

/* The item with the key of the given one, or NULL. */
static inline model_item *model_find(model_table *self, const model_item *item) {
    for (int i = 0; i < self->item_count; i++)
        if (model_same_key(&self->key, &self->items[i], item))
            return &self->items[i];
    return NULL;
}

static inline void model_put(model_table *self, const model_item *item) {
    model_item *old = model_find(self, item);
    *(old ? old : &self->items[self->item_count++]) = *item;
}

static inline void model_remove(model_table *self, const model_item *item) {
    model_item *old = model_find(self, item);
    if (old)
        *old = self->items[--self->item_count];
}

/* What is left of an item that only has its key. */
static inline model_item model_key_of(const model_table *self, const model_item *item) {
    model_item key = {0};
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (model_key_has(&self->key, i))
            key.values[i] = item->values[i];
    return key;
}

/* The item as the index shows it; index NULL: the table. */
static inline model_item model_shown(const model_index *index, const model_item *item) {
    model_item shown = *item;
    for (int i = 0; index && i < MODEL_ATTRIBUTES; i++)
        if (!index->projects[i])
            shown.values[i] = (model_value){0};
    return shown;
}

/* Plain notation without needless zeros, as AWS prints numbers. */
static inline text model_print_number(arena *arena, int64_t thousandths) {
    int64_t magnitude = thousandths < 0 ? -thousandths : thousandths;
    text digits = text_format(arena, "%s%lld.%03lld", thousandths < 0 ? "-" : "", (long long)(magnitude / 1000),
                              (long long)(magnitude % 1000));
    while (digits.data[digits.length - 1] == '0')
        digits.length--;
    return digits.data[digits.length - 1] == '.' ? text_upto(digits, digits.length - 1) : digits;
}

/* The number that has been printed so. */
static inline int64_t model_read_number(arena *arena, text printed) {
    long long whole = 0;
    char fraction[4] = "000", *literal = text_to_string(arena, printed);
    sscanf(literal, "%lld", &whole);
    char *dot = strchr(literal, '.');
    for (int i = 0; dot && i < 3 && dot[1 + i]; i++)
        fraction[i] = dot[1 + i];
    int part = (fraction[0] - '0') * 100 + (fraction[1] - '0') * 10 + (fraction[2] - '0');
    return whole * 1000 + (literal[0] == '-' ? -part : part);
}

#endif

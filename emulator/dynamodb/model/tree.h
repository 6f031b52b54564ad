/* JSON answers as trees, with strings that may hold any character. */
#ifndef GABI_DYNAMODB_MODEL_TREE_H
#define GABI_DYNAMODB_MODEL_TREE_H

#include "core/json_reader.h"

typedef struct tree {
    text name;        /* of a member */
    json_token token; /* JSON_OBJECT_BEGIN, JSON_ARRAY_BEGIN, or what a scalar is */
    text text;        /* of strings and numbers */
    const struct tree *first;
    const struct tree *next; /* beside it */
    int count;               /* of elements or members */
} tree;

/* NULL for what is no JSON. */
const tree *tree_read(arena *arena, text json);

/* All that follow take NULL. The member of that name, or NULL. */
const tree *tree_member(const tree *self, const char *name);
text tree_text(const tree *self);
int tree_count(const tree *self);

/* For (const tree *each = tree_first(list); each; each = each->next) … */
const tree *tree_first(const tree *self);

/* A whole number; -1 when it is none. */
int64_t tree_integer(const tree *self);

#endif

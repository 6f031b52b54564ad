/* Key schemas: the attributes of a table's key or an index's. */
#ifndef GABI_DYNAMODB_KEY_SCHEMA_H
#define GABI_DYNAMODB_KEY_SCHEMA_H

#include <stdbool.h>

#include "ports/table.h"

/* The parts of a key of one role: 1 but in global indexes, which may have more. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.MultiAttributeKeys */
#define MOST_KEY_PARTS 4
#define MOST_KEY_ATTRIBUTES (2 * MOST_KEY_PARTS)

typedef struct key_attribute {
    text name;
    attribute_kind kind;
} key_attribute;

typedef struct key_schema {
    key_attribute attributes[MOST_KEY_ATTRIBUTES]; /* those of the hash key first */
    size_t hash_count;
    size_t count;
} key_schema;

/* Whether the attribute is part of the key. */
bool key_has(const key_schema *self, text name);

#endif

/* Attribute values of the model. Nothing here is the emulator's; what both come to must be the same. Values are never
 * changed once they are made, so that copies of a struct share its members. */
#ifndef GABI_DYNAMODB_MODEL_VALUE_H
#define GABI_DYNAMODB_MODEL_VALUE_H

#include "core/json_writer.h"
#include "dynamodb/model/chance.h"
#include "dynamodb/model/decimal.h"
#include "dynamodb/model/tree.h"

typedef enum model_type {
    MODEL_ABSENT,
    MODEL_STRING,
    MODEL_NUMBER,
    MODEL_BINARY,
    MODEL_BOOLEAN,
    MODEL_NULL,
    MODEL_LIST,
    MODEL_MAP,
    MODEL_STRING_SET,
    MODEL_NUMBER_SET,
    MODEL_BINARY_SET,
    MODEL_TYPES,
} model_type;

typedef struct model_value {
    model_type type;
    text bytes; /* of a string or binary */
    const decimal *number;
    bool boolean;
    const struct model_member *members; /* of lists, maps and sets */
    int count;
} model_value;

typedef struct model_member {
    text name; /* in maps */
    model_value value;
} model_member;

/* "S", "N", … */
const char *model_type_name(model_type type);

/* The type of a set's members. */
model_type model_member_type(model_type set);
bool model_is_set(model_type type);

model_value model_string(text bytes);
model_value model_number(arena *arena, const decimal *number);
model_value model_integer(arena *arena, int64_t value);

/* Whether both are of one type that has an order; *ret_order is <0, 0 or >0 then. */
bool model_order(const model_value *a, const model_value *b, int *ret_order);

/* By value; sets and maps without regard to the order of their members. Absent values are equal. */
bool model_equal(const model_value *a, const model_value *b);

/* Whether a list or set has the member, or a string or binary the part. */
bool model_contains(const model_value *container, const model_value *value);

/* The member of a map; NULL when there is none, or it is no map. */
const model_value *model_get(const model_value *map, text name);

/* The map with that member in place of the one it had; an absent value takes it away. */
model_value model_with(arena *arena, const model_value *map, text name, const model_value *value);

/* As many bytes as DynamoDB counts, or some more. */
size_t model_most_bytes(const model_value *value);

/* All of it in the arena. */
model_value model_copy(arena *arena, const model_value *value);

/* {"S": "a"}; numbers in one of many spellings. */
void model_write(json_writer *writer, chance *chance, const model_value *value);

/* {"a": {"S": "b"}, …} for a map. */
void model_write_item(json_writer *writer, chance *chance, const model_value *item);

/* What an answer says; false when it is not in the form that DynamoDB gives values. NULL: an empty item. */
bool model_read(arena *arena, const tree *tree, model_value *ret_value);
bool model_read_item(arena *arena, const tree *tree, model_value *ret_item);

#endif

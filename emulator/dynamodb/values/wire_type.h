/* Wire types: what AWS's front end says of JSON that is of another type than the member it stands for. It speaks of the
 * Java types that it would have made of it, as recorded from the service. */
#ifndef GABI_DYNAMODB_WIRE_TYPE_H
#define GABI_DYNAMODB_WIRE_TYPE_H

#include "core/json_reader.h"

typedef enum wire_form {
    WIRE_SCALAR,
    WIRE_LIST,
    WIRE_MAP,
    WIRE_STRUCTURE,
} wire_form;

/* A member's type. */
typedef struct wire_type {
    wire_form form;
    const char *name; /* of a scalar "String", "Boolean", "Integer", "Long", "Blob", "Date"; of a structure the API's
                         own; of a map that of its values, "String", a structure's or in Java's words,
                         "java.util.List<…>"; NULL of a list */
    bool is_element;  /* of a list or map, not a structure's member */
} wire_type;

/* For every failure of the request's JSON itself: ERROR_INVALID, code "SerializationException". */
const gabi_error *serialization_error(arena *arena, const char *message);

/* Whether the token is a boolean, or a string that AWS's parser takes for one: "true", "1", "yes" and their opposites,
 * in letters of any case. */
bool wire_token_is_boolean(const json_reader *reader, json_token token, bool *ret_value);

/* The error of a token that cannot begin a value of the type; of what is no JSON the reader's own. */
const gabi_error *wire_type_error(const json_reader *reader, json_token token, const wire_type *wanted);

#endif

/* Stream specifications: what CreateTable, UpdateTable and templates say of a table's stream. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_StreamSpecification.html */
#ifndef GABI_DYNAMODB_STREAM_SPECIFICATION_H
#define GABI_DYNAMODB_STREAM_SPECIFICATION_H

#include "dynamodb/values/constraints.h"
#include "dynamodb/values/wire.h"

typedef struct stream_specification {
    optional_boolean is_enabled;
    text view; /* "KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES" */
} stream_specification;

extern const wire_struct stream_specification_struct;

/* The checks of its members; NULL passes. */
void stream_specification_constrain(const stream_specification *self, constraints *found);

/* Whether view and switch go together in CreateTable; NULL passes. */
const gabi_error *stream_specification_check_new(const stream_specification *self, arena *arena);

/* The same in UpdateTable. */
const gabi_error *stream_specification_check_change(const stream_specification *self, arena *arena);

#endif

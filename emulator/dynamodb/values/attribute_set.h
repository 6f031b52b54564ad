/* Sets among attribute values: what a request's may be, and the order in which DynamoDB keeps their members. */
#ifndef GABI_DYNAMODB_ATTRIBUTE_SET_H
#define GABI_DYNAMODB_ATTRIBUTE_SET_H

#include "dynamodb/values/attribute.h"

/* Whether a set of a request has members, and none of them twice. ERROR_INVALID, code "ValidationException". */
const gabi_error *attribute_set_check(arena *arena, const attribute_value *set, value_reader reader);

/* Whether it has a member twice. */
bool attribute_set_has_duplicates(arena *arena, const attribute_value *set);

/* Brings the members into DynamoDB's order: texts and binaries by their bytes, numbers by their value. */
void attribute_set_order(arena *arena, attribute_value *set);

/* The texts of the members by their bytes, and whether a text is among them: for looking up many of them. */
const text *attribute_set_sorted(arena *arena, const attribute_value *set);
bool attribute_set_sorted_has(const text *sorted, size_t count, text member);

#endif

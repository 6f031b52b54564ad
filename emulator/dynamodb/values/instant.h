/* Instants in answers. */
#ifndef GABI_DYNAMODB_INSTANT_H
#define GABI_DYNAMODB_INSTANT_H

#include "core/json_writer.h"

/* A member that is an instant: seconds since 1970, with milliseconds. */
void json_instant_member(json_writer *writer, const char *name, int64_t time_ms);

#endif

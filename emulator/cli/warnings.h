/* Warnings: what of a template has no effect, gathered while it is deployed and printed once all is well, so that an
 * error stands alone. */
#ifndef GABI_WARNINGS_H
#define GABI_WARNINGS_H

#include "core/text.h"

typedef struct warning_list warning_list;

/* Empty; it lives in the arena. */
warning_list *warnings_new(arena *arena);

/* Adds a warning of a resource; a cloud_reporter's function. */
void warnings_add(void *list, text logical_id, text type, const char *what);

/* Prints them to standard error, a line for each thing to say with all the resources that it is about. */
void warnings_print(const warning_list *self);

#endif

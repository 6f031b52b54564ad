/* Warnings: what of a template has no effect, gathered while it is deployed and printed once all is well, so that an
 * error stands alone. */
#ifndef GABI_WARNINGS_H
#define GABI_WARNINGS_H

#include <stdio.h>

#include "core/text.h"

typedef struct warning_list warning_list;

/* Empty; it lives in the arena. */
warning_list *warnings_new(arena *arena);

/* Adds a warning of a resource, unless it is there already; a cloud_reporter's function. */
void warnings_add(void *list, text logical_id, text type, const char *what);

/* Prints them, a line for each thing to say with all the resources that it is about. */
void warnings_print(const warning_list *self, FILE *to);

#endif

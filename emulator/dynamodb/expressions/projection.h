/* Projections: the parts of an item that some paths lead to. */
#ifndef GABI_DYNAMODB_PROJECTION_H
#define GABI_DYNAMODB_PROJECTION_H

#include "dynamodb/expressions/expression.h"

/* What lies at the paths, with the maps and lists on the way; elements of a list close ranks. */
table_item projection_apply(arena *arena, const projection *projection, const table_item *item);

#endif

/* Items: what services read from them by name. */
#ifndef GABI_CORE_ITEMS_H
#define GABI_CORE_ITEMS_H

#include "ports/table.h"

/* A copy of the attributes in the arena: for an item that outlives the function which makes it.
 *     return NEW_ITEM(arena, STRING_ATTRIBUTE("classId", id), STRING_ATTRIBUTE("title", title)); */
table_item item_new(arena *arena, const attribute *attributes, size_t count);
#define NEW_ITEM(arena_, ...)                                                                                          \
    item_new((arena_), (const attribute[]){__VA_ARGS__}, sizeof((const attribute[]){__VA_ARGS__}) / sizeof(attribute))

/* The string attribute of that name; the empty text when there is none. */
text item_text(const table_item *item, const char *name);

/* The number attribute of that name; 0 when there is none, or none that an int64 can hold. */
int64_t item_integer(const table_item *item, const char *name);

#endif

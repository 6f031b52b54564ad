/* Tags of a table. Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html */
#ifndef GABI_DYNAMODB_TAGS_H
#define GABI_DYNAMODB_TAGS_H

#include "dynamodb/tables/table.h"
#include "dynamodb/values/constraints.h"

#define MOST_TAGS 50

/* With the lock: the table that a ResourceArn names. ERROR_INVALID for what is no table's ARN; ERROR_FORBIDDEN, code
 * "AccessDeniedException", for what is of another account or region; ERROR_NOT_FOUND. */
const gabi_error *tags_find_table(world *world, arena *arena, text resource_arn, const table **ret_table);

/* With the lock: keeps them. */
const gabi_error *tags_save(world *world, arena *arena, const table *table, const wire_list *tags);

/* Tags (tag), or keys of tags (texts), that a request brings. ERROR_INVALID, code "ValidationException". */
const gabi_error *tags_check(arena *arena, const wire_list *tags);
const gabi_error *tag_keys_check(arena *arena, const wire_list *keys);

/* The tags with those of added in place of their likes, or behind. ERROR_INVALID when they would be too many. */
const gabi_error *tags_with(arena *arena, const wire_list *tags, const wire_list *added, wire_list *ret_tags);

/* The tags without those of the keys. */
wire_list tags_without(arena *arena, const wire_list *tags, const wire_list *keys);

#endif

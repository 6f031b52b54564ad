/* Checks of items against their table, in AWS's words. */
#ifndef GABI_DYNAMODB_ITEM_CHECK_H
#define GABI_DYNAMODB_ITEM_CHECK_H

#include "dynamodb/tables/table.h"

/* Whether key has exactly the attributes of the schema, of its types, and none of them is empty or too long. */
const gabi_error *check_key_matches(arena *arena, const key_schema *schema, const table_item *key);

/* Whether a whole item has the schema's attributes, of its types: what BatchWriteItem says of an item, in fewer words
 * than PutItem. */
const gabi_error *check_item_matches(arena *arena, const key_schema *schema, const table_item *item);

/* The same for the key attributes in a whole item. */
const gabi_error *check_key_in_item(arena *arena, const key_schema *schema, const table_item *item);

/* Whether no attribute of the item that is of a key, the table's or an index's, is empty. */
const gabi_error *check_no_empty_key(arena *arena, const table *table, const table_item *item);

/* The error for an update that makes the key of an index, of that kind, empty. */
const gabi_error *index_key_emptied(arena *arena, attribute_kind kind);

/* The error for an attribute of an index's key that is to be of that kind. */
const gabi_error *index_key_mismatch(arena *arena, text index_name, const key_attribute *part, attribute_kind kind);

/* Whether the item's attributes suit the keys of the table's indexes. */
const gabi_error *check_index_keys(arena *arena, const table *table, const table_item *item);

/* What an update that took its values from the item made of them: whether they suit in type and size. */
const gabi_error *check_updated_index_keys(arena *arena, const table *table, const table_item *item);

#endif

/* Attribute values as DynamoDB's JSON spells them: {"S":"text"}, {"N":"1.5"}, {"M":{"name":{"BOOL":true}}}, … Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
#ifndef GABI_ATTRIBUTE_JSON_H
#define GABI_ATTRIBUTE_JSON_H

#include "core/json_reader.h"
#include "core/json_writer.h"
#include "ports/table.h"

/* Writes {"name":{"S":"…"},…}. */
void attribute_json_write_item(json_writer *out, arena *arena, table_item item);

/* Reads what comes next as such an object; false when it is none, or holds what is no attribute value. */
bool attribute_json_read_item(json_reader *reader, table_item *ret_item);

/* The same for an array of them. */
bool attribute_json_read_items(json_reader *reader, table_item **ret_items, size_t *ret_count);

#endif

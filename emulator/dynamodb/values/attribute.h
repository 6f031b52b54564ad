/* Attribute values on the wire: {"S":"text"}, {"N":"12.5"}, {"L":[…]} … read into the tree of ports/table.h with
 * DynamoDB's checks, and written as its canonical JSON: members in their order, numbers normalised. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
#ifndef GABI_DYNAMODB_ATTRIBUTE_H
#define GABI_DYNAMODB_ATTRIBUTE_H

#include "core/json_reader.h"
#include "core/json_writer.h"
#include "dynamodb/values/wire_type.h"
#include "ports/table.h"

/* JSON levels of the deepest item (32 levels of two each) inside a request. */
#define ATTRIBUTE_JSON_DEPTH 96

#define ITEM_MOST_BYTES ((size_t)400 * 1024)

/* A value that is well-formed but breaks DynamoDB's rules, {"S": "a", "N": "1"}. AWS reads the whole request first, and
 * tells of such a value when it comes to the member, which must not be used then. */
typedef struct attribute_problem {
    text name; /* the attribute's; empty for a value that has none */
    text json; /* the value's; data NULL: all is well */
} attribute_problem;

/* Who tells. AWS reads values in two ways, which refuse the same and word it differently: as recorded from the service
 * in October of 2026. */
typedef enum value_reader {
    VALUE_READER_FIRST,     /* of BatchWriteItem, transactions, Scan and PartiQL */
    VALUE_READER_OF_WRITES, /* of PutItem, UpdateItem and DeleteItem: the second's numbers, the first's words */
    VALUE_READER_SECOND,    /* of GetItem, BatchGetItem and Query */
} value_reader;

/* What the problem is, in the reader's words: ERROR_INVALID, code "ValidationException". NULL when all is well. */
const gabi_error *attribute_problem_error(arena *arena, const attribute_problem *problem, value_reader reader);

/* Reads the value that comes next. ERROR_INVALID, code "SerializationException" or "MalformedJson". */
const gabi_error *attribute_read(json_reader *reader, attribute_value *ret_value, attribute_problem *ret_problem);

/* Reads an object of attributes: an item, a key, the values of an expression. *ret_problem is the first of its values'.
 */
const gabi_error *item_read(json_reader *reader, table_item *ret_item, attribute_problem *ret_problem);

/* An item from its stored JSON, which is known to be good. */
table_item item_of_json(arena *arena, text json);

void attribute_write(json_writer *writer, const attribute_value *value);
void item_write(json_writer *writer, const table_item *item);
text item_to_json(arena *arena, const table_item *item);

/* The attribute of that name, or NULL. */
const attribute_value *item_find(const table_item *item, text name);

/* What the name of any attribute must be like. */
const gabi_error *attribute_check_name(arena *arena, text name);

/* "S", "N", … */
const char *attribute_type_name(attribute_kind kind);

/* A string or a binary of no bytes. */
bool attribute_is_empty(const attribute_value *value);

/* The kind of that type name; false when there is none. */
bool attribute_kind_of_name(text name, attribute_kind *ret_kind);

/* Equality as expressions see it: sets without regard to order, numbers by value. */
bool attribute_equal(arena *arena, const attribute_value *a, const attribute_value *b);

/* Whether kinds are the same and have an order (strings, numbers, binaries); then *ret_order is <0, 0 or >0. */
bool attribute_compare(arena *arena, const attribute_value *a, const attribute_value *b, int *ret_order);

/* Whether a set or list has a member equal to value. */
bool attribute_has_member(arena *arena, const attribute_value *container, const attribute_value *value);

/* The size as AWS counts it. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
size_t attribute_size_bytes(const attribute_value *value);
size_t item_size_bytes(const table_item *item);

/* Whether values are nested deeper than the 32 levels that AWS keeps, and what it says then. */
bool item_is_too_deep(const table_item *item);
const gabi_error *too_deep_error(arena *arena);

/* "{S:abc}" as AWS puts values into messages. */
text attribute_describe(arena *arena, const attribute_value *value);

#endif

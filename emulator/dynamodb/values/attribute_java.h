/* Attribute values as AWS's front end shows them in messages: as Java's toString does. Source: recorded from the
 * service in June of 2026. */
#ifndef GABI_DYNAMODB_ATTRIBUTE_JAVA_H
#define GABI_DYNAMODB_ATTRIBUTE_JAVA_H

#include "core/buffer.h"
#include "ports/table.h"

/* "{pk=AttributeValue(s=a, n=null, …)}" */
void item_append_java(buffer *out, const table_item *item);

#endif

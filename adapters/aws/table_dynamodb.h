/* The table port on Amazon DynamoDB. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html */
#ifndef GABI_TABLE_DYNAMODB_H
#define GABI_TABLE_DYNAMODB_H

#include "aws/aws_client.h"
#include "ports/table.h"

/* Lives in the arena. A write that is tried again because its answer was lost may find its own condition false;
 * transactions carry a token against that. */
table_port *table_dynamodb_new(arena *arena, const aws_options *options);

#endif

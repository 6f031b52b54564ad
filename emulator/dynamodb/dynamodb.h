/* DynamoDB, on SQLite. operations.h lists what is emulated; anything else is refused by name. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/ */
#ifndef GABI_DYNAMODB_H
#define GABI_DYNAMODB_H

#include "fake.h"

extern const fake dynamodb_fake;

#endif

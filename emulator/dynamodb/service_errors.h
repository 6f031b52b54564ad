/* The errors that DynamoDB answers when it is not well, for faults to provoke. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
#ifndef GABI_DYNAMODB_SERVICE_ERRORS_H
#define GABI_DYNAMODB_SERVICE_ERRORS_H

#include "fake.h"

#define SERVICE_ERRORS 10
extern const service_error service_errors[SERVICE_ERRORS];

#endif

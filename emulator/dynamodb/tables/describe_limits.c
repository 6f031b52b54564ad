#include "dynamodb/operations.h"
#include "dynamodb/reply.h"

/* The quotas that a new account has. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const gabi_error *describe_limits(op_call *call) {
    reply(call, TEXT("{\"AccountMaxReadCapacityUnits\":80000,\"AccountMaxWriteCapacityUnits\":80000,"
                     "\"TableMaxReadCapacityUnits\":40000,\"TableMaxWriteCapacityUnits\":40000}"));
    return NULL;
}

#include "dynamodb/service_errors.h"

#include "core/json.h"
#include "core/json_reader.h"
#include "dynamodb/items/item_collection.h"
#include "dynamodb/items/transaction.h"
#include "dynamodb/tables/throttling.h"

/* How many items a transaction has; 0 for anything else. */
static size_t item_count(const op_call *call) {
    const json *body = NULL;
    return json_parse(call->arena, call->request->body.bytes, JSON_MAX_DEPTH, &body)
               ? 0
               : json_count(json_member(body, "TransactItems"));
}

/* A transaction that is cancelled because another one holds its first item. */
static const gabi_error *conflict(const op_call *call) {
    const gabi_error *reasons[TRANSACTION_MOST_ITEMS] = {
        error_new(call->arena, ERROR_CONFLICT, "TransactionConflictException", "Transaction is ongoing for the item")};
    size_t count = item_count(call);
    return count >= 1 && count <= TRANSACTION_MOST_ITEMS ? transaction_cancelled(call->arena, reasons, count)
                                                         : reasons[0];
}

const service_error service_errors[SERVICE_ERRORS] = {
    {"ProvisionedThroughputExceededException", ERROR_THROTTLED, throttling_table_exceeded, NULL},
    {"ThrottlingException", ERROR_THROTTLED, "Rate of requests exceeds the allowed throughput.", NULL},
    {"RequestLimitExceeded", ERROR_THROTTLED,
     "Throughput exceeds the current throughput limit for your account. Please contact AWS Support at "
     "https://aws.amazon.com/support to request a limit increase",
     NULL},
    {"LimitExceededException", ERROR_THROTTLED, "Too many operations for a given subscriber.", NULL},
    {"InternalServerError", ERROR_INTERNAL, "Internal server error", NULL},
    {"ServiceUnavailable", ERROR_UNAVAILABLE, "Service unavailable", NULL},
    {"TransactionCanceledException", ERROR_CONFLICT, "", conflict},
    {"TransactionConflictException", ERROR_CONFLICT, "Transaction is ongoing for the item", NULL},
    {"ConditionalCheckFailedException", ERROR_CONDITION_FAILED, "The conditional request failed", NULL},
    {ITEM_COLLECTION_EXCEEDED, ERROR_INVALID, ITEM_COLLECTION_EXCEEDED_MESSAGE, NULL},
};

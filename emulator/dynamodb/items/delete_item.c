#include "dynamodb/items/change_reply.h"
#include "dynamodb/operations.h"

const gabi_error *delete_item(op_call *call) {
    item_request request;
    item_change write;
    TRY(item_request_read(call, VALUE_READER_OF_WRITES, &request));
    TRY(item_change_run(call, TABLE_DELETE, &request, &write));
    reply_with_old(call, &write, request.return_values);
    return NULL;
}

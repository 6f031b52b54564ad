#include "dynamodb/attribute.h"
#include "dynamodb/item_change.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"

const gabi_error *delete_item(op_call *call) {
    item_request request;
    item_change write;
    TRY(item_request_read(call, &request));
    TRY(item_request_check_return_values(&request, call->arena));
    TRY(item_change_run(call, TABLE_DELETE, &request, &write));
    bool wants_old = text_equal(request.return_values, TEXT("ALL_OLD")) && write.old.count > 0;
    reply(call, wants_old ? text_format(call->arena, "{\"Attributes\":%s}", item_to_json(call->arena, &write.old).data)
                          : TEXT("{}"));
    return NULL;
}

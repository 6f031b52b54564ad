#include "dynamodb/expressions/update.h"
#include "dynamodb/items/change_reply.h"
#include "dynamodb/operations.h"

static table_item returned(arena *arena, text wanted, const item_change *write) {
    if (text_equal(wanted, TEXT("ALL_OLD")))
        return write->old;
    if (text_equal(wanted, TEXT("ALL_NEW")))
        return write->item;
    if (text_equal(wanted, TEXT("UPDATED_OLD")))
        return update_part(arena, &write->update, &write->old);
    if (text_equal(wanted, TEXT("UPDATED_NEW")))
        return update_part(arena, &write->update, &write->item);
    return (table_item){0};
}

const gabi_error *update_item(op_call *call) {
    item_request request;
    item_change write;
    TRY(item_request_read(call, VALUE_READER_OF_WRITES, &request));
    TRY(item_change_run(call, TABLE_UPDATE, &request, &write));
    table_item attributes = returned(call->arena, request.return_values, &write);
    reply_to_change(call, &write, &attributes);
    return NULL;
}

#include "dynamodb/change_reply.h"
#include "dynamodb/operations.h"
#include "dynamodb/projection.h"

/* What the update's own paths lead to. */
static table_item updated_part(arena *arena, const update *update, const table_item *item) {
    if (update->count == 0)
        return (table_item){0};
    path *paths = arena_alloc(arena, update->count * sizeof *paths);
    for (size_t i = 0; i < update->count; i++)
        paths[i] = update->actions[i].path;
    projection projection = {paths, update->count};
    return projection_apply(arena, &projection, item);
}

static table_item returned(arena *arena, const item_change *write) {
    text wanted = write->request->return_values;
    if (text_equal(wanted, TEXT("ALL_OLD")))
        return write->old;
    if (text_equal(wanted, TEXT("ALL_NEW")))
        return write->item;
    if (text_equal(wanted, TEXT("UPDATED_OLD")))
        return updated_part(arena, &write->update, &write->old);
    if (text_equal(wanted, TEXT("UPDATED_NEW")))
        return updated_part(arena, &write->update, &write->item);
    return (table_item){0};
}

const gabi_error *update_item(op_call *call) {
    item_request request;
    item_change write;
    TRY(item_request_read(call, &request));
    TRY(item_change_run(call, TABLE_UPDATE, &request, &write));
    table_item attributes = returned(call->arena, &write);
    reply_to_change(call, &write, &attributes);
    return NULL;
}

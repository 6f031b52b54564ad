#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/table_request.h"
#include "dynamodb/tables/table_state.h"

static const gabi_error *check_state(arena *arena, const char *status) {
    return is_state(status, STATE_CREATING) || is_state(status, STATE_DELETING)
               ? validation_error(arena,
                                  "Cannot describe time to live while table is in %s state: Current table state is %s",
                                  status, status)
               : NULL;
}

static const gabi_error *describe(world *world, arena *arena, const void *request, json_writer *writer) {
    const table *table;
    TRY(table_request_find(world, arena, *(const text *)request, &table));
    TRY(check_state(arena, table_status(table, world_now_ms(world))));
    text attribute = table->settings.time_to_live;
    json_name(writer, TEXT("TimeToLiveDescription"));
    json_begin_object(writer);
    if (attribute.data)
        json_string_member(writer, "AttributeName", attribute);
    json_string_member(writer, "TimeToLiveStatus", attribute.data ? TEXT("ENABLED") : TEXT("DISABLED"));
    json_end_object(writer);
    return NULL;
}

const gabi_error *describe_time_to_live(op_call *call) {
    text name;
    TRY(table_request_read(call, &name));
    return reply_from_store(call, STORE_READ, describe, &name);
}

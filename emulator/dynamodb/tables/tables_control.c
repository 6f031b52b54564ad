#include "dynamodb/tables/tables_control.h"

#include "core/json_writer.h"
#include "core/service.h"
#include "dynamodb/tables/table.h"

#define NAMES_A_PAGE 100

static const gabi_error *write_names(op_call *call, json_writer *writer) {
    text names[NAMES_A_PAGE], after = TEXT("");
    for (size_t count = NAMES_A_PAGE; count == NAMES_A_PAGE;) {
        TRY(table_list(call->owner, call->arena, after, NAMES_A_PAGE, names, &count));
        for (size_t i = 0; i < count; i++)
            json_string(writer, names[i]);
        after = count ? names[count - 1] : after;
    }
    return NULL;
}

const gabi_error *tables_show(op_call *call) {
    store *store = world_store(call->owner);
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_name(&writer, TEXT("tables"));
    json_begin_array(&writer);
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, write_names(call, &writer)));
    json_end_array(&writer);
    json_end_object(&writer);
    respond_json(call, 200, buffer_text(&out));
    return NULL;
}

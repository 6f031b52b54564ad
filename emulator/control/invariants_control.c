#include "control/invariants_control.h"

#include "core/json_writer.h"
#include "core/service.h"
#include "invariants/answers.h"
#include "store/account.h"

static const gabi_error *show(op_call *call) {
    violation_list violations = {0};
    studio_data data;
    TRY(studio_data_read(call->arena, world_transport(call->owner),
                         TEXT("https://dynamodb." ACCOUNT_REGION ".amazonaws.com"), &data));
    invariants_check(call->arena, &data, &violations);
    recorded_exchange *exchanges;
    size_t count;
    transcript_read(call->owner, call->arena, &exchanges, &count);
    answers_check(call->arena, exchanges, count, &data, &violations);
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_name(&writer, TEXT("violations"));
    json_begin_array(&writer);
    for (size_t i = 0; i < violations.count; i++) {
        json_begin_object(&writer);
        json_string_member(&writer, "invariant", text_of(violations.items[i].invariant));
        json_string_member(&writer, "what", violations.items[i].what);
        json_end_object(&writer);
    }
    json_end_array(&writer);
    json_end_object(&writer);
    respond_json(call, 200, buffer_text(&out));
    return NULL;
}

static const gabi_op ops[] = {
    {"ShowInvariants", "GET /_gabi/invariants", ANYONE, show, NULL},
};

const control_part invariants_control = {.ops = ops, .op_count = sizeof ops / sizeof *ops};

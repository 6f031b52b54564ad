/* The operations on Kinesis streaming destinations: no table has one here, since there is no Kinesis. */
#include "core/json_writer.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/table_request.h"

typedef struct destination_request {
    text stream;
} destination_request;

static const wire_member members[] = {
    {"StreamArn", wire_read_text, offsetof(destination_request, stream), NULL},
};
WIRE_STRUCT(destination_request_struct, destination_request, members);

static const gabi_error *find(op_call *call, text name) {
    const table *table;
    return table_request_find(call->owner, call->arena, name, &table);
}

/* Reads the request, whose table must be there. */
static const gabi_error *read_request(op_call *call, text *ret_name, text *ret_stream) {
    destination_request request = {0};
    store *store = world_store(call->owner);
    TRY(wire_read_body(call->arena, call->request->body.bytes, &destination_request_struct, &request));
    TRY(table_request_read(call, ret_name));
    *ret_stream = request.stream;
    TRY(store_begin(store, call->arena, STORE_READ));
    return store_end(store, call->arena, find(call, *ret_name));
}

static const gabi_error *read_with_stream(op_call *call, text *ret_name, text *ret_stream) {
    constraints found = CONSTRAINTS(call->arena);
    TRY(read_request(call, ret_name, ret_stream));
    constraint_not_null(&found, "streamArn", ret_stream->data != NULL);
    return constraints_error(&found);
}

const gabi_error *describe_kinesis_streaming_destination(op_call *call) {
    text name, stream;
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    TRY(read_request(call, &name, &stream));
    json_begin_object(&writer);
    json_raw_member(&writer, "KinesisDataStreamDestinations", TEXT("[]"));
    json_string_member(&writer, "TableName", name);
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}

const gabi_error *enable_kinesis_streaming_destination(op_call *call) {
    text name, stream;
    TRY(read_with_stream(call, &name, &stream));
    return validation_error(call->arena, "gabi-emu does not emulate Kinesis: read the table's own stream instead");
}

const gabi_error *disable_kinesis_streaming_destination(op_call *call) {
    text name, stream;
    TRY(read_with_stream(call, &name, &stream));
    return validation_error(call->arena, "Table is not in a valid state to enable Kinesis Streaming Destination: "
                                         "KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.");
}

const gabi_error *update_kinesis_streaming_destination(op_call *call) {
    text name, stream;
    TRY(read_with_stream(call, &name, &stream));
    return validation_error(call->arena,
                            "Table is not in a valid state to enable Kinesis Streaming Destination: Kinesis streaming "
                            "is not in ACTIVE state. Updates are only allowed in ACTIVE state. TableName: %.*s, "
                            "kdsArn: %.*s",
                            TEXT_ARGS(name), TEXT_ARGS(stream));
}

#include "core/json_writer.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"

#define CACHE_MINUTES 1440

/* The one endpoint there is: where the request was sent to. */
const gabi_error *describe_endpoints(op_call *call) {
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_name(&writer, TEXT("Endpoints"));
    json_begin_array(&writer);
    json_begin_object(&writer);
    json_string_member(&writer, "Address", http_fields_get(&call->request->headers, TEXT("Host")));
    json_integer_member(&writer, "CachePeriodInMinutes", CACHE_MINUTES);
    json_end_object(&writer);
    json_end_array(&writer);
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}

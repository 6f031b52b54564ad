/* Any JSON is read as an event or refused. */
#include "aws/lambda_event.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    http_request request;
    lambda_event_read(arena, text_copy(arena, (text){(const char *)data, size}), &request);
    arena_free(arena);
    return 0;
}

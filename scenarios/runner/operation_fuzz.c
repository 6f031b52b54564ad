/* Any assert is refused or comes to something over any answer. The input is the assert, a line feed and the body. */
#include "core/buffer.h"
#include "runner/execute.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

typedef struct canned {
    transport transport;
    text body;
} canned;

static const gabi_error *answer(transport *transport, arena *arena, text endpoint, http_request *request,
                                http_response *ret_response) {
    bool is_html = text_equal(request->path, TEXT("/html"));
    (void)endpoint;
    *ret_response = (http_response){0};
    http_respond(arena, ret_response, 200, is_html ? TEXT("text/html") : TEXT("application/json"),
                 ((canned *)transport)->body);
    http_fields_add(arena, &ret_response->headers, TEXT("Set-Cookie"), ((canned *)transport)->body);
    return NULL;
}

static int64_t now_ms(void *owner) { return owner ? 0 : INT64_C(1767600000000); }

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    text rest = text_copy(arena, (text){(const char *)data, size < 4096 ? size : 4096}), line;
    text_cut(&rest, '\n', &line);
    canned canned = {{answer}, rest};
    runner_world world = {.client = &canned.transport, .now_ms = now_ms};
    execution_options options = {.request = default_options};
    variables variables = {.world = &world};
    buffer content = BUFFER(arena), out = BUFFER(arena);
    static const char *const paths[] = {"json", "html"};
    for (size_t i = 0; i < 2; i++) {
        buffer_format(&content, "GET http://localhost/%s\nHTTP 200\n[Captures]\nx: ", paths[i]);
        buffer_append(&content, text_starts_with(line, TEXT("body")) ? TEXT("body") : TEXT("status"));
        buffer_append(&content, TEXT("\n[Asserts]\n"));
        buffer_append(&content, line);
        buffer_append(&content, TEXT("\n"));
    }
    source source = {TEXT("fuzz.hurl"), buffer_text(&content)};
    scenario scenario;
    if (!scenario_parse(arena, &source, &scenario)) {
        outcome outcome = scenario_execute(arena, &source, &scenario, &world, &options, variables);
        for (size_t i = 0; i < outcome.entries.count; i++)
            for (size_t j = 0; j < outcome.entries.items[i].problems.count; j++)
                problem_describe(&out, &source, outcome.entries.items[i].problems.items[j], NULL, false);
    }
    arena_free(arena);
    return 0;
}

/* Any file is parsed as a scenario or refused with a problem that can be shown. */
#include <stdlib.h>

#include "runner/scenario.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    source source = {TEXT("fuzz.hurl"), text_copy(arena, (text){(const char *)data, size})};
    scenario scenario;
    const problem *problem = scenario_parse(arena, &source, &scenario);
    if (problem) {
        buffer out = BUFFER(arena);
        problem_describe(&out, &source, problem, NULL, false);
        if (out.length == 0)
            abort();
    }
    arena_free(arena);
    return 0;
}

#include "runner/report.h"
#include "runner/report_file.h"

/* The answer to the last request of the run; NULL when it has failed, or there is none. */
static const exchange *last_answer(const file_run *run) {
    const entry_result_list *entries = &run->outcome.entries;
    bool has_any = run->status == RUNNER_ALL_PASSED && entries->count > 0;
    return has_any ? entries->items[entries->count - 1].last_exchange : NULL;
}

static const gabi_error *write_answers(arena *arena, const char *path, run_list runs, bool has_headers) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < runs.count; i++) {
        const exchange *answer = last_answer(&runs.items[i]);
        buffer shown = BUFFER(arena);
        if (!answer)
            continue;
        if (has_headers)
            exchange_put_head(&shown, answer);
        buffer_append(&shown, answer->body);
        buffer_append(&out, file_run_redact(&runs.items[i], arena, buffer_text(&shown)));
    }
    return report_print(arena, path, buffer_text(&out));
}

const gabi_error *report_bodies(arena *arena, const char *path, run_list runs) {
    return write_answers(arena, path, runs, false);
}

const gabi_error *report_answers(arena *arena, const char *path, run_list runs) {
    return write_answers(arena, path, runs, true);
}

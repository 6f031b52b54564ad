#include "runner/report.h"
#include "runner/report_file.h"

const gabi_error *report_curl(arena *arena, const char *path, run_list runs) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < runs.count; i++)
        for (size_t j = 0; j < runs.items[i].outcome.entries.count; j++) {
            const entry_result *result = &runs.items[i].outcome.entries.items[j];
            buffer_append(&out, file_run_redact(&runs.items[i], arena, result->curl));
            buffer_append_char(&out, '\n');
        }
    return report_write(arena, path, buffer_text(&out));
}

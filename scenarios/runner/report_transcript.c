#include "runner/report.h"
#include "runner/report_file.h"

const gabi_error *report_transcript(arena *arena, const char *path, run_list runs) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < runs.count; i++) {
        buffer_format(&out, "# %.*s\n", TEXT_ARGS(runs.items[i].source.path));
        buffer_append(&out, runs.items[i].transcript);
    }
    return report_write(arena, path, buffer_text(&out));
}

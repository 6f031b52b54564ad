#include "runner/report.h"

#include <errno.h>
#include <stdio.h>

const gabi_error *report_write(arena *arena, const char *path, text content) {
    FILE *file = fopen(path, "wb");
    bool is_written = file && fwrite(content.data, 1, content.length, file) == content.length;
    int reason = errno;
    if (file && fclose(file) != 0 && is_written) {
        is_written = false;
        reason = errno;
    }
    return is_written
               ? NULL
               : error_new(arena, ERROR_INVALID, "Unwritable", "%s: cannot be written: %s", path, strerror(reason));
}

const gabi_error *report_transcript(arena *arena, const char *path, const file_run *runs, size_t count) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < count; i++) {
        buffer_format(&out, "# %.*s\n", TEXT_ARGS(runs[i].source.path));
        buffer_append(&out, runs[i].transcript);
    }
    return report_write(arena, path, buffer_text(&out));
}

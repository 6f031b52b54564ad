#include "runner/report_file.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/crypto.h"
#include "runner/collect.h"

/* ---- files ---- */

static const gabi_error *unwritable(arena *arena, const char *path, int reason) {
    return error_new(arena, ERROR_INVALID, "Unwritable", "%s: cannot be written: %s", path, strerror(reason));
}

const gabi_error *report_refuse(arena *arena, const char *path, const char *form) {
    return error_new(arena, ERROR_INVALID, "Unwritable", "%s: this is no %s report, so nothing is added to it", path,
                     form);
}

const gabi_error *report_read(arena *arena, const char *path, text *ret_content) {
    text content = {0};
    if (access(path, F_OK) == 0)
        TRY(collect_read(arena, text_of(path), &content));
    *ret_content = content;
    return NULL;
}

/* "a/b" of "a/b/c" and of "a/b/c/", "." of "a". */
static const char *folder_above(arena *arena, const char *path) {
    text rest = text_of(path);
    while (rest.length > 1 && rest.data[rest.length - 1] == '/')
        rest.length--;
    while (rest.length > 0 && rest.data[rest.length - 1] != '/')
        rest.length--;
    while (rest.length > 1 && rest.data[rest.length - 1] == '/')
        rest.length--;
    return text_is_empty(rest) ? "." : text_to_string(arena, rest);
}

/* Of what is not there yet, the folder above it that is tells: the rest is made. */
const gabi_error *report_check_place(arena *arena, const char *path, bool is_folder) {
    struct stat found;
    const char *nearest = path;
    while (stat(nearest, &found) != 0) {
        if (strcmp(nearest, ".") == 0 || strcmp(nearest, "/") == 0)
            return unwritable(arena, path, errno);
        nearest = folder_above(arena, nearest);
    }
    bool wants_folder = is_folder || nearest != path;
    if (S_ISDIR(found.st_mode) != wants_folder)
        return unwritable(arena, path, wants_folder ? ENOTDIR : EISDIR);
    return access(nearest, W_OK) == 0 ? NULL : unwritable(arena, path, errno);
}

/* What cannot be made shows when the file is opened. */
static void make_folders(arena *arena, const char *path) {
    for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/'))
        mkdir(arena_printf(arena, "%.*s", (int)(slash - path), path), 0777);
}

const gabi_error *report_write(arena *arena, const char *path, text content) {
    make_folders(arena, path);
    FILE *file = fopen(path, "wb");
    if (!file)
        return unwritable(arena, path, errno);
    bool is_written = fwrite(content.data, 1, content.length, file) == content.length;
    int reason = errno;
    if (fclose(file) != 0 && is_written)
        return unwritable(arena, path, errno);
    return is_written ? NULL : unwritable(arena, path, reason);
}

const gabi_error *report_print(arena *arena, const char *path, text content) {
    if (strcmp(path, "-") != 0)
        return report_write(arena, path, content);
    bool is_written = fwrite(content.data, 1, content.length, stdout) == content.length && fflush(stdout) == 0;
    return is_written ? NULL : unwritable(arena, "the standard output", errno);
}

/* ---- texts ---- */

text report_id(arena *arena, size_t position, text path) {
    const char *hash = sha256_hex(arena, text_format(arena, "%zu %.*s", position, TEXT_ARGS(path))).data;
    return text_format(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hash, hash + 8, hash + 12, hash + 16, hash + 20);
}

static bool is_allowed(unsigned char c) { return c >= 0x20 || c == '\t' || c == '\n' || c == '\r'; }

static void escape(buffer *out, text plain, bool in_attribute) {
    buffer mended = BUFFER(out->arena);
    buffer_append_mended(&mended, plain);
    plain = buffer_text(&mended);
    for (size_t i = 0; i < plain.length; i++)
        switch (plain.data[i]) {
        case '&': buffer_append(out, TEXT("&amp;")); break;
        case '<': buffer_append(out, TEXT("&lt;")); break;
        case '>': buffer_append(out, TEXT("&gt;")); break;
        case '"': buffer_append(out, in_attribute ? TEXT("&quot;") : TEXT("\"")); break;
        default:
            if (is_allowed((unsigned char)plain.data[i]))
                buffer_append_char(out, plain.data[i]);
            else
                buffer_append(out, TEXT("\xEF\xBF\xBD"));
        }
}

void report_escape(buffer *out, text plain) { escape(out, plain, false); }
void report_escape_attribute(buffer *out, text plain) { escape(out, plain, true); }

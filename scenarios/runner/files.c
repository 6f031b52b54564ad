#include "runner/files.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_BYTES 65536

/* ---- which files may be had ---- */

/* A path without `.`, `..` and doubled slashes; what would go above the root of an absolute one stays there. */
static text normalize(arena *arena, text path) {
    buffer out = BUFFER(arena);
    for (text part; text_cut(&path, '/', &part);) {
        if (text_is_empty(part) || text_equal(part, TEXT(".")))
            continue;
        if (text_equal(part, TEXT(".."))) {
            while (out.length > 0 && out.data[--out.length] != '/')
                ;
            continue;
        }
        buffer_append_char(&out, '/');
        buffer_append(&out, part);
    }
    return buffer_text(&out);
}

static text current_folder(arena *arena) {
    char *folder = arena_alloc(arena, FILENAME_MAX);
    return text_of(getcwd(folder, FILENAME_MAX) ? folder : "/");
}

static text join(arena *arena, text folder, text name) {
    bool is_absolute = text_starts_with(name, TEXT("/"));
    return is_absolute || text_is_empty(folder) ? text_copy(arena, name)
                                                : text_format(arena, "%.*s/%.*s", TEXT_ARGS(folder), TEXT_ARGS(name));
}

static bool is_below(text path, text folder) {
    return text_starts_with(path, folder) && (path.length == folder.length || path.data[folder.length] == '/');
}

/* Where the file lies, if it lies below the root. */
static const problem *resolve(arena *arena, const file_root *root, span span, text name, text *ret_path) {
    text here = current_folder(arena), path = join(arena, root->folder, name);
    text folder = normalize(arena, join(arena, here, root->folder));
    if (!is_below(normalize(arena, join(arena, here, path)), folder))
        return problem_new(arena, span, "Unauthorized file access",
                           "unauthorized access to file %.*s, check --file-root option", TEXT_ARGS(name));
    *ret_path = path;
    return NULL;
}

/* ---- reading and writing ---- */

const problem *file_read(arena *arena, const file_root *root, span span, text name, text *ret_content) {
    text path;
    buffer content = BUFFER(arena);
    PASS_ON(resolve(arena, root, span, name, &path));
    FILE *file = fopen(text_to_string(arena, path), "rb");
    bool is_read = file != NULL;
    if (file) {
        for (size_t got; (got = fread(buffer_reserve(&content, READ_BYTES), 1, READ_BYTES, file)) > 0;)
            content.length += got;
        is_read = !ferror(file);
        fclose(file);
    }
    if (!is_read)
        return problem_new(arena, span, "File read access", "file %.*s can not be read", TEXT_ARGS(name));
    *ret_content = buffer_text(&content);
    return NULL;
}

static void make_folders(arena *arena, text path) {
    for (size_t i = 1; i < path.length; i++)
        if (path.data[i] == '/')
            mkdir(text_to_string(arena, text_upto(path, i)), 0777); /* what fails here fails in fopen, too */
}

const problem *file_write(arena *arena, const file_root *root, span span, text name, text content) {
    text path;
    PASS_ON(resolve(arena, root, span, name, &path));
    make_folders(arena, path);
    FILE *file = fopen(text_to_string(arena, path), "wb");
    bool is_written = file && fwrite(content.data, 1, content.length, file) == content.length;
    int reason = errno;
    if (file && fclose(file) != 0)
        is_written = false;
    return is_written ? NULL
                      : problem_new(arena, span, "File write access", "%.*s can not be written (%s)", TEXT_ARGS(path),
                                    strerror(reason));
}

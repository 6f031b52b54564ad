#include "runner/collect.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/buffer.h"
#include "runner/list.h"

#define SUFFIX ".hurl"
#define READ_BYTES 65536

static const gabi_error *no_scenarios(arena *arena, const char *path, const char *why) {
    return error_new(arena, ERROR_INVALID, "NoScenarios", "%s: %s", path, why);
}

static void add_file(arena *arena, file_list *files, const char *path) {
    *(text *)LIST_ADD(arena, files) = text_copy(arena, text_of(path));
}

static int is_visible(const struct dirent *entry) { return entry->d_name[0] != '.'; }

bool collect_is_folder(const char *path, bool follows_links) {
    struct stat status;
    return (follows_links ? stat(path, &status) : lstat(path, &status)) == 0 && S_ISDIR(status.st_mode);
}

static const gabi_error *collect_folder(arena *arena, const char *folder, file_list *files) {
    struct dirent **entries;
    int count = scandir(folder, &entries, is_visible, alphasort);
    if (count < 0)
        return no_scenarios(arena, folder, strerror(errno));
    arena_defer(arena, free, entries);
    for (int i = 0; i < count; i++) {
        arena_defer(arena, free, entries[i]);
        const char *slash = text_ends_with(text_of(folder), TEXT("/")) ? "" : "/";
        const char *path = arena_printf(arena, "%s%s%s", folder, slash, entries[i]->d_name);
        if (collect_is_folder(path, false))
            TRY(collect_folder(arena, path, files));
        else if (text_ends_with(text_of(path), TEXT(SUFFIX)))
            add_file(arena, files, path);
    }
    return NULL;
}

const gabi_error *collect_files(arena *arena, const char *path, file_list *files) {
    struct stat status;
    size_t before = files->count;
    if (strcmp(path, COLLECT_STANDARD_INPUT) == 0) {
        add_file(arena, files, path);
        return NULL;
    }
    if (stat(path, &status) != 0)
        return no_scenarios(arena, path, strerror(errno));
    if (!S_ISDIR(status.st_mode)) {
        add_file(arena, files, path);
        return NULL;
    }
    TRY(collect_folder(arena, path, files));
    return files->count > before ? NULL : no_scenarios(arena, path, "there is no *.hurl file in this folder");
}

void collect_shard(file_list *files, size_t number, size_t count) {
    size_t kept = 0;
    for (size_t i = number - 1; i < files->count; i += count)
        files->items[kept++] = files->items[i];
    files->count = kept;
}

static const gabi_error *unreadable(arena *arena, text path) {
    return error_new(arena, ERROR_INVALID, "Unreadable", "%.*s: %s", TEXT_ARGS(path), strerror(errno));
}

static const gabi_error *read_stream(arena *arena, text path, FILE *file, text *ret_content) {
    buffer content = BUFFER(arena);
    for (size_t got; (got = fread(buffer_reserve(&content, READ_BYTES), 1, READ_BYTES, file)) > 0;)
        content.length += got;
    if (ferror(file))
        return unreadable(arena, path);
    *ret_content = buffer_text(&content);
    return NULL;
}

const gabi_error *collect_read(arena *arena, text path, text *ret_content) {
    FILE *file = fopen(text_to_string(arena, path), "rb");
    if (!file)
        return unreadable(arena, path);
    const gabi_error *error = read_stream(arena, path, file, ret_content);
    fclose(file);
    return error;
}

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

/* How many bytes a sequence of UTF-8 has that begins with this one; 0 for none. */
static size_t sequence_length(unsigned char lead) {
    return lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
}

/* Whether a byte may stand at that place of a sequence that begins with lead. */
static bool is_in_sequence(unsigned char lead, size_t place, unsigned char byte) {
    unsigned char least = 0x80, most = 0xBF;
    if (place == 1) {
        least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    }
    return byte >= least && byte <= most;
}

/* What is wrong with bytes that are not UTF-8, in the words of Rust's library. */
static text utf8_problem(arena *arena, text content) {
    const unsigned char *bytes = (const unsigned char *)content.data;
    for (size_t start = 0; start < content.length;) {
        size_t length = sequence_length(bytes[start]), good = 1;
        while (good < length && start + good < content.length &&
               is_in_sequence(bytes[start], good, bytes[start + good]))
            good++;
        if (good < length && start + good == content.length)
            return text_format(arena, "incomplete utf-8 byte sequence from index %zu", start);
        if (good != length)
            return text_format(arena, "invalid utf-8 sequence of %zu bytes from index %zu", good, start);
        start += length;
    }
    return TEXT("");
}

const gabi_error *collect_read_scenario(arena *arena, text path, text *ret_content) {
    text content;
    if (text_equal(path, TEXT(COLLECT_STANDARD_INPUT)))
        TRY(read_stream(arena, path, stdin, &content));
    else
        TRY(collect_read(arena, path, &content));
    if (!text_is_utf8(content))
        return error_new(arena, ERROR_INVALID, "Unreadable", "Issue reading from %.*s: %.*s", TEXT_ARGS(path),
                         TEXT_ARGS(utf8_problem(arena, content)));
    bool has_mark = text_starts_with(content, TEXT(BYTE_ORDER_MARK));
    *ret_content = has_mark ? text_from(content, strlen(BYTE_ORDER_MARK)) : content;
    return NULL;
}

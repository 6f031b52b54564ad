#include "runner/diff.h"

#include "core/buffer.h"
#include "runner/list.h"

/* Behind this many lines that differ all others count as different, too. */
#define MOST_LINES 2000

typedef struct line_list {
    text *items; /* with their line feeds */
    size_t count;
    size_t capacity;
} line_list;

static line_list split(arena *arena, text whole) {
    line_list lines = {0};
    while (!text_is_empty(whole)) {
        size_t feed = text_index(whole, '\n');
        text line = feed == TEXT_NOT_FOUND ? whole : text_upto(whole, feed + 1);
        *(text *)LIST_ADD(arena, &lines) = line;
        whole = text_from(whole, line.length);
    }
    return lines;
}

/* How many lines the longest common subsequence of what stands from i and from j on has, for all i and j: the table's
 * row is i. */
static unsigned *common_lengths(arena *arena, const text *old, size_t old_count, const text *new, size_t new_count) {
    size_t width = new_count + 1;
    unsigned *table = arena_zalloc(arena, (old_count + 1) * width * sizeof *table);
    for (size_t i = old_count; i-- > 0;)
        for (size_t j = new_count; j-- > 0;) {
            unsigned down = table[(i + 1) * width + j], right = table[i * width + j + 1];
            table[i * width + j] = text_equal(old[i], new[j]) ? table[(i + 1) * width + j + 1] + 1
                                   : down >= right            ? down
                                                              : right;
        }
    return table;
}

static void append_lines(buffer *out, char sign, const text *lines, size_t count) {
    for (size_t i = 0; i < count; i++) {
        buffer_append_char(out, sign);
        buffer_append(out, lines[i]);
        if (!text_ends_with(lines[i], TEXT("\n")))
            buffer_append_char(out, '\n');
    }
}

difference diff_first(arena *arena, text expected, text actual) {
    line_list old = split(arena, expected), new = split(arena, actual);
    size_t same = 0;
    while (same < old.count && same < new.count &&text_equal(old.items[same], new.items[same]))
        same++;
    const text *old_rest = old.items + same, *new_rest = new.items + same;
    size_t old_count = old.count - same, new_count = new.count - same, removed = old_count, added = new_count;
    if (old_count <= MOST_LINES && new_count <= MOST_LINES) {
        const unsigned *table = common_lengths(arena, old_rest, old_count, new_rest, new_count);
        size_t width = new_count + 1;
        removed = added = 0;
        while (removed < old_count || added < new_count) {
            if (removed < old_count && added < new_count && text_equal(old_rest[removed], new_rest[added]))
                break;
            bool removes = removed < old_count && (added == new_count || table[(removed + 1) * width + added] >=
                                                                             table[removed * width + added + 1]);
            *(removes ? &removed : &added) += 1;
        }
    }
    buffer out = BUFFER(arena);
    append_lines(&out, '-', old_rest, removed);
    append_lines(&out, '+', new_rest, added);
    return (difference){(int64_t)same - (removed == 0), buffer_text(&out)};
}

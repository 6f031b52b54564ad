#include "runner/problem.h"

#include <stdarg.h>

#define RED_BOLD "\033[1;31m"
#define BLUE_BOLD "\033[1;34m"
#define BOLD "\033[1m"
#define PLAIN "\033[0m"

const problem *problem_new(arena *arena, span span, const char *title, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    problem *self = arena_alloc(arena, sizeof *self);
    *self = (problem){title, text_of(message), span};
    return self;
}

typedef struct page {
    buffer *out;
    bool is_coloured;
    int margin; /* the width of line numbers */
} page;

static void put(page *page, const char *style, text content) {
    buffer_append(page->out, page->is_coloured ? text_of(style) : TEXT(""));
    buffer_append(page->out, content);
    buffer_append(page->out, page->is_coloured ? TEXT(PLAIN) : TEXT(""));
}

/* Begins a line with its number, or with blanks instead. */
static void put_margin(page *page, size_t line) {
    text number = line ? text_format(page->out->arena, "%*zu |", page->margin, line)
                       : text_format(page->out->arena, "%*s |", page->margin, "");
    put(page, BLUE_BOLD, number);
}

static void put_line(page *page, size_t line, text content) {
    put_margin(page, line);
    if (!text_is_empty(content))
        buffer_format(page->out, " %.*s", TEXT_ARGS(content));
    buffer_append_char(page->out, '\n');
}

/* The caret's line: tabs of the source line are kept, so that the caret stands below what it points at. */
static void put_caret(page *page, const source *source, const problem *problem, text message) {
    span line = source_line(source, problem->span.start);
    size_t start = problem->span.start, end = problem->span.end < line.end ? problem->span.end : line.end;
    size_t column = source_place(source, start).column;
    size_t width = end > start ? source_place(source, end).column - column : 1;
    put_margin(page, 0);
    buffer_append_char(page->out, ' ');
    for (size_t at = line.start; column > 1; at++, column--)
        buffer_append_char(page->out, source->content.data[at] == '\t' ? '\t' : ' ');
    buffer carets = BUFFER(page->out->arena);
    for (size_t i = 0; i < width; i++)
        buffer_append_char(&carets, '^');
    if (!text_is_empty(message))
        buffer_format(&carets, " %.*s", TEXT_ARGS(message));
    put(page, RED_BOLD, buffer_text(&carets));
    buffer_append_char(page->out, '\n');
}

void problem_render(buffer *out, const source *source, const problem *problem, const size_t *entry, bool is_coloured) {
    page page = {out, is_coloured, source_place(source, source->content.length).line > 99 ? 4 : 2};
    place place = source_place(source, problem->span.start);
    put(&page, RED_BOLD, TEXT("error: "));
    put(&page, BOLD, text_of(problem->title));
    buffer_format(out, "\n%*s--> %.*s:%zu:%zu\n", page.margin, "", TEXT_ARGS(source->path), place.line, place.column);
    put_line(&page, 0, TEXT(""));
    if (entry && source_place(source, *entry).line < place.line) {
        put_line(&page, 0, source_text(source, source_line(source, *entry)));
        if (source_place(source, *entry).line + 1 < place.line)
            put_line(&page, 0, TEXT("..."));
    }
    put_line(&page, place.line, source_text(source, source_line(source, problem->span.start)));
    text rest = problem->message, line;
    text_cut(&rest, '\n', &line);
    put_caret(&page, source, problem, line);
    while (text_cut(&rest, '\n', &line)) {
        put_margin(&page, 0);
        buffer_append(out, TEXT("   "));
        put(&page, RED_BOLD, line);
        buffer_append_char(out, '\n');
    }
    put_line(&page, 0, TEXT(""));
}

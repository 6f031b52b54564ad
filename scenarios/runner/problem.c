#include "runner/problem.h"

#include <stdarg.h>

#define RED_BOLD "\033[1;31m"
#define BLUE_BOLD "\033[1;34m"
#define RED "\033[31m"
#define GREEN "\033[32m"
#define GREY "\033[90m"
#define BOLD "\033[1m"
#define PLAIN "\033[0m"

#define TAB "    "

const problem *problem_with_message(arena *arena, span span, const char *title, problem_layout layout, text message) {
    problem *self = arena_alloc(arena, sizeof *self);
    *self = (problem){title, message, span, layout};
    return self;
}

const problem *problem_new(arena *arena, span span, const char *title, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return problem_with_message(arena, span, title, PROBLEM_CARET, text_of(message));
}

typedef struct page {
    buffer *out;
    const source *source;
    bool is_coloured;
    int margin; /* the width of line numbers */
} page;

static void put(page *page, const char *style, text content) {
    buffer_append(page->out, page->is_coloured ? text_of(style) : TEXT(""));
    buffer_append(page->out, content);
    buffer_append(page->out, page->is_coloured ? TEXT(PLAIN) : TEXT(""));
}

/* Begins a line with its number, or with blanks instead. */
static void begin_line(page *page, size_t line) {
    arena *arena = page->out->arena;
    buffer_append_char(page->out, '\n');
    put(page, BLUE_BOLD,
        line ? text_format(arena, "%*zu |", page->margin, line) : text_format(arena, "%*s |", page->margin, ""));
}

/* A line of the file that offset stands in, its tabs as blanks. */
static text source_line_shown(const page *page, size_t offset) {
    text line = source_text(page->source, source_line(page->source, offset));
    buffer out = BUFFER(page->out->arena);
    for (size_t i = 0; i < line.length; i++)
        buffer_append(&out, line.data[i] == '\t' ? TEXT(TAB) : text_upto(text_from(line, i), 1));
    return buffer_text(&out);
}

static void put_source_line(page *page, size_t line, size_t offset) {
    begin_line(page, line);
    buffer_append_char(page->out, ' ');
    buffer_append(page->out, source_line_shown(page, offset));
}

/* The first line of the request that led to the problem. */
static void put_entry(page *page, const problem *problem, size_t entry) {
    size_t line = source_place(page->source, problem->span.start).line,
           entry_line = source_place(page->source, entry).line;
    if (entry_line != line) {
        begin_line(page, 0);
        buffer_append_char(page->out, ' ');
        put(page, GREY, source_line_shown(page, entry));
    }
    if (line > entry_line + 1) {
        begin_line(page, 0);
        put(page, GREY, TEXT(" ..."));
    }
}

static void put_times(buffer *out, size_t count, char c) {
    for (size_t i = 0; i < count; i++)
        buffer_append_char(out, c);
}

/* What stands before the message: carets, under what it is about. */
static text make_carets(const page *page, const problem *problem) {
    place start = source_place(page->source, problem->span.start), end = source_place(page->source, problem->span.end);
    span line = source_line(page->source, problem->span.start);
    size_t shift = 0;
    for (size_t at = line.start; at < problem->span.start; at++)
        shift += page->source->content.data[at] == '\t' ? strlen(TAB) - 1 : 0;
    buffer out = BUFFER(page->out->arena);
    put_times(&out, start.column + shift, ' ');
    put_times(&out, end.column > start.column ? end.column - start.column : 1, '^');
    buffer_append_char(&out, ' ');
    return buffer_text(&out);
}

/* The message behind its carets; further lines stand below the first. */
static void put_message(page *page, const problem *problem) {
    text rest = problem->message, line;
    text before = problem->layout == PROBLEM_CARET ? make_carets(page, problem) : TEXT("");
    for (bool is_first = true; text_cut(&rest, '\n', &line); is_first = false) {
        if (text_ends_with(line, TEXT("\r")))
            line.length--;
        begin_line(page, 0);
        buffer shown = BUFFER(page->out->arena);
        if (problem->layout == PROBLEM_CARET && !is_first)
            put_times(&shown, text_is_empty(line) ? 0 : before.length, ' ');
        else
            buffer_append(&shown, before);
        buffer_append(&shown, line);
        if (shown.length > 0)
            put(page, RED_BOLD, buffer_text(&shown));
    }
}

static void put_difference(page *page, const problem *problem) {
    text rest = problem->message, line;
    for (text_cut(&rest, '\n', &line); !text_is_empty(line); text_cut(&rest, '\n', &line)) {
        begin_line(page, 0);
        if (text_ends_with(line, TEXT("\r")))
            line.length--;
        buffer_append(page->out, TEXT("   "));
        put(page, line.data[0] == '-' ? RED : GREEN, line);
    }
}

void problem_describe(buffer *out, const source *source, const problem *problem, const size_t *entry,
                      bool is_coloured) {
    size_t line_count = source_place(source, source->content.length).line;
    if (text_ends_with(source->content, TEXT("\n")))
        line_count--;
    page page = {out, source, is_coloured, 2};
    for (size_t limit = 100; line_count >= limit; limit *= 10)
        page.margin++;
    place place = source_place(source, problem->span.start);
    put(&page, BOLD, text_of(problem->title));
    buffer_format(out, "\n%*s", page.margin, "");
    put(&page, BLUE_BOLD, TEXT("-->"));
    buffer_format(out, " %.*s:%zu:%zu", TEXT_ARGS(source->path), place.line,
                  problem->layout == PROBLEM_BELOW ? 0 : place.column);
    begin_line(&page, 0);
    if (entry)
        put_entry(&page, problem, *entry);
    put_source_line(&page, place.line, problem->span.start);
    if (problem->layout == PROBLEM_DIFF)
        put_difference(&page, problem);
    else
        put_message(&page, problem);
    begin_line(&page, 0);
}

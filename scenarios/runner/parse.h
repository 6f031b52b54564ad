/* Parse: the parts of the parser, by what they read. Each function begins where the reader stands and leaves it behind
 * what it read; on a problem the reader stands anywhere. The grammar is Hurl 8's. */
#ifndef GABI_RUNNER_PARSE_H
#define GABI_RUNNER_PARSE_H

#include "runner/list.h"
#include "runner/scenario.h"

#define PARSE_MOST_DEPTH 128

typedef struct parser {
    arena *arena;
    text input;
    size_t at;
} parser;

/* Characters (parse_text.c). */

/* The byte ahead bytes from here; 0 past the end. */
char parse_peek(const parser *self, size_t ahead);
bool parse_at_end(const parser *self);
bool parse_is_at(const parser *self, const char *literal);

/* Passes over the literal if it comes next. */
bool parse_accept(parser *self, const char *literal);
const problem *parse_expect(parser *self, const char *literal);

/* Passes over blanks and tabs; true when there were any. */
bool parse_spaces(parser *self);

/* Blanks, a comment, and the end of the line or of the file. */
const problem *parse_line_end(parser *self);

/* Passes over lines with nothing but blanks and comments, and the blanks before what comes then. */
void parse_empty_lines(parser *self);

/* A run of letters, digits and the characters of others. */
text parse_word(parser *self, const char *others);

/* A problem with what comes next, or that stands from start up to here. */
const problem *parse_problem(parser *self, const char *title, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
const problem *parse_problem_from(parser *self, size_t start, const char *title, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Texts (parse_text.c). */

/* Up to the end of the line or a comment, without the blanks before it. */
const problem *parse_unquoted(parser *self, template *ret_template);

/* Between double quotes, or between back quotes. */
const problem *parse_quoted(parser *self, template *ret_template);
const problem *parse_back_quoted(parser *self, template *ret_template);

/* Between triple back quotes; *ret_is_json when it says so. */
const problem *parse_multiline(parser *self, template *ret_template, bool *ret_is_json);

/* The name of a header, parameter or capture. */
const problem *parse_key(parser *self, template *ret_template);

/* `{{name}}`, as a part of kind. */
const problem *parse_placeholder(parser *self, template_part_kind kind, template_part *ret_part);

/* `name: value` on a line of its own. False, with the reader unmoved, when what comes is not that. */
const problem *parse_field(parser *self, field_list *fields, bool *ret_found);

/* Whether a body comes next, and the body (parse_body.c). */
bool parse_is_at_body(const parser *self);
const problem *parse_body(parser *self, body *ret_body);

/* Checks (parse_check.c). */
const problem *parse_extraction(parser *self, extraction *ret_extraction);
const problem *parse_predicate(parser *self, step *ret_predicate);

/* null, a boolean or a number; false, with the reader unmoved, when what comes is none. */
bool parse_plain_literal(parser *self, const value **ret_value);

#endif

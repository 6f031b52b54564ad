/* Parse: the parts of the parser, by what they read. Each function begins where the reader stands and leaves it behind
 * what it read; on a problem the reader stands anywhere. The grammar is Hurl 8's, and so are the words of problems and
 * the places that they point to. */
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

/* Passes over one character. */
void parse_skip_character(parser *self);

/* Passes over the literal if it comes next. */
bool parse_accept(parser *self, const char *literal);
const problem *parse_expect(parser *self, const char *literal);

/* Passes over blanks and tabs; true when there were any. */
bool parse_spaces(parser *self);

/* The same, where there must be one. */
const problem *parse_some_spaces(parser *self);

/* Blanks, a comment, and the end of the line or of the file. */
const problem *parse_line_end(parser *self);

/* Passes over lines with nothing but blanks and comments, and the blanks before what comes then. */
void parse_empty_lines(parser *self);

/* A run of letters and digits of ASCII and the characters of others. */
text parse_word(parser *self, const char *others);

/* A run of letters and digits of any script and the characters of others. */
text parse_name(parser *self, const char *others);

/* Decimal digits. */
text parse_digits(parser *self);

/* Passes over a hexadecimal digit if it comes next. */
bool parse_accept_hex_digit(parser *self, uint32_t *ret_digit);

/* A problem with what comes next, or with what stands at a place. */
const problem *parse_problem(parser *self, const char *title, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
const problem *parse_problem_at(parser *self, size_t at, const char *title, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* "expecting 'what'" */
const problem *parse_expecting(parser *self, size_t at, const char *what);

/* Templates (parse_template.c). */

/* Up to the end of the line or a comment, without the blanks before it. */
const problem *parse_unquoted(parser *self, template *ret_template);

/* Between double quotes, or between back quotes. */
const problem *parse_quoted(parser *self, template *ret_template);
const problem *parse_back_quoted(parser *self, template *ret_template);

/* Up to triple back quotes, which are passed over; with the placeholders as they stand when is_raw is set. */
const problem *parse_lines(parser *self, bool is_raw, template *ret_template);

/* A text without escapes that ends at a place; for places of a text that is known already. */
const problem *parse_template_upto(parser *self, size_t end, template *ret_template);

/* A file's name, or one with a password behind it. */
const problem *parse_file_name(parser *self, bool has_password, template *ret_template);

/* A name and the colon behind it. False, with the reader unmoved, when what comes is not that. */
bool parse_key(parser *self, template *ret_name);

/* `{{name}}` or `{{function}}`, as a part of kind. */
const problem *parse_placeholder(parser *self, template_part_kind kind, template_part *ret_part);

/* The same as the only part of a template. */
const problem *parse_lone_placeholder(parser *self, template *ret_template);

/* `\u{41}` from the brace on. */
const problem *parse_code_point(parser *self, buffer *out);

/* The letter behind a backslash that stands for a control character, e.g. 'n'; 0 for those that stand for none. */
char parse_control_letter(char letter);

/* JSON (parse_json.c). */

/* Where the reader may stand at a JSON value. */
bool parse_is_at_json(const parser *self);

/* A JSON value as it is spelled, with its placeholders; without its white space when is_compact is set. *ret_found is
 * false, with the reader unmoved, where Hurl finds that it is none after all. */
const problem *parse_json(parser *self, bool is_compact, template *ret_template, bool *ret_found);

/* A JSON object, of which anything else is a problem. */
const problem *parse_json_object(parser *self, bool is_compact, template *ret_template);

/* Passes over an XML document (parse_xml.c). */
const problem *parse_xml(parser *self);

/* Bodies (parse_body.c). */

/* A body of any form; *ret_found is false, with the reader unmoved, when none comes next. */
const problem *parse_body(parser *self, body *ret_body, bool *ret_found);

/* Those of its forms that stand in a predicate, too. */
const problem *parse_multiline(parser *self, body *ret_body);
const problem *parse_hex(parser *self, body *ret_body);
const problem *parse_base64(parser *self, body *ret_body);
const problem *parse_file(parser *self, body *ret_body);

/* Numbers as options and predicates spell them (parse_number.c). *ret_found is false, with the reader unmoved, when
 * none comes next. */
const problem *parse_number(parser *self, const value **ret_value, bool *ret_found);
const problem *parse_integer(parser *self, const char *what, bool is_signed, int64_t *ret_integer, bool *ret_found);

/* null, a boolean or a number. */
const problem *parse_plain_literal(parser *self, const value **ret_value, bool *ret_found);

/* Checks (parse_check.c). A query that is none is no problem: *ret_found is false then, with the reader unmoved. */
const problem *parse_extraction(parser *self, extraction *ret_extraction, bool *ret_found);
const problem *parse_predicate(parser *self, step *ret_predicate);

/* `name: value`, a line of [Options] (parse_option.c); *ret_found is false, with the reader unmoved, at any other. */
const problem *parse_option(parser *self, option_setting *ret_setting, bool *ret_found);

/* The value of the setting's option. */
const problem *parse_option_value(parser *self, option_setting *setting);

#endif

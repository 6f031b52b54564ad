/* JSON in bodies. It is checked as it is read and kept as it is spelled: what is sent and what is compared are the
 * file's own bytes, with the placeholders filled in. */
#include <ctype.h>

#include "runner/parse.h"

/* JSON under way: the template, and where the text begins that is not in it yet. */
typedef struct json_draft {
    template template;
    size_t text_start;
    bool is_compact; /* white space is left out */
} json_draft;

/* What Hurl finds to be no JSON value after all, though it begins like one. */
typedef enum json_reading { JSON_READ, JSON_IS_NONE } json_reading;

static void finish_text(parser *self, json_draft *draft) {
    text spelled = text_upto(text_from(self->input, draft->text_start), self->at - draft->text_start);
    if (!text_is_empty(spelled))
        template_add(self->arena, &draft->template, (template_part){PART_TEXT, spelled, {draft->text_start, self->at}});
    draft->text_start = self->at;
}

static void skip_white_space(parser *self, json_draft *draft) {
    if (draft->is_compact)
        finish_text(self, draft);
    while (parse_peek(self, 0) && strchr(" \t\r\n", parse_peek(self, 0)))
        self->at++;
    if (draft->is_compact)
        draft->text_start = self->at;
}

/* ---- strings ---- */

static const problem *read_hex(parser *self, uint32_t *ret_unit) {
    uint32_t unit = 0, digit;
    for (int i = 0; i < 4; i++) {
        if (!parse_accept_hex_digit(self, &digit))
            return parse_problem(self, "Parsing hexadecimal number", "expecting a valid hexadecimal number");
        unit = unit * 16 + digit;
    }
    *ret_unit = unit;
    return NULL;
}

static const problem *skip_unicode(parser *self) {
    uint32_t unit, low;
    PASS_ON(read_hex(self, &unit));
    if (unit < 0xD800 || unit >= 0xE000)
        return NULL;
    PASS_ON(parse_expect(self, "\\u"));
    size_t start = self->at;
    PASS_ON(read_hex(self, &low));
    bool is_pair = unit < 0xDC00 && low >= 0xDC00 && low < 0xE000;
    return is_pair ? NULL : parse_problem_at(self, start, "Parsing unicode literal", "Invalid unicode literal");
}

static const problem *skip_escape(parser *self) {
    char c = parse_peek(self, 1);
    self->at++;
    if (!c || !(parse_control_letter(c) || strchr("\"\\/u", c)))
        return parse_problem(self, "Parsing escape character", "the escaping sequence is not valid");
    self->at++;
    return c == 'u' ? skip_unicode(self) : NULL;
}

/* Passes over a string's characters up to its end or to a control character, which may not stand in it. */
static const problem *skip_characters(parser *self) {
    while (!parse_at_end(self) && parse_peek(self, 0) != '"') {
        char c = parse_peek(self, 0);
        if (c == '\\')
            PASS_ON(skip_escape(self));
        else if (c && strchr("\b\n\f\r\t", c))
            return NULL;
        else
            self->at++;
    }
    return NULL;
}

/* Where a placeholder ends: other characters may stand between its two braces, as Hurl has it. */
static size_t find_second_brace(text input, size_t at) {
    for (int braces = 0; at < input.length; at++)
        if (input.data[at] == '}' && ++braces == 2)
            return at;
    return TEXT_NOT_FOUND;
}

/* The placeholders between here and end, where the string ends; escapes are no part of them. */
static const problem *read_placeholders(parser *self, size_t end, json_draft *draft) {
    while (self->at < end) {
        if (!parse_is_at(self, "{{")) {
            self->at += parse_peek(self, 0) == '\\' ? 2 : 1;
            continue;
        }
        finish_text(self, draft);
        parser inside = {self->arena, text_upto(self->input, end), self->at};
        template found;
        size_t close = find_second_brace(inside.input, self->at);
        if (close == TEXT_NOT_FOUND)
            return parse_expecting(self, end, "}}");
        PASS_ON(parse_template_upto(&inside, close + 1, &found));
        found.parts[0].kind = PART_IN_JSON_STRING;
        template_add(self->arena, &draft->template, found.parts[0]);
        draft->text_start = self->at = inside.at;
    }
    return NULL;
}

/* A string from its opening quote on. */
static const problem *read_string(parser *self, json_draft *draft, json_reading *ret_reading) {
    PASS_ON(parse_expect(self, "\""));
    parser ahead = *self;
    PASS_ON(skip_characters(&ahead));
    *ret_reading = parse_at_end(&ahead) || parse_peek(&ahead, 0) == '"' ? JSON_READ : JSON_IS_NONE;
    if (*ret_reading == JSON_IS_NONE) {
        self->at = ahead.at;
        return NULL;
    }
    PASS_ON(parse_expect(&ahead, "\""));
    PASS_ON(read_placeholders(self, ahead.at - 1, draft));
    self->at = ahead.at;
    return NULL;
}

/* ---- numbers ---- */

static const problem *read_number(parser *self, json_draft *draft, json_reading *ret_reading) {
    parse_accept(self, "-");
    if (!parse_accept(self, "0") && text_is_empty(parse_digits(self))) {
        *ret_reading = JSON_IS_NONE;
        return NULL;
    }
    if (parse_accept(self, ".") && text_is_empty(parse_digits(self)))
        return parse_expecting(self, self->at, "digits");
    if (parse_is_at(self, "E")) { /* is sent as `e` */
        finish_text(self, draft);
        template_add(self->arena, &draft->template, (template_part){PART_TEXT, TEXT("e"), {self->at, self->at + 1}});
        draft->text_start = ++self->at;
    } else if (!parse_accept(self, "e")) {
        return NULL;
    }
    if (!parse_accept(self, "-"))
        parse_accept(self, "+");
    parse_digits(self);
    return NULL;
}

/* ---- values ---- */

static const problem *read_value(parser *self, json_draft *draft, int depth, json_reading *ret_reading);

/* A value where nothing else may stand. */
static const problem *read_inner_value(parser *self, json_draft *draft, int depth) {
    json_reading reading = JSON_READ;
    size_t start = self->at;
    if (parse_peek(self, 0) == ',')
        return parse_problem(self, "Parsing JSON", "expecting an element; found empty element instead");
    if (depth == PARSE_MOST_DEPTH)
        return parse_problem(self, "Parsing JSON", "nested more than %d levels deep", PARSE_MOST_DEPTH);
    PASS_ON(read_value(self, draft, depth, &reading));
    return reading == JSON_READ ? NULL
                                : parse_problem_at(self, start, "Parsing JSON",
                                                   "expecting a boolean, number, string, array, object or null");
}

static const problem *read_member(parser *self, json_draft *draft, int depth) {
    json_reading reading;
    PASS_ON(read_string(self, draft, &reading));
    if (reading == JSON_IS_NONE)
        return parse_expecting(self, self->at, "char");
    skip_white_space(self, draft);
    PASS_ON(parse_expect(self, ":"));
    size_t behind_colon = self->at;
    skip_white_space(self, draft);
    if (parse_at_end(self) || parse_peek(self, 0) == '}')
        return parse_problem_at(self, behind_colon, "Parsing JSON",
                                "expecting an element; found empty element instead");
    return read_inner_value(self, draft, depth);
}

static bool is_followed_by(const parser *self, char closing) {
    size_t at = self->at;
    while (at < self->input.length && self->input.data[at] && strchr(" \t\r\n", self->input.data[at]))
        at++;
    return at < self->input.length && self->input.data[at] == closing;
}

/* The items between brackets, read one by one by read_item. */
static const problem *read_items(parser *self, const char *closing, json_draft *draft, int depth,
                                 const problem *(*read_item)(parser *self, json_draft *draft, int depth)) {
    self->at++;
    skip_white_space(self, draft);
    if (parse_accept(self, closing))
        return NULL;
    for (;;) {
        skip_white_space(self, draft);
        PASS_ON(read_item(self, draft, depth));
        skip_white_space(self, draft);
        size_t comma = self->at;
        if (!parse_accept(self, ","))
            return parse_expect(self, closing);
        if (is_followed_by(self, *closing))
            return parse_problem_at(self, comma, "Parsing JSON", "trailing comma is not allowed");
    }
}

static const problem *read_placeholder(parser *self, json_draft *draft) {
    template_part part;
    finish_text(self, draft);
    PASS_ON(parse_placeholder(self, PART_JSON_VALUE, &part));
    template_add(self->arena, &draft->template, part);
    draft->text_start = self->at;
    return NULL;
}

static const problem *read_value(parser *self, json_draft *draft, int depth, json_reading *ret_reading) {
    *ret_reading = JSON_READ;
    if (parse_accept(self, "null") || parse_accept(self, "true") || parse_accept(self, "false"))
        return NULL;
    if (parse_is_at(self, "{{"))
        return read_placeholder(self, draft);
    switch (parse_peek(self, 0)) {
    case '{': return read_items(self, "}", draft, depth + 1, read_member);
    case '[': return read_items(self, "]", draft, depth + 1, read_inner_value);
    case '"': return read_string(self, draft, ret_reading);
    default: return read_number(self, draft, ret_reading);
    }
}

bool parse_is_at_json(const parser *self) {
    char c = parse_peek(self, 0);
    return isdigit((unsigned char)c) || (c && strchr("{[\"-", c)) || parse_is_at(self, "null") ||
           parse_is_at(self, "true") || parse_is_at(self, "false");
}

const problem *parse_json(parser *self, bool is_compact, template *ret_template, bool *ret_found) {
    json_draft draft = {.template.span.start = self->at, .text_start = self->at, .is_compact = is_compact};
    json_reading reading;
    PASS_ON(read_value(self, &draft, 0, &reading));
    *ret_found = reading == JSON_READ;
    if (!*ret_found) {
        self->at = draft.template.span.start;
        return NULL;
    }
    finish_text(self, &draft);
    draft.template.span.end = self->at;
    *ret_template = draft.template;
    return NULL;
}

const problem *parse_json_object(parser *self, bool is_compact, template *ret_template) {
    bool found = false;
    if (!parse_is_at(self, "{") || parse_is_at(self, "{{"))
        return parse_expect(self, "{");
    return parse_json(self, is_compact, ret_template, &found);
}

/* Bodies. JSON is checked as it is read, and kept as it is spelled: what is sent and what is compared are the file's
 * own bytes, with the placeholders filled in. */
#include <ctype.h>

#include "runner/parse.h"

static bool is_at_json(const parser *self) {
    char c = parse_peek(self, 0);
    return isdigit((unsigned char)c) || (c && strchr("{[\"-", c)) || parse_is_at(self, "true") ||
           parse_is_at(self, "false") || parse_is_at(self, "null");
}

static bool is_at_unsupported_body(const parser *self) {
    return parse_is_at(self, "<") || parse_is_at(self, "file,") || parse_is_at(self, "hex,") ||
           parse_is_at(self, "base64,");
}

bool parse_is_at_body(const parser *self) {
    return parse_is_at(self, "`") || is_at_json(self) || is_at_unsupported_body(self);
}

/* JSON under way: the template, and where the text begins that is not in it yet. */
typedef struct json_draft {
    template template;
    size_t text_start;
} json_draft;

static void finish_text(parser *self, json_draft *draft) {
    text spelled = text_upto(text_from(self->input, draft->text_start), self->at - draft->text_start);
    if (!text_is_empty(spelled))
        template_add(self->arena, &draft->template, (template_part){PART_TEXT, spelled, {draft->text_start, self->at}});
}

static const problem *read_placeholder(parser *self, template_part_kind kind, json_draft *draft) {
    template_part part;
    finish_text(self, draft);
    PASS_ON(parse_placeholder(self, kind, &part));
    template_add(self->arena, &draft->template, part);
    draft->text_start = self->at;
    return NULL;
}

static void skip_white_space(parser *self) {
    while (parse_peek(self, 0) && strchr(" \t\r\n", parse_peek(self, 0)))
        self->at++;
}

static const problem *read_escape(parser *self) {
    size_t start = self->at;
    char c = parse_peek(self, 1);
    size_t digits = 0;
    while (c == 'u' && digits < 4 && isxdigit((unsigned char)parse_peek(self, 2 + digits)))
        digits++;
    self->at += 2 + digits;
    bool is_good = c == 'u' ? digits == 4 : c && strchr("\"\\/bfnrt", c);
    return is_good ? NULL
                   : parse_problem_from(self, start, "Parsing escape character", "the escaping sequence is not valid");
}

static const problem *read_string(parser *self, json_draft *draft) {
    if (!parse_accept(self, "\""))
        return parse_problem(self, "Parsing JSON", "expecting a name in quotes");
    while (!parse_at_end(self) && parse_peek(self, 0) != '"') {
        if (parse_peek(self, 0) == '\\')
            PASS_ON(read_escape(self));
        else if (parse_is_at(self, "{{"))
            PASS_ON(read_placeholder(self, PART_IN_JSON_STRING, draft));
        else if ((unsigned char)parse_peek(self, 0) < 0x20)
            return parse_problem(self, "Parsing JSON", "a string ends on the line that it begins on");
        else
            self->at++;
    }
    return parse_expect(self, "\"");
}

static const problem *read_value(parser *self, json_draft *draft, int depth);

static const problem *read_member(parser *self, json_draft *draft, int depth) {
    PASS_ON(read_string(self, draft));
    skip_white_space(self);
    PASS_ON(parse_expect(self, ":"));
    skip_white_space(self);
    return read_value(self, draft, depth);
}

/* The items between brackets, read one by one by read_item. */
static const problem *read_items(parser *self, const char *closing, json_draft *draft, int depth,
                                 const problem *(*read_item)(parser *self, json_draft *draft, int depth)) {
    self->at++;
    skip_white_space(self);
    if (parse_accept(self, closing))
        return NULL;
    for (;;) {
        PASS_ON(read_item(self, draft, depth));
        skip_white_space(self);
        size_t comma = self->at;
        if (!parse_accept(self, ","))
            return parse_expect(self, closing);
        skip_white_space(self);
        if (parse_is_at(self, closing)) {
            self->at = comma;
            return parse_problem(self, "Parsing JSON", "a trailing comma is not allowed");
        }
    }
}

static const problem *read_value(parser *self, json_draft *draft, int depth) {
    const value *plain;
    if (depth == PARSE_MOST_DEPTH)
        return parse_problem(self, "Parsing JSON", "nested more than %d levels deep", PARSE_MOST_DEPTH);
    if (parse_is_at(self, "{{"))
        return read_placeholder(self, PART_JSON_VALUE, draft);
    switch (parse_peek(self, 0)) {
    case '{': return read_items(self, "}", draft, depth + 1, read_member);
    case '[': return read_items(self, "]", draft, depth + 1, read_value);
    case '"': return read_string(self, draft);
    default:
        if (parse_plain_literal(self, &plain))
            return NULL;
        return parse_problem(self, "Parsing JSON", "expecting a boolean, number, string, array, object or null");
    }
}

static const problem *read_json(parser *self, body *ret_body) {
    json_draft draft = {.template.span.start = self->at, .text_start = self->at};
    PASS_ON(read_value(self, &draft, 0));
    finish_text(self, &draft);
    draft.template.span.end = self->at;
    *ret_body = (body){BODY_JSON, draft.template};
    return NULL;
}

const problem *parse_body(parser *self, body *ret_body) {
    if (is_at_unsupported_body(self))
        return parse_problem(self, "Parsing body",
                             "bodies are JSON or text in back quotes; this form is not supported");
    if (is_at_json(self)) {
        PASS_ON(read_json(self, ret_body));
    } else if (parse_is_at(self, "```")) {
        bool is_json;
        PASS_ON(parse_multiline(self, &ret_body->content, &is_json));
        ret_body->kind = is_json ? BODY_JSON : BODY_TEXT;
    } else {
        PASS_ON(parse_back_quoted(self, &ret_body->content));
        ret_body->kind = BODY_TEXT;
    }
    return parse_line_end(self);
}

/* Bodies, of requests, of answers and in predicates. */
#include "runner/parse.h"

/* ---- texts of several lines ---- */

/* The rest of the line behind the opening quotes: nothing, or a hint that there is none of. */
static const problem *read_hint_end(parser *self) {
    parse_spaces(self);
    size_t start = self->at;
    while (!parse_at_end(self) && !strchr("\r\n`", parse_peek(self, 0)))
        self->at++;
    text rest = text_upto(text_from(self->input, start), self->at - start);
    if (!text_is_empty(rest))
        return parse_problem_at(self, start, "Parsing multiline", "Invalid language hint %.*s", TEXT_ARGS(rest));
    return parse_accept(self, "\r\n") || parse_accept(self, "\n") ? NULL : parse_expecting(self, self->at, "newline");
}

/* Where `variables` begins a line below the first, before the closing quotes; false when it does nowhere. */
static bool find_variables(const parser *self, size_t end, size_t *ret_at) {
    for (size_t at = self->at; at < end; at++)
        if (self->input.data[at] == '\n' && text_starts_with(text_from(self->input, at + 1), TEXT("variables"))) {
            *ret_at = at + 1;
            return true;
        }
    return false;
}

static const problem *read_variables(parser *self, body *body) {
    PASS_ON(parse_expect(self, "variables"));
    parse_spaces(self);
    size_t start = self->at;
    if (parse_json_object(self, true, &body->variables))
        return parse_problem_at(self, start, "Parsing GraphQL variables",
                                "GraphQL variables is not a valid JSON object");
    body->has_variables = true;
    while (parse_peek(self, 0) && strchr(" \t\r\n", parse_peek(self, 0)))
        self->at++;
    return parse_expect(self, "```");
}

static const problem *read_graphql(parser *self, body *body) {
    parse_accept(self, ",");
    parse_spaces(self);
    if (!parse_accept(self, "\r\n") && !parse_accept(self, "\n"))
        return parse_expecting(self, self->at, "newline");
    size_t length = text_find(text_from(self->input, self->at), TEXT("```")), start = self->at, variables;
    body->kind = BODY_GRAPHQL;
    if (!find_variables(self, length == TEXT_NOT_FOUND ? self->input.length : start + length, &variables)) {
        PASS_ON(parse_lines(self, false, &body->content));
    } else {
        parser query = *self;
        self->at = variables;
        PASS_ON(read_variables(self, body));
        PASS_ON(parse_template_upto(&query, variables, &body->content));
    }
    body->span = body->content.span;
    return NULL;
}

const problem *parse_multiline(parser *self, body *ret_body) {
    body body = {.kind = BODY_TEXT};
    PASS_ON(parse_expect(self, "```"));
    if (parse_accept(self, "graphql")) {
        PASS_ON(read_graphql(self, &body));
    } else {
        bool is_raw = false;
        if (parse_accept(self, "json"))
            body.kind = BODY_JSON;
        else if (parse_accept(self, "xml"))
            body.kind = BODY_XML;
        else
            is_raw = parse_accept(self, "raw");
        PASS_ON(read_hint_end(self));
        PASS_ON(parse_lines(self, is_raw, &body.content));
        body.span = body.content.span;
    }
    *ret_body = body;
    return NULL;
}

/* ---- bytes ---- */

const problem *parse_hex(parser *self, body *ret_body) {
    PASS_ON(parse_expect(self, "hex"));
    PASS_ON(parse_expect(self, ","));
    parse_spaces(self);
    buffer bytes = BUFFER(self->arena);
    size_t start = self->at;
    for (uint32_t high, low; parse_accept_hex_digit(self, &high);) {
        if (!parse_accept_hex_digit(self, &low))
            return parse_problem(self, "Parsing hex bytearray", "expecting an even number of hex digits");
        buffer_append_char(&bytes, (char)(high << 4 | low));
    }
    size_t end = self->at;
    parse_spaces(self);
    PASS_ON(parse_expect(self, ";"));
    *ret_body = (body){.kind = BODY_BYTES, .span = {start, end}, .bytes = buffer_text(&bytes)};
    return NULL;
}

static int base64_digit(char c) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = c ? strchr(digits, c) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* White space may stand anywhere, padding may be missing, and what is no digit ends it. */
static text read_base64_digits(parser *self) {
    buffer bytes = BUFFER(self->arena);
    unsigned bits = 0, count = 0;
    for (; !parse_at_end(self) && parse_peek(self, 0) != '='; self->at++) {
        char c = parse_peek(self, 0);
        if (c && strchr(" \n\t", c))
            continue;
        if (base64_digit(c) < 0)
            break;
        bits = (bits << 6 | (unsigned)base64_digit(c)) & 0xFFFFFF;
        count += 6;
        if (count >= 8) {
            count -= 8;
            buffer_append_char(&bytes, (char)(bits >> count));
        }
    }
    while (parse_accept(self, "="))
        ;
    return buffer_text(&bytes);
}

const problem *parse_base64(parser *self, body *ret_body) {
    PASS_ON(parse_expect(self, "base64"));
    PASS_ON(parse_expect(self, ","));
    parse_spaces(self);
    size_t start = self->at;
    text bytes = read_base64_digits(self);
    size_t end = self->at;
    parse_spaces(self);
    PASS_ON(parse_expect(self, ";"));
    *ret_body = (body){.kind = BODY_BYTES, .span = {start, end}, .bytes = bytes};
    return NULL;
}

const problem *parse_file(parser *self, body *ret_body) {
    body body = {.kind = BODY_FILE};
    PASS_ON(parse_expect(self, "file"));
    PASS_ON(parse_expect(self, ","));
    parse_spaces(self);
    PASS_ON(parse_file_name(self, false, &body.content));
    parse_spaces(self);
    PASS_ON(parse_expect(self, ";"));
    *ret_body = body;
    return NULL;
}

/* ---- all of them ---- */

/* Of JSON, XML and files problems point to the blanks before them. */
static const problem *read_spelled_body(parser *self, span before, body *body, bool *ret_found) {
    body->span = before;
    if (parse_is_at(self, "file")) {
        PASS_ON(parse_file(self, body));
        body->span = before;
        return NULL;
    }
    if (!parse_is_at(self, "<")) {
        body->kind = BODY_JSON;
        return parse_json(self, false, &body->content, ret_found);
    }
    size_t start = self->at;
    PASS_ON(parse_xml(self));
    span span = {start, self->at};
    body->kind = BODY_XML;
    template_add(self->arena, &body->content,
                 (template_part){PART_TEXT, text_upto(text_from(self->input, start), self->at - start), span});
    return NULL;
}

static const problem *read_body(parser *self, span before, body *body, bool *ret_found) {
    if (parse_is_at(self, "```"))
        return parse_multiline(self, body);
    if (parse_is_at(self, "base64"))
        return parse_base64(self, body);
    if (parse_is_at(self, "hex"))
        return parse_hex(self, body);
    if (!parse_is_at(self, "`"))
        return read_spelled_body(self, before, body, ret_found);
    body->kind = BODY_TEXT;
    PASS_ON(parse_back_quoted(self, &body->content));
    body->span = body->content.span;
    return NULL;
}

const problem *parse_body(parser *self, body *ret_body, bool *ret_found) {
    size_t start = self->at;
    body body = {0};
    parse_empty_lines(self);
    span before = {self->at, self->at};
    while (before.start > start && strchr(" \t", self->input.data[before.start - 1]))
        before.start--;
    *ret_found = parse_is_at(self, "`") || parse_is_at(self, "<") || parse_is_at(self, "base64") ||
                 parse_is_at(self, "hex") || parse_is_at(self, "file") || parse_is_at_json(self);
    if (*ret_found)
        PASS_ON(read_body(self, before, &body, ret_found));
    body.start = before.end;
    if (!*ret_found) {
        self->at = start;
        return NULL;
    }
    *ret_body = body;
    return parse_line_end(self);
}

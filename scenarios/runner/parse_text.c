#include "runner/parse.h"

#include <ctype.h>
#include <stdarg.h>

char parse_peek(const parser *self, size_t ahead) {
    return self->at + ahead < self->input.length ? self->input.data[self->at + ahead] : '\0';
}

bool parse_at_end(const parser *self) { return self->at >= self->input.length; }

bool parse_is_at(const parser *self, const char *literal) {
    return text_starts_with(text_from(self->input, self->at), text_of(literal));
}

bool parse_accept(parser *self, const char *literal) {
    if (!parse_is_at(self, literal))
        return false;
    self->at += strlen(literal);
    return true;
}

const problem *parse_expect(parser *self, const char *literal) {
    return parse_accept(self, literal) ? NULL : parse_problem(self, "Parsing literal", "expecting '%s'", literal);
}

bool parse_spaces(parser *self) {
    size_t start = self->at;
    while (parse_peek(self, 0) == ' ' || parse_peek(self, 0) == '\t')
        self->at++;
    return self->at > start;
}

const problem *parse_line_end(parser *self) {
    parse_spaces(self);
    if (parse_peek(self, 0) == '#')
        while (!parse_at_end(self) && parse_peek(self, 0) != '\n')
            self->at++;
    if (parse_at_end(self) || parse_accept(self, "\r\n") || parse_accept(self, "\n"))
        return NULL;
    return parse_problem(self, "Parsing line", "expecting the end of the line");
}

void parse_empty_lines(parser *self) {
    size_t start;
    do
        start = self->at;
    while (!parse_at_end(self) && !parse_line_end(self) && self->at > start);
    self->at = start;
    parse_spaces(self);
}

text parse_word(parser *self, const char *others) {
    size_t start = self->at;
    while (isalnum((unsigned char)parse_peek(self, 0)) || (parse_peek(self, 0) && strchr(others, parse_peek(self, 0))))
        self->at++;
    return text_upto(text_from(self->input, start), self->at - start);
}

__attribute__((format(printf, 4, 0))) static const problem *problem_at(parser *self, span span, const char *title,
                                                                       const char *format, va_list arguments) {
    return problem_new(self->arena, span, title, "%s", arena_vprintf(self->arena, format, arguments));
}

const problem *parse_problem(parser *self, const char *title, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const problem *problem = problem_at(self, (span){self->at, self->at}, title, format, arguments);
    va_end(arguments);
    return problem;
}

const problem *parse_problem_from(parser *self, size_t start, const char *title, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const problem *problem = problem_at(self, (span){start, self->at}, title, format, arguments);
    va_end(arguments);
    return problem;
}

const problem *parse_placeholder(parser *self, template_part_kind kind, template_part *ret_part) {
    size_t start = self->at;
    PASS_ON(parse_expect(self, "{{"));
    parse_spaces(self);
    size_t name_start = self->at;
    text name = parse_word(self, "_-");
    if (text_is_empty(name))
        return parse_problem(self, "Parsing template variable", "expecting a variable");
    if (text_equal(name, TEXT("getEnv")) || text_equal(name, TEXT("newDate")) || text_equal(name, TEXT("newUuid")))
        return parse_problem_from(self, name_start, "Parsing template variable",
                                  "functions are not supported: a scenario gives the same result each time");
    span span = {name_start, self->at};
    parse_spaces(self);
    if (!parse_accept(self, "}}"))
        return parse_problem_from(self, start, "Parsing template variable", "expecting '}}' behind the name");
    *ret_part = (template_part){kind, name, span};
    return NULL;
}

/* A text under construction: its template, and the characters since the last placeholder. */
typedef struct draft {
    template template;
    buffer characters;
    size_t characters_start;
} draft;

static draft draft_new(parser *parser) {
    return (draft){
        .template.span.start = parser->at, .characters = BUFFER(parser->arena), .characters_start = parser->at};
}

static void finish_characters(parser *parser, draft *draft) {
    if (draft->characters.length > 0)
        template_add(
            parser->arena, &draft->template,
            (template_part){PART_TEXT, buffer_text(&draft->characters), {draft->characters_start, parser->at}});
    draft->characters = BUFFER(parser->arena);
}

static const problem *read_placeholder(parser *parser, draft *draft) {
    template_part part;
    finish_characters(parser, draft);
    PASS_ON(parse_placeholder(parser, PART_VARIABLE, &part));
    template_add(parser->arena, &draft->template, part);
    draft->characters_start = parser->at;
    return NULL;
}

static const template *finish(parser *parser, draft *draft) {
    finish_characters(parser, draft);
    draft->template.span.end = parser->at;
    return &draft->template;
}

/* `{41}`, behind `\u`. */
static const problem *read_code_point(parser *self, buffer *out) {
    size_t start = self->at;
    uint32_t code_point = 0;
    PASS_ON(parse_expect(self, "{"));
    text digits = parse_word(self, "");
    for (size_t i = 0; i < digits.length && code_point <= 0x10FFFF; i++) {
        char digit = (char)tolower((unsigned char)digits.data[i]);
        if (!isxdigit((unsigned char)digit))
            return parse_problem_from(self, start, "Parsing hexadecimal number", "expecting hexadecimal digits");
        code_point = code_point * 16 + (uint32_t)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
    }
    PASS_ON(parse_expect(self, "}"));
    if (text_is_empty(digits) || code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000))
        return parse_problem_from(self, start, "Parsing unicode literal", "this is no Unicode character");
    buffer_append_utf8(out, code_point);
    return NULL;
}

/* A backslash and what follows it; plain holds the characters that stand for themselves. */
static const problem *read_escape(parser *self, const char *plain, buffer *out) {
    static const char letters[] = "bfnrt", meanings[] = "\b\f\n\r\t";
    char c = parse_peek(self, 1);
    const char *letter = c ? strchr(letters, c) : NULL;
    self->at += 2;
    if (letter)
        buffer_append_char(out, meanings[letter - letters]);
    else if (c && strchr(plain, c))
        buffer_append_char(out, c);
    else if (c == 'u')
        return read_code_point(self, out);
    else
        return parse_problem_from(self, self->at - 1, "Parsing escape character", "the escaping sequence is not valid");
    return NULL;
}

static bool is_control(char c) { return c == '\0' || strchr("\b\t\n\f\r", c); }

/* Characters, escapes and placeholders up to a control character or the terminator. */
static const problem *read_characters(parser *self, char terminator, draft *draft) {
    while (!parse_at_end(self) && !is_control(parse_peek(self, 0)) && parse_peek(self, 0) != terminator) {
        if (parse_peek(self, 0) == '\\')
            PASS_ON(read_escape(self, "#\"`\\/", &draft->characters));
        else if (parse_is_at(self, "{{"))
            PASS_ON(read_placeholder(self, draft));
        else
            buffer_append_char(&draft->characters, self->input.data[self->at++]);
    }
    return NULL;
}

const problem *parse_unquoted(parser *self, template *ret_template) {
    draft draft = draft_new(self);
    PASS_ON(read_characters(self, '#', &draft));
    while (draft.characters.length > 0 && self->input.data[self->at - 1] == ' ') {
        draft.characters.length--;
        self->at--;
    }
    *ret_template = *finish(self, &draft);
    return NULL;
}

static const problem *read_between(parser *self, const char *quote, template *ret_template) {
    size_t start = self->at;
    PASS_ON(parse_expect(self, quote));
    draft draft = draft_new(self);
    PASS_ON(read_characters(self, *quote, &draft));
    *ret_template = *finish(self, &draft);
    PASS_ON(parse_expect(self, quote));
    ret_template->span = (span){start, self->at};
    return NULL;
}

const problem *parse_quoted(parser *self, template *ret_template) { return read_between(self, "\"", ret_template); }
const problem *parse_back_quoted(parser *self, template *ret_template) { return read_between(self, "`", ret_template); }

/* The word behind the opening quotes says what the text is. */
static const problem *read_hint(parser *self, bool *ret_is_json, bool *ret_is_raw) {
    size_t start = self->at;
    text hint = parse_word(self, ",");
    *ret_is_json = text_equal(hint, TEXT("json"));
    *ret_is_raw = text_equal(hint, TEXT("raw"));
    if (!text_is_empty(hint) && !*ret_is_json && !*ret_is_raw)
        return parse_problem_from(self, start, "Parsing multiline",
                                  "the hint %.*s is not supported: only json and raw are", TEXT_ARGS(hint));
    parse_spaces(self);
    if (!parse_accept(self, "\r\n") && !parse_accept(self, "\n"))
        return parse_problem(self, "Parsing multiline", "expecting the end of the line");
    return NULL;
}

const problem *parse_multiline(parser *self, template *ret_template, bool *ret_is_json) {
    bool is_raw;
    PASS_ON(parse_expect(self, "```"));
    PASS_ON(read_hint(self, ret_is_json, &is_raw));
    draft draft = draft_new(self);
    while (!parse_at_end(self) && !parse_is_at(self, "```")) {
        if (!is_raw && parse_is_at(self, "{{"))
            PASS_ON(read_placeholder(self, &draft));
        else
            buffer_append_char(&draft.characters, self->input.data[self->at++]);
    }
    *ret_template = *finish(self, &draft);
    return parse_expect(self, "```");
}

const problem *parse_key(parser *self, template *ret_template) {
    draft draft = draft_new(self);
    for (;;) {
        char c = parse_peek(self, 0);
        if (parse_is_at(self, "{{"))
            PASS_ON(read_placeholder(self, &draft));
        else if (c == '\\')
            PASS_ON(read_escape(self, "#:\\/", &draft.characters));
        else if (isalnum((unsigned char)c) || (unsigned char)c >= 0x80 || (c && strchr("_-.[]@$", c)))
            buffer_append_char(&draft.characters, self->input.data[self->at++]);
        else
            break;
    }
    *ret_template = *finish(self, &draft);
    return NULL;
}

const problem *parse_field(parser *self, field_list *fields, bool *ret_found) {
    size_t start = self->at;
    field field;
    *ret_found = false;
    parse_empty_lines(self);
    if (parse_peek(self, 0) != '[') {
        PASS_ON(parse_key(self, &field.name));
        parse_spaces(self);
        *ret_found = field.name.count > 0 && parse_accept(self, ":");
    }
    if (!*ret_found) {
        self->at = start;
        return NULL;
    }
    parse_spaces(self);
    PASS_ON(parse_unquoted(self, &field.value));
    *(struct field *)LIST_ADD(self->arena, fields) = field;
    return parse_line_end(self);
}

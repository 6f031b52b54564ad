#include "runner/parse.h"

#include <ctype.h>
#include <stdarg.h>

char parse_peek(const parser *self, size_t ahead) {
    return self->at + ahead < self->input.length ? self->input.data[self->at + ahead] : '\0';
}

bool parse_at_end(const parser *self) { return self->at >= self->input.length; }

bool parse_is_at(const parser *self, const char *literal) {
    size_t ahead = 0;
    while (literal[ahead] && parse_peek(self, ahead) == literal[ahead])
        ahead++;
    return !literal[ahead];
}

static bool continues_a_character(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

void parse_skip_character(parser *self) {
    do
        self->at++;
    while (!parse_at_end(self) && continues_a_character(parse_peek(self, 0)));
}

bool parse_accept(parser *self, const char *literal) {
    if (!parse_is_at(self, literal))
        return false;
    self->at += strlen(literal);
    return true;
}

const problem *parse_expect(parser *self, const char *literal) {
    return parse_accept(self, literal) ? NULL : parse_expecting(self, self->at, literal);
}

bool parse_spaces(parser *self) {
    size_t start = self->at;
    while (parse_peek(self, 0) == ' ' || parse_peek(self, 0) == '\t')
        self->at++;
    return self->at > start;
}

const problem *parse_some_spaces(parser *self) {
    return parse_spaces(self) ? NULL : parse_problem(self, "Parsing space", "expecting a space");
}

const problem *parse_line_end(parser *self) {
    parse_spaces(self);
    if (parse_peek(self, 0) == '#')
        while (!parse_at_end(self) && parse_peek(self, 0) != '\n' && !parse_is_at(self, "\r\n"))
            self->at++;
    if (parse_at_end(self) || parse_accept(self, "\r\n") || parse_accept(self, "\n"))
        return NULL;
    return parse_expecting(self, self->at, "line_terminator");
}

/* Whether the line has nothing but blanks and a comment; passes over it then. */
static bool accept_empty_line(parser *self) {
    size_t start = self->at;
    parse_spaces(self);
    char c = parse_peek(self, 0);
    if (!parse_at_end(self) && (c == '#' || c == '\n' || parse_is_at(self, "\r\n")) && !parse_line_end(self))
        return true;
    self->at = start;
    return false;
}

void parse_empty_lines(parser *self) {
    while (accept_empty_line(self))
        ;
    parse_spaces(self);
}

text parse_word(parser *self, const char *others) {
    size_t start = self->at;
    while (isalnum((unsigned char)parse_peek(self, 0)) || (parse_peek(self, 0) && strchr(others, parse_peek(self, 0))))
        self->at++;
    return text_upto(text_from(self->input, start), self->at - start);
}

/* The character of UTF-8 that comes next. */
static uint32_t peek_character(const parser *self) {
    unsigned char lead = (unsigned char)parse_peek(self, 0);
    int followers = lead < 0xC0 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    uint32_t character = followers == 0 ? lead : lead & (0x3FU >> followers);
    for (int i = 1; i <= followers; i++)
        character = character << 6 | ((unsigned char)parse_peek(self, (size_t)i) & 0x3F);
    return character;
}

typedef struct character_range {
    uint32_t first;
    uint32_t last;
} character_range;

/* What past ASCII is neither letter nor digit: punctuation, arrows, symbols, pictures. */
static bool is_symbol(uint32_t character) {
    static const character_range ranges[] = {
        {0x80, 0xA9},     {0xAB, 0xB1},     {0xB4, 0xB4},     {0xB6, 0xB8},     {0xBB, 0xBB},
        {0xBF, 0xBF},     {0xD7, 0xD7},     {0xF7, 0xF7},     {0x300, 0x344},   {0x346, 0x36F},
        {0x2000, 0x206F}, {0x207A, 0x207E}, {0x208A, 0x208E}, {0x20A0, 0x20FF}, {0x2190, 0x245F},
        {0x2500, 0x2775}, {0x2794, 0x2BFF}, {0x3000, 0x3004}, {0x3008, 0x3020}, {0x3030, 0x3030},
        {0xE000, 0xF8FF}, {0xFE00, 0xFE6F}, {0xFF01, 0xFF0F}, {0xFFE0, 0xFFFF}, {0x1F000, 0x1FAFF},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (character >= ranges[i].first && character <= ranges[i].last)
            return true;
    return false;
}

text parse_name(parser *self, const char *others) {
    size_t start = self->at;
    for (;;) {
        char c = parse_peek(self, 0);
        if ((unsigned char)c >= 0x80 ? !is_symbol(peek_character(self))
                                     : c && (isalnum((unsigned char)c) || strchr(others, c)))
            parse_skip_character(self);
        else
            return text_upto(text_from(self->input, start), self->at - start);
    }
}

text parse_digits(parser *self) {
    size_t start = self->at;
    while (isdigit((unsigned char)parse_peek(self, 0)))
        self->at++;
    return text_upto(text_from(self->input, start), self->at - start);
}

bool parse_accept_hex_digit(parser *self, uint32_t *ret_digit) {
    char c = (char)tolower((unsigned char)parse_peek(self, 0));
    if (!isxdigit((unsigned char)c))
        return false;
    *ret_digit = (uint32_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    self->at++;
    return true;
}

__attribute__((format(printf, 4, 0))) static const problem *problem_at(parser *self, size_t at, const char *title,
                                                                       const char *format, va_list arguments) {
    return problem_new(self->arena, (span){at, at}, title, "%s", arena_vprintf(self->arena, format, arguments));
}

const problem *parse_problem(parser *self, const char *title, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const problem *problem = problem_at(self, self->at, title, format, arguments);
    va_end(arguments);
    return problem;
}

const problem *parse_problem_at(parser *self, size_t at, const char *title, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const problem *problem = problem_at(self, at, title, format, arguments);
    va_end(arguments);
    return problem;
}

const problem *parse_expecting(parser *self, size_t at, const char *what) {
    return parse_problem_at(self, at, "Parsing literal", "expecting '%s'", what);
}

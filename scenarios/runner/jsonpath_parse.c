/* JSONPath's grammar (RFC 9535, appendix A) and its rules of types (section 2.4.3). */
#include <ctype.h>

#include "core/buffer.h"
#include "runner/jsonpath_tree.h"
#include "runner/list.h"

#define MOST_DEPTH 128
#define MOST_INTEGER 9007199254740991 /* of I-JSON: 2^53 - 1 */

typedef struct path_parser {
    arena *arena;
    text source;
    size_t at;
    int depth;
} path_parser;

static bool read_query(path_parser *self, jsonpath *ret_query);
static bool read_logical(path_parser *self, const logical **ret_logical);
static bool read_term(path_parser *self, term *ret_term);

/* ---- characters ---- */

static char peek(const path_parser *self) {
    return self->at < self->source.length ? self->source.data[self->at] : '\0';
}

static bool accept(path_parser *self, const char *literal) {
    if (!text_starts_with(text_from(self->source, self->at), text_of(literal)))
        return false;
    self->at += strlen(literal);
    return true;
}

/* Always true, so that it can stand in a chain. */
static bool skip_blanks(path_parser *self) {
    while (peek(self) && strchr(" \t\n\r", peek(self)))
        self->at++;
    return true;
}

static text text_since(const path_parser *self, size_t start) {
    return text_upto(text_from(self->source, start), self->at - start);
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool skip_digits(path_parser *self) {
    size_t start = self->at;
    while (is_digit(peek(self)))
        self->at++;
    return self->at > start;
}

/* ---- literals ---- */

static bool read_hex(path_parser *self, uint32_t *ret_unit) {
    uint32_t unit = 0;
    for (int i = 0; i < 4; i++, self->at++) {
        char c = (char)tolower((unsigned char)peek(self));
        if (!isxdigit((unsigned char)c))
            return false;
        unit = unit * 16 + (uint32_t)(is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    *ret_unit = unit;
    return true;
}

/* `XXXX`, or the two halves of a surrogate pair. */
static bool read_unicode_escape(path_parser *self, buffer *out) {
    uint32_t unit, low;
    if (!read_hex(self, &unit) || (unit >= 0xDC00 && unit < 0xE000))
        return false;
    if (unit >= 0xD800 && unit < 0xDC00) {
        if (!accept(self, "\\u") || !read_hex(self, &low) || low < 0xDC00 || low > 0xDFFF)
            return false;
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    buffer_append_utf8(out, unit);
    return true;
}

static bool read_escape(path_parser *self, char quote, buffer *out) {
    static const char letters[] = "bfnrt", meanings[] = "\b\f\n\r\t";
    char c = peek(self);
    const char *letter = c ? strchr(letters, c) : NULL;
    self->at++;
    if (c == 'u')
        return read_unicode_escape(self, out);
    if (letter)
        buffer_append_char(out, meanings[letter - letters]);
    else if (c == '/' || c == '\\' || c == quote)
        buffer_append_char(out, c);
    else
        return false;
    return true;
}

static bool read_string(path_parser *self, text *ret_string) {
    char quote = peek(self);
    buffer out = BUFFER(self->arena);
    for (self->at++; peek(self) != quote;) {
        char c = peek(self);
        if ((unsigned char)c < 0x20) /* or the end */
            return false;
        self->at++;
        if (c != '\\')
            buffer_append_char(&out, c);
        else if (!read_escape(self, quote, &out))
            return false;
    }
    self->at++;
    *ret_string = buffer_text(&out);
    return true;
}

/* "0", or digits that do not begin with 0, with a minus before them. */
static bool skip_integer(path_parser *self) {
    bool is_negative = accept(self, "-");
    if (accept(self, "0"))
        return !is_negative && !is_digit(peek(self));
    return skip_digits(self);
}

static bool read_integer(path_parser *self, int64_t *ret_integer) {
    size_t start = self->at;
    return skip_integer(self) && text_to_int64(text_since(self, start), ret_integer) && *ret_integer <= MOST_INTEGER &&
           *ret_integer >= -MOST_INTEGER;
}

static bool read_number(path_parser *self, const value **ret_value) {
    size_t start = self->at;
    accept(self, "-");
    if (accept(self, "0") ? is_digit(peek(self)) : !skip_digits(self))
        return false;
    if (accept(self, ".") && !skip_digits(self))
        return false;
    if (accept(self, "e") || accept(self, "E")) {
        if (!accept(self, "-"))
            accept(self, "+");
        if (!skip_digits(self))
            return false;
    }
    *ret_value = value_of_number(self->arena, text_since(self, start));
    return true;
}

/* ---- functions ---- */

/* Whether the term may stand where a value of that type is wanted. */
static bool is_well_typed(const term *term, result_type wanted) {
    switch (term->kind) {
    case TERM_LITERAL: return wanted == TYPE_VALUE;
    case TERM_QUERY: return wanted != TYPE_VALUE || term->query->is_singular;
    default:
        return term->call->function->type == wanted ||
               (wanted == TYPE_LOGICAL && term->call->function->type == TYPE_NODES);
    }
}

static bool read_arguments(path_parser *self, call *call) {
    const function *function = call->function;
    for (size_t i = 0; i < function->parameter_count; i++) {
        if ((i > 0 && !accept(self, ",")) || !skip_blanks(self) || !read_term(self, &call->arguments[i]) ||
            !is_well_typed(&call->arguments[i], function->parameters[i]))
            return false;
        skip_blanks(self);
    }
    return accept(self, ")");
}

static bool read_call(path_parser *self, text name, const call **ret_call) {
    call *call = arena_zalloc(self->arena, sizeof *call);
    call->function = jsonpath_function(name);
    if (!call->function || !read_arguments(self, call))
        return false;
    const term *pattern = &call->arguments[1];
    if (pattern->kind == TERM_LITERAL && pattern->literal && pattern->literal->kind == VALUE_STRING)
        call->regex = jsonpath_regex(self->arena, call->function, pattern->literal->text);
    *ret_call = call;
    return true;
}

/* true, false, null or a function's call. */
static bool read_word(path_parser *self, term *ret_term) {
    static const value null = {.kind = VALUE_NULL};
    size_t start = self->at;
    while ((peek(self) >= 'a' && peek(self) <= 'z') ||
           (self->at > start && (is_digit(peek(self)) || peek(self) == '_')))
        self->at++;
    text word = text_since(self, start);
    if (accept(self, "(")) {
        ret_term->kind = TERM_CALL;
        return read_call(self, word, &ret_term->call);
    }
    ret_term->kind = TERM_LITERAL;
    if (text_equal(word, TEXT("null")))
        ret_term->literal = &null;
    else if (text_equal(word, TEXT("true")) || text_equal(word, TEXT("false")))
        ret_term->literal = value_of_boolean(self->arena, word.length == strlen("true"));
    else
        return false;
    return true;
}

static bool read_any_term(path_parser *self, term *ret_term) {
    jsonpath *query;
    text string;
    switch (peek(self)) {
    case '@':
    case '$':
        query = arena_zalloc(self->arena, sizeof *query);
        *ret_term = (term){.kind = TERM_QUERY, .query = query};
        return read_query(self, query);
    case '"':
    case '\'':
        if (!read_string(self, &string))
            return false;
        *ret_term = (term){.kind = TERM_LITERAL, .literal = value_of_string(self->arena, string)};
        return true;
    default:
        if (peek(self) != '-' && !is_digit(peek(self)))
            return read_word(self, ret_term);
        ret_term->kind = TERM_LITERAL;
        return read_number(self, &ret_term->literal);
    }
}

static bool read_term(path_parser *self, term *ret_term) {
    bool is_read = self->depth < MOST_DEPTH;
    self->depth++;
    is_read = is_read && read_any_term(self, ret_term);
    self->depth--;
    return is_read;
}

/* ---- logical expressions ---- */

static const logical *logical_new(path_parser *self, logical_kind kind, const logical *left, const logical *right) {
    logical *made = arena_zalloc(self->arena, sizeof *made);
    made->kind = kind;
    made->left = left;
    made->right = right;
    return made;
}

static bool accept_comparison(path_parser *self, comparison *ret_comparison) {
    static const char *const operators[] = {
        [EQUAL] = "==", [NOT_EQUAL] = "!=", [LESS_OR_EQUAL] = "<=", [GREATER_OR_EQUAL] = ">=",
        [LESS] = "<",   [GREATER] = ">", /* the longer ones first */
    };
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (accept(self, operators[i])) {
            *ret_comparison = (comparison)i;
            return true;
        }
    return false;
}

/* A term by itself, which is a test, or, where that may be, the comparison of two. */
static bool read_test_or_comparison(path_parser *self, bool may_compare, const logical **ret_logical) {
    logical made = {.kind = LOGICAL_TEST};
    if (!read_term(self, &made.terms[0]))
        return false;
    size_t end = self->at;
    skip_blanks(self);
    if (may_compare && accept_comparison(self, &made.comparison)) {
        made.kind = LOGICAL_COMPARISON;
        skip_blanks(self);
        if (!read_term(self, &made.terms[1]) || !is_well_typed(&made.terms[0], TYPE_VALUE) ||
            !is_well_typed(&made.terms[1], TYPE_VALUE))
            return false;
    } else {
        self->at = end;
        if (!is_well_typed(&made.terms[0], TYPE_LOGICAL))
            return false;
    }
    logical *kept = arena_alloc(self->arena, sizeof *kept);
    *kept = made;
    *ret_logical = kept;
    return true;
}

static bool read_basic(path_parser *self, const logical **ret_logical) {
    const logical *inner;
    bool is_negated = accept(self, "!") && skip_blanks(self);
    if (accept(self, "(")) {
        skip_blanks(self);
        if (!read_logical(self, &inner) || !skip_blanks(self) || !accept(self, ")"))
            return false;
    } else if (!read_test_or_comparison(self, !is_negated, &inner)) {
        return false;
    }
    *ret_logical = is_negated ? logical_new(self, LOGICAL_NOT, inner, NULL) : inner;
    return true;
}

/* Operands of one operator, which binds to the left. */
static bool read_chain(path_parser *self, logical_kind kind, const logical **ret_logical) {
    const logical *left, *right;
    if (kind == LOGICAL_OR ? !read_chain(self, LOGICAL_AND, &left) : !read_basic(self, &left))
        return false;
    for (;;) {
        size_t end = self->at;
        skip_blanks(self);
        if (!accept(self, kind == LOGICAL_OR ? "||" : "&&")) {
            self->at = end;
            *ret_logical = left;
            return true;
        }
        skip_blanks(self);
        if (kind == LOGICAL_OR ? !read_chain(self, LOGICAL_AND, &right) : !read_basic(self, &right))
            return false;
        left = logical_new(self, kind, left, right);
    }
}

static bool read_logical(path_parser *self, const logical **ret_logical) {
    bool is_read = self->depth < MOST_DEPTH;
    self->depth++;
    is_read = is_read && read_chain(self, LOGICAL_OR, ret_logical);
    self->depth--;
    return is_read;
}

/* ---- selectors and segments ---- */

/* `start:end:step`, all of them optional, behind the start. */
static bool read_slice(path_parser *self, selector *selector) {
    selector->kind = SELECT_SLICE;
    selector->step = 1;
    skip_blanks(self);
    if (!strchr(":,]", peek(self))) {
        selector->has_end = true;
        if (!read_integer(self, &selector->end))
            return false;
        skip_blanks(self);
    }
    if (!accept(self, ":"))
        return true;
    skip_blanks(self);
    return strchr(",]", peek(self)) || read_integer(self, &selector->step);
}

static bool read_index_or_slice(path_parser *self, selector *selector) {
    selector->kind = SELECT_INDEX;
    if (peek(self) != ':') {
        selector->has_start = true;
        if (!read_integer(self, &selector->index))
            return false;
    }
    size_t end = self->at;
    skip_blanks(self);
    if (accept(self, ":"))
        return read_slice(self, selector);
    self->at = end;
    return true;
}

static bool read_selector(path_parser *self, selector *selector) {
    switch (peek(self)) {
    case '\0': return false;
    case '*':
        self->at++;
        selector->kind = SELECT_WILDCARD;
        return true;
    case '"':
    case '\'': selector->kind = SELECT_NAME; return read_string(self, &selector->name);
    case '?':
        self->at++;
        selector->kind = SELECT_FILTER;
        skip_blanks(self);
        return read_logical(self, &selector->filter);
    default: return read_index_or_slice(self, selector);
    }
}

/* Behind `[`. */
static bool read_bracketed(path_parser *self, segment *segment) {
    do {
        skip_blanks(self);
        if (!read_selector(self, LIST_ADD(self->arena, segment)))
            return false;
        skip_blanks(self);
    } while (accept(self, ","));
    return accept(self, "]");
}

/* Behind `.`: a name without quotes, or `*`. */
static bool read_shorthand(path_parser *self, segment *segment) {
    selector *selector = LIST_ADD(self->arena, segment);
    size_t start = self->at;
    if (accept(self, "*")) {
        selector->kind = SELECT_WILDCARD;
        return true;
    }
    while (isalpha((unsigned char)peek(self)) || peek(self) == '_' || (peek(self) & 0x80) ||
           (self->at > start && is_digit(peek(self))))
        self->at++;
    selector->name = text_since(self, start);
    return self->at > start;
}

static bool read_segment(path_parser *self, segment *segment) {
    if (accept(self, ".."))
        segment->is_descendant = true;
    else if (accept(self, "."))
        return read_shorthand(self, segment);
    return accept(self, "[") ? read_bracketed(self, segment) : segment->is_descendant && read_shorthand(self, segment);
}

static bool is_singular(const segment *segment) {
    return !segment->is_descendant && segment->count == 1 &&
           (segment->items[0].kind == SELECT_NAME || segment->items[0].kind == SELECT_INDEX);
}

static bool read_query(path_parser *self, jsonpath *ret_query) {
    ret_query->is_relative = accept(self, "@");
    ret_query->is_singular = true;
    if (!ret_query->is_relative && !accept(self, "$"))
        return false;
    for (;;) {
        size_t end = self->at;
        skip_blanks(self);
        if (peek(self) != '.' && peek(self) != '[') {
            self->at = end;
            return true;
        }
        segment *segment = LIST_ADD(self->arena, ret_query);
        if (!read_segment(self, segment))
            return false;
        ret_query->is_singular = ret_query->is_singular && is_singular(segment);
    }
}

bool jsonpath_compile(arena *arena, text source, const jsonpath **ret_path) {
    path_parser parser = {.arena = arena, .source = source};
    jsonpath *path = arena_zalloc(arena, sizeof *path);
    if (!text_is_utf8(source) || peek(&parser) != '$' || !read_query(&parser, path) || parser.at < source.length)
        return false;
    *ret_path = path;
    return true;
}

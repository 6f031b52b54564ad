/* JSONPath (RFC 9535), as far as scenarios use it: names, indexes, slices, wildcards, descendants and filters that
 * compare. As Hurl has it, one match gives that value, several give a list, none gives nothing. */
#include <ctype.h>

#include "runner/operation.h"

typedef struct path_reader {
    arena *arena;
    text path;
    size_t at;
    const char *problem;
} path_reader;

static char peek(const path_reader *self) { return self->at < self->path.length ? self->path.data[self->at] : '\0'; }

static bool accept(path_reader *self, const char *literal) {
    text rest = text_from(self->path, self->at);
    if (!text_starts_with(rest, text_of(literal)))
        return false;
    self->at += strlen(literal);
    return true;
}

static void skip_blanks(path_reader *self) {
    while (peek(self) == ' ')
        self->at++;
}

static bool fail(path_reader *self, const char *problem) {
    if (!self->problem)
        self->problem = problem;
    return false;
}

static bool expect(path_reader *self, const char *literal) {
    return accept(self, literal) || fail(self, arena_printf(self->arena, "expecting %s", literal));
}

static bool read_name(path_reader *self, text *ret_name) {
    size_t start = self->at;
    while (isalnum((unsigned char)peek(self)) || peek(self) == '_' || peek(self) == '-' || (peek(self) & 0x80))
        self->at++;
    *ret_name = text_upto(text_from(self->path, start), self->at - start);
    return self->at > start || fail(self, "expecting a name");
}

static bool read_quoted(path_reader *self, text *ret_name) {
    char quote = peek(self);
    size_t start = ++self->at;
    while (peek(self) && peek(self) != quote)
        self->at++;
    *ret_name = text_upto(text_from(self->path, start), self->at - start);
    return accept(self, quote == '"' ? "\"" : "'") || fail(self, "a quote is not closed");
}

static bool read_integer(path_reader *self, int64_t *ret_integer) {
    size_t start = self->at;
    accept(self, "-");
    while (isdigit((unsigned char)peek(self)))
        self->at++;
    return text_to_int64(text_upto(text_from(self->path, start), self->at - start), ret_integer) ||
           fail(self, "expecting an index");
}

static bool is_container(const value *value) { return value->kind == VALUE_LIST || value->kind == VALUE_OBJECT; }

/* ---- selectors: what of each value is taken on ---- */

typedef bool (*selector)(path_reader *self, const value *from, value_list *to, const void *what);

static bool select_all(path_reader *self, const value_list *from, value_list *to, selector select, const void *what) {
    for (size_t i = 0; i < from->count; i++)
        if (!select(self, from->items[i], to, what))
            return false;
    return true;
}

static bool select_name(path_reader *self, const value *from, value_list *to, const void *what) {
    const value *member = value_member(from, *(const text *)what);
    if (member)
        value_list_add(self->arena, to, member);
    return true;
}

static bool select_wildcard(path_reader *self, const value *from, value_list *to, const void *what) {
    (void)what;
    for (size_t i = 0; is_container(from) && i < from->items.count; i++)
        value_list_add(self->arena, to, from->items.items[i]);
    return true;
}

static bool select_index(path_reader *self, const value *from, value_list *to, const void *what) {
    int64_t index = *(const int64_t *)what, count = (int64_t)from->items.count;
    if (index < 0)
        index += count;
    if (from->kind == VALUE_LIST && index >= 0 && index < count)
        value_list_add(self->arena, to, from->items.items[index]);
    return true;
}

typedef struct slice {
    int64_t start;
    int64_t end;
    bool has_end;
} slice;

static int64_t clamp(int64_t index, int64_t count) {
    int64_t counted = index < 0 ? index + count : index;
    return counted < 0 ? 0 : counted > count ? count : counted;
}

static bool select_slice(path_reader *self, const value *from, value_list *to, const void *what) {
    const slice *slice = what;
    int64_t count = (int64_t)from->items.count;
    int64_t end = slice->has_end ? clamp(slice->end, count) : count;
    for (int64_t i = clamp(slice->start, count); from->kind == VALUE_LIST && i < end; i++)
        value_list_add(self->arena, to, from->items.items[i]);
    return true;
}

/* The value and all below it. */
static bool select_descendants(path_reader *self, const value *from, value_list *to, const void *what) {
    value_list_add(self->arena, to, from);
    for (size_t i = 0; is_container(from) && i < from->items.count; i++)
        select_descendants(self, from->items.items[i], to, what);
    return true;
}

/* ---- filters: [?(@.name == 'x')] ---- */

static bool read_literal(path_reader *self, const value **ret_value) {
    text content;
    size_t start = self->at;
    if (peek(self) == '\'' || peek(self) == '"') {
        if (!read_quoted(self, &content))
            return false;
        *ret_value = value_of_string(self->arena, content);
        return true;
    }
    while (peek(self) && !strchr(" )]", peek(self)))
        self->at++;
    *ret_value = value_of_json(self->arena, text_upto(text_from(self->path, start), self->at - start));
    return *ret_value || fail(self, "expecting a literal");
}

static bool compare(const value *actual, text operator, const value * literal) {
    int order;
    if (text_equal(operator, TEXT("==")))
        return value_equal(actual, literal);
    if (text_equal(operator, TEXT("!=")))
        return !value_equal(actual, literal);
    if (!value_compare(actual, literal, &order))
        return false;
    bool allows_equal = operator.length == 2;
    return (order == 0 && allows_equal) || (operator.data[0] == '<' ? order < 0 : order> 0);
}

static bool read_operator(path_reader *self, text *ret_operator) {
    static const char *const operators[] = {"==", "!=", "<=", ">=", "<", ">"};
    skip_blanks(self);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (accept(self, operators[i])) {
            *ret_operator = text_of(operators[i]);
            skip_blanks(self);
            return true;
        }
    return false;
}

/* Evaluates the filter at the reader's place for one value; the reader ends behind it. */
static bool filter_holds(path_reader *self, const value *candidate, bool *ret_holds) {
    text name, operator;
    const value *actual = candidate, *literal;
    if (!expect(self, "@"))
        return false;
    while (accept(self, ".")) {
        if (!read_name(self, &name))
            return false;
        actual = actual ? value_member(actual, name) : NULL;
    }
    if (!read_operator(self, &operator)) {
        *ret_holds = actual != NULL;
        return true;
    }
    if (!read_literal(self, &literal))
        return false;
    *ret_holds = actual && compare(actual, operator, literal);
    return true;
}

static bool select_filtered(path_reader *self, const value *from, value_list *to, const void *what) {
    size_t start = *(const size_t *)what;
    static const value nothing = {.kind = VALUE_NULL};
    bool holds;
    self->at = start;
    if (!filter_holds(self, &nothing, &holds)) /* read even where there is nothing to filter */
        return false;
    size_t end = self->at;
    for (size_t i = 0; is_container(from) && i < from->items.count; i++) {
        self->at = start;
        if (!filter_holds(self, from->items.items[i], &holds))
            return false;
        if (holds)
            value_list_add(self->arena, to, from->items.items[i]);
    }
    self->at = end;
    return true;
}

/* ---- segments ---- */

static bool read_filter(path_reader *self, const value_list *from, value_list *to) {
    static const value empty = {.kind = VALUE_LIST}; /* so that the filter is read in any case */
    bool has_parenthesis = accept(self, "(");
    size_t start = self->at;
    if (from->count == 0 ? !select_filtered(self, &empty, to, &start)
                         : !select_all(self, from, to, select_filtered, &start))
        return false;
    return (!has_parenthesis || expect(self, ")")) && expect(self, "]");
}

static bool read_index_or_slice(path_reader *self, const value_list *from, value_list *to) {
    slice slice = {0};
    if (peek(self) != ':' && !read_integer(self, &slice.start))
        return false;
    if (!accept(self, ":"))
        return expect(self, "]") && select_all(self, from, to, select_index, &slice.start);
    slice.has_end = peek(self) != ']';
    if (slice.has_end && !read_integer(self, &slice.end))
        return false;
    return expect(self, "]") && select_all(self, from, to, select_slice, &slice);
}

static bool read_bracket(path_reader *self, const value_list *from, value_list *to) {
    text name;
    if (accept(self, "*]"))
        return select_all(self, from, to, select_wildcard, NULL);
    if (accept(self, "?"))
        return read_filter(self, from, to);
    if (peek(self) == '\'' || peek(self) == '"')
        return read_quoted(self, &name) && expect(self, "]") && select_all(self, from, to, select_name, &name);
    return read_index_or_slice(self, from, to);
}

static bool read_dotted(path_reader *self, const value_list *from, value_list *to) {
    text name;
    if (accept(self, "*"))
        return select_all(self, from, to, select_wildcard, NULL);
    return read_name(self, &name) && select_all(self, from, to, select_name, &name);
}

static bool read_segment(path_reader *self, const value_list *from, value_list *to) {
    value_list below = {0};
    if (accept(self, "..")) {
        select_all(self, from, &below, select_descendants, NULL);
        return accept(self, "[") ? read_bracket(self, &below, to) : read_dotted(self, &below, to);
    }
    if (accept(self, "["))
        return read_bracket(self, from, to);
    return expect(self, ".") && read_dotted(self, from, to);
}

const problem *jsonpath_find(evaluation *evaluation, span span, const value *document, text path,
                             const value **ret_value) {
    arena *arena = evaluation->arena;
    path_reader reader = {.arena = arena, .path = path};
    value_list found = {0};
    value_list_add(arena, &found, document);
    bool is_good = expect(&reader, "$");
    while (is_good && reader.at < path.length) {
        value_list next = {0};
        is_good = read_segment(&reader, &found, &next);
        found = next;
    }
    if (!is_good)
        return problem_new(arena, span, "Invalid JSONPath",
                           "the path <%.*s> is not understood at its character %zu: %s", TEXT_ARGS(path), reader.at + 1,
                           reader.problem);
    *ret_value = found.count == 0 ? NULL : found.count == 1 ? found.items[0] : value_of_list(arena, found);
    return NULL;
}

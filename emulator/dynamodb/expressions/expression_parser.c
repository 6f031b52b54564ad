#include "dynamodb/expressions/expression_parser.h"

#include "dynamodb/expressions/expression_check.h"
#include "dynamodb/expressions/reserved_words.h"
#include "dynamodb/values/attribute.h"

#define MOST_PATH_ELEMENTS 32
#define MOST_DEPTH 400

const gabi_error *parser_error(const expression_parser *self, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vprintf(self->scope->arena, format, arguments);
    va_end(arguments);
    return expression_error(self->scope->arena, self->label, "%s", message);
}

const gabi_error *parser_syntax_error(const expression_parser *self) {
    const char *end = self->expression.data + self->expression.length;
    const char *from = self->previous.text.data ? self->previous.text.data : self->current.text.data;
    size_t at = self->at;
    token next = expression_next_token(self->expression, &at);
    const char *to = next.kind == LEXEME_END ? end : next.text.data + next.text.length;
    text near = text_trim((text){from, (size_t)(to - from)});
    text shown = self->current.kind == LEXEME_END ? TEXT("<EOF>") : self->current.text;
    return parser_error(self, "Syntax error; token: \"%.*s\", near: \"%.*s\"", TEXT_ARGS(shown), TEXT_ARGS(near));
}

const gabi_error *parser_init(expression_parser *self, expression_scope *scope, const char *label, text expression) {
    *self = (expression_parser){.scope = scope, .label = label, .expression = expression};
    if (text_is_empty(expression))
        return parser_error(self, "The expression can not be empty;");
    bool is_too_long = expression.length > EXPRESSION_MOST_BYTES;
    if (is_too_long && strcmp(label, "UpdateExpression") == 0) /* of which AWS does not tell the size */
        return parser_error(self, "Expression size has exceeded the maximum allowed size;");
    if (is_too_long)
        return parser_error(self, "Expression size has exceeded the maximum allowed size; expression size: %zu",
                            expression.length);
    self->current = expression_next_token(expression, &self->at);
    return NULL;
}

token parser_take(expression_parser *self) {
    self->previous = self->current;
    self->current = expression_next_token(self->expression, &self->at);
    return self->previous;
}

bool parser_is(const expression_parser *self, const char *punctuation) {
    return self->current.kind == LEXEME_PUNCTUATION && text_equal(self->current.text, text_of(punctuation));
}

bool parser_is_keyword(const expression_parser *self, const char *keyword) {
    return self->current.kind == LEXEME_WORD && text_equal_ignore_case(self->current.text, text_of(keyword));
}

bool parser_accept(expression_parser *self, const char *punctuation) {
    bool is_there = parser_is(self, punctuation);
    if (is_there)
        parser_take(self);
    return is_there;
}

bool parser_accept_keyword(expression_parser *self, const char *keyword) {
    bool is_there = parser_is_keyword(self, keyword);
    if (is_there)
        parser_take(self);
    return is_there;
}

const gabi_error *parser_expect(expression_parser *self, const char *punctuation) {
    return parser_accept(self, punctuation) ? NULL : parser_syntax_error(self);
}

void parser_note(expression_parser *self, expression_fault fault, const gabi_error *error) {
    bool is_of_clause = self->judges_clauses && fault >= FAULT_NAME;
    if (is_of_clause && fault == FAULT_VALUE) /* in which names and values are alike */
        fault = FAULT_NAME;
    unsigned order = is_of_clause ? (FAULT_NAME << 16) + (self->clause << 4) + fault : fault << 16;
    if (self->problem && self->problem_order <= order)
        return;
    self->problem = error;
    self->problem_order = order;
}

void parser_note_overlap(expression_parser *self, path one, path two) {
    bool is_conflict;
    const gabi_error *error = paths_check(self->scope->arena, self->label, one, two, &is_conflict);
    if (error)
        parser_note(self, is_conflict ? FAULT_CONFLICT : FAULT_OVERLAP, error);
}

void parser_begin_clause(expression_parser *self) {
    self->clause++;
    self->lacks_values = false;
}

const gabi_error *parser_finish(expression_parser *self) {
    return self->current.kind == LEXEME_END ? self->problem : parser_syntax_error(self);
}

const gabi_error *parser_count_operator(expression_parser *self) {
    return ++self->operators <= EXPRESSION_MOST_OPERATORS
               ? NULL
               : parser_error(self, "The expression contains too many operators; operator count: %u", self->operators);
}

const gabi_error *parser_descend(expression_parser *self) {
    return ++self->depth <= MOST_DEPTH
               ? NULL
               : parser_error(self, "The expression is nested too deeply; nesting levels: %u", self->depth);
}

bool parser_at_function(const expression_parser *self) {
    size_t at = self->at;
    return self->current.kind == LEXEME_WORD &&
           text_equal(expression_next_token(self->expression, &at).text, TEXT("("));
}

/* ---- paths and values ---- */

/* Of one that is not defined the placeholder itself. */
static text resolve_name(expression_parser *self, token placeholder) {
    expression_scope *scope = self->scope;
    for (size_t i = 0; scope->names && i < scope->names->count; i++)
        if (text_equal(scope->names->items[i].name, placeholder.text)) {
            scope->names_used[i] = true;
            return scope->names->items[i].value;
        }
    parser_note(self, FAULT_NAME,
                parser_error(
                    self, "An expression attribute name used in the document path is not defined; attribute name: %.*s",
                    TEXT_ARGS(placeholder.text)));
    return placeholder.text;
}

static bool is_at_keyword(const expression_parser *self) {
    const char *const *keyword = self->keywords;
    while (keyword && *keyword && !parser_is_keyword(self, *keyword))
        keyword++;
    return keyword && *keyword;
}

static const gabi_error *parse_name(expression_parser *self, path_element *ret_element) {
    token name = self->current;
    if ((name.kind != LEXEME_WORD && name.kind != LEXEME_NAME) || is_at_keyword(self))
        return parser_syntax_error(self);
    if (name.kind == LEXEME_WORD && is_reserved_word(name.text))
        parser_note(
            self, FAULT_RESERVED_WORD,
            parser_error(self, "Attribute name is a reserved keyword; reserved keyword: %.*s", TEXT_ARGS(name.text)));
    *ret_element = (path_element){.name = name.kind == LEXEME_NAME ? resolve_name(self, name) : name.text};
    parser_take(self);
    return NULL;
}

static const gabi_error *parse_index(expression_parser *self, path_element *ret_element) {
    int64_t index;
    if (self->current.kind != LEXEME_NUMBER)
        return parser_syntax_error(self);
    if (!text_to_int64(self->current.text, &index) || index > INT32_MAX)
        return parser_error(self, "List index is not within the allowable range; index: [%.*s]",
                            TEXT_ARGS(self->current.text));
    parser_take(self);
    *ret_element = (path_element){.index = index, .is_index = true};
    return parser_expect(self, "]");
}

const gabi_error *parser_path(expression_parser *self, path *ret_path) {
    path_element elements[MOST_PATH_ELEMENTS + 1]; /* in the last: those that are too many */
    size_t count = 0;
    TRY(parse_name(self, &elements[count++]));
    while (parser_is(self, ".") || parser_is(self, "[")) {
        path_element *next = &elements[count < MOST_PATH_ELEMENTS ? count : MOST_PATH_ELEMENTS];
        bool is_name = parser_is(self, ".");
        parser_take(self);
        TRY(is_name ? parse_name(self, next) : parse_index(self, next));
        count++;
    }
    if (count > MOST_PATH_ELEMENTS)
        return parser_error(self, "The document path has too many nesting levels; nesting levels: %zu", count);
    path_element *kept = arena_alloc(self->scope->arena, count * sizeof *kept);
    memcpy(kept, elements, count * sizeof *kept);
    *ret_path = (path){kept, count};
    return NULL;
}

const gabi_error *parser_value(expression_parser *self, const attribute_value **ret_value) {
    expression_scope *scope = self->scope;
    token placeholder = self->current;
    if (placeholder.kind != LEXEME_VALUE)
        return parser_syntax_error(self);
    for (size_t i = 0; scope->values && i < scope->values->count; i++)
        if (text_equal(scope->values->attributes[i].name, placeholder.text)) {
            scope->values_used[i] = true;
            *ret_value = &scope->values->attributes[i].value;
            parser_take(self);
            return NULL;
        }
    parser_note(self, FAULT_VALUE,
                parser_error(self,
                             "An expression attribute value used in expression is not defined; attribute value: "
                             "%.*s",
                             TEXT_ARGS(placeholder.text)));
    self->lacks_values = true;
    *ret_value = NULL;
    parser_take(self);
    return NULL;
}

path path_of_name(arena *arena, text name) {
    path_element *element = arena_zalloc(arena, sizeof *element);
    element->name = name;
    return (path){element, 1};
}

bool path_elements_equal(const path_element *a, const path_element *b) {
    return a->is_index == b->is_index && (a->is_index ? a->index == b->index : text_equal(a->name, b->name));
}

bool path_equal(path a, path b) {
    for (size_t i = 0; i < a.count && i < b.count; i++)
        if (!path_elements_equal(&a.elements[i], &b.elements[i]))
            return false;
    return a.count == b.count;
}

text path_describe(arena *arena, path path) {
    buffer out = BUFFER(arena);
    buffer_append_char(&out, '[');
    for (size_t i = 0; i < path.count; i++) {
        if (i > 0)
            buffer_append(&out, TEXT(", "));
        if (path.elements[i].is_index)
            buffer_format(&out, "[%lld]", (long long)path.elements[i].index);
        else
            buffer_append(&out, path.elements[i].name);
    }
    buffer_append_char(&out, ']');
    return buffer_text(&out);
}

const attribute_value *path_find(const table_item *item, path path) {
    const attribute_value *value = item_find(item, path.elements[0].name);
    for (size_t i = 1; value && i < path.count; i++) {
        const path_element *element = &path.elements[i];
        if (element->is_index)
            value = value->kind == ATTRIBUTE_LIST && (size_t)element->index < value->member_count
                        ? &value->members[element->index].value
                        : NULL;
        else
            value = value->kind == ATTRIBUTE_MAP
                        ? item_find(&(table_item){value->members, value->member_count}, element->name)
                        : NULL;
    }
    return value;
}

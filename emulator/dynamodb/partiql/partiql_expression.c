/* Expressions of PartiQL, by the precedence of their operators. */
#include "dynamodb/partiql/partiql_keywords.h"
#include "dynamodb/partiql/partiql_reader.h"

/* ---- what all parsers use ---- */

bool partiql_at(const partiql_reader *self, const char *spelling) {
    return (self->next->kind == PARTIQL_PUNCTUATION || self->next->kind == PARTIQL_KEYWORD) &&
           text_equal_ignore_case(self->next->text, text_of(spelling));
}

bool partiql_accept(partiql_reader *self, const char *spelling) {
    bool is_there = partiql_at(self, spelling);
    self->next += is_there;
    return is_there;
}

const gabi_error *partiql_expect(partiql_reader *self, const char *spelling, const char *name) {
    return partiql_accept(self, spelling)
               ? NULL
               : partiql_malformed(self->arena, arena_printf(self->arena, "Expected %s", name));
}

bool partiql_at_identifier(const partiql_reader *self) {
    return self->next->kind == PARTIQL_IDENTIFIER || self->next->kind == PARTIQL_QUOTED_IDENTIFIER;
}

void partiql_list_add(arena *arena, partiql_list *list, const partiql_node *node) {
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 2;
        list->items =
            arena_grow(arena, list->items, list->capacity * sizeof *list->items, capacity * sizeof *list->items);
        list->capacity = capacity;
    }
    list->items[list->count++] = node;
}

static partiql_node *new_node(partiql_reader *self, partiql_node_kind kind, const partiql_token *token) {
    partiql_node *node = arena_zalloc(self->arena, sizeof *node);
    node->kind = kind;
    node->place = token->place;
    return node;
}

static void take_children(partiql_node *node, const partiql_list *list) {
    node->children = list->items;
    node->count = list->count;
}

static const gabi_error *enter(partiql_reader *self) {
    return ++self->depth <= PARTIQL_MOST_DEPTH ? NULL : partiql_malformed(self->arena, "Nested too deeply");
}

/* ---- terms ---- */

/* Expressions up to the closing bracket, which is taken. */
static const gabi_error *read_list(partiql_reader *self, const char *closing, const char *closing_name,
                                   partiql_list *list) {
    if (partiql_accept(self, closing))
        return NULL;
    do {
        const partiql_node *item;
        TRY(partiql_read_expression(self, &item));
        partiql_list_add(self->arena, list, item);
    } while (partiql_accept(self, ","));
    return partiql_expect(self, closing, closing_name);
}

static const gabi_error *read_struct(partiql_reader *self, partiql_list *list) {
    if (partiql_accept(self, "}"))
        return NULL;
    do {
        const partiql_node *name, *value;
        TRY(partiql_read_expression(self, &name));
        TRY(partiql_expect(self, ":", "COLON"));
        TRY(partiql_read_expression(self, &value));
        partiql_list_add(self->arena, list, name);
        partiql_list_add(self->arena, list, value);
    } while (partiql_accept(self, ","));
    return partiql_expect(self, "}", "RIGHT_CURLY");
}

/* A list, bag or struct, whose opening bracket has been taken. */
static const gabi_error *read_collection(partiql_reader *self, partiql_node_kind kind, const partiql_node **ret_node) {
    partiql_list list = {0};
    partiql_node *node = new_node(self, kind, self->next - 1);
    if (kind == PARTIQL_NODE_STRUCT)
        TRY(read_struct(self, &list));
    else if (kind == PARTIQL_NODE_BAG)
        TRY(read_list(self, ">>", "RIGHT_DOUBLE_ANGLE_BRACKET", &list));
    else
        TRY(read_list(self, "]", "RIGHT_BRACKET", &list));
    take_children(node, &list);
    *ret_node = node;
    return NULL;
}

/* (expression), or (expression, expression, …), which is a list. */
static const gabi_error *read_group(partiql_reader *self, const partiql_node **ret_node) {
    partiql_list list = {0};
    partiql_node *node = new_node(self, PARTIQL_NODE_LIST, self->next++);
    TRY(read_list(self, ")", "RIGHT_PAREN", &list));
    if (list.count == 0)
        return partiql_malformed(self->arena, "Expression group cannot be empty");
    take_children(node, &list);
    *ret_node = list.count == 1 ? list.items[0] : node;
    return NULL;
}

/* COUNT(*) has its * as an argument. */
static const gabi_error *read_call(partiql_reader *self, const partiql_node **ret_node) {
    const partiql_token *name = self->next;
    partiql_list list = {0};
    partiql_node *node = new_node(self, PARTIQL_NODE_CALL, name);
    node->text = text_lower(self->arena, partiql_token_content(self->arena, name));
    self->next += 2;
    if (partiql_at(self, "*")) {
        if (!text_equal(node->text, TEXT("count")))
            return partiql_malformed(self->arena, arena_printf(self->arena, "%s(*) is not allowed", node->text.data));
        partiql_node *all = new_node(self, PARTIQL_NODE_ALL, self->next++);
        partiql_list_add(self->arena, &list, all);
        TRY(partiql_expect(self, ")", "RIGHT_PAREN"));
    } else {
        TRY(read_list(self, ")", "RIGHT_PAREN", &list));
    }
    take_children(node, &list);
    *ret_node = node;
    return NULL;
}

static bool at_call(const partiql_reader *self) {
    bool is_name = partiql_at_identifier(self) ||
                   (self->next->kind == PARTIQL_KEYWORD && is_partiql_function_keyword(self->next->text));
    return is_name && text_equal(self->next[1].text, TEXT("("));
}

static const gabi_error *read_nested_statement(partiql_reader *self, const partiql_node **ret_node) {
    partiql_node *node = new_node(self, PARTIQL_NODE_STATEMENT, self->next);
    partiql_statement *statement = arena_zalloc(self->arena, sizeof *statement);
    TRY(partiql_read_statement(self, statement));
    node->statement = statement;
    *ret_node = node;
    return NULL;
}

static const gabi_error *read_keyword(partiql_reader *self, const partiql_node **ret_node) {
    static const struct {
        const char *spelling;
        partiql_node_kind kind;
    } literals[] = {
        {"TRUE", PARTIQL_NODE_BOOLEAN},
        {"FALSE", PARTIQL_NODE_BOOLEAN},
        {"NULL", PARTIQL_NODE_NULL},
        {"MISSING", PARTIQL_NODE_MISSING},
    };
    if (partiql_at_statement(self))
        return read_nested_statement(self, ret_node);
    for (size_t i = 0; i < sizeof literals / sizeof *literals; i++)
        if (partiql_at(self, literals[i].spelling)) {
            partiql_node *node = new_node(self, literals[i].kind, self->next++);
            node->boolean = i == 0;
            *ret_node = node;
            return NULL;
        }
    bool is_operator = partiql_at(self, "IS") || partiql_at(self, "IN") || partiql_at(self, "LIKE") ||
                       partiql_at(self, "BETWEEN") || partiql_at(self, "AND") || partiql_at(self, "OR");
    return partiql_malformed(self->arena, is_operator ? "Unexpected operator" : "Unexpected keyword");
}

static const gabi_error *read_punctuation(partiql_reader *self, const partiql_node **ret_node) {
    static const char operators[] = "+ - / % = < <= > >= <> != || @";
    if (partiql_at(self, "("))
        return read_group(self, ret_node);
    if (partiql_accept(self, "["))
        return read_collection(self, PARTIQL_NODE_LIST, ret_node);
    if (partiql_accept(self, "<<"))
        return read_collection(self, PARTIQL_NODE_BAG, ret_node);
    if (partiql_accept(self, "{"))
        return read_collection(self, PARTIQL_NODE_STRUCT, ret_node);
    if (partiql_at(self, "?")) {
        partiql_node *node = new_node(self, PARTIQL_NODE_PARAMETER, self->next++);
        node->index = self->parameter_count++;
        *ret_node = node;
        return NULL;
    }
    bool is_operator = text_find(text_of(operators), self->next->text) != TEXT_NOT_FOUND;
    return partiql_malformed(self->arena, is_operator ? "Unexpected operator" : "Unexpected term");
}

static const gabi_error *read_term(partiql_reader *self, const partiql_node **ret_node) {
    if (at_call(self))
        return read_call(self, ret_node);
    switch (self->next->kind) {
    case PARTIQL_END: return partiql_malformed(self->arena, "Unexpected term");
    case PARTIQL_KEYWORD: return read_keyword(self, ret_node);
    case PARTIQL_PUNCTUATION: return read_punctuation(self, ret_node);
    default: break;
    }
    partiql_node_kind kind = self->next->kind == PARTIQL_STRING   ? PARTIQL_NODE_STRING
                             : self->next->kind == PARTIQL_NUMBER ? PARTIQL_NODE_NUMBER
                                                                  : PARTIQL_NODE_NAME;
    partiql_node *node = new_node(self, kind, self->next);
    node->text = partiql_token_content(self->arena, self->next++);
    *ret_node = node;
    return NULL;
}

/* ---- paths ---- */

static const gabi_error *read_dot_step(partiql_reader *self, bool is_simple, const partiql_node **ret_node) {
    partiql_node *node = new_node(self, PARTIQL_NODE_STEP, self->next);
    if (partiql_at(self, "*") && is_simple)
        return partiql_malformed(self->arena, "Invalid path dot component for simple path");
    if (!partiql_at_identifier(self) && !partiql_at(self, "*"))
        return partiql_malformed(self->arena, "Invalid path dot component");
    node->text = partiql_token_content(self->arena, self->next);
    if (!partiql_at_identifier(self))
        node->kind = PARTIQL_NODE_ALL;
    self->next++;
    *ret_node = node;
    return NULL;
}

static const gabi_error *read_index_step(partiql_reader *self, const partiql_node **ret_node) {
    const partiql_node *inside;
    partiql_list list = {0};
    partiql_node *node = new_node(self, PARTIQL_NODE_INDEX, self->next);
    if (partiql_accept(self, "*")) {
        node->kind = PARTIQL_NODE_ALL;
    } else {
        TRY(partiql_read_expression(self, &inside));
        partiql_list_add(self->arena, &list, inside);
        take_children(node, &list);
    }
    *ret_node = node;
    return partiql_expect(self, "]", "RIGHT_BRACKET");
}

/* The steps behind a term, if there are any. */
static const gabi_error *read_steps(partiql_reader *self, bool is_simple, const partiql_node **node) {
    const partiql_token *begin = self->next - 1;
    partiql_list list = {0};
    partiql_list_add(self->arena, &list, *node);
    for (;;) {
        const partiql_node *step;
        if (partiql_accept(self, "."))
            TRY(read_dot_step(self, is_simple, &step));
        else if (partiql_accept(self, "["))
            TRY(read_index_step(self, &step));
        else
            break;
        partiql_list_add(self->arena, &list, step);
    }
    if (list.count == 1)
        return NULL;
    partiql_node *path = new_node(self, PARTIQL_NODE_PATH, begin);
    take_children(path, &list);
    path->place = list.items[0]->place;
    *node = path;
    return NULL;
}

const gabi_error *partiql_read_simple_path(partiql_reader *self, const partiql_node **ret_node) {
    if (!partiql_at_identifier(self))
        return partiql_malformed(self->arena, "Expected identifier for simple path");
    partiql_node *name = new_node(self, PARTIQL_NODE_NAME, self->next);
    name->text = partiql_token_content(self->arena, self->next++);
    *ret_node = name;
    return read_steps(self, true, ret_node);
}

/* ---- operators ---- */

typedef struct infix {
    const char *spelling;
    const char *name;
    int precedence;
} infix;

#define PRECEDENCE_OF_NOT 30

static const infix infixes[] = {
    {"OR", "OR", 10},
    {"AND", "AND", 20},
    {"=", "=", 40},
    {"<>", "<>", 40},
    {"!=", "<>", 40},
    {"IS", "IS", 40},
    {"IN", "IN", 40},
    {"<", "<", 50},
    {"<=", "<=", 50},
    {">", ">", 50},
    {">=", ">=", 50},
    {"LIKE", "LIKE", 50},
    {"BETWEEN", "BETWEEN", 50},
    {"+", "+", 60},
    {"-", "-", 60},
    {"||", "||", 60},
    {"*", "*", 70},
    {"/", "/", 70},
    {"%", "%", 70},
};

/* The operator that comes next; *ret_is_negated for NOT IN, NOT BETWEEN and NOT LIKE. NULL: none. */
static const infix *infix_ahead(const partiql_reader *self, bool *ret_is_negated) {
    partiql_reader ahead = *self;
    bool is_negated = partiql_accept(&ahead, "NOT");
    for (size_t i = 0; i < sizeof infixes / sizeof *infixes; i++) {
        bool may_be_negated = infixes[i].spelling[0] == 'L' || infixes[i].spelling[0] == 'B' ||
                              text_equal(text_of(infixes[i].spelling), TEXT("IN"));
        if (!partiql_at(&ahead, infixes[i].spelling) || (is_negated && !may_be_negated))
            continue;
        *ret_is_negated = is_negated;
        return &infixes[i];
    }
    return NULL;
}

static const gabi_error *read_operand(partiql_reader *self, int precedence, const partiql_node **ret_node);

static const partiql_node *new_operator(partiql_reader *self, const char *name, const partiql_token *token,
                                        const partiql_list *operands) {
    partiql_node *node = new_node(self, PARTIQL_NODE_OPERATOR, token);
    node->text = text_of(name);
    take_children(node, operands);
    return node;
}

static const partiql_node *negated(partiql_reader *self, const partiql_token *token, const partiql_node *node) {
    partiql_list list = {0};
    partiql_list_add(self->arena, &list, node);
    return new_operator(self, "NOT", token, &list);
}

/* A minus in front of a number is the number's, and so are more of them. */
static const partiql_node *signed_number(partiql_reader *self, const partiql_node *number, bool is_negative) {
    partiql_node *node = arena_alloc(self->arena, sizeof *node);
    *node = *number;
    if (is_negative)
        node->text = text_starts_with(number->text, TEXT("-"))
                         ? text_from(number->text, 1)
                         : text_format(self->arena, "-%.*s", TEXT_ARGS(number->text));
    return node;
}

static const gabi_error *read_unary(partiql_reader *self, const partiql_node **ret_node) {
    const partiql_token *token = self->next;
    const partiql_node *operand;
    partiql_list list = {0};
    TRY(enter(self));
    if (partiql_accept(self, "NOT")) {
        TRY(read_operand(self, PRECEDENCE_OF_NOT, &operand));
        *ret_node = negated(self, token, operand);
    } else if (partiql_accept(self, "-") || partiql_accept(self, "+")) {
        TRY(read_unary(self, &operand));
        partiql_list_add(self->arena, &list, operand);
        const char *sign = token->text.data[0] == '-' ? "-" : "+";
        *ret_node = operand->kind == PARTIQL_NODE_NUMBER ? signed_number(self, operand, sign[0] == '-')
                                                         : new_operator(self, sign, token, &list);
    } else {
        TRY(read_term(self, ret_node));
        TRY(read_steps(self, false, ret_node));
    }
    self->depth--;
    return NULL;
}

/* IS [NOT] TYPE, where some types have two words, and some parameters. */
static const gabi_error *read_type(partiql_reader *self, const partiql_node **ret_node) {
    const partiql_token *token = self->next;
    if (token->kind != PARTIQL_KEYWORD || !is_partiql_type(token->text))
        return partiql_malformed(self->arena, "Expected type name");
    partiql_node *node = new_node(self, PARTIQL_NODE_TYPE, token);
    char *name = text_to_string(self->arena, token->text);
    for (char *c = name; *c; c++)
        *c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    node->text = text_of(name);
    self->next++;
    if (text_equal(node->text, TEXT("DOUBLE")))
        TRY(partiql_expect(self, "PRECISION", "type name"));
    if (text_equal(node->text, TEXT("CHARACTER")))
        partiql_accept(self, "VARYING");
    partiql_list parameters = {0};
    if (partiql_accept(self, "("))
        TRY(read_list(self, ")", "RIGHT_PAREN", &parameters));
    *ret_node = node;
    return NULL;
}

/* Behind IN a parenthesis holds a list, however short, but for one that holds a statement. */
static const gabi_error *read_candidates(partiql_reader *self, const infix *infix, const partiql_node **ret_node) {
    partiql_reader inside = *self;
    if (!partiql_accept(&inside, "(") || partiql_at_statement(&inside))
        return read_operand(self, infix->precedence, ret_node);
    partiql_list list = {0};
    partiql_node *node = new_node(self, PARTIQL_NODE_LIST, self->next++);
    TRY(read_list(self, ")", "RIGHT_PAREN", &list));
    take_children(node, &list);
    *ret_node = node;
    return NULL;
}

static const gabi_error *read_right_side(partiql_reader *self, const infix *infix, partiql_list *operands) {
    const partiql_node *right;
    text name = text_of(infix->name);
    if (text_equal(name, TEXT("IS")))
        TRY(read_type(self, &right));
    else if (self->next->kind == PARTIQL_END)
        return partiql_malformed(self->arena, "Missing right-hand side expression of infix operator");
    else if (text_equal(name, TEXT("IN")))
        TRY(read_candidates(self, infix, &right));
    else
        TRY(read_operand(self, infix->precedence, &right));
    partiql_list_add(self->arena, operands, right);
    bool is_between = text_equal(name, TEXT("BETWEEN"));
    if (is_between)
        TRY(partiql_expect(self, "AND", "AND keyword"));
    if (!is_between && !(text_equal(name, TEXT("LIKE")) && partiql_accept(self, "ESCAPE")))
        return NULL;
    if (self->next->kind == PARTIQL_END)
        return partiql_malformed(self->arena,
                                 is_between ? "Expected expression after AND" : "Expected expression after ESCAPE");
    TRY(read_operand(self, infix->precedence, &right));
    partiql_list_add(self->arena, operands, right);
    return NULL;
}

/* An expression of operators that bind more tightly than precedence. */
static const gabi_error *read_operand(partiql_reader *self, int precedence, const partiql_node **ret_node) {
    const partiql_node *node;
    const infix *infix;
    bool is_negated;
    unsigned depth = self->depth;
    TRY(enter(self));
    TRY(read_unary(self, &node));
    while ((infix = infix_ahead(self, &is_negated)) && infix->precedence > precedence) {
        if (infix->precedence > PRECEDENCE_OF_NOT)
            TRY(enter(self));
        partiql_list operands = {0};
        partiql_list_add(self->arena, &operands, node);
        self->next += is_negated;
        const partiql_token *token = self->next++;
        if (text_equal(text_of(infix->name), TEXT("IS")))
            is_negated = partiql_accept(self, "NOT");
        do /* a row of ANDs or ORs is one operator */
            TRY(read_right_side(self, infix, &operands));
        while (infix->precedence < PRECEDENCE_OF_NOT && partiql_accept(self, infix->spelling));
        node = new_operator(self, infix->name, token, &operands);
        if (is_negated)
            node = negated(self, token, node);
    }
    self->depth = depth;
    *ret_node = node;
    return NULL;
}

const gabi_error *partiql_read_expression(partiql_reader *self, const partiql_node **ret_node) {
    return read_operand(self, -1, ret_node);
}

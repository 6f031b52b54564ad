#include "dynamodb/attribute.h"
#include "dynamodb/expression_parser.h"

/* Far deeper than the 300 operators allow without needless parentheses. */
#define MOST_DEPTH 400

#define MOST_OPERANDS 101 /* of IN: what is looked for, and 100 candidates */

static const char *const kind_names[] = {
    [CONDITION_AND] = "AND",
    [CONDITION_OR] = "OR",
    [CONDITION_NOT] = "NOT",
    [CONDITION_EQUAL] = "=",
    [CONDITION_NOT_EQUAL] = "<>",
    [CONDITION_LESS] = "<",
    [CONDITION_LESS_OR_EQUAL] = "<=",
    [CONDITION_GREATER] = ">",
    [CONDITION_GREATER_OR_EQUAL] = ">=",
    [CONDITION_BETWEEN] = "BETWEEN",
    [CONDITION_IN] = "IN",
    [CONDITION_ATTRIBUTE_EXISTS] = "attribute_exists",
    [CONDITION_ATTRIBUTE_NOT_EXISTS] = "attribute_not_exists",
    [CONDITION_ATTRIBUTE_TYPE] = "attribute_type",
    [CONDITION_BEGINS_WITH] = "begins_with",
    [CONDITION_CONTAINS] = "contains",
};

const char *condition_kind_name(condition_kind kind) { return kind_names[kind]; }

static const gabi_error *parse_or(expression_parser *self, const condition **ret_condition);

static const condition *new_condition(expression_parser *self, condition value) {
    condition *made = arena_alloc(self->scope->arena, sizeof *made);
    *made = value;
    return made;
}

static const operand *copy_operands(expression_parser *self, const operand *operands, size_t count) {
    operand *copies = arena_alloc(self->scope->arena, count * sizeof *copies);
    memcpy(copies, operands, count * sizeof *copies);
    return copies;
}

/* ---- operands ---- */

static bool is_sized(attribute_kind kind) {
    return kind != ATTRIBUTE_NUMBER && kind != ATTRIBUTE_BOOLEAN && kind != ATTRIBUTE_NULL;
}

static const gabi_error *parse_operand(expression_parser *self, operand *ret_operand);

static const gabi_error *parse_size(expression_parser *self, operand *ret_operand) {
    operand argument;
    parser_take(self);
    TRY(parser_count_operator(self));
    TRY(parser_expect(self, "("));
    TRY(parse_operand(self, &argument));
    if (parser_is(self, ","))
        return parser_error(self, "Incorrect number of operands for operator or function; operator or function: size, "
                                  "number of operands: 2");
    TRY(parser_expect(self, ")"));
    if (argument.kind == OPERAND_VALUE && !is_sized(argument.value->kind))
        return parser_wrong_type(self, "size", argument.value->kind);
    *ret_operand = (operand){.kind = OPERAND_SIZE, .left = copy_operands(self, &argument, 1)};
    return NULL;
}

static bool is_condition_function(text name) {
    for (condition_kind kind = CONDITION_ATTRIBUTE_EXISTS; kind <= CONDITION_CONTAINS; kind++)
        if (text_equal(name, text_of(kind_names[kind])))
            return true;
    return false;
}

static const gabi_error *misplaced_function(expression_parser *self) {
    text name = self->current.text;
    if (is_condition_function(name) || text_equal(name, TEXT("size")))
        return parser_error(self, "The function is not allowed to be used this way in an expression; function: %.*s",
                            TEXT_ARGS(name));
    if (text_equal(name, TEXT("if_not_exists")) || text_equal(name, TEXT("list_append")))
        return parser_error(self, "The function is not allowed in a condition expression; function: %.*s",
                            TEXT_ARGS(name));
    return parser_error(self, "Invalid function name; function: %.*s", TEXT_ARGS(name));
}

static const gabi_error *parse_operand(expression_parser *self, operand *ret_operand) {
    if (parser_at_function(self))
        return text_equal(self->current.text, TEXT("size")) ? parse_size(self, ret_operand) : misplaced_function(self);
    operand result = {0};
    if (self->current.kind == LEXEME_VALUE) {
        result.kind = OPERAND_VALUE;
        TRY(parser_value(self, &result.value));
    } else {
        result.kind = OPERAND_PATH;
        TRY(parser_path(self, &result.path));
    }
    *ret_operand = result;
    return NULL;
}

/* ---- checks ---- */

static bool same_path(path a, path b) {
    if (a.count != b.count)
        return false;
    for (size_t i = 0; i < a.count; i++)
        if (a.elements[i].is_index != b.elements[i].is_index || a.elements[i].index != b.elements[i].index ||
            !text_equal(a.elements[i].name, b.elements[i].name))
            return false;
    return true;
}

static const gabi_error *check_distinct(expression_parser *self, const condition *condition) {
    const operand *first = &condition->operands[0];
    for (size_t i = 1; i < condition->operand_count; i++) {
        const operand *other = &condition->operands[i];
        if (first->kind == OPERAND_PATH && other->kind == OPERAND_PATH && same_path(first->path, other->path))
            return parser_error(self,
                                "The first operand must be distinct from the remaining operands for this operator or "
                                "function; operator: %s, first operand: %.*s",
                                kind_names[condition->kind], TEXT_ARGS(path_describe(self->scope->arena, first->path)));
    }
    return NULL;
}

static bool is_ordered(attribute_kind kind) {
    return kind == ATTRIBUTE_STRING || kind == ATTRIBUTE_NUMBER || kind == ATTRIBUTE_BINARY;
}

static const gabi_error *check_ordered_values(expression_parser *self, const condition *condition) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        const operand *operand = &condition->operands[i];
        if (operand->kind == OPERAND_VALUE && !is_ordered(operand->value->kind))
            return parser_wrong_type(self, kind_names[condition->kind], operand->value->kind);
    }
    return NULL;
}

static const gabi_error *check_between(expression_parser *self, const condition *condition) {
    const operand *lower = &condition->operands[1], *upper = &condition->operands[2];
    int order;
    if (lower->kind != OPERAND_VALUE || upper->kind != OPERAND_VALUE)
        return NULL;
    arena *arena = self->scope->arena;
    text lower_text = attribute_describe(arena, lower->value), upper_text = attribute_describe(arena, upper->value);
    if (!attribute_compare(arena, lower->value, upper->value, &order))
        return parser_error(self,
                            "The BETWEEN operator requires same data type for lower and upper bounds; lower bound "
                            "operand: AttributeValue: %.*s, upper bound operand: AttributeValue: %.*s",
                            TEXT_ARGS(lower_text), TEXT_ARGS(upper_text));
    if (order > 0)
        return parser_error(self,
                            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
                            "lower bound operand: AttributeValue: %.*s, upper bound operand: AttributeValue: %.*s",
                            TEXT_ARGS(lower_text), TEXT_ARGS(upper_text));
    return NULL;
}

static const gabi_error *check_attribute_type(expression_parser *self, const operand *type) {
    attribute_kind ignored;
    if (type->kind != OPERAND_VALUE || type->value->kind != ATTRIBUTE_STRING)
        return type->kind == OPERAND_VALUE
                   ? parser_wrong_type(self, "attribute_type", type->value->kind)
                   : parser_error(self, "Incorrect operand type for operator or function; operator or function: "
                                        "attribute_type, operand type: S");
    if (!attribute_kind_of_name(type->value->text, &ignored))
        return parser_error(
            self, "Invalid attribute type name found; type: %.*s, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}",
            TEXT_ARGS(type->value->text));
    return NULL;
}

static const gabi_error *check_function(expression_parser *self, const condition *condition) {
    const operand *operands = condition->operands;
    const char *name = kind_names[condition->kind];
    size_t wanted = condition->kind <= CONDITION_ATTRIBUTE_NOT_EXISTS ? 1 : 2;
    if (condition->operand_count != wanted)
        return parser_error(self,
                            "Incorrect number of operands for operator or function; operator or function: %s, number "
                            "of operands: %zu",
                            name, condition->operand_count);
    if (condition->kind <= CONDITION_ATTRIBUTE_TYPE && operands[0].kind != OPERAND_PATH)
        return parser_error(self, "Operator or function requires a document path; operator or function: %s", name);
    if (condition->kind == CONDITION_ATTRIBUTE_TYPE)
        return check_attribute_type(self, &operands[1]);
    if (condition->kind == CONDITION_BEGINS_WITH)
        for (size_t i = 0; i < 2; i++)
            if (operands[i].kind == OPERAND_VALUE && operands[i].value->kind != ATTRIBUTE_STRING &&
                operands[i].value->kind != ATTRIBUTE_BINARY)
                return parser_wrong_type(self, name, operands[i].value->kind);
    return wanted == 2 ? check_distinct(self, condition) : NULL;
}

/* ---- conditions ---- */

static const gabi_error *parse_operand_list(expression_parser *self, operand *operands, size_t *count) {
    TRY(parser_expect(self, "("));
    do {
        if (*count == MOST_OPERANDS)
            return parser_error(self, "The IN operator is provided with too many operands; number of operands: %zu",
                                *count);
        TRY(parse_operand(self, &operands[*count]));
        (*count)++;
    } while (parser_accept(self, ","));
    return parser_expect(self, ")");
}

static const gabi_error *parse_function(expression_parser *self, const condition **ret_condition) {
    text name = self->current.text;
    condition made = {.kind = CONDITION_ATTRIBUTE_EXISTS};
    while (made.kind <= CONDITION_CONTAINS && !text_equal(name, text_of(kind_names[made.kind])))
        made.kind++;
    if (made.kind > CONDITION_CONTAINS)
        return misplaced_function(self);
    parser_take(self);
    TRY(parser_count_operator(self));
    operand operands[MOST_OPERANDS];
    TRY(parse_operand_list(self, operands, &made.operand_count));
    made.operands = copy_operands(self, operands, made.operand_count);
    TRY(check_function(self, &made));
    *ret_condition = new_condition(self, made);
    return NULL;
}

static bool accept_comparison(expression_parser *self, condition_kind *ret_kind) {
    for (condition_kind kind = CONDITION_EQUAL; kind <= CONDITION_GREATER_OR_EQUAL; kind++)
        if (parser_accept(self, kind_names[kind])) {
            *ret_kind = kind;
            return true;
        }
    return false;
}

/* operand OP operand, operand BETWEEN operand AND operand, operand IN (operand, …) */
static const gabi_error *parse_comparison(expression_parser *self, const condition **ret_condition) {
    operand operands[MOST_OPERANDS];
    condition made = {.operand_count = 1};
    TRY(parse_operand(self, &operands[0]));
    if (accept_comparison(self, &made.kind)) {
        TRY(parse_operand(self, &operands[made.operand_count++]));
    } else if (parser_accept_keyword(self, "BETWEEN")) {
        made.kind = CONDITION_BETWEEN;
        TRY(parse_operand(self, &operands[made.operand_count++]));
        if (!parser_accept_keyword(self, "AND"))
            return parser_syntax_error(self);
        TRY(parse_operand(self, &operands[made.operand_count++]));
    } else if (parser_accept_keyword(self, "IN")) {
        made.kind = CONDITION_IN;
        TRY(parse_operand_list(self, operands, &made.operand_count));
    } else {
        return parser_syntax_error(self);
    }
    TRY(parser_count_operator(self));
    made.operands = copy_operands(self, operands, made.operand_count);
    TRY(check_distinct(self, &made));
    if (made.kind >= CONDITION_LESS && made.kind <= CONDITION_BETWEEN)
        TRY(check_ordered_values(self, &made));
    if (made.kind == CONDITION_BETWEEN)
        TRY(check_between(self, &made));
    *ret_condition = new_condition(self, made);
    return NULL;
}

static const gabi_error *parse_parentheses(expression_parser *self, const condition **ret_condition) {
    const condition *inner;
    if (self->depth == MOST_DEPTH)
        return parser_error(self, "The expression is nested too deeply; nesting levels: %u", self->depth);
    self->depth++;
    parser_take(self);
    bool begins_with_parenthesis = parser_is(self, "(");
    TRY(parse_or(self, &inner));
    bool ends_with_parenthesis = text_equal(self->previous.text, TEXT(")"));
    TRY(parser_expect(self, ")"));
    self->depth--;
    if (begins_with_parenthesis && ends_with_parenthesis && inner->kind != CONDITION_AND && inner->kind != CONDITION_OR)
        return parser_error(self, "The expression has redundant parentheses;");
    *ret_condition = inner;
    return NULL;
}

static const gabi_error *parse_not(expression_parser *self, const condition **ret_condition) {
    if (parser_is(self, "("))
        return parse_parentheses(self, ret_condition);
    if (!parser_is_keyword(self, "NOT"))
        return parser_at_function(self) && !text_equal(self->current.text, TEXT("size"))
                   ? parse_function(self, ret_condition)
                   : parse_comparison(self, ret_condition);
    const condition *inner;
    if (self->depth == MOST_DEPTH)
        return parser_error(self, "The expression is nested too deeply; nesting levels: %u", self->depth);
    self->depth++;
    parser_take(self);
    TRY(parser_count_operator(self));
    TRY(parse_not(self, &inner));
    self->depth--;
    *ret_condition = new_condition(self, (condition){.kind = CONDITION_NOT, .left = inner});
    return NULL;
}

static const gabi_error *parse_and(expression_parser *self, const condition **ret_condition) {
    const condition *left, *right;
    TRY(parse_not(self, &left));
    while (parser_accept_keyword(self, "AND")) {
        TRY(parser_count_operator(self));
        TRY(parse_not(self, &right));
        left = new_condition(self, (condition){.kind = CONDITION_AND, .left = left, .right = right});
    }
    *ret_condition = left;
    return NULL;
}

static const gabi_error *parse_or(expression_parser *self, const condition **ret_condition) {
    const condition *left, *right;
    TRY(parse_and(self, &left));
    while (parser_accept_keyword(self, "OR")) {
        TRY(parser_count_operator(self));
        TRY(parse_and(self, &right));
        left = new_condition(self, (condition){.kind = CONDITION_OR, .left = left, .right = right});
    }
    *ret_condition = left;
    return NULL;
}

const gabi_error *expression_parse_condition(expression_scope *scope, const char *label, text expression,
                                             const condition **ret_condition) {
    expression_parser parser;
    const condition *parsed;
    TRY(parser_init(&parser, scope, label, expression));
    TRY(parse_or(&parser, &parsed));
    TRY(parser_expect_end(&parser));
    *ret_condition = parsed;
    return NULL;
}

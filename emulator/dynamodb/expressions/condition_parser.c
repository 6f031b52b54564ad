#include "dynamodb/expressions/expression_check.h"
#include "dynamodb/expressions/expression_parser.h"

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

/* ---- operands ---- */

/* In the arena: on the stack they would weigh on every level of nested parentheses. */
typedef struct operand_list {
    operand *items;
    size_t count;
} operand_list;

static void add_operand(expression_parser *self, operand_list *list, operand operand) {
    list->items = arena_grow_by_one(self->scope->arena, list->items, list->count, sizeof *list->items);
    list->items[list->count++] = operand;
}

static const char *const keywords[] = {"AND", "OR", "NOT", "BETWEEN", "IN", NULL};

static const gabi_error *parse_operand(expression_parser *self, operand *ret_operand);
static const gabi_error *parse_operand_list(expression_parser *self, operand_list *list);

static void note_fault(expression_parser *self, expression_fault fault, const gabi_error *error) {
    if (error)
        parser_note(self, fault, error);
}

static void note_misuse(expression_parser *self, text function) {
    parser_note(self, FAULT_MISUSED_FUNCTION, misused_function_error(self->scope->arena, self->label, function));
}

/* Stands for an operand that is not one. */
static operand no_operand(expression_parser *self) {
    return (operand){.kind = OPERAND_PATH, .path = path_of_name(self->scope->arena, TEXT(""))};
}

static const gabi_error *parse_size(expression_parser *self, operand *ret_operand) {
    operand_list arguments = {0};
    parser_take(self);
    TRY(parser_count_operator(self));
    TRY(parse_operand_list(self, &arguments));
    *ret_operand = (operand){.kind = OPERAND_SIZE, .left = arguments.items};
    if (arguments.count > 1)
        note_fault(self, FAULT_OPERAND,
                   parser_error(self,
                                "Incorrect number of operands for operator or function; operator or function: "
                                "size, number of operands: %zu",
                                arguments.count));
    else if (!self->lacks_values)
        note_fault(self, FAULT_OPERAND, operand_check(self->scope->arena, self->label, ret_operand));
    return NULL;
}

static bool is_condition_function(text name) {
    for (condition_kind kind = CONDITION_ATTRIBUTE_EXISTS; kind <= CONDITION_CONTAINS; kind++)
        if (text_equal(name, text_of(kind_names[kind])))
            return true;
    return false;
}

/* A call where none of that function may stand; its operands are passed over. */
static const gabi_error *pass_call(expression_parser *self) {
    text name = self->current.text;
    operand_list ignored = {0};
    if (is_condition_function(name) || text_equal(name, TEXT("size")))
        note_misuse(self, name);
    else if (text_equal(name, TEXT("if_not_exists")) || text_equal(name, TEXT("list_append")))
        parser_note(self, FAULT_FUNCTION,
                    parser_error(self, "The function is not allowed in a condition expression; function: %.*s",
                                 TEXT_ARGS(name)));
    else
        parser_note(self, FAULT_FUNCTION, parser_error(self, "Invalid function name; function: %.*s", TEXT_ARGS(name)));
    parser_take(self);
    return parse_operand_list(self, &ignored);
}

static void note_redundant_parentheses(expression_parser *self) {
    parser_note(self, FAULT_PARENTHESES, parser_error(self, "The expression has redundant parentheses;"));
}

/* "(", an operand and ")". */
static const gabi_error *parse_enclosed_operand(expression_parser *self, operand *ret_operand) {
    TRY(parser_descend(self));
    parser_take(self);
    bool is_enclosed_twice = parser_is(self, "(");
    TRY(parse_operand(self, ret_operand));
    TRY(parser_expect(self, ")"));
    self->depth--;
    if (is_enclosed_twice)
        note_redundant_parentheses(self);
    return NULL;
}

static const gabi_error *parse_operand(expression_parser *self, operand *ret_operand) {
    operand result = no_operand(self);
    if (parser_is(self, "("))
        return parse_enclosed_operand(self, ret_operand);
    if (parser_at_function(self) && text_equal(self->current.text, TEXT("size")))
        return parse_size(self, ret_operand);
    if (parser_at_function(self)) {
        TRY(pass_call(self));
    } else if (self->current.kind == LEXEME_VALUE) {
        result.kind = OPERAND_VALUE;
        TRY(parser_value(self, &result.value));
    } else {
        result.kind = OPERAND_PATH;
        TRY(parser_path(self, &result.path));
    }
    *ret_operand = result;
    return NULL;
}

/* ---- conditions ---- */

static const gabi_error *parse_next_operand(expression_parser *self, operand_list *list) {
    operand operand;
    TRY(parse_operand(self, &operand));
    add_operand(self, list, operand);
    return NULL;
}

static const gabi_error *parse_operand_list(expression_parser *self, operand_list *list) {
    TRY(parser_expect(self, "("));
    do {
        if (list->count == MOST_OPERANDS)
            return parser_error(self, "The IN operator is provided with too many operands; number of operands: %zu",
                                list->count);
        TRY(parse_next_operand(self, list));
    } while (parser_accept(self, ","));
    return parser_expect(self, ")");
}

/* What is wrong with a clause is not looked for where some of its values are not there. */
static const condition *clause_of(expression_parser *self, condition_kind kind, const operand_list *operands) {
    condition made = {.kind = kind, .operands = operands->items, .operand_count = operands->count};
    if (!self->lacks_values)
        note_fault(self, FAULT_OPERAND, condition_check(self->scope->arena, self->label, &made));
    return new_condition(self, made);
}

static bool accept_comparison(expression_parser *self, condition_kind *ret_kind) {
    for (condition_kind kind = CONDITION_EQUAL; kind <= CONDITION_GREATER_OR_EQUAL; kind++)
        if (parser_accept(self, kind_names[kind])) {
            *ret_kind = kind;
            return true;
        }
    return false;
}

static bool is_at_comparison(const expression_parser *self) {
    for (condition_kind kind = CONDITION_EQUAL; kind <= CONDITION_GREATER_OR_EQUAL; kind++)
        if (parser_is(self, kind_names[kind]))
            return true;
    return parser_is_keyword(self, "BETWEEN") || parser_is_keyword(self, "IN");
}

static bool is_at_end_of_clause(const expression_parser *self) {
    return self->current.kind == LEXEME_END || parser_is(self, ")") || parser_is_keyword(self, "AND") ||
           parser_is_keyword(self, "OR");
}

/* What follows the first operand: OP operand, BETWEEN operand AND operand, IN (operand, …). */
static const gabi_error *parse_comparison_of(expression_parser *self, operand_list *operands,
                                             const condition **ret_condition) {
    condition made = {0};
    if (accept_comparison(self, &made.kind)) {
        TRY(parse_next_operand(self, operands));
    } else if (parser_accept_keyword(self, "BETWEEN")) {
        made.kind = CONDITION_BETWEEN;
        TRY(parse_next_operand(self, operands));
        if (!parser_accept_keyword(self, "AND"))
            return parser_syntax_error(self);
        TRY(parse_next_operand(self, operands));
    } else if (parser_accept_keyword(self, "IN")) {
        made.kind = CONDITION_IN;
        TRY(parse_operand_list(self, operands));
    } else if (operands->items[0].kind == OPERAND_SIZE && is_at_end_of_clause(self)) {
        note_misuse(self, TEXT("size"));
    } else {
        return parser_syntax_error(self);
    }
    TRY(parser_count_operator(self));
    *ret_condition = clause_of(self, made.kind, operands);
    return NULL;
}

static const gabi_error *parse_comparison(expression_parser *self, const condition **ret_condition) {
    operand_list operands = {0};
    parser_begin_clause(self);
    TRY(parse_next_operand(self, &operands));
    return parse_comparison_of(self, &operands, ret_condition);
}

/* A function of which the answer is compared with something, which none but size may be. */
static const gabi_error *pass_comparison(expression_parser *self, text name, const condition **ret_condition) {
    operand_list operands = {0};
    note_misuse(self, name);
    add_operand(self, &operands, no_operand(self));
    return parse_comparison_of(self, &operands, ret_condition);
}

static const gabi_error *parse_function(expression_parser *self, const condition **ret_condition) {
    text name = self->current.text;
    condition made = {.kind = CONDITION_ATTRIBUTE_EXISTS};
    parser_begin_clause(self);
    while (made.kind <= CONDITION_CONTAINS && !text_equal(name, text_of(kind_names[made.kind])))
        made.kind++;
    operand_list operands = {0};
    if (made.kind > CONDITION_CONTAINS) {
        *ret_condition = new_condition(self, (condition){.kind = CONDITION_AND});
        TRY(pass_call(self));
        if (!is_at_comparison(self))
            return NULL;
        add_operand(self, &operands, no_operand(self));
        return parse_comparison_of(self, &operands, ret_condition);
    }
    parser_take(self);
    TRY(parser_count_operator(self));
    TRY(parse_operand_list(self, &operands));
    if (is_at_comparison(self))
        return pass_comparison(self, name, ret_condition);
    *ret_condition = clause_of(self, made.kind, &operands);
    return NULL;
}

/* Whether what the parentheses that begin here enclose is compared with something. */
static bool is_at_enclosed_operand(const expression_parser *self) {
    expression_parser ahead = *self;
    size_t depth = 0;
    do {
        depth += parser_is(&ahead, "(");
        depth -= parser_is(&ahead, ")");
        parser_take(&ahead);
    } while (depth > 0 && ahead.current.kind != LEXEME_END);
    return is_at_comparison(&ahead);
}

static const gabi_error *parse_parentheses(expression_parser *self, const condition **ret_condition) {
    const condition *inner;
    if (is_at_enclosed_operand(self))
        return parse_comparison(self, ret_condition);
    TRY(parser_descend(self));
    parser_take(self);
    bool begins_with_parenthesis = parser_is(self, "(");
    TRY(parse_or(self, &inner));
    bool ends_with_parenthesis = text_equal(self->previous.text, TEXT(")"));
    TRY(parser_expect(self, ")"));
    self->depth--;
    if (begins_with_parenthesis && ends_with_parenthesis && inner->kind != CONDITION_AND && inner->kind != CONDITION_OR)
        note_redundant_parentheses(self);
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
    TRY(parser_descend(self));
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
    parser.judges_clauses = true;
    parser.keywords = keywords;
    TRY(parse_or(&parser, &parsed));
    TRY(parser_finish(&parser));
    *ret_condition = parsed;
    return NULL;
}

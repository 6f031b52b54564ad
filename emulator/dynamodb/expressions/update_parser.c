#include "dynamodb/expressions/expression_check.h"
#include "dynamodb/expressions/expression_parser.h"
#include "dynamodb/values/attribute.h"

static const char *const section_names[] = {
    [UPDATE_SET] = "SET", [UPDATE_REMOVE] = "REMOVE", [UPDATE_ADD] = "ADD", [UPDATE_DELETE] = "DELETE"};

static const char *const keywords[] = {"SET", "REMOVE", "ADD", "DELETE", NULL};

typedef struct action_list {
    update_action *items;
    size_t count;
} action_list;

static void add_action(arena *arena, action_list *list, update_action action) {
    list->items = arena_grow_by_one(arena, list->items, list->count, sizeof *list->items);
    list->items[list->count++] = action;
}

static const operand *new_operand(expression_parser *self, operand value) {
    operand *made = arena_alloc(self->scope->arena, sizeof *made);
    *made = value;
    return made;
}

/* ---- what SET assigns ---- */

static const gabi_error *parse_sum(expression_parser *self, const operand **ret_operand);

static const gabi_error *parse_term(expression_parser *self, const operand **ret_operand);

static void note_operand_fault(expression_parser *self, const gabi_error *error) {
    if (error)
        parser_note(self, FAULT_OPERAND, error);
}

/* "(", terms and ")": how many there are, and the first two. */
static const gabi_error *parse_arguments(expression_parser *self, const operand **ret_first, const operand **ret_second,
                                         size_t *ret_count) {
    const operand *ignored;
    size_t count = 0;
    TRY(parser_expect(self, "("));
    do {
        TRY(parse_term(self, count == 0 ? ret_first : count == 1 ? ret_second : &ignored));
        count++;
    } while (parser_accept(self, ","));
    *ret_count = count;
    return parser_expect(self, ")");
}

/* The two arguments of a function; of if_not_exists the first is a path. */
static const gabi_error *check_arguments(expression_parser *self, const operand *made, const char *name, size_t count) {
    if (count != 2)
        return parser_error(self,
                            "Incorrect number of operands for operator or function; operator or function: %s, number "
                            "of operands: %zu",
                            name, count);
    if (made->kind == OPERAND_IF_NOT_EXISTS && made->left->kind != OPERAND_PATH)
        return parser_error(self, "Operator or function requires a document path; operator or function: %s", name);
    return self->lacks_values ? NULL : operand_check(self->scope->arena, self->label, made);
}

static const gabi_error *parse_function(expression_parser *self, operand_kind kind, const operand **ret_operand) {
    const char *name = kind == OPERAND_IF_NOT_EXISTS ? "if_not_exists" : "list_append";
    operand made = {.kind = kind};
    size_t count;
    parser_take(self);
    TRY(parser_count_operator(self));
    TRY(parse_arguments(self, &made.left, &made.right, &count));
    note_operand_fault(self, check_arguments(self, &made, name, count));
    made.path = made.left->path;
    *ret_operand = new_operand(self, made);
    return NULL;
}

/* A call of a function that updates do not have; its operands are passed over. */
static const gabi_error *pass_call(expression_parser *self, const operand **ret_operand) {
    static const char *const of_conditions[] = {
        "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains", "size"};
    const operand *ignored;
    size_t count;
    text name = parser_take(self).text;
    const gabi_error *error = parser_error(self, "Invalid function name; function: %.*s", TEXT_ARGS(name));
    for (size_t i = 0; i < sizeof of_conditions / sizeof *of_conditions; i++)
        if (text_equal(name, text_of(of_conditions[i])))
            error = parser_error(self, "The function is not allowed in an update expression; function: %s",
                                 of_conditions[i]);
    parser_note(self, FAULT_FUNCTION_OF_UPDATE, error);
    *ret_operand = new_operand(self, (operand){.path = path_of_name(self->scope->arena, TEXT(""))});
    return parse_arguments(self, &ignored, &ignored, &count);
}

static const gabi_error *parse_term(expression_parser *self, const operand **ret_operand) {
    if (parser_at_function(self)) {
        if (text_equal(self->current.text, TEXT("if_not_exists")))
            return parse_function(self, OPERAND_IF_NOT_EXISTS, ret_operand);
        if (text_equal(self->current.text, TEXT("list_append")))
            return parse_function(self, OPERAND_LIST_APPEND, ret_operand);
        return pass_call(self, ret_operand);
    }
    if (parser_accept(self, "(")) {
        TRY(parser_descend(self));
        TRY(parse_sum(self, ret_operand));
        self->depth--;
        return parser_expect(self, ")");
    }
    operand made = {0};
    if (self->current.kind == LEXEME_VALUE) {
        made.kind = OPERAND_VALUE;
        TRY(parser_value(self, &made.value));
    } else {
        made.kind = OPERAND_PATH;
        TRY(parser_path(self, &made.path));
    }
    *ret_operand = new_operand(self, made);
    return NULL;
}

/* term, term + term or term - term: one operator at most, as on AWS. */
static const gabi_error *parse_sum(expression_parser *self, const operand **ret_operand) {
    const operand *left, *right;
    TRY(parse_term(self, &left));
    bool is_plus = parser_is(self, "+");
    if (!is_plus && !parser_is(self, "-")) {
        *ret_operand = left;
        return NULL;
    }
    parser_take(self);
    TRY(parser_count_operator(self));
    TRY(parse_term(self, &right));
    operand sum = {.kind = is_plus ? OPERAND_PLUS : OPERAND_MINUS, .left = left, .right = right};
    if (!self->lacks_values)
        note_operand_fault(self, operand_check(self->scope->arena, self->label, &sum));
    *ret_operand = new_operand(self, sum);
    return NULL;
}

/* ---- sections ---- */

static const gabi_error *check_operand_type(expression_parser *self, update_kind kind, const attribute_value *value) {
    static const char *const type_names[] = {
        [ATTRIBUTE_NULL] = "NULL",     [ATTRIBUTE_STRING] = "STRING",   [ATTRIBUTE_NUMBER] = "NUMBER",
        [ATTRIBUTE_BINARY] = "BINARY", [ATTRIBUTE_BOOLEAN] = "BOOLEAN", [ATTRIBUTE_LIST] = "LIST",
        [ATTRIBUTE_MAP] = "MAP",       [ATTRIBUTE_STRING_SET] = "SS",   [ATTRIBUTE_NUMBER_SET] = "NS",
        [ATTRIBUTE_BINARY_SET] = "BS",
    };
    bool is_set = value->kind >= ATTRIBUTE_STRING_SET;
    if (is_set || (kind == UPDATE_ADD && value->kind == ATTRIBUTE_NUMBER))
        return NULL;
    return parser_error(self,
                        "Incorrect operand type for operator or function; operator: %s, operand type: %s, typeset: %s",
                        section_names[kind], type_names[value->kind],
                        kind == UPDATE_ADD ? "ALLOWED_FOR_ADD_OPERAND" : "ALLOWED_FOR_DELETE_OPERAND");
}

static const gabi_error *parse_action(expression_parser *self, update_kind kind, action_list *actions) {
    update_action action = {.kind = kind};
    parser_begin_clause(self);
    TRY(parser_path(self, &action.path));
    if (kind == UPDATE_SET) {
        TRY(parser_expect(self, "="));
        TRY(parser_count_operator(self));
        TRY(parse_sum(self, &action.operand));
    } else if (kind != UPDATE_REMOVE) {
        operand value = {.kind = OPERAND_VALUE};
        TRY(parser_value(self, &value.value));
        TRY(parser_count_operator(self));
        const gabi_error *error = value.value ? check_operand_type(self, kind, value.value) : NULL;
        if (error)
            parser_note(self, FAULT_OPERAND_OF_ACTION, error);
        action.operand = new_operand(self, value);
    } else {
        TRY(parser_count_operator(self));
    }
    add_action(self->scope->arena, actions, action);
    return NULL;
}

static void note_overlaps(expression_parser *self, const action_list *actions) {
    for (size_t i = 1; i < actions->count; i++)
        for (size_t j = 0; j < i; j++)
            parser_note_overlap(self, actions->items[j].path, actions->items[i].path);
}

static bool accept_section(expression_parser *self, update_kind *ret_kind) {
    for (update_kind kind = UPDATE_SET; kind <= UPDATE_DELETE; kind++)
        if (parser_accept_keyword(self, section_names[kind])) {
            *ret_kind = kind;
            return true;
        }
    return false;
}

const gabi_error *expression_parse_update(expression_scope *scope, text expression, update *ret_update) {
    expression_parser parser;
    action_list actions = {0};
    bool seen[UPDATE_DELETE + 1] = {false};
    update_kind kind;
    TRY(parser_init(&parser, scope, "UpdateExpression", expression));
    parser.keywords = keywords;
    while (accept_section(&parser, &kind)) {
        if (seen[kind])
            parser_note(&parser, FAULT_SECTION,
                        parser_error(&parser, "The \"%s\" section can only be used once in an update expression;",
                                     section_names[kind]));
        seen[kind] = true;
        do
            TRY(parse_action(&parser, kind, &actions));
        while (parser_accept(&parser, ","));
    }
    if (actions.count == 0)
        return parser_syntax_error(&parser);
    note_overlaps(&parser, &actions);
    TRY(parser_finish(&parser));
    *ret_update = (update){.actions = actions.items, .count = actions.count};
    return NULL;
}

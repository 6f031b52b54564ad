/* Parser: what the parsers of conditions, updates and projections share. */
#ifndef GABI_DYNAMODB_EXPRESSION_PARSER_H
#define GABI_DYNAMODB_EXPRESSION_PARSER_H

#include "dynamodb/expressions/expression.h"
#include "dynamodb/expressions/expression_lexer.h"

/* What may be wrong besides the syntax. AWS goes over an expression once for each of these, and tells of the first that
 * it finds; ours are noted on the way. Those of names and behind belong, in conditions and projections, to a clause,
 * and are told clause by clause. */
typedef enum expression_fault {
    FAULT_PARENTHESES,
    FAULT_FUNCTION, /* unknown; of conditions */
    FAULT_MISUSED_FUNCTION,
    FAULT_RESERVED_WORD,
    FAULT_FUNCTION_OF_UPDATE,
    FAULT_SECTION,
    FAULT_NAME, /* not defined, as of values */
    FAULT_VALUE,
    FAULT_OVERLAP,
    FAULT_CONFLICT,
    FAULT_OPERAND_OF_ACTION, /* of ADD and DELETE */
    FAULT_OPERAND,
} expression_fault;

typedef struct expression_parser {
    expression_scope *scope;
    const char *label;
    text expression;
    size_t at;      /* behind the current token */
    token current;  /* not yet taken */
    token previous; /* taken last; kind LEXEME_END at the beginning */
    unsigned depth;
    unsigned operators;
    bool judges_clauses;
    const char *const *keywords; /* which are no names; NULL behind the last, NULL: none */
    unsigned clause;             /* that is being parsed */
    bool lacks_values;           /* the clause names some that are not defined, whose operands have none */
    const gabi_error *problem;   /* the first as AWS would find them */
    unsigned problem_order;
} expression_parser;

/* Begins with the first token. Fails for an expression that is empty or too long. */
const gabi_error *parser_init(expression_parser *self, expression_scope *scope, const char *label, text expression);

/* Keeps error as what is wrong with the expression, unless AWS finds before it what was noted already. */
void parser_note(expression_parser *self, expression_fault fault, const gabi_error *error);

/* Notes that a path is another one, or part of it. */
void parser_note_overlap(expression_parser *self, path one, path two);

/* Begins the next clause: a comparison or function. */
void parser_begin_clause(expression_parser *self);

/* Nothing may follow; then fails with what was noted. */
const gabi_error *parser_finish(expression_parser *self);

/* Takes the current token and moves on. */
token parser_take(expression_parser *self);

/* Whether the current token is this punctuation, or this keyword whatever its case. */
bool parser_is(const expression_parser *self, const char *punctuation);
bool parser_is_keyword(const expression_parser *self, const char *keyword);

/* Takes it if it is. */
bool parser_accept(expression_parser *self, const char *punctuation);
bool parser_accept_keyword(expression_parser *self, const char *keyword);
const gabi_error *parser_expect(expression_parser *self, const char *punctuation);

/* "Invalid LABEL: Syntax error; token: …, near: …" for the current token. */
const gabi_error *parser_syntax_error(const expression_parser *self);

/* "Invalid LABEL: " and the message. */
const gabi_error *parser_error(const expression_parser *self, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Counts an operator or function, of which there may be EXPRESSION_MOST_OPERATORS. */
const gabi_error *parser_count_operator(expression_parser *self);

/* Goes one level deeper, which the caller ends with depth--. Fails far deeper than the 300 operators allow without
 * needless parentheses: parsers are recursive. */
const gabi_error *parser_descend(expression_parser *self);

/* A document path: name, then .name and [index] parts. */
const gabi_error *parser_path(expression_parser *self, path *ret_path);

/* The value of the placeholder that is the current token; NULL for one that is not defined, which is noted. */
const gabi_error *parser_value(expression_parser *self, const attribute_value **ret_value);

/* Whether the current token is a word followed by '('. */
bool parser_at_function(const expression_parser *self);

#endif

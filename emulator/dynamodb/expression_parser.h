/* Parser: what the parsers of conditions, updates and projections share. */
#ifndef GABI_DYNAMODB_EXPRESSION_PARSER_H
#define GABI_DYNAMODB_EXPRESSION_PARSER_H

#include "dynamodb/expression.h"
#include "dynamodb/expression_lexer.h"

typedef struct expression_parser {
    expression_scope *scope;
    const char *label;
    text expression;
    size_t at;      /* behind the current token */
    token current;  /* not yet taken */
    token previous; /* taken last; kind LEXEME_END at the beginning */
    unsigned depth;
    unsigned operators;
} expression_parser;

/* Begins with the first token. Fails for an expression that is empty or too long. */
const gabi_error *parser_init(expression_parser *self, expression_scope *scope, const char *label, text expression);

/* Takes the current token and moves on. */
token parser_take(expression_parser *self);

/* Whether the current token is this punctuation, or this keyword whatever its case. */
bool parser_is(const expression_parser *self, const char *punctuation);
bool parser_is_keyword(const expression_parser *self, const char *keyword);

/* Takes it if it is. */
bool parser_accept(expression_parser *self, const char *punctuation);
bool parser_accept_keyword(expression_parser *self, const char *keyword);
const gabi_error *parser_expect(expression_parser *self, const char *punctuation);
const gabi_error *parser_expect_end(expression_parser *self);

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

/* The value of the placeholder that is the current token. */
const gabi_error *parser_value(expression_parser *self, const attribute_value **ret_value);

/* Whether the current token is a word followed by '('. */
bool parser_at_function(const expression_parser *self);

#endif

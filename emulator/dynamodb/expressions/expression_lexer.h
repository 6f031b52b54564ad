/* Lexer: an expression as tokens. */
#ifndef GABI_DYNAMODB_EXPRESSION_LEXER_H
#define GABI_DYNAMODB_EXPRESSION_LEXER_H

#include "core/text.h"

typedef enum lexeme {
    LEXEME_END,
    LEXEME_WORD,        /* a name, function or keyword */
    LEXEME_NAME,        /* #name */
    LEXEME_VALUE,       /* :value */
    LEXEME_NUMBER,      /* digits: an index */
    LEXEME_PUNCTUATION, /* ( ) [ ] , . + - = <> < <= > >= */
    LEXEME_UNKNOWN,     /* a character that has no place in expressions */
} lexeme;

typedef struct token {
    lexeme kind;
    text text; /* a slice of the expression */
} token;

/* The token at *at, which moves behind it. */
token expression_next_token(text expression, size_t *at);

#endif

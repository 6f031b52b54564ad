/* PartiQL lexer: a statement as tokens. Source: https://partiql.org/partiql-lang/ */
#ifndef GABI_DYNAMODB_PARTIQL_LEXER_H
#define GABI_DYNAMODB_PARTIQL_LEXER_H

#include "core/error.h"

typedef enum partiql_lexeme {
    PARTIQL_END,
    PARTIQL_IDENTIFIER,        /* name */
    PARTIQL_QUOTED_IDENTIFIER, /* "name" */
    PARTIQL_KEYWORD,           /* a word of the language, whatever its case */
    PARTIQL_STRING,            /* 'text' */
    PARTIQL_NUMBER,            /* unsigned */
    PARTIQL_PUNCTUATION,       /* an operator, bracket, comma, ? and so on */
} partiql_lexeme;

/* Where a token begins: from 1, in characters; and how many it has. */
typedef struct partiql_place {
    unsigned line;
    unsigned column;
    unsigned length;
} partiql_place;

typedef struct partiql_token {
    partiql_lexeme kind;
    text text; /* as it is spelled: a slice of the statement */
    partiql_place place;
} partiql_token;

/* All tokens, the last of which is PARTIQL_END; comments are passed over. ERROR_INVALID for what is no token, and for
 * numbers whose exponents no parser of AWS's takes. */
const gabi_error *partiql_tokens(arena *arena, text statement, const partiql_token **ret_tokens);

/* What stands in the quotes of a string or identifier; an identifier without them is itself. */
text partiql_token_content(arena *arena, const partiql_token *token);

/* "Statement wasn't well formed, can't be processed: " and the detail. */
const gabi_error *partiql_malformed(arena *arena, const char *detail);

#endif

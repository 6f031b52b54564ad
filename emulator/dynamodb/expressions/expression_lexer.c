#include "dynamodb/expressions/expression_lexer.h"

#include <ctype.h>

static bool is_word_character(char c) { return isalnum((unsigned char)c) || c == '_'; }

static size_t word_length(text rest, size_t start) {
    size_t length = start;
    while (length < rest.length && is_word_character(rest.data[length]))
        length++;
    return length;
}

static size_t punctuation_length(text rest) {
    if (text_starts_with(rest, TEXT("<>")) || text_starts_with(rest, TEXT("<=")) || text_starts_with(rest, TEXT(">=")))
        return 2;
    return memchr("()[],.+-=<>", rest.data[0], sizeof "()[],.+-=<>" - 1) ? 1 : 0;
}

static size_t digits_length(text rest) {
    size_t length = 0;
    while (length < rest.length && isdigit((unsigned char)rest.data[length]))
        length++;
    return length;
}

static token token_at(text rest) {
    char first = rest.data[0];
    if (isalpha((unsigned char)first))
        return (token){LEXEME_WORD, text_upto(rest, word_length(rest, 0))};
    if ((first == '#' || first == ':') && word_length(rest, 1) > 1)
        return (token){first == '#' ? LEXEME_NAME : LEXEME_VALUE, text_upto(rest, word_length(rest, 1))};
    if (isdigit((unsigned char)first))
        return (token){LEXEME_NUMBER, text_upto(rest, digits_length(rest))};
    size_t length = punctuation_length(rest);
    return length ? (token){LEXEME_PUNCTUATION, text_upto(rest, length)} : (token){LEXEME_UNKNOWN, text_upto(rest, 1)};
}

token expression_next_token(text expression, size_t *at) {
    while (*at < expression.length && isspace((unsigned char)expression.data[*at]))
        (*at)++;
    if (*at >= expression.length)
        return (token){LEXEME_END, {expression.data + expression.length, 0}};
    token found = token_at(text_from(expression, *at));
    *at += found.text.length;
    return found;
}

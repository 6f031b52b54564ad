#include "dynamodb/partiql/partiql_lexer.h"

#include <ctype.h>

#include "dynamodb/partiql/partiql_keywords.h"
#include "dynamodb/values/constraints.h"

const gabi_error *partiql_malformed(arena *arena, const char *detail) {
    return validation_error(arena, "Statement wasn't well formed, can't be processed: %s", detail);
}

/* ---- lengths of tokens at the beginning of a text; 0: there is none ---- */

static bool is_name_start(char c) { return isalpha((unsigned char)c) || c == '_' || c == '$'; }

static size_t word_length(text rest) {
    size_t length = 0;
    while (length < rest.length && (is_name_start(rest.data[length]) || isdigit((unsigned char)rest.data[length])))
        length++;
    return length;
}

/* Up to the quote that is not doubled. */
static size_t quoted_length(text rest) {
    for (size_t i = 1; i < rest.length; i++) {
        if (rest.data[i] != rest.data[0])
            continue;
        if (i + 1 == rest.length || rest.data[i + 1] != rest.data[0])
            return i + 1;
        i++;
    }
    return 0;
}

static size_t digits_length(text rest) {
    size_t length = 0;
    while (length < rest.length && isdigit((unsigned char)rest.data[length]))
        length++;
    return length;
}

/* The "e+12" of a number; 0 when there is none. */
static size_t exponent_length(text rest) {
    if (text_is_empty(rest) || (rest.data[0] != 'e' && rest.data[0] != 'E'))
        return 0;
    size_t sign = rest.length > 1 && (rest.data[1] == '+' || rest.data[1] == '-');
    size_t digits = digits_length(text_from(rest, 1 + sign));
    return digits ? 1 + sign + digits : 0;
}

/* digits[.digits][exponent] or .digits[exponent]. Fails where exponent or scale would not be 32-bit integers. */
static bool number_length(text rest, size_t *ret_length) {
    size_t whole = digits_length(rest), length = whole, fraction = 0;
    int64_t exponent = 0;
    if (length < rest.length && rest.data[length] == '.') {
        fraction = digits_length(text_from(rest, length + 1));
        length += 1 + fraction;
    }
    size_t written = exponent_length(text_from(rest, length));
    text spelled = text_upto(text_from(rest, length + 1), written ? written - 1 : 0);
    if (text_starts_with(spelled, TEXT("+")))
        spelled = text_from(spelled, 1);
    if (written && (!text_to_int64(spelled, &exponent) || exponent < INT32_MIN || exponent > INT32_MAX))
        return false;
    int64_t scale = (int64_t)fraction - exponent;
    *ret_length = length + written;
    return scale >= INT32_MIN && scale <= INT32_MAX;
}

static size_t punctuation_length(text rest) {
    static const char *const pairs[] = {"<<", ">>", "<=", ">=", "<>", "!=", "||"};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (text_starts_with(rest, text_of(pairs[i])))
            return 2;
    return memchr("()[]{},.:;?*+-/%=<>@", rest.data[0], sizeof "()[]{},.:;?*+-/%=<>@" - 1) ? 1 : 0;
}

/* White space or a comment; false for a comment that does not end. */
static bool gap_length(text rest, size_t *ret_length) {
    size_t end;
    *ret_length = 0;
    if (text_starts_with(rest, TEXT("--"))) {
        end = text_index(rest, '\n');
        *ret_length = end == TEXT_NOT_FOUND ? rest.length : end + 1;
    } else if (text_starts_with(rest, TEXT("/*"))) {
        end = text_find(text_from(rest, 2), TEXT("*/"));
        *ret_length = end == TEXT_NOT_FOUND ? 0 : end + 4;
        return end != TEXT_NOT_FOUND;
    } else {
        while (*ret_length < rest.length && isspace((unsigned char)rest.data[*ret_length]))
            (*ret_length)++;
    }
    return true;
}

/* ---- tokens ---- */

static bool token_at(text rest, partiql_token *ret_token) {
    char first = rest.data[0], second = rest.length > 1 ? rest.data[1] : '\0';
    partiql_token token = {0};
    size_t length;
    if (is_name_start(first)) {
        length = word_length(rest);
        token.kind = is_partiql_keyword(text_upto(rest, length)) ? PARTIQL_KEYWORD : PARTIQL_IDENTIFIER;
    } else if (first == '\'' || first == '"') {
        length = quoted_length(rest);
        token.kind = first == '"' ? PARTIQL_QUOTED_IDENTIFIER : PARTIQL_STRING;
    } else if (isdigit((unsigned char)first) || (first == '.' && isdigit((unsigned char)second))) {
        token.kind = PARTIQL_NUMBER;
        if (!number_length(rest, &length))
            return false;
    } else {
        length = punctuation_length(rest);
        token.kind = PARTIQL_PUNCTUATION;
    }
    token.text = text_upto(rest, length);
    *ret_token = token;
    return length > 0;
}

static bool begins_character(char c) { return ((unsigned char)c & 0xC0) != 0x80; }

/* Moves the place over a passed text. */
static void pass(partiql_place *place, text passed) {
    for (size_t i = 0; i < passed.length; i++) {
        bool is_line_end = passed.data[i] == '\n';
        place->line += is_line_end;
        place->column = is_line_end ? 1 : place->column + begins_character(passed.data[i]);
    }
}

static unsigned count_characters(text value) {
    unsigned count = 0;
    for (size_t i = 0; i < value.length; i++)
        count += begins_character(value.data[i]);
    return count;
}

const gabi_error *partiql_tokens(arena *arena, text statement, const partiql_token **ret_tokens) {
    partiql_token *tokens = arena_alloc(arena, (statement.length + 1) * sizeof *tokens);
    partiql_place place = {1, 1, 0};
    size_t count = 0, length;
    for (text rest = statement; !text_is_empty(rest); rest = text_from(rest, length)) {
        if (!gap_length(rest, &length))
            return partiql_malformed(arena, "");
        if (length == 0) {
            if (!token_at(rest, &tokens[count]))
                return partiql_malformed(arena, "");
            length = tokens[count].text.length;
            place.length = count_characters(tokens[count].text);
            tokens[count++].place = place;
        }
        pass(&place, text_upto(rest, length));
    }
    tokens[count] = (partiql_token){.kind = PARTIQL_END, .text = TEXT("")};
    *ret_tokens = tokens;
    return NULL;
}

text partiql_token_content(arena *arena, const partiql_token *token) {
    if (token->kind != PARTIQL_STRING && token->kind != PARTIQL_QUOTED_IDENTIFIER)
        return token->text;
    char quote = token->text.data[0];
    char *content = arena_alloc(arena, token->text.length);
    size_t length = 0;
    for (size_t i = 1; i + 1 < token->text.length; i++) {
        content[length++] = token->text.data[i];
        i += token->text.data[i] == quote;
    }
    return (text){content, length};
}

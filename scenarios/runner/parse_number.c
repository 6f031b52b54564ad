/* Numbers, as options and predicates spell them: without exponents, which JSON alone has. */
#include <ctype.h>

#include "runner/parse.h"

const problem *parse_integer(parser *self, const char *what, bool is_signed, int64_t *ret_integer, bool *ret_found) {
    size_t start = self->at;
    if (is_signed)
        parse_accept(self, "-");
    size_t first = self->at;
    *ret_found = !text_is_empty(parse_digits(self));
    if (!*ret_found) {
        self->at = start;
        return NULL;
    }
    if (self->input.data[first] == '0' && self->at > first + 1)
        return parse_expecting(self, first + 1, what);
    if (!text_to_int64(text_upto(text_from(self->input, start), self->at - start), ret_integer))
        return parse_expecting(self, start, what);
    return NULL;
}

const problem *parse_number(parser *self, const value **ret_value, bool *ret_found) {
    size_t start = self->at;
    parse_accept(self, "-");
    text digits = parse_digits(self);
    *ret_found = !text_is_empty(digits);
    if (!*ret_found) {
        self->at = start;
        return NULL;
    }
    if (digits.length > 1 && digits.data[0] == '0')
        return parse_expecting(self, self->at, "natural");
    if (parse_accept(self, ".") && text_is_empty(parse_digits(self)))
        return parse_expecting(self, self->at, "decimal digits");
    *ret_value = value_of_number(self->arena, text_upto(text_from(self->input, start), self->at - start));
    return NULL;
}

const problem *parse_plain_literal(parser *self, const value **ret_value, bool *ret_found) {
    static const value null = {.kind = VALUE_NULL};
    *ret_found = true;
    if (parse_accept(self, "null"))
        *ret_value = &null;
    else if (parse_accept(self, "true"))
        *ret_value = value_of_boolean(self->arena, true);
    else if (parse_accept(self, "false"))
        *ret_value = value_of_boolean(self->arena, false);
    else
        return parse_number(self, ret_value, ret_found);
    return NULL;
}

/* Decimals of hundreds of places, as naive as can be: what DynamoDB's numbers are compared with in tests and fuzz
 * targets. Nothing here is the emulator's. */
#ifndef GABI_DYNAMODB_MODEL_DECIMAL_H
#define GABI_DYNAMODB_MODEL_DECIMAL_H

#include "core/text.h"

/* places[i] counts 10^(DECIMAL_POINT - 1 - i): room for every number, with its 38 digits, and for sums. */
#define DECIMAL_POINT 130
#define DECIMAL_PLACES 310

typedef struct decimal {
    bool is_negative; /* a zero is not */
    signed char places[DECIMAL_PLACES];
} decimal;

/* False for what is no number, and for digits that no number has. */
bool decimal_read(text literal, decimal *ret_decimal);

decimal decimal_of(int64_t value);

bool decimal_is_zero(const decimal *self);

/* Whether DynamoDB has such a number: up to 38 digits, from 1E-130 to 9.99…E+125. */
bool decimal_fits(const decimal *self);

/* Plain notation without needless zeros. */
text decimal_print(arena *arena, const decimal *self);

/* The digits from the first to the last that is not 0, and the power of ten of the last. */
text decimal_digits(arena *arena, const decimal *self, int *ret_exponent);

/* Negative, 0 or positive. */
int decimal_compare(const decimal *a, const decimal *b);

decimal decimal_add(const decimal *a, const decimal *b);
decimal decimal_negated(const decimal *self);

#endif

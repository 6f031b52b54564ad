/* DynamoDB's numbers: decimals of up to 38 significant digits, from 1E-130 to 9.99…E+125, never a double. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
#ifndef GABI_DYNAMODB_NUMBER_H
#define GABI_DYNAMODB_NUMBER_H

#include <stdint.h>

#include "core/arena.h"
#include "core/buffer.h"
#include "core/error.h"

#define NUMBER_MOST_DIGITS 38

/* 0.D1D2D3… × 10^exponent, D1 and the last digit not 0; zero has no digits. */
typedef struct number {
    bool is_negative;
    int exponent;
    int digit_count;
    unsigned char digits[NUMBER_MOST_DIGITS]; /* 0 to 9 */
} number;

/* How literals are read. AWS has two ways, which refuse the same, but not for the same reason. */
typedef enum number_reader {
    NUMBER_READER_BIG_DECIMAL, /* Java's: exponents of 32 bits, and what is computed of them wraps around */
    NUMBER_READER_LONG,        /* exponents of 64 bits */
} number_reader;

/* Reads "-12.5e3". ERROR_INVALID, code "ValidationException", in AWS's words. */
const gabi_error *number_parse(arena *arena, text literal, number_reader reader, number *ret_number);

/* Plain notation as AWS prints it: no exponent, no needless zeros. */
text number_print(arena *arena, const number *self);

/* The literal as AWS would give it back; the same text when it is in that form already. */
const gabi_error *number_normalize(arena *arena, text literal, number_reader reader, text *ret_literal);

/* Negative, 0 or positive. */
int number_compare(const number *a, const number *b);

/* a + b, or a - b when subtracts is set. Fails like number_parse when the result is out of range. */
const gabi_error *number_add(arena *arena, const number *a, const number *b, bool subtracts, number *ret_sum);

/* Appends a form whose byte order is numeric order; equal numbers give equal bytes. */
void number_append_key(buffer *out, const number *self);

/* Appends the form that AWS hashes: a sign and an exponent of 100 in one byte, then two digits a byte. */
void number_append_hashed(buffer *out, const number *self);

#endif

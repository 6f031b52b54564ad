#include "core/encoding.h"

static const char hex_digits[] = "0123456789abcdef";
static const char hex_digits_upper[] = "0123456789ABCDEF";
static const char base64_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base64url_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

text hex_encode(arena *arena, text bytes) {
    char *out = arena_alloc(arena, bytes.length * 2 + 1);
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        out[2 * i] = hex_digits[byte >> 4];
        out[2 * i + 1] = hex_digits[byte & 15];
    }
    out[bytes.length * 2] = '\0';
    return (text){out, bytes.length * 2};
}

static text encode64(arena *arena, text bytes, const char *alphabet, bool pad) {
    const unsigned char *in = (const unsigned char *)bytes.data;
    char *out = arena_alloc(arena, (bytes.length + 2) / 3 * 4 + 1);
    size_t length = 0;
    for (size_t i = 0; i < bytes.length; i += 3) {
        size_t present = bytes.length - i < 3 ? bytes.length - i : 3;
        uint32_t group = (uint32_t)in[i] << 16;
        if (present > 1)
            group |= (uint32_t)in[i + 1] << 8;
        if (present > 2)
            group |= in[i + 2];
        for (size_t digit = 0; digit <= present; digit++)
            out[length++] = alphabet[group >> (18 - 6 * digit) & 63];
        for (size_t digit = present; pad && digit < 3; digit++)
            out[length++] = '=';
    }
    out[length] = '\0';
    return (text){out, length};
}

text base64_encode(arena *arena, text bytes) { return encode64(arena, bytes, base64_alphabet, true); }

text base64url_encode(arena *arena, text bytes) { return encode64(arena, bytes, base64url_alphabet, false); }

static int base64_value(char c) {
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool base64_decode(arena *arena, text encoded, text *ret_bytes) {
    if (encoded.length % 4 != 0)
        return false;
    size_t digits = encoded.length;
    for (int padding = 0; padding < 2 && digits > 0 && encoded.data[digits - 1] == '='; padding++)
        digits--;
    unsigned char *out = arena_alloc(arena, encoded.length / 4 * 3 + 1);
    size_t length = 0;
    uint32_t bits = 0;
    unsigned bit_count = 0;
    for (size_t i = 0; i < digits; i++) {
        int value = base64_value(encoded.data[i]);
        if (value < 0)
            return false;
        bits = bits << 6 | (uint32_t)value;
        bit_count += 6;
        if (bit_count >= 8) {
            bit_count -= 8;
            out[length++] = (unsigned char)(bits >> bit_count);
            bits &= (1u << bit_count) - 1;
        }
    }
    if (bits != 0)
        return false;
    out[length] = '\0';
    *ret_bytes = (text){(char *)out, length};
    return true;
}

bool base64url_decode(arena *arena, text encoded, text *ret_bytes) {
    static const char *const paddings[] = {"", "===", "==", "="};
    char *padded = arena_printf(arena, "%.*s%s", TEXT_ARGS(encoded), paddings[encoded.length % 4]);
    for (char *c = padded; *c; c++) {
        if (strchr("+/", *c))
            return false;
        *c = *c == '-' ? '+' : *c == '_' ? '/' : *c;
    }
    return base64_decode(arena, text_of(padded), ret_bytes);
}

static bool is_unreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.' || c == '~';
}

text percent_encode(arena *arena, text bytes, bool keep_slash) {
    char *out = arena_alloc(arena, bytes.length * 3 + 1);
    size_t length = 0;
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        if (is_unreserved((char)byte) || (byte == '/' && keep_slash)) {
            out[length++] = (char)byte;
        } else {
            out[length++] = '%';
            out[length++] = hex_digits_upper[byte >> 4];
            out[length++] = hex_digits_upper[byte & 15];
        }
    }
    out[length] = '\0';
    return (text){out, length};
}

static int hex_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

text percent_decode(arena *arena, text encoded, bool plus_is_space) {
    char *out = arena_alloc(arena, encoded.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < encoded.length; i++) {
        char c = encoded.data[i];
        bool escape = c == '%' && i + 2 < encoded.length && hex_value(encoded.data[i + 1]) >= 0 &&
                      hex_value(encoded.data[i + 2]) >= 0;
        if (escape) {
            c = (char)(hex_value(encoded.data[i + 1]) << 4 | hex_value(encoded.data[i + 2]));
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        out[length++] = c;
    }
    out[length] = '\0';
    return (text){out, length};
}

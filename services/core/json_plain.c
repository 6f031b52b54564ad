#include "core/json_plain.h"

/* A vector of GCC and clang: comparing it with a number gives 0xFF for each byte for which that is true. */
typedef signed char sixteen __attribute__((vector_size(16)));

/* As signed numbers, bytes beyond ASCII are below all others. */
#define IS_SPECIAL(bytes_) (((bytes_) == '"') | ((bytes_) == '\\') | ((bytes_) < 0x20))

/* Which of eight bytes that are 0 or 0xFF is the first that is not 0; not all are. */
static size_t first_set(uint64_t bytes) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bytes = __builtin_bswap64(bytes);
#endif
    return (size_t)__builtin_ctzll(bytes) / 8;
}

/* How many of the sixteen bytes stand before the first special one. */
static size_t plain_bytes(const char *at) {
    sixteen bytes;
    uint64_t found[2];
    memcpy(&bytes, at, sizeof bytes);
    sixteen special = (sixteen)IS_SPECIAL(bytes);
    memcpy(found, &special, sizeof found);
    return found[0] ? first_set(found[0]) : found[1] ? 8 + first_set(found[1]) : sizeof bytes;
}

size_t json_ascii_run(text bytes, size_t at) {
    while (at + sizeof(sixteen) <= bytes.length) {
        size_t plain = plain_bytes(bytes.data + at);
        at += plain;
        if (plain < sizeof(sixteen))
            return at;
    }
    while (at < bytes.length && !IS_SPECIAL((signed char)bytes.data[at]))
        at++;
    return at;
}

size_t json_plain_run(text bytes, size_t at) {
    while ((at = json_ascii_run(bytes, at)) < bytes.length && (signed char)bytes.data[at] < 0)
        do
            at++;
        while (at < bytes.length && (signed char)bytes.data[at] < 0);
    return at;
}

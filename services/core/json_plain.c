#include "core/json_plain.h"

/* A vector of GCC and clang: comparing it with a number gives 0xFF for each byte for which that is true. */
typedef unsigned char sixteen __attribute__((vector_size(16)));

#define IS_SPECIAL(bytes_) (((bytes_) == (unsigned char)'"') | ((bytes_) == (unsigned char)'\\') | ((bytes_) < 0x20))

static bool has_special(const char *at) {
    sixteen bytes;
    uint64_t found[2];
    memcpy(&bytes, at, sizeof bytes);
    sixteen special = (sixteen)IS_SPECIAL(bytes);
    memcpy(found, &special, sizeof found);
    return (found[0] | found[1]) != 0;
}

size_t json_plain_run(text bytes, size_t at) {
    while (at + sizeof(sixteen) <= bytes.length && !has_special(bytes.data + at))
        at += sizeof(sixteen);
    while (at < bytes.length && !IS_SPECIAL((unsigned char)bytes.data[at]))
        at++;
    return at;
}

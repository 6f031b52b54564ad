/* Digests and message authentication (OpenSSL), and comparing secrets. */
#ifndef GABI_CORE_CRYPTO_H
#define GABI_CORE_CRYPTO_H

#include "core/arena.h"
#include "core/text.h"

#define SHA256_BYTES 32

typedef struct sha256_digest {
    unsigned char bytes[SHA256_BYTES];
} sha256_digest;

sha256_digest sha256(text message);

#define MD5_BYTES 16

typedef struct md5_digest {
    unsigned char bytes[MD5_BYTES];
} md5_digest;

/* For telling contents apart, as protocols ask for it; it keeps nobody out (RFC 6151). */
md5_digest md5(text message);

/* HMAC-SHA-256 (RFC 2104). */
sha256_digest hmac_sha256(text key, text message);

/* The digest's bytes as a text, pointing into it. */
text sha256_text(const sha256_digest *digest);

text md5_text(const md5_digest *digest);

/* Lower-case hexadecimal in the arena. */
text sha256_hex(arena *arena, text message);

/* Equality in a time that depends on the lengths only. */
bool secret_equal(text a, text b);

#endif

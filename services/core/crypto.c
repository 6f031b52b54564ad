#include "core/crypto.h"

#include <openssl/crypto.h>
#include <openssl/md5.h>
#include <openssl/sha.h>

#include "core/encoding.h"

#define HMAC_BLOCK_BYTES 64

/* These functions are deprecated in OpenSSL 3, but fetch nothing and allocate nothing, unlike all others (SHA256()
 * too), which is half of what a signature costs otherwise. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

sha256_digest sha256(text message) {
    SHA256_CTX context;
    sha256_digest digest;
    SHA256_Init(&context);
    SHA256_Update(&context, message.length ? message.data : "", message.length);
    SHA256_Final(digest.bytes, &context);
    return digest;
}

md5_digest md5(text message) {
    MD5_CTX context;
    md5_digest digest;
    MD5_Init(&context);
    MD5_Update(&context, message.length ? message.data : "", message.length);
    MD5_Final(digest.bytes, &context);
    return digest;
}

sha256_digest hmac_sha256(text key, text message) {
    unsigned char block[HMAC_BLOCK_BYTES] = {0}, pad[HMAC_BLOCK_BYTES];
    if (key.length > sizeof block) {
        sha256_digest shortened = sha256(key);
        memcpy(block, shortened.bytes, sizeof shortened.bytes);
    } else if (key.length) {
        memcpy(block, key.data, key.length);
    }
    SHA256_CTX context;
    sha256_digest inner, result;
    for (size_t i = 0; i < sizeof pad; i++)
        pad[i] = block[i] ^ 0x36;
    SHA256_Init(&context);
    SHA256_Update(&context, pad, sizeof pad);
    SHA256_Update(&context, message.length ? message.data : "", message.length);
    SHA256_Final(inner.bytes, &context);
    for (size_t i = 0; i < sizeof pad; i++)
        pad[i] = block[i] ^ 0x5c;
    SHA256_Init(&context);
    SHA256_Update(&context, pad, sizeof pad);
    SHA256_Update(&context, inner.bytes, sizeof inner.bytes);
    SHA256_Final(result.bytes, &context);
    OPENSSL_cleanse(block, sizeof block);
    OPENSSL_cleanse(pad, sizeof pad);
    return result;
}

#pragma GCC diagnostic pop

text md5_text(const md5_digest *digest) { return (text){(const char *)digest->bytes, MD5_BYTES}; }

text sha256_text(const sha256_digest *digest) { return (text){(const char *)digest->bytes, SHA256_BYTES}; }

text sha256_hex(arena *arena, text message) {
    sha256_digest digest = sha256(message);
    return hex_encode(arena, sha256_text(&digest));
}

bool secret_equal(text a, text b) {
    return a.length == b.length && (a.length == 0 || CRYPTO_memcmp(a.data, b.data, a.length) == 0);
}

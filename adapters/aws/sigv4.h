/* AWS Signature Version 4, both sides of it: the adapters sign with these functions, the emulator's edge verifies with
 * the same steps. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
#ifndef GABI_SIGV4_H
#define GABI_SIGV4_H

#include <stdbool.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/crypto.h"
#include "core/http.h"

#define SIGV4_ALGORITHM "AWS4-HMAC-SHA256"
#define SIGV4_TERMINATOR "aws4_request"
#define SIGV4_UNSIGNED_PAYLOAD "UNSIGNED-PAYLOAD"

/* How a path enters the canonical request. */
typedef enum sigv4_path {
    SIGV4_PATH_NORMALIZED,   /* `.`, `..` and `//` resolved, then encoded once more: all services but … */
    SIGV4_PATH_AS_IT_STANDS, /* … S3, whose keys may hold them; encoded once */
} sigv4_path;

/* A credential `KEY/20150830/us-east-1/service/aws4_request`: the access key and the scope behind it. */
typedef struct sigv4_credential {
    text access_key;
    text scope; /* the four parts that follow, as they enter the string to sign */
    text date;  /* YYYYMMDD */
    text region;
    text service;
    text terminator;
} sigv4_credential;

/* False unless it has exactly five parts. */
bool sigv4_parse_credential(text credential, sigv4_credential *ret_credential);

/* Step 1: the canonical request. signed_headers is the sorted list of lower-case names `host;x-amz-date`; payload_hash
 * is hexadecimal SHA-256, or a literal such as UNSIGNED-PAYLOAD. A query parameter X-Amz-Signature is left out. */
text sigv4_canonical_request(arena *arena, const http_request *request, text signed_headers, text payload_hash,
                             sigv4_path path);

/* Step 2: the string to sign; amz_date is 20150830T123600Z. */
text sigv4_string_to_sign(arena *arena, text amz_date, text scope, text canonical_request);

/* Step 3: the signing key, which is good for the credential's day, and the signature in hexadecimal. */
sha256_digest sigv4_signing_key(arena *arena, text secret, const sigv4_credential *credential);
text sigv4_signature(arena *arena, const sha256_digest *signing_key, text string_to_sign);

/* One remembered signing key; all zero when empty. */
#define SIGV4_LONGEST_CREDENTIAL_BYTES 192
typedef struct sigv4_key_cache {
    size_t length;
    char credential[SIGV4_LONGEST_CREDENTIAL_BYTES];
    sha256_digest key;
} sigv4_key_cache;

bool sigv4_key_cache_get(const sigv4_key_cache *self, text credential, sha256_digest *ret_key);

/* Takes the place of what was remembered before; a credential that is too long is not remembered. */
void sigv4_key_cache_put(sigv4_key_cache *self, text credential, const sha256_digest *key);

/* Who signs, and how. */
typedef struct sigv4_signer {
    text access_key;
    text secret;
    text session_token; /* empty: none */
    text region;
    text service;
    sigv4_path path;
    bool sends_content_hash; /* in X-Amz-Content-Sha256, as S3 wants it */
    sigv4_key_cache cache;
} sigv4_signer;

/* Signs all header fields that the request has, Host among them, and its body, which must be bytes; adds X-Amz-Date,
 * X-Amz-Security-Token and X-Amz-Content-Sha256 where they apply, and Authorization. */
void sigv4_sign(sigv4_signer *self, arena *arena, http_request *request, int64_t now_ms);

#endif

/* Authenticate: who sent a request, told by its AWS Signature Version 4. Answers as AWS's JSON services do, in their
 * words. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
#ifndef GABI_AUTHENTICATE_H
#define GABI_AUTHENTICATE_H

#include <stdbool.h>
#include <stdint.h>

#include "aws/sigv4.h"
#include "core/http.h"
#include "edge/credentials.h"

/* Verifies signatures and remembers signing keys; shared by all threads. */
typedef struct authenticator authenticator;

/* All in the arena; credentials must outlive it. */
authenticator *authenticator_new(arena *arena, const credentials *credentials);

/* What a signature must meet. */
typedef struct authenticate_terms {
    text service;         /* the signing name that the credential must be scoped to, e.g. "dynamodb" */
    int64_t world_now_ms; /* the signature must be made within 15 minutes of the world's time … */
    int64_t host_now_ms;  /* … or of the host's */
    bool is_strict;       /* refuse access keys that are not known */
    sigv4_path path;      /* how the service signs paths: S3 unlike all others */
} authenticate_terms;

/* Who sent a request. */
typedef struct identity {
    text access_key;
    text account_id;
    bool is_known; /* the signature was verified; otherwise the access key is not known, and was let in */
} identity;

/* Whether a request claims to be signed, in its Authorization header or its query. */
bool request_is_signed(arena *arena, const http_request *request);

/* The sender of a request whose body has been read (http_request_read), unless it is signed as UNSIGNED-PAYLOAD or
 * STREAMING-…. Texts of the identity live as long as the request and the credentials. Errors, by code:
 * - MissingAuthenticationTokenException: not signed (ERROR_INVALID, as AWS answers 400)
 * - IncompleteSignatureException: a part of the signature is missing or malformed
 * - InvalidSignatureException: wrong signature, wrong scope, or too old or early
 * - UnrecognizedClientException: an access key that is not known, if the terms are strict */
const gabi_error *authenticate(authenticator *self, arena *arena, const http_request *request,
                               const authenticate_terms *terms, identity *ret_identity);

#endif

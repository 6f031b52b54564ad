/* AWS client: one call of an AWS service that speaks JSON (DynamoDB, Secrets Manager): built, signed, sent over a
 * transport, and tried again where that can help.
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
#ifndef GABI_AWS_CLIENT_H
#define GABI_AWS_CLIENT_H

#include "core/arena.h"
#include "core/error.h"
#include "ports/clock.h"
#include "ports/ids.h"
#include "transport/transport.h"

/* Where the cloud is and as whom to call it. Texts and ports outlive the client. */
typedef struct aws_options {
    text region;
    text endpoint; /* "http://localhost:4566"; empty: the region's own, by HTTPS */
    text access_key;
    text secret;
    text session_token; /* empty: none */
    transport *transport;
    clock_port *clock;
    ids_port *ids;
    int64_t budget_ms; /* no further attempt begins when so much time has passed; 0: five seconds */
} aws_options;

/* A service's wire protocol. */
typedef struct aws_service {
    const char *name;          /* in host names and signatures: "dynamodb" */
    const char *target_prefix; /* of X-Amz-Target: "DynamoDB_20120810." */
    const char *content_type;
} aws_service;

typedef struct aws_client aws_client;

/* Lives in the arena. Serves one call at a time. */
aws_client *aws_client_new(arena *arena, const aws_options *options, const aws_service *service);

/* What a service answered: its output, or why it refused. */
typedef struct aws_answer {
    text body;
    text error_type;    /* "ConditionalCheckFailedException"; empty when it did what was asked */
    text error_message; /* as the service says it */
} aws_answer;

/* Calls an operation with a JSON body. Throttling, the service's own failures and missing answers are tried again, up
 * to five times in all, after a random wait of up to 50 ms doubled each time; what fails still is ERROR_UNAVAILABLE,
 * throttling with the code "service_throttled": it is the studio that called too often, not whoever called it. An
 * attempt waits for two seconds, and none outlasts the clock's deadline. A refusal that another attempt would not
 * change is an answer, for the caller to judge. */
const gabi_error *aws_client_call(aws_client *self, arena *arena, const char *operation, text body,
                                  aws_answer *ret_answer);

/* The error for a refusal that means nothing special to the caller: ERROR_INTERNAL with the service's code. Whatever it
 * refuses, a request that is wrong or one that it does not let us make, is our fault and none of our users'. */
const gabi_error *aws_answer_error(arena *arena, const aws_answer *answer);

#endif

#include "aws/aws_client.h"

#include "aws/sigv4.h"
#include "core/json_reader.h"

#define MOST_ATTEMPTS 5
#define FIRST_WAIT_MS INT64_C(50)
#define DEFAULT_BUDGET_MS INT64_C(5000)

/* For an answer to one attempt, and for our own: what is left of the time to say that it was in vain. */
#define ATTEMPT_MS INT64_C(2000)
#define RESERVE_MS INT64_C(500)

#define DEEPEST_ERROR 16

struct aws_client {
    const aws_service *service;
    text endpoint;
    text host;
    transport *transport;
    clock_port *clock;
    ids_port *ids;
    int64_t budget_ms;
    sigv4_signer signer;
};

/* Refusals that say "not now". */
static const char *const throttling_types[] = {
    "LimitExceededException",    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",      "RequestThrottled",
    "RequestThrottledException", "SlowDown",
    "ThrottledException",        "Throttling",
    "ThrottlingException",       "TooManyRequestsException",
};
static const char *const passing_types[] = {
    "InternalServerError",
    "InternalServiceError",
    "TransactionConflictException",
    "TransactionInProgressException",
};

#define IS_ONE_OF(type, list) text_is_one_of(type, list, sizeof(list) / sizeof *(list))

/* What stands behind the scheme. */
static text host_of(text endpoint) {
    size_t at = text_find(endpoint, TEXT("://"));
    return at == TEXT_NOT_FOUND ? endpoint : text_from(endpoint, at + 3);
}

aws_client *aws_client_new(arena *arena, const aws_options *options, const aws_service *service) {
    aws_client *self = arena_zalloc(arena, sizeof *self);
    *self = (aws_client){
        .service = service,
        .endpoint = options->endpoint,
        .transport = options->transport,
        .clock = options->clock,
        .ids = options->ids,
        .budget_ms = options->budget_ms ? options->budget_ms : DEFAULT_BUDGET_MS,
        .signer = {.access_key = options->access_key,
                   .secret = options->secret,
                   .session_token = options->session_token,
                   .region = options->region,
                   .service = text_of(service->name)},
    };
    if (text_is_empty(self->endpoint))
        self->endpoint = text_format(arena, "https://%s.%.*s.amazonaws.com", service->name, TEXT_ARGS(options->region));
    self->host = host_of(self->endpoint);
    return self;
}

/* {"__type":"namespace#Type","message":"…"}; some services write Message. Anything else is no refusal of AWS's. */
static void read_refusal(arena *arena, text body, aws_answer *answer) {
    json_reader reader;
    json_reader_init(&reader, arena, body, DEEPEST_ERROR);
    if (json_next(&reader) != JSON_OBJECT_BEGIN)
        return;
    while (json_next(&reader) == JSON_NAME) {
        text name = reader.value;
        bool is_type = text_equal(name, TEXT("__type"));
        bool is_message = text_equal_ignore_case(name, TEXT("message"));
        if (!is_type && !is_message)
            json_skip(&reader);
        else if (json_next(&reader) != JSON_STRING)
            return;
        else if (is_message)
            answer->error_message = reader.value;
        else {
            size_t at = text_index(reader.value, '#');
            answer->error_type = at == TEXT_NOT_FOUND ? reader.value : text_from(reader.value, at + 1);
        }
    }
}

/* A signature that grew old on its way, e.g. while a function was frozen: the next attempt has one of its own time, as
 * AWS's SDKs make it. */
static bool is_out_of_time(const aws_answer *answer) {
    return text_equal(answer->error_type, TEXT("InvalidSignatureException")) &&
           (text_starts_with(answer->error_message, TEXT("Signature expired")) ||
            text_starts_with(answer->error_message, TEXT("Signature not yet current")));
}

/* The failure of an answer that is neither an output nor a refusal of the request as such, or NULL. */
static const gabi_error *failure_of(const aws_client *self, arena *arena, int status, const aws_answer *answer) {
    const char *service = self->service->name;
    text type = answer->error_type, message = answer->error_message;
    if (status == 429 || IS_ONE_OF(type, throttling_types))
        return error_new(arena, ERROR_UNAVAILABLE, "service_throttled", "%s takes no more requests now: %.*s", service,
                         TEXT_ARGS(message));
    if (status >= 500 || IS_ONE_OF(type, passing_types) || is_out_of_time(answer))
        return error_new(arena, ERROR_UNAVAILABLE, "service_unavailable", "%s failed with status %d: %.*s %.*s",
                         service, status, TEXT_ARGS(type), TEXT_ARGS(message));
    if (status != 200 && text_is_empty(type))
        return error_new(arena, ERROR_INTERNAL, "unexpected_answer", "%s gave status %d without a reason", service,
                         status);
    return NULL;
}

/* Nothing is asked after it, or whoever waits for us would not hear what came of it. */
static int64_t last_moment_ms(const aws_client *self) { return self->clock->deadline_ms(self->clock) - RESERVE_MS; }

static bool may_pass(const gabi_error *failure) { return failure->kind == ERROR_UNAVAILABLE; }

static const gabi_error *attempt(aws_client *self, arena *arena, const char *operation, text body,
                                 aws_answer *ret_answer) {
    int64_t left_ms = last_moment_ms(self) - self->clock->now_ms(self->clock);
    http_request request = http_request_to(TEXT("POST"), TEXT("/"));
    if (left_ms <= 0)
        return error_new(arena, ERROR_UNAVAILABLE, "no_time_left", "no time is left to ask %s", self->service->name);
    request.timeout_ms = left_ms < ATTEMPT_MS ? left_ms : ATTEMPT_MS;
    request.body = HTTP_BODY_BYTES(body);
    http_fields_add(arena, &request.headers, TEXT("Host"), self->host);
    http_fields_add(arena, &request.headers, TEXT("Content-Type"), text_of(self->service->content_type));
    http_fields_add(arena, &request.headers, TEXT("X-Amz-Target"),
                    TEXT_JOIN(arena, text_of(self->service->target_prefix), text_of(operation)));
    sigv4_sign(&self->signer, arena, &request, self->clock->now_ms(self->clock));
    http_response response = {0};
    TRY(self->transport->send(self->transport, arena, self->endpoint, &request, &response));
    aws_answer answer = {.body = response.content.bytes};
    if (response.status != 200)
        read_refusal(arena, answer.body, &answer);
    TRY(failure_of(self, arena, response.status, &answer));
    *ret_answer = answer;
    return NULL;
}

/* "Full jitter": anything from nothing to the whole wait, so that clients that failed together do not come back
 * together. Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
static int64_t random_wait_ms(aws_client *self, unsigned attempt) {
    uint32_t drawn;
    self->ids->draw(self->ids, &drawn, sizeof drawn);
    return (int64_t)(drawn % (uint64_t)((FIRST_WAIT_MS << attempt) + 1));
}

const gabi_error *aws_client_call(aws_client *self, arena *arena, const char *operation, text body,
                                  aws_answer *ret_answer) {
    int64_t end_ms = self->clock->now_ms(self->clock) + self->budget_ms, last_ms = last_moment_ms(self);
    for (unsigned count = 0;; count++) {
        const gabi_error *failure = attempt(self, arena, operation, body, ret_answer);
        if (!failure || !may_pass(failure) || count + 1 == MOST_ATTEMPTS)
            return failure;
        int64_t wait_ms = random_wait_ms(self, count);
        if (self->clock->now_ms(self->clock) + wait_ms >= (end_ms < last_ms ? end_ms : last_ms))
            return failure;
        self->clock->sleep_ms(self->clock, wait_ms);
    }
}

const gabi_error *aws_answer_error(arena *arena, const aws_answer *answer) {
    return error_new(arena, ERROR_INTERNAL, text_to_string(arena, answer->error_type), "%.*s",
                     TEXT_ARGS(answer->error_message));
}

#include "apigateway/apigateway.h"

#include <pthread.h>
#include <stdatomic.h>

#include "apigateway/api_store.h"
#include "apigateway/proxy_event.h"
#include "apigateway/proxy_response.h"
#include "apigateway/resource.h"
#include "apigateway/routes.h"
#include "core/civil_time.h"
#include "core/encoding.h"
#include "core/json_writer.h"
#include "store/account.h"

/* Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
#define BODY_LIMIT_BYTES ((size_t)10 * 1024 * 1024)
#define STATE_CEILING_BYTES ((size_t)64 * 1024 * 1024)

#define LAMBDA_ENDPOINT "https://lambda." ACCOUNT_REGION ".amazonaws.com"

/* The API of a world and its forks, read once: templates are deployed before a world answers. */
typedef struct deployed_api {
    arena *arena;
    atomic_size_t worlds;
    pthread_mutex_t lock; /* while it is read */
    bool is_read;
    const routes *routes; /* NULL: this world has no API */
    rest_api api;
    const gabi_error *failure;
} deployed_api;

static const gabi_error *read_api(deployed_api *self, world *world) {
    bool found;
    TRY(api_find_first(self->arena, world, &found, &self->api));
    return found ? routes_of_openapi(self->arena, self->api.openapi, NULL, &self->routes) : NULL;
}

static void *open_api(world *world) {
    arena *arena = arena_new(STATE_CEILING_BYTES);
    deployed_api *self = arena_zalloc(arena, sizeof *self);
    (void)world;
    self->arena = arena;
    atomic_init(&self->worlds, 1);
    pthread_mutex_init(&self->lock, NULL);
    return self;
}

static void close_api(void *state) {
    deployed_api *self = state;
    if (atomic_fetch_sub(&self->worlds, 1) > 1)
        return;
    pthread_mutex_destroy(&self->lock);
    arena_free(self->arena);
}

static void *share_api(void *state, world *origin) {
    deployed_api *self = state;
    (void)origin;
    atomic_fetch_add(&self->worlds, 1);
    return self;
}

static const world_state api_state = {.open = open_api, .close = close_api, .fork = share_api};

static const gabi_error *find_api(world *world, const deployed_api **ret_api) {
    deployed_api *self = world_state_of(world, &api_state);
    pthread_mutex_lock(&self->lock);
    if (!self->is_read)
        self->failure = read_api(self, world);
    self->is_read = true;
    pthread_mutex_unlock(&self->lock);
    *ret_api = self;
    return self->failure;
}

static void warm(world *world) {
    const deployed_api *ignored;
    (void)find_api(world, &ignored); /* a failure is remembered for whoever asks */
}

/* "Root=1-695b6f80-3c1f…": the time and 96 random bits, as X-Ray wants them. */
static text new_trace_id(world *world, arena *arena) {
    unsigned char random[12];
    world_draw(world, random, sizeof random);
    text hex = hex_encode(arena, (text){(const char *)random, sizeof random});
    return text_format(arena, "Root=1-%08llx-%.*s", (unsigned long long)(world_now_ms(world) / 1000), TEXT_ARGS(hex));
}

/* 15 characters of base64url and a '=', e.g. "ZkY3aQ9dGm4FbqA=". */
static text new_extended_id(world *world, arena *arena) {
    unsigned char random[12];
    world_draw(world, random, sizeof random);
    text encoded = base64url_encode(arena, (text){(const char *)random, sizeof random});
    return text_format(arena, "%.15s=", encoded.data);
}

/* Calls the function and hands back its payload. */
static const gabi_error *invoke_function(op_call *call, const route *route, text event, text *ret_answer) {
    arena *arena = call->arena;
    http_request request = http_request_to(TEXT("POST"), route->invocation_path);
    http_fields_add(arena, &request.headers, TEXT("Host"), TEXT("lambda." ACCOUNT_REGION ".amazonaws.com"));
    http_fields_add(arena, &request.headers, TEXT("Content-Type"), TEXT("application/json"));
    request.body = HTTP_BODY_BYTES(event);
    request.timeout_ms = route->timeout_ms;
    transport *transport = world_transport(call->owner);
    http_response response = {0};
    const gabi_error *lost = transport->send(transport, arena, TEXT(LAMBDA_ENDPOINT), &request, &response);
    if (lost)
        return error_wrap(arena, lost, ERROR_UNAVAILABLE,
                          text_equal(text_of(lost->code), TEXT("timed_out")) ? "IntegrationTimeout"
                                                                             : "IntegrationFailure",
                          "%s", route->op.name);
    if (response.status == 429)
        return error_new(arena, ERROR_UNAVAILABLE, "FunctionThrottled", "%s: %.*s", route->op.name,
                         TEXT_ARGS(response.content.bytes));
    if (response.status != 200 || http_fields_find(&response.headers, TEXT("x-amz-function-error")))
        return error_new(arena, ERROR_UNAVAILABLE, "FunctionFailed", "%s: %.*s", route->op.name,
                         TEXT_ARGS(response.content.bytes));
    *ret_answer = response.content.bytes;
    return NULL;
}

/* Whether what a header says of a body, or of the body that is wanted, is that it is bytes. */
static bool says_bytes(const deployed_api *deployed, const http_request *request, const char *header) {
    text media_type = http_fields_get(&request->headers, text_of(header));
    return routes_take_bytes(deployed->routes, text_is_empty(media_type) ? TEXT("application/json") : media_type);
}

/* The gateway's own failures, in its words: see gateway_answers. */
static const gabi_error *gateway_error(op_call *call, error_kind kind, const char *code) {
    return error_new(call->arena, kind, code, "%s", code);
}

static const gabi_error *proxy(op_call *call) {
    arena *arena = call->arena;
    world *world = call->owner;
    const deployed_api *deployed;
    TRY(find_api(world, &deployed));
    const route *route =
        deployed->routes ? routes_find(deployed->routes, arena, call->request, &call->parameters) : NULL;
    if (!route)
        return gateway_error(call, ERROR_FORBIDDEN, "MissingAuthenticationTokenException");
    proxy_context context = {
        .api_id = deployed->api.id,
        .stage = deployed->api.stage,
        .request_id = world_uuid(world, arena),
        .extended_request_id = new_extended_id(world, arena),
        .trace_id = new_trace_id(world, arena),
        .source_ip = TEXT("127.0.0.1"),
        .resource_path = route->resource_path,
        .path_parameters = &call->parameters,
        .has_bytes = says_bytes(deployed, call->request, "content-type"),
        .time_ms = world_now_ms(world),
    };
    text answer;
    TRY(invoke_function(call, route, proxy_event_of(arena, call->request, &context), &answer));
    TRY(proxy_response_of(arena, answer, says_bytes(deployed, call->request, "accept"), call->response));
    http_fields_add(arena, &call->response->headers, TEXT("x-amzn-RequestId"), context.request_id);
    http_fields_add(arena, &call->response->headers, TEXT("x-amz-apigw-id"), context.extended_request_id);
    http_fields_add(arena, &call->response->headers, TEXT("X-Amzn-Trace-Id"), context.trace_id);
    return NULL;
}

#define INTERNAL_SERVER_ERROR "{\"message\": \"Internal server error\"}"
#define INTERNAL_TYPE "InternalServerErrorException"

/* Default gateway responses; the spacing is AWS's. Anything else is the integration's failure. */
typedef struct gateway_answer {
    const char *code;
    int status;
    const char *body;
    const char *type; /* as clients read it; NULL: the code */
} gateway_answer;

static const gateway_answer gateway_answers[] = {
    {"MissingAuthenticationTokenException", 403, "{\"message\":\"Missing Authentication Token\"}", NULL},
    {"RequestEntityTooLarge", 413, "{\"message\":\"Request Too Long\"}", NULL},
    {"IncompleteBody", 400, "{\"message\":\"Bad Request\"}", NULL},
    {"TooManyRequestsException", 429, "{\"message\":\"Too Many Requests\"}", NULL},
    {"LimitExceededException", 429, "{\"message\":\"Limit Exceeded\"}", NULL},
    {"FunctionThrottled", 500, INTERNAL_SERVER_ERROR, INTERNAL_TYPE},
    {"IntegrationFailure", 504, "{\"message\": \"Network error communicating with endpoint\"}", INTERNAL_TYPE},
    {"IntegrationTimeout", 504, "{\"message\": \"Endpoint request timed out\"}", INTERNAL_TYPE},
};
static const gateway_answer integration_failure = {INTERNAL_TYPE, 502, INTERNAL_SERVER_ERROR, NULL};

static const gateway_answer *find_answer(const gabi_error *error) {
    for (size_t i = 0; i < sizeof gateway_answers / sizeof *gateway_answers; i++)
        if (text_equal(text_of(error->code), text_of(gateway_answers[i].code)))
            return &gateway_answers[i];
    return NULL;
}

/* A refusal that is none of the gateway's own, which a fault may ask for, is rendered as it is; what goes wrong behind
 * it is its own. */
static void render_error(op_call *call, const gabi_error *error) {
    const gateway_answer *answer = find_answer(error);
    bool is_given = !answer && error_http_status(error->kind) < 500;
    gateway_answer given = {error->code, error_http_status(error->kind), NULL, NULL};
    if (is_given) {
        buffer out = BUFFER(call->arena);
        json_writer writer = JSON_WRITER(&out);
        json_begin_object(&writer);
        json_string_member(&writer, "message", text_of(error->message));
        json_end_object(&writer);
        given.body = buffer_text(&out).data;
    }
    if (!answer)
        answer = is_given ? &given : &integration_failure;
    http_respond(call->arena, call->response, answer->status, TEXT("application/json"), text_of(answer->body));
    http_fields *headers = &call->response->headers;
    http_fields_add(call->arena, headers, TEXT("x-amzn-RequestId"), world_uuid(call->owner, call->arena));
    http_fields_add(call->arena, headers, TEXT("x-amz-apigw-id"), new_extended_id(call->owner, call->arena));
    http_fields_add(call->arena, headers, TEXT("x-amzn-ErrorType"),
                    text_of(answer->type ? answer->type : answer->code));
}

/* The operation and path of the route that the request is for. */
static void describe(const op_call *call, call_subject *subject) {
    const deployed_api *deployed;
    op_parameters ignored;
    if (find_api(call->owner, &deployed) || !deployed->routes)
        return;
    const route *route = routes_find(deployed->routes, call->arena, call->request, &ignored);
    if (!route)
        return;
    subject->operation = text_of(route->op.name);
    subject_add(call->arena, subject, route->resource_path);
}

static const gabi_error *list_ops(world *world, arena *arena, const char ***ret_names, size_t *ret_count) {
    const deployed_api *deployed;
    TRY(find_api(world, &deployed));
    *ret_count = 0;
    if (deployed->routes)
        *ret_names = routes_names(deployed->routes, arena, ret_count);
    return NULL;
}

static const service_error errors[] = {
    {"TooManyRequestsException", ERROR_THROTTLED, "Too Many Requests", NULL},
    {"LimitExceededException", ERROR_THROTTLED, "Limit Exceeded", NULL},
    {"IntegrationTimeout", ERROR_UNAVAILABLE, "Endpoint request timed out", NULL},
    {"IntegrationFailure", ERROR_UNAVAILABLE, "Network error communicating with endpoint", NULL},
    {INTERNAL_TYPE, ERROR_UNAVAILABLE, "Internal server error", NULL},
};

static const resource_type resource_types[] = {
    {"AWS::ApiGateway::RestApi", rest_api_provision},
    {"AWS::ApiGateway::Deployment", deployment_provision},
    {"AWS::ApiGateway::Stage", stage_provision},
};

const fake apigateway_fake = {
    .name = "apigateway",
    .is_in_front = true,
    .body_limit_bytes = BODY_LIMIT_BYTES,
    .fallback = proxy,
    .render_error = render_error,
    .describe = describe,
    .list_ops = list_ops,
    .errors = errors,
    .error_count = sizeof errors / sizeof *errors,
    .warm = warm,
    .resource_types = resource_types,
    .resource_type_count = sizeof resource_types / sizeof *resource_types,
};

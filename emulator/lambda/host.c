#include "lambda/host.h"

#include <pthread.h>
#include <stdio.h>

#include "aws/lambda_event.h"
#include "core/json_reader.h"
#include "core/json_writer.h"
#include "lambda/function_store.h"
#include "lambda/instance.h"
#include "lambda/lambda.h"
#include "records/logs.h"
#include "store/patience.h"
#include "studio/studio.h"

#define HOST_CEILING_BYTES ((size_t)1024 * 1024)
#define MOST_ADDED_SERVICES 8

/* What a world keeps: its warm instances that are idle, and services that tests added. */
typedef struct host {
    arena *arena;
    pthread_mutex_t lock;
    instance *idle; /* a list, last used first */
    const service *added[MOST_ADDED_SERVICES];
    size_t added_count;
} host;

static void *open_host(world *world) {
    (void)world;
    arena *arena = arena_new(HOST_CEILING_BYTES);
    host *self = arena_zalloc(arena, sizeof *self);
    self->arena = arena;
    pthread_mutex_init(&self->lock, NULL);
    return self;
}

static void close_host(void *state) {
    host *self = state;
    for (instance *each = self->idle, *next; each; each = next) {
        next = each->next;
        instance_close(each);
    }
    pthread_mutex_destroy(&self->lock);
    arena_free(self->arena);
}

static const world_state host_state = {.open = open_host, .close = close_host};

void lambda_add_service(world *world, const service *service) {
    host *self = world_state_of(world, &host_state);
    if (self->added_count < MOST_ADDED_SERVICES)
        self->added[self->added_count++] = service;
}

static const service *find_service(const host *self, text handler) {
    for (size_t i = 0; i < self->added_count; i++)
        if (text_equal(handler, text_of(self->added[i]->name)))
            return self->added[i];
    return studio_find(handler);
}

/* ---- instances ---- */

/* An idle instance of the function, taken out of the list; NULL when there is none. */
static instance *take_idle(host *self, text function_name) {
    pthread_mutex_lock(&self->lock);
    instance **link = &self->idle;
    while (*link && !text_equal((*link)->function_name, function_name))
        link = &(*link)->next;
    instance *found = *link;
    if (found)
        *link = found->next;
    pthread_mutex_unlock(&self->lock);
    return found;
}

static void put_idle(host *self, instance *instance) {
    pthread_mutex_lock(&self->lock);
    instance->next = self->idle;
    self->idle = instance;
    pthread_mutex_unlock(&self->lock);
}

/* ERROR_NOT_FOUND or ERROR_UNSUPPORTED for a function that cannot run. */
static const gabi_error *find(const host *self, world *world, arena *arena, text function_name, function *ret_function,
                              const service **ret_service) {
    bool is_found;
    TRY(function_find(arena, world, function_name, &is_found, ret_function));
    if (!is_found)
        return error_new(arena, ERROR_NOT_FOUND, "ResourceNotFoundException",
                         "Function not found: arn:aws:lambda:" ACCOUNT_REGION ":" ACCOUNT_ID ":function:%.*s",
                         TEXT_ARGS(function_name));
    *ret_service = find_service(self, ret_function->handler);
    if (!*ret_service)
        return error_new(arena, ERROR_UNSUPPORTED, "NotEmulatedException",
                         "gabi-emu runs only the studio's own services, and none is called \"%.*s\" as the Handler of "
                         "%.*s says",
                         TEXT_ARGS(ret_function->handler), TEXT_ARGS(function_name));
    return NULL;
}

/* A cold start. */
static const gabi_error *start(host *self, world *world, arena *arena, text function_name, instance **ret_instance) {
    function function;
    const service *service;
    TRY(find(self, world, arena, function_name, &function, &service));
    return instance_open(arena, world, service, &function, ret_instance);
}

/* ---- invoking ---- */

/* What is not even JSON never reaches a function. */
static const gabi_error *check_payload(arena *arena, text event) {
    const gabi_error *malformed = text_is_empty(event) ? NULL : json_check(arena, event);
    return malformed ? error_wrap(arena, malformed, ERROR_INVALID, "InvalidRequestContentException",
                                  "Could not parse request body into json: %s", malformed->message)
                     : NULL;
}

const gabi_error *host_check(world *world, arena *arena, text function_name, text event) {
    function function;
    const service *service;
    TRY(find(world_state_of(world, &host_state), world, arena, function_name, &function, &service));
    return check_payload(arena, event);
}

text host_failure_text(arena *arena, const gabi_error *error) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_string_member(&writer, "errorType", text_of(error->code));
    json_string_member(&writer, "errorMessage", error_describe(arena, error));
    json_end_object(&writer);
    return buffer_text(&out);
}

const gabi_error *host_timeout(arena *arena, int64_t timeout_s) {
    return error_new(arena, ERROR_UNAVAILABLE, HOST_TIMED_OUT, "Task timed out after %lld.00 seconds",
                     (long long)timeout_s);
}

static const gabi_error *time_out(world *world, arena *arena, const instance *instance, text request_id) {
    const gabi_error *timeout = host_timeout(arena, instance->timeout_s);
    const log_field fields[] = {{"requestId", request_id}, {"error", text_of(timeout->message)}};
    logs_note(world, instance->function_name, LOG_ERROR, "function.timed_out", fields, sizeof fields / sizeof *fields);
    if (world_has(world, WORLD_ECHOES_LOGS))
        fprintf(stderr, "gabi-emu: %.*s: %s\n", TEXT_ARGS(instance->function_name), timeout->message);
    return error_new(arena, timeout->kind, timeout->code, "RequestId: %.*s Error: %s", TEXT_ARGS(request_id),
                     timeout->message);
}

/* Runs the service until it answers or its time is up. From then on its ports do nothing any more (instance.c,
 * loopback.c), so that what it still does, until it returns here, has no effect, as if it had been killed at once. */
static const gabi_error *run(world *world, arena *arena, instance *instance, text request_id, http_request *request,
                             text *ret_answer) {
    http_response response = {0};
    patience patience;
    text caller = world_call_as(instance->function_name);
    patience_begin(&patience, instance->timeout_s * 1000);
    service_handle(instance->service, arena, request, &response);
    bool is_timed_out = patience_end(&patience);
    world_call_as(caller);
    if (is_timed_out)
        return time_out(world, arena, instance, request_id);
    *ret_answer = lambda_event_answer(arena, &response);
    return NULL;
}

/* Runs the function on an event, and keeps the instance where it lives on. A refusal is the caller's fault, a failure
 * the function's. */
static const gabi_error *run_on(host *self, world *world, arena *arena, instance *instance,
                                const host_invocation *invocation, text *ret_answer, const gabi_error **ret_failure) {
    http_request request;
    const gabi_error *unread = lambda_event_read(arena, invocation->event, &request);
    const gabi_error *failure =
        unread ? unread : run(world, arena, instance, invocation->request_id, &request, ret_answer);
    if (failure && !unread)
        instance_close(instance);
    else
        put_idle(self, instance);
    if (unread)
        TRY(check_payload(arena, invocation->event));
    *ret_failure = failure;
    return NULL;
}

const gabi_error *host_invoke(world *world, arena *arena, const host_invocation *invocation, text *ret_answer,
                              bool *ret_failed) {
    host *self = world_state_of(world, &host_state);
    instance *instance = take_idle(self, invocation->function_name);
    const gabi_error *failure = instance ? NULL : start(self, world, arena, invocation->function_name, &instance);
    if (failure && (failure->kind == ERROR_NOT_FOUND || failure->kind == ERROR_UNSUPPORTED))
        return failure;
    if (!failure)
        TRY(run_on(self, world, arena, instance, invocation, ret_answer, &failure));
    if (failure)
        *ret_answer = host_failure_text(arena, failure);
    *ret_failed = failure != NULL;
    return NULL;
}

#include "cloud_fixture.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "aws/sigv4.h"
#include "project.h"
#include "store/account.h"

#define FROZEN_AT_MS INT64_C(1767600000000) /* 2026-01-05T08:00:00Z */
#define API_ADDRESS "http://localhost:3000"
#define AWS_ADDRESS "http://localhost:4566"
#define DYNAMODB_HOST "localhost:4566"

static cloud *shared;

static void abort_on(const gabi_error *error) {
    if (!error)
        return;
    fprintf(stderr, "cloud_fixture: %s\n", error->message);
    abort();
}

static void ignore_warning(void *reporter, text logical_id, text type, const char *what) {
    (void)reporter, (void)logical_id, (void)type, (void)what;
}

static void prepare(void) {
    static const cloud_reporter reporter = {ignore_warning, NULL};
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    cloud_options options = {
        .clock = WORLD_CLOCK_FROZEN,
        .frozen_at_ms = FROZEN_AT_MS,
        .credentials = credentials_new(arena),
        .api_address = TEXT(API_ADDRESS),
    };
    project project;
    abort_on(project_read(arena, "infra/template.json", &project));
    abort_on(cloud_open(arena, &options, &shared));
    abort_on(cloud_deploy(shared, arena, project.template_document, &reporter));
    abort_on(cloud_load_sample(shared, arena, project.sample_document));
}

cloud *cloud_fixture_cloud(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, prepare);
    return shared;
}

world *cloud_fixture_world(void) {
    static atomic_int count;
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    world *world = NULL;
    text name = text_format(arena, "fixture-%d", atomic_fetch_add(&count, 1));
    abort_on(cloud_world(cloud_fixture_cloud(), arena, name, &world));
    arena_free(arena);
    return world;
}

static http_response send_to(world *world, arena *arena, text address, http_request *request) {
    transport *client = cloud_client(cloud_fixture_cloud(), arena, world_name(world));
    http_response response = {0};
    abort_on(client->send(client, arena, address, request, &response));
    return response;
}

http_response cloud_fixture_call(world *world, arena *arena, const char *method, const char *target, const char *bearer,
                                 const char *body) {
    http_request request = http_request_to(text_of(method), text_of(target));
    http_fields_add(arena, &request.headers, TEXT("Host"), TEXT("localhost:3000"));
    if (bearer)
        http_fields_add(arena, &request.headers, TEXT("Authorization"), text_format(arena, "Bearer %s", bearer));
    if (body) {
        http_fields_add(arena, &request.headers, TEXT("Content-Type"), TEXT("application/json"));
        request.body = HTTP_BODY_BYTES(text_of(body));
    }
    return send_to(world, arena, TEXT(API_ADDRESS), &request);
}

static http_response send_signed(world *world, arena *arena, text target, const char *body) {
    sigv4_signer signer = {.access_key = TEXT("test"),
                           .secret = TEXT("test"),
                           .region = TEXT(ACCOUNT_REGION),
                           .service = TEXT("dynamodb")};
    http_request request = http_request_to(TEXT("POST"), TEXT("/"));
    http_fields_add(arena, &request.headers, TEXT("Host"), TEXT(DYNAMODB_HOST));
    http_fields_add(arena, &request.headers, TEXT("Content-Type"), TEXT("application/x-amz-json-1.0"));
    http_fields_add(arena, &request.headers, TEXT("X-Amz-Target"), target);
    request.body = HTTP_BODY_BYTES(text_of(body));
    sigv4_sign(&signer, arena, &request, world_now_ms(world));
    return send_to(world, arena, TEXT(AWS_ADDRESS), &request);
}

http_response cloud_fixture_dynamodb(world *world, arena *arena, const char *operation, const char *body) {
    return send_signed(world, arena, text_format(arena, "DynamoDB_20120810.%s", operation), body);
}

http_response cloud_fixture_streams(world *world, arena *arena, const char *operation, const char *body) {
    return send_signed(world, arena, text_format(arena, "DynamoDBStreams_20120810.%s", operation), body);
}

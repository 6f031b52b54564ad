/* What stands before every operation: where a request may be sent, and how large it may become. */
#include "aws/sigv4.h"
#include "cloud_fixture.h"
#include "core/buffer.h"
#include "core/content_coding.h"
#include "core/testing.h"
#include "store/account.h"

#define ADDRESS "http://localhost:4566"
#define MOST_BYTES ((size_t)16 * 1024 * 1024)

/* ListTables. */
static http_request listing(arena *arena, const char *path, text body) {
    http_request request = http_request_to(TEXT("POST"), text_of(path));
    http_fields_add(arena, &request.headers, TEXT("Host"), TEXT("localhost:4566"));
    http_fields_add(arena, &request.headers, TEXT("Content-Type"), TEXT("application/x-amz-json-1.0"));
    http_fields_add(arena, &request.headers, TEXT("X-Amz-Target"), TEXT("DynamoDB_20120810.ListTables"));
    request.body = HTTP_BODY_BYTES(body);
    return request;
}

static void sign(world *world, arena *arena, http_request *request) {
    sigv4_signer signer = {.access_key = TEXT("test"),
                           .secret = TEXT("test"),
                           .region = TEXT(ACCOUNT_REGION),
                           .service = TEXT("dynamodb")};
    sigv4_sign(&signer, arena, request, world_now_ms(world));
}

static http_response send(world *world, arena *arena, http_request *request) {
    transport *client = cloud_client(cloud_fixture_cloud(), arena, world_name(world));
    http_response response = {0};
    assert_success(client->send(client, arena, TEXT(ADDRESS), request, &response));
    return response;
}

static void takes_any_path_that_is_signed(void **state) {
    world *world = cloud_fixture_world();
    http_request request = listing(*state, "/some/where?else", TEXT("{}"));
    sign(world, *state, &request);
    assert_int_equal(send(world, *state, &request).status, 200);
}

static void refuses_a_path_that_is_not_what_was_signed(void **state) {
    world *world = cloud_fixture_world();
    http_request request = listing(*state, "/", TEXT("{}")), moved = listing(*state, "/garbage", TEXT("{}"));
    sign(world, *state, &request);
    moved.headers = request.headers;
    http_response response = send(world, *state, &moved);
    assert_int_equal(response.status, 400);
    assert_true(text_find(response.content.bytes, TEXT("#InvalidSignatureException\"")) != TEXT_NOT_FOUND);
}

/* Of a body "{   …}" with so many bytes, which is sent in a few. */
static int status_of_compressed(world *world, arena *arena, size_t size_bytes) {
    char *body = arena_alloc(arena, size_bytes);
    memset(body, ' ', size_bytes);
    body[0] = '{';
    body[size_bytes - 1] = '}';
    http_request request = listing(arena, "/", content_encode(arena, CODING_GZIP, (text){body, size_bytes}));
    http_fields_add(arena, &request.headers, TEXT("Content-Encoding"), TEXT("gzip"));
    sign(world, arena, &request);
    return send(world, arena, &request).status;
}

static void bodies_are_limited_as_they_were_before_they_were_compressed(void **state) {
    world *world = cloud_fixture_world();
    assert_int_equal(status_of_compressed(world, *state, MOST_BYTES), 200);
    assert_int_equal(status_of_compressed(world, *state, MOST_BYTES + 1), 500);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(takes_any_path_that_is_signed),
        TEST(refuses_a_path_that_is_not_what_was_signed),
        TEST(bodies_are_limited_as_they_were_before_they_were_compressed),
    };
    return RUN_TESTS(tests);
}

#include "core/http.h"

#include "core/testing.h"

static void fields_keep_their_order_and_ignore_case(void **state) {
    arena *arena = *state;
    http_fields fields = {0};
    for (int i = 0; i < 100; i++)
        http_fields_add(arena, &fields, text_format(arena, "X-%d", i), text_format(arena, "%d", i));
    http_fields_add(arena, &fields, TEXT("x-7"), TEXT("second"));
    assert_int_equal(fields.count, 101);
    assert_string(fields.items[42].name, "X-42");
    assert_string(http_fields_get(&fields, TEXT("x-7")), "7");
    assert_null(http_fields_find(&fields, TEXT("X-100")));
    assert_string(http_fields_get(&fields, TEXT("X-100")), "");
    assert_null(http_fields_find(&(http_fields){0}, TEXT("Host")));
}

static void a_target_is_split_and_kept_as_it_was_sent(void **state) {
    (void)state;
    http_request request = http_request_to(TEXT("GET"), TEXT("/a%20b?x=1?2&y"));
    assert_string(request.target, "/a%20b?x=1?2&y");
    assert_string(request.path, "/a%20b");
    assert_string(request.query, "x=1?2&y");
    assert_string(http_request_to(TEXT("GET"), TEXT("/a")).query, "");
    assert_string(http_request_to(TEXT("GET"), TEXT("/a?")).query, "");
    assert_string(http_request_to(TEXT("GET"), TEXT("")).path, "");
}

static void steps_through_a_query(void **state) {
    static const char *const expected[][2] = {{"a", "1"}, {"b", ""},       {"c", ""},
                                              {"", "v"},  {"d e", "f&=g"}, {"h", "i=j"}};
    text rest = TEXT("a=1&b&&c=&=v&d+e=f%26%3Dg&h=i=j&");
    size_t count = 0;
    for (http_field field; http_query_next(*state, &rest, &field); count++) {
        assert_true(count < 6);
        assert_string(field.name, expected[count][0]);
        assert_string(field.value, expected[count][1]);
    }
    assert_int_equal(count, 6);
}

static void gets_the_first_value_of_a_name(void **state) {
    text value = TEXT("untouched");
    assert_false(http_query_get(*state, TEXT("a=1&b=2"), TEXT("c"), &value));
    assert_false(http_query_get(*state, TEXT(""), TEXT("a"), &value));
    assert_string(value, "untouched");
    assert_true(http_query_get(*state, TEXT("a=1&b=x+y&b=2"), TEXT("b"), &value));
    assert_string(value, "x y");
}

/* A peer that sends its bytes in small pieces, and then ends or breaks off. */
typedef struct peer {
    text unsent;
    size_t piece_bytes;
    bool breaks_off;
} peer;

static long read_peer(void *stream, char *to, size_t size) {
    peer *self = stream;
    if (self->unsent.length == 0)
        return self->breaks_off ? -1 : 0;
    text piece = text_upto(self->unsent, size < self->piece_bytes ? size : self->piece_bytes);
    memcpy(to, piece.data, piece.length);
    self->unsent = text_from(self->unsent, piece.length);
    return (long)piece.length;
}

static http_request request_from(peer *peer, int64_t length) {
    http_request request = http_request_to(TEXT("POST"), TEXT("/"));
    request.body = (http_body){.read = read_peer, .stream = peer, .length = length};
    return request;
}

static void reads_a_stream_once_and_keeps_it(void **state) {
    peer peer = {.unsent = TEXT("hello, world"), .piece_bytes = 5};
    http_request request = request_from(&peer, -1);
    text body;
    assert_success(http_request_read(*state, &request, 12, &body));
    assert_string(body, "hello, world");
    assert_success(http_request_read(*state, &request, 12, &body));
    assert_string(body, "hello, world");
}

static void bytes_are_a_body_already(void **state) {
    http_request request = http_request_to(TEXT("POST"), TEXT("/"));
    request.body = HTTP_BODY_BYTES(TEXT("abc"));
    text body = TEXT("untouched");
    assert_error(http_request_read(*state, &request, 2, &body), ERROR_TOO_LARGE, "RequestEntityTooLarge");
    assert_string(body, "untouched");
    assert_success(http_request_read(*state, &request, 3, &body));
    assert_string(body, "abc");
}

static void refuses_a_stream_past_the_limit(void **state) {
    text body;
    peer undeclared = {.unsent = TEXT("hello, world"), .piece_bytes = 5};
    http_request request = request_from(&undeclared, -1);
    assert_error(http_request_read(*state, &request, 11, &body), ERROR_TOO_LARGE, "RequestEntityTooLarge");

    peer declared = {.unsent = TEXT("hello, world"), .piece_bytes = 5};
    request = request_from(&declared, 12);
    assert_error(http_request_read(*state, &request, 11, &body), ERROR_TOO_LARGE, "RequestEntityTooLarge");
    assert_int_equal(declared.unsent.length, 12);
}

static void refuses_a_body_that_breaks_off(void **state) {
    text body;
    peer broken = {.unsent = TEXT("hello"), .piece_bytes = 5, .breaks_off = true};
    http_request request = request_from(&broken, -1);
    assert_error(http_request_read(*state, &request, 99, &body), ERROR_INVALID, "IncompleteBody");

    peer shortened = {.unsent = TEXT("hello"), .piece_bytes = 5};
    request = request_from(&shortened, 6);
    const gabi_error *error = http_request_read(*state, &request, 99, &body);
    assert_error(error, ERROR_INVALID, "IncompleteBody");
    assert_string_equal(error->message, "The request's body ends after 5 of 6 bytes");
}

static void responds_with_bytes(void **state) {
    http_response response = {0};
    http_respond(*state, &response, 201, TEXT("application/json"), TEXT("{}"));
    assert_int_equal(response.status, 201);
    assert_string(http_fields_get(&response.headers, TEXT("content-type")), "application/json");
    assert_int_equal(response.content.kind, HTTP_CONTENT_BYTES);
    assert_string(response.content.bytes, "{}");
    http_response bare = {0};
    http_respond(*state, &bare, 204, TEXT(""), TEXT(""));
    assert_int_equal(bare.headers.count, 0);
}

static void every_error_kind_has_a_reason(void **state) {
    (void)state;
    for (error_kind kind = ERROR_INVALID; kind <= ERROR_INTERNAL; kind++)
        assert_string_not_equal(http_reason(error_http_status(kind)), "Unknown");
    assert_string_equal(http_reason(200), "OK");
    assert_string_equal(http_reason(299), "Unknown");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(fields_keep_their_order_and_ignore_case),
        TEST(a_target_is_split_and_kept_as_it_was_sent),
        TEST(steps_through_a_query),
        TEST(gets_the_first_value_of_a_name),
        TEST(reads_a_stream_once_and_keeps_it),
        TEST(bytes_are_a_body_already),
        TEST(refuses_a_stream_past_the_limit),
        TEST(refuses_a_body_that_breaks_off),
        TEST(responds_with_bytes),
        TEST(every_error_kind_has_a_reason),
    };
    return RUN_TESTS(tests);
}

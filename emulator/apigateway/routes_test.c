#include "apigateway/routes.h"

#include "core/testing.h"

#define INTEGRATION                                                                                                    \
    "{\"x-amazon-apigateway-integration\":{\"type\":\"aws_proxy\",\"uri\":\"arn:aws:apigateway:eu-central-1:lambda:"   \
    "path/2015-03-31/functions/f/invocations\"}}"

static const routes *routes_of(arena *arena, const char *members) {
    const routes *made;
    text document = text_format(arena,
                                "{\"paths\":{\"/\":{\"get\":" INTEGRATION "},\"/a\":{\"get\":" INTEGRATION "},"
                                "\"/b/{rest+}\":{\"get\":" INTEGRATION "},\"/c/{id}/d\":{\"get\":" INTEGRATION "}}%s}",
                                members);
    assert_success(routes_of_openapi(arena, document, NULL, &made));
    return made;
}

/* The resource that a path leads to, "" for none, and its parameter. */
static text find(arena *arena, const char *path, text *ret_parameter) {
    op_parameters parameters;
    http_request request = http_request_to(TEXT("GET"), text_of(path));
    const route *route = routes_find(routes_of(arena, ""), arena, &request, &parameters);
    *ret_parameter = route && parameters.count > 0 ? parameters.items[0].value : TEXT("");
    return route ? route->resource_path : TEXT("");
}

static void slashes_at_the_end_make_no_difference(void **state) {
    text parameter;
    assert_string(find(*state, "/a", &parameter), "/a");
    assert_string(find(*state, "/a/", &parameter), "/a");
    assert_string(find(*state, "/a//", &parameter), "/a");
    assert_string(find(*state, "/", &parameter), "/");
    assert_string(find(*state, "//", &parameter), "/");
    assert_string(find(*state, "/b/x/y/", &parameter), "/b/{rest+}");
    assert_string(parameter, "x/y");
    assert_string(find(*state, "/b/", &parameter), "");
    assert_string(find(*state, "//a", &parameter), "");
}

static void parameters_stay_encoded(void **state) {
    text parameter;
    assert_string(find(*state, "/c/x%2Fy/d", &parameter), "/c/{id}/d");
    assert_string(parameter, "x%2Fy");
}

static void knows_which_bodies_are_bytes(void **state) {
    assert_false(routes_take_bytes(routes_of(*state, ""), TEXT("image/png")));
    const routes *some =
        routes_of(*state, ",\"x-amazon-apigateway-binary-media-types\":[\"image/png\",\"audio/*\",\"nonsense\",7]");
    assert_true(routes_take_bytes(some, TEXT("image/png")));
    assert_true(routes_take_bytes(some, TEXT("Image/PNG; a=b")));
    assert_true(routes_take_bytes(some, TEXT("image/png,text/html")));
    assert_true(routes_take_bytes(some, TEXT("audio/ogg")));
    assert_false(routes_take_bytes(some, TEXT("text/html,image/png")));
    assert_false(routes_take_bytes(some, TEXT("image")));
    assert_false(routes_take_bytes(some, TEXT("")));
    const routes *all = routes_of(*state, ",\"x-amazon-apigateway-binary-media-types\":[\"*/*\"]");
    assert_true(routes_take_bytes(all, TEXT("text/html")));
}

static const gabi_error *read_with_timeout(arena *arena, const char *timeout, const route **ret_route) {
    op_parameters parameters;
    http_request request = http_request_to(TEXT("POST"), TEXT("/a"));
    const routes *made;
    text document = text_format(arena,
                                "{\"paths\":{\"/a\":{\"post\":{\"x-amazon-apigateway-integration\":{\"type\":"
                                "\"aws_proxy\",\"uri\":\"arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/"
                                "functions/f/invocations\"%s}}}}}",
                                timeout);
    TRY(routes_of_openapi(arena, document, NULL, &made));
    *ret_route = routes_find(made, arena, &request, &parameters);
    return NULL;
}

static void functions_are_waited_for_as_long_as_the_document_says(void **state) {
    const route *route;
    assert_success(read_with_timeout(*state, "", &route));
    assert_int_equal(route->timeout_ms, 29000);
    assert_success(read_with_timeout(*state, ",\"timeoutInMillis\":50", &route));
    assert_int_equal(route->timeout_ms, 50);
    static const char *const refused[] = {"49", "29001", "\"1000\"", "1.5"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        const gabi_error *error =
            read_with_timeout(*state, arena_printf(*state, ",\"timeoutInMillis\":%s", refused[i]), &route);
        assert_error(error, ERROR_INVALID, "BadRequestException");
        assert_string_equal(error->message,
                            "Unable to put integration on 'POST' for resource at path '/a': Timeout should "
                            "be between 50 ms and 29000 ms");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(slashes_at_the_end_make_no_difference),
        TEST(parameters_stay_encoded),
        TEST(knows_which_bodies_are_bytes),
        TEST(functions_are_waited_for_as_long_as_the_document_says),
    };
    return RUN_TESTS(tests);
}

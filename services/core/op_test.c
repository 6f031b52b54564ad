#include "core/op.h"

#include "core/testing.h"

static const gabi_error *handle(op_call *call) {
    (void)call;
    return NULL;
}

#define OP(name_, route_)                                                                                              \
    { name_, route_, ANYONE, handle, NULL }

static const gabi_op ops[] = {
    OP("ListClasses", "GET /classes"),
    OP("GetClass", "GET /classes/{id}"),
    OP("NextClass", "GET /classes/next"),
    OP("BookClass", "POST /classes/{id}/book"),
    OP("GetFile", "GET /files/{path+}"),
    OP("ListFiles", "GET /files/{folder} ?list"),
    OP("GetItem", "POST / +x-amz-target=T.GetItem"),
    OP("Anything", "* /any"),
    OP("GetAny", "GET /any"),
};

/* The name of the op that a request finds; "405" and "404" for those that find none. */
static const char *find(arena *arena, const char *method, const char *target, op_parameters *ret_parameters) {
    const op_router *router = op_router_new(arena, ops, sizeof ops / sizeof *ops);
    http_request request = http_request_to(text_of(method), text_of(target));
    const gabi_op *op = NULL;
    http_fields_add(arena, &request.headers, TEXT("X-Amz-Target"), TEXT("T.GetItem"));
    switch (op_router_find(router, arena, &request, &op, ret_parameters)) {
    case OP_MATCHED: return op->name;
    case OP_NO_METHOD: return "405";
    default: return "404";
    }
}

static void finds_literal_routes(void **state) {
    op_parameters parameters;
    assert_string_equal(find(*state, "GET", "/classes", &parameters), "ListClasses");
    assert_string_equal(find(*state, "GET", "/classes?limit=3", &parameters), "ListClasses");
    assert_int_equal(parameters.count, 0);
}

static void prefers_what_is_more_specific_whatever_the_order_of_rows(void **state) {
    op_parameters parameters;
    assert_string_equal(find(*state, "GET", "/classes/next", &parameters), "NextClass");
    assert_string_equal(find(*state, "GET", "/any", &parameters), "GetAny");
    assert_string_equal(find(*state, "PUT", "/any", &parameters), "Anything");
    assert_string_equal(find(*state, "GET", "/files/a?list", &parameters), "ListFiles");
}

static void decodes_parameters(void **state) {
    op_parameters parameters;
    assert_string_equal(find(*state, "POST", "/classes/a%20b%2Fc/book", &parameters), "BookClass");
    assert_int_equal(parameters.count, 1);
    assert_string(parameters.items[0].name, "id");
    assert_string(parameters.items[0].value, "a b/c");
}

static void leaves_parameters_encoded_when_asked_to(void **state) {
    arena *arena = *state;
    op_parameters parameters;
    const gabi_op *op;
    http_request request = http_request_to(TEXT("POST"), TEXT("/classes/a%20b%2Fc/book"));
    const op_router *router = op_router_new(arena, ops, sizeof ops / sizeof *ops);
    assert_int_equal(op_router_find_encoded(router, arena, &request, &op, &parameters), OP_MATCHED);
    assert_string(parameters.items[0].value, "a%20b%2Fc");
}

static void gives_the_rest_of_the_path_to_a_greedy_parameter(void **state) {
    op_parameters parameters;
    assert_string_equal(find(*state, "GET", "/files/a/b/c.txt", &parameters), "GetFile");
    assert_string(parameters.items[0].value, "a/b/c.txt");
}

static void takes_no_empty_parameter(void **state) {
    op_parameters parameters;
    assert_string_equal(find(*state, "GET", "/files/", &parameters), "404");
    assert_string_equal(find(*state, "POST", "/classes//book", &parameters), "404");
}

static void tells_an_unknown_path_from_an_unknown_method(void **state) {
    op_parameters parameters;
    assert_string_equal(find(*state, "DELETE", "/classes", &parameters), "405");
    assert_string_equal(find(*state, "GET", "/nowhere", &parameters), "404");
}

static void looks_at_headers(void **state) {
    op_parameters parameters;
    arena *arena = *state;
    assert_string_equal(find(arena, "POST", "/", &parameters), "GetItem");
    const op_router *router = op_router_new(arena, ops, sizeof ops / sizeof *ops);
    http_request request = http_request_to(TEXT("POST"), TEXT("/"));
    const gabi_op *op;
    http_fields_add(arena, &request.headers, TEXT("X-Amz-Target"), TEXT("T.PutItem"));
    assert_int_not_equal(op_router_find(router, arena, &request, &op, &parameters), OP_MATCHED);
}

static void finds_a_tie(void **state) {
    static const gabi_op tied[] = {
        OP("One", "GET /a/{x}"),
        OP("Other", "GET /a/{y}"),
    };
    const gabi_op *first, *second;
    assert_false(op_router_find_tie(op_router_new(*state, ops, sizeof ops / sizeof *ops), &first, &second));
    assert_true(op_router_find_tie(op_router_new(*state, tied, 2), &first, &second));
    assert_string_equal(first->name, "One");
    assert_string_equal(second->name, "Other");
}

static void knows_malformed_routes(void **state) {
    static const char *const malformed[] = {
        "", "GET", "GET classes", "GET /{a+}/b", "GET /a x=y", "GET /{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}"};
    (void)state;
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++)
        assert_false(op_route_is_valid(&(gabi_op)OP("X", malformed[i])));
    assert_true(op_route_is_valid(&(gabi_op)OP("X", "GET /a/{b} ?c +d=e")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(finds_literal_routes),
        TEST(prefers_what_is_more_specific_whatever_the_order_of_rows),
        TEST(decodes_parameters),
        TEST(leaves_parameters_encoded_when_asked_to),
        TEST(gives_the_rest_of_the_path_to_a_greedy_parameter),
        TEST(takes_no_empty_parameter),
        TEST(tells_an_unknown_path_from_an_unknown_method),
        TEST(looks_at_headers),
        TEST(finds_a_tie),
        TEST(knows_malformed_routes),
    };
    return RUN_TESTS(tests);
}

/* What holds for the ops of all services: their tables are sound, the contract in infra/openapi.json says the same, and
 * nobody passes a guard without a token. */
#include "studio/studio.h"

#include <stdio.h>

#include "cloud_fixture.h"
#include "core/buffer.h"
#include "core/json.h"
#include "core/testing.h"

static void has_no_two_ops_for_one_request(void **state) {
    for (size_t i = 0; i < studio_service_count; i++) {
        const service *service = studio_services[i];
        const gabi_op *first, *second;
        for (size_t j = 0; j < service->op_count; j++)
            assert_true(op_route_is_valid(&service->ops[j]));
        const op_router *router = op_router_new(*state, service->ops, service->op_count);
        if (op_router_find_tie(router, &first, &second))
            fail_msg("%s and %s fit the same request", first->name, second->name);
    }
}

static const json *read_contract(arena *arena) {
    static char text_of_file[256 * 1024];
    FILE *file = fopen("infra/openapi.json", "r");
    const json *contract;
    assert_non_null(file);
    size_t length = fread(text_of_file, 1, sizeof text_of_file, file);
    fclose(file);
    assert_success(json_parse(arena, text_copy(arena, (text){text_of_file, length}), 64, &contract));
    return contract;
}

/* The operation of the contract for a route, "GET /classes"; NULL when there is none. */
static const json *find_operation(arena *arena, const json *contract, const char *route) {
    text path = text_of(route), method;
    text_cut(&path, ' ', &method);
    const json *paths = json_member(contract, "paths");
    const json *methods = json_member(paths, text_to_string(arena, path));
    return json_member(methods, text_lower(arena, method).data);
}

static size_t count_operations(const json *contract) {
    size_t count = 0;
    const json *paths = json_member(contract, "paths");
    for (const json *each = json_first(paths); each; each = json_after(each))
        count += json_count(each);
    return count;
}

static void says_what_the_contract_says(void **state) {
    const json *contract = read_contract(*state);
    size_t count = 0;
    for (size_t i = 0; i < studio_service_count; i++)
        for (size_t j = 0; j < studio_services[i]->op_count; j++) {
            const gabi_op *op = &studio_services[i]->ops[j];
            const json *operation = find_operation(*state, contract, op->route);
            if (!operation)
                fail_msg("the contract has no %s", op->route);
            assert_string(json_member_text(operation, "operationId"), op->name);
            assert_string(json_text(json_first(json_member(operation, "tags"))), studio_services[i]->name);
            assert_int_equal(json_member(operation, "security") != NULL, op->guard != ANYONE);
            assert_int_equal(json_member(operation, "requestBody") != NULL, op->input != NULL);
            count++;
        }
    assert_int_equal(count_operations(contract), count);
}

/* A request for the op, its parameters filled. */
static const char *target_of(arena *arena, const gabi_op *op) {
    text path = text_of(op->route), method;
    text_cut(&path, ' ', &method);
    buffer out = BUFFER(arena);
    bool is_inside = false;
    for (size_t i = 0; i < path.length; i++) {
        if (path.data[i] == '{')
            buffer_append(&out, TEXT("some-id"));
        is_inside = (is_inside || path.data[i] == '{') && path.data[i] != '}';
        if (!is_inside && path.data[i] != '}')
            buffer_append_char(&out, path.data[i]);
    }
    return buffer_text(&out).data;
}

static void lets_nobody_past_a_guard_without_a_good_token(void **state) {
    arena *arena = *state;
    world *world = cloud_fixture_world();
    static const char *const tokens[] = {NULL, "nonsense", "eyJhbGciOiJub25lIn0.e30."};
    for (size_t i = 0; i < studio_service_count; i++)
        for (size_t j = 0; j < studio_services[i]->op_count; j++) {
            const gabi_op *op = &studio_services[i]->ops[j];
            text rest = text_of(op->route), method;
            text_cut(&rest, ' ', &method);
            for (size_t k = 0; op->guard != ANYONE && k < sizeof tokens / sizeof *tokens; k++)
                assert_int_equal(cloud_fixture_call(world, arena, text_to_string(arena, method), target_of(arena, op),
                                                    tokens[k], NULL)
                                     .status,
                                 401);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(has_no_two_ops_for_one_request),
        TEST(says_what_the_contract_says),
        TEST(lets_nobody_past_a_guard_without_a_good_token),
    };
    return RUN_TESTS(tests);
}

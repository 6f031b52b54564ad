/* What updates are charged, clause by clause: the costs as they were measured at the service, and sums of them. */
#include "dynamodb/expressions/update_charge.h"

#include "core/testing.h"
#include "dynamodb/values/attribute.h"

#define SET 3 + 19

typedef struct charge_case {
    const char *expression;
    const char *values; /* NULL: none */
    size_t bytes;
} charge_case;

static const charge_case cases[] = {
    {"SET b = :v", "{\":v\":{\"S\":\"12345\"}}", SET + 1 + 5},
    {"SET twelve_bytes = :v", "{\":v\":{\"S\":\"\"}}", SET + 12},
    {"SET b = :v, c = :v", "{\":v\":{\"S\":\"12345\"}}", SET + 1 + 5 + 19 + 1 + 5},
    {"SET b = :v", "{\":v\":{\"M\":{\"leaf\":{\"S\":\"x\"}}}}", SET + 1 + 3 + 1 + 4 + 1},
    {"SET b.leaf = :v", "{\":v\":{\"S\":\"x\"}}", SET + 1 + 4 + 4 + 1},
    {"SET b[0] = :v", "{\":v\":{\"S\":\"x\"}}", SET + 1 + 4 + 1 + 1},
    {"SET b[120].c = :v", "{\":v\":{\"S\":\"x\"}}", SET + 1 + 4 + 3 + 4 + 1 + 1},
    {"SET c = abcdefghij", NULL, SET + 1 + 15 + 10},
    {"SET c = m.a.z", NULL, SET + 1 + 1 + 3 * (14 + 1)},
    {"SET c = l[10]", NULL, SET + 1 + 1 + 14 + 1 + 14 + 2},
    {"SET l = list_append(l, :v)", "{\":v\":{\"L\":[{\"S\":\"1234567890\"}]}}", SET + 1 + 37 + 16 + 3 + 1 + 10},
    {"SET l = list_append(:v, :w)", "{\":v\":{\"L\":[{\"S\":\"e\"}]},\":w\":{\"L\":[]}}", SET + 1 + 37 + 5 + 3},
    {"SET n = n + :one", "{\":one\":{\"N\":\"1\"}}", SET + 1 + 34 + 16 + 2},
    {"SET n = n - :one", "{\":one\":{\"N\":\"1\"}}", SET + 1 + 37 + 16 + 2},
    {"SET c = if_not_exists(c, :v)", "{\":v\":{\"S\":\"v\"}}", SET + 1 + 39 + 16 + 1},
    {"SET c = if_not_exists(c, :v) + :v", "{\":v\":{\"N\":\"1\"}}", SET + 1 + 34 + 39 + 16 + 2 + 2},
    {"ADD abcdefghij :one", "{\":one\":{\"N\":\"1\"}}", SET + 10 + 2},
    {"ADD ss :v", "{\":v\":{\"SS\":[\"abc\",\"defg\"]}}", SET + 2 + 7},
    {"REMOVE r", NULL, 3 + 1 + 1},
    {"REMOVE m.yyyyyyyyyy", NULL, 3 + 1 + 1 + 4 + 10},
    {"REMOVE abcdefghij[1], l[10]", NULL, 3 + 1 + 10 + 4 + 1 + 1 + 1 + 4 + 2},
    {"DELETE ss :v", "{\":v\":{\"SS\":[\"abc\",\"defg\"]}}", 3 + 1 + 2},
    {"SET b = :v REMOVE r", "{\":v\":{\"S\":\"x\"}}", SET + 1 + 1 + 1 + 1},
};

static size_t charge_of(arena *arena, const charge_case *given) {
    expression_scope scope;
    update update;
    table_item values = {0};
    if (given->values)
        values = item_of_json(arena, text_of(given->values));
    assert_success(expression_scope_init(&scope, arena, NULL, given->values ? &values : NULL));
    assert_success(expression_parse_update(&scope, text_of(given->expression), &update));
    return update_charge_bytes(&update);
}

static void is_that_of_the_clauses(void **state) {
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t bytes = charge_of(*state, &cases[i]);
        if (bytes != cases[i].bytes)
            fail_msg("%s: %zu bytes instead of %zu", cases[i].expression, bytes, cases[i].bytes);
    }
}

static void of_no_clause_is_that_of_the_update(void **state) {
    (void)state;
    assert_int_equal(update_charge_bytes(&(update){0}), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(is_that_of_the_clauses), TEST(of_no_clause_is_that_of_the_update)};
    return RUN_TESTS(tests);
}

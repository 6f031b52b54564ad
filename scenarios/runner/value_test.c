/* Values: read from JSON, compared, and written. */
#include "runner/value.h"

#include "core/testing.h"

static const value *json(arena *arena, const char *document) {
    const value *value = value_of_json(arena, text_of(document));
    assert_non_null(value);
    return value;
}

static void keeps_members_in_the_order_of_their_names(void **state) {
    const value *object = json(*state, "{\"b\":1,\"a\":2,\"c\":3,\"b\":4,\"\":5}");
    assert_int_equal(object->items.count, 4);
    assert_string(object->items.items[0]->name, "");
    assert_string(object->items.items[1]->name, "a");
    assert_string(object->items.items[3]->name, "c");
    assert_int_equal(value_member(object, TEXT("b"))->integer, 4); /* the last counts */
    assert_null(value_member(object, TEXT("d")));
    assert_null(value_member(json(*state, "[1]"), TEXT("a")));
    assert_int_equal(json(*state, "{}")->items.count, 0);
}

static void reads_objects_of_many_members(void **state) {
    buffer document = BUFFER(*state);
    for (int i = 200000; i > 0; i--)
        buffer_format(&document, "%s\"%06d\":%d", i == 200000 ? "{" : ",", i, i);
    buffer_append(&document, TEXT("}"));
    const value *object = json(*state, buffer_text(&document).data);
    assert_int_equal(object->items.count, 200000);
    assert_int_equal(object->items.items[0]->integer, 1);
    assert_int_equal(value_member(object, TEXT("123456"))->integer, 123456);
}

static void compares_numbers_by_their_value(void **state) {
    static const struct {
        const char *a;
        const char *b;
        int order;
    } cases[] = {
        {"1", "1.0", 0},
        {"1", "2", -1},
        {"-1.5", "-1", -1},
        {"9223372036854775807", "9223372036854775806", 1},
        {"9223372036854775807", "9223372036854775808", -1},
        {"123456789012345678901234567890", "123456789012345678901234567891", -1},
        {"123456789012345678901234567890", "99999999999999999999", 1},
        {"-123456789012345678901234567890", "-99999999999999999999", -1},
        {"-123456789012345678901234567890", "99999999999999999999", -1},
        {"123456789012345678901234567890", "1", 1},
        {"-9223372036854775808", "-9223372036854775809", 1},
        {"-123456789012345678901234567890", "-1", -1},
        {"1e400", "1e300", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const value *a = json(*state, cases[i].a), *b = json(*state, cases[i].b);
        int order;
        assert_true(value_compare(a, b, &order));
        assert_int_equal((order > 0) - (order < 0), cases[i].order);
        assert_int_equal(value_equal(a, b), cases[i].order == 0);
    }
}

static void writes_floats_without_exponents(void **state) {
    static const struct {
        const char *spelled;
        const char *written;
    } cases[] = {
        {"1.0", "1.0"},
        {"-1.5", "-1.5"},
        {"1e3", "1000.0"},
        {"1e-7", "0.0000001"},
        {"0.1", "0.1"},
        {"1.7976931348623157e308", NULL},
        {"1e21", "1000000000000000000000.0"},
        {"123456.789e3", "123456789.0"},
        {"-0.0", "-0.0"},
        {"0.30000000000000004", "0.30000000000000004"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        text written;
        assert_true(value_render(*state, json(*state, cases[i].spelled), &written));
        if (cases[i].written)
            assert_string(written, cases[i].written);
        else
            assert_int_equal(written.length, 309 + 2);
    }
}

static void compares_only_what_has_an_order(void **state) {
    int order;
    assert_true(value_compare(json(*state, "\"a\""), json(*state, "\"b\""), &order));
    assert_true(order < 0);
    assert_false(value_compare(json(*state, "\"1\""), json(*state, "1"), &order));
    assert_false(value_compare(json(*state, "true"), json(*state, "true"), &order));
    assert_true(value_equal(json(*state, "{\"a\":[1,{\"b\":null}]}"), json(*state, "{\"a\":[1.0,{\"b\":null}]}")));
    assert_false(value_equal(json(*state, "{\"a\":1}"), json(*state, "{\"b\":1}")));
    assert_false(value_equal(json(*state, "[1]"), json(*state, "[1,2]")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(keeps_members_in_the_order_of_their_names), TEST(reads_objects_of_many_members),
        TEST(compares_numbers_by_their_value),           TEST(writes_floats_without_exponents),
        TEST(compares_only_what_has_an_order),
    };
    return RUN_TESTS(tests);
}

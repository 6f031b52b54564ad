#include "core/schema.h"

#include "core/testing.h"

typedef struct sample {
    text name;
    text email;
    int64_t places;
    double price;
    bool is_public;
} sample;

static const schema_field sample_fields[] = {
    {"name", SCHEMA_TEXT, SCHEMA_OFFSET(sample, name), .required = true, .least = 2, .most = 5},
    {"email", SCHEMA_EMAIL, SCHEMA_OFFSET(sample, email), .required = false},
    {"places", SCHEMA_INTEGER, SCHEMA_OFFSET(sample, places), .least = 1, .most = 30},
    {"price", SCHEMA_NUMBER, SCHEMA_OFFSET(sample, price), .least = 0, .most = 100},
    {"isPublic", SCHEMA_BOOLEAN, SCHEMA_OFFSET(sample, is_public), .required = false},
};
SCHEMA(sample, sample_fields);

static void binds_a_struct(void **state) {
    const void *bound;
    assert_success(schema_bind(*state, &sample_schema,
                               TEXT("{\"name\":\"yin\",\"email\":\"a@b.cd\",\"places\":12,\"price\":12.5,"
                                    "\"isPublic\":true}"),
                               &bound));
    const sample *made = bound;
    assert_string(made->name, "yin");
    assert_string(made->email, "a@b.cd");
    assert_int_equal(made->places, 12);
    assert_float_equal(made->price, 12.5, 0);
    assert_true(made->is_public);
}

static void leaves_absent_and_null_members_zero(void **state) {
    const void *bound;
    assert_success(schema_bind(*state, &sample_schema, TEXT("{\"name\":\"yin\",\"email\":null}"), &bound));
    const sample *made = bound;
    assert_null(made->email.data);
    assert_int_equal(made->places, 0);
}

static void takes_an_empty_body_for_an_empty_object(void **state) {
    const void *bound = NULL;
    const gabi_error *error = schema_bind(*state, &sample_schema, TEXT(""), &bound);
    assert_error(error, ERROR_INVALID, "invalid_body");
    assert_text(error->details, TEXT("\"fields\":{\"name\":\"is required\"}"));
    assert_null(bound);
}

/* The details of the error for a body. */
static text problems(arena *arena, const char *body) {
    const void *bound;
    const gabi_error *error = schema_bind(arena, &sample_schema, text_of(body), &bound);
    assert_error(error, ERROR_INVALID, "invalid_body");
    return error->details;
}

static void reports_every_problem_by_field(void **state) {
    assert_text(
        problems(*state, "{\"name\":\"y\",\"email\":\"nowhere\",\"places\":31,\"isPublic\":1,\"more\":2}"),
        TEXT("\"fields\":{\"name\":\"must have at least 2 bytes\",\"email\":\"must be an e-mail address\","
             "\"places\":\"must be at most 30\",\"isPublic\":\"must be true or false\",\"more\":\"is not known\"}"));
    assert_text(problems(*state, "{\"name\":\"abcdef\"}"), TEXT("\"fields\":{\"name\":\"must have at most 5 bytes\"}"));
    assert_text(problems(*state, "{\"name\":7}"), TEXT("\"fields\":{\"name\":\"must be a string\"}"));
    assert_text(problems(*state, "{\"name\":\"yin\",\"price\":100.5}"),
                TEXT("\"fields\":{\"price\":\"must be at most 100\"}"));
    assert_text(problems(*state, "{\"name\":\"yin\",\"price\":-0.5}"),
                TEXT("\"fields\":{\"price\":\"must be at least 0\"}"));
    assert_text(problems(*state, "{\"name\":\"yin\",\"price\":\"1\"}"),
                TEXT("\"fields\":{\"price\":\"must be a number\"}"));
    assert_text(problems(*state, "{\"name\":\"yin\",\"places\":1.5}"),
                TEXT("\"fields\":{\"places\":\"must be a whole number\"}"));
}

static void refuses_members_that_are_given_twice(void **state) {
    assert_text(problems(*state, "{\"name\":\"yin\",\"name\":\"yang\",\"name\":\"yin\"}"),
                TEXT("\"fields\":{\"name\":\"is given twice\"}"));
}

static void refuses_what_is_no_object(void **state) {
    static const char *const bodies[] = {"null", "[]", "\"x\"", "{", "{}x", "\xff"};
    const void *bound;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        assert_error(schema_bind(*state, &sample_schema, text_of(bodies[i]), &bound), ERROR_INVALID, "invalid_body");
}

static void knows_addresses(void **state) {
    static const char *const good[] = {"a@b.cd", "first.last+tag@sub.example.com", "ü@example.org"};
    static const char *const bad[] = {"", "a", "a@", "@b.cd", "a@b", "a@b.", "a@.b", "a b@c.de", "a@b@c.de"};
    const void *bound;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_success(schema_bind(*state, &sample_schema,
                                   text_format(*state, "{\"name\":\"yin\",\"email\":\"%s\"}", good[i]), &bound));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_error(schema_bind(*state, &sample_schema,
                                 text_format(*state, "{\"name\":\"yin\",\"email\":\"%s\"}", bad[i]), &bound),
                     ERROR_INVALID, "invalid_body");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(binds_a_struct),
        TEST(leaves_absent_and_null_members_zero),
        TEST(takes_an_empty_body_for_an_empty_object),
        TEST(reports_every_problem_by_field),
        TEST(refuses_members_that_are_given_twice),
        TEST(refuses_what_is_no_object),
        TEST(knows_addresses),
    };
    return RUN_TESTS(tests);
}

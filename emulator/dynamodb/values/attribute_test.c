#include "dynamodb/values/attribute.h"

#include "core/testing.h"

typedef struct size_case {
    const char *item;
    size_t size_bytes;
} size_case;

/* Names and values, by the rules of the developer guide; of numbers it only says "approximately", so their sizes are
 * those that limits of the real service were found at. */
static const size_case sizes[] = {
    {"{}", 0},
    {"{\"a\":{\"S\":\"\"}}", 1},
    {"{\"name\":{\"S\":\"Ann\"}}", 7},
    {"{\"a\":{\"S\":\"\\u00e9\\u20ac\"}}", 6},
    {"{\"a\":{\"B\":\"AQID\"}}", 4},
    {"{\"a\":{\"BOOL\":false}}", 2},
    {"{\"a\":{\"NULL\":true}}", 2},
    {"{\"a\":{\"N\":\"0\"}}", 2},
    {"{\"a\":{\"N\":\"1\"}}", 3},
    {"{\"a\":{\"N\":\"-1\"}}", 4},
    {"{\"a\":{\"N\":\"27\"}}", 3},
    {"{\"a\":{\"N\":\"0027.00\"}}", 3},
    {"{\"a\":{\"N\":\"2700000\"}}", 4},
    {"{\"a\":{\"N\":\"1.2\"}}", 4},
    {"{\"a\":{\"N\":\"0.12\"}}", 3},
    {"{\"a\":{\"N\":\"0.012\"}}", 4},
    {"{\"a\":{\"N\":\"3.14\"}}", 4},
    {"{\"a\":{\"N\":\"-3.14\"}}", 5},
    {"{\"a\":{\"N\":\"123456789\"}}", 7},
    {"{\"a\":{\"N\":\"31415926535897932384626433832795028841e30\"}}", 21},
    {"{\"a\":{\"SS\":[\"ab\",\"c\"]}}", 4},
    {"{\"a\":{\"NS\":[\"1\",\"100\",\"-5\"]}}", 8},
    {"{\"a\":{\"BS\":[\"AQID\",\"AQ==\"]}}", 5},
    {"{\"a\":{\"L\":[]}}", 4},
    {"{\"a\":{\"M\":{}}}", 4},
    {"{\"a\":{\"L\":[{\"S\":\"xyz\"},{\"N\":\"7\"}]}}", 11},
    {"{\"a\":{\"M\":{\"bc\":{\"S\":\"xyz\"}}}}", 10},
    {"{\"a\":{\"M\":{\"b\":{\"L\":[{\"BOOL\":true}]}}}}", 11},
};

static void have_the_size_that_aws_counts(void **state) {
    arena *arena = *state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        table_item item = item_of_json(arena, text_of(sizes[i].item));
        if (item_size_bytes(&item) != sizes[i].size_bytes)
            fail_msg("%s: %zu bytes instead of %zu", sizes[i].item, item_size_bytes(&item), sizes[i].size_bytes);
    }
}

/* DynamoDB's order, not the request's. */
static void sets_are_in_order(void **state) {
    static const char *const sets[][2] = {
        {"{\"a\":{\"SS\":[\"b\",\"\",\"B\",\"a\"]}}", "{\"a\":{\"SS\":[\"\",\"B\",\"a\",\"b\"]}}"},
        {"{\"a\":{\"NS\":[\"10\",\"9\",\"-1\",\"0.5\",\"-20\"]}}",
         "{\"a\":{\"NS\":[\"-20\",\"-1\",\"0.5\",\"9\",\"10\"]}}"},
        {"{\"a\":{\"BS\":[\"/w==\",\"AA==\"]}}", "{\"a\":{\"BS\":[\"AA==\",\"/w==\"]}}"},
        {"{\"a\":{\"L\":[{\"SS\":[\"b\",\"a\"]}]}}", "{\"a\":{\"L\":[{\"SS\":[\"a\",\"b\"]}]}}"},
    };
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        json_reader reader;
        table_item item;
        attribute_problem problem;
        json_reader_init(&reader, *state, text_of(sets[i][0]), ATTRIBUTE_JSON_DEPTH);
        assert_success(item_read(&reader, &item, &problem));
        assert_success(attribute_problem_error(*state, &problem, VALUE_READER_FIRST));
        assert_string(item_to_json(*state, &item), sets[i][1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(sets_are_in_order),
        TEST(have_the_size_that_aws_counts),
    };
    return RUN_TESTS(tests);
}

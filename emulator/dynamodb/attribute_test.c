#include "dynamodb/attribute.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(have_the_size_that_aws_counts),
    };
    return RUN_TESTS(tests);
}

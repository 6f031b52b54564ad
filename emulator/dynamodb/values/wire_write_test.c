/* What is read by a table of members is written by it, and the other way round. */
#include "core/testing.h"
#include "dynamodb/values/wire.h"

typedef struct part {
    text name;
} part;

static const wire_member part_members[] = {
    {"Name", wire_read_text, offsetof(part, name), NULL},
};
WIRE_STRUCT(part_struct, part, part_members);

typedef struct whole {
    text title;
    optional_integer count;
    optional_boolean is_good;
    part *part;
    wire_list parts;
    wire_list words;
} whole;

static const wire_member whole_members[] = {
    {"Title", wire_read_text, offsetof(whole, title), NULL},
    {"Count", wire_read_integer, offsetof(whole, count), NULL},
    {"Total", wire_read_long, offsetof(whole, count), NULL}, /* another name of it */
    {"Good", wire_read_boolean, offsetof(whole, is_good), NULL},
    {"Part", wire_read_object, offsetof(whole, part), &part_struct},
    {"Parts", wire_read_list, offsetof(whole, parts), &part_struct},
    {"Words", wire_read_list, offsetof(whole, words), NULL},
};
WIRE_STRUCT(whole_struct, whole, whole_members);

static text read_and_written(arena *arena, const char *body) {
    whole whole = {0};
    assert_null(wire_read_body(arena, text_of(body), &whole_struct, &whole));
    return wire_to_json(arena, &whole_struct, &whole);
}

static void comes_back_as_it_was_read(void **state) {
    const char *full = "{\"Title\":\"a \\\"title\\\"\",\"Count\":-3,\"Good\":false,\"Part\":{\"Name\":\"\"},"
                       "\"Parts\":[{\"Name\":\"x\"},{}],\"Words\":[\"one\",\"two\"]}";
    assert_string(read_and_written(*state, full), full);
}

static void leaves_out_what_is_absent(void **state) {
    assert_string(read_and_written(*state, "{}"), "{}");
    assert_string(
        read_and_written(*state, "{\"Title\":null,\"Count\":null,\"Good\":null,\"Part\":null,\"Parts\":null}"), "{}");
    assert_string(read_and_written(*state, "{\"Parts\":[],\"Words\":[],\"Part\":{}}"), "{\"Part\":{}}");
}

static void writes_the_first_of_two_names(void **state) {
    assert_string(read_and_written(*state, "{\"Total\":7}"), "{\"Count\":7}");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(comes_back_as_it_was_read),
        TEST(leaves_out_what_is_absent),
        TEST(writes_the_first_of_two_names),
    };
    return RUN_TESTS(tests);
}

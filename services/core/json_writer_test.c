#include "core/json_writer.h"

#include <math.h>
#include <stdlib.h>

#include "core/json_reader.h"
#include "core/testing.h"

static void writes_commas_between_values_only(void **state) {
    buffer out = BUFFER(*state);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_string_member(&writer, "a", TEXT("x"));
    json_name(&writer, TEXT("b"));
    json_begin_array(&writer);
    json_integer(&writer, INT64_MIN);
    json_begin_object(&writer);
    json_end_object(&writer);
    json_null(&writer);
    json_raw(&writer, TEXT("[1]"));
    json_end_array(&writer);
    json_integer_member(&writer, "c", 7);
    json_boolean_member(&writer, "d", true);
    json_raw_member(&writer, "e", TEXT("{}"));
    json_name(&writer, TEXT("f"));
    json_boolean(&writer, false);
    json_end_object(&writer);
    assert_string(buffer_text(&out),
                  "{\"a\":\"x\",\"b\":[-9223372036854775808,{},null,[1]],\"c\":7,\"d\":true,\"e\":{},"
                  "\"f\":false}");
}

static text written(arena *arena, text value) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_string(&writer, value);
    return buffer_text(&out);
}

static void escapes_what_must_be_escaped(void **state) {
    assert_string(written(*state, TEXT("\"\\/\b\f\n\r\t\x01\x1F\0\x7F")),
                  "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u0000\x7F\"");
    assert_string(written(*state, TEXT("\xC3\xA4\xF0\x9F\xA7\x98")), "\"\xC3\xA4\xF0\x9F\xA7\x98\"");
    assert_string(written(*state, (text){NULL, 0}), "\"\"");
}

static void replaces_what_is_not_utf8(void **state) {
    assert_string(written(*state, TEXT("a\xFF\xC3\xA4\xC3")), "\"a\xEF\xBF\xBD\xC3\xA4\xEF\xBF\xBD\"");
    assert_string(written(*state, TEXT("\xED\xA0\x80")), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

static void names_are_escaped_too(void **state) {
    buffer out = BUFFER(*state);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_name(&writer, TEXT("a\"b"));
    json_null(&writer);
    json_end_object(&writer);
    assert_string(buffer_text(&out), "{\"a\\\"b\":null}");
}

static text written_double(arena *arena, double value) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_double(&writer, value);
    return buffer_text(&out);
}

static void doubles_read_well_and_come_back(void **state) {
    assert_string(written_double(*state, 0.1), "0.1");
    assert_string(written_double(*state, 1e300), "1e+300");
    assert_string(written_double(*state, -2.5), "-2.5");
    static const double hard[] = {1.0 / 3, 5e-324, 1.7976931348623157e308, 9007199254740993.0, 0.1 + 0.2};
    for (size_t i = 0; i < sizeof hard / sizeof hard[0]; i++)
        assert_true(strtod(written_double(*state, hard[i]).data, NULL) == hard[i]);
}

static void what_json_has_no_number_for_is_null(void **state) {
    assert_string(written_double(*state, NAN), "null");
    assert_string(written_double(*state, INFINITY), "null");
}

static void any_bytes_become_a_readable_string(void **state) {
    arena *arena = *state;
    char bytes[2];
    for (unsigned pair = 0; pair < 0x10000; pair += 7) {
        bytes[0] = (char)(pair >> 8);
        bytes[1] = (char)pair;
        json_reader reader;
        json_reader_init(&reader, arena, written(arena, (text){bytes, sizeof bytes}), 0);
        assert_int_equal(json_next(&reader), JSON_STRING);
        if (text_is_utf8((text){bytes, sizeof bytes}))
            assert_text(reader.value, ((text){bytes, sizeof bytes}));
        assert_int_equal(json_next(&reader), JSON_END);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(writes_commas_between_values_only),  TEST(escapes_what_must_be_escaped),
        TEST(replaces_what_is_not_utf8),          TEST(names_are_escaped_too),
        TEST(doubles_read_well_and_come_back),    TEST(what_json_has_no_number_for_is_null),
        TEST(any_bytes_become_a_readable_string),
    };
    return RUN_TESTS(tests);
}

#include "dynamodb/values/key.h"

#include "core/testing.h"

static attribute_value string_of(text content) { return (attribute_value){.kind = ATTRIBUTE_STRING, .text = content}; }

static text row(arena *arena, text hash, text range) {
    buffer out = BUFFER(arena);
    attribute_value hash_value = string_of(hash), range_value = string_of(range);
    key_append_partition(&out, (const attribute_value *[]){&hash_value}, 1);
    key_append_range(&out, &range_value);
    return buffer_text(&out);
}

static void rows_of_a_partition_lie_in_the_order_of_their_sort_keys(void **state) {
    static const text ordered[] = {TEXT_INIT("\0"),   TEXT_INIT("\0\0"),    TEXT_INIT("\0a"), TEXT_INIT("a"),
                                   TEXT_INIT("a\0"),  TEXT_INIT("a\0b"),    TEXT_INIT("aa"),  TEXT_INIT("b"),
                                   TEXT_INIT("\xff"), TEXT_INIT("\xff\xff")};
    for (size_t i = 1; i < sizeof ordered / sizeof *ordered; i++)
        assert_true(text_compare(row(*state, TEXT("p"), ordered[i - 1]), row(*state, TEXT("p"), ordered[i])) < 0);
}

static void no_partition_reaches_into_another(void **state) {
    attribute_value value = string_of(TEXT("a"));
    buffer partition = BUFFER(*state);
    key_append_partition(&partition, (const attribute_value *[]){&value}, 1);
    text prefix = buffer_text(&partition);
    assert_true(text_starts_with(row(*state, TEXT("a"), TEXT("x")), prefix));
    assert_false(text_starts_with(row(*state, TEXT("a\0"), TEXT("x")), prefix));
    assert_false(text_starts_with(row(*state, TEXT("ab"), TEXT("x")), prefix));
}

static void what_lies_after_a_prefix_is_above_all_that_begin_with_it(void **state) {
    text prefix = {"\0\1ab\xff\xff", 6};
    text after = key_after_prefix(*state, prefix);
    assert_text(after, ((text){"\0\1ac", 4}));
    assert_true(text_compare((text){"\0\1ab\xff\xff\xff\xff", 8}, after) < 0);
}

static text bucket(arena *arena, attribute_value hash) {
    buffer out = BUFFER(arena);
    key_append_partition(&out, (const attribute_value *[]){&hash}, 1);
    return text_upto(buffer_text(&out), KEY_BUCKET_BYTES);
}

/* As recorded from the service, by scans of tables with such keys. */
static void partitions_lie_in_awss_order(void **state) {
    static const char *const strings[] = {"2", "8", "9",    "1",       "6", "hello", "0",
                                          "5", "4", "äáöü", "aardman", "7", "3",     "zapf"};
    static const char *const numbers[] = {"7", "999.9", "8", "3", "2", "-999.9",   "9",
                                          "4", "-0.09", "6", "1", "0", "0.012345", "5"};
    for (size_t i = 1; i < sizeof strings / sizeof *strings; i++) {
        text before = bucket(*state, string_of(text_of(strings[i - 1])));
        assert_true(text_compare(before, bucket(*state, string_of(text_of(strings[i])))) < 0);
        attribute_value number = {.kind = ATTRIBUTE_NUMBER, .text = text_of(numbers[i - 1])};
        before = bucket(*state, number);
        number.text = text_of(numbers[i]);
        assert_true(text_compare(before, bucket(*state, number)) < 0);
    }
}

static void buckets_cover_all_rows(void **state) {
    text first = key_of_bucket(*state, 0), end = key_of_bucket(*state, KEY_BUCKETS);
    for (int i = 0; i < 2000; i++) {
        text key = row(*state, text_format(*state, "partition %d", i), TEXT("\xff"));
        assert_true(text_compare(first, key) < 0);
        assert_true(text_compare(key, end) < 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(rows_of_a_partition_lie_in_the_order_of_their_sort_keys),
        TEST(no_partition_reaches_into_another),
        TEST(what_lies_after_a_prefix_is_above_all_that_begin_with_it),
        TEST(partitions_lie_in_awss_order),
        TEST(buckets_cover_all_rows),
    };
    return RUN_TESTS(tests);
}

#include "core/civil_time.h"

#include "core/testing.h"

#define MONDAY_MS 1767600000000 /* 2026-01-05T08:00:00Z */

static void writes_the_three_forms(void **state) {
    assert_string(time_to_iso8601(*state, MONDAY_MS), "2026-01-05T08:00:00Z");
    assert_string(time_to_iso8601(*state, MONDAY_MS + 7), "2026-01-05T08:00:00.007Z");
    assert_string(time_to_amz_date(*state, MONDAY_MS + 999), "20260105T080000Z");
    assert_string(time_to_http_date(*state, MONDAY_MS), "Mon, 05 Jan 2026 08:00:00 GMT");
    assert_string(time_to_full_text(*state, MONDAY_MS),
                  "Monday, January 5, 2026 at 8:00:00 AM Coordinated Universal Time");
}

static void knows_the_time_before_1970_and_far_ahead(void **state) {
    assert_string(time_to_iso8601(*state, 0), "1970-01-01T00:00:00Z");
    assert_string(time_to_iso8601(*state, -1), "1969-12-31T23:59:59.999Z");
    assert_string(time_to_http_date(*state, 253402300799000), "Fri, 31 Dec 9999 23:59:59 GMT");
}

static void reads_rfc_3339(void **state) {
    (void)state;
    static const struct {
        const char *input;
        int64_t time_ms;
    } good[] = {
        {"2026-01-05T08:00:00Z", MONDAY_MS},
        {"2026-01-05T09:30:00+01:30", MONDAY_MS},
        {"2026-01-04T23:00:00-09:00", MONDAY_MS},
        {"2026-01-05T08:00:00.25Z", MONDAY_MS + 250},
        {"2026-01-05T08:00:00.0079999Z", MONDAY_MS + 7},
        {"1969-12-31T23:59:59.999Z", -1},
        {"2024-02-29T00:00:00Z", 1709164800000},
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        int64_t time_ms;
        assert_true(time_from_iso8601(text_of(good[i].input), &time_ms));
        assert_true(time_ms == good[i].time_ms);
    }
}

static void refuses_what_is_malformed_or_no_such_day(void **state) {
    (void)state;
    static const char *const bad[] = {"",
                                      "2026-01-05",
                                      "2026-01-05 08:00:00Z",
                                      "2026-01-05T08:00:00",
                                      "2026-01-05T08:00Z",
                                      "2026-01-05T08:00:00.Z",
                                      "2026-01-05T08:00:00Zx",
                                      "2026-01-05T08:00:00+0100",
                                      "2026-01-05T08:00:00+24:00",
                                      "2026-01-05T08:00:00+01:60",
                                      "2026-02-29T00:00:00Z",
                                      "2026-13-01T00:00:00Z",
                                      "2026-00-01T00:00:00Z",
                                      "2026-01-00T00:00:00Z",
                                      "2026-01-05T24:00:00Z",
                                      "2026-01-05T08:60:00Z",
                                      "2026-01-05T08:00:60Z",
                                      "-026-01-05T08:00:00Z",
                                      "2026-1-05T08:00:00Z"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t untouched = 77;
        assert_false(time_from_iso8601(text_of(bad[i]), &untouched));
        assert_true(untouched == 77);
    }
}

static void reads_amz_dates(void **state) {
    (void)state;
    int64_t time_ms = 77;
    assert_true(time_from_amz_date(TEXT("20260105T080000Z"), &time_ms));
    assert_true(time_ms == MONDAY_MS);
    static const char *const bad[] = {
        "", "20260105T080000", "20260105T080000Zx", "20260105 080000Z", "20261305T080000Z", "2026-01-05T08:00Z"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(time_from_amz_date(text_of(bad[i]), &time_ms));
    assert_true(time_ms == MONDAY_MS);
}

static void every_day_of_a_cycle_comes_back(void **state) {
    arena *arena = *state;
    const int64_t day_ms = 86400000;
    for (int64_t day = -1000; day < 146097; day += 13) {
        int64_t again;
        int64_t time_ms = day * day_ms + day;
        assert_true(time_from_iso8601(time_to_iso8601(arena, time_ms), &again));
        assert_true(again == time_ms);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(writes_the_three_forms), TEST(knows_the_time_before_1970_and_far_ahead),
        TEST(reads_rfc_3339),         TEST(refuses_what_is_malformed_or_no_such_day),
        TEST(reads_amz_dates),        TEST(every_day_of_a_cycle_comes_back),
    };
    return RUN_TESTS(tests);
}

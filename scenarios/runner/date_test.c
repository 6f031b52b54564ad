/* Dates are written and read as Rust's chrono does it. */
#include "runner/date.h"

#include "core/testing.h"

#define MONDAY_EIGHT INT64_C(1767600000) /* 2026-01-05T08:00:00Z */

static void writes_every_field(void **state) {
    static const struct {
        const char *pattern;
        const char *written;
    } cases[] = {
        {"%Y %C %y %q %m %d %e", "2026 20 26 1 01 05  5"},
        {"%a %A %b %B %h", "Mon Monday Jan January Jan"},
        {"%w %u %U %W %G %g %V %j", "1 1 01 01 2026 26 02 005"},
        {"%H %k %I %l %P %p %M %S", "08  8 08  8 am AM 00 07"},
        {"%f %.f %.3f %.6f %.9f %3f %6f %9f", "012345000 .012345 .012 .012345 .012345000 012 012345 012345000"},
        {"%D %x %F %v %R %T %X %r", "01/05/26 01/05/26 2026-01-05  5-Jan-2026 08:00 08:00:07 08:00:07 08:00:07 AM"},
        {"%c", "Mon Jan  5 08:00:07 2026"},
        {"%Z %z %:z %::z %:::z", "UTC +0000 +00:00 +00:00:00 +00"},
        {"%s %+", "1767600007 2026-01-05T08:00:07.012345+00:00"},
        {"%-d %_d %0e %-j %_H %-Y", "5  5 05 5  8 2026"},
        {"a%tb%nc%%", "a\tb\nc%"},
        {"\xC3\xA9 \xE2\x82\xAC", "\xC3\xA9 \xE2\x82\xAC"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        text written;
        if (!date_format(*state, (instant){MONDAY_EIGHT + 7, 12345000}, text_of(cases[i].pattern), &written))
            fail_msg("%s is refused", cases[i].pattern);
        assert_string(written, cases[i].written);
    }
}

static void writes_dates_far_away(void **state) {
    static const struct {
        int64_t seconds;
        const char *pattern;
        const char *written;
    } cases[] = {
        {0, "%F %T%.f", "1970-01-01 00:00:00"},
        {-1, "%F %T", "1969-12-31 23:59:59"},
        {INT64_C(-62167219200), "%F", "0000-01-01"},
        {INT64_C(-62167219201), "%F %y", "-0001-12-31 99"},
        {INT64_C(253402300800), "%Y-%m %-Y %_Y", "+10000-01 +10000 +10000"},
        {INT64_C(1609459200), "%F %G-%V", "2021-01-01 2020-53"},
        {INT64_C(1735603200), "%F %G-%V", "2024-12-31 2025-01"},
        {INT64_C(1767657600), "%I %p", "12 AM"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        text written;
        assert_true(date_format(*state, (instant){cases[i].seconds, 0}, text_of(cases[i].pattern), &written));
        assert_string(written, cases[i].written);
    }
}

static void refuses_patterns_that_there_are_not(void **state) {
    static const char *const patterns[] = {
        "%", "%Q", "%.", "%.4f", "%4f", "%:", "%:::::z", "%#z", "%#Y", "%-a", "%-D", "%-.3f"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        text written;
        if (date_format(*state, (instant){0, 0}, text_of(patterns[i]), &written))
            fail_msg("%s is let pass", patterns[i]);
    }
}

static void reads_dates(void **state) {
    static const struct {
        const char *written;
        const char *pattern;
        const char *date; /* NULL: is none */
    } cases[] = {
        {"2026-01-05", "%Y-%m-%d", "2026-01-05 00:00:00"},
        {"2026-01-05 08:30", "%Y-%m-%d %H:%M", "2026-01-05 08:30:00"},
        {"2026-01-05T08:30:01.25Z", "%+", "2026-01-05 08:30:01.250"},
        {"2026-01-05 08:30:01 UTC", "%+", "2026-01-05 08:30:01"},
        {"2026-01-05 08:30:01+01:00", "%+", "2026-01-05 07:30:01"},
        {"2026-01-05T08:30:01 +0130", "%Y-%m-%dT%H:%M:%S %z", "2026-01-05 07:00:01"},
        {"2026-01-05T08:30:01 -01", "%Y-%m-%dT%H:%M:%S %#z", "2026-01-05 09:30:01"},
        {"Mon, 5 Jan 2026 08:30:01 GMT", "%a, %d %b %Y %H:%M:%S GMT", "2026-01-05 08:30:01"},
        {"monday january 5 2026 1:02 pm", "%A %B %d %Y %I:%M %p", "2026-01-05 13:02:00"},
        {"12:00 am 1/5/26", "%I:%M %P %D", "2026-01-05 00:00:00"},
        {"99-12-31", "%y-%m-%d", "1999-12-31 00:00:00"},
        {"2026-005", "%Y-%j", "2026-01-05 00:00:00"},
        {"2026-W02-1", "%G-W%V-%u", "2026-01-05 00:00:00"},
        {"2026 1 1", "%Y %U %w", "2026-01-05 00:00:00"},
        {"2026 1 1", "%Y %W %u", "2026-01-05 00:00:00"},
        {"1767600000", "%s", "2026-01-05 08:00:00"},
        {"+12026-01-05", "%F", "+12026-01-05 00:00:00"},
        {"2026-01-05 08:30:60", "%F %T", "2026-01-05 08:30:60"},
        {"2026-01-05 08:30:01.123456789123", "%F %T%.f", "2026-01-05 08:30:01.123456789"},
        {"2026-01-05 08:30:01.123", "%F %T%.3f", "2026-01-05 08:30:01.123"},
        {"2026-01-05 08:30:01", "%F %T%.f", "2026-01-05 08:30:01"},
        {"2026-01-05 08:30:01 CET", "%F %T %Z", "2026-01-05 08:30:01"},
        {"2026-02-30", "%F", NULL},
        {"2026-13-01", "%F", NULL},
        {"2026-01-05 24:00", "%F %R", NULL},
        {"2026-01-05 08:60", "%F %R", NULL},
        {"Tue 2026-01-05", "%a %F", NULL},
        {"2026-01-05 ", "%F", NULL},
        {"2026-01", "%Y-%m", NULL},
        {"08:30", "%R", NULL},
        {"2026-01-05 2026", "%F %Y", "2026-01-05 00:00:00"},
        {"2026-01-05 2027", "%F %Y", NULL},
        {"2026-01-05 08:30:01 1", "%F %T %z", NULL},
        {"99999999999999999999", "%s", NULL},
        {"8210266876800", "%s", NULL},
        {"-8334601228801", "%s", NULL},
        {"2026-01-05", "%Q", NULL},
        {"13 pm 2026-01-05", "%I %p %F", NULL},
        {"", "", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        instant date;
        text shown = TEXT("none");
        bool is_read = date_parse(text_of(cases[i].written), text_of(cases[i].pattern), &date);
        if (is_read)
            assert_true(date_format(*state, date, TEXT("%F %T%.f"), &shown));
        if (is_read != (cases[i].date != NULL) || (is_read && !text_equal(shown, text_of(cases[i].date))))
            fail_msg("%s by %s is %.*s", cases[i].written, cases[i].pattern, TEXT_ARGS(shown));
    }
}

static void knows_rfc_3339_to_the_letter(void **state) {
    static const char *const good[] = {"2026-01-05T08:00:00Z",      "2026-01-05t08:00:00z",
                                       "2026-01-05 08:00:00+01:00", "2026-01-05T08:00:00.123456789012-23:59",
                                       "2024-02-29T23:59:60Z",      "0000-01-01T00:00:00Z"};
    static const char *const bad[] = {"",
                                      "2026-01-05",
                                      "2026-01-05T08:00:00",
                                      "2026-01-05T08:00Z",
                                      "2026-1-05T08:00:00Z",
                                      "2026-02-29T08:00:00Z",
                                      "2026-01-05T24:00:00Z",
                                      "2026-01-05T08:60:00Z",
                                      "2026-01-05T08:00:00.Z",
                                      "2026-01-05T08:00:00+0100",
                                      "2026-01-05T08:00:00+24:00",
                                      "2026-01-05T08:00:00UTC",
                                      "2026-01-05T08:00:00Zx",
                                      "+2026-01-05T08:00:00Z"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!date_is_rfc3339(text_of(good[i])))
            fail_msg("%s is refused", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (date_is_rfc3339(text_of(bad[i])))
            fail_msg("%s is let pass", bad[i]);
}

static void counts_whole_days(void **state) {
    (void)state;
    instant a = {MONDAY_EIGHT, 500}, b = {MONDAY_EIGHT + 2 * 86400, 400};
    assert_int_equal(instant_days_between(a, b), 1); /* a hundred nanoseconds are missing */
    assert_int_equal(instant_days_between(b, a), -1);
    b.nanoseconds = 500;
    assert_int_equal(instant_days_between(a, b), 2);
    assert_int_equal(instant_days_between(b, a), -2);
    assert_true(instant_compare(a, b) < 0);
    assert_int_equal(instant_compare(a, a), 0);
    assert_int_equal(instant_of_ms(-1).nanoseconds, 999000000);
    assert_int_equal(instant_of_ms(-1).seconds, -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(writes_every_field), TEST(writes_dates_far_away),        TEST(refuses_patterns_that_there_are_not),
        TEST(reads_dates),        TEST(knows_rfc_3339_to_the_letter), TEST(counts_whole_days),
    };
    return RUN_TESTS(tests);
}

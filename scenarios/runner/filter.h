/* The filters, by the files that they stand in, and the problems that they share. */
#ifndef GABI_RUNNER_FILTER_H
#define GABI_RUNNER_FILTER_H

#include "runner/operation.h"

/* "Filter error": the input is of another kind than expected, or of that kind and still not good. */
const problem *filter_wrong_type(const application *self, const char *expected);
const problem *filter_wrong_value(const application *self, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* PASS_ON(…) at the beginning of those that take nothing else. */
const problem *filter_expect_string(const application *self);
const problem *filter_expect_bytes(const application *self);

/* The text, with U+FFFD for what is not UTF-8 in it. */
text filter_mend(const application *self, text bytes);

/* Collections and numbers (filter.c). */
find_function filter_count, filter_first, filter_last, filter_nth, filter_to_float, filter_to_int, filter_to_string;

/* Documents, and what answers are (filter_document.c). */
find_function filter_jsonpath, filter_xpath, filter_location, filter_url_query_param;

/* Texts (filter_text.c). */
find_function filter_regex, filter_replace, filter_replace_regex, filter_split, filter_html_escape,
    filter_html_unescape, filter_url_decode, filter_url_encode;

/* Bytes and the texts that stand for them (filter_bytes.c). */
find_function filter_base64_decode, filter_base64_encode, filter_base64_url_safe_decode, filter_base64_url_safe_encode,
    filter_decode, filter_to_hex, filter_utf8_decode, filter_utf8_encode;

/* Dates (filter_date.c). */
find_function filter_days_after_now, filter_days_before_now, filter_date_format, filter_to_date;

#endif

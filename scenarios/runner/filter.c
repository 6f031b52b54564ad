/* Filters: what becomes of a value on its way to a predicate or a capture. */
#include "runner/filter.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

const problem *filter_wrong_type(const application *self, const char *expected) {
    return problem_new(self->arena, self->step->span, "Filter error",
                       "invalid filter input type\n   actual:   %s\n   expected: %s", value_kind_name(self->input),
                       expected);
}

const problem *filter_wrong_value(const application *self, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *reason = arena_vprintf(self->arena, format, arguments);
    va_end(arguments);
    return problem_new(self->arena, self->step->span, "Filter error", "invalid filter input: %s", reason);
}

const problem *filter_expect_string(const application *self) {
    return self->input->kind == VALUE_STRING ? NULL : filter_wrong_type(self, "string");
}

const problem *filter_expect_bytes(const application *self) {
    return self->input->kind == VALUE_BYTES ? NULL : filter_wrong_type(self, "bytes");
}

text filter_mend(const application *self, text bytes) {
    buffer out = BUFFER(self->arena);
    buffer_append_mended(&out, bytes);
    return buffer_text(&out);
}

/* ---- collections ---- */

const problem *filter_count(const application *self, const value **ret_value) {
    value_kind kind = self->input->kind;
    if (kind != VALUE_LIST && kind != VALUE_BYTES && kind != VALUE_NODES)
        return filter_wrong_type(self, "list, bytes or nodeset");
    *ret_value = value_of_integer(self->arena, (int64_t)value_count(self->input));
    return NULL;
}

static const problem *take_end(const application *self, bool is_last, const value **ret_value) {
    const value_list *items = &self->input->items;
    if (self->input->kind != VALUE_LIST)
        return filter_wrong_type(self, "list");
    if (items->count == 0)
        return filter_wrong_value(self, "list is empty");
    *ret_value = items->items[is_last ? items->count - 1 : 0];
    return NULL;
}

const problem *filter_first(const application *self, const value **ret_value) {
    return take_end(self, false, ret_value);
}

const problem *filter_last(const application *self, const value **ret_value) { return take_end(self, true, ret_value); }

const problem *filter_nth(const application *self, const value **ret_value) {
    const value *wanted = self->operands[0];
    if (wanted->kind != VALUE_INTEGER)
        return problem_new(self->arena, self->step->operands[0].template.parts[0].span, "Invalid expression type",
                           "expecting integer, actual value is %.*s", TEXT_ARGS(value_describe(self->arena, wanted)));
    if (self->input->kind != VALUE_LIST)
        return filter_wrong_type(self, "list");
    int64_t count = (int64_t)self->input->items.count;
    int64_t index = wanted->integer < 0 ? wanted->integer + count : wanted->integer;
    if (index < 0 || index >= count)
        return filter_wrong_value(self, "out of bound - size is %lld", (long long)count);
    *ret_value = self->input->items.items[index];
    return NULL;
}

/* ---- numbers ---- */

/* A number as Rust reads one: no blanks, no hexadecimal. */
static bool parse_float(arena *arena, text written, double *ret_number) {
    static const char *const words[] = {"inf", "infinity", "nan"};
    const char *digits = text_to_string(arena, written);
    char *end;
    text bare = text_lower(arena, text_from(written, *digits == '-' || *digits == '+'));
    bool is_word = text_is_one_of(bare, words, sizeof words / sizeof *words);
    if (text_is_empty(bare) || (!is_word && strspn(bare.data, "0123456789.e+-") != bare.length))
        return false;
    *ret_number = strtod(digits, &end);
    return end == digits + written.length;
}

const problem *filter_to_float(const application *self, const value **ret_value) {
    const value *input = self->input;
    double number = input->number;
    switch (input->kind) {
    case VALUE_FLOAT:
    case VALUE_INTEGER: break;
    case VALUE_BIG_INTEGER:
        return filter_wrong_value(self, "%.*s is too big to be cast as a float",
                                  TEXT_ARGS(value_describe(self->arena, input)));
    case VALUE_STRING:
        if (!parse_float(self->arena, input->text, &number))
            return filter_wrong_value(self, "%.*s", TEXT_ARGS(value_describe(self->arena, input)));
        break;
    default: return filter_wrong_type(self, "float, integer or string");
    }
    *ret_value = value_of_float(self->arena, number);
    return NULL;
}

/* Without its fraction; the nearest that there is for what is out of range. */
static int64_t truncate(double number) {
    if (isnan(number))
        return 0;
    return number >= 0x1p63 ? INT64_MAX : number < -0x1p63 ? INT64_MIN : (int64_t)number;
}

const problem *filter_to_int(const application *self, const value **ret_value) {
    const value *input = self->input;
    text digits = input->text;
    int64_t integer = input->integer;
    switch (input->kind) {
    case VALUE_INTEGER: break;
    case VALUE_FLOAT: integer = truncate(input->number); break;
    case VALUE_STRING:
        if (text_starts_with(digits, TEXT("+")) && !text_starts_with(digits, TEXT("+-")))
            digits = text_from(digits, 1);
        if (!text_to_int64(digits, &integer))
            return filter_wrong_value(self, "%.*s", TEXT_ARGS(value_describe(self->arena, input)));
        break;
    default: return filter_wrong_type(self, "float, integer or string");
    }
    *ret_value = value_of_integer(self->arena, integer);
    return NULL;
}

const problem *filter_to_string(const application *self, const value **ret_value) {
    text rendered;
    if (!value_render(self->arena, self->input, &rendered))
        return filter_wrong_value(self, "%.*s can not be converted to a string",
                                  TEXT_ARGS(value_describe(self->arena, self->input)));
    *ret_value = value_of_string(self->arena, rendered);
    return NULL;
}

static const operation operations[] = {
    {.name = "base64Decode", .find = filter_base64_decode},
    {.name = "base64Encode", .find = filter_base64_encode},
    {.name = "base64UrlSafeDecode", .find = filter_base64_url_safe_decode},
    {.name = "base64UrlSafeEncode", .find = filter_base64_url_safe_encode},
    {.name = "charsetDecode", .forms = {FORM_QUOTED}, .find = filter_decode},
    {.name = "count", .find = filter_count},
    {.name = "dateFormat", .forms = {FORM_QUOTED}, .find = filter_date_format},
    {.name = "daysAfterNow", .find = filter_days_after_now},
    {.name = "daysBeforeNow", .find = filter_days_before_now},
    {.name = "decode", .forms = {FORM_QUOTED}, .find = filter_decode},
    {.name = "first", .find = filter_first},
    {.name = "format", .forms = {FORM_QUOTED}, .find = filter_date_format},
    {.name = "htmlEscape", .find = filter_html_escape},
    {.name = "htmlUnescape", .find = filter_html_unescape},
    {.name = "jsonpath", .forms = {FORM_JSONPATH}, .find = filter_jsonpath},
    {.name = "last", .find = filter_last},
    {.name = "location", .find = filter_location},
    {.name = "nth", .forms = {FORM_INTEGER}, .find = filter_nth},
    {.name = "regex", .forms = {FORM_REGEX}, .find = filter_regex},
    {.name = "replace", .forms = {FORM_STRING, FORM_STRING}, .find = filter_replace},
    {.name = "replaceRegex", .forms = {FORM_REGEX, FORM_STRING}, .find = filter_replace_regex},
    {.name = "split", .forms = {FORM_STRING}, .find = filter_split},
    {.name = "toDate", .forms = {FORM_QUOTED}, .find = filter_to_date},
    {.name = "toFloat", .find = filter_to_float},
    {.name = "toHex", .find = filter_to_hex},
    {.name = "toInt", .find = filter_to_int},
    {.name = "toString", .find = filter_to_string},
    {.name = "urlDecode", .find = filter_url_decode},
    {.name = "urlEncode", .find = filter_url_encode},
    {.name = "urlQueryParam", .forms = {FORM_STRING}, .find = filter_url_query_param},
    {.name = "utf8Decode", .find = filter_utf8_decode},
    {.name = "utf8Encode", .find = filter_utf8_encode},
    {.name = "xpath", .forms = {FORM_STRING}, .find = filter_xpath},
};

const operation_table filter_operations = {operations, sizeof operations / sizeof *operations};

/* Predicates: whether a value is as it should be. */
#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>

#include "runner/operation.h"

static verdict verdict_of(bool holds) { return holds ? HOLDS : FAILS; }

static verdict judge_exists(const value *actual, const value *expected) {
    (void)expected;
    return verdict_of(actual->kind != VALUE_NODES || actual->integer > 0);
}

/* ---- comparisons ---- */

static verdict judge_equal(const value *actual, const value *expected) {
    return verdict_of(value_equal(actual, expected));
}

static verdict judge_not_equal(const value *actual, const value *expected) {
    return verdict_of(!value_equal(actual, expected));
}

static verdict judge_less(const value *actual, const value *expected) {
    int order;
    return value_compare(actual, expected, &order) ? verdict_of(order < 0) : TYPES_DIFFER;
}

static verdict judge_less_or_equal(const value *actual, const value *expected) {
    int order;
    return value_compare(actual, expected, &order) ? verdict_of(order <= 0) : TYPES_DIFFER;
}

static verdict judge_greater(const value *actual, const value *expected) {
    int order;
    return value_compare(actual, expected, &order) ? verdict_of(order > 0) : TYPES_DIFFER;
}

static verdict judge_greater_or_equal(const value *actual, const value *expected) {
    int order;
    return value_compare(actual, expected, &order) ? verdict_of(order >= 0) : TYPES_DIFFER;
}

/* ---- contents ---- */

static bool are_texts(const value *actual, const value *expected) {
    return (actual->kind == VALUE_STRING || actual->kind == VALUE_BYTES) && actual->kind == expected->kind;
}

static verdict judge_starts_with(const value *actual, const value *expected) {
    return are_texts(actual, expected) ? verdict_of(text_starts_with(actual->text, expected->text)) : TYPES_DIFFER;
}

static verdict judge_ends_with(const value *actual, const value *expected) {
    return are_texts(actual, expected) ? verdict_of(text_ends_with(actual->text, expected->text)) : TYPES_DIFFER;
}

static verdict judge_includes(const value *actual, const value *expected) {
    if (actual->kind != VALUE_LIST)
        return TYPES_DIFFER;
    for (size_t i = 0; i < actual->items.count; i++)
        if (value_equal(actual->items.items[i], expected))
            return HOLDS;
    return FAILS;
}

static verdict judge_contains(const value *actual, const value *expected) {
    if (are_texts(actual, expected))
        return verdict_of(text_find(actual->text, expected->text) != TEXT_NOT_FOUND);
    return judge_includes(actual, expected);
}

/* A pattern that is a string has been compiled before (operation.c). */
static verdict judge_matches(const value *actual, const value *expected) {
    return actual->kind == VALUE_STRING ? verdict_of(regex_search(expected->regex, actual->text)) : TYPES_DIFFER;
}

static verdict judge_empty(const value *actual, const value *expected) {
    (void)expected;
    return value_has_count(actual) ? verdict_of(value_count(actual) == 0) : TYPES_DIFFER;
}

/* ---- kinds ---- */

static verdict judge_boolean(const value *actual, const value *expected) {
    (void)expected;
    return verdict_of(actual->kind == VALUE_BOOLEAN);
}

static verdict judge_integer(const value *actual, const value *expected) {
    (void)expected;
    return verdict_of(actual->kind == VALUE_INTEGER || actual->kind == VALUE_BIG_INTEGER);
}

static verdict judge_float(const value *actual, const value *expected) {
    (void)expected;
    return verdict_of(actual->kind == VALUE_FLOAT);
}

static verdict judge_number(const value *actual, const value *expected) {
    (void)expected;
    return verdict_of(value_is_number(actual));
}

static verdict judge_string(const value *actual, const value *expected) {
    (void)expected;
    return verdict_of(actual->kind == VALUE_STRING);
}

static verdict judge_date(const value *actual, const value *expected) {
    (void)expected;
    return verdict_of(actual->kind == VALUE_DATE);
}

static verdict judge_list(const value *actual, const value *expected) {
    (void)expected;
    return verdict_of(actual->kind == VALUE_LIST || actual->kind == VALUE_BYTES);
}

static verdict judge_object(const value *actual, const value *expected) {
    (void)expected;
    return verdict_of(actual->kind == VALUE_OBJECT || actual->kind == VALUE_NODES);
}

static verdict judge_collection(const value *actual, const value *expected) {
    return verdict_of(judge_list(actual, expected) == HOLDS || judge_object(actual, expected) == HOLDS);
}

/* ---- strings of a certain form ---- */

static verdict judge_address(const value *actual, int family) {
    unsigned char address[sizeof(struct in6_addr)];
    char written[INET6_ADDRSTRLEN];
    if (actual->kind != VALUE_STRING)
        return TYPES_DIFFER;
    if (actual->text.length >= sizeof written)
        return FAILS;
    memcpy(written, actual->text.data ? actual->text.data : "", actual->text.length);
    written[actual->text.length] = '\0';
    return verdict_of(strlen(written) == actual->text.length && inet_pton(family, written, address) == 1);
}

static verdict judge_ipv4(const value *actual, const value *expected) {
    (void)expected;
    return judge_address(actual, AF_INET);
}

static verdict judge_ipv6(const value *actual, const value *expected) {
    (void)expected;
    return judge_address(actual, AF_INET6);
}

static verdict judge_iso_date(const value *actual, const value *expected) {
    (void)expected;
    return actual->kind == VALUE_STRING ? verdict_of(date_is_rfc3339(actual->text)) : TYPES_DIFFER;
}

/* 32 hexadecimal digits, or with hyphens behind the 8th, 12th, 16th and 20th of them. */
static bool is_uuid(text written) {
    bool has_hyphens = written.length == 36;
    if (!has_hyphens && written.length != 32)
        return false;
    for (size_t i = 0; i < written.length; i++) {
        bool is_hyphen = has_hyphens && (i == 8 || i == 13 || i == 18 || i == 23);
        if (is_hyphen ? written.data[i] != '-' : !isxdigit((unsigned char)written.data[i]))
            return false;
    }
    return true;
}

/* Also in braces, or as a URN. */
static verdict judge_uuid(const value *actual, const value *expected) {
    text written = actual->text, urn = TEXT("urn:uuid:");
    (void)expected;
    if (actual->kind != VALUE_STRING)
        return TYPES_DIFFER;
    if (text_starts_with(written, urn) && written.length == urn.length + 36)
        return verdict_of(is_uuid(text_from(written, urn.length)));
    if (written.length == 38 && written.data[0] == '{' && written.data[37] == '}')
        return verdict_of(is_uuid(text_upto(text_from(written, 1), 36)));
    return verdict_of(is_uuid(written));
}

/* {name, operands, -, function, what is expected, the same where nothing was found, how the actual value is shown} */
static const operation operations[] = {
    {"exists", {FORM_NONE}, NULL, judge_exists, "something", "something", SHOWS_VALUE},
    {"==", {FORM_ANY}, NULL, judge_equal, "", "", SHOWS_VALUE},
    {"!=", {FORM_ANY}, NULL, judge_not_equal, "", "", SHOWS_VALUE},
    {"<", {FORM_ORDERED}, NULL, judge_less, "less than ", "less than <", SHOWS_VALUE},
    {"<=", {FORM_ORDERED}, NULL, judge_less_or_equal, "less or equal than ", "less than or equals to <", SHOWS_VALUE},
    {">", {FORM_ORDERED}, NULL, judge_greater, "greater than ", "greater than <", SHOWS_VALUE},
    {">=",
     {FORM_ORDERED},
     NULL,
     judge_greater_or_equal,
     "greater or equal than ",
     "greater than or equals to <",
     SHOWS_VALUE},
    {"startsWith", {FORM_AFFIX}, NULL, judge_starts_with, "starts with ", "starts with ", SHOWS_VALUE},
    {"endsWith", {FORM_AFFIX}, NULL, judge_ends_with, "ends with ", "ends with ", SHOWS_VALUE},
    {"contains", {FORM_ANY}, NULL, judge_contains, "contains ", "contains ", SHOWS_VALUE},
    {"includes", {FORM_ANY}, NULL, judge_includes, "includes ", "include ", SHOWS_VALUE},
    {"matches", {FORM_PATTERN}, NULL, judge_matches, "matches regex <", "matches regex <", SHOWS_VALUE},
    {"isEmpty", {FORM_NONE}, NULL, judge_empty, "count equals to 0", "empty", SHOWS_COUNT},
    {"isBoolean", {FORM_NONE}, NULL, judge_boolean, "boolean", "boolean", SHOWS_VALUE},
    {"isCollection", {FORM_NONE}, NULL, judge_collection, "collection", "collection", SHOWS_VALUE},
    {"isDate", {FORM_NONE}, NULL, judge_date, "date", "date", SHOWS_VALUE},
    {"isFloat", {FORM_NONE}, NULL, judge_float, "float", "float", SHOWS_VALUE},
    {"isInteger", {FORM_NONE}, NULL, judge_integer, "integer", "integer", SHOWS_VALUE},
    {"isList", {FORM_NONE}, NULL, judge_list, "list", "list", SHOWS_VALUE},
    {"isNumber", {FORM_NONE}, NULL, judge_number, "number", "number", SHOWS_VALUE},
    {"isObject", {FORM_NONE}, NULL, judge_object, "object", "object", SHOWS_VALUE},
    {"isString", {FORM_NONE}, NULL, judge_string, "string", "string", SHOWS_VALUE},
    {"isIpv4", {FORM_NONE}, NULL, judge_ipv4, "string in IPv4 format", "ipv4", SHOWS_PLAIN_STRING},
    {"isIpv6", {FORM_NONE}, NULL, judge_ipv6, "string in IPv6 format", "ipv6", SHOWS_PLAIN_STRING},
    {"isIsoDate",
     {FORM_NONE},
     NULL,
     judge_iso_date,
     "string with format YYYY-MM-DDTHH:mm:ss.sssZ",
     "date",
     SHOWS_PLAIN_STRING},
    {"isUuid", {FORM_NONE}, NULL, judge_uuid, "string in UUID format", "uuid", SHOWS_PLAIN_STRING},
};

const operation_table predicate_operations = {operations, sizeof operations / sizeof *operations};

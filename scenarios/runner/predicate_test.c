/* Every predicate: when it holds, and what is said when it does not. */
#include "runner/answer_fixture.h"

#define FAILURE(actual, expected) "Assert failure\n   actual:   " actual "\n   expected: " expected
#define MISMATCH(actual, expected)                                                                                     \
    FAILURE(actual, expected) "\n   >>> types between actual and expected are not consistent"

static void compares_values(void **state) {
    static const check checks[] = {
        {"/json", "jsonpath \"$.n\" == 1", NULL},
        {"/json", "jsonpath \"$.n\" == 1.0", NULL},
        {"/json", "jsonpath \"$.n\" == {{one}}", NULL},
        {"/json", "jsonpath \"$.n\" not == 2", NULL},
        {"/json", "jsonpath \"$.s\" == \"{{word}}\"", NULL},
        {"/json", "jsonpath \"$.s\" == `abc`", NULL},
        {"/json", "jsonpath \"$.t\" == true", NULL},
        {"/json", "jsonpath \"$.z\" == null", NULL},
        {"/json", "jsonpath \"$.big\" == 123456789012345678901234567890", NULL},
        {"/json", "jsonpath \"$.big\" != 123456789012345678901234567891", NULL},
        {"/json", "jsonpath \"$.big\" > 123456789012345678901234567889", NULL},
        {"/json", "jsonpath \"$.big\" > -223456789012345678901234567890", NULL},
        {"/json", "jsonpath \"$.big\" > 9223372036854775807", NULL},
        {"/json", "jsonpath \"$.n\" == 7", FAILURE("integer <1>", "integer <7>")},
        {"/json", "jsonpath \"$.n\" == \"1\"", FAILURE("integer <1>", "string <1>")},
        {"/json", "jsonpath \"$.n\" != 1", FAILURE("integer <1>", "integer <1>")},
        {"/json", "jsonpath \"$.n\" not == 1", FAILURE("integer <1>", "not integer <1>")},
        {"/json", "jsonpath \"$.neg\" == null", FAILURE("float <-1.5>", "null <null>")},
        {"/json", "jsonpath \"$.t\" == false", FAILURE("boolean <true>", "boolean <false>")},
        {"/json", "jsonpath \"$.l\" == 1", FAILURE("list <[1,a,null,[1.0,Object()]]>", "integer <1>")},
        {"/json", "jsonpath \"$.o\" == 1", FAILURE("object <Object()>", "integer <1>")},
        {"/bytes", "bytes == hex,0001fe;", FAILURE("bytes <0001ff>", "bytes <0001fe>")},
        {"/bytes", "bytes == base64,AAH/;", NULL},
        {"/text", "cookie \"sid[Secure]\" == 1", FAILURE("unit", "integer <1>")},
        {"/json", "jsonpath \"$.none\" == 1", FAILURE("none", "integer <1>")},
        {"/json", "jsonpath \"$.none\" == null", FAILURE("none", "null")},
        {"/json", "jsonpath \"$.none\" != 123456789012345678901", FAILURE("none", "number <123456789012345678901>")},
        {"/json", "jsonpath \"$.none\" == hex,ff;", FAILURE("none", "1 byte")},
        {"/json", "jsonpath \"$.none\" == /a/", FAILURE("none", "regex <a>")},
        {"/json", "jsonpath \"$.none\" not == 1", NULL},
    };
    CHECK_ASSERTS(*state, checks);
}

static void orders_values(void **state) {
    static const check checks[] = {
        {"/json", "jsonpath \"$.n\" < 2", NULL},
        {"/json", "jsonpath \"$.n\" <= 1.0", NULL},
        {"/json", "jsonpath \"$.f\" > 1", NULL},
        {"/json", "jsonpath \"$.f\" >= 1.5", NULL},
        {"/json", "jsonpath \"$.s\" < \"abd\"", NULL},
        {"/json", "jsonpath \"$.n\" not > {{one}}", NULL},
        {"/json", "jsonpath \"$.n\" < 1", FAILURE("integer <1>", "less than integer <1>")},
        {"/json", "jsonpath \"$.n\" <= 0", FAILURE("integer <1>", "less or equal than integer <0>")},
        {"/json", "jsonpath \"$.n\" > 1", FAILURE("integer <1>", "greater than integer <1>")},
        {"/json", "jsonpath \"$.n\" >= 2", FAILURE("integer <1>", "greater or equal than integer <2>")},
        {"/json", "jsonpath \"$.n\" not < 2", FAILURE("integer <1>", "not less than integer <2>")},
        {"/json", "jsonpath \"$.s\" > 1", MISMATCH("string <abc>", "greater than integer <1>")},
        {"/json", "jsonpath \"$.s\" not > 1", MISMATCH("string <abc>", "not greater than integer <1>")},
        {"/json", "jsonpath \"$.t\" <= 1", MISMATCH("boolean <true>", "less or equal than integer <1>")},
        {"/json", "jsonpath \"$.none\" < 1", FAILURE("none", "less than <integer <1>>")},
        {"/json", "jsonpath \"$.none\" <= 1", FAILURE("none", "less than or equals to <integer <1>>")},
        {"/json", "jsonpath \"$.none\" > \"a\"", FAILURE("none", "greater than <string <a>>")},
        {"/json", "jsonpath \"$.none\" >= 1", FAILURE("none", "greater than or equals to <integer <1>>")},
    };
    CHECK_ASSERTS(*state, checks);
}

static void looks_into_values(void **state) {
    static const check checks[] = {
        {"/text", "body startsWith \"Hello\"", NULL},
        {"/bytes", "bytes startsWith hex,0001;", NULL},
        {"/text", "body endsWith \"World!\"", NULL},
        {"/bytes", "bytes endsWith hex,ff;", NULL},
        {"/text", "body contains \"o W\"", NULL},
        {"/bytes", "bytes contains hex,01;", NULL},
        {"/json", "jsonpath \"$.l\" contains \"a\"", NULL},
        {"/json", "jsonpath \"$.l\" contains null", NULL},
        {"/json", "jsonpath \"$.l\" includes 1", NULL},
        {"/text", "body matches /^H.*!$/", NULL},
        {"/text", "body matches \"^H\"", NULL},
        {"/text", "body not matches \"^h\"", NULL},
        {"/text", "body startsWith \"W\"", FAILURE("string <Hello World!>", "starts with string <W>")},
        {"/text", "body not startsWith \"H\"", FAILURE("string <Hello World!>", "not starts with string <H>")},
        {"/text", "body endsWith \"W\"", FAILURE("string <Hello World!>", "ends with string <W>")},
        {"/text", "body contains \"x\"", FAILURE("string <Hello World!>", "contains string <x>")},
        {"/json", "jsonpath \"$.e\" includes 1", FAILURE("list <[]>", "includes integer <1>")},
        {"/text", "body matches /^h/", FAILURE("string <Hello World!>", "matches regex </^h/>")},
        {"/text", "body matches \"^h\"", FAILURE("string <Hello World!>", "matches regex <^h>")},
        {"/text", "body matches /a\\/b/", FAILURE("string <Hello World!>", "matches regex </a\\/b/>")},
        {"/text", "body startsWith hex,48;", MISMATCH("string <Hello World!>", "starts with bytes <48>")},
        {"/text", "status endsWith \"0\"", MISMATCH("integer <200>", "ends with string <0>")},
        {"/text", "status contains \"0\"", MISMATCH("integer <200>", "contains string <0>")},
        {"/text", "body includes \"H\"", MISMATCH("string <Hello World!>", "includes string <H>")},
        {"/text", "status matches /2/", MISMATCH("integer <200>", "matches regex </2/>")},
        {"/json", "jsonpath \"$.none\" startsWith \"a\"", FAILURE("none", "starts with string <a>")},
        {"/json", "jsonpath \"$.none\" endsWith \"a\"", FAILURE("none", "ends with string <a>")},
        {"/json", "jsonpath \"$.none\" contains \"a\"", FAILURE("none", "contains string <a>")},
        {"/json", "jsonpath \"$.none\" includes \"a\"", FAILURE("none", "include string <a>")},
        {"/json", "jsonpath \"$.none\" matches /a/", FAILURE("none", "matches regex <a>")},
        {"/text", "body matches \"[\"", "Invalid regex\nregex expression is not valid"},
    };
    CHECK_ASSERTS(*state, checks);
}

static void tells_kinds_apart(void **state) {
    static const check checks[] = {
        {"/json", "jsonpath \"$.t\" isBoolean", NULL},
        {"/json", "jsonpath \"$.l\" isCollection", NULL},
        {"/json", "jsonpath \"$.o\" isCollection", NULL},
        {"/bytes", "bytes isCollection", NULL},
        {"/text", "cookie \"sid[Expires]\" isDate", NULL},
        {"/json", "jsonpath \"$.f\" isFloat", NULL},
        {"/json", "jsonpath \"$.n\" isInteger", NULL},
        {"/json", "jsonpath \"$.big\" isInteger", NULL},
        {"/json", "jsonpath \"$.l\" isList", NULL},
        {"/bytes", "bytes isList", NULL},
        {"/json", "jsonpath \"$.f\" isNumber", NULL},
        {"/json", "jsonpath \"$.o\" isObject", NULL},
        {"/html", "xpath \"//p\" isObject", NULL},
        {"/json", "jsonpath \"$.s\" isString", NULL},
        {"/json", "jsonpath \"$.s\" not isNumber", NULL},
        {"/json", "jsonpath \"$.n\" isBoolean", FAILURE("integer <1>", "boolean")},
        {"/json", "jsonpath \"$.n\" isCollection", FAILURE("integer <1>", "collection")},
        {"/json", "jsonpath \"$.d\" isDate", FAILURE("string <2026-01-05T08:00:00Z>", "date")},
        {"/json", "jsonpath \"$.n\" isFloat", FAILURE("integer <1>", "float")},
        {"/json", "jsonpath \"$.f\" isInteger", FAILURE("float <1.5>", "integer")},
        {"/json", "jsonpath \"$.o\" isList", FAILURE("object <Object()>", "list")},
        {"/json", "jsonpath \"$.s\" isNumber", FAILURE("string <abc>", "number")},
        {"/json", "jsonpath \"$.s\" isObject", FAILURE("string <abc>", "object")},
        {"/json", "jsonpath \"$.n\" isString", FAILURE("integer <1>", "string")},
        {"/json", "jsonpath \"$.n\" not isInteger", FAILURE("integer <1>", "not integer")},
        {"/json", "jsonpath \"$.none\" isString", FAILURE("none", "string")},
    };
    CHECK_ASSERTS(*state, checks);
}

static void tells_forms_of_strings_apart(void **state) {
    static const check checks[] = {
        {"/json", "jsonpath \"$.ip\" isIpv4", NULL},
        {"/json", "jsonpath \"$.ip6\" isIpv6", NULL},
        {"/json", "jsonpath \"$.d\" isIsoDate", NULL},
        {"/json", "jsonpath \"$.uuid\" isUuid", NULL},
        {"/json", "jsonpath \"$.uuid\" replace \"-\" \"\" isUuid", NULL},
        {"/json", "jsonpath \"$.uuid\" replaceRegex /^/ \"urn:uuid:\" isUuid", NULL},
        {"/json", "jsonpath \"$.uuid\" replaceRegex /^(.*)$/ \"{$1}\" isUuid", NULL},
        {"/json", "jsonpath \"$.uuid\" replace \"-\" \"_\" not isUuid", NULL},
        {"/json", "jsonpath \"$.ip\" replace \"10\" \"010\" not isIpv4", NULL},
        {"/json", "jsonpath \"$.s\" isIpv4", FAILURE("abc", "string in IPv4 format")},
        {"/json", "jsonpath \"$.ip\" isIpv6", FAILURE("10.0.0.1", "string in IPv6 format")},
        {"/json", "jsonpath \"$.s\" isIsoDate", FAILURE("abc", "string with format YYYY-MM-DDTHH:mm:ss.sssZ")},
        {"/json", "jsonpath \"$.s\" isUuid", FAILURE("abc", "string in UUID format")},
        {"/json", "jsonpath \"$.uuid\" not isUuid",
         FAILURE("936da01f-9abd-4d9d-80c7-02af85c822a8", "not string in UUID format")},
        {"/json", "jsonpath \"$.n\" isIpv4", MISMATCH("integer <1>", "string")},
        {"/json", "jsonpath \"$.n\" isIpv6", MISMATCH("integer <1>", "string")},
        {"/json", "jsonpath \"$.n\" isIsoDate", MISMATCH("integer <1>", "string")},
        {"/json", "jsonpath \"$.n\" not isUuid", MISMATCH("integer <1>", "not string")},
        {"/json", "jsonpath \"$.none\" isIpv4", FAILURE("none", "ipv4")},
        {"/json", "jsonpath \"$.none\" isIpv6", FAILURE("none", "ipv6")},
        {"/json", "jsonpath \"$.none\" isIsoDate", FAILURE("none", "date")},
        {"/json", "jsonpath \"$.none\" isUuid", FAILURE("none", "uuid")},
    };
    CHECK_ASSERTS(*state, checks);
}

static void tells_what_is_there(void **state) {
    static const check checks[] = {
        {"/json", "jsonpath \"$.z\" exists", NULL},
        {"/json", "jsonpath \"$.none\" not exists", NULL},
        {"/html", "xpath \"//i\" not exists", NULL},
        {"/text", "cookie \"sid[Secure]\" exists", NULL},
        {"/json", "jsonpath \"$.e\" isEmpty", NULL},
        {"/json", "jsonpath \"$.eo\" isEmpty", NULL},
        {"/json", "jsonpath \"$.es\" isEmpty", NULL},
        {"/empty", "bytes isEmpty", NULL},
        {"/json", "jsonpath \"$.s\" not isEmpty", NULL},
        {"/json", "jsonpath \"$.none\" exists", FAILURE("none", "something")},
        {"/json", "jsonpath \"$.n\" not exists", FAILURE("integer <1>", "not something")},
        {"/html", "xpath \"//i\" exists", FAILURE("nodeset <Nodeset(size=0)>", "something")},
        {"/json", "jsonpath \"$.s\" isEmpty", FAILURE("count equals to 3", "count equals to 0")},
        {"/json", "jsonpath \"$.e\" not isEmpty", FAILURE("count equals to 0", "not count equals to 0")},
        {"/json", "jsonpath \"$.n\" isEmpty", MISMATCH("integer <1>", "count equals to 0")},
        {"/json", "jsonpath \"$.none\" isEmpty", FAILURE("none", "empty")},
    };
    CHECK_ASSERTS(*state, checks);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(compares_values),
        TEST(orders_values),
        TEST(looks_into_values),
        TEST(tells_kinds_apart),
        TEST(tells_forms_of_strings_apart),
        TEST(tells_what_is_there),
    };
    return RUN_TESTS(tests);
}

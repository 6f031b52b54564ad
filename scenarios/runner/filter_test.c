/* Every filter: what it makes of its input, and what it says to what it cannot take. */
#include "runner/answer_fixture.h"

#define SHOWS(actual) "Assert failure\n   actual:   " actual "\n   expected: null <null>"
#define WRONG_TYPE(actual, expected)                                                                                   \
    "Filter error\ninvalid filter input type\n   actual:   " actual "\n   expected: " expected
#define WRONG_VALUE(reason) "Filter error\ninvalid filter input: " reason

static void takes_items_of_collections(void **state) {
    static const check checks[] = {
        {"/json", "jsonpath \"$.l\" count == 4", NULL},
        {"/bytes", "bytes count == 3", NULL},
        {"/html", "xpath \"//p\" count == 2", NULL},
        {"/json", "jsonpath \"$.l\" first == 1", NULL},
        {"/json", "jsonpath \"$.l\" last count == 2", NULL},
        {"/json", "jsonpath \"$.l\" nth 1 == \"a\"", NULL},
        {"/json", "jsonpath \"$.l\" nth -4 == 1", NULL},
        {"/json", "jsonpath \"$.l\" nth {{one}} == \"a\"", NULL},
        {"/json", "jsonpath \"$.o\" count == 1", WRONG_TYPE("object", "list, bytes or nodeset")},
        {"/json", "jsonpath \"$.s\" first == 1", WRONG_TYPE("string", "list")},
        {"/json", "jsonpath \"$.s\" last == 1", WRONG_TYPE("string", "list")},
        {"/json", "jsonpath \"$.s\" nth 0 == 1", WRONG_TYPE("string", "list")},
        {"/json", "jsonpath \"$.e\" first == 1", WRONG_VALUE("list is empty")},
        {"/json", "jsonpath \"$.e\" last == 1", WRONG_VALUE("list is empty")},
        {"/json", "jsonpath \"$.l\" nth 4 == 1", WRONG_VALUE("out of bound - size is 4")},
        {"/json", "jsonpath \"$.l\" nth -5 == 1", WRONG_VALUE("out of bound - size is 4")},
        {"/json", "jsonpath \"$.l\" nth {{word}} == 1",
         "Invalid expression type\nexpecting integer, actual value is string <abc>"},
        {"/json", "jsonpath \"$.none\" count == 1", "Filter error\nmissing value to apply filter"},
        {"/json", "jsonpath \"$.s\" regex /(x)/ count == 1", "Filter error\nmissing value to apply filter"},
    };
    CHECK_ASSERTS(*state, checks);
}

static void makes_numbers_and_strings_of_values(void **state) {
    static const check checks[] = {
        {"/json", "jsonpath \"$.f\" toFloat == 1.5", NULL},
        {"/json", "jsonpath \"$.n\" toFloat == null", SHOWS("float <1.0>")},
        {"/json", "jsonpath \"$.s\" replace \"abc\" \"-4.5e2\" toFloat == -450", NULL},
        {"/json", "jsonpath \"$.s\" replace \"abc\" \"inf\" toFloat > 99999.5", NULL},
        {"/json", "jsonpath \"$.f\" toInt == 1", NULL},
        {"/json", "jsonpath \"$.n\" toInt == 1", NULL},
        {"/json", "jsonpath \"$.s\" replace \"abc\" \"-42\" toInt == -42", NULL},
        {"/json", "jsonpath \"$.neg\" toInt == -1", NULL},
        {"/json", "jsonpath \"$.n\" toString == \"1\"", NULL},
        {"/json", "jsonpath \"$.neg\" toString == \"-1.5\"", NULL},
        {"/json", "jsonpath \"$.z\" toString == \"null\"", NULL},
        {"/json", "jsonpath \"$.t\" toString == \"true\"", NULL},
        {"/json", "jsonpath \"$.big\" toString == \"123456789012345678901234567890\"", NULL},
        {"/text", "cookie \"sid[Expires]\" toString == \"2027-01-13T22:23:01.000000Z\"", NULL},
        {"/json", "jsonpath \"$.t\" toFloat == 1", WRONG_TYPE("boolean", "float, integer or string")},
        {"/json", "jsonpath \"$.s\" toFloat == 1", WRONG_VALUE("string <abc>")},
        {"/json", "jsonpath \"$.s\" replace \"abc\" \" 1\" toFloat == 1", WRONG_VALUE("string < 1>")},
        {"/json", "jsonpath \"$.s\" replace \"abc\" \"0x1\" toFloat == 1", WRONG_VALUE("string <0x1>")},
        {"/json", "jsonpath \"$.big\" toFloat == 1",
         WRONG_VALUE("integer <123456789012345678901234567890> is too big to be cast as a float")},
        {"/json", "jsonpath \"$.z\" toInt == 1", WRONG_TYPE("null", "float, integer or string")},
        {"/json", "jsonpath \"$.s\" toInt == 1", WRONG_VALUE("string <abc>")},
        {"/json", "jsonpath \"$.l\" toString == 1",
         WRONG_VALUE("list <[1,a,null,[1.0,Object()]]> can not be converted to a string")},
    };
    CHECK_ASSERTS(*state, checks);
}

static void changes_texts(void **state) {
    static const check checks[] = {
        {"/text", "body regex /(o+) W(.)/ == \"o\"", NULL},
        {"/text", "body regex \"W(.)\" == \"o\"", NULL},
        {"/text", "body regex /x(y)/ not exists", NULL},
        {"/text", "body regex /W(y)?/ not exists", NULL},
        {"/text", "body replace \"o\" \"0\" == \"Hell0 W0rld!\"", NULL},
        {"/json", "jsonpath \"$.s\" replace \"\" \"-\" == \"-a-b-c-\"", NULL},
        {"/json", "jsonpath \"$.euro\" replace \"\" \"-\" == \"-\xE2\x82\xAC-\"", NULL},
        {"/text", "body replaceRegex /l+/ \"L\" == \"HeLo WorLd!\"", NULL},
        {"/text", "body replaceRegex /(?<first>[A-Z])(.)/ \"$2$first${1}x$$\" == \"eHHx$llo oWWx$rld!\"", NULL},
        {"/json", "jsonpath \"$.s\" replaceRegex /b*/ \"-\" == \"-a-c-\"", NULL},
        {"/json", "jsonpath \"$.euro\" replaceRegex /$|^/ \"-\" == \"-\xE2\x82\xAC-\"", NULL},
        {"/json", "jsonpath \"$.s\" replaceRegex /b/ \"$none$\" == \"a$c\"", NULL},
        {"/text", "body split \" \" nth 1 == \"World!\"", NULL},
        {"/text", "body split \"x\" count == 1", NULL},
        {"/json", "jsonpath \"$.s\" split \"\" == null", SHOWS("list <[,a,b,c,]>")},
        {"/xml", "body htmlEscape startsWith \"&lt;?xml version=&quot;1.0&quot;?&gt;\"", NULL},
        {"/json",
         "jsonpath \"$.s\" replace \"b\" \"&lt;&#65;&#x42;&eacute;&notit;&bogus;&#0;&#128;&#1;&\" htmlUnescape "
         "== \"a<AB\xC3\xA9\xC2\xACit;&bogus;\xEF\xBF\xBD\xE2\x82\xAC&c\"",
         NULL},
        {"/json",
         "jsonpath \"$.s\" replace \"b\" \"%C3%A9+%zz%FF\" urlDecode == \"a\xC3\xA9+%zz\xEF\xBF\xBD"
         "c\"",
         NULL},
        {"/json", "jsonpath \"$.url\" urlEncode == \"http%3A//a.b/c%3Fx%3D1%26y%3Da%2520b%2Bc%26x%3D2%23f\"", NULL},
        {"/json", "jsonpath \"$.n\" regex /(a)/ == 1", WRONG_TYPE("integer", "string")},
        {"/json", "jsonpath \"$.n\" replace \"a\" \"b\" == 1", WRONG_TYPE("integer", "string")},
        {"/json", "jsonpath \"$.n\" replaceRegex /a/ \"b\" == 1", WRONG_TYPE("integer", "string")},
        {"/json", "jsonpath \"$.n\" split \"a\" == 1", WRONG_TYPE("integer", "string")},
        {"/json", "jsonpath \"$.n\" htmlEscape == 1", WRONG_TYPE("integer", "string")},
        {"/json", "jsonpath \"$.n\" htmlUnescape == 1", WRONG_TYPE("integer", "string")},
        {"/json", "jsonpath \"$.n\" urlDecode == 1", WRONG_TYPE("integer", "string")},
        {"/json", "jsonpath \"$.n\" urlEncode == 1", WRONG_TYPE("integer", "string")},
        {"/json", "jsonpath \"$.s\" regex \"[\" == 1", "Invalid regex\nregex expression is not valid"},
        {"/json", "jsonpath \"$.s\" replaceRegex \"[\" \"\" == 1", "Invalid regex\nregex expression is not valid"},
    };
    CHECK_ASSERTS(*state, checks);
}

static void changes_bytes(void **state) {
    static const check checks[] = {
        {"/json", "jsonpath \"$.b64\" base64Decode utf8Decode == \"Hello!\"", NULL},
        {"/bytes", "bytes base64Encode == \"AAH/\"", NULL},
        {"/bytes", "bytes base64UrlSafeEncode == \"AAH_\"", NULL},
        {"/json", "jsonpath \"$.s\" replace \"abc\" \"AAH_AA\" base64UrlSafeDecode == hex,0001ff00;", NULL},
        {"/latin", "bytes decode \"latin1\" == \"caf\xC3\xA9\"", NULL},
        {"/latin", "bytes charsetDecode \"koi8-r\" == \"caf\xD0\x98\"", NULL},
        {"/latin", "bytes charsetDecode \"windows-1258\" == \"caf\xC3\xA9\"", NULL}, /* it may wait for an accent */
        {"/bytes", "bytes charsetDecode \"windows-1252\" utf8Encode == hex,0001c3bf;", NULL},
        {"/bytes", "bytes replaceRegex /a/ \"\" == 1", WRONG_TYPE("bytes", "string")},
        {"/bytes", "bytes toHex == \"0001ff\"", NULL},
        {"/bytes", "bytes utf8Decode endsWith \"\xEF\xBF\xBD\"", NULL},
        {"/json", "jsonpath \"$.euro\" utf8Encode == hex,e282ac;", NULL},
        {"/json", "jsonpath \"$.n\" base64Decode == 1", WRONG_TYPE("integer", "base64 string")},
        {"/json", "jsonpath \"$.s\" base64Decode == 1", WRONG_VALUE("string is not base64")},
        {"/json", "jsonpath \"$.s\" base64Encode == 1", WRONG_TYPE("string", "bytes")},
        {"/json", "jsonpath \"$.n\" base64UrlSafeDecode == 1", WRONG_TYPE("integer", "string")},
        {"/json", "jsonpath \"$.url\" base64UrlSafeDecode == 1", WRONG_VALUE("string is not base64")},
        {"/json", "jsonpath \"$.s\" replace \"abc\" \"AA==\" base64UrlSafeDecode == 1",
         WRONG_VALUE("base64 string contains padding")},
        {"/json", "jsonpath \"$.s\" replace \"abc\" \"A=\" base64UrlSafeDecode == 1",
         WRONG_VALUE("string is not base64")},
        {"/json", "jsonpath \"$.s\" replace \"abc\" \"AA===\" base64UrlSafeDecode == 1",
         WRONG_VALUE("string is not base64")},
        {"/json", "jsonpath \"$.s\" base64UrlSafeEncode == 1", WRONG_TYPE("string", "bytes")},
        {"/json", "jsonpath \"$.s\" decode \"utf-8\" == 1", WRONG_TYPE("string", "bytes")},
        {"/bytes", "bytes decode \"nope\" == 1", "Filter error\n<nope> encoding is not supported"},
        {"/bytes", "bytes charsetDecode \"utf-8\" == 1",
         "Filter error\nvalue can not be decoded with <utf-8> encoding"},
        {"/json", "jsonpath \"$.s\" toHex == 1", WRONG_TYPE("string", "bytes")},
        {"/json", "jsonpath \"$.s\" utf8Decode == 1", WRONG_TYPE("string", "bytes")},
        {"/json", "jsonpath \"$.n\" utf8Encode == 1", WRONG_TYPE("integer", "string")},
    };
    CHECK_ASSERTS(*state, checks);
}

static void reckons_with_dates_by_the_worlds_clock(void **state) {
    static const check checks[] = {
        {"/json", "jsonpath \"$.d\" toDate \"%+\" isDate", NULL},
        {"/json",
         "jsonpath \"$.d\" toDate \"%Y-%m-%dT%H:%M:%SZ\" dateFormat \"%d.%m.%y %H Uhr\" == \"05.01.26 08 Uhr\"", NULL},
        {"/json", "jsonpath \"$.d\" toDate \"%+\" format \"%A\" == \"Monday\"", NULL},
        {"/json", "jsonpath \"$.d\" toDate \"%+\" == null", SHOWS("date <2026-01-05 08:00:00 UTC>")},
        {"/text", "cookie \"sid[Expires]\" daysAfterNow == 373", NULL},
        {"/text", "cookie \"sid[Expires]\" daysBeforeNow == -373", NULL},
        {"/json", "jsonpath \"$.d\" toDate \"%+\" daysBeforeNow == 0", NULL},
        {"/json", "jsonpath \"$.s\" replace \"abc\" \"2026-01-03\" toDate \"%F\" daysBeforeNow == 2", NULL},
        {"/json", "jsonpath \"$.s\" daysAfterNow == 1", WRONG_TYPE("string", "date")},
        {"/json", "jsonpath \"$.s\" daysBeforeNow == 1", WRONG_TYPE("string", "date")},
        {"/json", "jsonpath \"$.s\" dateFormat \"%Y\" == 1", WRONG_TYPE("string", "date")},
        {"/json", "jsonpath \"$.n\" toDate \"%Y\" == 1", WRONG_TYPE("integer", "string")},
        {"/json", "jsonpath \"$.s\" toDate \"%Y\" == 1",
         "Filter error\nvalue <abc> could not be parsed with <%Y> format"},
        {"/json", "jsonpath \"$.d\" toDate \"%+\" format \"%Q\" == 1",
         "Filter error\ndate format <%Q> is not supported"},
    };
    CHECK_ASSERTS(*state, checks);
}

static void looks_into_documents_and_urls(void **state) {
    static const check checks[] = {
        {"/json", "jsonpath \"$.doc\" jsonpath \"$.a[1]\" == 2", NULL},
        {"/json", "jsonpath \"$.xml\" xpath \"string(//b)\" == \"1\"", NULL},
        {"/json", "jsonpath \"$.url\" urlQueryParam \"y\" == \"a b c\"", NULL},
        {"/json", "jsonpath \"$.url\" urlQueryParam \"x\" == \"1\"", NULL},
        {"/json", "jsonpath \"$.url\" urlQueryParam \"z\" not exists", NULL},
        {"/json", "jsonpath \"$.n\" jsonpath \"$\" == 1", WRONG_TYPE("integer", "string")},
        {"/json", "jsonpath \"$.s\" jsonpath \"$\" == 1", WRONG_VALUE("value is not a valid JSON")},
        {"/json", "jsonpath \"$.doc\" jsonpath \"$[\" == 1", "Invalid JSONPath\nJSONPath expression '$[' is not valid"},
        {"/json", "jsonpath \"$.n\" xpath \"//b\" == 1", WRONG_TYPE("integer", "string")},
        {"/json", "jsonpath \"$.es\" xpath \"//b\" == 1", WRONG_VALUE("value is not a valid XML")},
        {"/json", "jsonpath \"$.xml\" xpath \"//[\" == 1", "Invalid XPath expression\nXPath expression is not valid"},
        {"/json", "jsonpath \"$.n\" urlQueryParam \"x\" == 1", WRONG_TYPE("integer", "string")},
        {"/json", "jsonpath \"$.s\" urlQueryParam \"x\" == 1",
         "Invalid URL\ninvalid URL <abc> (Missing scheme <http://> or <https://>)"},
        {"/json", "jsonpath \"$.s\" replace \"abc\" \"ftp://a\" urlQueryParam \"x\" == 1",
         "Invalid URL\ninvalid URL <ftp://a> (Only <http://> and <https://> schemes are supported)"},
        {"/json", "jsonpath \"$.s\" replace \"abc\" \"http://\" urlQueryParam \"x\" == 1",
         "Invalid URL\ninvalid URL <http://> (empty host)"},
        {"/json", "jsonpath \"$.s\" replace \"abc\" \"http://a:b\" urlQueryParam \"x\" == 1",
         "Invalid URL\ninvalid URL <http://a:b> (invalid port number)"},
        {"/json",
         "jsonpath \"$.s\" replace \"abc\" \"http://a?%78=%zz+%FF=1#?x=2\" urlQueryParam \"x\" == \"%zz \\u{fffd}=1\"",
         NULL},
        {"/json", "jsonpath \"$.s\" location == 1", WRONG_TYPE("string", "http response")},
    };
    CHECK_ASSERTS(*state, checks);
}

static void captures_what_filters_make(void **state) {
    static const check checks[] = {
        {"/json", "jsonpath \"$.l\" count", NULL},
        {"/json", "jsonpath \"$.none\"", "No query result\nquery didn't return any result"},
        {"/json", "jsonpath \"$.none\" count", "No query result\nquery didn't return any result"},
        {"/json", "jsonpath \"$.s\" regex /(x)/", "Filter error\na filter didn't return any result"},
        {"/json", "jsonpath \"$.s\" regex /(x)/ count", "Filter error\nmissing value to apply filter"},
        {"/json", "jsonpath \"$.s\" count", WRONG_TYPE("string", "list, bytes or nodeset")},
    };
    CHECK_CAPTURES(*state, checks);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(takes_items_of_collections),
        TEST(makes_numbers_and_strings_of_values),
        TEST(changes_texts),
        TEST(changes_bytes),
        TEST(reckons_with_dates_by_the_worlds_clock),
        TEST(looks_into_documents_and_urls),
        TEST(captures_what_filters_make),
    };
    return RUN_TESTS(tests);
}

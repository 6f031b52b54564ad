/* Every query: what it finds, and what it says where it cannot. */
#include "runner/answer_fixture.h"

#define SHOWS(actual) "Assert failure\n   actual:   " actual "\n   expected: null <null>"

static void finds_what_is_around_the_body(void **state) {
    static const check checks[] = {
        {"/text", "status == 200", NULL},
        {"/text", "version == \"1.1\"", NULL},
        {"/text?a=1", "url == \"http://localhost/text?a=1\"", NULL},
        {"/text", "ip == \"127.0.0.1\"", NULL},
        {"/text", "duration >= 0", NULL},
        {"/text", "header \"content-type\" == \"text/plain\"", NULL},
        {"/text", "header \"X-Two\" == null", SHOWS("list <[1,2]>")},
        {"/text", "header \"X-None\" not exists", NULL},
        {"/text", "variable \"word\" == \"abc\"", NULL},
        {"/text", "variable \"none\" not exists", NULL},
        {"/text", "redirects count == 0", NULL},
        {"/text", "header \"{{none}}\" exists", "Undefined variable\nyou must set the variable none"},
    };
    CHECK_ASSERTS(*state, checks);
}

static void finds_what_a_certificate_says(void **state) {
    static const check checks[] = {
        {"/secure", "certificate \"Subject\" == \"CN = localhost\"", NULL},
        {"/secure", "certificate \"Issuer\" == \"C = DE, CN = Studio\"", NULL},
        {"/secure", "certificate \"Start-Date\" daysBeforeNow == 4", NULL},
        {"/secure", "certificate \"Expire-Date\" dateFormat \"%F\" == \"2027-01-01\"", NULL},
        {"/secure", "certificate \"Serial-Number\" == \"0a:1b:2c\"", NULL},
        {"/secure", "certificate \"Subject-Alt-Name\" == \"DNS:localhost\"", NULL},
        {"/secure", "certificate \"Value\" startsWith \"-----BEGIN\"", NULL},
        {"/text", "certificate \"Subject\" not exists", NULL},
        {"/text", "certificate \"Issuer\" exists", "Assert failure\n   actual:   none\n   expected: something"},
        {"/text", "certificate \"Colour\" exists",
         "Parsing literal\nexpecting 'Field <Subject>, <Issuer>, <Start-Date>, <Expire-Date>, <Serial-Number>, "
         "<Subject-Alt-Name> or <Value>'"},
    };
    CHECK_ASSERTS(*state, checks);
}

static void finds_cookies_and_their_attributes(void **state) {
    static const check checks[] = {
        {"/text", "cookie \"sid\" == \"a=b\"", NULL},
        {"/text", "cookie \"sid[Value]\" == \"a=b\"", NULL},
        {"/text", "cookie \"sid[Path]\" == \"/x\"", NULL},
        {"/text", "cookie \"sid[ domain ]\" == \"d.org\"", NULL},
        {"/text", "cookie \"sid[SameSite]\" == \"Lax\"", NULL},
        {"/text", "cookie \"sid[Max-Age]\" == 30", NULL},
        {"/text", "cookie \"sid[Secure]\" exists", NULL},
        {"/text", "cookie \"sid[HttpOnly]\" exists", NULL},
        {"/text", "cookie \"sid[Expires]\" dateFormat \"%F %T\" == \"2027-01-13 22:23:01\"", NULL},
        {"/text", "cookie \"dashed[Expires]\" dateFormat \"%F %T\" == \"2027-01-13 22:23:01\"", NULL},
        {"/text", "cookie \"dashed[Secure]\" not exists", NULL},
        {"/text", "cookie \"dashed[Path]\" not exists", NULL},
        {"/text", "cookie \"never[Max-Age]\" not exists", NULL},
        {"/text", "cookie \"none\" not exists", NULL},
        {"/text", "cookie \"never[Expires]\" exists",
         "HTTP connection\ncould not parse Cookie Expires attribute value <never>"},
        {"/text", "cookie \"sid[Size]\" exists", "Parsing cookie attribute\nthe cookie attribute is not valid"},
    };
    CHECK_ASSERTS(*state, checks);
}

static void finds_the_body_as_text_and_as_bytes(void **state) {
    static const check checks[] = {
        {"/text", "body == \"Hello World!\"", NULL},
        {"/latin", "body == \"caf\xC3\xA9\"", NULL},
        {"/bytes", "bytes == hex,0001ff;", NULL},
        {"/bytes", "rawbytes == hex,0001ff;", NULL},
        {"/text", "sha256 == hex,7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069;", NULL},
        {"/text", "md5 == hex,ed076287532e86365e841e92bfc50d8c;", NULL},
        {"/text", "regex \"W(.)\" == \"o\"", NULL},
        {"/text", "regex /(W)(.)/ == \"W\"", NULL},
        {"/text", "regex /(X)/ not exists", NULL},
        {"/text", "regex \"[\" exists", "Invalid regex\nregex expression is not valid"},
        {"/bytes", "body exists", "Invalid decoding\ncould not decode response body with charset 'UTF-8'"},
        {"/bytes", "regex /(x)/ exists", "Invalid decoding\ncould not decode response body with charset 'UTF-8'"},
        {"/unknown", "body exists", "Invalid charset\nthe charset 'nope' is not valid"},
    };
    CHECK_ASSERTS(*state, checks);
}

static void finds_values_in_json(void **state) {
    static const check checks[] = {
        {"/json", "jsonpath \"$.n\" == 1", NULL},
        {"/json", "jsonpath \"$.l[0,1]\" == null", SHOWS("list <[1,a]>")},
        {"/json", "jsonpath \"$.l[?@ == 1]\" == 1", NULL}, /* one node is that value, not a list */
        {"/json", "jsonpath \"$.l[?@ == 7]\" not exists", NULL},
        {"/json", "jsonpath \"$.e\" count == 0", NULL},
        {"/json", "jsonpath \"$['{{word}}', 's']\" == \"abc\"", NULL},
        {"/json", "jsonpath \"$[\" exists", "Invalid JSONPath\nJSONPath expression '$[' is not valid"},
        {"/json", "jsonpath \"$[{{word}}]\" exists", "Invalid JSONPath\nJSONPath expression '$[abc]' is not valid"},
        {"/json", "jsonpath \"$[?count($[?count($[?count($[?count($..*) > 0]) > 0]) > 0]) > 0]\" exists",
         "Invalid JSONPath\nthe expression looks at more than 1000000 nodes"},
        {"/text", "jsonpath \"$\" exists", "Invalid JSON\nHTTP response is not a valid JSON"},
        {"/empty", "jsonpath \"$\" exists", "Invalid JSON\nHTTP response is not a valid JSON"},
    };
    CHECK_ASSERTS(*state, checks);
}

static void finds_values_in_xml_and_html(void **state) {
    static const check checks[] = {
        {"/xml", "xpath \"string(//x:a)\" == \"t\"", NULL},
        {"/xml", "xpath \"string(//x:a/@k)\" == \"1\"", NULL},
        {"/xml", "xpath \"count(//_:b)\" == 2", NULL},
        {"/xml", "xpath \"//_:b\" count == 2", NULL},
        {"/xml", "xpath \"//b\" not exists", NULL},
        {"/xml", "xpath \"boolean(//_:b)\" == true", NULL},
        {"/xml", "xpath \"1 div 0\" == null", SHOWS("float <inf>")},
        {"/xml", "xpath \"number(//x:a)\" == null", SHOWS("float <NaN>")},
        {"/xml", "xpath \"//_:b\" == null", SHOWS("nodeset <Nodeset(size=2)>")},
        {"/html", "xpath \"string(//title)\" == \"T\"", NULL},
        {"/html", "xpath \"normalize-space(//p[2])\" == \"2 \xC3\xA9\"", NULL},
        {"/xml", "xpath \"//[\" exists", "Invalid XPath expression\nXPath expression is not valid"},
        {"/xml", "xpath \"nonsense()\" exists", "Invalid XPath expression\nXPath expression is not valid"},
        {"/xml", "xpath \"//y:b\" exists", "Invalid XPath expression\nXPath expression is not valid"},
        {"/text", "xpath \"//a\" exists", "Invalid XML\nHTTP response is not a valid XML"},
        {"/empty", "xpath \"//a\" exists", "Invalid XML\nHTTP response is not a valid XML"},
        {"/entities", "xpath \"//r\" exists", "Invalid XML\nHTTP response is not a valid XML"},
        {"/bytes", "xpath \"//a\" exists", "Invalid decoding\ncould not decode response body with charset 'UTF-8'"},
    };
    CHECK_ASSERTS(*state, checks);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(finds_what_is_around_the_body),
        TEST(finds_what_a_certificate_says),
        TEST(finds_cookies_and_their_attributes),
        TEST(finds_the_body_as_text_and_as_bytes),
        TEST(finds_values_in_json),
        TEST(finds_values_in_xml_and_html),
    };
    return RUN_TESTS(tests);
}

/* XML's limits: what is tested comes from elsewhere. */
#include "runner/xml.h"

#include "core/testing.h"

static text repeated(arena *arena, const char *piece, int times) {
    buffer out = BUFFER(arena);
    for (int i = 0; i < times; i++)
        buffer_append(&out, text_of(piece));
    return buffer_text(&out);
}

static void measures_a_document_to_the_character(void **state) {
    static const struct {
        const char *source;
        size_t length;
        bool is_whole;
    } cases[] = {
        {"<a/>b", 4, true},    {"<?xml version=\"1.0\"?><a><b>\xC3\xA9</b></a>\nHTTP 200", 37, true},
        {"<a></b>", 6, false}, {"<a", 1, false},
        {"a", 0, false},       {"", 0, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length;
        assert_int_equal(xml_measure(*state, text_of(cases[i].source), &length), cases[i].is_whole);
        assert_int_equal(length, cases[i].length);
    }
}

static void refuses_documents_that_declare_entities(void **state) {
    static const char *const sources[] = {
        "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
        "<!DOCTYPE a [<!ENTITY b \"cccccccc\"><!ENTITY d \"&b;&b;&b;&b;\">]><a>&d;</a>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
        "<!DOCTYPE a [<!ENTITY % b SYSTEM \"http://localhost/x\"> %b;]><a/>",
    };
    const xml_document *document;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        assert_false(xml_parse(*state, text_of(sources[i]), XML_XML, &document));
    assert_true(xml_parse(*state, TEXT("<!DOCTYPE a SYSTEM \"http://localhost/a.dtd\"><a/>"), XML_XML, &document));
}

static void forgives_as_hurl_does(void **state) {
    const xml_document *document;
    const value *found;
    assert_true(xml_parse(*state, TEXT("<a><b>1</a>"), XML_XML, &document));
    assert_true(xpath_evaluate(*state, document, TEXT("string(//b)"), &found));
    assert_string(found->text, "1");
    assert_true(xml_parse(*state, TEXT("<p>1<p>2"), XML_HTML, &document));
    assert_true(xpath_evaluate(*state, document, TEXT("count(//p)"), &found));
    assert_true(found->number == 2);
    assert_false(xml_parse(*state, TEXT("no document"), XML_XML, &document));
    assert_false(xml_parse(*state, TEXT(""), XML_HTML, &document));
}

static void stops_an_expression_that_takes_too_long(void **state) {
    text source = text_format(*state, "<a>%s</a>", repeated(*state, "<b/>", 400).data);
    const xml_document *document;
    const value *found;
    assert_true(xml_parse(*state, source, XML_XML, &document));
    assert_true(xpath_evaluate(*state, document, TEXT("count(//*[count(//*) > 0])"), &found));
    assert_true(found->number == 401);
    assert_false(xpath_evaluate(*state, document, TEXT("count(//*[count(//*[count(//*) > 0]) > 0])"), &found));
}

static void stops_what_nests_too_deep(void **state) {
    const xml_document *document;
    const value *found;
    assert_false(xpath_evaluate(
        *state, (xml_parse(*state, TEXT("<a/>"), XML_XML, &document), document),
        text_format(*state, "%s1%s", repeated(*state, "(", 100000).data, repeated(*state, ")", 100000).data), &found));
    assert_true(xml_parse(*state, repeated(*state, "<a>", 100000), XML_XML, &document));
    assert_true(xpath_evaluate(*state, document, TEXT("count(//a)"), &found));
    assert_true(found->number < 300);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(measures_a_document_to_the_character),
        TEST(refuses_documents_that_declare_entities),
        TEST(forgives_as_hurl_does),
        TEST(stops_an_expression_that_takes_too_long),
        TEST(stops_what_nests_too_deep),
    };
    return RUN_TESTS(tests);
}

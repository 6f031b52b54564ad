/* The grammar: what a file is read as, and what is said of one that is none, word for word as Hurl 8.0.1 says it. */
#include <stdio.h>

#include "core/testing.h"
#include "runner/collect.h"
#include "runner/scenario.h"

#define REQUEST "GET http://h\n"

static const problem *parse(arena *arena, const char *content, source *ret_source, scenario *ret_scenario) {
    *ret_source = (source){TEXT("x.hurl"), text_of(content)};
    return scenario_parse(arena, ret_source, ret_scenario);
}

/* ---- what is refused ---- */

typedef struct refusal {
    const char *content;
    size_t line;
    size_t column;
    const char *title;
    const char *message;
} refusal;

static const refusal refusals[] = {
    {REQUEST "[Cook\xC3\xA9ies]\n", 2, 2, "Parsing request section name",
     "the section is not valid. Did you mean Cookies?"},
    {"GET\n", 1, 4, "Parsing space", "expecting a space"},
    {"get http://h\n", 1, 1, "Parsing method", "the HTTP method <get> is not valid. Did you mean GET?"},
    {"gets http://h\n", 1, 1, "Parsing method", "the HTTP method <gets> is not valid. Did you mean GET?"},
    {"GET http://h/\\x\n", 1, 15, "Parsing escape character", "the escaping sequence is not valid"},
    {"GET http://h/{{\n", 1, 16, "Parsing literal", "expecting '}}'"},
    {"GET http://h/{{a\n", 1, 17, "Parsing literal", "expecting '}}'"},
    {"GET http://h/{{}}\n", 1, 16, "Parsing template variable", "expecting a variable"},
    {"GET http://h/\\u{d800}\n", 1, 21, "Parsing unicode literal", "Invalid unicode literal"},
    {"GET http://h/\\u{zz}\n", 1, 17, "Parsing hexadecimal number", "expecting a valid hexadecimal number"},
    {"GET http://h/\\u{41\n", 1, 19, "Parsing literal", "expecting '}'"},
    {"GET http://h\tx\n", 1, 14, "Parsing literal", "expecting 'line_terminator'"},
    {REQUEST "a b\n", 2, 1, "Parsing method",
     "the HTTP method <a> is not valid. Valid values are GET, HEAD, POST, PUT, DELETE, CONNECT, OPTIONS, TRACE, PATCH"},
    {REQUEST "a: \\q\n", 2, 5, "Parsing escape character", "the escaping sequence is not valid"},
    {REQUEST "[Foo]\n", 2, 2, "Parsing request section name",
     "the section is not valid. Valid values are Query, Form, Multipart, Cookies, Options"},
    {REQUEST "[Forms]\na: b\n", 2, 2, "Parsing request section name", "the section is not valid. Did you mean Form?"},
    {REQUEST "[Asserts]\n", 2, 2, "Parsing request section name",
     "the section is not valid. Valid values are Query, Form, Multipart, Cookies, Options"},
    {REQUEST "[Query] x\n", 2, 9, "Parsing literal", "expecting 'line_terminator'"},
    {REQUEST "[Query]\na: b\n[Query]\nc: d\n", 4, 1, "Parsing section", "the section is already defined"},
    {REQUEST "[Form]\na: b\n[Form]\n{\n", 6, 1, "Parsing literal", "expecting '\"'"},
    {REQUEST "[Options]\nfoo: 1\n", 3, 1, "Parsing option",
     "the option name is not valid. Valid values are aws-sigv4, cacert, cert, compressed, connect-timeout, connect-to, "
     "delay, digest, header, http1.0, http1.1, http2, http3, insecure, ipv4, ipv6, key, limit-rate, location, "
     "location-trusted, max-redirs, max-time, negotiate, netrc, netrc-file, netrc-optional, no-proxy, ntlm, output, "
     "path-as-is, pinnedpubkey, proxy, repeat, resolve, retry, retry-interval, skip, unix-socket, user, variable, "
     "verbose, verbosity, very-verbose"},
    {REQUEST "[Options]\nlocatio: true\n", 3, 1, "Parsing option",
     "the option name is not valid. Did you mean location?"},
    {REQUEST "[Options]\nmax_redirs: 1\n", 3, 1, "Parsing option",
     "the option name is not valid. Did you mean max-redirs?"},
    {REQUEST "[Options]\nlocation: yes\n", 3, 11, "Parsing literal", "expecting 'true|false'"},
    {REQUEST "[Options]\nretry: -2\n", 3, 8, "Parsing literal", "expecting 'integer >= -1'"},
    {REQUEST "[Options]\nretry: {{n\n", 3, 11, "Parsing literal", "expecting 'integer >= -1'"},
    {REQUEST "[Options]\ndelay: 1x\n", 3, 9, "Parsing duration", "the duration unit is not valid. Did you mean s?"},
    {REQUEST "[Options]\ndelay: 10mss\n", 3, 10, "Parsing duration",
     "the duration unit is not valid. Did you mean ms?"},
    {REQUEST "[Options]\ndelay: x\n", 3, 8, "Parsing literal", "expecting 'integer'"},
    {REQUEST "[Options]\ndelay: 01\n", 3, 9, "Parsing literal", "expecting 'natural'"},
    {REQUEST "[Options]\nlimit-rate: -1\n", 3, 13, "Parsing literal", "expecting 'integer >= 0'"},
    {REQUEST "[Options]\nverbosity: loud\n", 3, 12, "Parsing literal", "expecting 'brief|verbose|debug'"},
    {REQUEST "[Options]\nvariable: =1\n", 3, 11, "Parsing literal", "expecting 'variable name'"},
    {REQUEST "[Options]\nvariable: newUuid=1\n", 3, 11, "Parsing variable",
     "conflicts with the newUuid function, use a different name"},
    {REQUEST "[Options]\nvariable: a 1\n", 3, 13, "Parsing literal", "expecting '='"},
    {REQUEST "[Options]\nvariable: a=1x\n", 3, 14, "Parsing literal", "expecting 'line_terminator'"},
    {REQUEST "[Options]\nvariable: a=1.\n", 3, 15, "Parsing literal", "expecting 'variable value'"},
    {REQUEST "[Options]\nvariable: a=\"b\n", 3, 15, "Parsing literal", "expecting 'variable value'"},
    {REQUEST "[Options]\noutput: \n", 3, 9, "Parsing filename", "expecting a filename"},
    {REQUEST "[Options]\noutput: [a\n", 3, 9, "Parsing literal", "expecting 'filename'"},
    {REQUEST "[Options]\noutput: a\\q\n", 3, 11, "Parsing escape character", "the escaping sequence is not valid"},
    {REQUEST "[Multipart]\na: file,;\n", 3, 9, "Parsing filename", "expecting a filename"},
    {REQUEST "[Multipart]\na: file,b\n", 3, 10, "Parsing literal", "expecting ';'"},
    {REQUEST "[Multipart]\na: file,b; {{\n", 3, 12, "Parsing file content type", "expecting a content type"},
    {REQUEST "HTTP\n", 2, 1, "Parsing version", "HTTP version must be HTTP, HTTP/1.0, HTTP/1.1, HTTP/2 or HTTP/3"},
    {REQUEST "HTTP/4 200\n", 2, 1, "Parsing version",
     "HTTP version must be HTTP, HTTP/1.0, HTTP/1.1, HTTP/2 or HTTP/3"},
    {REQUEST "HTTP 2xx\n", 2, 7, "Parsing literal", "expecting 'line_terminator'"},
    {REQUEST "HTTP abc\n", 2, 6, "Parsing status code", "HTTP status code is not valid"},
    {REQUEST "HTTP 200 OK\n", 2, 10, "Parsing literal", "expecting 'line_terminator'"},
    {REQUEST "HTTP 200\n[Nope]\n", 3, 2, "Parsing response section name",
     "the section is not valid. Valid values are Captures or Asserts"},
    {REQUEST "HTTP 200\n[Assert]\n", 3, 2, "Parsing response section name",
     "the section is not valid. Did you mean Asserts?"},
    {REQUEST "HTTP 200\n[Captures]\na: b \"c\"\n", 4, 1, "Parsing method",
     "the HTTP method <a> is not valid. Valid values are GET, HEAD, POST, PUT, DELETE, CONNECT, OPTIONS, TRACE, PATCH"},
    {REQUEST "HTTP 200\n[Captures]\na: header c\n", 4, 11, "Parsing literal", "expecting '\"'"},
    {REQUEST "HTTP 200\n[Captures]\na: status redact x\n", 4, 18, "Parsing literal", "expecting 'line_terminator'"},
    {REQUEST "HTTP 200\n[Asserts]\nstatus\n", 4, 7, "Parsing space", "expecting a space"},
    {REQUEST "HTTP 200\n[Asserts]\nstatus foo\n", 4, 8, "Parsing predicate", "expecting a predicate"},
    {REQUEST "HTTP 200\n[Asserts]\nbody toDate x\n", 4, 6, "Parsing predicate", "expecting a predicate"},
    {REQUEST "HTTP 200\n[Asserts]\nbody split x\n", 4, 12, "Parsing literal", "expecting '\"'"},
    {REQUEST "HTTP 200\n[Captures]\na: body format", 4, 15, "Parsing space", "expecting a space"},
    {REQUEST "HTTP 200\n[Asserts]\nstatusx == 1\n", 4, 7, "Parsing space", "expecting a space"},
    {REQUEST "HTTP 200\n[Asserts]\nstatus == \n", 4, 11, "Parsing predicate value", "invalid predicate value"},
    {REQUEST "HTTP 200\n[Asserts]\nstatus == foo\n", 4, 11, "Parsing predicate value", "invalid predicate value"},
    {REQUEST "HTTP 200\n[Asserts]\nstatus > true\n", 4, 10, "Parsing predicate value", "invalid predicate value"},
    {REQUEST "HTTP 200\n[Asserts]\nstatus == 1.\n", 4, 13, "Parsing literal", "expecting 'decimal digits'"},
    {REQUEST "HTTP 200\n[Asserts]\nstatus == 01\n", 4, 13, "Parsing literal", "expecting 'natural'"},
    {REQUEST "HTTP 200\n[Asserts]\nstatus == \"a\n", 4, 13, "Parsing literal", "expecting '\"'"},
    {REQUEST "HTTP 200\n[Asserts]\nstatus == hex,0;\n", 4, 16, "Parsing hex bytearray",
     "expecting an even number of hex digits"},
    {REQUEST "HTTP 200\n[Asserts]\nstatus == hex,00\n", 4, 17, "Parsing literal", "expecting ';'"},
    {REQUEST "HTTP 200\n[Asserts]\nstatus == base64,aa\n", 5, 1, "Parsing literal", "expecting ';'"},
    {REQUEST "HTTP 200\n[Asserts]\nstatus == file;\n", 4, 15, "Parsing literal", "expecting ','"},
    {REQUEST "HTTP 200\n[Asserts]\nstatus startsWith 1\n", 4, 19, "Parsing predicate value", "invalid predicate value"},
    {REQUEST "HTTP 200\n[Asserts]\nstatus matches 1\n", 4, 16, "Parsing predicate value", "invalid predicate value"},
    {REQUEST "HTTP 200\n[Asserts]\nstatus matches /a\n", 5, 1, "Parsing regex",
     "invalid Regex expression: unexpected end of file"},
    {REQUEST "HTTP 200\n[Asserts]\nstatus startsWith\"a\"\n", 4, 18, "Parsing space", "expecting a space"},
    {REQUEST "HTTP 200\n[Asserts]\nbody nth x == 1\n", 4, 10, "Parsing literal", "expecting 'integer'"},
    {REQUEST "HTTP 200\n[Asserts]\nregex a == 1\n", 4, 7, "Parsing literal", "expecting '\" or /'"},
    {REQUEST "HTTP 200\n[Asserts]\nbody replace \"a\"\n", 4, 17, "Parsing space", "expecting a space"},
    {REQUEST "HTTP 200\n[Asserts]\njsonpath $.a == 1\n", 4, 10, "Parsing literal", "expecting '\"'"},
    {REQUEST "{\"a\": }\n", 2, 6, "Parsing JSON", "expecting an element; found empty element instead"},
    {REQUEST "{\"a\": 1,}\n", 2, 8, "Parsing JSON", "trailing comma is not allowed"},
    {REQUEST "[1,]\n", 2, 3, "Parsing JSON", "trailing comma is not allowed"},
    {REQUEST "[,]\n", 2, 2, "Parsing JSON", "expecting an element; found empty element instead"},
    {REQUEST "{\"a\" 1}\n", 2, 6, "Parsing literal", "expecting ':'"},
    {REQUEST "{a: 1}\n", 2, 2, "Parsing literal", "expecting '\"'"},
    {REQUEST "{\"a\": x}\n", 2, 7, "Parsing JSON", "expecting a boolean, number, string, array, object or null"},
    {REQUEST "{\"a\": \"\\q\"}\n", 2, 9, "Parsing escape character", "the escaping sequence is not valid"},
    {REQUEST "{\"a\": \"\\u12x4\"}\n", 2, 12, "Parsing hexadecimal number", "expecting a valid hexadecimal number"},
    {REQUEST "{\"a\": \"\\ud800x\"}\n", 2, 14, "Parsing literal", "expecting '\\u'"},
    {REQUEST "{\"a\": \"\\ud800\\u0041\"}\n", 2, 16, "Parsing unicode literal", "Invalid unicode literal"},
    {REQUEST "{\"a\": 1\n", 3, 1, "Parsing literal", "expecting '}'"},
    {REQUEST "{\"a\": \"{{\"}\n", 2, 10, "Parsing literal", "expecting '}}'"},
    {REQUEST "{\"a\": {{}}}\n", 2, 9, "Parsing template variable", "expecting a variable"},
    {REQUEST "{\"a\": \"b\nc\"}\n", 2, 7, "Parsing JSON", "expecting a boolean, number, string, array, object or null"},
    {REQUEST "{\"a\nb\": 1}\n", 2, 4, "Parsing literal", "expecting 'char'"},
    {REQUEST "[1] x\n", 2, 5, "Parsing literal", "expecting 'line_terminator'"},
    {REQUEST "{} x\n", 2, 4, "Parsing literal", "expecting 'line_terminator'"},
    {REQUEST "{\"a\": 1.}\n", 2, 9, "Parsing literal", "expecting 'digits'"},
    {REQUEST "[\"a\"\n", 3, 1, "Parsing literal", "expecting ']'"},
    {REQUEST "```foo\n```\n", 2, 4, "Parsing multiline", "Invalid language hint foo"},
    {REQUEST "```json,x\n```\n", 2, 8, "Parsing multiline", "Invalid language hint ,x"},
    {REQUEST "```\nabc\n", 4, 1, "Parsing literal", "expecting '```'"},
    {REQUEST "```\n{{a\n```\n", 4, 1, "Parsing literal", "expecting '}}'"},
    {REQUEST "```graphql\na\nvariables {x\n```\n", 4, 11, "Parsing GraphQL variables",
     "GraphQL variables is not a valid JSON object"},
    {REQUEST "```graphql x\n```\n", 2, 12, "Parsing literal", "expecting 'newline'"},
    {REQUEST "`abc\n", 2, 5, "Parsing literal", "expecting '`'"},
    {REQUEST "hex,0;\n", 2, 6, "Parsing hex bytearray", "expecting an even number of hex digits"},
    {REQUEST "hex\n", 2, 4, "Parsing literal", "expecting ','"},
    {REQUEST "hex,zz;\n", 2, 5, "Parsing literal", "expecting ';'"},
    {REQUEST "base64,\n", 3, 1, "Parsing literal", "expecting ';'"},
    {REQUEST "base64\n", 2, 7, "Parsing literal", "expecting ','"},
    {REQUEST "file,a\n", 2, 7, "Parsing literal", "expecting ';'"},
    {REQUEST "file;\n", 2, 5, "Parsing literal", "expecting ','"},
    {REQUEST "<a>\n</b>\n", 3, 4, "Parsing XML", "invalid XML"},
    {REQUEST "<a\n", 2, 3, "Parsing XML", "invalid XML"},
    {REQUEST "<a/> x\n", 2, 6, "Parsing literal", "expecting 'line_terminator'"},
    {REQUEST "x\n", 2, 1, "Parsing method",
     "the HTTP method <x> is not valid. Valid values are GET, HEAD, POST, PUT, DELETE, CONNECT, OPTIONS, TRACE, PATCH"},
    {"\t GET http://h\n\t\tHTTP 2x\n", 2, 9, "Parsing literal", "expecting 'line_terminator'"},
    {"GET http://h/é́{{\n", 1, 17, "Parsing literal", "expecting '}}'"},
};

static void refuses_in_the_words_of_hurl(void **state) {
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        const refusal *expected = &refusals[i];
        source source;
        scenario scenario;
        const problem *problem = parse(*state, expected->content, &source, &scenario);
        if (!problem)
            fail_msg("is read: %s", expected->content);
        place place = source_place(&source, problem->span.start);
        if (place.line != expected->line || place.column != expected->column)
            fail_msg("%zu:%zu, not %zu:%zu: %s", place.line, place.column, expected->line, expected->column,
                     expected->content);
        assert_string_equal(problem->title, expected->title);
        assert_string(problem->message, expected->message);
    }
}

static void refuses_json_that_is_nested_too_deeply(void **state) {
    arena *arena = *state;
    buffer content = BUFFER(arena);
    source source;
    scenario scenario;
    buffer_append(&content, TEXT(REQUEST));
    for (int i = 0; i < 100000; i++)
        buffer_append_char(&content, '[');
    const problem *problem = parse(arena, buffer_text(&content).data, &source, &scenario);
    assert_non_null(problem);
    assert_string(problem->message, "nested more than 128 levels deep");
}

/* ---- what is read ---- */

static scenario read(arena *arena, const char *content) {
    source source;
    scenario scenario = {0};
    const problem *problem = parse(arena, content, &source, &scenario);
    if (problem) {
        buffer out = BUFFER(arena);
        problem_describe(&out, &source, problem, NULL, false);
        fail_msg("%s", buffer_text(&out).data);
    }
    return scenario;
}

static const char *render(arena *arena, const template *template) {
    variables variables = {0};
    text rendered;
    variables_set(arena, &variables, TEXT("n"), value_of_integer(arena, 7));
    variables_set(arena, &variables, TEXT("q"), value_of_string(arena, TEXT("a\"b")));
    assert_null(template_render(arena, &variables, template, &rendered));
    return text_to_string(arena, rendered);
}

static const char *render_body(arena *arena, const body *body) {
    variables variables = {0};
    file_root root = {0};
    text rendered;
    variables_set(arena, &variables, TEXT("n"), value_of_integer(arena, 7));
    variables_set(arena, &variables, TEXT("q"), value_of_string(arena, TEXT("a\"b")));
    assert_null(body_render(arena, &variables, &root, body, &rendered));
    return text_to_string(arena, rendered);
}

static void reads_each_section_by_both_its_names(void **state) {
    static const char *const files[] = {
        REQUEST "[Query]\na: b\n[Form]\nc: d\n[Multipart]\ne: f\n[Cookies]\ng: h\n[BasicAuth]\ni: j\n",
        REQUEST "[QueryStringParams]\na: b\n[FormParams]\nc: d\n[MultipartFormData]\ne: f\n[Cookies]\ng: h\n"
                "[BasicAuth]\ni: j\n"};
    for (size_t i = 0; i < 2; i++) {
        scenario scenario = read(*state, files[i]);
        const entry *entry = &scenario.items[0];
        assert_string_equal(render(*state, &entry->query.items[0].value), "b");
        assert_string_equal(render(*state, &entry->form.items[0].value), "d");
        assert_string_equal(render(*state, &entry->multipart.items[0].value), "f");
        assert_string_equal(render(*state, &entry->cookies.items[0].value), "h");
        assert_string_equal(render(*state, &entry->basic_auth.items[0].name), "i");
    }
}

static void reads_texts_with_escapes_and_placeholders(void **state) {
    static const char *const texts[][2] = {
        {"a \\#b # comment", "a #b"},
        {"a\\n\\t\\u{1F600}", "a\n\t\xF0\x9F\x98\x80"},
        {"x{{n}}y{{ n }}", "x7y7"},
        {"{a} {{n}} {", "{a} 7 {"},
        {"{{n}}}", "7}"},
        {"{{n garbage}}", "7"},
        {"\\u{7b}{n}}", "{{n}}"},
        {"  spaces stay   within  ", "spaces stay   within"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        scenario scenario = read(*state, arena_printf(*state, REQUEST "x: %s\r\n", texts[i][0]));
        assert_string_equal(render(*state, &scenario.items[0].headers.items[0].value), texts[i][1]);
    }
}

typedef struct body_case {
    const char *spelled;
    body_kind kind;
    const char *rendered;
} body_case;

static const body_case bodies[] = {
    {"{\"a\": {{n}}, \"b\": \"{{q}}\", \"c\": [ 1E5 , -0.5e-3, true, null ]}\n", BODY_JSON,
     "{\"a\": 7, \"b\": \"a\\\"b\", \"c\": [ 1e5 , -0.5e-3, true, null ]}"},
    {"[{\"\\u00e9\": \"\\ud83d\\ude00\"}]\n", BODY_JSON, "[{\"\\u00e9\": \"\\ud83d\\ude00\"}]"},
    {"\"text\"\n", BODY_JSON, "\"text\""},
    {"{{n}}\n", BODY_JSON, "7"},
    {"[\"{{n}-}\"]\n", BODY_JSON, "[\"7\"]"},
    {"[]\n", BODY_JSON, "[]"},
    {"<?xml version=\"1.0\"?>\n<!-- {{q}} --><a b='c'>\n  <b/>&lt;\xC3\xA9</a>\n", BODY_XML,
     "<?xml version=\"1.0\"?>\n<!-- {{q}} --><a b='c'>\n  <b/>&lt;\xC3\xA9</a>"},
    {"`one {{q}} line\\n`\n", BODY_TEXT, "one a\"b line\n"},
    {"```\none\n{{n}} \\n\n```\n", BODY_TEXT, "one\n7 \\n\n"},
    {"```raw\n{{n}}```\n", BODY_TEXT, "{{n}}"},
    {"```json\n{{n}}```\n", BODY_JSON, "7"},
    {"```xml\r\n<a>{{n}}</a>```\n", BODY_XML, "<a>7</a>"},
    {"```graphql\n{ a(b: \"{{n}}\") }\n```\n", BODY_GRAPHQL, "{\"query\":\"{ a(b: \\\"7\\\") }\"}"},
    {"```graphql,\n{ a }\nvariables {\n  \"a\": {{n}},\n  \"b\": \"{{q}}\"\n}\n\n```\n", BODY_GRAPHQL,
     "{\"query\":\"{ a }\",\"variables\":{\"a\":7,\"b\":\"a\\\"b\"}}"},
    {"base64, aGVs\n bG8= ;\n", BODY_BYTES, "hello"},
    {"base64,aGVsbG8;\n", BODY_BYTES, "hello"},
    {"hex, 48690A ;\n", BODY_BYTES, "Hi\n"},
    {"file,scenarios/runner/list.h;\n", BODY_FILE, NULL},
};

static void reads_bodies_of_every_form_for_requests_and_answers(void **state) {
    arena *arena = *state;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        const char *spelled = bodies[i].spelled;
        scenario scenario = read(arena, arena_printf(arena, REQUEST "%sHTTP 200\n%s# end", spelled, spelled));
        const body *both[] = {&scenario.items[0].body, &scenario.items[0].response.body};
        for (size_t j = 0; j < 2; j++) {
            assert_int_equal(both[j]->kind, bodies[i].kind);
            if (bodies[i].rendered)
                assert_string_equal(render_body(arena, both[j]), bodies[i].rendered);
            else
                assert_non_null(strstr(render_body(arena, both[j]), "LIST_ADD"));
        }
    }
}

static void reads_answers_with_captures_and_asserts(void **state) {
    scenario scenario = read(*state, "\n# first\nPURGE http://h # c\n\nHTTP/2 *\nA: b\n[Captures]\n"
                                     "x: jsonpath \"$.a\" nth 0 redact\ny.z: header \"{{n}}\"\n"
                                     "[Asserts]\nstatus ==200\nbody not  contains `a{{n}}`\nbytes == hex,00;\n"
                                     "GET http://i\nHTTP 204");
    const expected_response *response = &scenario.items[0].response;
    assert_int_equal(scenario.count, 2);
    assert_string(scenario.items[0].method, "PURGE");
    assert_int_equal(response->status, ANY_STATUS);
    assert_string(response->version, "HTTP/2");
    assert_int_equal(response->captures.count, 2);
    assert_true(response->captures.items[0].is_redacted);
    assert_int_equal(response->captures.items[0].extraction.count, 2);
    assert_false(response->captures.items[1].is_redacted);
    assert_int_equal(response->assertions.count, 3);
    assert_true(response->assertions.items[1].predicate.is_negated);
    assert_int_equal(scenario.items[1].response.status, 204);
}

static void reads_files_of_parts_with_their_types(void **state) {
    scenario scenario = read(*state, REQUEST "[Multipart]\na: file,b\\ c{{n}}.txt;\nd: file, e ; text/x # comment\n"
                                             "f: file\n");
    const multipart_part_list *parts = &scenario.items[0].multipart;
    assert_int_equal(parts->count, 3);
    assert_string_equal(render(*state, &parts->items[0].file_name), "b c7.txt");
    assert_false(parts->items[0].has_content_type);
    assert_string_equal(render(*state, &parts->items[1].content_type), "text/x");
    assert_false(parts->items[2].is_file);
}

static void reads_what_comments_say_of_cookies(void **state) {
    scenario scenario = read(*state, "#@cookie_storage_set: h\tFALSE\t/\tFALSE\t0\ta\tb c\n" REQUEST
                                     "# @cookie_storage_clear\n" REQUEST);
    assert_string(scenario.items[0].stored_cookie, "h\tFALSE\t/\tFALSE\t0\ta\tb c");
    assert_false(scenario.items[0].clears_cookies);
    assert_true(scenario.items[1].clears_cookies);
    scenario = read(*state, "# @cookie_storage_set: h FALSE / FALSE 0 a b\n" REQUEST);
    assert_string(scenario.items[0].stored_cookie, "h FALSE / FALSE 0 a b");
}

/* ---- options ---- */

static void reads_every_option(void **state) {
    scenario scenario =
        read(*state, REQUEST "[Options]\naws-sigv4: a\ncacert: a\ncert: a:b\ncompressed: true\nconnect-timeout: 1s\n"
                             "connect-to: a\ndelay: 2m\ndigest: false\nheader: a: b\nhttp1.0: false\nhttp1.1: true\n"
                             "http2: false\nhttp3: false\ninsecure: true\nipv4: true\nipv6: false\nkey: a\n"
                             "limit-rate: 0\nlocation: {{b}}\nlocation-trusted: true\nmax-redirs: -1\nmax-time: 1h\n"
                             "negotiate: false\nnetrc: false\nnetrc-file: a\nnetrc-optional: false\nntlm: false\n"
                             "output: a\npath-as-is: true\npinnedpubkey: a\nproxy: a\nrepeat: {{n}}\nresolve: a\n"
                             "retry: 3\nretry-interval: 5\nskip: false\nunix-socket: a\nuser: a:b\nvariable: a=1\n"
                             "verbose: true\nverbosity: debug\nvery-verbose: false\n");
    assert_int_equal(scenario.items[0].options.count, 42);
}

/* The options of an entry with these settings; n is 7, b true. */
static const problem *apply(arena *arena, const char *settings, request_options *ret_options,
                            variables *ret_variables) {
    scenario scenario = read(arena, arena_printf(arena, REQUEST "[Options]\n%s", settings));
    *ret_options = default_options;
    *ret_variables = (variables){0};
    variables_set(arena, ret_variables, TEXT("n"), value_of_integer(arena, 7));
    variables_set(arena, ret_variables, TEXT("b"), value_of_boolean(arena, true));
    variables_set(arena, ret_variables, TEXT("minus"), value_of_integer(arena, -2));
    option_target target = {arena, ret_variables, ret_options};
    return options_apply(&target, &scenario.items[0].options);
}

static void applies_options(void **state) {
    request_options options;
    variables variables;
    const problem *problem =
        apply(*state,
              "delay: 2m\nretry: {{n}}\nrepeat: 2\nretry-interval: 1s\nmax-redirs: -1\nmax-time: 10ms\n"
              "location-trusted: {{b}}\ncompressed: true\npath-as-is: true\nuser: a:{{n}}\nheader: a:b\n"
              "output: x{{n}}\nskip: {{b}}\nverbosity: brief\nvariable: v=\"{{n}}0\"\n"
              "variable: w={{v}}1\nvariable: f=1.5\nvariable: z=null\ndigest: false\ninsecure: true\n",
              &options, &variables);
    assert_null(problem);
    assert_int_equal(options.delay_ms, 120000);
    assert_int_equal(options.retry, 7);
    assert_int_equal(options.repeat, 2);
    assert_int_equal(options.retry_interval_ms, 1000);
    assert_int_equal(options.max_redirects, WITHOUT_LIMIT);
    assert_int_equal(options.max_time_ms, 10);
    assert_true(options.follows_redirects && options.trusts_redirects);
    assert_true(options.is_compressed && options.is_path_as_is && options.is_skipped);
    assert_string(options.user, "a:7");
    assert_string(http_fields_get(&options.headers, TEXT("a")), "b");
    assert_string(options.output, "x7");
    assert_int_equal(options.verbosity, VERBOSITY_BRIEF);
    assert_string(variables_get(&variables, TEXT("w"))->text, "701");
    assert_int_equal(variables_get(&variables, TEXT("f"))->kind, VALUE_FLOAT);
    assert_int_equal(variables_get(&variables, TEXT("z"))->kind, VALUE_NULL);
}

static void refuses_options_with_values_of_another_type(void **state) {
    static const char *const cases[][2] = {
        {"skip: {{n}}\n", "expecting boolean, actual value is integer <7>"},
        {"retry: {{b}}\n", "expecting integer, actual value is boolean <true>"},
        {"retry: {{minus}}\n", "expecting integer >= -1, actual value is integer <-2>"},
        {"delay: {{minus}}\n", "expecting positive integer, actual value is integer <-2>"},
        {"limit-rate: {{minus}}\n", "expecting integer > 0, actual value is integer <-2>"},
        {"skip: {{nothing}}\n", "you must set the variable nothing"},
        {"header: none\n", "invalid header option value <none>: missing `:`"},
        {"proxy: localhost:1\n", "the option proxy is not supported where scenarios run without a network"},
        {"digest: true\n", "the option digest is not supported where scenarios run without a network"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        request_options options;
        variables variables;
        const problem *problem = apply(*state, cases[i][0], &options, &variables);
        assert_non_null(problem);
        assert_string(problem->message, cases[i][1]);
    }
}

/* The options that settings make of the usual ones, where there is a network. */
static request_options apply_over_network(arena *arena, const char *settings) {
    scenario scenario = read(arena, arena_printf(arena, REQUEST "[Options]\n%s", settings));
    request_options options = default_options;
    variables variables = {0};
    options.has_network = true;
    assert_null(options_apply(&(option_target){arena, &variables, &options}, &scenario.items[0].options));
    return options;
}

static void keeps_what_options_say_of_the_connection(void **state) {
    connection made = apply_over_network(*state, "connect-to: a:1:b:2\nconnect-to: c:1:d:2\nresolve: e:1:127.0.0.1\n"
                                                 "cacert: ca.pem\ncert: a\\:b:secret\nkey: key.pem\nproxy: p:1\n"
                                                 "unix-socket: /s\npinnedpubkey: k\nlimit-rate: 5\ninsecure: true\n"
                                                 "connect-timeout: 2s\ndigest: true\nntlm: true\nnegotiate: true\n")
                          .connection;
    assert_string(made.connects_to, "a:1:b:2\nc:1:d:2\n");
    assert_string(made.resolves, "e:1:127.0.0.1\n");
    assert_string(made.authorities_file, "ca.pem");
    assert_string(made.certificate_file, "a\\:b:secret");
    assert_string(made.key_file, "key.pem");
    assert_string(made.proxy, "p:1");
    assert_string(made.unix_socket, "/s");
    assert_string(made.pinned_key, "k");
    assert_int_equal(made.most_bytes_per_second, 5);
    assert_int_equal(made.connect_timeout_ms, 2000);
    assert_true(made.is_insecure && made.has_digest && made.has_ntlm && made.has_negotiate);
    assert_false(made.is_fresh);
}

static void connects_anew_for_a_version_of_http(void **state) {
    static const struct {
        const char *settings;
        connection_version version;
    } cases[] = {
        {"http1.0: true\n", CONNECTION_HTTP_1_0}, {"http1.0: false\n", CONNECTION_ANY_HTTP},
        {"http1.1: true\n", CONNECTION_HTTP_1_1}, {"http1.1: false\n", CONNECTION_HTTP_1_0},
        {"http2: true\n", CONNECTION_HTTP_2},     {"http2: false\n", CONNECTION_HTTP_1_1},
        {"http3: true\n", CONNECTION_HTTP_3},     {"http3: false\n", CONNECTION_HTTP_2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        connection made = apply_over_network(*state, cases[i].settings).connection;
        assert_int_equal(made.version, cases[i].version);
        assert_true(made.is_fresh);
    }
    assert_int_equal(apply_over_network(*state, "ipv4: true\n").connection.ip_version, 4);
    assert_int_equal(apply_over_network(*state, "ipv4: false\n").connection.ip_version, 6);
    assert_int_equal(apply_over_network(*state, "ipv6: true\n").connection.ip_version, 6);
    assert_int_equal(apply_over_network(*state, "ipv6: false\n").connection.ip_version, 4);
}

/* Prints what is wrong with each file, or nothing, and a line with a NUL: for ci/grammar. */
static int show_problems(int count, char **paths) {
    for (int i = 0; i < count; i++) {
        arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
        source source = {.path = text_of(paths[i])};
        scenario scenario;
        assert_success(collect_read(arena, source.path, &source.content));
        const problem *problem = scenario_parse(arena, &source, &scenario);
        buffer out = BUFFER(arena);
        if (problem)
            problem_describe(&out, &source, problem, NULL, false);
        printf("%s%c\n", buffer_text(&out).data, '\0');
        arena_free(arena);
    }
    return 0;
}

int main(int count, char **arguments) {
    if (count > 1)
        return show_problems(count - 1, arguments + 1);
    const struct CMUnitTest tests[] = {
        TEST(refuses_in_the_words_of_hurl),
        TEST(refuses_json_that_is_nested_too_deeply),
        TEST(reads_each_section_by_both_its_names),
        TEST(reads_texts_with_escapes_and_placeholders),
        TEST(reads_bodies_of_every_form_for_requests_and_answers),
        TEST(reads_answers_with_captures_and_asserts),
        TEST(reads_files_of_parts_with_their_types),
        TEST(reads_what_comments_say_of_cookies),
        TEST(reads_every_option),
        TEST(applies_options),
        TEST(refuses_options_with_values_of_another_type),
        TEST(keeps_what_options_say_of_the_connection),
        TEST(connects_anew_for_a_version_of_http),
    };
    return RUN_TESTS(tests);
}

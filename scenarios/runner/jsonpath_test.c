/* JSONPath by the RFC's own examples and rules; ci/jsonpath runs the public compliance suite with it:
 *
 *     runner_jsonpath_test [SUITE.json]   the unit tests, or instead the compliance suite in that file */
#include "runner/jsonpath.h"

#include <stdio.h>

#include "core/testing.h"
#include "runner/collect.h"

/* ---- the compliance suite ---- */

static const value *member(const value *object, const char *name) { return value_member(object, text_of(name)); }

/* Whether the selected nodes are those of the test, or of one of its alternatives. */
static bool is_expected(arena *arena, const value *test, value_list nodes) {
    const value *selected = value_of_list(arena, nodes), *alternatives = member(test, "results");
    if (!alternatives)
        return value_equal(selected, member(test, "result"));
    for (size_t i = 0; i < alternatives->items.count; i++)
        if (value_equal(selected, alternatives->items.items[i]))
            return true;
    return false;
}

static bool passes(arena *arena, const value *test) {
    const jsonpath *path;
    value_list nodes;
    bool is_compiled = jsonpath_compile(arena, member(test, "selector")->text, &path);
    if (member(test, "invalid_selector"))
        return !is_compiled;
    return is_compiled && jsonpath_select(arena, path, member(test, "document"), &nodes) &&
           is_expected(arena, test, nodes);
}

static int run_suite(const char *file) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    text content;
    size_t failed = 0;
    if (collect_read(arena, text_of(file), &content))
        return 2;
    const value *suite = value_of_json(arena, content);
    const value *tests = suite ? member(suite, "tests") : NULL;
    if (!tests || tests->items.count == 0)
        return 2;
    for (size_t i = 0; i < tests->items.count; i++) {
        const value *test = tests->items.items[i];
        if (passes(arena, test))
            continue;
        failed++;
        printf("not ok %.*s: %.*s\n", TEXT_ARGS(member(test, "name")->text), TEXT_ARGS(member(test, "selector")->text));
    }
    printf("%zu passed, %zu failed\n", tests->items.count - failed, failed);
    arena_free(arena);
    return failed > 0;
}

/* ---- unit tests ---- */

/* The document of RFC 9535, section 1.5. */
static const char bookstore[] =
    "{\"store\":{\"book\":["
    "{\"category\":\"reference\",\"author\":\"Nigel Rees\",\"title\":\"Sayings\",\"price\":8.95},"
    "{\"category\":\"fiction\",\"author\":\"Evelyn Waugh\",\"title\":\"Sword\",\"price\":12.99},"
    "{\"category\":\"fiction\",\"author\":\"Herman Melville\",\"title\":\"Moby\",\"isbn\":\"0-553\",\"price\":8.99},"
    "{\"category\":\"fiction\",\"author\":\"J. R. R. Tolkien\",\"title\":\"Rings\",\"isbn\":\"0-395\",\"price\":22.99}"
    "],\"bicycle\":{\"color\":\"red\",\"price\":399}}}";

typedef struct selecting {
    const char *path;
    const char *document;
    const char *nodes;
} selecting;

static const selecting selections[] = {
    /* the examples of section 1.5 */
    {"$.store.book[*].author", bookstore, "[\"Nigel Rees\",\"Evelyn Waugh\",\"Herman Melville\",\"J. R. R. Tolkien\"]"},
    {"$..author", bookstore, "[\"Nigel Rees\",\"Evelyn Waugh\",\"Herman Melville\",\"J. R. R. Tolkien\"]"},
    {"$.store..price", bookstore, "[399,8.95,12.99,8.99,22.99]"},
    {"$..book[2].title", bookstore, "[\"Moby\"]"},
    {"$..book[2].publisher", bookstore, "[]"},
    {"$..book[-1].title", bookstore, "[\"Rings\"]"},
    {"$..book[0,1].title", bookstore, "[\"Sayings\",\"Sword\"]"},
    {"$..book[:2].title", bookstore, "[\"Sayings\",\"Sword\"]"},
    {"$..book[?@.isbn].title", bookstore, "[\"Moby\",\"Rings\"]"},
    {"$..book[?@.price<10].title", bookstore, "[\"Sayings\",\"Moby\"]"},
    {"$..book[?(@.price > 10 && !@.isbn)].title", bookstore, "[\"Sword\"]"},
    {"$..book[?@.price < 9 || @.price > 20]['price']", bookstore, "[8.95,8.99,22.99]"},
    {"$..book[?@.price == $.store.book[0].price].title", bookstore, "[\"Sayings\"]"},
    /* slices */
    {"$[1:5:2]", "[0,1,2,3,4,5,6]", "[1,3]"},
    {"$[5:1:-2]", "[0,1,2,3,4,5,6]", "[5,3]"},
    {"$[::-1]", "[0,1,2]", "[2,1,0]"},
    {"$[::0]", "[0,1,2]", "[]"},
    {"$[ -2 : ]", "[0,1,2]", "[1,2]"},
    {"$[0:9007199254740991:9007199254740991]", "[0,1,2]", "[0]"},
    {"$[::-9007199254740991]", "[0,1,2]", "[2]"},
    {"$[1:]", "{\"a\":1}", "[]"},
    /* names */
    {"$['a\\'\\u00e9\\ud83d\\ude00']", "{\"a'\xC3\xA9\xF0\x9F\x98\x80\":1}", "[1]"},
    {"$[\"a'\\n\"]", "{\"a'\\n\":1}", "[1]"},
    {"$.\xE2\x82\xAC_1", "{\"\xE2\x82\xAC_1\":1}", "[1]"},
    {"$.a", "[1]", "[]"},
    /* comparisons: nothing equals nothing, and what is of two types is neither less nor greater */
    {"$[?@.a == @.b]", "[{},{\"a\":null},{\"a\":1,\"b\":1.0}]", "[{},{\"a\":1,\"b\":1.0}]"},
    {"$[?@.a != 1]", "[{\"a\":\"1\"},{\"a\":1},{}]", "[{\"a\":\"1\"},{}]"},
    {"$[?@ <= 'b']", "[\"a\",\"b\",\"c\",1,null]", "[\"a\",\"b\"]"},
    {"$[?@ >= null]", "[null,1]", "[null]"},
    {"$[?@ == -0]", "[0,0.0,1]", "[0,0.0]"},
    {"$[?@ == 1e2]", "[100,1]", "[100]"},
    {"$[?@.a == $.a]", "[{\"a\":1}]", "[]"},
    {"$[?@[0] == @[-1]]", "[[1,2,1],[1,2]]", "[[1,2,1]]"},
    {"$[?@ == true || @ == false]", "[true,false,null]", "[true,false]"},
    /* functions */
    {"$[?length(@) == 2]", "[\"\xC3\xA9\xC3\xA9\",[1,2],{\"a\":1,\"b\":2},2,null]",
     "[\"\xC3\xA9\xC3\xA9\",[1,2],{\"a\":1,\"b\":2}]"},
    {"$[?count(@.*) > 1]", "[[1],[1,2]]", "[[1,2]]"},
    {"$[?value(@..n) == 1]", "[{\"n\":1},{\"n\":1,\"m\":{\"n\":1}}]", "[{\"n\":1}]"},
    {"$[?match(@, 'a.b')]", "[\"axb\",\"axbc\",\"a\\nb\",\"a\\rb\",1]", "[\"axb\"]"},
    {"$[?search(@, 'a[.]b')]", "[\"xa.by\",\"axb\"]", "[\"xa.by\"]"},
    {"$[?match(@, '[')]", "[\"[\"]", "[]"},
    {"$.list[?match(@, $.pattern)]", "{\"list\":[\"ab\",\"b\"],\"pattern\":\"a?b\"}", "[\"ab\",\"b\"]"},
    {"$.list[?match(@, $.pattern)]", "{\"list\":[\"ab\",\"b\"],\"pattern\":1}", "[]"},
    {"$[?!match(@, 'a')]", "[\"a\",\"b\"]", "[\"b\"]"},
};

static void selects_what_the_rfc_says(void **state) {
    arena *arena = *state;
    for (size_t i = 0; i < sizeof selections / sizeof *selections; i++) {
        const selecting *each = &selections[i];
        const jsonpath *path;
        value_list nodes;
        if (!jsonpath_compile(arena, text_of(each->path), &path))
            fail_msg("%s is refused", each->path);
        assert_true(jsonpath_select(arena, path, value_of_json(arena, text_of(each->document)), &nodes));
        const value *selected = value_of_list(arena, nodes);
        if (!value_equal(selected, value_of_json(arena, text_of(each->nodes))))
            fail_msg("%s selects %s", each->path, value_describe(arena, selected).data);
    }
}

static void refuses_what_is_not_well_formed_or_well_typed(void **state) {
    static const char *const paths[] = {
        "",
        "a",
        "@",
        " $",
        "$ ",
        "$.",
        "$..",
        "$. a",
        "$.1",
        "$.a-b",
        "$[",
        "$[]",
        "$[1",
        "$[1,]",
        "$[a]",
        "$['a]",
        "$['a\"]",
        "$['\\\"']",
        "$['\\x']",
        "$['\\u12']",
        "$['\\ud800']",
        "$['\\udc00']",
        "$['\\ud800\\u0041']",
        "$['\t']",
        "$[01]",
        "$[-0]",
        "$[-]",
        "$[9007199254740992]",
        "$[1:2:3:4]",
        "$[?]",
        "$[?@.a=1]",
        "$[?@.a==]",
        "$[?1]",
        "$[?'a']",
        "$[?@.a==1 &&]",
        "$[?(@.a]",
        "$[?!@.a==1]",
        "$[?@.*==1]",
        "$[?@..a==1]",
        "$[?@[0:1]==1]",
        "$[?@.a==01]",
        "$[?@.a==1.]",
        "$[?@.a==.1]",
        "$[?@.a==1e]",
        "$[?@.a==nul]",
        "$[?@.a==True]",
        "$[?length(@.a)]",
        "$[?length(@.*)>1]",
        "$[?length()>1]",
        "$[?length(@,@)>1]",
        "$[?count(1)>1]",
        "$[?count(@.a)]",
        "$[?match(@.a,'a')==true]",
        "$[?match(@.a)]",
        "$[?length (@.a)>1]",
        "$[?unknown(@)]",
        "$[?LENGTH(@)>1]",
        "\xff",
    };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const jsonpath *path;
        if (jsonpath_compile(*state, text_of(paths[i]), &path))
            fail_msg("%s is let pass", paths[i]);
    }
}

static void nests_up_to_a_limit(void **state) {
    for (int depth = 50; depth <= 1000; depth += 950) {
        buffer source = BUFFER(*state);
        const jsonpath *path;
        for (int i = 0; i < depth; i++)
            buffer_append(&source, i ? TEXT("(") : TEXT("$[?"));
        buffer_append(&source, TEXT("@"));
        for (int i = 0; i < depth; i++)
            buffer_append(&source, i < depth - 1 ? TEXT(")") : TEXT("]"));
        assert_int_equal(jsonpath_compile(*state, buffer_text(&source), &path), depth == 50);
    }
}

static void looks_at_nodes_up_to_a_limit(void **state) {
    buffer document = BUFFER(*state);
    const jsonpath *path;
    value_list nodes;
    for (int i = 0; i < 100; i++)
        buffer_append(&document, TEXT("["));
    for (int i = 0; i < 100; i++)
        buffer_append(&document, i ? TEXT(",1]") : TEXT("1]"));
    const value *value = value_of_json(*state, buffer_text(&document));
    assert_true(jsonpath_compile(*state, TEXT("$..*"), &path));
    assert_true(jsonpath_select(*state, path, value, &nodes));
    assert_int_equal(nodes.count, 199);
    static const char *const endless[] = {"$..*..*..*..*..*", "$..*[?count($..*[?count($..*) > 0]) > 0]"};
    for (size_t i = 0; i < 2; i++) {
        assert_true(jsonpath_compile(*state, text_of(endless[i]), &path));
        assert_false(jsonpath_select(*state, path, value, &nodes));
    }
}

int main(int count, char **arguments) {
    const struct CMUnitTest tests[] = {
        TEST(selects_what_the_rfc_says),
        TEST(refuses_what_is_not_well_formed_or_well_typed),
        TEST(nests_up_to_a_limit),
        TEST(looks_at_nodes_up_to_a_limit),
    };
    return count == 2 ? run_suite(arguments[1]) : RUN_TESTS(tests);
}

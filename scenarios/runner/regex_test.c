/* Regular expressions mean what Rust's do. */
#include "runner/regex.h"

#include "core/buffer.h"
#include "core/testing.h"

static const regex *compile(arena *arena, const char *pattern) {
    const regex *regex = NULL;
    text reason;
    if (!regex_compile(arena, text_of(pattern), &regex, &reason))
        fail_msg("%s is refused: %.*s", pattern, TEXT_ARGS(reason));
    return regex;
}

static void matches_as_rust_does(void **state) {
    static const struct {
        const char *pattern;
        text subject;
        bool matches;
    } cases[] = {
        {"a$", TEXT_INIT("a\n"), false}, /* the very end */
        {"(?m)^$", TEXT_INIT("a\n"), true},
        {"^\\d+$", TEXT_INIT("\xD9\xA3"), true}, /* Unicode digits */
        {"^\\w$", TEXT_INIT("\xC3\xA9"), true},
        {"^.$", TEXT_INIT("\xE2\x82\xAC"), true},
        {"^.$", TEXT_INIT("\n"), false},
        {"(?s)^.$", TEXT_INIT("\n"), true},
        {"(?i)^\xC3\x89$", TEXT_INIT("\xC3\xA9"), true},
        {"(?iu:A)b", TEXT_INIT("ab"), true},
        {"^\\x41\\x{42}\\u0043\\u{44}\\U00000045$", TEXT_INIT("ABCDE"), true},
        {"^a\\vb$",
         TEXT_INIT("a\x0B"
                   "b"),
         true},
        {"\\<b\\>", TEXT_INIT("a b c"), true},
        {"\\<b\\>", TEXT_INIT("abc"), false},
        {"^[[:alpha:]&.-]+$", TEXT_INIT("a&.-"), true},
        {"^[]a]+$", TEXT_INIT("]a"), true},
        {"^\\p{Greek}\\pL\\P{Lu}$",
         TEXT_INIT("\xCE\xB1"
                   "ab"),
         true},
        {"^a{2,3}b{1}c{1,}$", TEXT_INIT("aabc"), true},
        {"a}", TEXT_INIT("a}"), true},
        {"^a+?b??c*?d{1,2}?$", TEXT_INIT("aabcd"), true},
        {"a",
         TEXT_INIT("\xFF"
                   "a"),
         false}, /* no UTF-8 */
        {"", TEXT_INIT(""), true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (regex_search(compile(*state, cases[i].pattern), cases[i].subject) != cases[i].matches)
            fail_msg("%s on %.*s", cases[i].pattern, TEXT_ARGS(cases[i].subject));
}

static void refuses_what_rust_refuses(void **state) {
    static const struct {
        const char *pattern;
        const char *reason;
    } cases[] = {
        {"(?=a)", "look-around, including look-ahead and look-behind, is not supported"},
        {"(?<!a)", "look-around, including look-ahead and look-behind, is not supported"},
        {"(a)\\1", "backreferences are not supported"},
        {"[a", "unclosed character class"},
        {"(a", "unclosed group"},
        {"a)", "unopened group"},
        {"*a", "repetition operator missing expression"},
        {"(*UTF)a", "repetition operator missing expression"},
        {"a{", "unclosed counted repetition"},
        {"a**", "a repetition of a repetition is not supported here"},
        {"a*+", "a repetition of a repetition is not supported here"},
        {"a+??", "a repetition of a repetition is not supported here"},
        {"a{2}{3}", "a repetition of a repetition is not supported here"},
        {"(?)", "repetition operator missing expression"},
        {"(?i", "expected flag but got end of regex"},
        {"(?<1>a)", "invalid capture group character"},
        {"(?<n>a)(?<n>b)", "duplicate capture group name"},
        {"[a-\\d]", "invalid range boundary, must be a literal"},
        {"\\x{110000}", "hexadecimal literal is not a Unicode scalar value"},
        {"\\x{d800}", "hexadecimal literal is not a Unicode scalar value"},
        {"\\x4", "incomplete escape sequence, reached end of pattern prematurely"},
        {"\\p{L", "incomplete escape sequence, reached end of pattern prematurely"},
        {"\\b{nope}",
         "unrecognized special word boundary assertion, valid choices are: start, end, start-half or end-half"},
        {"x{a}", "repetition quantifier expects a valid decimal"},
        {"x{1", "unclosed counted repetition"},
        {"x{2,1}", "invalid repetition count range, the start must be <= the end"},
        {"[b-a]", "invalid character class range, the start must be <= the end"},
        {"\\Qa", "unrecognized escape sequence"},
        {"\\h", "unrecognized escape sequence"},
        {"a\\", "incomplete escape sequence, reached end of pattern prematurely"},
        {"\\x{zz}", "invalid hexadecimal digit"},
        {"\\u12x", "invalid hexadecimal digit"},
        {"(?R)", "unrecognized flag"},
        {"(?>a)", "unrecognized flag"},
        {"\\p{Nonsense}", "Unicode property not found"},
        {"[a-z&&b]", "operations on character classes are not supported here"},
        {"[a[b]]", "operations on character classes are not supported here"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const regex *regex;
        text reason;
        if (regex_compile(*state, text_of(cases[i].pattern), &regex, &reason))
            fail_msg("%s is let pass", cases[i].pattern);
        assert_string(reason, cases[i].reason);
    }
}

/* Rust's regular expressions take linear time; those that backtrack would try every way to split the letters. */
static void comes_to_an_end_where_backtracking_does_not(void **state) {
    buffer subject = BUFFER(*state);
    for (int i = 0; i < 40; i++)
        buffer_append_char(&subject, 'a');
    assert_true(regex_search(compile(*state, "^(a+)+$"), buffer_text(&subject)));
    buffer_append_char(&subject, 'b');
    assert_false(regex_search(compile(*state, "^(a+)+$"), buffer_text(&subject)));
    assert_true(regex_search(compile(*state, "^(a+)+(c|b)$"), buffer_text(&subject)));
}

static void replaces_every_match(void **state) {
    static const struct {
        const char *pattern;
        const char *subject;
        const char *replacement;
        const char *replaced;
    } cases[] = {
        {"b", "abcb", "x", "axcx"},
        {"x*", "abc", "-", "-a-b-c-"},
        {"x*", "xab", "-", "-a-b-"},
        {"x*", "\xE2\x82\xAC", "-", "-\xE2\x82\xAC-"},
        {"(a)(?P<n>b)?", "aab", "[$1$n${2}]", "[a][abb]"},
        {"a", "a", "$$1 $ ${", "$1 $ ${"},
        {"(a)", "a", "$1b ${1}b", " ab"},
        {"a", "", "x", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string(regex_replace(*state, compile(*state, cases[i].pattern), text_of(cases[i].subject),
                                    text_of(cases[i].replacement)),
                      cases[i].replaced);
}

static void extracts_the_first_group(void **state) {
    text group;
    assert_true(regex_extract(compile(*state, "b(.)"), TEXT("abcbd"), &group));
    assert_string(group, "c");
    assert_false(regex_extract(compile(*state, "b."), TEXT("abc"), &group));
    assert_false(regex_extract(compile(*state, "b(x)?"), TEXT("abc"), &group));
    assert_false(regex_extract(compile(*state, "x(.)"), TEXT("abc"), &group));
    assert_string(regex_pattern(compile(*state, "\\u{41}")), "\\u{41}");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(matches_as_rust_does), TEST(refuses_what_rust_refuses), TEST(comes_to_an_end_where_backtracking_does_not),
        TEST(replaces_every_match), TEST(extracts_the_first_group),
    };
    return RUN_TESTS(tests);
}

#include "runner/regex.h"

#include <ctype.h>

#include "core/buffer.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define DFA_WORKSPACE_INTS 4096

struct regex {
    pcre2_code *code;
    text pattern;
};

/* A match: where each group begins and ends. */
typedef struct found {
    pcre2_match_data *data;
    const PCRE2_SIZE *ends;
    int groups;
} found;

static void free_code(void *code) { pcre2_code_free(code); }

static text describe_problem(arena *arena, int problem) {
    static const struct {
        int problem;
        text reason; /* as Rust has it */
    } reasons[] = {
        {PCRE2_ERROR_MISSING_SQUARE_BRACKET, TEXT_INIT("unclosed character class")},
        {PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS, TEXT_INIT("unclosed group")},
        {PCRE2_ERROR_UNMATCHED_CLOSING_PARENTHESIS, TEXT_INIT("unopened group")},
        {PCRE2_ERROR_QUANTIFIER_INVALID, TEXT_INIT("repetition operator missing expression")},
        {PCRE2_ERROR_QUANTIFIER_OUT_OF_ORDER,
         TEXT_INIT("invalid repetition count range, the start must be <= the end")},
        {PCRE2_ERROR_CLASS_RANGE_ORDER, TEXT_INIT("invalid character class range, the start must be <= the end")},
        {PCRE2_ERROR_UNKNOWN_UNICODE_PROPERTY, TEXT_INIT("Unicode property not found")},
        {PCRE2_ERROR_CLASS_INVALID_RANGE, TEXT_INIT("invalid range boundary, must be a literal")},
        {PCRE2_ERROR_CODE_POINT_TOO_BIG, TEXT_INIT("hexadecimal literal is not a Unicode scalar value")},
        {PCRE2_ERROR_UNICODE_DISALLOWED_CODE_POINT, TEXT_INIT("hexadecimal literal is not a Unicode scalar value")},
        {PCRE2_ERROR_SUBPATTERN_NAME_EXPECTED, TEXT_INIT("empty capture group name")},
        {PCRE2_ERROR_INVALID_SUBPATTERN_NAME, TEXT_INIT("invalid capture group character")},
        {PCRE2_ERROR_DUPLICATE_SUBPATTERN_NAME, TEXT_INIT("duplicate capture group name")},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].problem == problem)
            return reasons[i].reason;
    PCRE2_UCHAR reason[256] = "";
    pcre2_get_error_message(problem, reason, sizeof reason);
    return text_format(arena, "%s", (const char *)reason);
}

bool regex_compile(arena *arena, text pattern, const regex **ret_regex, text *ret_reason) {
    int problem;
    PCRE2_SIZE offset;
    text translated;
    if (!regex_translate(arena, pattern, &translated, ret_reason))
        return false;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)translated.data, translated.length,
                      PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_CIRCUMFLEX, &problem, &offset, NULL);
    if (!code) {
        *ret_reason = describe_problem(arena, problem);
        return false;
    }
    arena_defer(arena, free_code, code);
    regex *self = arena_alloc(arena, sizeof *self);
    *self = (regex){code, text_copy(arena, pattern)};
    *ret_regex = self;
    return true;
}

text regex_pattern(const regex *self) { return self->pattern; }

static found found_new(const regex *self) {
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(self->code, NULL);
    return (found){.data = data, .ends = pcre2_get_ovector_pointer(data)};
}

static bool find(const regex *self, text subject, size_t start, found *found) {
    PCRE2_SPTR data = (PCRE2_SPTR)(subject.data ? subject.data : "");
    found->groups = pcre2_match(self->code, data, subject.length, start, 0, found->data, NULL);
    return found->groups > 0;
}

/* False when there is no such group, or it has no part in the match. */
static bool group_text(const found *found, text subject, size_t group, text *ret_group) {
    if (group >= (size_t)found->groups || found->ends[2 * group] == PCRE2_UNSET)
        return false;
    size_t begin = found->ends[2 * group];
    *ret_group = text_upto(text_from(subject, begin), found->ends[2 * group + 1] - begin);
    return true;
}

/* Whether it matches, found without backtracking: slower as a rule, but never endless. */
static bool search_in_parallel(const regex *self, text subject, found *found) {
    int workspace[DFA_WORKSPACE_INTS];
    return pcre2_dfa_match(self->code, (PCRE2_SPTR)subject.data, subject.length, 0, PCRE2_DFA_SHORTEST, found->data,
                           NULL, workspace, DFA_WORKSPACE_INTS) >= 0;
}

bool regex_search(const regex *self, text subject) {
    found found = found_new(self);
    bool is_found = find(self, subject, 0, &found);
    if (found.groups == PCRE2_ERROR_MATCHLIMIT)
        is_found = search_in_parallel(self, subject, &found);
    pcre2_match_data_free(found.data);
    return is_found;
}

bool regex_extract(const regex *self, text subject, text *ret_group) {
    found found = found_new(self);
    bool is_found = find(self, subject, 0, &found) && group_text(&found, subject, 1, ret_group);
    pcre2_match_data_free(found.data);
    return is_found;
}

/* ---- replacing ---- */

/* The group's number; one that no pattern has when there is none of that name. */
static size_t group_number(arena *arena, const regex *self, text name) {
    int64_t number;
    if (text_to_int64(name, &number))
        return number >= 0 ? (size_t)number : SIZE_MAX;
    int named = pcre2_substring_number_from_name(self->code, (PCRE2_SPTR)text_to_string(arena, name));
    return named >= 0 ? (size_t)named : SIZE_MAX;
}

/* A group's name behind a dollar: in braces, or all letters, digits and underscores that come. */
static bool cut_reference(text *rest, text *ret_name) {
    bool has_braces = text_starts_with(*rest, TEXT("{"));
    size_t start = has_braces, end = start;
    if (has_braces)
        end = text_index(*rest, '}');
    else
        while (end < rest->length && (isalnum((unsigned char)rest->data[end]) || rest->data[end] == '_'))
            end++;
    if (end == TEXT_NOT_FOUND || end == start)
        return false;
    *ret_name = text_upto(text_from(*rest, start), end - start);
    *rest = text_from(*rest, end + has_braces);
    return true;
}

static void append_replacement(buffer *out, const regex *self, const found *found, text subject, text replacement) {
    text plain, name, group;
    while (text_cut(&replacement, '$', &plain)) {
        buffer_append(out, plain);
        if (!replacement.data)
            return;
        if (text_starts_with(replacement, TEXT("$"))) {
            buffer_append_char(out, '$');
            replacement = text_from(replacement, 1);
        } else if (!cut_reference(&replacement, &name)) {
            buffer_append_char(out, '$');
        } else if (group_text(found, subject, group_number(out->arena, self, name), &group)) {
            buffer_append(out, group);
        }
    }
}

static size_t next_character(text subject, size_t at) {
    do
        at++;
    while (at < subject.length && ((unsigned char)subject.data[at] & 0xC0) == 0x80);
    return at;
}

text regex_replace(arena *arena, const regex *self, text subject, text replacement) {
    found found = found_new(self);
    buffer out = BUFFER(arena);
    size_t copied = 0, start = 0, last_end = SIZE_MAX;
    while (start <= subject.length && find(self, subject, start, &found)) {
        size_t begin = found.ends[0], end = found.ends[1];
        start = end > begin ? end : next_character(subject, end);
        if (begin == end && end == last_end) /* nothing, right behind a match */
            continue;
        buffer_append(&out, text_upto(text_from(subject, copied), begin - copied));
        append_replacement(&out, self, &found, subject, replacement);
        copied = last_end = end;
    }
    pcre2_match_data_free(found.data);
    buffer_append(&out, text_from(subject, copied));
    return buffer_text(&out);
}

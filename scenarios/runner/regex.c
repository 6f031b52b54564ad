#include "runner/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

struct regex {
    pcre2_code *code;
    text pattern;
};

static void free_code(void *code) { pcre2_code_free(code); }

bool regex_compile(arena *arena, text pattern, const regex **ret_regex, text *ret_reason) {
    int problem;
    PCRE2_SIZE offset;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)(pattern.data ? pattern.data : ""), pattern.length,
                                     PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY, &problem, &offset, NULL);
    if (!code) {
        PCRE2_UCHAR reason[256] = "";
        pcre2_get_error_message(problem, reason, sizeof reason);
        *ret_reason = text_format(arena, "%s", (const char *)reason);
        return false;
    }
    arena_defer(arena, free_code, code);
    regex *self = arena_alloc(arena, sizeof *self);
    *self = (regex){code, text_copy(arena, pattern)};
    *ret_regex = self;
    return true;
}

text regex_pattern(const regex *self) { return self->pattern; }

static bool match(const regex *self, text subject, size_t group, text *ret_group) {
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(self->code, NULL);
    int groups =
        pcre2_match(self->code, (PCRE2_SPTR)(subject.data ? subject.data : ""), subject.length, 0, 0, data, NULL);
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(data);
    bool found = groups > (int)group && ends[2 * group] != PCRE2_UNSET;
    if (found)
        *ret_group = text_upto(text_from(subject, ends[2 * group]), ends[2 * group + 1] - ends[2 * group]);
    pcre2_match_data_free(data);
    return found;
}

bool regex_search(const regex *self, text subject) { return match(self, subject, 0, &(text){0}); }

bool regex_extract(const regex *self, text subject, text *ret_group) { return match(self, subject, 1, ret_group); }

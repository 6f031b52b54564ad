#include "dynamodb/values/attribute_set.h"

#include <assert.h>
#include <stdlib.h>

#include "core/encoding.h"
#include "dynamodb/values/constraints.h"
#include "dynamodb/values/number.h"

static int compare_texts(const void *a, const void *b) { return text_compare(*(const text *)a, *(const text *)b); }

const text *attribute_set_sorted(arena *arena, const attribute_value *set) {
    text *texts = arena_alloc(arena, set->member_count * sizeof *texts);
    for (size_t i = 0; i < set->member_count; i++)
        texts[i] = set->members[i].value.text;
    qsort(texts, set->member_count, sizeof *texts, compare_texts);
    return texts;
}

bool attribute_set_sorted_has(const text *sorted, size_t count, text member) {
    return count > 0 && bsearch(&member, sorted, count, sizeof *sorted, compare_texts);
}

/* By sorting, since a set may have a hundred thousand members. */
bool attribute_set_has_duplicates(arena *arena, const attribute_value *set) {
    const text *texts = attribute_set_sorted(arena, set);
    for (size_t i = 1; i < set->member_count; i++)
        if (text_equal(texts[i - 1], texts[i]))
            return true;
    return false;
}

/* ---- order ---- */

/* A member, and bytes that are in the order of members. */
typedef struct ranked_member {
    text rank;
    attribute member;
} ranked_member;

static int compare_ranked(const void *a, const void *b) {
    return text_compare(((const ranked_member *)a)->rank, ((const ranked_member *)b)->rank);
}

static text rank_of(arena *arena, const attribute_value *member) {
    if (member->kind != ATTRIBUTE_NUMBER)
        return member->text;
    number parsed;
    buffer out = BUFFER(arena);
    const gabi_error *error = number_parse(arena, member->text, NUMBER_READER_LONG, &parsed);
    assert(!error && "numbers of sets are normalised");
    (void)error;
    number_append_key(&out, &parsed);
    return buffer_text(&out);
}

static void order_members(arena *arena, attribute *members, size_t count) {
    ranked_member *ranked = arena_alloc(arena, count * sizeof *ranked);
    bool is_ordered = true;
    for (size_t i = 0; i < count; i++) {
        ranked[i] = (ranked_member){rank_of(arena, &members[i].value), members[i]};
        is_ordered = is_ordered && (i == 0 || compare_ranked(&ranked[i - 1], &ranked[i]) <= 0);
    }
    if (is_ordered)
        return;
    qsort(ranked, count, sizeof *ranked, compare_ranked);
    for (size_t i = 0; i < count; i++)
        members[i] = ranked[i].member;
}

static attribute *copy_members(arena *arena, const attribute_value *set) {
    attribute *members = arena_alloc(arena, set->member_count * sizeof *members);
    memcpy(members, set->members, set->member_count * sizeof *members);
    return members;
}

void attribute_set_order(arena *arena, attribute_value *set) {
    if (set->member_count < 2)
        return;
    attribute *members = copy_members(arena, set);
    order_members(arena, members, set->member_count);
    set->members = members;
}

/* ---- checks ---- */

static text spell(arena *arena, const attribute_value *member) {
    return member->kind == ATTRIBUTE_BINARY ? base64_encode(arena, member->text) : member->text;
}

static text list_members(arena *arena, const attribute *members, size_t count, const char *quote, const char *comma) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < count; i++)
        buffer_format(&out, "%s%s%.*s%s", i ? comma : "", quote, TEXT_ARGS(spell(arena, &members[i].value)), quote);
    return buffer_text(&out);
}

/* How many members there are before the first that is one of them. */
static size_t count_distinct(arena *arena, const attribute_value *set) {
    size_t least = 1, most = set->member_count;
    while (least + 1 < most) {
        size_t middle = least + (most - least) / 2;
        attribute_value begin = {.kind = set->kind, .members = set->members, .member_count = middle};
        if (attribute_set_has_duplicates(arena, &begin))
            most = middle;
        else
            least = middle;
    }
    return least;
}

/* The second reader has put members into their order when it meets the first of them again. */
static text describe_second(arena *arena, const attribute_value *set) {
    attribute *members = copy_members(arena, set);
    order_members(arena, members, count_distinct(arena, set));
    return list_members(arena, members, set->member_count, "\"", set->kind == ATTRIBUTE_BINARY_SET ? "," : ", ");
}

static const gabi_error *duplicates_error(arena *arena, const attribute_value *set, value_reader reader) {
    bool is_second = reader == VALUE_READER_SECOND;
    if (set->kind == ATTRIBUTE_NUMBER_SET)
        return is_second ? parameter_error(arena, "Input collection contains duplicates.")
                         : validation_error(arena, "Input collection contains duplicates");
    text members =
        is_second ? describe_second(arena, set) : list_members(arena, set->members, set->member_count, "", ", ");
    return parameter_error(arena, "Input collection [%.*s]%s contains duplicates.", TEXT_ARGS(members),
                           set->kind == ATTRIBUTE_BINARY_SET ? "of type BS" : "");
}

const gabi_error *attribute_set_check(arena *arena, const attribute_value *set, value_reader reader) {
    if (set->member_count == 0)
        return parameter_error(arena, set->kind == ATTRIBUTE_STRING_SET   ? "An string set  may not be empty"
                                      : set->kind == ATTRIBUTE_NUMBER_SET ? "An number set  may not be empty"
                                                                          : "Binary sets should not be empty");
    return attribute_set_has_duplicates(arena, set) ? duplicates_error(arena, set, reader) : NULL;
}

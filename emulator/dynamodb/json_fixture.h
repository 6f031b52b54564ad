/* Fixture: answers are parsed, and looked at. */
#ifndef GABI_JSON_FIXTURE_H
#define GABI_JSON_FIXTURE_H

#include "core/json.h"
#include "core/testing.h"

#define JSON_FIXTURE_MOST_NESTING 20

static inline const json *parse(arena *arena, text body) {
    const json *parsed;
    assert_success(json_parse(arena, body, JSON_FIXTURE_MOST_NESTING, &parsed));
    return parsed;
}

/* The element at that place of a list. */
static inline const json *element(const json *list, size_t index) {
    const json *each = json_first(list);
    for (; each && index > 0; index--)
        each = json_after(each);
    return each;
}

#endif

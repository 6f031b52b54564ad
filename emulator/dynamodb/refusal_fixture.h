/* Fixture: requests that are refused, as tables of their bodies and of AWS's messages. In bodies ' may stand for ". */
#ifndef GABI_REFUSAL_FIXTURE_H
#define GABI_REFUSAL_FIXTURE_H

#include "core/json.h"
#include "core/testing.h"
#include "dynamodb/operation_fixture.h"

typedef struct refusal {
    const char *operation;
    const char *body;
    const char *message;
} refusal;

/* The message of an error; data NULL: the answer is none. */
static inline text refusal_message(arena *arena, text body) {
    const json *error;
    assert_success(json_parse(arena, body, 16, &error));
    const json *message = json_member(error, "message") ? json_member(error, "message") : json_member(error, "Message");
    return json_text(message);
}

/* The body as JSON; ' stands for ". */
static inline text refusal_body(arena *arena, const char *spelled) {
    char *body = arena_printf(arena, "%s", spelled);
    for (char *at = body; *at; at++)
        *at = *at == '\'' ? '"' : *at;
    return text_of(body);
}

/* Each request fails with an error of that type and its message. */
static inline void refuse_all_in(world *world, arena *arena, const char *type, const refusal *refusals, size_t count) {
    for (size_t i = 0; i < count; i++) {
        http_response response =
            operation_fixture_call(world, arena, refusals[i].operation, refusal_body(arena, refusals[i].body));
        text body = response.content.bytes;
        if (text_find(body, text_format(arena, "#%s\"", type)) == TEXT_NOT_FOUND ||
            !text_equal(refusal_message(arena, body), text_of(refusals[i].message)))
            fail_msg("%s %s: %.*s", refusals[i].operation, refusals[i].body, TEXT_ARGS(body));
    }
}

/* The same in a world with nothing in it. */
static inline void refuse_all(arena *arena, const char *type, const refusal *refusals, size_t count) {
    world *world = operation_fixture_world(arena);
    refuse_all_in(world, arena, type, refusals, count);
    world_free(world);
}

#define REFUSE_ALL(state_, type_, refusals_) refuse_all(state_, type_, refusals_, sizeof refusals_ / sizeof *refusals_)
#define REFUSE_ALL_IN(world_, state_, type_, refusals_)                                                                \
    refuse_all_in(world_, state_, type_, refusals_, sizeof refusals_ / sizeof *refusals_)

#endif

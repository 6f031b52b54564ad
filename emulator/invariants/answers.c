#include "invariants/answers.h"

#include "core/civil_time.h"
#include "core/json.h"

#define BOOKINGS "/bookings/"
#define MOST_NESTING 16
#define SECONDS_LENGTH (sizeof "2026-01-05T08:00:00" - 1)

/* What the studio's API was asked for, and what it answered. */
typedef struct answered_request {
    text method;
    text path;
    int64_t begin_ms; /* by the world's clock */
    int status;       /* or HTTP_NO_ANSWER */
    bool is_faulty;   /* a fault in front of the functions decided what it is */
    const json *body;
    const json *answer;
} answered_request;

typedef struct history {
    answered_request *items;
    size_t count;
} history;

/* Services may be busy (503) when what they need is; they may not fail. What fails before them is not their doing. */
static void nothing_breaks(arena *arena, const history *history, violation_list *list) {
    for (size_t i = 0; i < history->count; i++) {
        const answered_request *each = &history->items[i];
        if (each->status >= 500 && each->status != 503 && !each->is_faulty)
            violation_add(arena, list, "nothing-breaks",
                          text_format(arena, "%.*s %.*s was answered %d", TEXT_ARGS(each->method),
                                      TEXT_ARGS(each->path), each->status));
    }
}

static bool is_booking_made(const answered_request *request) {
    return request->status == 201 && text_ends_with(request->path, TEXT("/book"));
}

/* By the second, as classes begin. */
static void what_has_begun_is_not_sold(arena *arena, const history *history, violation_list *list) {
    for (size_t i = 0; i < history->count; i++) {
        const answered_request *each = &history->items[i];
        text starts_at = json_member_text(json_member(each->answer, "class"), "startsAt");
        text asked_at = time_to_iso8601(arena, each->begin_ms);
        if (is_booking_made(each) && starts_at.length >= SECONDS_LENGTH &&
            text_compare(text_upto(asked_at, SECONDS_LENGTH), text_upto(starts_at, SECONDS_LENGTH)) >= 0)
            violation_add(arena, list, "what-has-begun-is-not-sold",
                          text_format(arena, "the booking %.*s of a class that began at %.*s was made at %.*s",
                                      TEXT_ARGS(json_member_text(each->answer, "bookingId")), TEXT_ARGS(starts_at),
                                      TEXT_ARGS(asked_at)));
    }
}

/* The refresh token that the request was given others for; empty for all other requests. */
static text exchanged_token(const answered_request *request) {
    bool is_exchange = request->status == 200 && text_equal(request->path, TEXT("/auth/refresh"));
    return is_exchange ? json_member_text(request->body, "refreshToken") : TEXT("");
}

static void a_token_is_exchanged_once(arena *arena, const history *history, violation_list *list) {
    for (size_t i = 0; i < history->count; i++) {
        text token = exchanged_token(&history->items[i]);
        for (size_t j = 0; j < i && !text_is_empty(token); j++)
            if (text_equal(token, exchanged_token(&history->items[j])))
                violation_add(arena, list, "a-token-is-exchanged-once",
                              text_format(arena, "two requests were given new tokens for the refresh token %.*s…",
                                          TEXT_ARGS(text_upto(token, 8))));
    }
}

/* Whether somebody asked to change or cancel the booking, with whatever answer. */
static bool is_touched(const history *history, text booking_id) {
    for (size_t i = 0; i < history->count; i++) {
        const answered_request *each = &history->items[i];
        bool is_change = text_equal(each->method, TEXT("PUT")) || text_equal(each->method, TEXT("DELETE"));
        if (is_change && text_starts_with(each->path, TEXT(BOOKINGS)) &&
            text_equal(text_from(each->path, sizeof BOOKINGS - 1), booking_id))
            return true;
    }
    return false;
}

/* A booking as its item has it; empty texts when it is not there. */
typedef struct booking_state {
    text status;
    text class_id;
} booking_state;

static booking_state state_of(const studio_data *data, text booking_id) {
    const table_item *item = item_list_find(&data->bookings, "bookingId", booking_id);
    return item ? (booking_state){item_text(item, "status"), item_text(item, "classId")} : (booking_state){0};
}

static void check_booked(arena *arena, const history *history, const studio_data *data, const answered_request *request,
                         violation_list *list) {
    text id = json_member_text(request->answer, "bookingId"), class_id = json_member_text(request->answer, "classId");
    booking_state state = state_of(data, id);
    bool is_kept = is_touched(history, id)
                       ? !text_is_empty(state.status)
                       : text_equal(state.status, TEXT("confirmed")) && text_equal(state.class_id, class_id);
    if (is_kept)
        return;
    text now = text_is_empty(state.status)
                   ? TEXT("not there")
                   : text_format(arena, "%.*s in %.*s", TEXT_ARGS(state.status), TEXT_ARGS(state.class_id));
    violation_add(arena, list, "what-is-acknowledged-stays",
                  text_format(arena, "the booking %.*s of %.*s was confirmed, and is %.*s", TEXT_ARGS(id),
                              TEXT_ARGS(class_id), TEXT_ARGS(now)));
}

static void check_cancelled(arena *arena, const studio_data *data, const answered_request *request,
                            violation_list *list) {
    text id = text_from(request->path, sizeof BOOKINGS - 1);
    if (!text_equal(state_of(data, id).status, TEXT("cancelled")))
        violation_add(arena, list, "what-is-acknowledged-stays",
                      text_format(arena, "the booking %.*s was cancelled, and is not", TEXT_ARGS(id)));
}

static void what_is_acknowledged_stays(arena *arena, const history *history, const studio_data *data,
                                       violation_list *list) {
    for (size_t i = 0; i < history->count; i++) {
        const answered_request *each = &history->items[i];
        if (is_booking_made(each))
            check_booked(arena, history, data, each, list);
        if (each->status == 200 && text_equal(each->method, TEXT("DELETE")) &&
            text_starts_with(each->path, TEXT(BOOKINGS)))
            check_cancelled(arena, data, each, list);
    }
}

static const json *tree_of(arena *arena, text body) {
    const json *tree = NULL;
    return json_parse(arena, body, MOST_NESTING, &tree) ? NULL : tree;
}

static history history_of(arena *arena, const recorded_exchange *exchanges, size_t count) {
    history made = {.items = arena_alloc(arena, count * sizeof *made.items)};
    for (size_t i = 0; i < count; i++) {
        const recorded_exchange *each = &exchanges[i];
        if (each->door != DOOR_API)
            continue;
        answered_request *request = &made.items[made.count++];
        http_request parts = http_request_to(each->method, each->target);
        *request = (answered_request){.method = each->method,
                                      .path = parts.path,
                                      .begin_ms = each->begin_ms,
                                      .status = each->status,
                                      .is_faulty = each->fault != 0};
        request->body = tree_of(arena, each->request_body);
        request->answer = tree_of(arena, each->response_body);
    }
    return made;
}

void answers_check(arena *arena, const recorded_exchange *exchanges, size_t count, const studio_data *data,
                   violation_list *list) {
    history history = history_of(arena, exchanges, count);
    nothing_breaks(arena, &history, list);
    what_has_begun_is_not_sold(arena, &history, list);
    a_token_is_exchanged_once(arena, &history, list);
    what_is_acknowledged_stays(arena, &history, data, list);
}

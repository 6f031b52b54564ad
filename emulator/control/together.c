#include "control/together.h"

#include "core/json.h"
#include "core/json_writer.h"
#include "store/interleaving.h"

#define MOST_NESTING 100
#define MOST_TURNS 1000

#define TEXT_OF_(x) #x
#define TEXT_OF(x) TEXT_OF_(x)

/* One request and its answer. */
typedef struct turn {
    text url;
    http_request request;
    http_response response;
} turn;

/* One element of the list: a request, or several, one after the other. It has an arena of its own, since it has a
 * thread of its own. */
typedef struct participant {
    const control_call *control;
    arena *arena;
    bool is_list;
    turn *turns;
    size_t turn_count;
} participant;

static const gabi_error *invalid(arena *arena, size_t index, const char *what) {
    return error_new(arena, ERROR_INVALID, "invalid_request", "requests[%zu]: %s", index, what);
}

/* The path and query of an absolute URL, or the path itself. */
static text target_of(text url) {
    size_t scheme = text_find(url, TEXT("://"));
    if (scheme == TEXT_NOT_FOUND)
        return url;
    text rest = text_from(url, scheme + 3);
    size_t slash = text_index(rest, '/');
    return slash == TEXT_NOT_FOUND ? TEXT("/") : text_from(rest, slash);
}

/* JSON that is sent as it is says so, unless the headers say otherwise. */
static void read_body(arena *arena, const json *body, http_request *request) {
    bool is_text = json_kind_of(body) == JSON_KIND_STRING;
    request->body = HTTP_BODY_BYTES(is_text ? json_text(body) : json_print(arena, body));
    if (!is_text && !http_fields_find(&request->headers, TEXT("content-type")))
        http_fields_add(arena, &request->headers, TEXT("Content-Type"), TEXT("application/json"));
}

static const gabi_error *read_turn(arena *arena, const json *entry, size_t index, turn *ret_turn) {
    text method = json_member_text(entry, "method");
    text url = json_member_text(entry, "path");
    if (text_is_empty(url))
        url = json_member_text(entry, "url");
    if (text_is_empty(url) || (url.data[0] != '/' && !text_starts_with(url, TEXT("http"))))
        return invalid(arena, index, "needs a \"path\" (of the studio's API) or a \"url\"");
    turn turn = {.url = url};
    turn.request = http_request_to(text_is_empty(method) ? TEXT("GET") : method, target_of(url));
    const json *headers = json_member(entry, "headers");
    for (const json *each = json_first(headers); each; each = json_after(each))
        http_fields_add(arena, &turn.request.headers, json_name_of(each), json_text(each));
    const json *body = json_member(entry, "body");
    if (body)
        read_body(arena, body, &turn.request);
    *ret_turn = turn;
    return NULL;
}

static const gabi_error *read_participant(arena *arena, const json *entry, size_t index, participant *self) {
    self->is_list = json_kind_of(entry) == JSON_KIND_ARRAY;
    size_t count = self->is_list ? json_count(entry) : 1;
    if (count == 0 || count > MOST_TURNS)
        return invalid(arena, index, "a list of requests has 1 to " TEXT_OF(MOST_TURNS) " of them");
    self->arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    arena_defer_arena(arena, self->arena);
    self->turns = arena_zalloc(self->arena, count * sizeof *self->turns);
    if (!self->is_list)
        TRY(read_turn(arena, entry, index, &self->turns[self->turn_count++]));
    else
        for (const json *each = json_first(entry); each; each = json_after(each))
            TRY(read_turn(arena, each, index, &self->turns[self->turn_count++]));
    return NULL;
}

static const gabi_error *read_participants(const op_call *call, const json *list, participant **ret_participants,
                                           size_t *ret_count) {
    size_t count = json_count(list);
    if (json_kind_of(list) != JSON_KIND_ARRAY || count == 0 || count > INTERLEAVING_MOST_TASKS)
        return error_new(call->arena, ERROR_INVALID, "invalid_request",
                         "\"requests\" must be a list of 1 to %d requests", INTERLEAVING_MOST_TASKS);
    participant *participants = arena_zalloc(call->arena, count * sizeof *participants);
    size_t index = 0;
    for (const json *each = json_first(list); each; each = json_after(each), index++) {
        participants[index].control = call->owner;
        TRY(read_participant(call->arena, each, index, &participants[index]));
    }
    *ret_participants = participants;
    *ret_count = count;
    return NULL;
}

static void answer_participant(void *context) {
    participant *self = context;
    const control_call *control = self->control;
    for (turn *each = self->turns; each < self->turns + self->turn_count; each++)
        control->host->answer(control->host, self->arena, control->world, each->url, &each->request, &each->response);
}

static bool is_json(arena *arena, text body) {
    const json *ignored;
    return !text_is_empty(body) && json_parse(arena, body, MOST_NESTING, &ignored) == NULL;
}

static void write_response(json_writer *writer, arena *arena, const http_response *response) {
    text body = response->content.bytes;
    json_begin_object(writer);
    json_integer_member(writer, "status", response->status);
    json_name(writer, TEXT("headers"));
    json_begin_object(writer);
    for (size_t i = 0; i < response->headers.count; i++)
        if (http_fields_find(&response->headers, response->headers.items[i].name) == &response->headers.items[i]) {
            json_name(writer, response->headers.items[i].name);
            json_string(writer, response->headers.items[i].value);
        }
    json_end_object(writer);
    json_name(writer, TEXT("body"));
    if (is_json(arena, body))
        json_raw(writer, body);
    else
        json_string(writer, body);
    json_end_object(writer);
}

static void write_responses(json_writer *writer, arena *arena, const participant *participant) {
    if (!participant->is_list) {
        write_response(writer, arena, &participant->turns[0].response);
        return;
    }
    json_begin_array(writer);
    for (size_t i = 0; i < participant->turn_count; i++)
        write_response(writer, arena, &participant->turns[i].response);
    json_end_array(writer);
}

static void respond(op_call *call, int64_t seed, const interleaving_turns *turns, const participant *participants,
                    size_t count) {
    arena *arena = call->arena;
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_integer_member(&writer, "seed", seed);
    json_name(&writer, TEXT("order"));
    json_begin_array(&writer);
    for (size_t i = 0; i < turns->count; i++)
        json_integer(&writer, (int64_t)turns->tasks[i]);
    json_end_array(&writer);
    json_name(&writer, TEXT("responses"));
    json_begin_array(&writer);
    for (size_t i = 0; i < count; i++)
        write_responses(&writer, arena, &participants[i]);
    json_end_array(&writer);
    json_end_object(&writer);
    http_respond(arena, call->response, 200, TEXT("application/json"), buffer_text(&out));
}

const gabi_error *together(op_call *call) {
    arena *arena = call->arena;
    const json *body;
    int64_t seed = 0;
    TRY(json_parse(arena, call->request->body.bytes, MOST_NESTING, &body));
    const json *given_seed = json_member(body, "seed");
    if (given_seed && !json_to_int64(given_seed, &seed))
        return error_new(arena, ERROR_INVALID, "invalid_request", "\"seed\" must be an integer");
    participant *participants;
    size_t count;
    TRY(read_participants(call, json_member(body, "requests"), &participants, &count));
    interleaving_task *tasks = arena_alloc(arena, count * sizeof *tasks);
    for (size_t i = 0; i < count; i++)
        tasks[i] = (interleaving_task){answer_participant, &participants[i]};
    interleaving_turns turns;
    TRY(interleaving_run(arena, (uint64_t)seed, tasks, count, &turns));
    respond(call, seed, &turns, participants, count);
    return NULL;
}

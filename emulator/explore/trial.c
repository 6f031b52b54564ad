#include "explore/trial.h"

#include "core/json.h"
#include "explore/reseed.h"

#define MOST_NESTING 8
#define BASE "explore"

/* One request to the control API. */
static const gabi_error *control(const exploration *self, arena *arena, transport *client, const char *method,
                                 const char *path, text body, text *ret_answer) {
    http_request request = http_request_to(text_of(method), text_of(path));
    http_response response;
    request.body = HTTP_BODY_BYTES(body);
    TRY(client->send(client, arena, self->aws_address, &request, &response));
    if (response.status >= 300)
        return error_new(arena, ERROR_INTERNAL, "ControlFails", "%s %s: %.*s", method, path,
                         TEXT_ARGS(response.content.bytes));
    *ret_answer = response.content.bytes;
    return NULL;
}

static outcome explore_rest(const exploration *self, arena *arena, const runner_world *world, uint64_t seed) {
    scenario rest = {.items = self->scenario.items + self->first_entry,
                     .count = self->scenario.count - self->first_entry};
    execution_options options = {.request = default_options, .continues_on_error = true};
    runner_world reseeded = *world;
    reseeded.client = reseed(arena, world->client, seed);
    return scenario_execute(arena, &self->source, &rest, &reseeded, &options, self->variables);
}

static const gabi_error *read_violations(arena *arena, text answer, trial *trial) {
    const json *tree;
    TRY(json_parse(arena, answer, MOST_NESTING, &tree));
    const json *list = json_member(tree, "violations");
    trial->violation_count = 0;
    trial->violations = arena_alloc(arena, json_count(list) * sizeof *trial->violations);
    for (const json *each = json_first(list); each; each = json_after(each))
        trial->violations[trial->violation_count++] =
            (violation){json_member_text(each, "invariant"), json_member_text(each, "what")};
    return NULL;
}

static const gabi_error *run_in(const exploration *self, arena *arena, const runner_world *world, trial *trial) {
    transport *client = world->client;
    text answer;
    TRY(control(self, arena, client, "PUT", "/_gabi/transcript", TEXT("{\"enabled\":true}"), &answer));
    TRY(control(self, arena, client, "PUT", "/_gabi/logs", TEXT("{\"echo\":false}"), &answer));
    TRY(control(self, arena, client, "PUT", "/_gabi/events", event_order_json(arena, trial->seed), &answer));
    for (size_t i = 0; i < trial->schedule.count; i++)
        TRY(control(self, arena, client, "POST", "/_gabi/faults", planned_fault_json(arena, &trial->schedule.items[i]),
                    &answer));
    trial->outcome = explore_rest(self, arena, world, trial->seed);
    TRY(control(self, arena, client, "DELETE", "/_gabi/faults", TEXT(""), &answer));
    TRY(control(self, arena, client, "GET", "/_gabi/invariants", TEXT(""), &answer));
    return read_violations(arena, answer, trial);
}

const gabi_error *trial_run(const exploration *self, arena *arena, trial *trial) {
    text name = text_format(arena, "explore-%llu", (unsigned long long)trial->seed), answer;
    text fork = text_format(arena, "{\"name\":\"%.*s\",\"from\":\"" BASE "\"}", TEXT_ARGS(name));
    runner_world base, world; /* each thread has clients of its own */
    TRY(self->host.open_world(self->host.owner, arena, TEXT(BASE), &base));
    TRY(control(self, arena, base.client, "POST", "/_gabi/worlds", fork, &answer));
    TRY(self->host.open_world(self->host.owner, arena, name, &world));
    const gabi_error *error = run_in(self, arena, &world, trial);
    self->host.close_world(self->host.owner, name);
    return error;
}

const gabi_error *trials_begin(exploration *self, arena *arena, const given_variables *given) {
    scenario prelude = {.items = self->scenario.items, .count = self->first_entry};
    execution_options options = {.request = default_options};
    runner_world base;
    text answer;
    TRY(self->host.open_world(self->host.owner, arena, TEXT(BASE), &base));
    TRY(control(self, arena, base.client, "GET", "/_gabi/clock", TEXT(""), &answer)); /* which makes the world */
    outcome outcome = scenario_execute(arena, &self->source, &prelude, &base, &options, given_begin(arena, given));
    self->variables = outcome.variables;
    if (outcome.has_passed)
        return NULL;
    trials_end(self);
    return error_new(arena, ERROR_INVALID, "ScenarioFails",
                     "%.*s fails before there is anything to explore; see gabi-emu test", TEXT_ARGS(self->source.path));
}

void trials_end(const exploration *self) { self->host.close_world(self->host.owner, TEXT(BASE)); }

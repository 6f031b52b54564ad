#include "explore/trial.h"

#include "core/json.h"
#include "store/interleaving.h"

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

/* One who makes the requests that are explored. */
typedef struct client {
    const exploration *exploration;
    arena *arena;
    runner_world world;
    outcome outcome;
} client;

static void explore_rest(void *context) {
    client *self = context;
    const exploration *exploration = self->exploration;
    scenario rest = {.items = exploration->scenario.items + exploration->first_entry,
                     .count = exploration->scenario.count - exploration->first_entry};
    execution_options options = {.request = default_options, .continues_on_error = true};
    self->outcome =
        scenario_execute(self->arena, &exploration->source, &rest, &self->world, &options, exploration->variables);
}

static const gabi_error *open_client(const exploration *self, arena *arena, text world, uint64_t seed, client *client,
                                     sent_list *sent) {
    client->exploration = self;
    client->arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    arena_defer_arena(arena, client->arena);
    TRY(self->host.open_world(self->host.owner, client->arena, world, &client->world));
    client->world.client = reseed(client->arena, client->world.client, seed, sent);
    return NULL;
}

/* One client needs no interleaving; several have a thread each. */
static const gabi_error *run_clients(const exploration *self, arena *arena, text world, trial *trial) {
    client *clients = arena_zalloc(arena, self->clients * sizeof *clients);
    interleaving_task *tasks = arena_alloc(arena, self->clients * sizeof *tasks);
    interleaving_turns turns;
    trial->sent = arena_zalloc(arena, self->clients * sizeof *trial->sent);
    for (size_t i = 0; i < self->clients; i++) {
        TRY(open_client(self, arena, world, trial->seed, &clients[i], &trial->sent[i]));
        tasks[i] = (interleaving_task){explore_rest, &clients[i]};
    }
    if (self->clients == 1)
        explore_rest(&clients[0]);
    else
        TRY(interleaving_run(arena, trial->seed, tasks, self->clients, &turns));
    trial->outcome = clients[0].outcome;
    return NULL;
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

static const gabi_error *run_in(const exploration *self, arena *arena, text name, const runner_world *world,
                                trial *trial) {
    transport *client = world->client;
    text answer;
    TRY(control(self, arena, client, "PUT", "/_gabi/transcript", TEXT("{\"enabled\":true}"), &answer));
    TRY(control(self, arena, client, "PUT", "/_gabi/logs", TEXT("{\"echo\":false}"), &answer));
    TRY(control(self, arena, client, "PUT", "/_gabi/events", event_order_json(arena, trial->seed), &answer));
    for (size_t i = 0; i < trial->schedule.count; i++)
        TRY(control(self, arena, client, "POST", "/_gabi/faults", planned_fault_json(arena, &trial->schedule.items[i]),
                    &answer));
    TRY(run_clients(self, arena, name, trial));
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
    const gabi_error *error = run_in(self, arena, name, &world, trial);
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

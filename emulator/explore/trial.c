#include "explore/trial.h"

#include "core/crypto.h"
#include "core/identifiers.h"
#include "core/json.h"
#include "core/random.h"
#include "explore/together_body.h"
#include "store/interleaving.h"

#define MOST_NESTING 8
#define BASE "explore"
#define PROBE "explore-calls"

/* Who a client is shall have nothing to do with faults and interleavings. */
#define SALT UINT64_C(0x636c69656e7473)

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

static const gabi_error *take_steps(const exploration *self, arena *arena, transport *client, const trial_step *steps,
                                    size_t count) {
    text answer;
    for (size_t i = 0; i < count; i++)
        TRY(control(self, arena, client, steps[i].method, steps[i].path, steps[i].body, &answer));
    return NULL;
}

size_t trial_steps_before(arena *arena, const trial *trial, trial_step **ret_steps) {
    trial_step *steps = arena_alloc(arena, (2 + SCHEDULE_MOST_FAULTS) * sizeof *steps);
    size_t count = 0;
    steps[count++] = (trial_step){"PUT", "/_gabi/transcript", TEXT("{\"enabled\": true}"), 204};
    steps[count++] = (trial_step){"PUT", "/_gabi/events", event_order_json(arena, trial->seed), 204};
    for (size_t i = 0; i < trial->schedule.count; i++)
        steps[count++] =
            (trial_step){"POST", "/_gabi/faults", planned_fault_json(arena, &trial->schedule.items[i]), 201};
    *ret_steps = steps;
    return count;
}

/* What could not be delivered is delivered once there are no faults any more. */
size_t trial_steps_after(const exploration *self, arena *arena, trial_step **ret_steps) {
    trial_step *steps = arena_alloc(arena, 2 * sizeof *steps);
    size_t count = 0;
    steps[count++] = (trial_step){"DELETE", "/_gabi/faults", TEXT(""), 204};
    if (fault_kinds_have_deliveries(&self->kinds))
        steps[count++] = (trial_step){"POST", "/_gabi/clock/advance", TEXT("{\"minutes\": 10}"), 200};
    *ret_steps = steps;
    return count;
}

/* ---- clients ---- */

/* One who makes the scenario's requests. */
typedef struct client {
    const exploration *exploration;
    const scenario *entries;
    const uint64_t *left_out; /* of each of the entries; NULL: none */
    uint64_t left_out_now;    /* of the one that it is at */
    const prelude *prelude;
    arena *arena;
    runner_world world;
    runner_world inner; /* where it has its time from; ids are its own, which shift none of others */
    size_t index;
    uint64_t ids;
    outcome outcome;
} client;

static int64_t client_now_ms(void *owner) {
    client *self = owner;
    return self->inner.now_ms(self->inner.owner);
}

static const gabi_error *client_sleep_ms(void *owner, int64_t duration_ms) {
    client *self = owner;
    return self->inner.sleep_ms(self->inner.owner, duration_ms);
}

static text client_uuid(void *owner, arena *arena) {
    client *self = owner;
    uint64_t key[2] = {self->index, ++self->ids};
    return uuid_of_bytes(arena, sha256((text){(const char *)key, sizeof key}).bytes);
}

static const gabi_error *open_client(const exploration *self, arena *arena, text world, client *client) {
    client->exploration = self;
    client->arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    arena_defer_arena(arena, client->arena);
    TRY(self->host.open_world(self->host.owner, client->arena, world, &client->inner));
    client->world = client->inner;
    if (self->clients > 1)
        client->world = (runner_world){.client = client->inner.client,
                                       .owner = client,
                                       .now_ms = client_now_ms,
                                       .sleep_ms = client_sleep_ms,
                                       .uuid = client_uuid};
    return NULL;
}

/* Lets it speak as the one whose prelude it goes on from, with the interleaving of a seed. */
static void dress_client(client *self, uint64_t seed, sent_list *sent) {
    const exploration *exploration = self->exploration;
    size_t after = (size_t)(self->prelude - exploration->preludes);
    self->world.client = reseed(self->arena, self->inner.client, seed, &self->left_out_now, sent);
    if (after > 0)
        self->world.client = impersonation_new(self->arena, self->world.client, &exploration->logins, after);
}

static void begin_entry(void *listener, size_t index, size_t last, size_t retries) {
    client *self = listener;
    (void)last;
    (void)retries;
    self->left_out_now = self->left_out ? self->left_out[index - 1] : 0;
}

static void run_client(void *context) {
    client *self = context;
    execution_options options = {
        .request = default_options, .continues_on_error = true, .on_entry = begin_entry, .listener = self};
    self->outcome = scenario_execute(self->arena, &self->exploration->source, self->entries, &self->world, &options,
                                     self->prelude->variables);
}

/* Whose prelude a client goes on from: the first is the scenario's own, the others are whoever the seed says. */
static const prelude *prelude_of(const exploration *self, uint64_t seed, size_t index) {
    uint64_t random = (seed ^ SALT) + index;
    return &self->preludes[index == 0 ? 0 : random_below(&random, self->prelude_count)];
}

/* The entries that are left, and what is left out of each. */
static scenario kept_entries(const exploration *self, arena *arena, const trial *trial, uint64_t **ret_left_out) {
    size_t count = self->scenario.count - self->first_entry;
    const entry *entries = self->scenario.items + self->first_entry;
    scenario kept = {.items = arena_alloc(arena, count * sizeof *kept.items)};
    uint64_t *left_out = arena_zalloc(arena, (count + 1) * sizeof *left_out);
    for (size_t i = 0; i < count; i++) {
        uint64_t without = trial->left_out ? trial->left_out[i] : 0;
        if (without == TRIAL_WITHOUT_ENTRY)
            continue;
        left_out[kept.count] = without;
        kept.items[kept.count++] = entries[i];
    }
    *ret_left_out = left_out;
    return kept;
}

/* One client needs no interleaving; several have a thread each. */
static const gabi_error *run_clients(const exploration *self, arena *arena, text world, trial *trial) {
    uint64_t *left_out;
    scenario entries = kept_entries(self, arena, trial, &left_out);
    client *clients = arena_zalloc(arena, trial->client_count * sizeof *clients);
    interleaving_task *tasks = arena_alloc(arena, trial->client_count * sizeof *tasks);
    interleaving_turns turns;
    trial->sent = arena_zalloc(arena, trial->client_count * sizeof *trial->sent);
    for (size_t i = 0; i < trial->client_count; i++) {
        size_t index = trial->clients[i];
        clients[i] = (client){
            .entries = &entries, .left_out = left_out, .prelude = prelude_of(self, trial->seed, index), .index = index};
        TRY(open_client(self, arena, world, &clients[i]));
        dress_client(&clients[i], trial->order, &trial->sent[i]);
        tasks[i] = (interleaving_task){run_client, &clients[i]};
    }
    if (self->clients == 1)
        run_client(&clients[0]);
    else
        TRY(interleaving_run(arena, trial->order, tasks, trial->client_count, &turns));
    trial->outcome = clients[0].outcome;
    return NULL;
}

/* ---- trials ---- */

text exploration_entry(const exploration *self, size_t index) {
    size_t start = self->scenario.items[index].start;
    size_t end = index + 1 < self->scenario.count ? self->scenario.items[index + 1].start : self->source.content.length;
    return text_trim(text_from(text_upto(self->source.content, end), start));
}

size_t trial_requests(const exploration *self, size_t index) {
    text entry = exploration_entry(self, self->first_entry + index);
    span requests[TOGETHER_MOST_REQUESTS];
    size_t count = together_is_in(entry) ? together_requests(entry, requests) : 0;
    return count ? count : 1;
}

trial trial_of_seed(const exploration *self, uint64_t seed) {
    trial made = {
        .seed = seed, .order = seed, .schedule = schedule_of_seed(&self->kinds, seed), .client_count = self->clients};
    for (size_t i = 0; i < self->clients; i++)
        made.clients[i] = i;
    return made;
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

static const gabi_error *run_in(const exploration *self, arena *arena, text name, transport *client, trial *trial) {
    trial_step *before, *after;
    size_t before_count = trial_steps_before(arena, trial, &before),
           after_count = trial_steps_after(self, arena, &after);
    text answer;
    TRY(control(self, arena, client, "PUT", "/_gabi/logs", TEXT("{\"echo\":false}"), &answer));
    TRY(take_steps(self, arena, client, before, before_count));
    TRY(run_clients(self, arena, name, trial));
    TRY(take_steps(self, arena, client, after, after_count));
    TRY(control(self, arena, client, "GET", "/_gabi/invariants", TEXT(""), &answer));
    return read_violations(arena, answer, trial);
}

/* A client of a new world that begins as the prelude has left it. */
static const gabi_error *fork_base(const exploration *self, arena *arena, text name, transport **ret_client) {
    text fork = text_format(arena, "{\"name\":\"%.*s\",\"from\":\"" BASE "\"}", TEXT_ARGS(name)), answer;
    runner_world base, world; /* each thread has clients of its own */
    TRY(self->host.open_world(self->host.owner, arena, TEXT(BASE), &base));
    TRY(control(self, arena, base.client, "POST", "/_gabi/worlds", fork, &answer));
    TRY(self->host.open_world(self->host.owner, arena, name, &world));
    *ret_client = world.client;
    return NULL;
}

const gabi_error *trial_run(const exploration *self, arena *arena, trial *trial) {
    text name = text_format(arena, "explore-%llu", (unsigned long long)trial->seed);
    transport *client;
    TRY(fork_base(self, arena, name, &client));
    const gabi_error *error = run_in(self, arena, name, client, trial);
    self->host.close_world(self->host.owner, name);
    return error;
}

/* ---- before the first ---- */

static const gabi_error *run_prelude(exploration *self, arena *arena, size_t after, const given_variables *given) {
    scenario entries = {.items = self->scenario.items, .count = self->first_entry};
    prelude *prelude = &self->preludes[after];
    client client = {.entries = &entries, .prelude = prelude, .index = TRIAL_MOST_CLIENTS + after};
    prelude->variables = given_begin(arena, given);
    TRY(open_client(self, arena, TEXT(BASE), &client));
    if (after == 0) /* which a replay does as the file says it */
        client.world = client.inner;
    else
        dress_client(&client, 0, &prelude->sent);
    run_client(&client);
    prelude->variables = client.outcome.variables;
    return client.outcome.has_passed || after > 0
               ? NULL
               : error_new(arena, ERROR_INVALID, "ScenarioFails",
                           "%.*s fails before there is anything to explore; see gabi-emu test",
                           TEXT_ARGS(self->source.path));
}

/* What a client says to the end of it, where nothing goes wrong, and which calls that causes: as many from each. */
static const gabi_error *look_at_calls(exploration *self, arena *arena, transport *client) {
    trial probe = {.client_count = 1};
    text traces, possible;
    TRY(control(self, arena, client, "PUT", "/_gabi/logs", TEXT("{\"echo\":false}"), &traces));
    TRY(control(self, arena, client, "PUT", "/_gabi/traces", TEXT("{\"enabled\":true}"), &traces));
    TRY(run_clients(self, arena, TEXT(PROBE), &probe));
    TRY(control(self, arena, client, "GET", "/_gabi/traces", TEXT(""), &traces));
    TRY(control(self, arena, client, "GET", "/_gabi/faults/possible", TEXT(""), &possible));
    TRY(fault_kinds_read(arena, traces, possible, &self->kinds));
    for (size_t i = 0; i < self->kinds.count; i++)
        self->kinds.items[i].calls *= self->clients;
    return NULL;
}

static const gabi_error *begin(exploration *self, arena *arena, const given_variables *given) {
    size_t most = impersonation_most(&self->logins);
    runner_world base;
    transport *probe;
    text answer;
    TRY(self->host.open_world(self->host.owner, arena, TEXT(BASE), &base));
    TRY(control(self, arena, base.client, "GET", "/_gabi/clock", TEXT(""), &answer)); /* which makes the world */
    self->prelude_count = self->clients < most ? self->clients : most;
    for (size_t i = 0; i < self->prelude_count; i++)
        TRY(run_prelude(self, arena, i, given));
    TRY(fork_base(self, arena, TEXT(PROBE), &probe));
    const gabi_error *error = look_at_calls(self, arena, probe);
    self->host.close_world(self->host.owner, TEXT(PROBE));
    return error;
}

const gabi_error *trials_begin(exploration *self, arena *arena, const given_variables *given) {
    const gabi_error *error = begin(self, arena, given);
    if (error)
        trials_end(self);
    return error;
}

void trials_end(const exploration *self) { self->host.close_world(self->host.owner, TEXT(BASE)); }

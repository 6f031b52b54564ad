#include "cloud.h"

#include <assert.h>
#include <pthread.h>

#include "apigateway/apigateway.h"
#include "control/control.h"
#include "core/civil_time.h"
#include "core/service.h"
#include "data_folder.h"
#include "dynamodb/dynamodb.h"
#include "edge/dispatch.h"
#include "lambda/lambda.h"
#include "loopback.h"
#include "records/transcript.h"
#include "sample.h"
#include "secretsmanager/secretsmanager.h"
#include "store/archive.h"
#include "store/worlds.h"
#include "template/template.h"

/* Every service of the emulated cloud. */
static const fake *const fakes[] = {&apigateway_fake, &lambda_fake, &dynamodb_fake, &secretsmanager_fake};
#define FAKES (sizeof fakes / sizeof *fakes)

#define STACK_NAME "gabi"
#define DEFAULT_WORLD "default"
#define MOST_EVENT_KINDS 16

struct cloud {
    control_host control; /* first: a control host is its cloud */
    const control_api *api;
    arena *arena;
    cloud_options options;
    dispatcher *dispatcher;
    world *prepared;
    pthread_mutex_t settling;  /* of the prepared world */
    const char *database_path; /* of the default world; NULL: in memory */
    bool is_durable;
    worlds *worlds;
};

static world_options world_options_of(const cloud *self, text name) {
    return (world_options){name, self->options.seed, self->options.clock, self->options.frozen_at_ms};
}

/* Gives a world what it needs to answer. */
static void connect_world(void *owner, arena *arena, world *world) {
    cloud *self = owner;
    world_set_transport(world, loopback_new(arena, self->dispatcher, world));
}

/* ---- what falls due ---- */

static const gabi_error *settle_fake(const fake *fake, world *world, arena *arena) {
    return fake->settle ? fake->settle(world, arena) : NULL;
}

/* Behind all else that is due at the same time: what an event causes finds the world settled. */
static const gabi_error *deliver_events(world *world, arena *arena) {
    const event_kind *kinds[MOST_EVENT_KINDS];
    size_t count = 0;
    for (size_t i = 0; i < FAKES; i++)
        for (size_t j = 0; j < fakes[i]->event_kind_count; j++) {
            assert(count < MOST_EVENT_KINDS);
            kinds[count++] = fakes[i]->event_kinds[j];
        }
    return events_settle(world, arena, kinds, count);
}

static bool is_due(world *world) { return world_now_ms(world) >= world_due_ms(world); }

/* Does what has fallen due, in an arena of its own since it may be much. What fails is tried again with the next
 * request, since it concerns none in particular. */
static const gabi_error *settle(world *world, arena *caller_arena) {
    const gabi_error *failure = NULL;
    if (!is_due(world))
        return NULL;
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    world_clear_due(world);
    for (size_t i = 0; i <= FAKES; i++) {
        const gabi_error *error = i < FAKES ? settle_fake(fakes[i], world, arena) : deliver_events(world, arena);
        if (!error)
            continue;
        world_note_due(world, world_now_ms(world));
        failure = error_new(caller_arena, error->kind, error->code, "%s: %s", i < FAKES ? fakes[i]->name : "events",
                            error->message);
    }
    arena_free(arena);
    return failure;
}

/* ---- preparing ---- */

static const gabi_error *deploy(arena *arena, world *world, text document, const cloud_reporter *reporter) {
    template_options options = {
        .stack_name = TEXT(STACK_NAME),
        .fakes = fakes,
        .fake_count = FAKES,
        .warn = reporter->warn,
        .reporter = reporter->reporter,
    };
    invocation invocation;
    world_begin_invocation(world, &invocation);
    const gabi_error *error = template_deploy(arena, world, document, &options);
    world_end_invocation(&invocation);
    return error;
}

const gabi_error *cloud_deploy(cloud *self, arena *arena, text document, const cloud_reporter *reporter) {
    return deploy(arena, self->prepared, document, reporter);
}

const gabi_error *cloud_load_sample(cloud *self, arena *arena, text document) {
    invocation invocation;
    world_begin_invocation(self->prepared, &invocation);
    const gabi_error *error = sample_load(arena, self->prepared, document);
    world_end_invocation(&invocation);
    return error;
}

const gabi_error *cloud_load_archive(cloud *self, arena *arena, text bytes) {
    world *archived;
    TRY(archive_read(arena, bytes, TEXT("archive"), &archived));
    const gabi_error *error = world_become(self->prepared, arena, archived);
    world_free(archived);
    return error;
}

void cloud_keep_logs_quiet(cloud *self) { world_watch(self->prepared, WORLD_ECHOES_LOGS, false); }

uint64_t cloud_seed(const cloud *self) { return world_seed(self->prepared); }

/* ---- worlds ---- */

static bool is_default(text name) { return text_equal(name, TEXT(DEFAULT_WORLD)); }

/* The prepared world is settled, and what it is made of read, once for all that are forked from it, and with no upkeep
 * more than that takes: how many worlds were forked before must not show in the ids of one. */
static world *prepared_world(cloud *self, arena *arena) {
    invocation invocation;
    pthread_mutex_lock(&self->settling);
    if (is_due(self->prepared)) { /* or its forks would draw other ids, the later they are made */
        world_begin_upkeep(self->prepared, &invocation);
        settle(self->prepared, arena);
        for (size_t i = 0; i < FAKES; i++)
            if (fakes[i]->warm)
                fakes[i]->warm(self->prepared);
        world_end_invocation(&invocation);
    }
    pthread_mutex_unlock(&self->settling);
    return self->prepared;
}

static const gabi_error *open_database(cloud *self, arena *arena, bool is_fresh, world **ret_world) {
    store *store;
    TRY(store_open_file(arena, self->database_path, self->is_durable, &store));
    const gabi_error *error = is_fresh ? store_copy(arena, world_store(prepared_world(self, arena)), store) : NULL;
    world_options options = world_options_of(self, TEXT(DEFAULT_WORLD));
    if (!error)
        error = world_new(arena, &options, store, ret_world);
    if (error)
        store_close(store);
    return error;
}

/* A new world of that name: on disk for the default one of a data folder, otherwise a fork of the prepared one. */
static const gabi_error *open_world(void *owner, arena *arena, text name, world **ret_world) {
    cloud *self = owner;
    if (self->database_path && is_default(name))
        return open_database(self, arena, true, ret_world);
    world *prepared = prepared_world(self, arena);
    TRY(world_fork(arena, prepared, name, ret_world));
    world_fork_at_rest(*ret_world, prepared);
    return NULL;
}

const gabi_error *cloud_world(cloud *self, arena *arena, text name, world **ret_world) {
    world_place *place;
    TRY(worlds_hold(self->worlds, arena, name, &place));
    *ret_world = place_world(place);
    worlds_release(self->worlds, place);
    return NULL;
}

const gabi_error *cloud_visit(cloud *self, arena *arena, text name, void (*act)(void *context, world *world),
                              void *context) {
    world_place *place;
    TRY(worlds_hold(self->worlds, arena, name, &place));
    act(context, place_world(place));
    worlds_release(self->worlds, place);
    return NULL;
}

void cloud_drop(cloud *self, text world) { worlds_drop(self->worlds, world); }

const gabi_error *cloud_reset(cloud *self, arena *arena, text world) {
    return worlds_become(self->worlds, arena, world, prepared_world(self, arena));
}

const gabi_error *cloud_keep_in_folder(cloud *self, arena *arena, const char *folder, bool is_durable, text document,
                                       const cloud_reporter *reporter, bool *ret_is_new) {
    data_folder opened;
    TRY(data_folder_open(arena, folder, &opened));
    self->database_path = opened.database_path;
    self->is_durable = is_durable;
    world *opened_world;
    TRY(open_database(self, arena, opened.is_new, &opened_world));
    TRY(worlds_add(self->worlds, arena, opened_world));
    if (!opened.is_new && document.length)
        TRY(deploy(arena, opened_world, document, reporter));
    *ret_is_new = opened.is_new;
    return NULL;
}

/* ---- answering ---- */

static void answer_in_world(cloud *self, world *world, edge_entry entry, arena *arena, http_request *request,
                            http_response *ret_response) {
    invocation invocation;
    int64_t begin_ms = world_now_ms(world);
    world_begin_invocation(world, &invocation);
    settle(world, arena);
    dispatcher_answer(self->dispatcher, world, entry, CALLER_OUTSIDE, arena, request, ret_response);
    http_fields_add(arena, &ret_response->headers, TEXT("Date"), time_to_http_date(arena, world_now_ms(world)));
    if (world_has(world, WORLD_HAS_TRANSCRIPT))
        transcript_note(world, entry == EDGE_API ? DOOR_API : DOOR_AWS, begin_ms, request, ret_response);
    world_end_invocation(&invocation);
}

/* Answers a request that, unless it names a world itself, is meant for the given one. */
static void answer(cloud *self, text default_world, edge_entry entry, arena *arena, http_request *request,
                   http_response *ret_response) {
    text name = resolve_world(request);
    if (text_is_empty(name))
        name = default_world;
    if (control_is_for(request)) {
        control_answer(self->api, arena, name, request, ret_response);
        /* By the clock that all worlds begin with, since the control API may be asked about a world that is not there.
         */
        http_fields_add(arena, &ret_response->headers, TEXT("Date"),
                        time_to_http_date(arena, world_now_ms(self->prepared)));
        return;
    }
    world_place *place;
    const gabi_error *error = worlds_hold(self->worlds, arena, name, &place);
    if (error) {
        respond_error(arena, error, ret_response);
        return;
    }
    answer_in_world(self, place_world(place), entry, arena, request, ret_response);
    worlds_release(self->worlds, place);
}

void cloud_tell_ports(cloud *self, int aws_port, int api_port) {
    self->control.aws_port = aws_port;
    self->control.api_port = api_port;
}

void cloud_answer(void *self, edge_entry entry, arena *arena, http_request *request, http_response *ret_response) {
    answer(self, TEXT(DEFAULT_WORLD), entry, arena, request, ret_response);
}

/* The door that a URL, or the path of a request to the studio's API, leads to. */
static edge_entry entry_of(const cloud *self, text url) {
    return text_starts_with(url, TEXT("/")) || text_starts_with(url, self->options.api_address) ? EDGE_API : EDGE_AWS;
}

/* ---- what the control API asks for ---- */

static const gabi_error *settle_for_control(control_host *host, arena *arena, world *world) {
    (void)host;
    return settle(world, arena);
}

static const gabi_error *reset_for_control(control_host *host, arena *arena, text world) {
    return cloud_reset((cloud *)host, arena, world);
}

/* What was ended would come back with the next process if it were left in the folder: the next world begins there. */
static const gabi_error *begin_anew_in_folder(control_host *host, arena *arena, text name) {
    cloud *self = (cloud *)host;
    world *ignored;
    return self->database_path && is_default(name) ? cloud_world(self, arena, name, &ignored) : NULL;
}

static void answer_for_control(control_host *host, arena *arena, text world, text url, http_request *request,
                               http_response *ret_response) {
    cloud *self = (cloud *)host;
    answer(self, world, entry_of(self, url), arena, request, ret_response);
}

static void connect_control(cloud *self) {
    self->control = (control_host){fakes,
                                   FAKES,
                                   self->worlds,
                                   0,
                                   0,
                                   settle_for_control,
                                   reset_for_control,
                                   begin_anew_in_folder,
                                   answer_for_control};
    self->api = control_new(self->arena, &self->control);
}

const gabi_error *cloud_open(arena *arena, const cloud_options *options, cloud **ret_cloud) {
    cloud *self = arena_zalloc(arena, sizeof *self);
    self->arena = arena;
    self->options = *options;
    dispatcher_options dispatch = {fakes, FAKES, options->credentials, options->is_strict};
    self->dispatcher = dispatcher_new(arena, &dispatch);
    worlds_options worlds = {self, open_world, connect_world};
    self->worlds = worlds_new(arena, &worlds);
    connect_control(self);
    pthread_mutex_init(&self->settling, NULL);
    store *store;
    TRY(store_open_memory(arena, &store));
    world_options prepared = world_options_of(self, TEXT("prepared"));
    TRY(world_new(arena, &prepared, store, &self->prepared));
    connect_world(self, arena, self->prepared);
    *ret_cloud = self;
    return NULL;
}

void cloud_close(cloud *self) {
    worlds_close(self->worlds);
    world_free(self->prepared);
    pthread_mutex_destroy(&self->settling);
}

/* ---- clients without a socket ---- */

typedef struct client {
    transport transport; /* first: a transport is its client */
    cloud *cloud;
    text world;
    arena *arena; /* of the request under way, of which the caller keeps the answer alone */
} client;

/* The answer to the caller's own arena. */
static http_response copy_response(arena *arena, const http_response *response) {
    http_response copy = {
        .status = response->status,
        .headers = http_fields_copy(arena, &response->headers),
        .content = response->content,
    };
    copy.content.bytes = text_copy(arena, response->content.bytes);
    return copy;
}

static const gabi_error *client_send(transport *transport, arena *arena, text endpoint, http_request *request,
                                     http_response *ret_response) {
    client *self = (client *)transport;
    http_response response = {0};
    arena_reset(self->arena);
    answer(self->cloud, self->world, entry_of(self->cloud, endpoint), self->arena, request, &response);
    if (response.status == HTTP_NO_ANSWER)
        return error_new(arena, ERROR_UNAVAILABLE, "no_answer", "%.*s gave no answer", TEXT_ARGS(endpoint));
    if (text_equal(request->method, TEXT("HEAD")))
        response.content = (http_content){0};
    *ret_response = copy_response(arena, &response);
    return NULL;
}

transport *cloud_client(cloud *self, arena *arena, text world) {
    client *made = arena_alloc(arena, sizeof *made);
    *made = (client){{client_send}, self, text_copy(arena, world), arena_new(ARENA_REQUEST_CEILING_BYTES)};
    arena_defer_arena(arena, made->arena);
    return &made->transport;
}

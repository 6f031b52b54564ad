#include "cloud.h"

#include <assert.h>
#include <ctype.h>
#include <pthread.h>
#include <stdatomic.h>

#include "apigateway/apigateway.h"
#include "control/control.h"
#include "core/civil_time.h"
#include "core/service.h"
#include "data_folder.h"
#include "dynamodb/dynamodb.h"
#include "edge/dispatch.h"
#include "lambda/lambda.h"
#include "loopback.h"
#include "sample.h"
#include "secretsmanager/secretsmanager.h"
#include "template/template.h"

/* Every service of the emulated cloud. */
static const fake *const fakes[] = {&apigateway_fake, &lambda_fake, &dynamodb_fake, &secretsmanager_fake};
#define FAKES (sizeof fakes / sizeof *fakes)

#define STACK_NAME "gabi"
#define DEFAULT_WORLD "default"
#define MOST_WORLDS 1024
#define LONGEST_WORLD_NAME 200

/* A place for one world. While users is not 0, or is_busy is set, its world stays. */
typedef struct slot {
    text name; /* in the slot's own arena */
    arena *arena;
    world *world; /* NULL: a free slot */
    atomic_size_t users;
    atomic_bool is_busy; /* being ended or put back */
} slot;

struct cloud {
    control_host control; /* first: a control host is its cloud */
    arena *arena;
    cloud_options options;
    dispatcher *dispatcher;
    world *prepared;
    const char *database_path; /* of the default world; NULL: in memory */
    bool is_durable;
    pthread_mutex_t lock; /* of the slots */
    pthread_cond_t changed;
    slot slots[MOST_WORLDS];
};

static const gabi_error *control_run_in_world(control_host *host, text world, op_call *call);
static const gabi_error *control_reset(control_host *host, arena *arena, text world);
static void control_answer_other(control_host *host, arena *arena, text world, text url, http_request *request,
                                 http_response *ret_response);

static world_options world_options_of(const cloud *self, text name) {
    return (world_options){name, self->options.seed, self->options.clock, self->options.frozen_at_ms};
}

/* Gives a world what it needs to answer. */
static void connect_world(const cloud *self, arena *arena, world *world) {
    world_set_transport(world, loopback_new(arena, self->dispatcher, world));
}

const gabi_error *cloud_open(arena *arena, const cloud_options *options, cloud **ret_cloud) {
    cloud *self = arena_zalloc(arena, sizeof *self);
    self->arena = arena;
    self->options = *options;
    self->control = (control_host){fakes, FAKES, control_run_in_world, control_reset, control_answer_other};
    dispatcher_options dispatch = {fakes, FAKES, options->credentials, options->is_strict};
    self->dispatcher = dispatcher_new(arena, &dispatch);
    self->lock = (pthread_mutex_t)PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP; /* held for microseconds */
    pthread_cond_init(&self->changed, NULL);
    store *store;
    TRY(store_open_memory(arena, &store));
    world_options prepared = world_options_of(self, TEXT("prepared"));
    TRY(world_new(arena, &prepared, store, &self->prepared));
    connect_world(self, arena, self->prepared);
    *ret_cloud = self;
    return NULL;
}

static void free_slot(slot *self) {
    world_free(self->world);
    arena_free(self->arena);
    self->name = (text){0};
    self->arena = NULL;
    self->world = NULL;
    atomic_store(&self->is_busy, false);
}

void cloud_close(cloud *self) {
    for (size_t i = 0; i < MOST_WORLDS; i++)
        if (self->slots[i].world)
            free_slot(&self->slots[i]);
    world_free(self->prepared);
    pthread_cond_destroy(&self->changed);
    pthread_mutex_destroy(&self->lock);
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

/* ---- worlds ---- */

static bool is_default(text name) { return text_equal(name, TEXT(DEFAULT_WORLD)); }

/* A fresh default world in the folder's database. */
static const gabi_error *fill_database(cloud *self, arena *arena, store *store) {
    return store_copy(arena, world_store(self->prepared), store);
}

static const gabi_error *open_database(cloud *self, arena *arena, bool is_fresh, world **ret_world) {
    store *store;
    TRY(store_open_file(arena, self->database_path, self->is_durable, &store));
    const gabi_error *error = is_fresh ? fill_database(self, arena, store) : NULL;
    world_options options = world_options_of(self, TEXT(DEFAULT_WORLD));
    if (!error)
        error = world_new(arena, &options, store, ret_world);
    if (error)
        store_close(store);
    return error;
}

/* A new world of that name: on disk for the default one of a data folder, otherwise a fork of the prepared one. */
static const gabi_error *make_world(cloud *self, arena *arena, text name, bool is_fresh, slot *ret_slot) {
    world *made;
    if (self->database_path && is_default(name))
        TRY(open_database(self, arena, is_fresh, &made));
    else
        TRY(world_fork(arena, self->prepared, name, &made));
    ret_slot->arena = arena_new((size_t)64 * 1024);
    ret_slot->name = text_copy(ret_slot->arena, name);
    ret_slot->world = made;
    connect_world(self, ret_slot->arena, made);
    return NULL;
}

/* The slot of that name; a free one where it may be made, NULL when there is none left. With the lock held. */
static slot *find_slot(cloud *self, text name) {
    slot *free = NULL;
    for (size_t i = 0; i < MOST_WORLDS; i++) {
        slot *each = &self->slots[i];
        if (each->name.length && text_equal(each->name, name))
            return each;
        if (!each->name.length && !free)
            free = each;
    }
    return free;
}

static const gabi_error *check_name(arena *arena, text name) {
    bool is_valid = name.length > 0 && name.length <= LONGEST_WORLD_NAME;
    for (size_t i = 0; is_valid && i < name.length; i++)
        is_valid = isalnum((unsigned char)name.data[i]) || strchr("._-/", name.data[i]);
    return is_valid ? NULL
                    : error_new(arena, ERROR_INVALID, "invalid_world",
                                "A world's name has 1 to %d letters, digits, '.', '_', '-' or '/'", LONGEST_WORLD_NAME);
}

/* The slot of the named world, made when absent, held until release_slot. */
static const gabi_error *acquire_slot(cloud *self, arena *arena, text name, slot **ret_slot) {
    const gabi_error *error = NULL;
    TRY(check_name(arena, name));
    pthread_mutex_lock(&self->lock);
    slot *slot = find_slot(self, name);
    while (slot && slot->is_busy) {
        pthread_cond_wait(&self->changed, &self->lock);
        slot = find_slot(self, name);
    }
    if (!slot)
        error = error_new(arena, ERROR_THROTTLED, "too_many_worlds",
                          "There are %d worlds already; drop some, or start gabi-emu again", MOST_WORLDS);
    else if (!slot->world)
        error = make_world(self, arena, name, true, slot);
    if (!error) {
        slot->users++;
        *ret_slot = slot;
    }
    pthread_mutex_unlock(&self->lock);
    return error;
}

const gabi_error *cloud_hold(cloud *self, arena *arena, text name, world **ret_world) {
    slot *slot;
    TRY(acquire_slot(self, arena, name, &slot));
    *ret_world = slot->world;
    return NULL;
}

static void release_slot(cloud *self, slot *slot) {
    atomic_fetch_sub(&slot->users, 1);
    if (!atomic_load(&slot->is_busy))
        return; /* nobody waits for it, and whoever will sees that this user is gone */
    pthread_mutex_lock(&self->lock);
    pthread_cond_broadcast(&self->changed);
    pthread_mutex_unlock(&self->lock);
}

const gabi_error *cloud_visit(cloud *self, arena *arena, text name, void (*act)(void *context, world *world),
                              void *context) {
    slot *slot;
    TRY(acquire_slot(self, arena, name, &slot));
    act(context, slot->world);
    release_slot(self, slot);
    return NULL;
}

/* Ends the named world when its last user is gone; newcomers wait meanwhile. With the lock held. */
static slot *empty_slot(cloud *self, text name) {
    slot *slot = find_slot(self, name);
    while (slot && slot->is_busy) {
        pthread_cond_wait(&self->changed, &self->lock);
        slot = find_slot(self, name);
    }
    if (!slot || !slot->world)
        return NULL;
    slot->is_busy = true;
    while (slot->users > 0)
        pthread_cond_wait(&self->changed, &self->lock);
    free_slot(slot);
    pthread_cond_broadcast(&self->changed);
    return slot;
}

void cloud_drop(cloud *self, text world) {
    pthread_mutex_lock(&self->lock);
    empty_slot(self, world);
    pthread_mutex_unlock(&self->lock);
}

const gabi_error *cloud_reset(cloud *self, arena *arena, text world) {
    text name = text_is_empty(world) ? TEXT(DEFAULT_WORLD) : world;
    TRY(check_name(arena, name));
    const gabi_error *error = NULL;
    pthread_mutex_lock(&self->lock);
    slot *slot = empty_slot(self, name);
    if (slot)
        error = make_world(self, arena, name, true, slot);
    pthread_mutex_unlock(&self->lock);
    return error;
}

const gabi_error *cloud_keep_in_folder(cloud *self, arena *arena, const char *folder, bool is_durable, text document,
                                       const cloud_reporter *reporter, bool *ret_is_new) {
    data_folder opened;
    TRY(data_folder_open(arena, folder, &opened));
    self->database_path = opened.database_path;
    self->is_durable = is_durable;
    slot *slot = &self->slots[0];
    TRY(make_world(self, arena, TEXT(DEFAULT_WORLD), opened.is_new, slot));
    if (!opened.is_new && document.length)
        TRY(deploy(arena, slot->world, document, reporter));
    *ret_is_new = opened.is_new;
    return NULL;
}

/* ---- answering ---- */

/* Does what has fallen due. What fails is tried again with the next request, since it concerns none in particular. */
static void settle(world *world) {
    if (world_now_ms(world) < world_due_ms(world))
        return;
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    world_clear_due(world);
    for (size_t i = 0; i < FAKES; i++)
        if (fakes[i]->settle && fakes[i]->settle(world, arena))
            world_note_due(world, world_now_ms(world));
    arena_free(arena);
}

static void answer_in_world(cloud *self, slot *slot, edge_entry entry, arena *arena, http_request *request,
                            http_response *ret_response) {
    invocation invocation;
    world_begin_invocation(slot->world, &invocation);
    settle(slot->world);
    dispatcher_answer(self->dispatcher, slot->world, entry, CALLER_OUTSIDE, arena, request, ret_response);
    http_fields_add(arena, &ret_response->headers, TEXT("Date"), time_to_http_date(arena, world_now_ms(slot->world)));
    world_end_invocation(&invocation);
}

/* Answers a request that, unless it names a world itself, is meant for the given one. */
static void answer(cloud *self, text default_world, edge_entry entry, arena *arena, http_request *request,
                   http_response *ret_response) {
    text name = resolve_world(request);
    if (text_is_empty(name))
        name = default_world;
    if (control_is_for(request)) {
        control_answer(&self->control, arena, name, request, ret_response);
        /* By the clock that all worlds begin with, since the control API may be asked about a world that is not there.
         */
        http_fields_add(arena, &ret_response->headers, TEXT("Date"),
                        time_to_http_date(arena, world_now_ms(self->prepared)));
        return;
    }
    slot *slot;
    const gabi_error *error = acquire_slot(self, arena, name, &slot);
    if (error) {
        respond_error(arena, error, ret_response);
        return;
    }
    answer_in_world(self, slot, entry, arena, request, ret_response);
    release_slot(self, slot);
}

void cloud_answer(void *self, edge_entry entry, arena *arena, http_request *request, http_response *ret_response) {
    answer(self, TEXT(DEFAULT_WORLD), entry, arena, request, ret_response);
}

/* The door that a URL, or the path of a request to the studio's API, leads to. */
static edge_entry entry_of(const cloud *self, text url) {
    return text_starts_with(url, TEXT("/")) || text_starts_with(url, self->options.api_address) ? EDGE_API : EDGE_AWS;
}

static const gabi_error *control_run_in_world(control_host *host, text world, op_call *call) {
    cloud *self = (cloud *)host;
    slot *slot;
    invocation invocation;
    TRY(acquire_slot(self, call->arena, text_is_empty(world) ? TEXT(DEFAULT_WORLD) : world, &slot));
    world_begin_invocation(slot->world, &invocation);
    settle(slot->world);
    call->owner = slot->world;
    const gabi_error *error = call->op->handle(call);
    world_end_invocation(&invocation);
    release_slot(self, slot);
    return error;
}

static const gabi_error *control_reset(control_host *host, arena *arena, text world) {
    return cloud_reset((cloud *)host, arena, world);
}

static void control_answer_other(control_host *host, arena *arena, text world, text url, http_request *request,
                                 http_response *ret_response) {
    cloud *self = (cloud *)host;
    answer(self, world, entry_of(self, url), arena, request, ret_response);
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
    http_response copy = {.status = response->status, .content = response->content};
    for (size_t i = 0; i < response->headers.count; i++)
        http_fields_add(arena, &copy.headers, text_copy(arena, response->headers.items[i].name),
                        text_copy(arena, response->headers.items[i].value));
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

static void release_arena(void *arena) { arena_free(arena); }

transport *cloud_client(cloud *self, arena *arena, text world) {
    client *made = arena_alloc(arena, sizeof *made);
    *made = (client){{client_send}, self, text_copy(arena, world), arena_new(ARENA_REQUEST_CEILING_BYTES)};
    arena_defer(arena, release_arena, made->arena);
    return &made->transport;
}

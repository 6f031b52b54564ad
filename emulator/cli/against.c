#include "cli/against.h"

#include "cli/control_client.h"
#include "cli/world_logs.h"
#include "core/crypto.h"
#include "core/encoding.h"
#include "core/identifiers.h"
#include "core/json.h"
#include "core/json_writer.h"
#include "edge/resolve.h"
#include "runner/url.h"
#include "system/clock_system.h"
#include "system/ids_system.h"
#include "transport/curl.h"

#define RUN_BYTES 4

struct against {
    text given; /* the address that was given: what is asked here goes there, wherever its ports seem to be */
    text api;
    text aws; /* empty: a stage */
    uint64_t seed;
    const connection *connection; /* of what is asked here, not by the files */
    text run;                     /* what worlds' names begin with, so that runs do not meet */
};

/* A file's place at the other end. */
typedef struct visitor {
    transport transport; /* first: a transport is its visitor */
    const against *against;
    arena *arena;
    struct transport *network;
    const connection *connection; /* of the next request; NULL: the usual */
    text world;                   /* empty at a stage */
    clock_port *clock;            /* of a stage, with the next */
    ids_port *ids;
    int uuids;
} visitor;

static transport *new_network(const against *self, arena *arena) {
    transport *network = curl_transport_new(arena);
    curl_transport_connect(network, self->connection);
    return network;
}

/* ---- who answers ---- */

/* The address of another port at the same host. */
static text other_port(arena *arena, const url *url, double port) {
    return text_format(arena, "%.*s://%.*s:%.0f", TEXT_ARGS(url->scheme), TEXT_ARGS(url->host), port);
}

/* Whatever does not answer as a gabi-emu is a stage. */
static bool find_ports(const json *health, const json **ret_ports) {
    *ret_ports = json_member(health, "ports");
    return text_equal(json_member_text(health, "edition"), TEXT("gabi-emu")) && *ret_ports;
}

static text without_slash(text address) {
    return text_ends_with(address, TEXT("/")) ? text_upto(address, address.length - 1) : address;
}

const gabi_error *against_new(arena *arena, const char *address, uint64_t seed, const connection *connection,
                              against **ret_against) {
    against *self = arena_zalloc(arena, sizeof *self);
    unsigned char run[RUN_BYTES];
    const json *health = NULL, *ports;
    url url;
    const char *reason;
    if (!url_parse(arena, text_of(address), &url, &reason))
        return error_new(arena, ERROR_INVALID, "bad_url", "%s: %s", address, reason);
    ids_port *ids = ids_system_new(arena);
    ids->draw(ids, run, sizeof run);
    *self = (against){.given = without_slash(text_of(address)), .seed = seed, .connection = connection};
    self->api = self->given;
    self->run = text_format(arena, "test-%s-", hex_encode(arena, (text){(const char *)run, sizeof run}).data);
    const gabi_error *error = control_ask(new_network(self, arena), arena, self->given, TEXT("GET"),
                                          TEXT("/_gabi/health"), TEXT(""), &health);
    if (error && strcmp(error->code, "no_answer") == 0)
        return error;
    if (!error && find_ports(health, &ports)) {
        self->api = other_port(arena, &url, json_number(json_member(ports, "api")));
        self->aws = other_port(arena, &url, json_number(json_member(ports, "aws")));
    }
    *ret_against = self;
    return NULL;
}

bool against_is_stage(const against *self) { return text_is_empty(self->aws); }

text against_address(const against *self) { return self->given; }

void against_add_addresses(const against *self, arena *arena, given_variables *variables) {
    given_add_string(arena, variables, TEXT("api"), self->api);
    if (!against_is_stage(self))
        given_add_string(arena, variables, TEXT("aws"), self->aws);
}

/* ---- requests of the file ---- */

/* A request that names a world itself goes to that one. */
static const gabi_error *send_request(transport *transport, arena *arena, text endpoint, http_request *request,
                                      http_response *ret_response) {
    visitor *self = (visitor *)transport;
    const against *against = self->against;
    bool is_there = text_equal(endpoint, against->api) || text_equal(endpoint, against->aws) ||
                    text_equal(endpoint, against->given);
    if (!text_is_empty(self->world) && is_there && text_is_empty(resolve_world(request)))
        http_fields_add(arena, &request->headers, TEXT("X-Gabi-World"), self->world);
    curl_transport_connect(self->network, self->connection);
    self->connection = NULL;
    return self->network->send(self->network, arena, endpoint, request, ret_response);
}

static void connect_by(void *owner, const connection *connection) { ((visitor *)owner)->connection = connection; }

/* ---- time and chance ---- */

static int64_t read_clock(void *owner) {
    visitor *self = owner;
    const json *clock = NULL;
    int64_t now_ms;
    if (self->clock)
        return self->clock->now_ms(self->clock);
    /* A clock that cannot be had says so to the request that comes next. */
    const gabi_error *error = control_ask(&self->transport, self->arena, self->against->given, TEXT("GET"),
                                          TEXT("/_gabi/clock"), TEXT(""), &clock);
    return !error && json_to_int64(json_member(clock, "now_ms"), &now_ms) ? now_ms : 0;
}

static const gabi_error *let_pass(void *owner, int64_t duration_ms) {
    visitor *self = owner;
    if (self->clock) {
        self->clock->sleep_ms(self->clock, duration_ms);
        return NULL;
    }
    return control_advance(&self->transport, self->arena, self->against->given, duration_ms);
}

/* At a gabi-emu the same for the same seed, file and draw. */
static text draw_uuid(void *owner, arena *arena) {
    visitor *self = owner;
    if (self->ids)
        return new_uuid(arena, self->ids);
    text name = text_from(self->world, self->against->run.length);
    sha256_digest digest = sha256(
        text_format(arena, "%llu %.*s %d", (unsigned long long)self->against->seed, TEXT_ARGS(name), self->uuids++));
    return uuid_of_bytes(arena, (const unsigned char *)sha256_text(&digest).data);
}

static text warnings(void *owner, arena *arena) {
    visitor *self = owner;
    return world_logs(arena, &self->transport, self->against->given);
}

/* ---- worlds ---- */

static text full_name(const against *self, arena *arena, text name) {
    return text_format(arena, "%.*s%.*s", TEXT_ARGS(self->run), TEXT_ARGS(name));
}

/* A world whose clock stands, at the time of the other end: sample data is there by that. */
static text world_document(const visitor *self) {
    buffer out = BUFFER(self->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_string_member(&writer, "name", self->world);
    json_integer_member(&writer, "seed", (int64_t)self->against->seed);
    json_name(&writer, TEXT("clock"));
    json_begin_object(&writer);
    json_string_member(&writer, "mode", TEXT("frozen"));
    json_end_object(&writer);
    json_end_object(&writer);
    return buffer_text(&out);
}

static const gabi_error *open_world(void *owner, arena *arena, text name, runner_world *ret_world) {
    const against *against = owner;
    const json *answer;
    visitor *self = arena_zalloc(arena, sizeof *self);
    *self = (visitor){.transport.send = send_request, .against = against, .arena = arena};
    self->network = new_network(against, arena);
    curl_transport_tell_whole(self->network);
    if (against_is_stage(against)) {
        self->clock = clock_system_new(arena);
        self->ids = ids_system_new(arena);
    } else {
        self->world = full_name(against, arena, name);
        TRY(control_ask(self->network, arena, against->given, TEXT("POST"), TEXT("/_gabi/worlds"), world_document(self),
                        &answer));
    }
    *ret_world = (runner_world){
        .client = &self->transport,
        .owner = self,
        .now_ms = read_clock,
        .sleep_ms = let_pass,
        .uuid = draw_uuid,
        .connect = connect_by,
        .warnings = against_is_stage(against) ? NULL : warnings,
        .onlooker = &self->transport,
    };
    return NULL;
}

/* A world that stays does no harm but to take its room. */
static void close_world(void *owner, text name) {
    const against *against = owner;
    const json *answer;
    if (against_is_stage(against))
        return;
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    text path = text_format(arena, "/_gabi/worlds/%.*s", TEXT_ARGS(full_name(against, arena, name)));
    const gabi_error *error =
        control_ask(new_network(against, arena), arena, against->given, TEXT("DELETE"), path, TEXT(""), &answer);
    (void)error;
    arena_free(arena);
}

runner_host against_host(against *self) { return (runner_host){self, open_world, close_world}; }

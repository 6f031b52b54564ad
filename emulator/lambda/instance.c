#include "lambda/instance.h"

#include "aws/secrets_manager.h"
#include "aws/table_dynamodb.h"
#include "core/json.h"
#include "jwt/tokens_jwt.h"
#include "records/logs.h"
#include "store/patience.h"
#include "system/log_stream.h"

#define CEILING_BYTES ((size_t)16 * 1024 * 1024)
#define MOST_NESTING 4
#define MOST_DRAWN_BYTES 32 /* at once, of world_draw */

/* ---- ports onto the world ---- */

typedef struct world_clock_port {
    clock_port port;
    world *world;
} world_clock_port;

static int64_t now_ms(clock_port *port) { return world_now_ms(((world_clock_port *)port)->world); }

static void sleep_ms(clock_port *port, int64_t duration_ms) {
    world_sleep_ms(((world_clock_port *)port)->world, duration_ms);
}

static int64_t deadline_ms(clock_port *port) {
    int64_t left_ms = patience_left_ms();
    return left_ms == INT64_MAX ? INT64_MAX : now_ms(port) + left_ms;
}

typedef struct world_ids_port {
    ids_port port;
    world *world;
} world_ids_port;

static void draw(ids_port *port, void *ret_bytes, size_t size) {
    unsigned char *bytes = ret_bytes;
    while (size > 0) {
        size_t piece = size < MOST_DRAWN_BYTES ? size : MOST_DRAWN_BYTES;
        world_draw(((world_ids_port *)port)->world, bytes, piece);
        bytes += piece;
        size -= piece;
    }
}

/* Keeps records with the world, and echoes what is worth a warning. */
typedef struct world_log_port {
    log_port port;
    world *world;
    text function;
    log_port *echo;
} world_log_port;

static void emit(log_port *port, log_level level, const char *event, const log_field *fields, size_t field_count) {
    world_log_port *self = (world_log_port *)port;
    if (patience_left_ms() == 0) /* it is as good as dead: see host.c */
        return;
    logs_note(self->world, self->function, level, event, fields, field_count);
    if (world_has(self->world, WORLD_ECHOES_LOGS))
        self->echo->emit(self->echo, level, event, fields, field_count);
}

static ports *open_ports(arena *arena, world *world, text function) {
    ports *ports = arena_zalloc(arena, sizeof *ports);
    world_clock_port *clock = arena_alloc(arena, sizeof *clock);
    world_ids_port *ids = arena_alloc(arena, sizeof *ids);
    *clock = (world_clock_port){{now_ms, sleep_ms, deadline_ms}, world};
    *ids = (world_ids_port){{draw}, world};
    world_log_port *log = arena_alloc(arena, sizeof *log);
    *log = (world_log_port){{emit}, world, function, log_stream_new(arena, &clock->port, stderr, LOG_WARNING)};
    aws_options aws = {
        .region = TEXT(ACCOUNT_REGION),
        .access_key = TEXT(ACCOUNT_ID),
        .secret = TEXT("test"),
        .transport = world_transport(world),
        .clock = &clock->port,
        .ids = &ids->port,
    };
    ports->clock = &clock->port;
    ports->ids = &ids->port;
    ports->log = &log->port;
    ports->secrets = secrets_manager_new(arena, &aws);
    ports->table = table_dynamodb_new(arena, &aws);
    ports->tokens = tokens_jwt_new(arena);
    return ports;
}

/* ---- the instance ---- */

static const gabi_error *read_settings(arena *arena, text environment, settings *ret_settings) {
    const json *variables;
    TRY(json_parse(arena, text_copy(arena, environment), MOST_NESTING, &variables));
    http_field *items = arena_alloc(arena, json_count(variables) * sizeof *items);
    size_t count = 0;
    for (const json *each = json_first(variables); each; each = json_after(each))
        items[count++] = (http_field){json_name_of(each), json_text(each)};
    *ret_settings = (settings){items, count};
    return NULL;
}

static const gabi_error *open_service(instance *self, world *world, const service *service, const function *function) {
    settings *settings = arena_alloc(self->arena, sizeof *settings);
    TRY(read_settings(self->arena, function->environment, settings));
    return service_open(self->arena, service, settings, open_ports(self->arena, world, self->function_name),
                        &self->service);
}

const gabi_error *instance_open(arena *caller_arena, world *world, const service *service, const function *function,
                                instance **ret_instance) {
    arena *arena = arena_new(CEILING_BYTES);
    instance *self = arena_zalloc(arena, sizeof *self);
    self->arena = arena;
    self->function_name = text_copy(arena, function->name);
    self->timeout_s = function->timeout_s;
    const gabi_error *error = open_service(self, world, service, function);
    if (error) { /* which lives in the arena that goes */
        error = error_new(caller_arena, ERROR_INTERNAL, "Runtime.ExitError", "%s", error->message);
        arena_free(arena);
        return error;
    }
    *ret_instance = self;
    return NULL;
}

void instance_close(instance *self) { arena_free(self->arena); }

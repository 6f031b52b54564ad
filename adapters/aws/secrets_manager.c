#include "aws/secrets_manager.h"

#include "core/buffer.h"
#include "core/json.h"
#include "core/json_writer.h"

/* A service has few secrets. */
#define MOST_KEPT 8

#define DEEPEST_ANSWER 8

typedef struct kept_secret {
    text id; /* empty: a free place */
    text value;
    int64_t until_ms;
} kept_secret;

typedef struct secrets_manager {
    secrets_port port;
    arena *arena; /* of what is kept */
    aws_client *client;
    clock_port *clock;
    kept_secret kept[MOST_KEPT];
    size_t next; /* the place to be taken when none is free */
} secrets_manager;

static const aws_service secretsmanager_service = {"secretsmanager", "secretsmanager.", "application/x-amz-json-1.1"};

static const gabi_error *fetch(secrets_manager *self, arena *arena, text id, text *ret_value) {
    buffer body = BUFFER(arena);
    json_writer writer = JSON_WRITER(&body);
    json_begin_object(&writer);
    json_string_member(&writer, "SecretId", id);
    json_end_object(&writer);
    aws_answer answer = {0};
    TRY(aws_client_call(self->client, arena, "GetSecretValue", buffer_text(&body), &answer));
    if (text_equal(answer.error_type, TEXT("ResourceNotFoundException")))
        return error_new(arena, ERROR_INTERNAL, "secret_not_found", "there is no secret %.*s", TEXT_ARGS(id));
    if (answer.error_type.length)
        return aws_answer_error(arena, &answer);
    const json *tree;
    if (json_parse(arena, answer.body, DEEPEST_ANSWER, &tree) ||
        json_kind_of(json_member(tree, "SecretString")) != JSON_KIND_STRING)
        return error_new(arena, ERROR_UNAVAILABLE, "malformed_answer",
                         "Secrets Manager's answer holds no SecretString");
    *ret_value = json_member_text(tree, "SecretString");
    return NULL;
}

static kept_secret *find(secrets_manager *self, text id) {
    for (size_t i = 0; i < MOST_KEPT; i++)
        if (text_equal(self->kept[i].id, id))
            return &self->kept[i];
    return NULL;
}

/* Copies only what has changed: the arena lives as long as the instance. */
static void keep(secrets_manager *self, text id, text value) {
    kept_secret *place = find(self, id);
    if (!place) {
        place = &self->kept[self->next++ % MOST_KEPT];
        *place = (kept_secret){.id = text_copy(self->arena, id)};
    }
    if (!text_equal(place->value, value))
        place->value = text_copy(self->arena, value);
    place->until_ms = self->clock->now_ms(self->clock) + SECRETS_KEPT_MS;
}

static const gabi_error *get(secrets_port *port, arena *arena, text id, text *ret_value) {
    secrets_manager *self = (secrets_manager *)port;
    const kept_secret *kept = find(self, id);
    if (kept && self->clock->now_ms(self->clock) < kept->until_ms) {
        *ret_value = kept->value;
        return NULL;
    }
    text value;
    TRY(fetch(self, arena, id, &value));
    keep(self, id, value);
    *ret_value = value;
    return NULL;
}

secrets_port *secrets_manager_new(arena *arena, const aws_options *options) {
    secrets_manager *self = arena_zalloc(arena, sizeof *self);
    self->port.get = get;
    self->arena = arena;
    self->client = aws_client_new(arena, options, &secretsmanager_service);
    self->clock = options->clock;
    return &self->port;
}

/* A service: a table of ops, and how an instance of it is opened. A feature's <name>_api.c defines one.
 *
 * An instance is what Lambda keeps warm between invocations: it serves one request at a time, and its caches and
 * configuration hang on it. */
#ifndef GABI_CORE_SERVICE_H
#define GABI_CORE_SERVICE_H

#include "core/arena.h"
#include "core/error.h"
#include "core/http.h"
#include "core/op.h"
#include "core/settings.h"
#include "ports/ports.h"

typedef struct service {
    const char *name; /* "booking": also the Lambda handler's name */
    const gabi_op *ops;
    size_t op_count;

    /* Opens the state that op_call.owner points to. arena, settings and ports outlive it. */
    const gabi_error *(*open)(arena *arena, const settings *settings, const ports *ports, void **ret_owner);
} service;

typedef struct service_instance service_instance;

/* An open instance; everything it keeps lives in the arena. */
const gabi_error *service_open(arena *arena, const service *service, const settings *settings, const ports *ports,
                               service_instance **ret_instance);

/* Answers one request: route, guard, input, handler; errors are rendered as {"error":{"code","message",…}}. Handlers of
 * guarded ops find a caller (core/guard.h) in op_call.caller. */
void service_handle(service_instance *self, arena *arena, http_request *request, http_response *ret_response);

/* Fills response with status and a JSON body; for handlers. */
void respond_json(op_call *call, int status, text body);

/* The error answers of the studio's API, and of the emulator's own. What went wrong inside is for the log, not for the
 * caller: failures of our own are rendered without their message. */
void respond_error(arena *arena, const gabi_error *error, http_response *response);

#endif

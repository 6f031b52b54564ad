/* Errors: a function that can fail returns `const gabi_error *`, NULL for success, and leaves its ret_… arguments
 * untouched on failure. Errors live in the arena of the request. Each API renders them in one place. */
#ifndef GABI_CORE_ERROR_H
#define GABI_CORE_ERROR_H

#include "core/arena.h"
#include "core/text.h"

/* What went wrong, in terms every layer understands; the HTTP status is chosen from it. */
typedef enum error_kind {
    ERROR_INVALID,          /* the caller's request is wrong: 400 */
    ERROR_UNAUTHENTICATED,  /* nobody we know: 401 */
    ERROR_FORBIDDEN,        /* known, but not allowed: 403 */
    ERROR_NOT_FOUND,        /* 404 */
    ERROR_CONFLICT,         /* the state does not allow it, or somebody else was faster: 409 */
    ERROR_CONDITION_FAILED, /* a conditional write found its condition false: 409 */
    ERROR_TOO_LARGE,        /* past a limit of size: 413 */
    ERROR_UNSUPPORTED,      /* a real feature of the API that this emulator does not have: 501 */
    ERROR_THROTTLED,        /* 429 */
    ERROR_UNAVAILABLE,      /* somebody we depend on did not answer; trying again may help: 503 */
    ERROR_INTERNAL,         /* our own fault: 500 */
} error_kind;

typedef struct gabi_error {
    error_kind kind;
    const char *code;    /* the wire name, e.g. "ResourceNotFoundException" or "class_full" */
    const char *message; /* a sentence for the caller */
    text details;        /* further members for the rendered error, as JSON `"name":value,…`; usually empty */
    const struct gabi_error *cause; /* what led to it, for logs; may be NULL */
} gabi_error;

/* A new error in the arena; code must outlive it (a literal). */
const gabi_error *error_new(arena *arena, error_kind kind, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same with a cause. */
const gabi_error *error_wrap(arena *arena, const gabi_error *cause, error_kind kind, const char *code,
                             const char *format, ...) __attribute__((format(printf, 5, 6)));

/* A copy of error that carries details. */
const gabi_error *error_with_details(arena *arena, const gabi_error *error, text details);

/* The message and those of its causes, joined by ": ". */
text error_describe(arena *arena, const gabi_error *error);

/* The HTTP status that fits the kind. */
int error_http_status(error_kind kind);

/* Hands a failure on to the caller. */
#define TRY(expression)                                                                                                \
    do {                                                                                                               \
        const gabi_error *try_error_ = (expression);                                                                   \
        if (try_error_)                                                                                                \
            return try_error_;                                                                                         \
    } while (0)

#endif

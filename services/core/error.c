#include "core/error.h"

#include "core/buffer.h"

static const gabi_error *make(arena *arena, const gabi_error *cause, error_kind kind, const char *code,
                              const char *message) {
    gabi_error *error = arena_zalloc(arena, sizeof *error);
    *error = (gabi_error){.kind = kind, .code = code, .message = message, .cause = cause};
    return error;
}

const gabi_error *error_new(arena *arena, error_kind kind, const char *code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return make(arena, NULL, kind, code, message);
}

const gabi_error *error_wrap(arena *arena, const gabi_error *cause, error_kind kind, const char *code,
                             const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return make(arena, cause, kind, code, message);
}

const gabi_error *error_with_details(arena *arena, const gabi_error *error, text details) {
    gabi_error *copy = arena_alloc(arena, sizeof *copy);
    *copy = *error;
    copy->details = details;
    return copy;
}

text error_describe(arena *arena, const gabi_error *error) {
    buffer out = BUFFER(arena);
    for (; error; error = error->cause) {
        if (out.length)
            buffer_append(&out, TEXT(": "));
        buffer_append(&out, text_of(error->message));
    }
    return buffer_text(&out);
}

int error_http_status(error_kind kind) {
    switch (kind) {
    case ERROR_INVALID: return 400;
    case ERROR_UNAUTHENTICATED: return 401;
    case ERROR_FORBIDDEN: return 403;
    case ERROR_NOT_FOUND: return 404;
    case ERROR_CONFLICT: return 409;
    case ERROR_CONDITION_FAILED: return 409;
    case ERROR_TOO_LARGE: return 413;
    case ERROR_THROTTLED: return 429;
    case ERROR_INTERNAL: return 500;
    case ERROR_UNSUPPORTED: return 501;
    case ERROR_UNAVAILABLE: return 503;
    }
    return 500;
}

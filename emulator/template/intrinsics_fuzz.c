/* Any JSON is resolved as a part of a template or refused. */
#include "template/intrinsics.h"

#define MOST_NESTING 200

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static const gabi_error *find_reference(void *owner, text name, text *ret_value) {
    (void)owner;
    *ret_value = name;
    return NULL;
}

static const gabi_error *find_attribute(void *owner, text resource, text name, text *ret_value) {
    (void)owner, (void)resource;
    *ret_value = name;
    return NULL;
}

static const gabi_error *find_condition(void *owner, text name, bool *ret_holds) {
    (void)owner;
    *ret_holds = name.length % 2;
    return NULL;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    intrinsics intrinsics = {NULL, find_reference, find_attribute, find_condition};
    const json *value, *resolved;
    bool holds;
    if (!json_parse(arena, text_copy(arena, (text){(const char *)data, size}), MOST_NESTING, &value)) {
        intrinsics_resolve(&intrinsics, arena, value, &resolved);
        intrinsics_holds(&intrinsics, arena, value, &holds);
    }
    arena_free(arena);
    return 0;
}

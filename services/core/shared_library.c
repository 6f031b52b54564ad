#include "core/shared_library.h"

#include <dlfcn.h>
#include <string.h>

/* Once loaded it stays, whatever becomes of the handle. */
static void *open_library(const char *name) { return dlopen(name, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE); }

bool shared_library_is_installed(const char *name) {
    void *handle = open_library(name);
    if (handle)
        dlclose(handle);
    return handle != NULL;
}

bool shared_library_load(const char *name, const char *const *functions, size_t count, void *ret_functions) {
    void *handle = open_library(name);
    bool is_complete = handle != NULL;
    for (size_t i = 0; is_complete && i < count; i++) {
        void *found = dlsym(handle, functions[i]);
        is_complete = found != NULL;
        memcpy((char *)ret_functions + i * sizeof found, &found, sizeof found);
    }
    if (handle)
        dlclose(handle);
    return is_complete;
}

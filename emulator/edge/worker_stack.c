/* civetweb gives its workers stacks of 100 KiB, too little for SQLite, JSON and bcrypt on top of each other. It offers
 * no option, so the function that it calls to set the size is taken over here, for the whole program. */
#include <dlfcn.h>
#include <pthread.h>

#define LEAST_STACK_BYTES ((size_t)1024 * 1024)

__attribute__((visibility("default"))) int pthread_attr_setstacksize(pthread_attr_t *attributes, size_t size) {
    int (*real)(pthread_attr_t *, size_t);
    *(void **)&real = dlsym(RTLD_NEXT, "pthread_attr_setstacksize");
    return real(attributes, size < LEAST_STACK_BYTES ? LEAST_STACK_BYTES : size);
}

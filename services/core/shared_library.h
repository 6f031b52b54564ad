/* Shared libraries that are loaded when they are first needed, and stay. To link one with all that it needs in turn
 * would cost every start of a program a millisecond or more.
 *
 *     #define FUNCTIONS(EACH) EACH(crc32) EACH(adler32)
 *     typedef struct zlib { FUNCTIONS(SHARED_LIBRARY_MEMBER) } zlib;
 *     static const char *const names[] = {FUNCTIONS(SHARED_LIBRARY_NAME)};
 *     zlib zlib;
 *     if (shared_library_load("libz.so.1", names, sizeof names / sizeof *names, &zlib)) zlib.crc32(…);
 */
#ifndef GABI_CORE_SHARED_LIBRARY_H
#define GABI_CORE_SHARED_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

#define SHARED_LIBRARY_MEMBER(function) __typeof__(function) *function;
#define SHARED_LIBRARY_NAME(function) #function,

bool shared_library_is_installed(const char *name);

/* Sets *ret_functions, a struct of nothing but pointers to functions, to the functions with these names, in their
 * order. False when the library is not installed, or lacks one. */
bool shared_library_load(const char *name, const char *const *functions, size_t count, void *ret_functions);

#endif

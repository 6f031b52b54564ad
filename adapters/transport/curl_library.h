/* What this folder calls of libcurl, which is loaded when it is first needed. */
#ifndef GABI_TRANSPORT_CURL_LIBRARY_H
#define GABI_TRANSPORT_CURL_LIBRARY_H

#define CURL_DISABLE_TYPECHECK /* which wants its functions to be called by their bare names */
#include <curl/curl.h>

#include "core/shared_library.h"

#define CURL_LIBRARY "libcurl.so.4"
#define CURL_FUNCTIONS(EACH)                                                                                           \
    EACH(curl_easy_cleanup)                                                                                            \
    EACH(curl_easy_getinfo)                                                                                            \
    EACH(curl_easy_init)                                                                                               \
    EACH(curl_easy_perform)                                                                                            \
    EACH(curl_easy_reset)                                                                                              \
    EACH(curl_easy_setopt)                                                                                             \
    EACH(curl_easy_strerror)                                                                                           \
    EACH(curl_global_cleanup)                                                                                          \
    EACH(curl_global_init)                                                                                             \
    EACH(curl_slist_append)                                                                                            \
    EACH(curl_slist_free_all)

typedef struct curl_library {
    CURL_FUNCTIONS(SHARED_LIBRARY_MEMBER)
} curl_library;

#endif

/* Tells libcurl how a request is to go over the network. */
#ifndef GABI_TRANSPORT_CURL_CONNECTION_H
#define GABI_TRANSPORT_CURL_CONNECTION_H

#include "core/arena.h"
#include "transport/connection.h"
#include "transport/curl_library.h"

/* A list of libcurl's; it is freed with the arena. */
typedef struct curl_list {
    const curl_library *curl;
    struct curl_slist *first;
} curl_list;

curl_list *curl_list_new(arena *arena, const curl_library *curl);
void curl_list_add(curl_list *self, const char *line);

/* What is set lives as long as the arena. */
void curl_connection_set(const curl_library *curl, CURL *handle, arena *arena, const connection *connection);

#endif

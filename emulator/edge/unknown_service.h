/* Requests for services that are not emulated: they are told so in the protocol that their client speaks, so that it
 * can tell its user. */
#ifndef GABI_UNKNOWN_SERVICE_H
#define GABI_UNKNOWN_SERVICE_H

#include "core/http.h"

/* Status 501. service is empty when nothing tells which it is; emulated is a list of those that are, in words. */
void unknown_service_answer(arena *arena, text service, text emulated, const http_request *request,
                            http_response *response);

#endif

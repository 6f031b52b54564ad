/* Certificate: what that of a server says, by the names that scenarios have for it. */
#ifndef GABI_RUNNER_CERTIFICATE_H
#define GABI_RUNNER_CERTIFICATE_H

#include "core/http.h"
#include "runner/value.h"

/* The field ("Subject", "Expire-Date") of a certificate as an http_response has it: a string, or a date. NULL when it
 * is not there. */
const value *certificate_find(arena *arena, const http_fields *certificate, text field);

#endif

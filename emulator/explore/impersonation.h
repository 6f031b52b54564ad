/* Impersonation: a scenario's requests as another member of the studio would make them, who logs in with other words.
 */
#ifndef GABI_IMPERSONATION_H
#define GABI_IMPERSONATION_H

#include "transport/transport.h"

/* Somebody to log in as. */
typedef struct login {
    text user;
    text password;
    text role; /* whoever has the same can stand in */
} login;

typedef struct login_list {
    const login *items;
    size_t count;
} login_list;

/* How many there are of the role that most have; at least 1. */
size_t impersonation_most(const login_list *logins);

/* Whether a request logs in as one of them: both the user and the password are strings of it. */
bool impersonation_logs_in(const login_list *logins, text request);

/* The body, in which each string of JSON that is the user or the password of a login is that of the one who comes so
 * many after it among those of the same role, in a circle. */
text impersonate(arena *arena, text body, const login_list *logins, size_t after);

/* A transport that does what inner does, with such bodies. It lives in the arena. */
transport *impersonation_new(arena *arena, transport *inner, const login_list *logins, size_t after);

#endif

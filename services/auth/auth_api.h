/* Auth: accounts, and the tokens that prove who calls. */
#ifndef GABI_AUTH_API_H
#define GABI_AUTH_API_H

#include "core/service.h"

extern const service auth_service;

#endif

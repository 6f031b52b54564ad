/* .netrc files: names and passwords by host, as ftp(1) reads them. */
#ifndef GABI_RUNNER_NETRC_H
#define GABI_RUNNER_NETRC_H

#include "core/text.h"

/* "login:password" of the host, or of `default`; false when the file has neither. Where a login is given, it is its
 * password that is looked for. */
bool netrc_find(arena *arena, text content, text host, text login, text *ret_user);

#endif

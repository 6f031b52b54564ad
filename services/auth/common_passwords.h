/* Common passwords: those that lists of breached ones begin with, and attackers try first. */
#ifndef GABI_AUTH_COMMON_PASSWORDS_H
#define GABI_AUTH_COMMON_PASSWORDS_H

#include "core/text.h"

/* Whether password is one of them, in upper or lower case. */
bool password_is_common(text password);

#endif

/* Completion: scripts by which shells complete gabi-emu's command line, made from the tables of commands and options.
 */
#ifndef GABI_COMPLETION_H
#define GABI_COMPLETION_H

#include "core/text.h"

/* The shells that there is a script for, up to NULL. */
extern const char *const completion_shells[];

/* The script for one of them. */
text completion_script(arena *arena, text shell);

#endif

/* HTML's character references (HTML Living Standard, section 13.5). */
#ifndef GABI_RUNNER_HTML_H
#define GABI_RUNNER_HTML_H

#include "core/text.h"

/* With references for & < > " and '. */
text html_escape(arena *arena, text plain);

/* With the characters that references stand for, whether by name or by number; what is none stays. */
text html_unescape(arena *arena, text escaped);

#endif

/* Together body: the requests in the body of a POST /_gabi/together, as it is sent or as an entry of a scenario writes
 * it.
 */
#ifndef GABI_TOGETHER_BODY_H
#define GABI_TOGETHER_BODY_H

#include "runner/source.h"

#define TOGETHER_MOST_REQUESTS 64

/* Whether a scenario's entry, as it stands there, is one. */
bool together_is_in(text entry);

/* Where each of the requests stands; 0 where there are none. */
size_t together_requests(text body, span ret_requests[static TOGETHER_MOST_REQUESTS]);

/* The body without the requests whose bits are set, the first one's being the lowest. */
text together_without(arena *arena, text body, uint64_t left_out);

#endif

/* Patience: how long somebody waits for what is done on the calling thread: a function for DynamoDB, the gateway for a
 * function, Lambda for a function to end. It runs out as time is slept away (world_sleep_ms), and by nothing else:
 * computing takes none, so that the same gives up at the same place each time, on any machine and in a debugger. */
#ifndef GABI_PATIENCE_H
#define GABI_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct patience {
    int64_t left_ms;
    struct patience *outer; /* of who waits for the one who waits */
} patience;

/* From here to patience_end somebody waits, for limit_ms at most, or for ever: INT64_MAX. The caller provides the
 * storage. Each has patience of its own: what a function is given does not end with what the gateway has. */
void patience_begin(patience *storage, int64_t limit_ms);

/* Whether it has run out: whoever waited is gone. */
bool patience_end(patience *storage);

/* What is left to the one who began to wait last; INT64_MAX when nobody waits, or for ever. */
int64_t patience_left_ms(void);

/* Takes a sleep off everybody's patience, of which the last to begin is slept for at most. Returns how long time is to
 * pass for it: no longer than the first of all loses patience, for what is done afterwards nobody sees pass. */
int64_t patience_spend(int64_t duration_ms);

#endif

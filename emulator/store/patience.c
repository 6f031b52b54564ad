#include "store/patience.h"

#include <assert.h>
#include <stddef.h>

static _Thread_local patience *innermost;

void patience_begin(patience *storage, int64_t limit_ms) {
    *storage = (patience){limit_ms, innermost};
    innermost = storage;
}

bool patience_end(patience *storage) {
    assert(innermost == storage);
    innermost = storage->outer;
    return storage->left_ms == 0;
}

int64_t patience_left_ms(void) { return innermost ? innermost->left_ms : INT64_MAX; }

int64_t patience_spend(int64_t duration_ms) {
    int64_t spent_ms = duration_ms < patience_left_ms() ? duration_ms : patience_left_ms();
    int64_t passing_ms = spent_ms;
    for (patience *each = innermost; each; each = each->outer) {
        if (each->left_ms < passing_ms)
            passing_ms = each->left_ms;
        if (each->left_ms < INT64_MAX)
            each->left_ms = each->left_ms > spent_ms ? each->left_ms - spent_ms : 0;
    }
    return passing_ms;
}

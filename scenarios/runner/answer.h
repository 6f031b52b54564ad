/* Answer: whether an answer is as an entry expects it, and what the entry takes from it. */
#ifndef GABI_RUNNER_ANSWER_H
#define GABI_RUNNER_ANSWER_H

#include "runner/execute.h"

/* Where an answer is looked at. */
typedef struct answer_context {
    arena *arena;
    const source *source;
    const file_root *files;
    variables *variables; /* captures are added */
    bool ignores_asserts;
} answer_context;

/* Adds asserts, captures and problems to the result of an entry that expects something of its answer. True when it has
 * come to what stands behind the captures. */
bool answer_check(const answer_context *context, const entry *entry, exchange *exchange, entry_result *result);

#endif

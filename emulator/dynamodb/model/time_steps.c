#include "dynamodb/model/run.h"

#define SECOND_MS ((int64_t)1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)

void step_let_time_pass(run *self) {
    static const int64_t longest_ms[] = {10, 100, 2 * SECOND_MS, 2 * MINUTE_MS, 20 * MINUTE_MS, 5 * HOUR_MS};
    chance *chance = &self->generator.chance;
    int64_t longest = longest_ms[chance_below(chance, COUNT_OF(longest_ms))];
    if (longest > HOUR_MS) /* before a shard of the stream is closed, and records are trimmed after a day */
        step_replay_stream(self);
    run_sleep(self, 1 + chance_below(chance, (int)longest));
}

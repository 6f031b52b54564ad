#include "core/transaction.h"

#define MOST_ATTEMPTS 8
#define FIRST_WAIT_MS 10u

static void wait_randomly(const ports *ports, unsigned attempt) {
    uint32_t drawn;
    ports->ids->draw(ports->ids, &drawn, sizeof drawn);
    ports->clock->sleep_ms(ports->clock, drawn % ((FIRST_WAIT_MS << attempt) + 1));
}

const gabi_error *transact_patiently(const ports *ports, arena *arena, table_write *writes, size_t count) {
    for (unsigned attempt = 0;; attempt++) {
        const gabi_error *error = ports->table->transact(ports->table, arena, writes, count);
        if (!error || error->kind != ERROR_CONFLICT)
            return error;
        if (attempt + 1 == MOST_ATTEMPTS)
            return error_wrap(arena, error, ERROR_UNAVAILABLE, "contended", "Others were in the way %d times",
                              MOST_ATTEMPTS);
        wait_randomly(ports, attempt);
    }
}

/* Any text is refused or an instant; an instant that is written is read back as itself. */
#include <assert.h>

#include "core/civil_time.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    arena *arena = arena_new(1 << 20);
    text input = {(const char *)data, size};
    int64_t time_ms, again_ms;
    if (time_from_amz_date(input, &time_ms)) {
        bool read = time_from_amz_date(time_to_amz_date(arena, time_ms), &again_ms);
        assert(read && again_ms == time_ms);
    }
    /* An offset may lead out of the years of four digits, which are all that RFC 3339 has. */
    if (time_from_iso8601(input, &time_ms) && time_to_iso8601(arena, time_ms).length <= 24 &&
        time_ms > -62167219200000) {
        bool read = time_from_iso8601(time_to_iso8601(arena, time_ms), &again_ms);
        assert(read && again_ms == time_ms);
    }
    arena_free(arena);
    return 0;
}

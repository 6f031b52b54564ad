#include "explore/schedule.h"

#include "core/json_writer.h"
#include "core/random.h"

/* So many calls later than the scenario makes some faults come, since others cause more calls. */
#define MORE_CALLS 4

/* Sequences of faults and of interleavings shall have nothing to do with each other. */
#define SALT UINT64_C(0x6661756c7473)

/* More often than an adapter tries. */
#define MANY_TIMES 6

/* Which operation is done in part must be said. */
static bool needs_operation(text effect) { return text_find(effect, TEXT("\"partial\"")) != TEXT_NOT_FOUND; }

static planned_fault draw(const fault_kinds *kinds, uint64_t *random) {
    const fault_kind *kind = &kinds->items[random_below(random, kinds->count)];
    text effect = kind->effects[random_below(random, kind->effect_count)];
    return (planned_fault){
        .kind = kind,
        .effect = effect,
        .is_for_all = random_below(random, 8) == 0 && !needs_operation(effect),
        .nth = (int)(1 + random_below(random, kind->calls + MORE_CALLS)),
        .times = random_below(random, 4) == 0 ? MANY_TIMES : 1,
    };
}

schedule schedule_of_seed(const fault_kinds *kinds, uint64_t seed) {
    uint64_t random = seed ^ SALT;
    schedule made = {.count = kinds->count ? (size_t)random_below(&random, SCHEDULE_MOST_FAULTS + 1) : 0};
    for (size_t i = 0; i < made.count; i++)
        made.items[i] = draw(kinds, &random);
    return made;
}

schedule schedule_without(const schedule *self, size_t index) {
    schedule made = {0};
    for (size_t i = 0; i < self->count; i++)
        if (i != index)
            made.items[made.count++] = self->items[i];
    return made;
}

text event_order_json(arena *arena, uint64_t seed) {
    return text_format(arena, "{\"held\":false,\"seed\":%llu}", (unsigned long long)seed);
}

text planned_fault_json(arena *arena, const planned_fault *fault) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_string_member(&writer, "service", fault->kind->service);
    if (!fault->is_for_all) {
        json_string_member(&writer, "operation", fault->kind->operation);
        json_string_member(&writer, "caller", fault->kind->caller);
    }
    json_integer_member(&writer, "nth", fault->nth);
    json_integer_member(&writer, "times", fault->times);
    buffer_format(&out, ",%.*s", TEXT_ARGS(fault->effect));
    json_end_object(&writer);
    return buffer_text(&out);
}

#include "explore/schedule.h"

#include "core/json_writer.h"
#include "core/random.h"

#define LATEST_CALL 10

/* Sequences of faults and of interleavings shall have nothing to do with each other. */
#define SALT UINT64_C(0x6661756c7473)

/* More often than an adapter tries. */
#define MANY_TIMES 6

static const char *const operations[] = {
    NULL, "TransactWriteItems", "TransactWriteItems", "GetItem", "PutItem", "UpdateItem", "Query",
};

static const char *const effects[] = {
    "\"effect\":\"cut_after\"",
    "\"effect\":\"cut_after\"",
    "\"effect\":\"cut_before\"",
    "\"effect\":\"throttle\"",
    "\"effect\":\"timeout\"",
    "\"effect\":\"latency\",\"ms\":700",
    "\"effect\":\"error\",\"code\":\"InternalServerError\"",
    "\"effect\":\"error\",\"code\":\"TransactionCanceledException\"",
};

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static planned_fault draw(uint64_t *random) {
    return (planned_fault){
        .operation = operations[random_below(random, COUNT_OF(operations))],
        .effect = effects[random_below(random, COUNT_OF(effects))],
        .nth = (int)(1 + random_below(random, LATEST_CALL)),
        .times = random_below(random, 4) == 0 ? MANY_TIMES : 1,
    };
}

schedule schedule_of_seed(uint64_t seed) {
    uint64_t random = seed ^ SALT;
    schedule made = {.count = (size_t)random_below(&random, SCHEDULE_MOST_FAULTS + 1)};
    for (size_t i = 0; i < made.count; i++)
        made.items[i] = draw(&random);
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
    json_string_member(&writer, "service", TEXT("dynamodb"));
    if (fault->operation)
        json_string_member(&writer, "operation", text_of(fault->operation));
    json_integer_member(&writer, "nth", fault->nth);
    json_integer_member(&writer, "times", fault->times);
    buffer_format(&out, ",%s", fault->effect);
    json_end_object(&writer);
    return buffer_text(&out);
}

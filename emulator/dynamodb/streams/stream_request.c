#include "dynamodb/streams/stream_request.h"

void constrain_length(constraints *found, const char *member, text value, size_t least, size_t most) {
    arena *arena = found->problems.arena;
    text shown = text_format(arena, "'%.*s'", TEXT_ARGS(value));
    if (value.data && value.length < least)
        constraint_failed(found, member, shown,
                          arena_printf(arena, "Member must have length greater than or equal to %zu", least));
    if (value.length > most)
        constraint_failed(found, member, shown,
                          arena_printf(arena, "Member must have length less than or equal to %zu", most));
}

void constrain_shard_id(constraints *found, const char *member, text value) {
    constrain_length(found, member, value, 28, 65);
}

const gabi_error *check_stream_request(constraints *found, optional_integer limit, int64_t most) {
    arena *arena = found->problems.arena;
    if (limit.is_present && limit.value < 1)
        constraint_failed(found, "limit", text_format(arena, "'%lld'", (long long)limit.value),
                          "Member must have value greater than or equal to 1");
    TRY(constraints_error(found));
    return limit.value > most ? parameter_error(arena, "Limit should be less than or equal to %lld", (long long)most)
                              : NULL;
}

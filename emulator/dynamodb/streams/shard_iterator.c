#include "dynamodb/streams/shard_iterator.h"

#include "core/encoding.h"
#include "dynamodb/values/constraints.h"

text shard_iterator_to_text(arena *arena, const shard_iterator *self) {
    text place = text_format(arena, "%.*s %lld %lld", TEXT_ARGS(self->shard_name), (long long)self->sequence,
                             (long long)self->made_at_ms);
    return text_format(arena, "%.*s|1|%.*s", TEXT_ARGS(self->stream_arn), TEXT_ARGS(base64_encode(arena, place)));
}

static bool read_place(text place, shard_iterator *ret_iterator) {
    text sequence, made_at_ms;
    return text_cut(&place, ' ', &ret_iterator->shard_name) && text_cut(&place, ' ', &sequence) &&
           text_cut(&place, ' ', &made_at_ms) && !place.length && text_to_int64(sequence, &ret_iterator->sequence) &&
           text_to_int64(made_at_ms, &ret_iterator->made_at_ms) && ret_iterator->sequence >= 0;
}

const gabi_error *shard_iterator_of_text(arena *arena, text value, shard_iterator *ret_iterator) {
    shard_iterator iterator = {0};
    text rest = value, version, encoded, place;
    if (!text_cut(&rest, '|', &iterator.stream_arn) || !text_cut(&rest, '|', &version) ||
        !text_cut(&rest, '|', &encoded) || !base64_decode(arena, encoded, &place) || !read_place(place, &iterator))
        return validation_error(arena, "Invalid ShardIterator");
    *ret_iterator = iterator;
    return NULL;
}

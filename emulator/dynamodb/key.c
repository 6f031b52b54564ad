#include "dynamodb/key.h"

#include <assert.h>

#include "dynamodb/number.h"

static void append_escaped(buffer *out, text bytes) {
    for (size_t i = 0; i < bytes.length; i++) {
        buffer_append_char(out, bytes.data[i]);
        if (bytes.data[i] == '\0')
            buffer_append_char(out, (char)0xFF);
    }
}

void key_append_range_prefix(buffer *out, const attribute_value *range) {
    if (range->kind != ATTRIBUTE_NUMBER) {
        append_escaped(out, range->text);
        return;
    }
    number number;
    const gabi_error *error = number_parse(out->arena, range->text, NUMBER_READER_LONG, &number);
    assert(!error && "a key is checked before");
    (void)error;
    buffer encoded = BUFFER(out->arena);
    number_append_key(&encoded, &number);
    append_escaped(out, buffer_text(&encoded));
}

void key_append_range(buffer *out, const attribute_value *range) {
    key_append_range_prefix(out, range);
    buffer_append(out, (text){"\0\0", 2});
}

/* FNV-1a, folded to a bucket. */
static unsigned bucket_of(text bytes) {
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < bytes.length; i++)
        hash = (hash ^ (unsigned char)bytes.data[i]) * 1099511628211u;
    return (unsigned)((hash ^ hash >> 32) % KEY_BUCKETS);
}

void key_append_partition(buffer *out, const attribute_value *const *hash, size_t hash_count) {
    size_t start = out->length;
    buffer_append(out, (text){"\0\0", 2});
    for (size_t i = 0; i < hash_count; i++)
        key_append_range(out, hash[i]);
    unsigned bucket = bucket_of((text){out->data + start + 2, out->length - start - 2});
    out->data[start] = (char)(bucket >> 8);
    out->data[start + 1] = (char)(bucket & 0xFF);
}

text key_after_prefix(arena *arena, text prefix) {
    while ((unsigned char)prefix.data[prefix.length - 1] == 0xFF)
        prefix.length--;
    text after = text_copy(arena, prefix);
    ((char *)after.data)[after.length - 1]++;
    return after;
}

unsigned key_bucket(text row) {
    const unsigned char *bytes = (const unsigned char *)row.data;
    return (unsigned)bytes[0] << 8 | bytes[1];
}

text key_of_bucket(arena *arena, unsigned bucket) {
    char bytes[2] = {(char)(bucket >> 8), (char)(bucket & 0xFF)};
    return text_copy(arena, (text){bytes, sizeof bytes});
}

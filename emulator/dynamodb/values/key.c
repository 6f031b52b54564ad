#include "dynamodb/values/key.h"

#include <assert.h>

#include "core/crypto.h"
#include "dynamodb/values/number.h"

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

static void append_hashed(buffer *out, const attribute_value *value) {
    number number;
    if (value->kind != ATTRIBUTE_NUMBER) {
        buffer_append(out, value->text);
        return;
    }
    const gabi_error *error = number_parse(out->arena, value->text, NUMBER_READER_LONG, &number);
    assert(!error && "a key is checked before");
    (void)error;
    number_append_hashed(out, &number);
}

static unsigned bucket_of(arena *arena, const attribute_value *const *hash, size_t hash_count) {
    buffer hashed = BUFFER(arena);
    buffer_append(&hashed, TEXT("Outliers"));
    for (size_t i = 0; i < hash_count; i++)
        append_hashed(&hashed, hash[i]);
    md5_digest digest = md5(buffer_text(&hashed));
    unsigned bucket = (unsigned)digest.bytes[0] << 8 | digest.bytes[1];
    return bucket < KEY_BUCKETS ? bucket : KEY_BUCKETS - 1;
}

void key_append_partition(buffer *out, const attribute_value *const *hash, size_t hash_count) {
    unsigned bucket = bucket_of(out->arena, hash, hash_count);
    buffer_append_char(out, (char)(bucket >> 8));
    buffer_append_char(out, (char)(bucket & 0xFF));
    for (size_t i = 0; i < hash_count; i++)
        key_append_range(out, hash[i]);
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

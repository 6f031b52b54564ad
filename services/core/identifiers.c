#include "core/identifiers.h"

#include "core/encoding.h"

text uuid_of_bytes(arena *arena, const unsigned char bytes[16]) {
    unsigned char b[16];
    memcpy(b, bytes, sizeof b);
    b[6] = (unsigned char)((b[6] & 0x0F) | 0x40);
    b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
    static const unsigned char dash_before[16] = {[4] = 1, [6] = 1, [8] = 1, [10] = 1};
    static const char digits[] = "0123456789abcdef";
    char *out = arena_alloc(arena, 37);
    size_t length = 0;
    for (size_t i = 0; i < sizeof b; i++) {
        if (dash_before[i])
            out[length++] = '-';
        out[length++] = digits[b[i] >> 4];
        out[length++] = digits[b[i] & 15];
    }
    out[length] = '\0';
    return (text){out, length};
}

text new_uuid(arena *arena, ids_port *ids) {
    unsigned char bytes[16];
    ids->draw(ids, bytes, sizeof bytes);
    return uuid_of_bytes(arena, bytes);
}

text new_secret(arena *arena, ids_port *ids, size_t size) {
    char *bytes = arena_alloc(arena, size);
    ids->draw(ids, bytes, size);
    return base64url_encode(arena, (text){bytes, size});
}

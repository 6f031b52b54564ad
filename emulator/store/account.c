#include "store/account.h"

text account_random_name(world *world, arena *arena, size_t length) {
    static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    unsigned char bytes[32];
    world_draw(world, bytes, length);
    char *name = arena_alloc(arena, length + 1);
    for (size_t i = 0; i < length; i++)
        name[i] = alphabet[bytes[i] % (sizeof alphabet - 1)];
    name[length] = '\0';
    return (text){name, length};
}

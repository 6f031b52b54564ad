/* The studio's data: all items of the tables that invariants are about. */
#ifndef GABI_STUDIO_DATA_H
#define GABI_STUDIO_DATA_H

#include "core/items.h"
#include "transport/transport.h"

typedef struct item_list {
    table_item *items;
    size_t count;
} item_list;

typedef struct studio_data {
    item_list users; /* accounts, and the guards of their addresses */
    item_list classes;
    item_list bookings; /* bookings, and the guards of their places */
} studio_data;

/* Reads the tables through the wire, as anybody could: of the world behind client, whose AWS services are at
 * aws_address. A table that is not there is taken to be empty. */
const gabi_error *studio_data_read(arena *arena, transport *client, text aws_address, studio_data *ret_data);

/* The item whose string attribute has that value, or NULL. */
const table_item *item_list_find(const item_list *self, const char *name, text value);

#endif

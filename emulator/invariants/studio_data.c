#include "invariants/studio_data.h"

#include "aws/table_dynamodb.h"
#include "store/account.h"
#include "system/clock_system.h"
#include "system/ids_system.h"

static const gabi_error *scan(table_port *port, arena *arena, text table, item_list *ret_list) {
    table_query query = {.table = table, .consistent = true};
    item_list all = {0};
    do {
        table_page page;
        const gabi_error *error = port->query(port, arena, &query, &page);
        if (error && strcmp(error->code, "ResourceNotFoundException") == 0)
            break;
        TRY(error);
        all.items =
            arena_grow(arena, all.items, all.count * sizeof *all.items, (all.count + page.count) * sizeof *all.items);
        if (page.count > 0)
            memcpy(all.items + all.count, page.items, page.count * sizeof *page.items);
        all.count += page.count;
        query.start = page.next_key;
    } while (query.start.count > 0);
    *ret_list = all;
    return NULL;
}

const gabi_error *studio_data_read(arena *arena, transport *client, text aws_address, studio_data *ret_data) {
    aws_options options = {
        .region = TEXT(ACCOUNT_REGION),
        .endpoint = aws_address,
        .access_key = TEXT("test"),
        .secret = TEXT("test"),
        .transport = client,
        .clock = clock_system_new(arena),
        .ids = ids_system_new(arena),
    };
    table_port *port = table_dynamodb_new(arena, &options);
    studio_data data;
    TRY(scan(port, arena, TEXT("Users"), &data.users));
    TRY(scan(port, arena, TEXT("Classes"), &data.classes));
    TRY(scan(port, arena, TEXT("Bookings"), &data.bookings));
    *ret_data = data;
    return NULL;
}

const table_item *item_list_find(const item_list *self, const char *name, text value) {
    for (size_t i = 0; i < self->count; i++)
        if (text_equal(item_text(&self->items[i], name), value))
            return &self->items[i];
    return NULL;
}

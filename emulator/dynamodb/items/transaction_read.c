#include "dynamodb/items/transaction_read.h"

#include "dynamodb/items/item_check.h"
#include "dynamodb/items/transaction_claims.h"

/* Finds all items; reasons get what is wrong with a key, which counts for more than that an item is read twice. */
static const gabi_error *find_all(world *world, arena *arena, item_lookup *lookups, const gabi_error **reasons,
                                  size_t count) {
    bool is_repeated = false;
    for (size_t i = 0; i < count; i++) {
        const gabi_error *error = reasons[i] ? NULL : item_lookup_find(world, arena, &lookups[i]);
        if (error && error->kind != ERROR_INVALID)
            return error;
        if (error && lookups[i].table) /* an empty key is no reason of one read, but refuses the whole */
            TRY(check_no_empty_key(arena, lookups[i].table, lookups[i].key));
        reasons[i] = error ? error : reasons[i];
        for (size_t j = 0; j < i; j++)
            is_repeated = is_repeated || (!reasons[i] && lookups[i].table == lookups[j].table &&
                                          text_equal(lookups[i].row, lookups[j].row));
    }
    TRY(transaction_cancelled(arena, reasons, count));
    return is_repeated ? transaction_repeats_item(arena) : NULL;
}

/* Reads all items; what cannot be read for lack of capacity or because a transaction writes it is a reason, too. */
static const gabi_error *read_all(world *world, arena *arena, const item_lookup *lookups, size_t count,
                                  text *ret_items) {
    const gabi_error *reasons[TRANSACTION_MOST_ITEMS] = {NULL};
    for (size_t i = 0; i < count; i++) {
        reasons[i] = claims_check(world, arena, lookups[i].table, lookups[i].row);
        if (!reasons[i])
            reasons[i] = item_lookup_read(world, arena, &lookups[i], &ret_items[i]);
        if (reasons[i] && reasons[i]->kind != ERROR_THROTTLED && reasons[i]->kind != ERROR_CONFLICT)
            return reasons[i];
    }
    return transaction_cancelled(arena, reasons, count);
}

const gabi_error *transaction_read(world *world, arena *arena, item_lookup *lookups, const gabi_error **reasons,
                                   size_t count, json_writer *writer) {
    text items[TRANSACTION_MOST_ITEMS];
    TRY(find_all(world, arena, lookups, reasons, count));
    TRY(read_all(world, arena, lookups, count, items));
    for (size_t i = 0; i < count; i++) {
        json_begin_object(writer);
        if (!text_is_empty(items[i]))
            json_raw_member(writer, "Item", items[i]);
        json_end_object(writer);
    }
    return NULL;
}

#include "invariants/invariants.h"

void violation_add(arena *arena, violation_list *list, const char *invariant, text what) {
    if (list->count == list->capacity) {
        size_t more = list->capacity ? list->capacity * 2 : 8;
        list->items = arena_grow(arena, list->items, list->capacity * sizeof *list->items, more * sizeof *list->items);
        list->capacity = more;
    }
    list->items[list->count++] = (violation){invariant, what};
}

/* A check while it runs. */
typedef struct check {
    arena *arena;
    const char *invariant;
    const studio_data *data;
    violation_list *violations;
} check;

#define VIOLATED(check_, ...)                                                                                          \
    violation_add((check_)->arena, (check_)->violations, (check_)->invariant, text_format((check_)->arena, __VA_ARGS__))

/* ---- places ---- */

static bool is_guard(const table_item *item, const char *key, text prefix) {
    return text_starts_with(item_text(item, key), prefix);
}

static bool is_live(const table_item *booking) {
    return !is_guard(booking, "bookingId", TEXT("seat#")) &&
           text_equal(item_text(booking, "status"), TEXT("confirmed"));
}

static int64_t count_live(const item_list *bookings, text class_id) {
    int64_t count = 0;
    for (size_t i = 0; i < bookings->count; i++)
        count += is_live(&bookings->items[i]) && text_equal(item_text(&bookings->items[i], "classId"), class_id);
    return count;
}

static void no_place_is_sold_twice(const check *check) {
    for (size_t i = 0; i < check->data->classes.count; i++) {
        const table_item *class = &check->data->classes.items[i];
        text id = item_text(class, "classId");
        int64_t live = count_live(&check->data->bookings, id);
        if (live > item_integer(class, "capacity"))
            VIOLATED(check, "%.*s has %lld bookings for %lld places", TEXT_ARGS(id), (long long)live,
                     (long long)item_integer(class, "capacity"));
    }
}

static void places_taken_are_counted(const check *check) {
    for (size_t i = 0; i < check->data->classes.count; i++) {
        const table_item *class = &check->data->classes.items[i];
        text id = item_text(class, "classId");
        int64_t live = count_live(&check->data->bookings, id), booked = item_integer(class, "booked");
        if (live != booked)
            VIOLATED(check, "%.*s counts %lld places taken, and has %lld bookings", TEXT_ARGS(id), (long long)booked,
                     (long long)live);
    }
}

static void check_booking_guard(const check *check, const table_item *booking) {
    text id = item_text(booking, "bookingId"), class_id = item_text(booking, "classId");
    text user_id = item_text(booking, "userId");
    text guard_id = text_format(check->arena, "seat#%.*s#%.*s", TEXT_ARGS(class_id), TEXT_ARGS(user_id));
    const table_item *guard = item_list_find(&check->data->bookings, "bookingId", guard_id);
    if (!guard)
        VIOLATED(check, "the booking %.*s holds no place: %.*s is missing", TEXT_ARGS(id), TEXT_ARGS(guard_id));
    else if (!text_equal(item_text(guard, "ownerId"), id))
        VIOLATED(check, "the booking %.*s shares %.*s with %.*s", TEXT_ARGS(id), TEXT_ARGS(guard_id),
                 TEXT_ARGS(item_text(guard, "ownerId")));
}

static void check_place_owner(const check *check, const table_item *guard) {
    text id = item_text(guard, "bookingId"), owner_id = item_text(guard, "ownerId");
    const table_item *owner = item_list_find(&check->data->bookings, "bookingId", owner_id);
    if (!owner || !is_live(owner))
        VIOLATED(check, "%.*s is held for %.*s, which is no live booking", TEXT_ARGS(id), TEXT_ARGS(owner_id));
}

static void each_booking_holds_one_place(const check *check) {
    for (size_t i = 0; i < check->data->bookings.count; i++) {
        const table_item *item = &check->data->bookings.items[i];
        if (is_guard(item, "bookingId", TEXT("seat#")))
            check_place_owner(check, item);
        else if (is_live(item))
            check_booking_guard(check, item);
    }
}

/* ---- addresses ---- */

static text address_guard_id(arena *arena, const table_item *user) {
    text lowered = text_lower(arena, item_text(user, "email"));
    return text_format(arena, "email#%.*s", TEXT_ARGS(lowered));
}

static void check_address(const check *check, const table_item *user) {
    text id = item_text(user, "userId"), guard_id = address_guard_id(check->arena, user);
    const table_item *guard = item_list_find(&check->data->users, "userId", guard_id);
    if (!guard || !text_equal(item_text(guard, "ownerId"), id))
        VIOLATED(check, "the account %.*s does not own its address: %.*s is %s", TEXT_ARGS(id), TEXT_ARGS(guard_id),
                 guard ? "another's" : "missing");
}

static void check_address_owner(const check *check, const table_item *guard) {
    text id = item_text(guard, "userId"), owner_id = item_text(guard, "ownerId");
    const table_item *owner = item_list_find(&check->data->users, "userId", owner_id);
    if (!owner || !text_equal(address_guard_id(check->arena, owner), id))
        VIOLATED(check, "%.*s is held for %.*s, which is no account of that address", TEXT_ARGS(id),
                 TEXT_ARGS(owner_id));
}

static void each_address_is_one_accounts(const check *check) {
    for (size_t i = 0; i < check->data->users.count; i++) {
        const table_item *item = &check->data->users.items[i];
        if (is_guard(item, "userId", TEXT("email#")))
            check_address_owner(check, item);
        else if (!text_is_empty(item_text(item, "email")))
            check_address(check, item);
    }
}

/* ---- all ---- */

typedef struct invariant {
    const char *name;
    void (*check)(const check *check);
} invariant;

static const invariant invariants[] = {
    {"no-place-is-sold-twice", no_place_is_sold_twice},
    {"places-taken-are-counted", places_taken_are_counted},
    {"each-booking-holds-one-place", each_booking_holds_one_place},
    {"each-address-is-one-accounts", each_address_is_one_accounts},
};

void invariants_check(arena *arena, const studio_data *data, violation_list *list) {
    for (size_t i = 0; i < sizeof invariants / sizeof *invariants; i++) {
        check check = {arena, invariants[i].name, data, list};
        invariants[i].check(&check);
    }
}

#include "cli/step_views.h"

#include "cli/control_client.h"

static const gabi_error *read_items(const text *address, arena *arena, transport *client, text table,
                                    const json **ret_answer) {
    return control_ask(client, arena, *address, TEXT("GET"),
                       text_format(arena, "/_gabi/dynamodb/tables/%.*s/items", TEXT_ARGS(table)), TEXT(""), ret_answer);
}

/* "Bookings  3 items", for each table. */
static const gabi_error *show_tables(const text *address, arena *arena, transport *client, buffer *out) {
    const json *answer, *items;
    TRY(control_ask(client, arena, *address, TEXT("GET"), TEXT("/_gabi/dynamodb/tables"), TEXT(""), &answer));
    const json *tables = json_member(answer, "tables");
    for (const json *each = json_first(tables); each; each = json_after(each)) {
        TRY(read_items(address, arena, client, json_text(each), &items));
        buffer_format(out, "%-20.*s %zu items\n", TEXT_ARGS(json_text(each)), json_count(json_member(items, "items")));
    }
    return NULL;
}

/* Of a table all items, a line each; without a name, which tables there are. */
static const gabi_error *show_state(void *owner, arena *arena, const runner_world *world, text table, buffer *out) {
    const json *answer;
    if (text_is_empty(table))
        return show_tables(owner, arena, world->onlooker, out);
    TRY(read_items(owner, arena, world->onlooker, table, &answer));
    for (const json *each = json_first(json_member(answer, "items")); each; each = json_after(each))
        buffer_format(out, "%.*s\n", TEXT_ARGS(json_print(arena, each)));
    return NULL;
}

void step_views(arena *arena, text address, stepper_view ret_views[STEP_VIEWS]) {
    text *owner = arena_alloc(arena, sizeof *owner);
    *owner = address;
    ret_views[0] =
        (stepper_view){"s", "[TABLE]", "the state: a table's items, or which tables there are", show_state, owner};
}

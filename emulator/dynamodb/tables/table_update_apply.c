#include "dynamodb/tables/table_state.h"
#include "dynamodb/tables/table_update.h"
#include "dynamodb/tables/world_settings.h"

/* Whether the table is UPDATING for it; what else is changed is so at once. */
static bool takes_time(const table_update *update, const table *table) {
    return update->table_class.data || table_update_changes_throughput(update, table);
}

static const gabi_error *begin_index_change(world *world, arena *arena, const table *table, text name,
                                            const char *change, const char *setting) {
    int64_t delay_ms;
    TRY(world_setting_get(world, arena, setting, &delay_ms));
    return index_begin_change(world, arena, table, table_find_index(table, name), change,
                              world_now_ms(world) + delay_ms);
}

const gabi_error *table_update_apply(world *world, arena *arena, const table_update *update, const table *table,
                                     const table_updated *updated) {
    const index_action *actions = update->index_actions.items;
    table_settings settings = updated->settings;
    int64_t delay_ms;
    /* What the table went through before is over, though the answer tells of the millisecond before this one. */
    if (settings.change_until_ms.value <= world_now_ms(world))
        settings.change = (text){0};
    if (takes_time(update, table)) {
        TRY(world_setting_get(world, arena, SETTING_TABLE_UPDATE_MS, &delay_ms));
        settings.change = TEXT(STATE_UPDATING);
        settings.change_until_ms = (optional_integer){true, world_now_ms(world) + delay_ms};
    }
    for (size_t i = 0; i < update->index_actions.count; i++)
        if (actions[i].update)
            TRY(begin_index_change(world, arena, table, actions[i].update->name, STATE_UPDATING,
                                   SETTING_TABLE_UPDATE_MS));
        else if (actions[i].remove)
            TRY(begin_index_change(world, arena, table, actions[i].remove->name, STATE_DELETING,
                                   SETTING_INDEX_DELETION_MS));
    return table_save(world, arena, table, &updated->definition, &settings);
}

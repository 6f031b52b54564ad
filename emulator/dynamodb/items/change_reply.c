#include "dynamodb/items/change_reply.h"

#include "dynamodb/reply.h"
#include "dynamodb/values/attribute.h"

void reply_to_change(op_call *call, const item_change *change, const table_item *attributes) {
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    if (attributes->count > 0) {
        json_name(&writer, TEXT("Attributes"));
        item_write(&writer, attributes);
    }
    capacity_write(change->meter, &writer);
    if (change->collection.key.count > 0) {
        json_name(&writer, TEXT("ItemCollectionMetrics"));
        item_collection_write(&change->collection, &writer);
    }
    json_end_object(&writer);
    reply(call, buffer_text(&out));
}

void reply_with_old(op_call *call, const item_change *change, text return_values) {
    const table_item nothing = {0};
    bool is_wanted = text_equal(return_values, TEXT("ALL_OLD"));
    reply_to_change(call, change, is_wanted ? &change->old : &nothing);
}

/* ---- several changes ---- */

static bool is_of_table(const item_change *change, const item_change *other) {
    return change->collection.key.count > 0 && text_equal(change->table_name, other->table_name);
}

/* Whether one of the changes before that one was in its collection, or, for any_collection, in one of its table. */
static bool was_before(const item_change *changes, size_t number, bool any_collection) {
    const attribute_value *key = &changes[number].collection.key.attributes[0].value;
    for (size_t i = 0; i < number; i++)
        if (is_of_table(&changes[i], &changes[number]) &&
            (any_collection || text_equal(changes[i].collection.key.attributes[0].value.text, key->text)))
            return true;
    return false;
}

static void write_collections_of_table(json_writer *writer, const item_change *changes, size_t count, size_t first) {
    json_name(writer, changes[first].table_name);
    json_begin_array(writer);
    for (size_t i = first; i < count; i++)
        if (is_of_table(&changes[i], &changes[first]) && !was_before(changes, i, false))
            item_collection_write(&changes[i].collection, writer);
    json_end_array(writer);
}

static void write_collections(json_writer *writer, const item_change *changes, size_t count) {
    bool is_begun = false;
    for (size_t i = 0; i < count; i++) {
        if (changes[i].collection.key.count == 0 || was_before(changes, i, true))
            continue;
        if (!is_begun) {
            json_name(writer, TEXT("ItemCollectionMetrics"));
            json_begin_object(writer);
        }
        is_begun = true;
        write_collections_of_table(writer, changes, count, i);
    }
    if (is_begun)
        json_end_object(writer);
}

void write_metrics_of_changes(json_writer *writer, const capacity_meter *meter, const item_change *changes,
                              size_t count) {
    capacity_write_list(meter, writer);
    write_collections(writer, changes, count);
}

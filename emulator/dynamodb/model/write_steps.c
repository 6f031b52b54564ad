#include "dynamodb/model/change.h"
#include "dynamodb/model/legacy.h"

/* What is to be returned of a change. */
typedef enum returned { RETURN_NONE, RETURN_ALL_OLD, RETURN_UPDATED_OLD, RETURN_ALL_NEW, RETURN_UPDATED_NEW } returned;

static model_value returned_of(run *self, const change *change, returned wanted) {
    const model_value nothing = {.type = MODEL_MAP};
    switch (wanted) {
    case RETURN_ALL_OLD: return change->old;
    case RETURN_ALL_NEW: return change->result;
    case RETURN_UPDATED_OLD: return model_update_part(self->arena, &change->update, &change->old);
    case RETURN_UPDATED_NEW: return model_update_part(self->arena, &change->update, &change->result);
    default: return nothing;
    }
}

static returned ask_returned(run *self, message *message, const change *change) {
    static const char *const names[] = {"NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"};
    returned wanted = chance_below(&self->generator.chance, change->kind == CHANGE_UPDATE ? COUNT_OF(names) : 2);
    if (wanted != RETURN_NONE || chance_one_in(&self->generator.chance, 2))
        json_string_member(&message->writer, "ReturnValues", text_of(names[wanted]));
    return wanted;
}

/* With AttributeUpdates and Expected in place of expressions. */
static void write_legacy(run *self, message *message, change *change) {
    const attribute_choice all = all_attributes();
    json_writer *writer = &message->writer;
    json_name(writer, change->kind == CHANGE_PUT ? TEXT("Item") : TEXT("Key"));
    model_write_item(writer, &self->generator.chance, &change->item);
    change->condition = NULL;
    if (change->kind == CHANGE_UPDATE) {
        change->update = random_plain_update(&self->generator);
        legacy_write_updates(&self->generator.chance, writer, &change->update);
    }
    if (chance_one_in(&self->generator.chance, 2)) {
        legacy_conditions expected = random_legacy_conditions(&self->generator, &all);
        change->condition = legacy_condition_of(self->arena, &expected);
        legacy_write_conditions(&self->generator.chance, writer, "Expected", &expected);
    }
    change_evaluate(self, change);
}

/* In a table with a local index, of which partition the item is. */
static void expect_collection(run *self, const tree *answer, const change *change, bool is_wanted) {
    const tree *metrics = tree_member(answer, "ItemCollectionMetrics");
    const model_key partition = {.hash_count = 1};
    bool has_local = false;
    for (int i = 0; i < self->table.index_count; i++)
        has_local = has_local || self->table.indexes[i].is_local;
    run_expect(self, (metrics != NULL) == (is_wanted && has_local), "Whether there is an item collection is told");
    model_value key = model_key_of(self->arena, &partition, &change->item);
    if (metrics)
        run_expect_item(self, tree_member(metrics, "ItemCollectionKey"), &key, "Another collection was expected");
}

static void expect_failure(run *self, const tree *answer, const change *change, bool shows_old) {
    bool has_failed = change->outcome == CHANGE_CONDITION_FAILED;
    run_expect_error(self, has_failed ? "ConditionalCheckFailedException" : "ValidationException");
    run_expect_item(self, tree_member(answer, "Item"), has_failed && shows_old ? &change->old : NULL,
                    "Another item was expected");
}

void step_write(run *self) {
    static const char *const operations[] = {"PutItem", "UpdateItem", "DeleteItem"};
    change change = random_change(self, chance_below(&self->generator.chance, CHANGE_CHECK));
    message *message = message_to_table(self, RUN_TABLE);
    if (chance_one_in(&self->generator.chance, 20))
        change.update = (model_update){0}; /* which makes an item of its key alone where there is none */
    if (chance_one_in(&self->generator.chance, 4))
        write_legacy(self, message, &change);
    else
        change_write(self, &message->writer, &change);
    returned wanted = ask_returned(self, message, &change);
    bool tells_capacity = run_ask_capacity(self, message), shows_old = chance_one_in(&self->generator.chance, 2);
    bool tells_collection = chance_one_in(&self->generator.chance, 6);
    if (tells_collection)
        json_string_member(&message->writer, "ReturnItemCollectionMetrics", TEXT("SIZE"));
    if (shows_old)
        json_string_member(&message->writer, "ReturnValuesOnConditionCheckFailure", TEXT("ALL_OLD"));
    const tree *answer = run_send(self, operations[change.kind], message);
    change_evaluate(self, &change); /* what has expired meanwhile is not there */
    if (change.outcome != CHANGE_DONE) {
        expect_failure(self, answer, &change, shows_old);
        return;
    }
    run_expect(self, self->status == 200, "This should have been done");
    model_value values = returned_of(self, &change, wanted);
    run_expect_item(self, tree_member(answer, "Attributes"), &values, "Other attributes were expected");
    if (tells_capacity && change_is_small(&change))
        run_expect(self, run_capacity(self, tree_member(answer, "ConsumedCapacity")) == change_capacity(self, &change),
                   "Another capacity was expected");
    expect_collection(self, answer, &change, tells_collection);
    change_apply(self, &change);
}

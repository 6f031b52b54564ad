#include "dynamodb/model/change.h"

#define MOST_WRITTEN 25
#define MOST_READ 30

static change_kind put_or_delete(run *self) {
    return chance_one_in(&self->generator.chance, 3) ? CHANGE_DELETE : CHANGE_PUT;
}

static void write_requests(run *self, json_writer *writer, const change *changes, int count) {
    json_name(writer, TEXT("RequestItems"));
    json_begin_object(writer);
    json_name(writer, TEXT(RUN_TABLE));
    json_begin_array(writer);
    for (int i = 0; i < count; i++) {
        bool is_put = changes[i].kind == CHANGE_PUT;
        json_begin_object(writer);
        json_name(writer, is_put ? TEXT("PutRequest") : TEXT("DeleteRequest"));
        json_begin_object(writer);
        json_name(writer, is_put ? TEXT("Item") : TEXT("Key"));
        model_write_item(writer, &self->generator.chance, &changes[i].item);
        json_end_object(writer);
        json_end_object(writer);
    }
    json_end_array(writer);
    json_end_object(writer);
}

void step_batch_write(run *self) {
    change changes[MOST_WRITTEN];
    bool is_valid = true;
    int count = random_changes(self, changes, MOST_WRITTEN, put_or_delete);
    message *message = message_begin(self);
    write_requests(self, &message->writer, changes, count);
    const tree *answer = run_send(self, "BatchWriteItem", message);
    for (int i = 0; i < count; i++) {
        changes[i].condition = NULL;
        change_evaluate(self, &changes[i]);
        is_valid = is_valid && changes[i].outcome == CHANGE_DONE;
    }
    if (!is_valid) {
        run_expect_error(self, "ValidationException");
        return;
    }
    run_expect(self, self->status == 200, "This should have been done");
    run_expect(self, tree_count(tree_member(answer, "UnprocessedItems")) == 0, "Nothing should be left to be done");
    for (int i = 0; i < count; i++)
        change_apply(self, &changes[i]);
}

/* ---- reading ---- */

/* Keys of different items. */
static int random_keys(run *self, model_value *keys) {
    int count = 0;
    for (int i = 1 + chance_below(&self->generator.chance, MOST_READ); i > 0; i--) {
        bool is_new = true;
        keys[count] = random_key(&self->generator);
        for (int j = 0; j < count; j++)
            is_new = is_new && !model_equal(&keys[j], &keys[count]);
        count += is_new;
    }
    return count;
}

/* An item of the answer is taken for the first key that has it: projected items may be alike. */
static void expect_items(run *self, const tree *items, const model_value *expected, int count) {
    bool is_taken[MOST_READ] = {false};
    for (const tree *each = tree_first(items); each; each = each->next) {
        model_value item = run_item(self, each);
        int i = 0;
        while (i < count && (is_taken[i] || !model_equal(&item, &expected[i])))
            i++;
        run_expect(self, i < count, "An item that does not belong there");
        is_taken[i] = true;
    }
    run_expect(self, tree_count(items) == count, "An item is missing");
}

void step_batch_get(run *self) {
    const attribute_choice all = all_attributes();
    model_value keys[MOST_READ], expected[MOST_READ];
    model_path paths[MODEL_MOST_ACTIONS];
    int count = random_keys(self, keys), found = 0;
    int path_count =
        chance_one_in(&self->generator.chance, 2) ? random_paths(&self->generator, &all, paths, MODEL_MOST_ACTIONS) : 0;
    placeholders *placeholders = placeholders_begin(self->arena, &self->generator.chance);
    message *message = message_begin(self);
    json_writer *writer = &message->writer;
    json_name(writer, TEXT("RequestItems"));
    json_begin_object(writer);
    json_name(writer, TEXT(RUN_TABLE));
    json_begin_object(writer);
    json_name(writer, TEXT("Keys"));
    json_begin_array(writer);
    for (int i = 0; i < count; i++)
        model_write_item(writer, &self->generator.chance, &keys[i]);
    json_end_array(writer);
    if (path_count > 0)
        json_string_member(writer, "ProjectionExpression", render_projection(placeholders, paths, path_count));
    placeholders_end(placeholders, writer);
    json_end_object(writer);
    json_end_object(writer);
    const tree *answer = run_send_well(self, "BatchGetItem", message);
    for (int i = 0; i < count; i++) {
        const model_value *item = model_item(&self->table, model_now(&self->table), &keys[i]);
        if (item)
            expected[found++] = model_project(self->arena, item, paths, path_count);
    }
    expect_items(self, tree_member(tree_member(answer, "Responses"), RUN_TABLE), expected, found);
}

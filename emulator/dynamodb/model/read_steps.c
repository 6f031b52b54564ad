#include "dynamodb/model/run.h"

#define MOST_PATHS 4

/* AttributesToGet: names of attributes, each once. */
static int write_attributes_to_get(run *self, json_writer *writer, model_path *ret_paths) {
    const attribute_choice all = all_attributes();
    int count = random_paths(&self->generator, &all, ret_paths, MOST_PATHS), kept = 0;
    json_name(writer, TEXT("AttributesToGet"));
    json_begin_array(writer);
    for (int i = 0; i < count; i++) {
        bool is_new = true;
        ret_paths[i].count = 1;
        for (int j = 0; j < kept; j++)
            is_new = is_new && !model_path_begins(&ret_paths[i], &ret_paths[j]);
        if (!is_new)
            continue;
        json_string(writer, ret_paths[i].steps[0].name);
        ret_paths[kept++] = ret_paths[i];
    }
    json_end_array(writer);
    return kept;
}

static int write_projection(run *self, json_writer *writer, model_path *ret_paths) {
    const attribute_choice all = all_attributes();
    placeholders *placeholders = placeholders_begin(self->arena, &self->generator.chance);
    int count = random_paths(&self->generator, &all, ret_paths, MOST_PATHS);
    json_string_member(writer, "ProjectionExpression", render_projection(placeholders, ret_paths, count));
    placeholders_end(placeholders, writer);
    return count;
}

void step_get(run *self) {
    chance *chance = &self->generator.chance;
    model_value key = random_key(&self->generator), nothing = {.type = MODEL_MAP};
    model_path paths[MOST_PATHS];
    message *message = message_to_table(self, RUN_TABLE);
    bool is_consistent = chance_one_in(chance, 2);
    json_name(&message->writer, TEXT("Key"));
    model_write_item(&message->writer, chance, &key);
    int count = chance_one_in(chance, 2)   ? 0
                : chance_one_in(chance, 3) ? write_attributes_to_get(self, &message->writer, paths)
                                           : write_projection(self, &message->writer, paths);
    json_boolean_member(&message->writer, "ConsistentRead", is_consistent);
    bool tells_capacity = run_ask_capacity(self, message);
    const tree *answer = run_send_well(self, "GetItem", message);
    const model_value *item = model_item(&self->table, model_now(&self->table), &key);
    model_value shown = item ? model_project(self->arena, item, paths, count) : nothing;
    run_expect_item(self, tree_member(answer, "Item"), &shown, "Another item was expected");
    run_expect(self, (tree_member(answer, "Item") != NULL) == (item != NULL), "Whether there is an item is told");
    if (tells_capacity) /* no item is larger than 4 KB */
        run_expect(self, run_capacity(self, tree_member(answer, "ConsumedCapacity")) == (is_consistent ? 2 : 1),
                   "Another capacity was expected");
}

#include "dynamodb/model/change.h"

#define MOST_TRANSACTED 6

static change_kind any_kind(run *self) { return chance_below(&self->generator.chance, CHANGE_CHECK + 1); }

static void write_items(run *self, json_writer *writer, const change *changes, int count) {
    static const char *const members[] = {"Put", "Update", "Delete", "ConditionCheck"};
    json_name(writer, TEXT("TransactItems"));
    json_begin_array(writer);
    for (int i = 0; i < count; i++) {
        json_begin_object(writer);
        json_name(writer, text_of(members[changes[i].kind]));
        json_begin_object(writer);
        json_string_member(writer, "TableName", TEXT(RUN_TABLE));
        change_write(self, writer, &changes[i]);
        json_string_member(writer, "ReturnValuesOnConditionCheckFailure", TEXT("ALL_OLD"));
        json_end_object(writer);
        json_end_object(writer);
    }
    json_end_array(writer);
}

/* The code of the reason that a write gives: behind one that the table can never take, and before it, there is none. */
static const char *code_of(const change *changes, int count, int number) {
    static const char *const codes[] = {
        [CHANGE_DONE] = "None",
        [CHANGE_CONDITION_FAILED] = "ConditionalCheckFailed",
        [CHANGE_INVALID] = "ValidationError",
        [CHANGE_MISTAKEN] = "ValidationError",
    };
    for (int i = 0; i < count; i++)
        if (changes[i].outcome == CHANGE_MISTAKEN)
            return codes[i == number ? CHANGE_MISTAKEN : CHANGE_DONE];
    return codes[changes[number].outcome];
}

static void expect_cancelled(run *self, const tree *answer, const change *changes, int count) {
    run_expect_error(self, "TransactionCanceledException");
    const tree *reason = tree_first(tree_member(answer, "CancellationReasons"));
    for (int i = 0; i < count; i++, reason = reason->next) {
        text code = text_of(code_of(changes, count, i));
        run_expect(self, reason && text_equal(tree_text(tree_member(reason, "Code")), code),
                   "Another reason was expected");
        bool has_failed = text_equal(code, TEXT("ConditionalCheckFailed"));
        run_expect_item(self, tree_member(reason, "Item"), has_failed ? &changes[i].old : NULL,
                        "Another item was expected");
    }
}

/* What the model makes of all of them: the worst. */
static change_outcome evaluate_all(run *self, change *changes, int count) {
    change_outcome worst = CHANGE_DONE;
    for (int i = 0; i < count; i++) {
        change_evaluate(self, &changes[i]);
        worst = changes[i].outcome > worst ? changes[i].outcome : worst;
    }
    return worst;
}

/* A write in a transaction costs twice. */
static void expect_capacity(run *self, const tree *consumed, const change *changes, int count) {
    int64_t halves = 0;
    for (int i = 0; i < count; i++) {
        halves += 2 * change_capacity(self, &changes[i]);
        if (!change_is_small(&changes[i]))
            return;
    }
    run_expect(self, run_capacity(self, consumed) == halves, "Another capacity was expected");
}

/* A transaction that is sent again with its token has been done, and with another request it is refused. */
static void expect_done_once(run *self, text request, text token) {
    run_send_text(self, "TransactWriteItems", request);
    run_expect(self, self->status == 200, "This has been done already");
    message *other = message_begin(self);
    change change = random_change(self, CHANGE_DELETE);
    write_items(self, &other->writer, &change, 1);
    json_string_member(&other->writer, "ClientRequestToken", token);
    json_string_member(&other->writer, "ReturnItemCollectionMetrics", TEXT("SIZE"));
    run_send(self, "TransactWriteItems", other);
    run_expect_error(self, "IdempotentParameterMismatchException");
}

void step_transact_write(run *self) {
    change changes[MOST_TRANSACTED];
    int count = random_changes(self, changes, MOST_TRANSACTED, any_kind);
    message *message = message_begin(self);
    write_items(self, &message->writer, changes, count);
    bool tells_capacity = run_ask_capacity(self, message), has_token = chance_one_in(&self->generator.chance, 8);
    text token = text_format(self->arena, "token-%ld", self->done);
    if (has_token)
        json_string_member(&message->writer, "ClientRequestToken", token);
    const tree *answer = run_send(self, "TransactWriteItems", message);
    change_outcome outcome = evaluate_all(self, changes, count);
    if (outcome == CHANGE_MALFORMED) {
        run_expect_error(self, "ValidationException");
        return;
    }
    if (outcome != CHANGE_DONE) {
        expect_cancelled(self, answer, changes, count);
        return;
    }
    run_expect(self, self->status == 200, "This should have been done");
    if (tells_capacity)
        expect_capacity(self, tree_first(tree_member(answer, "ConsumedCapacity")), changes, count);
    for (int i = 0; i < count; i++)
        change_apply(self, &changes[i]);
    if (has_token)
        expect_done_once(self, buffer_text(&message->out), token);
}

void step_transact_get(run *self) {
    const attribute_choice all = all_attributes();
    model_value keys[MOST_TRANSACTED];
    model_path paths[MOST_TRANSACTED][MODEL_MOST_ACTIONS];
    int path_counts[MOST_TRANSACTED] = {0}, count = 1 + chance_below(&self->generator.chance, MOST_TRANSACTED);
    message *message = message_begin(self);
    json_writer *writer = &message->writer;
    json_name(writer, TEXT("TransactItems"));
    json_begin_array(writer);
    for (int i = 0; i < count; i++) {
        placeholders *placeholders = placeholders_begin(self->arena, &self->generator.chance);
        keys[i] = random_key(&self->generator);
        for (int j = 0; j < i; j++)
            if (model_equal(&keys[i], &keys[j]))
                count = i; /* no item may be asked for twice */
        if (i == count)
            break;
        json_begin_object(writer);
        json_name(writer, TEXT("Get"));
        json_begin_object(writer);
        json_string_member(writer, "TableName", TEXT(RUN_TABLE));
        json_name(writer, TEXT("Key"));
        model_write_item(writer, &self->generator.chance, &keys[i]);
        if (chance_one_in(&self->generator.chance, 3)) {
            path_counts[i] = random_paths(&self->generator, &all, paths[i], MODEL_MOST_ACTIONS);
            json_string_member(writer, "ProjectionExpression",
                               render_projection(placeholders, paths[i], path_counts[i]));
        }
        placeholders_end(placeholders, writer);
        json_end_object(writer);
        json_end_object(writer);
    }
    json_end_array(writer);
    const tree *answer = run_send_well(self, "TransactGetItems", message);
    const tree *response = tree_first(tree_member(answer, "Responses"));
    run_expect(self, tree_count(tree_member(answer, "Responses")) == count, "Another number of items was expected");
    for (int i = 0; i < count; i++, response = response->next) {
        const model_value nothing = {.type = MODEL_MAP};
        const model_value *item = model_item(&self->table, model_now(&self->table), &keys[i]);
        model_value shown = item ? model_project(self->arena, item, paths[i], path_counts[i]) : nothing;
        run_expect_item(self, tree_member(response, "Item"), &shown, "Another item was expected");
    }
}

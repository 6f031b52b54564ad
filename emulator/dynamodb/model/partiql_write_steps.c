#include "dynamodb/model/change.h"
#include "dynamodb/model/partiql.h"

static const model_condition *existence(run *self, bool exists) {
    return model_condition_new(self->arena, (model_condition){.kind = exists ? MODEL_EXISTS : MODEL_NOT_EXISTS,
                                                              .operands = {operand_of_attribute(0)},
                                                              .operand_count = 1});
}

/* The attributes that are no part of the table's key. */
static attribute_choice others(const model_table *table) {
    attribute_choice choice = {0};
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (!model_key_has(&table->key, i))
            choice.attributes[choice.count++] = i;
    return choice;
}

/* What a statement can say of an update; SET and REMOVE come in the order of its actions. */
static void drop_what_is_unsayable(model_update *update) {
    int kept = 0;
    for (int i = 0; i < update->count; i++) {
        const model_action *action = &update->actions[i];
        bool is_of_number = action->kind >= MODEL_ADD && action->term->value.type == MODEL_NUMBER;
        if (!is_of_number && !(action->kind == MODEL_SET && action->term->kind == MODEL_TERM_IF_NOT_EXISTS))
            update->actions[kept++] = *action;
    }
    update->count = kept;
}

static void append_term(partiql *self, const model_term *term) {
    static const char *const between[] = {
        [MODEL_TERM_PLUS] = " + ", [MODEL_TERM_MINUS] = " - ", [MODEL_TERM_LIST_APPEND] = ", "};
    bool appends = term->kind == MODEL_TERM_LIST_APPEND;
    if (term->kind == MODEL_TERM_VALUE) {
        partiql_value(self, &term->value);
    } else if (term->kind == MODEL_TERM_PATH) {
        partiql_path(self, &term->path);
    } else {
        buffer_append(&self->statement, appends ? TEXT("list_append(") : TEXT(""));
        append_term(self, term->left);
        buffer_append(&self->statement, text_of(between[term->kind]));
        append_term(self, term->right);
        buffer_append(&self->statement, appends ? TEXT(")") : TEXT(""));
    }
}

static void append_update(partiql *self, const model_update *update) {
    for (int i = 0; i < update->count; i++) {
        const model_action *action = &update->actions[i];
        buffer_append(&self->statement, action->kind == MODEL_REMOVE ? TEXT(" REMOVE ") : TEXT(" SET "));
        partiql_path(self, &action->path);
        if (action->kind == MODEL_REMOVE)
            continue;
        buffer_append(&self->statement, TEXT(" = "));
        if (action->kind == MODEL_SET) {
            append_term(self, action->term);
            continue;
        }
        buffer_append(&self->statement, action->kind == MODEL_ADD ? TEXT("set_add(") : TEXT("set_delete("));
        partiql_path(self, &action->path);
        buffer_append(&self->statement, TEXT(", "));
        partiql_value(self, &action->term->value);
        buffer_append_char(&self->statement, ')');
    }
}

/* INSERT finds no item, UPDATE one, and DELETE of none is done whatever else its condition says. */
static void begin_write(run *run, partiql *self, change *change) {
    const attribute_choice choice = others(&run->table);
    const model_condition *more = chance_one_in(&run->generator.chance, 3)
                                      ? random_condition(&run->generator, &choice, 1)
                                      : NULL,
                          *where = NULL;
    if (change->kind == CHANGE_PUT) {
        buffer_append(&self->statement, TEXT("INSERT INTO \"" RUN_TABLE "\" VALUE "));
        partiql_item(self, &change->item);
        change->condition = existence(run, false);
        return;
    }
    buffer_append(&self->statement,
                  change->kind == CHANGE_UPDATE ? TEXT("UPDATE \"" RUN_TABLE "\"") : TEXT("DELETE FROM " RUN_TABLE));
    append_update(self, &change->update);
    for (int i = 0; i < change->item.count; i++)
        where = model_condition_join(run->arena, MODEL_AND, where,
                                     attribute_equals(run->arena, model_attribute_number(change->item.members[i].name),
                                                      &change->item.members[i].value));
    buffer_append(&self->statement, TEXT(" WHERE "));
    partiql_condition(self, model_condition_join(run->arena, MODEL_AND, where, more));
    change->condition = change->kind == CHANGE_UPDATE
                            ? model_condition_join(run->arena, MODEL_AND, existence(run, true), more)
                        : more ? model_condition_join(run->arena, MODEL_OR, existence(run, false), more)
                               : NULL;
}

static model_value append_returning(partiql *self, const change *change, int wanted) {
    static const char *const clauses[] = {"", " RETURNING ALL OLD *", " RETURNING MODIFIED OLD *",
                                          " RETURNING ALL NEW *", " RETURNING MODIFIED NEW *"};
    arena *arena = self->arena;
    buffer_append(&self->statement, text_of(clauses[wanted]));
    const model_value values[] = {
        {.type = MODEL_MAP},
        change->old,
        model_update_part(arena, &change->update, &change->old),
        change->result,
        model_update_part(arena, &change->update, &change->result),
    };
    return values[wanted];
}

/* A change that a statement can make, and the statement without what it returns. */
static partiql *random_statement(run *self, change *ret_change) {
    partiql *statement = partiql_begin(self->arena, &self->generator.chance);
    do {
        *ret_change = random_change(self, chance_below(&self->generator.chance, CHANGE_CHECK));
        drop_what_is_unsayable(&ret_change->update);
    } while (ret_change->kind == CHANGE_UPDATE && ret_change->update.count == 0);
    begin_write(self, statement, ret_change);
    return statement;
}

static void execute_one(run *self) {
    static const char *const failures[] = {"DuplicateItemException", "ConditionalCheckFailedException",
                                           "ConditionalCheckFailedException"};
    change change;
    partiql *statement = random_statement(self, &change);
    run_sleep(self, 0); /* so that what has expired is not there */
    change_evaluate(self, &change);
    int most = change.kind == CHANGE_PUT ? 1 : change.kind == CHANGE_UPDATE ? 5 : 2;
    model_value returned = append_returning(statement, &change, chance_below(&self->generator.chance, most));
    message *message = message_begin(self);
    partiql_end(statement, &message->writer);
    const tree *answer = run_send(self, "ExecuteStatement", message);
    if (change.outcome != CHANGE_DONE) {
        run_expect_error(self,
                         change.outcome == CHANGE_CONDITION_FAILED ? failures[change.kind] : "ValidationException");
        return;
    }
    run_expect(self, self->status == 200, "This should have been done");
    const tree *items = tree_member(answer, "Items");
    run_expect(self, tree_count(items) == (returned.count > 0), "Another number of items was expected");
    run_expect_item(self, tree_first(items), &returned, "Another item was expected");
    change_apply(self, &change);
}

/* ---- several ---- */

#define MOST_STATEMENTS 5

/* The request, with statements that change different items. */
static message *message_of_several(run *self, const char *member, change *changes, int *ret_count) {
    message *message = message_begin(self);
    int count = 0;
    json_name(&message->writer, text_of(member));
    json_begin_array(&message->writer);
    for (int i = 1 + chance_below(&self->generator.chance, MOST_STATEMENTS); i > 0; i--) {
        partiql *statement = random_statement(self, &changes[count]);
        bool is_new = true;
        for (int j = 0; j < count; j++)
            is_new = is_new && !model_same_key(&self->table.key, &changes[j].item, &changes[count].item);
        if (!is_new)
            continue;
        json_begin_object(&message->writer);
        partiql_end(statement, &message->writer);
        json_end_object(&message->writer);
        count++;
    }
    json_end_array(&message->writer);
    *ret_count = count;
    return message;
}

static const char *error_code(const change *change) {
    if (change->outcome == CHANGE_DONE)
        return "";
    if (change->outcome != CHANGE_CONDITION_FAILED)
        return "ValidationError";
    return change->kind == CHANGE_PUT ? "DuplicateItem" : "ConditionalCheckFailed";
}

/* Each of them is done, or fails, by itself. */
static void execute_batch(run *self) {
    change changes[MOST_STATEMENTS];
    int count;
    message *message = message_of_several(self, "Statements", changes, &count);
    const tree *answer = run_send_well(self, "BatchExecuteStatement", message);
    const tree *response = tree_first(tree_member(answer, "Responses"));
    for (int i = 0; i < count; i++, response = response->next) {
        change_evaluate(self, &changes[i]);
        text code = tree_text(tree_member(tree_member(response, "Error"), "Code"));
        run_expect(self, response && text_equal(code, text_of(error_code(&changes[i]))), "Another error was expected");
    }
    for (int i = 0; i < count; i++)
        change_apply(self, &changes[i]);
}

/* All of them are done, or none. */
static void execute_transaction(run *self) {
    change changes[MOST_STATEMENTS];
    int count, failed = 0;
    message *message = message_of_several(self, "TransactStatements", changes, &count);
    run_send(self, "ExecuteTransaction", message);
    for (int i = 0; i < count; i++) {
        change_evaluate(self, &changes[i]);
        failed += changes[i].outcome != CHANGE_DONE;
    }
    if (failed > 0) {
        run_expect(self, self->status == 400, "This should have failed");
        return;
    }
    run_expect(self, self->status == 200, "This should have been done");
    for (int i = 0; i < count; i++)
        change_apply(self, &changes[i]);
}

void step_partiql_write(run *self) {
    switch (chance_below(&self->generator.chance, 5)) {
    case 0: execute_batch(self); break;
    case 1: execute_transaction(self); break;
    default: execute_one(self); break;
    }
}

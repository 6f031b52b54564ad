#include "dynamodb/operations.h"
#include "dynamodb/partiql/partiql_condition.h"
#include "dynamodb/partiql/partiql_token.h"
#include "dynamodb/partiql/partiql_write.h"
#include "dynamodb/reply.h"
#include "dynamodb/values/attribute.h"

#define LONGEST_TOKEN 32768

typedef struct statement_request {
    partiql_request statement;
    text next_token;
    optional_integer limit;
    text return_consumed_capacity;
} statement_request;

static const wire_member request_members[] = {
    PARTIQL_REQUEST_MEMBERS(statement_request, statement.),
    {"NextToken", wire_read_text, offsetof(statement_request, next_token), NULL},
    {"Limit", wire_read_integer, offsetof(statement_request, limit), NULL},
    {"ReturnConsumedCapacity", wire_read_text, offsetof(statement_request, return_consumed_capacity), NULL},
};
WIRE_STRUCT(request_struct, statement_request, request_members);

static const gabi_error *check(arena *arena, const statement_request *request) {
    constraints found = CONSTRAINTS(arena);
    partiql_request_constrain(&request->statement, "", &found);
    if (request->limit.is_present)
        constraint_range(&found, "limit", request->limit.value, 1, INT32_MAX);
    if (request->next_token.data)
        constraint_length(&found, "nextToken", request->next_token, 1, LONGEST_TOKEN);
    constraint_enum(&found, "returnConsumedCapacity", request->return_consumed_capacity, CAPACITY_WANTED);
    return constraints_error(&found);
}

/* What a statement answers. */
typedef struct statement_answer {
    buffer items; /* a JSON array */
    partiql_start next;
    capacity_meter *meter;
} statement_answer;

/* ---- SELECT ---- */

static const gabi_error *check_selection(arena *arena, const partiql_selection *selection, bool is_consistent) {
    if (selection->index && !selection->index->is_local && is_consistent)
        return validation_error(arena, "Strongly consistent read is not supported on Global Secondary Indexes");
    return text_is_empty(selection->reads.mistyped) ? NULL : partiql_mistyped_key(arena, selection->reads.mistyped);
}

static const gabi_error *run_select(world *world, const partiql_scope *scope, const partiql_statement *statement,
                                    const partiql_source *source, const partiql_paging *paging,
                                    statement_answer *answer) {
    const table *table;
    partiql_selection selection;
    page_result result = {.items = JSON_WRITER(&answer->items)};
    TRY(table_find(world, scope->arena, source->table_name, &table));
    TRY(partiql_select_plan(world, scope, statement, source, table, &selection));
    TRY(check_selection(scope->arena, &selection, paging->is_consistent));
    json_begin_array(&result.items);
    TRY(partiql_select_read(world, scope->arena, &selection, paging, &result, &answer->next));
    json_end_array(&result.items);
    return NULL;
}

static const gabi_error *select_items(world *world, const partiql_scope *scope, const statement_request *request,
                                      const partiql_statement *statement, const partiql_source *source,
                                      statement_answer *answer) {
    store *store = world_store(world);
    partiql_paging paging = {
        .limit = (size_t)request->limit.value,
        .is_consistent = request->statement.consistent_read.value,
        .meter = answer->meter,
    };
    TRY(partiql_token_read(scope->arena, &request->statement, request->next_token, &paging.start));
    TRY(store_begin(store, scope->arena, STORE_READ));
    return store_end(store, scope->arena, run_select(world, scope, statement, source, &paging, answer));
}

/* ---- INSERT, UPDATE, DELETE ---- */

static const gabi_error *run_write(world *world, const partiql_scope *scope, const statement_request *request,
                                   const partiql_statement *statement, const partiql_source *source,
                                   statement_answer *answer) {
    const table *table;
    item_change change;
    TRY(table_find(world, scope->arena, source->table_name, &table));
    TRY(partiql_write_plan(scope, statement, table, false, &change));
    change.meter = answer->meter;
    change.shows_old = !change.is_insert && partiql_request_shows_old(&request->statement);
    TRY(item_change_make(world, scope->arena, &change));
    table_item returned = partiql_returned(scope->arena, statement, &change);
    json_writer items = JSON_WRITER(&answer->items);
    json_begin_array(&items);
    if (returned.count > 0)
        item_write(&items, &returned);
    json_end_array(&items);
    return NULL;
}

static const gabi_error *write_item(world *world, const partiql_scope *scope, const statement_request *request,
                                    const partiql_statement *statement, const partiql_source *source,
                                    statement_answer *answer) {
    store *store = world_store(world);
    TRY(store_begin(store, scope->arena, STORE_WRITE));
    return store_end(store, scope->arena, run_write(world, scope, request, statement, source, answer));
}

/* ---- the operation ---- */

static const gabi_error *run(world *world, arena *arena, const statement_request *request, statement_answer *answer) {
    partiql_statement statement;
    partiql_scope scope;
    partiql_source source;
    TRY(attribute_problem_error(arena, &request->statement.parameters.problem, VALUE_READER_FIRST));
    TRY(partiql_request_parse(&request->statement, arena, &statement, &scope));
    if (partiql_exists_of(&statement))
        return validation_error(arena, "EXISTS can only be used in ExecuteTransaction write requests.");
    TRY(partiql_source_of(arena, &statement, &source));
    /* What is wrong with the condition is told before the table is looked for. */
    TRY(partiql_condition_of(&scope, statement.where, &(const condition *){NULL}));
    return statement.kind == PARTIQL_SELECT ? select_items(world, &scope, request, &statement, &source, answer)
                                            : write_item(world, &scope, request, &statement, &source, answer);
}

const gabi_error *execute_statement(op_call *call) {
    arena *arena = call->arena;
    statement_request request = {0};
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    TRY(wire_read_body(arena, call->request->body.bytes, &request_struct, &request));
    TRY(check(arena, &request));
    statement_answer answer = {.items = BUFFER(arena),
                               .meter = capacity_meter_new(arena, request.return_consumed_capacity)};
    TRY(run(call->owner, arena, &request, &answer));
    json_begin_object(&writer);
    capacity_write(answer.meter, &writer);
    json_raw_member(&writer, "Items", buffer_text(&answer.items));
    if (answer.next.place.count > 0) {
        json_name(&writer, TEXT("LastEvaluatedKey"));
        item_write(&writer, &answer.next.place);
        json_string_member(&writer, "NextToken", partiql_token_write(arena, &request.statement, &answer.next));
    }
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}

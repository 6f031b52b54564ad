#include "dynamodb/items/transaction.h"
#include "dynamodb/items/transaction_read.h"
#include "dynamodb/items/transaction_write.h"
#include "dynamodb/operations.h"
#include "dynamodb/partiql/partiql_request.h"
#include "dynamodb/partiql/partiql_select.h"
#include "dynamodb/partiql/partiql_write.h"
#include "dynamodb/reply.h"

#define LONGEST_TOKEN 36

static const wire_member statement_members[] = {PARTIQL_REQUEST_MEMBERS(partiql_request, )};
WIRE_SHAPE(statement_struct, "ParameterizedStatement", partiql_request, statement_members);

typedef struct transaction_request {
    wire_list statements; /* partiql_request */
    text token;
    text return_consumed_capacity;
} transaction_request;

static const wire_member request_members[] = {
    {"TransactStatements", wire_read_list, offsetof(transaction_request, statements), &statement_struct},
    {"ClientRequestToken", wire_read_text, offsetof(transaction_request, token), NULL},
    {"ReturnConsumedCapacity", wire_read_text, offsetof(transaction_request, return_consumed_capacity), NULL},
};
WIRE_STRUCT(request_struct, transaction_request, request_members);

typedef struct transaction_member {
    const partiql_request *request;
    partiql_statement statement;
    const partiql_statement *exists; /* the SELECT of EXISTS; NULL for other statements */
    partiql_scope scope;
    partiql_source source;
} transaction_member;

/* ---- the request ---- */

static const gabi_error *check(arena *arena, const transaction_request *request) {
    const partiql_request *statements = request->statements.items;
    constraints found = CONSTRAINTS(arena);
    constraint_enum(&found, "returnConsumedCapacity", request->return_consumed_capacity, CAPACITY_WANTED);
    if (request->token.data)
        constraint_length(&found, "clientRequestToken", request->token, 1, LONGEST_TOKEN);
    for (size_t i = 0; i < request->statements.count && request->statements.count <= TRANSACTION_MOST_ITEMS; i++)
        partiql_request_constrain(&statements[i], arena_printf(arena, "transactStatements.%zu.member.", i + 1), &found);
    return check_transaction_size(&found, "transactStatements", &request->statements);
}

/* What is wrong with one statement, before any of them is run. */
static const gabi_error *refused(arena *arena, size_t number, const gabi_error *error) {
    return error && error->kind == ERROR_INVALID
               ? validation_error(arena, "Validation failed in TransactStatements[%zu]: %s", number, error->message)
               : error;
}

static const gabi_error *parse_member(arena *arena, size_t number, transaction_member *self) {
    TRY(attribute_problem_error(arena, &self->request->parameters.problem, VALUE_READER_FIRST));
    TRY(refused(arena, number, partiql_request_parse(self->request, arena, &self->statement, &self->scope)));
    self->exists = partiql_exists_of(&self->statement);
    return refused(arena, number,
                   partiql_source_of(arena, self->exists ? self->exists : &self->statement, &self->source));
}

static const gabi_error *parse(arena *arena, transaction_member *members, size_t count, bool *ret_reads) {
    size_t read_count = 0;
    for (size_t i = 0; i < count; i++) {
        TRY(parse_member(arena, i, &members[i]));
        read_count += members[i].statement.kind == PARTIQL_SELECT;
    }
    if (read_count > 0 && read_count < count)
        return validation_error(
            arena, "ExecuteTransaction API does not support both read and write operations in the same request.");
    *ret_reads = read_count > 0;
    return NULL;
}

/* A table that is not there is the reason of its statement; *ret_table is NULL then. */
static const gabi_error *find_table(world *world, arena *arena, const transaction_member *member,
                                    const gabi_error **reason, const table **ret_table) {
    const gabi_error *error = table_find(world, arena, member->source.table_name, ret_table);
    if (!error || error->kind != ERROR_NOT_FOUND)
        return error;
    *reason = error;
    *ret_table = NULL;
    return NULL;
}

/* ---- writes ---- */

static const gabi_error *plan_write(arena *arena, const transaction_member *member, const table *table,
                                    item_change *change) {
    if (!member->exists)
        return partiql_write_plan(&member->scope, &member->statement, table, true, change);
    if (member->source.index_name.data)
        return validation_error(arena, "Operations on indices are not supported in transactions");
    return partiql_exists_plan(&member->scope, member->exists, table, change);
}

static const gabi_error *plan_writes(world *world, arena *arena, const transaction_member *members,
                                     const transaction_writes *writes, capacity_meter *meter) {
    for (size_t i = 0; i < writes->count; i++) {
        item_change *change = &writes->changes[i];
        const table *table;
        TRY(find_table(world, arena, &members[i], &writes->reasons[i], &table));
        if (!table)
            continue;
        TRY(refused(arena, i, plan_write(arena, &members[i], table, change)));
        change->meter = meter;
        change->shows_old = !change->is_insert && partiql_request_shows_old(members[i].request);
    }
    return NULL;
}

/* Which says nothing of what it wrote. */
static const gabi_error *write_all(const op_call *call, const transaction_request *request,
                                   const transaction_member *members, capacity_meter *meter) {
    arena *arena = call->arena;
    store *store = world_store(call->owner);
    size_t count = request->statements.count;
    transaction_writes writes = {
        .changes = arena_zalloc(arena, count * sizeof *writes.changes),
        .reasons = arena_zalloc(arena, count * sizeof *writes.reasons),
        .count = count,
        .token = request->token,
        .body = call->request->body.bytes,
    };
    TRY(store_begin(store, arena, STORE_READ));
    TRY(store_end(store, arena, plan_writes(call->owner, arena, members, &writes, meter)));
    return transaction_write(call->owner, arena, &writes);
}

/* ---- reads ---- */

static const gabi_error *plan_read(world *world, arena *arena, const transaction_member *member, const table *table,
                                   item_lookup *lookup) {
    partiql_selection selection;
    if (member->source.index_name.data)
        return validation_error(arena, "Reads on indices are not supported within transactions.");
    TRY(partiql_select_plan(world, &member->scope, &member->statement, &member->source, table, &selection));
    if (!partiql_select_one(arena, &selection, lookup))
        return validation_error(arena, "Select statements within ExecuteTransaction must specify the primary key in "
                                       "the where clause.");
    lookup->mode = CAPACITY_TRANSACTIONAL_READ;
    return NULL;
}

static const gabi_error *run_reads(world *world, arena *arena, const transaction_member *members, size_t count,
                                   capacity_meter *meter, json_writer *responses) {
    const gabi_error *reasons[TRANSACTION_MOST_ITEMS] = {NULL};
    item_lookup *lookups = arena_zalloc(arena, count * sizeof *lookups);
    for (size_t i = 0; i < count; i++) {
        const table *table;
        TRY(find_table(world, arena, &members[i], &reasons[i], &table));
        if (table)
            TRY(refused(arena, i, plan_read(world, arena, &members[i], table, &lookups[i])));
        lookups[i].meter = meter;
    }
    return transaction_read(world, arena, lookups, reasons, count, responses);
}

static const gabi_error *read_all(const op_call *call, const transaction_member *members, size_t count,
                                  capacity_meter *meter, json_writer *responses) {
    store *store = world_store(call->owner);
    TRY(store_begin(store, call->arena, STORE_READ));
    return store_end(store, call->arena, run_reads(call->owner, call->arena, members, count, meter, responses));
}

/* ---- the operation ---- */

const gabi_error *execute_transaction(op_call *call) {
    arena *arena = call->arena;
    transaction_request request = {0};
    buffer out = BUFFER(arena), responses_out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out), responses = JSON_WRITER(&responses_out);
    bool reads;
    TRY(wire_read_body(arena, call->request->body.bytes, &request_struct, &request));
    TRY(check(arena, &request));
    size_t count = request.statements.count;
    capacity_meter *meter = capacity_meter_new(arena, request.return_consumed_capacity);
    transaction_member *members = arena_zalloc(arena, count * sizeof *members);
    for (size_t i = 0; i < count; i++)
        members[i].request = (const partiql_request *)request.statements.items + i;
    TRY(parse(arena, members, count, &reads));
    json_begin_array(&responses);
    TRY(reads ? read_all(call, members, count, meter, &responses) : write_all(call, &request, members, meter));
    json_end_array(&responses);
    json_begin_object(&writer);
    capacity_write_list(meter, &writer);
    json_raw_member(&writer, "Responses", buffer_text(&responses_out));
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}

#include "dynamodb/operations.h"
#include "dynamodb/partiql/partiql_request.h"
#include "dynamodb/partiql/partiql_select.h"
#include "dynamodb/partiql/partiql_write.h"
#include "dynamodb/reply.h"
#include "dynamodb/values/attribute.h"

#define MOST_STATEMENTS 25

static const wire_member statement_members[] = {PARTIQL_REQUEST_MEMBERS(partiql_request, )};
WIRE_SHAPE(statement_struct, "BatchStatementRequest", partiql_request, statement_members);

typedef struct batch_request {
    wire_list statements; /* partiql_request */
    text return_consumed_capacity;
} batch_request;

static const wire_member request_members[] = {
    {"Statements", wire_read_list, offsetof(batch_request, statements), &statement_struct},
    {"ReturnConsumedCapacity", wire_read_text, offsetof(batch_request, return_consumed_capacity), NULL},
};
WIRE_STRUCT(request_struct, batch_request, request_members);

/* A statement on its way: with an error it goes no further. */
typedef struct batch_member {
    const partiql_request *request;
    partiql_statement statement;
    partiql_scope scope;
    partiql_source source;
    const table *table;
    item_lookup lookup; /* of a SELECT */
    item_change change; /* of the others */
    text item;          /* JSON; empty: none */
    bool has_run;       /* as far as its item */
    const gabi_error *error;
} batch_member;

static const gabi_error *check(arena *arena, const batch_request *request) {
    const partiql_request *statements = request->statements.items;
    size_t count = request->statements.count;
    constraints found = CONSTRAINTS(arena);
    constraint_enum(&found, "returnConsumedCapacity", request->return_consumed_capacity, CAPACITY_WANTED);
    constraint_not_null(&found, "statements", request->statements.is_present);
    if (request->statements.is_present && count == 0)
        constraint_failed(&found, "statements", TEXT("'[]'"), "Member must have length greater than or equal to 1");
    if (count > MOST_STATEMENTS)
        constraint_failed(&found, "statements", text_format(arena, "'[%zu statements]'", count),
                          "Member must have length less than or equal to 25");
    for (size_t i = 0; i < count && count <= MOST_STATEMENTS; i++)
        partiql_request_constrain(&statements[i], arena_printf(arena, "statements.%zu.member.", i + 1), &found);
    return constraints_error(&found);
}

static const gabi_error *parse_member(arena *arena, batch_member *self) {
    TRY(attribute_problem_error(arena, &self->request->parameters.problem, VALUE_READER_FIRST));
    TRY(partiql_request_parse(self->request, arena, &self->statement, &self->scope));
    if (partiql_exists_of(&self->statement))
        return validation_error(arena, "EXISTS can only be used in ExecuteTransaction write requests.");
    return partiql_source_of(arena, &self->statement, &self->source);
}

/* What is wrong with one statement is its own error. */
static const gabi_error *parse(arena *arena, batch_member *members, size_t count, store_mode *ret_mode) {
    size_t read_count = 0, write_count = 0;
    for (size_t i = 0; i < count; i++) {
        members[i].error = parse_member(arena, &members[i]);
        bool reads = members[i].statement.kind == PARTIQL_SELECT;
        read_count += !members[i].error && reads;
        write_count += !members[i].error && !reads;
    }
    *ret_mode = write_count > 0 ? STORE_WRITE : STORE_READ;
    return read_count == 0 || write_count == 0
               ? NULL
               : validation_error(arena, "Read and write requests together in the same batch is not supported.");
}

/* ---- planning ---- */

static const gabi_error *plan_read(world *world, arena *arena, batch_member *self) {
    partiql_selection selection;
    TRY(partiql_select_plan(world, &self->scope, &self->statement, &self->source, self->table, &selection));
    if (!partiql_select_one(arena, &selection, &self->lookup))
        return validation_error(arena, "Select statements within BatchExecuteStatement must specify the primary key "
                                       "in the where clause.");
    if (!text_is_empty(selection.reads.mistyped))
        return partiql_mistyped_key(arena, selection.reads.mistyped);
    self->lookup.mode = self->request->consistent_read.value ? CAPACITY_CONSISTENT_READ : CAPACITY_EVENTUAL_READ;
    return NULL;
}

static const gabi_error *plan(world *world, arena *arena, batch_member *self) {
    TRY(table_find(world, arena, self->source.table_name, &self->table));
    if (self->statement.kind == PARTIQL_SELECT) {
        TRY(plan_read(world, arena, self));
        return item_lookup_find(world, arena, &self->lookup);
    }
    TRY(partiql_write_plan(&self->scope, &self->statement, self->table, false, &self->change));
    TRY(item_change_find_table(world, arena, &self->change));
    return item_change_locate(arena, &self->change);
}

static text row_of(const batch_member *self) {
    return self->statement.kind == PARTIQL_SELECT ? self->lookup.row : self->change.key;
}

static const gabi_error *check_distinct(arena *arena, const batch_member *members, size_t count) {
    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (!members[i].error && !members[j].error && members[i].table == members[j].table &&
                text_equal(row_of(&members[i]), row_of(&members[j])))
                return validation_error(arena, "Provided list of item keys contains duplicates");
    return NULL;
}

/* ---- running ---- */

static const gabi_error *run_member(world *world, arena *arena, batch_member *self) {
    self->has_run = true;
    if (self->statement.kind == PARTIQL_SELECT)
        return item_lookup_read(world, arena, &self->lookup, &self->item);
    TRY(item_change_make(world, arena, &self->change));
    table_item returned = partiql_returned(arena, &self->statement, &self->change);
    if (returned.count > 0)
        self->item = item_to_json(arena, &returned);
    return NULL;
}

static const gabi_error *run(world *world, arena *arena, batch_member *members, size_t count, capacity_meter *meter) {
    for (size_t i = 0; i < count; i++)
        if (!members[i].error)
            members[i].error = plan(world, arena, &members[i]);
    TRY(check_distinct(arena, members, count));
    for (size_t i = 0; i < count; i++) {
        members[i].lookup.meter = members[i].change.meter = meter;
        if (!members[i].error)
            members[i].error = run_member(world, arena, &members[i]);
        if (members[i].error && members[i].error->kind == ERROR_INTERNAL)
            return members[i].error;
    }
    return NULL;
}

/* ---- the answer ---- */

static void write_response(json_writer *writer, const batch_member *self) {
    json_begin_object(writer);
    if (self->error) {
        json_name(writer, TEXT("Error"));
        json_begin_object(writer);
        json_string_member(writer, "Code", failure_code(self->error));
        json_string_member(writer, "Message", text_of(self->error->message));
        json_end_object(writer);
    }
    if (!text_is_empty(self->item))
        json_raw_member(writer, "Item", self->item);
    if (self->has_run)
        json_string_member(writer, "TableName", self->source.table_name);
    json_end_object(writer);
}

const gabi_error *batch_execute_statement(op_call *call) {
    arena *arena = call->arena;
    store *store = world_store(call->owner);
    batch_request request = {0};
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    TRY(wire_read_body(arena, call->request->body.bytes, &request_struct, &request));
    TRY(check(arena, &request));
    capacity_meter *meter = capacity_meter_new(arena, request.return_consumed_capacity);
    size_t count = request.statements.count;
    batch_member *members = arena_zalloc(arena, count * sizeof *members);
    for (size_t i = 0; i < count; i++)
        members[i].request = (const partiql_request *)request.statements.items + i;
    store_mode mode;
    TRY(parse(arena, members, count, &mode));
    TRY(store_begin(store, arena, mode));
    TRY(store_end(store, arena, run(call->owner, arena, members, count, meter)));
    json_begin_object(&writer);
    capacity_write_list(meter, &writer);
    json_name(&writer, TEXT("Responses"));
    json_begin_array(&writer);
    for (size_t i = 0; i < count; i++)
        write_response(&writer, &members[i]);
    json_end_array(&writer);
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}

#include "control/traces_control.h"

#include <stdlib.h>

#include "core/json_writer.h"
#include "core/service.h"
#include "records/traces.h"

/* All calls that are recorded, by invocation, by the call that made them, and in their order. */
typedef struct call_list {
    const traced_call **items;
    size_t count;
    bool shows_host_times; /* which are others each time, whatever the seed */
} call_list;

static int compare(uint64_t a, uint64_t b) { return a < b ? -1 : a > b; }

static int by_place(const void *a, const void *b) {
    const traced_call *left = *(const traced_call *const *)a, *right = *(const traced_call *const *)b;
    int order = compare(left->invocation, right->invocation);
    if (order == 0)
        order = compare(left->span.parent, right->span.parent);
    return order ? order : compare((uint64_t)left->number, (uint64_t)right->number);
}

static call_list sorted(arena *arena, const traced_call *calls, size_t count) {
    call_list all = {.items = arena_alloc(arena, (count + 1) * sizeof *all.items), .count = count};
    for (size_t i = 0; i < count; i++)
        all.items[i] = &calls[i];
    qsort(all.items, count, sizeof *all.items, by_place);
    return all;
}

/* Where the calls that one call made begin; parent 0: those that came from outside. */
static size_t find(const call_list *all, uint64_t invocation, uint32_t parent) {
    const traced_call wanted = {.invocation = invocation, .span = {.parent = parent}}, *key = &wanted;
    size_t first = 0, end = all->count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (by_place(&all->items[middle], &key) < 0)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

static bool is_of(const call_list *all, size_t index, uint64_t invocation, uint32_t parent) {
    return index < all->count && all->items[index]->invocation == invocation &&
           all->items[index]->span.parent == parent;
}

static void write_calls(json_writer *writer, const call_list *all, uint64_t invocation, uint32_t parent);

static void write_call(json_writer *writer, const call_list *all, const traced_call *call) {
    json_begin_object(writer);
    json_string_member(writer, "caller", call->caller);
    json_string_member(writer, "service", call->service);
    json_string_member(writer, "operation", call->operation);
    json_name(writer, TEXT("resources"));
    json_begin_array(writer);
    for (size_t i = 0; i < call->resource_count; i++)
        json_string(writer, call->resources[i]);
    json_end_array(writer);
    json_integer_member(writer, "beginMs", call->begin_ms);
    json_integer_member(writer, "endMs", call->end_ms);
    if (all->shows_host_times)
        json_integer_member(writer, "hostUs", call->duration_us);
    if (call->fault)
        json_integer_member(writer, "fault", call->fault);
    json_integer_member(writer, "status", call->status);
    json_name(writer, TEXT("calls"));
    write_calls(writer, all, call->invocation, call->span.id);
    json_end_object(writer);
}

static void write_calls(json_writer *writer, const call_list *all, uint64_t invocation, uint32_t parent) {
    json_begin_array(writer);
    for (size_t i = find(all, invocation, parent); is_of(all, i, invocation, parent); i++)
        write_call(writer, all, all->items[i]);
    json_end_array(writer);
}

static bool is_first_of_invocation(const call_list *all, const traced_call *call) {
    size_t first = find(all, call->invocation, 0);
    return is_of(all, first, call->invocation, 0) && all->items[first] == call;
}

static const gabi_error *show(op_call *call) {
    traced_call *calls;
    size_t count;
    traces_read(call->owner, call->arena, &calls, &count);
    text host_times = TEXT("");
    http_query_get(call->arena, call->request->query, TEXT("hostTimes"), &host_times);
    call_list all = sorted(call->arena, calls, count);
    all.shows_host_times = text_equal(host_times, TEXT("true"));
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_boolean_member(&writer, "enabled", traces_are_on(call->owner));
    json_name(&writer, TEXT("traces"));
    json_begin_array(&writer);
    for (size_t i = 0; i < count; i++) {
        if (!is_first_of_invocation(&all, &calls[i]))
            continue;
        json_begin_object(&writer);
        json_integer_member(&writer, "invocation", (int64_t)calls[i].invocation);
        json_name(&writer, TEXT("calls"));
        write_calls(&writer, &all, calls[i].invocation, 0);
        json_end_object(&writer);
    }
    json_end_array(&writer);
    json_end_object(&writer);
    respond_json(call, 200, buffer_text(&out));
    return NULL;
}

typedef struct traces_input {
    bool enabled;
} traces_input;

static const schema_field input_fields[] = {
    {"enabled", SCHEMA_BOOLEAN, SCHEMA_OFFSET(traces_input, enabled), .required = true},
};
SCHEMA(traces_input, input_fields);

static const gabi_error *change(op_call *call) {
    const void *input;
    TRY(schema_bind(call->arena, &traces_input_schema, call->request->body.bytes, &input));
    traces_switch(call->owner, ((const traces_input *)input)->enabled);
    respond_json(call, 204, TEXT(""));
    return NULL;
}

static const gabi_error *clear(op_call *call) {
    traces_clear(call->owner);
    respond_json(call, 204, TEXT(""));
    return NULL;
}

static const gabi_op ops[] = {
    {"ShowTraces", "GET /_gabi/traces", ANYONE, show, NULL},
    {"SwitchTraces", "PUT /_gabi/traces", ANYONE, change, NULL},
    {"ClearTraces", "DELETE /_gabi/traces", ANYONE, clear, NULL},
};

const control_part traces_control = {.ops = ops, .op_count = sizeof ops / sizeof *ops};

#include "explore/fault_kinds.h"

#include "core/json.h"

#define MOST_NESTING 64

/* Effects that any call may have. Those that are likelier to find something stand here more than once. */
static const char *const any_effects[] = {
    "\"effect\":\"cut_after\"",
    "\"effect\":\"cut_after\"",
    "\"effect\":\"cut_after\"",
    "\"effect\":\"cut_before\"",
    "\"effect\":\"cut_before\"",
    "\"effect\":\"throttle\"",
    "\"effect\":\"timeout\"",
    "\"effect\":\"latency\",\"ms\":700",
    "\"effect\":\"latency\",\"ms\":30000", /* longer than anybody waits */
};
#define ANY_EFFECTS (sizeof any_effects / sizeof *any_effects)

/* ---- the calls of a scenario ---- */

static fault_kind *find(const fault_kinds *self, const json *call) {
    for (size_t i = 0; i < self->count; i++) {
        fault_kind *each = &self->items[i];
        if (text_equal(each->service, json_member_text(call, "service")) &&
            text_equal(each->operation, json_member_text(call, "operation")) &&
            text_equal(each->caller, json_member_text(call, "caller")))
            return each;
    }
    return NULL;
}

static void count_call(fault_kinds *self, arena *arena, const json *call) {
    fault_kind *known = find(self, call);
    if (known) {
        known->calls++;
        return;
    }
    self->items = arena_grow_by_one(arena, self->items, self->count, sizeof *self->items);
    self->items[self->count++] = (fault_kind){
        .service = json_member_text(call, "service"),
        .operation = json_member_text(call, "operation"),
        .caller = json_member_text(call, "caller"),
        .calls = 1,
    };
}

/* All calls of a list, and those that they made. What has no operation, a route that is not there, is none. */
static void count_calls(fault_kinds *self, arena *arena, const json *list) {
    for (const json *each = json_first(list); each; each = json_after(each)) {
        if (!text_is_empty(json_member_text(each, "operation")))
            count_call(self, arena, each);
        count_calls(self, arena, json_member(each, "calls"));
    }
}

/* ---- what can happen to them ---- */

static bool has_text(const json *list, text wanted) {
    for (const json *each = json_first(list); each; each = json_after(each))
        if (text_equal(json_text(each), wanted))
            return true;
    return false;
}

static void add_effects(arena *arena, const json *service, fault_kind *kind) {
    const json *errors = json_member(service, "passingErrors");
    text *effects = arena_alloc(arena, (ANY_EFFECTS + json_count(errors) + 1) * sizeof *effects);
    size_t count = 0;
    for (size_t i = 0; i < ANY_EFFECTS; i++)
        effects[count++] = text_of(any_effects[i]);
    for (const json *each = json_first(errors); each; each = json_after(each))
        effects[count++] = text_format(arena, "\"effect\":\"error\",\"code\":\"%.*s\"", TEXT_ARGS(json_text(each)));
    if (has_text(json_member(service, "batchOperations"), kind->operation))
        effects[count++] = TEXT("\"effect\":\"partial\",\"left\":1");
    kind->effects = effects;
    kind->effect_count = count;
}

static const json *find_service(const json *services, text name) {
    const json *each = json_first(services);
    while (each && !text_equal(json_member_text(each, "service"), name))
        each = json_after(each);
    return each;
}

const gabi_error *fault_kinds_read(arena *arena, text traces, text possible, fault_kinds *ret_kinds) {
    const json *traced, *known;
    fault_kinds made = {0};
    TRY(json_parse(arena, text_copy(arena, traces), MOST_NESTING, &traced));
    TRY(json_parse(arena, text_copy(arena, possible), MOST_NESTING, &known));
    const json *invocations = json_member(traced, "traces");
    for (const json *each = json_first(invocations); each; each = json_after(each))
        count_calls(&made, arena, json_member(each, "calls"));
    for (size_t i = 0; i < made.count; i++)
        add_effects(arena, find_service(json_member(known, "services"), made.items[i].service), &made.items[i]);
    *ret_kinds = made;
    return NULL;
}

/* Lambda calls itself for nobody else. */
bool fault_kinds_have_deliveries(const fault_kinds *self) {
    for (size_t i = 0; i < self->count; i++)
        if (text_equal(self->items[i].caller, self->items[i].service))
            return true;
    return false;
}

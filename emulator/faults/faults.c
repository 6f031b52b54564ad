#include "faults/faults.h"

#include "core/crypto.h"

const char *const fault_effect_names[FAULT_EFFECTS] = {
    [FAULT_NONE] = "",
    [FAULT_ERROR] = "error",
    [FAULT_THROTTLE] = "throttle",
    [FAULT_LATENCY] = "latency",
    [FAULT_TIMEOUT] = "timeout",
    [FAULT_CUT_BEFORE] = "cut_before",
    [FAULT_CUT_AFTER] = "cut_after",
    [FAULT_PARTIAL] = "partial",
};

#define MILLION 1000000

/* What is in a rule's row, in the columns' order; the probability in millionths. */
#define COLUMNS                                                                                                        \
    "id, service, operation, resource, caller, nth, times, probability, effect, code, message, status, duration_ms, "  \
    "left, calls, hits"

/* A statement that is kept, as each call of a service in a world with faults comes here. */
static const gabi_error *prepare(store *store, arena *arena) {
    statement *create = store_prepare(
        store,
        "CREATE TABLE IF NOT EXISTS faults (id INTEGER PRIMARY KEY AUTOINCREMENT, service TEXT NOT NULL, operation "
        "TEXT NOT NULL, resource TEXT NOT NULL, caller TEXT NOT NULL, nth INTEGER NOT NULL, times INTEGER NOT NULL, "
        "probability INTEGER NOT NULL, effect INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, status "
        "INTEGER NOT NULL, duration_ms INTEGER NOT NULL, left INTEGER NOT NULL, calls INTEGER NOT NULL, hits INTEGER "
        "NOT NULL)");
    return statement_run(create, arena);
}

/* ---- rows ---- */

static fault row_of(arena *arena, statement *row) {
    return (fault){
        .id = column_integer(row, 0),
        .service = text_copy(arena, column_text(row, 1)),
        .operation = text_copy(arena, column_text(row, 2)),
        .resource = text_copy(arena, column_text(row, 3)),
        .caller = text_copy(arena, column_text(row, 4)),
        .nth = column_integer(row, 5),
        .times = column_integer(row, 6),
        .probability = (double)column_integer(row, 7) / MILLION,
        .effect = (fault_effect)column_integer(row, 8),
        .code = text_copy(arena, column_text(row, 9)),
        .message = text_copy(arena, column_text(row, 10)),
        .status = column_integer(row, 11),
        .duration_ms = column_integer(row, 12),
        .left = column_integer(row, 13),
        .calls = column_integer(row, 14),
        .hits = column_integer(row, 15),
    };
}

static const gabi_error *read_all(store *store, arena *arena, fault **ret_rules, size_t *ret_count) {
    TRY(prepare(store, arena));
    statement *select = store_prepare(store, "SELECT " COLUMNS " FROM faults ORDER BY id");
    fault *rules = NULL;
    size_t count = 0;
    for (;;) {
        bool is_row;
        TRY(statement_step(select, arena, &is_row));
        if (!is_row)
            break;
        rules = arena_grow_by_one(arena, rules, count, sizeof *rules);
        rules[count++] = row_of(arena, select);
    }
    *ret_rules = rules;
    *ret_count = count;
    return NULL;
}

static const gabi_error *insert(store *store, arena *arena, const fault *rule, int64_t *ret_id) {
    statement *insert = store_prepare(store, "INSERT INTO faults VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
                                             "?10, ?11, ?12, ?13, 0, 0) RETURNING id");
    const text texts[] = {rule->service, rule->operation, rule->resource, rule->caller};
    for (int i = 0; i < 4; i++)
        bind_text(insert, i + 1, texts[i]);
    bind_integer(insert, 5, rule->nth);
    bind_integer(insert, 6, rule->times);
    bind_integer(insert, 7, (int64_t)(rule->probability * MILLION + 0.5));
    bind_integer(insert, 8, rule->effect);
    bind_text(insert, 9, rule->code);
    bind_text(insert, 10, rule->message);
    bind_integer(insert, 11, rule->status);
    bind_integer(insert, 12, rule->duration_ms);
    bind_integer(insert, 13, rule->left);
    bool is_row;
    TRY(statement_step(insert, arena, &is_row));
    *ret_id = column_integer(insert, 0);
    statement_reset(insert);
    return NULL;
}

/* ---- the rules of a world ---- */

static const gabi_error *add(world *world, arena *arena, const fault *rule, int64_t *ret_id) {
    store *store = world_store(world);
    fault *rules;
    size_t count;
    TRY(read_all(store, arena, &rules, &count));
    if (count >= FAULTS_MOST)
        return error_new(arena, ERROR_THROTTLED, "too_many_faults", "A world has at most %d faults", FAULTS_MOST);
    TRY(insert(store, arena, rule, ret_id));
    world_watch(world, WORLD_HAS_FAULTS, true);
    return NULL;
}

const gabi_error *faults_add(world *world, arena *arena, const fault *rule, int64_t *ret_id) {
    store *store = world_store(world);
    TRY(store_begin(store, arena, STORE_WRITE));
    return store_end(store, arena, add(world, arena, rule, ret_id));
}

const gabi_error *faults_list(world *world, arena *arena, fault **ret_rules, size_t *ret_count) {
    store *store = world_store(world);
    TRY(store_begin(store, arena, STORE_WRITE));
    return store_end(store, arena, read_all(store, arena, ret_rules, ret_count));
}

static const gabi_error *delete (store *store, arena *arena, int64_t id) {
    TRY(prepare(store, arena));
    statement *delete = store_prepare(store, "DELETE FROM faults WHERE id = ?1");
    bind_integer(delete, 1, id);
    TRY(statement_run(delete, arena));
    return store_changes(store) ? NULL
                                : error_new(arena, ERROR_NOT_FOUND, "fault_not_found",
                                            "This world has no fault with the id %lld", (long long)id);
}

const gabi_error *faults_remove(world *world, arena *arena, int64_t id) {
    store *store = world_store(world);
    TRY(store_begin(store, arena, STORE_WRITE));
    TRY(store_end(store, arena, delete (store, arena, id)));
    world_wake(world);
    return NULL;
}

static const gabi_error *delete_all(store *store, arena *arena) {
    TRY(prepare(store, arena));
    return store_execute(store, arena, "DELETE FROM faults");
}

const gabi_error *faults_clear(world *world, arena *arena) {
    store *store = world_store(world);
    TRY(store_begin(store, arena, STORE_WRITE));
    TRY(store_end(store, arena, delete_all(store, arena)));
    world_wake(world);
    return NULL;
}

/* ---- matching ---- */

static bool fits_text(text wanted, text given) { return text_is_empty(wanted) || text_equal(wanted, given); }

static bool fits_resource(text wanted, const faulty_call *call) {
    for (size_t i = 0; i < call->resource_count; i++)
        if (text_equal(wanted, call->resources[i]))
            return true;
    return text_is_empty(wanted);
}

static bool fits(const fault *rule, const faulty_call *call) {
    return fits_text(rule->service, call->service) && fits_text(rule->operation, call->operation) &&
           fits_text(rule->caller, call->caller) && fits_resource(rule->resource, call);
}

/* The same for one seed, rule and call, however many others there are. */
static bool is_drawn(world *world, const fault *rule) {
    uint64_t key[3] = {world_seed(world), (uint64_t)rule->id, (uint64_t)rule->calls};
    sha256_digest digest = sha256((text){(const char *)key, sizeof key});
    uint64_t drawn;
    memcpy(&drawn, digest.bytes, sizeof drawn);
    return drawn % MILLION < (uint64_t)(rule->probability * MILLION + 0.5);
}

/* Of a rule whose calls include this one. */
static bool fires(world *world, const fault *rule) {
    return rule->calls >= rule->nth && (rule->times == 0 || rule->hits < rule->times) && is_drawn(world, rule);
}

static const gabi_error *count(store *store, arena *arena, const fault *rule) {
    statement *update = store_prepare(store, "UPDATE faults SET calls = ?2, hits = ?3 WHERE id = ?1");
    bind_integer(update, 1, rule->id);
    bind_integer(update, 2, rule->calls);
    bind_integer(update, 3, rule->hits);
    return statement_run(update, arena);
}

static const gabi_error *match(world *world, arena *arena, const faulty_call *call, fault *ret_rule) {
    store *store = world_store(world);
    fault *rules;
    size_t rule_count;
    TRY(read_all(store, arena, &rules, &rule_count));
    if (rule_count == 0)
        world_watch(world, WORLD_HAS_FAULTS, false);
    for (size_t i = 0; i < rule_count; i++) {
        fault *rule = &rules[i];
        if (!fits(rule, call))
            continue;
        rule->calls++;
        bool decides = ret_rule->effect == FAULT_NONE && fires(world, rule);
        rule->hits += decides;
        TRY(count(store, arena, rule));
        if (decides)
            *ret_rule = *rule;
    }
    return NULL;
}

const gabi_error *faults_match(world *world, arena *arena, const faulty_call *call, fault *ret_rule) {
    store *store = world_store(world);
    fault found = {0};
    TRY(store_begin(store, arena, STORE_WRITE));
    TRY(store_end(store, arena, match(world, arena, call, &found)));
    *ret_rule = found;
    return NULL;
}

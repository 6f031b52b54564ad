/* What a JSONPath selects (RFC 9535, section 2). */
#include "runner/jsonpath_tree.h"

typedef struct selection {
    arena *arena;
    const value *root;
    const value *current; /* what `@` stands for */
    size_t visits;
    pattern_memory pattern;
} selection;

static value_list run_query(selection *self, const jsonpath *query);
static bool holds(selection *self, const logical *logical);

static bool is_container(const value *value) { return value->kind == VALUE_LIST || value->kind == VALUE_OBJECT; }

/* The item of a list, from its end when the index is negative; or NULL. */
static const value *item_at(const value *list, int64_t index) {
    int64_t count = (int64_t)list->items.count, at = index < 0 ? index + count : index;
    return list->kind == VALUE_LIST && at >= 0 && at < count ? list->items.items[at] : NULL;
}

static bool is_exhausted(const selection *self) { return self->visits >= JSONPATH_MOST_VISITS; }

static void take(selection *self, value_list *to, const value *node) {
    if (!node || is_exhausted(self))
        return;
    value_list_add(self->arena, to, node);
    self->visits++;
}

/* ---- filters ---- */

static result evaluate_call(selection *self, const call *call);

/* What a singular query selects, or NULL. */
static const value *find_single(const selection *self, const jsonpath *query) {
    const value *at = query->is_relative ? self->current : self->root;
    for (size_t i = 0; at && i < query->count; i++) {
        const selector *selector = &query->items[i].items[0];
        at = selector->kind == SELECT_NAME ? value_member(at, selector->name) : item_at(at, selector->index);
    }
    return at;
}

/* A query where a value is wanted is singular: the parser has seen to it. */
static const value *term_value(selection *self, const term *term) {
    switch (term->kind) {
    case TERM_LITERAL: return term->literal;
    case TERM_CALL: return evaluate_call(self, term->call).value;
    default: return find_single(self, term->query);
    }
}

static result evaluate_call(selection *self, const call *call) {
    result arguments[JSONPATH_MOST_PARAMETERS] = {0};
    for (size_t i = 0; i < call->function->parameter_count; i++) {
        const term *argument = &call->arguments[i];
        if (call->function->parameters[i] == TYPE_NODES)
            arguments[i].nodes = run_query(self, argument->query);
        else
            arguments[i].value = term_value(self, argument);
    }
    return call->function->evaluate(self->arena, call, arguments, &self->pattern);
}

/* Nothing equals nothing; only numbers and strings have an order. */
static bool compare(comparison comparison, const value *left, const value *right) {
    int order;
    bool is_equal = left && right ? value_equal(left, right) : left == right;
    bool is_ordered = left && right && value_compare(left, right, &order);
    switch (comparison) {
    case EQUAL: return is_equal;
    case NOT_EQUAL: return !is_equal;
    case LESS: return is_ordered && order < 0;
    case GREATER: return is_ordered && order > 0;
    case LESS_OR_EQUAL: return is_equal || (is_ordered && order < 0);
    default: return is_equal || (is_ordered && order > 0);
    }
}

static bool passes_test(selection *self, const term *term) {
    if (term->kind == TERM_CALL) {
        result result = evaluate_call(self, term->call);
        return term->call->function->type == TYPE_LOGICAL ? result.holds : result.nodes.count > 0;
    }
    return term->query->is_singular ? find_single(self, term->query) != NULL : run_query(self, term->query).count > 0;
}

static bool holds(selection *self, const logical *logical) {
    switch (logical->kind) {
    case LOGICAL_OR: return holds(self, logical->left) || holds(self, logical->right);
    case LOGICAL_AND: return holds(self, logical->left) && holds(self, logical->right);
    case LOGICAL_NOT: return !holds(self, logical->left);
    case LOGICAL_TEST: return passes_test(self, &logical->terms[0]);
    default:
        return compare(logical->comparison, term_value(self, &logical->terms[0]), term_value(self, &logical->terms[1]));
    }
}

static void select_filtered(selection *self, const logical *filter, const value *from, value_list *to) {
    const value *outer = self->current;
    for (size_t i = 0; is_container(from) && i < from->items.count; i++) {
        self->current = from->items.items[i];
        self->visits++;
        if (!is_exhausted(self) && holds(self, filter))
            take(self, to, from->items.items[i]);
    }
    self->current = outer;
}

/* ---- selectors ---- */

static int64_t clamp(int64_t index, int64_t low, int64_t high) {
    return index < low ? low : index > high ? high : index;
}

/* The bounds of section 2.3.4.2.2. */
static void select_slice(selection *self, const selector *slice, const value *from, value_list *to) {
    int64_t count = (int64_t)from->items.count, step = slice->step;
    int64_t start = !slice->has_start ? (step < 0 ? count - 1 : 0) : slice->index + (slice->index < 0 ? count : 0);
    int64_t end = !slice->has_end ? (step < 0 ? -1 : count) : slice->end + (slice->end < 0 ? count : 0);
    if (from->kind != VALUE_LIST || step == 0)
        return;
    if (step > 0) {
        end = clamp(end, 0, count);
        for (int64_t i = clamp(start, 0, count); i < end; i += step)
            take(self, to, from->items.items[i]);
    } else {
        end = clamp(end, -1, count - 1);
        for (int64_t i = clamp(start, -1, count - 1); i > end; i += step)
            take(self, to, from->items.items[i]);
    }
}

static void apply_selector(selection *self, const selector *selector, const value *from, value_list *to) {
    switch (selector->kind) {
    case SELECT_NAME: take(self, to, value_member(from, selector->name)); return;
    case SELECT_INDEX: take(self, to, item_at(from, selector->index)); return;
    case SELECT_WILDCARD:
        for (size_t i = 0; is_container(from) && i < from->items.count; i++)
            take(self, to, from->items.items[i]);
        return;
    case SELECT_SLICE: select_slice(self, selector, from, to); return;
    default: select_filtered(self, selector->filter, from, to);
    }
}

/* ---- segments ---- */

/* From the value itself and, of a descendant segment, from all below it, parents first. */
static void apply_segment(selection *self, const segment *segment, const value *from, value_list *to) {
    for (size_t i = 0; i < segment->count; i++)
        apply_selector(self, &segment->items[i], from, to);
    for (size_t i = 0; segment->is_descendant && is_container(from) && i < from->items.count; i++)
        apply_segment(self, segment, from->items.items[i], to);
}

static value_list run_query(selection *self, const jsonpath *query) {
    value_list nodes = {0};
    take(self, &nodes, query->is_relative ? self->current : self->root);
    for (size_t i = 0; i < query->count; i++) {
        value_list next = {0};
        for (size_t j = 0; j < nodes.count && !is_exhausted(self); j++)
            apply_segment(self, &query->items[i], nodes.items[j], &next);
        nodes = next;
    }
    return nodes;
}

bool jsonpath_select(arena *arena, const jsonpath *path, const value *document, value_list *ret_nodes) {
    selection self = {.arena = arena, .root = document, .current = document};
    value_list nodes = run_query(&self, path);
    if (is_exhausted(&self))
        return false;
    *ret_nodes = nodes;
    return true;
}

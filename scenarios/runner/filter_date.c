/* Filters of dates. Now is the world's. */
#include "runner/filter.h"

static const problem *count_days(const application *self, bool is_after, const value **ret_value) {
    const runner_world *world = self->evaluation->variables->world;
    if (self->input->kind != VALUE_DATE)
        return filter_wrong_type(self, "date");
    instant now = instant_of_ms(world->now_ms(world->owner)), date = self->input->instant;
    int64_t days = is_after ? instant_days_between(now, date) : instant_days_between(date, now);
    *ret_value = value_of_integer(self->arena, days);
    return NULL;
}

const problem *filter_days_after_now(const application *self, const value **ret_value) {
    return count_days(self, true, ret_value);
}

const problem *filter_days_before_now(const application *self, const value **ret_value) {
    return count_days(self, false, ret_value);
}

const problem *filter_date_format(const application *self, const value **ret_value) {
    text pattern = self->operands[0]->text, formatted;
    if (self->input->kind != VALUE_DATE)
        return filter_wrong_type(self, "date");
    if (!date_format(self->arena, self->input->instant, pattern, &formatted))
        return problem_new(self->arena, self->step->span, "Filter error", "date format <%.*s> is not supported",
                           TEXT_ARGS(pattern));
    *ret_value = value_of_string(self->arena, formatted);
    return NULL;
}

const problem *filter_to_date(const application *self, const value **ret_value) {
    text pattern = self->operands[0]->text;
    instant date;
    PASS_ON(filter_expect_string(self));
    if (!date_parse(self->input->text, pattern, &date))
        return problem_new(self->arena, self->step->span, "Filter error",
                           "value <%.*s> could not be parsed with <%.*s> format", TEXT_ARGS(self->input->text),
                           TEXT_ARGS(pattern));
    *ret_value = value_of_date(self->arena, date);
    return NULL;
}

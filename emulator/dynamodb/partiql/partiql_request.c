#include "dynamodb/partiql/partiql_request.h"

#define LONGEST_STATEMENT 8192

void partiql_request_constrain(const partiql_request *self, const char *prefix, constraints *found) {
    arena *arena = found->problems.arena;
    const char *member = arena_printf(arena, "%sstatement", prefix);
    constraint_not_null(found, member, self->statement.data != NULL);
    if (self->statement.data)
        constraint_length(found, member, self->statement, 1, LONGEST_STATEMENT);
    if (self->parameters.is_present && self->parameters.count == 0)
        constraint_failed(found, arena_printf(arena, "%sparameters", prefix), TEXT("'[]'"),
                          "Member must have length greater than or equal to 1");
    constraint_enum(found, arena_printf(arena, "%sreturnValuesOnConditionCheckFailure", prefix),
                    self->return_values_on_condition_check_failure, "[ALL_OLD, NONE]");
}

const gabi_error *partiql_request_parse(const partiql_request *self, arena *arena, partiql_statement *ret_statement,
                                        partiql_scope *ret_scope) {
    partiql_parsed parsed;
    TRY(partiql_parse(arena, self->statement, &parsed));
    if (self->parameters.count != parsed.parameter_count)
        return validation_error(arena, "Number of parameters in request and statement don't match.");
    *ret_statement = parsed.statement;
    *ret_scope = (partiql_scope){arena, self->parameters.items};
    return NULL;
}

bool partiql_request_shows_old(const partiql_request *self) {
    return text_equal(self->return_values_on_condition_check_failure, TEXT("ALL_OLD"));
}

/* Random operations on random tables, against a naive model: what is answered must be the same.
 *
 * dynamodb_model_agreement_test [SEED [OPERATIONS]]: a failure prints both, the last operation and what is wrong with
 * its answer; the same seed does the same again. */
#include <stdlib.h>

#include "core/testing.h"
#include "dynamodb/model/run.h"
#include "dynamodb/operation_fixture.h"

#define OPERATIONS_PER_TABLE 2000

typedef struct step {
    void (*take)(run *self);
    int share; /* of the others */
} step;

static const step steps[] = {
    {step_write, 120},         {step_get, 30},
    {step_query, 50},          {step_scan, 15},
    {step_transact_write, 20}, {step_transact_get, 10},
    {step_batch_write, 15},    {step_batch_get, 10},
    {step_partiql_write, 30},  {step_partiql_select, 20},
    {step_let_time_pass, 6},   {step_replay_stream, 2},
    {step_back_up, 1},         {step_recover, 1},
    {step_change_table, 3},    {step_fork_world, 1},
    {step_describe, 3},
};

static void take_step(run *self) {
    int shares = 0, drawn;
    for (int i = 0; i < COUNT_OF(steps); i++)
        shares += steps[i].share;
    drawn = chance_below(&self->generator.chance, shares);
    int i = 0;
    for (; drawn >= steps[i].share; i++)
        drawn -= steps[i].share;
    steps[i].take(self);
    arena_reset(self->arena);
}

static void does_what_the_model_does(void **state) {
    run *self = *state;
    for (long tables = 1; self->done < self->wanted; tables++) {
        run_begin_table(self);
        while (self->done < self->wanted && self->done < tables * OPERATIONS_PER_TABLE)
            take_step(self);
        step_replay_stream(self);
    }
    print_message("%ld operations, seed %llu\n", self->done, (unsigned long long)self->seed);
}

int main(int argc, char **argv) {
    run run = {
        .seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1,
        .wanted = argc > 2 ? strtol(argv[2], NULL, 10) : 100000,
        .arena = arena_new(ARENA_REQUEST_CEILING_BYTES),
        .table = {.arena = arena_new(ARENA_REQUEST_CEILING_BYTES)},
    };
    run.generator = (generator){.chance = {.state = run.seed}, .arena = run.arena, .table = &run.table};
    run.world = operation_fixture_world(run.arena);
    const struct CMUnitTest tests[] = {cmocka_unit_test_prestate(does_what_the_model_does, &run)};
    int status = RUN_TESTS(tests);
    world_free(run.world);
    arena_free(run.table.arena);
    arena_free(run.arena);
    return status;
}

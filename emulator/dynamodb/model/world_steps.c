#include "dynamodb/model/run.h"
#include "store/archive.h"

static void must(run *self, const gabi_error *error) { run_expect(self, !error, error ? error->message : ""); }

void step_fork_world(run *self) {
    world *origin = self->world, *fork;
    text bytes;
    must(self, world_fork(self->arena, origin, TEXT("fork"), &fork));
    world_free(origin);
    self->world = fork;
    if (chance_one_in(&self->generator.chance, 2))
        return;
    must(self, archive_write(self->arena, fork, &bytes));
    world_free(fork);
    must(self, archive_read(self->arena, bytes, TEXT("again"), &self->world));
}

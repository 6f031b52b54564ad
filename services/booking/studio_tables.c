#include "booking/studio_tables.h"

const gabi_error *studio_tables_open(arena *arena, const settings *settings, const ports *ports, void **ret_owner) {
    studio_tables *self = arena_zalloc(arena, sizeof *self);
    self->ports = ports;
    TRY(settings_get(settings, arena, "CLASSES_TABLE", &self->classes));
    TRY(settings_get(settings, arena, "BOOKINGS_TABLE", &self->bookings));
    *ret_owner = self;
    return NULL;
}

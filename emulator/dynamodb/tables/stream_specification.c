#include "dynamodb/tables/stream_specification.h"

static const wire_member members[] = {
    {"StreamEnabled", wire_read_boolean, offsetof(stream_specification, is_enabled), NULL},
    {"StreamViewType", wire_read_text, offsetof(stream_specification, view), NULL},
};
const wire_struct stream_specification_struct = {"", sizeof(stream_specification), members,
                                                 sizeof members / sizeof *members};

void stream_specification_constrain(const stream_specification *self, constraints *found) {
    if (!self)
        return;
    constraint_not_null(found, "streamSpecification.streamEnabled", self->is_enabled.is_present);
    constraint_enum(found, "streamSpecification.streamViewType", self->view,
                    "[OLD_IMAGE, KEYS_ONLY, NEW_AND_OLD_IMAGES, NEW_IMAGE]");
}

const gabi_error *stream_specification_check_new(const stream_specification *self, arena *arena) {
    if (self && self->is_enabled.value && !self->view.data)
        return parameter_error(arena, "Table is being created with a stream enabled, UpdateViewType is required");
    if (self && !self->is_enabled.value && self->view.data)
        return parameter_error(arena,
                               "Table is being created with a stream disabled, UpdateViewType should not be specified");
    return NULL;
}

const gabi_error *stream_specification_check_change(const stream_specification *self, arena *arena) {
    if (self->is_enabled.value && !self->view.data)
        return parameter_error(arena, "If stream is being enabled then UpdateViewType is required");
    if (!self->is_enabled.value && self->view.data)
        return parameter_error(arena, "If stream is being disabled, then UpdateViewType must not be specified");
    return NULL;
}

#include "cli/warnings.h"

#include "core/buffer.h"

/* One thing to say. */
typedef struct warning {
    text what;
    buffer resources; /* ", NAME (TYPE)" of each */
    struct warning *next;
} warning;

struct warning_list {
    arena *arena;
    warning *first;
    warning **end;
};

warning_list *warnings_new(arena *arena) {
    warning_list *self = arena_alloc(arena, sizeof *self);
    self->arena = arena;
    self->first = NULL;
    self->end = &self->first;
    return self;
}

static warning *find(warning_list *self, text what) {
    warning *each = self->first;
    while (each && !text_equal(each->what, what))
        each = each->next;
    if (each)
        return each;
    each = arena_alloc(self->arena, sizeof *each);
    *each = (warning){.what = text_copy(self->arena, what), .resources = BUFFER(self->arena)};
    *self->end = each;
    self->end = &each->next;
    return each;
}

void warnings_add(void *list, text logical_id, text type, const char *what) {
    warning_list *self = list;
    buffer *resources = &find(self, text_of(what))->resources;
    text entry = text_format(self->arena, ", %.*s (%.*s)", TEXT_ARGS(logical_id), TEXT_ARGS(type));
    if (text_find(buffer_text(resources), entry) == TEXT_NOT_FOUND)
        buffer_append(resources, entry);
}

void warnings_print(const warning_list *self, FILE *to) {
    for (const warning *each = self->first; each; each = each->next) {
        text resources = text_from((text){each->resources.data, each->resources.length}, sizeof ", " - 1);
        fprintf(to, "gabi-emu: warning: %.*s: %.*s\n", TEXT_ARGS(each->what), TEXT_ARGS(resources));
    }
}

#include "store/paged_work.h"

/* As one that outlives the page. */
static const gabi_error *keep(arena *arena, const gabi_error *error) {
    return error ? error_new(arena, error->kind, error->code, "%s", error->message) : NULL;
}

const gabi_error *store_work(store *self, arena *arena, store_mode mode, work_page *do_page, void *work) {
    struct arena *page = arena_new(ARENA_REQUEST_CEILING_BYTES);
    const gabi_error *error = NULL;
    for (bool is_done = false; !is_done && !error; arena_reset(page)) {
        error = store_begin(self, arena, mode);
        if (!error)
            error = keep(arena, store_end(self, page, do_page(work, page, &is_done)));
    }
    arena_free(page);
    return error;
}

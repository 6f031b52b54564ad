/* The pages under a store in memory, for those of this folder who write or read them as a whole. */
#ifndef GABI_STORE_PAGES_H
#define GABI_STORE_PAGES_H

#include "store/pages.h"
#include "store/store.h"

/* A store of those pages, which it then owns; NULL when there was no memory for them. */
const gabi_error *store_open_pages(arena *arena, page_file *pages, store **ret_store);

/* Those of a store that nobody is using. */
const page_file *store_pages(const store *self);

#endif

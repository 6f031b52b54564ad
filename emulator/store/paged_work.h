/* Long work on a store: it is done page by page, each in a transaction of its own, so that others are let in between.
 */
#ifndef GABI_STORE_PAGED_WORK_H
#define GABI_STORE_PAGED_WORK_H

#include "store/store.h"

/* Does the next page of the work, with the lock held. What it allocates in its arena is gone by the next page. */
typedef const gabi_error *work_page(void *work, arena *arena, bool *ret_is_done);

/* Does page after page, until the work is done or a page fails: what the pages before it did stays. The error is in
 * the arena given here. */
const gabi_error *store_work(store *self, arena *arena, store_mode mode, work_page *do_page, void *work);

#endif

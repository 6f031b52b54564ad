/* The page size of every store, in memory and on disk alike, so that one can be copied into the other. */
#ifndef GABI_PAGE_SIZE_H
#define GABI_PAGE_SIZE_H

#define STORE_PAGE_BYTES 16384

#endif

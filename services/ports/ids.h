/* Port: unpredictable bytes, from which every id, salt and token is made (see core/identifiers.h). */
#ifndef GABI_PORTS_IDS_H
#define GABI_PORTS_IDS_H

#include <stddef.h>

typedef struct ids_port ids_port;

struct ids_port {
    /* Fills size bytes. In production from getrandom; in a deterministic world a keyed hash, the same for one seed. */
    void (*draw)(ids_port *self, void *ret_bytes, size_t size);
};

#endif

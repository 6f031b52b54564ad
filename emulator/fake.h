/* A fake: one emulated service, as the edge and the template loader see it. Each fake's folder defines one; main.c
 * lists them. Fakes do not include each other: what one needs of another goes through world_transport, as on AWS. */
#ifndef GABI_FAKE_H
#define GABI_FAKE_H

#include "core/op.h"
#include "store/provision.h"
#include "store/world.h"

typedef struct fake {
    const char *name;   /* "dynamodb": in logs, health and as the signing name of SigV4 */
    const gabi_op *ops; /* handlers find the world in op_call.owner; NULL for a table that is built at run time */
    size_t op_count;
    size_t body_limit_bytes;
    bool is_signed; /* requests carry SigV4 */

    /* Answers a request when there is no static table (the gateway's routes), or when no op of the table fits; as on
     * AWS before anything is asked of the signature. */
    const gabi_error *(*fallback)(op_call *call);

    /* Renders an error as this API does. call->op is NULL when no op was found. */
    void (*render_error)(op_call *call, const gabi_error *error);

    /* Does what is due by the world's clock, in order, and notes (world_note_due) what will be next. Called before the
     * first request that comes after something fell due. NULL: nothing ever falls due. */
    const gabi_error *(*settle)(world *world, arena *arena);

    /* Rows of the control API, "/_gabi/<name>/…", for what concerns this fake alone. Their owner is the world. */
    const gabi_op *control_ops;
    size_t control_op_count;

    const resource_type *resource_types;
    size_t resource_type_count;
} fake;

#endif

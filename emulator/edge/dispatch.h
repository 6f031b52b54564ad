/* Dispatch: from a request to the answer of the fake it is for. Whoever brings a request in, the server or the loopback
 * transport, it takes the same way: service, signature, op, handler, error rendering. */
#ifndef GABI_DISPATCH_H
#define GABI_DISPATCH_H

#include "edge/credentials.h"
#include "edge/resolve.h"
#include "fake.h"

typedef struct dispatcher dispatcher;

typedef struct dispatcher_options {
    const fake *const *fakes;
    size_t fake_count;
    const credentials *credentials;
    bool is_strict; /* refuse unknown access keys instead of letting them in with a warning */
} dispatcher_options;

/* All in the arena; the options' pointers must outlive it. */
dispatcher *dispatcher_new(arena *arena, const dispatcher_options *options);

/* Who sends a request. */
typedef enum dispatch_caller {
    CALLER_OUTSIDE,  /* the network */
    CALLER_INTERNAL, /* a function, or a fake that calls another as AWS's services do: need not be signed, but if it is
                        the signature is checked */
} dispatch_caller;

/* Answers a request to a world, always with something. Within an invocation of that world. */
void dispatcher_answer(dispatcher *self, world *world, edge_entry entry, dispatch_caller caller, arena *arena,
                       http_request *request, http_response *ret_response);

#endif

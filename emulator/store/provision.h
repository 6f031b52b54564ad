/* Provisioning: how resources of a template become state of a world. The template loader resolves them, each fake
 * provisions its own types. */
#ifndef GABI_PROVISION_H
#define GABI_PROVISION_H

#include "core/http.h"
#include "core/json.h"
#include "store/world.h"

/* A resource of a template, its properties resolved (no intrinsic functions left). */
typedef struct resource {
    text logical_id;
    text type; /* "AWS::DynamoDB::Table" */
    const json *properties;
    text stack_name;
} resource;

/* What a provisioned resource answers to Ref and Fn::GetAtt. */
typedef struct resource_result {
    text reference;
    http_fields attributes; /* "Arn" and so on */
} resource_result;

/* Where a provisioner reports what it does not emulate: becomes a warning that names the logical id. */
typedef struct provision_context {
    arena *arena;
    world *world;
    void (*warn)(void *reporter, const resource *resource, const char *what);
    void *reporter;
} provision_context;

/* Warns of each property of the resource that is not in known: it is accepted and has no effect. */
void provision_warn_unknown(provision_context *context, const resource *resource, const char *const *known,
                            size_t count);

typedef struct resource_type {
    const char *name;
    const gabi_error *(*provision)(provision_context *context, const resource *resource, resource_result *ret_result);
} resource_type;

#endif

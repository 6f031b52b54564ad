/* Templates: CloudFormation's JSON, deployed to a world. Parameters take their defaults; a resource is provisioned by
 * the fake that knows its type; what nobody knows is named in a warning and left out. Source:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html */
#ifndef GABI_TEMPLATE_H
#define GABI_TEMPLATE_H

#include "fake.h"

typedef struct template_options {
    text stack_name;
    const fake *const *fakes;
    size_t fake_count;
    /* Receives warnings of what has no effect; type is the resource's. */
    void (*warn)(void *reporter, text logical_id, text type, const char *what);
    void *reporter;
} template_options;

/* Deploys the template to the world, each resource after those that it refers to. ERROR_INVALID, code "BadTemplate",
 * for a document that CloudFormation would refuse too: not JSON, a reference to nothing or in a circle, a rule that
 * does not hold. Resources that were provisioned before the error stay. */
const gabi_error *template_deploy(arena *arena, world *world, text document, const template_options *options);

#endif

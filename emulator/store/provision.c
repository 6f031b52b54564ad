#include "store/provision.h"

void provision_warn_unknown(provision_context *context, const resource *resource, const char *const *known,
                            size_t count) {
    for (const json *each = json_first(resource->properties); each; each = json_after(each))
        if (!text_is_one_of(json_name_of(each), known, count))
            context->warn(
                context->reporter, resource,
                text_format(context->arena, "property %.*s has no effect here", TEXT_ARGS(json_name_of(each))).data);
}

#include "store/provision.h"

static bool is_known(text name, const char *const *known, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (text_equal(name, text_of(known[i])))
            return true;
    return false;
}

void provision_warn_unknown(provision_context *context, const resource *resource, const char *const *known,
                            size_t count) {
    for (const json *each = json_first(resource->properties); each; each = json_after(each))
        if (!is_known(json_name_of(each), known, count))
            context->warn(
                context->reporter, resource,
                text_format(context->arena, "property %.*s has no effect here", TEXT_ARGS(json_name_of(each))).data);
}

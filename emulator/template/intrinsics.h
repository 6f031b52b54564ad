/* Intrinsic functions of templates: Ref, Fn::GetAtt, Fn::Join, Fn::Sub, Fn::If and so on, and conditions. Source:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
#ifndef GABI_TEMPLATE_INTRINSICS_H
#define GABI_TEMPLATE_INTRINSICS_H

#include "core/error.h"
#include "core/json.h"

/* Finds what the functions name. */
typedef struct intrinsics {
    void *owner;
    const gabi_error *(*reference)(void *owner, text name,
                                   text *ret_value); /* a parameter, pseudo parameter, resource */
    const gabi_error *(*attribute)(void *owner, text resource, text name, text *ret_value);
    const gabi_error *(*condition)(void *owner, text name, bool *ret_holds);
} intrinsics;

/* value with all functions in it evaluated; members whose value is AWS::NoValue are left out. ERROR_INVALID, code
 * "BadTemplate"; ERROR_UNSUPPORTED, code "NotEmulated", for a function that is not known here. */
const gabi_error *intrinsics_resolve(const intrinsics *self, arena *arena, const json *value, const json **ret_value);

/* Whether a condition ({"Fn::Equals": …}, {"Fn::Contains": …}, …) holds. */
const gabi_error *intrinsics_holds(const intrinsics *self, arena *arena, const json *condition, bool *ret_holds);

#endif

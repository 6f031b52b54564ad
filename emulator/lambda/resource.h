/* AWS::Lambda::Function. Source:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-function.html */
#ifndef GABI_LAMBDA_RESOURCE_H
#define GABI_LAMBDA_RESOURCE_H

#include "store/provision.h"

const gabi_error *function_provision(provision_context *context, const resource *resource, resource_result *ret_result);

#endif

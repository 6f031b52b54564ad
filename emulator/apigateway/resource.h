/* The template's API Gateway types. */
#ifndef GABI_API_RESOURCE_H
#define GABI_API_RESOURCE_H

#include "store/provision.h"

/* AWS::ApiGateway::RestApi with an OpenAPI Body. */
const gabi_error *rest_api_provision(provision_context *context, const resource *resource, resource_result *ret_result);

/* AWS::ApiGateway::Deployment: nothing to keep, since an API answers with what it has. */
const gabi_error *deployment_provision(provision_context *context, const resource *resource,
                                       resource_result *ret_result);

/* AWS::ApiGateway::Stage. */
const gabi_error *stage_provision(provision_context *context, const resource *resource, resource_result *ret_result);

#endif

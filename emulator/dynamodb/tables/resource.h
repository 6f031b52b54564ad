/* Tables as templates define them. */
#ifndef GABI_DYNAMODB_RESOURCE_H
#define GABI_DYNAMODB_RESOURCE_H

#include "store/provision.h"

/* AWS::DynamoDB::Table. A table that is there already is kept with its items; where the template wants it otherwise, a
 * warning says so. Source:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html */
const gabi_error *table_provision(provision_context *context, const resource *resource, resource_result *ret_result);

#endif

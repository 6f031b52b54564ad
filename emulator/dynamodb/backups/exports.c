#include "dynamodb/backups/exports.h"

const transfer_kind exports = {
    .kind = "export",
    .title = "Export",
    .arn_member = "ExportArn",
    .arn_label = "exportArn",
    .limit_member = "MaxResults",
    .limit_label = "maxResults",
    .list_member = "ExportSummaries",
    .not_found_code = "ExportNotFoundException",
};

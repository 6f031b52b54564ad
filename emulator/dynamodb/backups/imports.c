#include "dynamodb/backups/imports.h"

const transfer_kind imports = {
    .kind = "import",
    .title = "Import",
    .arn_member = "ImportArn",
    .arn_label = "importArn",
    .limit_member = "PageSize",
    .limit_label = "pageSize",
    .list_member = "ImportSummaryList",
    .not_found_code = "ImportNotFoundException",
};

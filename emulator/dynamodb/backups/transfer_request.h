/* What the operations on exports and imports have in common. There is no S3 here yet, so nothing is exported or
 * imported: requests are checked as AWS checks them, and then refused; what was exported or imported is told truly,
 * nothing. */
#ifndef GABI_DYNAMODB_TRANSFER_REQUEST_H
#define GABI_DYNAMODB_TRANSFER_REQUEST_H

#include "core/op.h"
#include "dynamodb/values/constraints.h"
#include "dynamodb/values/wire.h"

typedef struct transfer_kind {
    const char *kind;       /* in ARNs: "export" */
    const char *title;      /* in messages: "Export" */
    const char *arn_member; /* "ExportArn" */
    const char *arn_label;  /* the same as AWS spells it in messages: "exportArn" */
    const char *limit_member;
    const char *limit_label;
    const char *list_member; /* "ExportSummaries" */
    const char *not_found_code;
} transfer_kind;

/* Answers DescribeExport or DescribeImport. */
const gabi_error *transfer_describe(op_call *call, const transfer_kind *kind);

/* Answers ListExports or ListImports. */
const gabi_error *transfer_list(op_call *call, const transfer_kind *kind);

/* Checks the bucket, which is spelled "s3Bucket" or "s3BucketSource.s3Bucket", and its owner. */
void constraint_bucket(constraints *self, const char *prefix, text bucket, text owner);

/* What an export or import that AWS would begin is refused with: ERROR_UNSUPPORTED, code "NotEmulatedException". */
const gabi_error *transfer_not_emulated(arena *arena, const char *operation);

#endif

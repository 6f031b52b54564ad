/* Requests that only name a backup, and are answered with its description. */
#ifndef GABI_DYNAMODB_BACKUP_REQUEST_H
#define GABI_DYNAMODB_BACKUP_REQUEST_H

#include "core/op.h"
#include "dynamodb/backups/backup.h"

/* Reads and checks the ARN. */
const gabi_error *backup_request_read(const op_call *call, text *ret_arn);

/* Answers with the backup. */
void backup_reply(op_call *call, const backup *backup, const char *status);

#endif

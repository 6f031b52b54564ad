#include "dynamodb/backups/backup_request.h"

#include "dynamodb/reply.h"

typedef struct backup_request {
    text backup_arn;
} backup_request;

static const wire_member members[] = {
    {"BackupArn", wire_read_text, offsetof(backup_request, backup_arn), NULL},
};
WIRE_STRUCT(backup_request_struct, backup_request, members);

const gabi_error *backup_request_read(const op_call *call, text *ret_arn) {
    backup_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &backup_request_struct, &request));
    TRY(backup_check_arn(call->arena, request.backup_arn));
    *ret_arn = request.backup_arn;
    return NULL;
}

void backup_reply(op_call *call, const backup *backup, const char *status) {
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_name(&writer, TEXT("BackupDescription"));
    backup_describe(&writer, backup, status);
    json_end_object(&writer);
    reply(call, buffer_text(&out));
}

/* Credentials: the access keys an emulated cloud knows, with their secrets: `test` and every account number of 12
 * digits, whose secret is `test`, and what a credentials file of the AWS CLI adds. Never changed once requests are
 * served. */
#ifndef GABI_CREDENTIALS_H
#define GABI_CREDENTIALS_H

#include "core/arena.h"
#include "core/error.h"
#include "core/text.h"

typedef struct credentials credentials;

typedef struct credential {
    text access_key;
    text secret;
    text account_id;
} credential;

/* The keys that are known without a file. */
credentials *credentials_new(arena *arena);

/* Adds the keys of a file of the AWS CLI's form: `[profile]` sections with aws_access_key_id, aws_secret_access_key
 * and, if the key is of another account, aws_account_id; other names are passed over. ERROR_INVALID, code
 * "InvalidCredentialsFile", with file and line in the message. Source:
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html */
const gabi_error *credentials_add_file(credentials *self, arena *arena, const char *path);

/* The same for a file's content; name stands in messages. */
const gabi_error *credentials_add(credentials *self, arena *arena, text content, const char *name);

/* False when the key is not known. */
bool credentials_find(const credentials *self, text access_key, credential *ret_credential);

#endif

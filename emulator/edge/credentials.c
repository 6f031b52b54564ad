#include "edge/credentials.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/buffer.h"
#include "store/account.h"

#define COMMON_KEY "test"
#define COMMON_SECRET "test"
#define ACCOUNT_ID_DIGITS 12
#define LARGEST_FILE_BYTES ((size_t)1024 * 1024)

struct credentials {
    credential *items; /* those of files */
    size_t count;
};

credentials *credentials_new(arena *arena) { return arena_zalloc(arena, sizeof(credentials)); }

static bool is_account_id(text key) {
    for (size_t i = 0; i < key.length; i++)
        if (key.data[i] < '0' || key.data[i] > '9')
            return false;
    return key.length == ACCOUNT_ID_DIGITS;
}

bool credentials_find(const credentials *self, text access_key, credential *ret_credential) {
    for (size_t i = 0; i < self->count; i++) {
        if (text_equal(self->items[i].access_key, access_key)) {
            *ret_credential = self->items[i];
            return true;
        }
    }
    bool is_account = is_account_id(access_key);
    if (!is_account && !text_equal(access_key, TEXT(COMMON_KEY)))
        return false;
    *ret_credential = (credential){access_key, TEXT(COMMON_SECRET), is_account ? access_key : TEXT(ACCOUNT_ID)};
    return true;
}

/* Reading a file, profile by profile. */
typedef struct profile_reader {
    credentials *credentials;
    arena *arena;
    const char *name; /* of the file */
    unsigned line;
    bool is_in_profile;
    unsigned profile_line; /* where the profile begins */
    credential profile;
} profile_reader;

static const gabi_error *problem(const profile_reader *self, unsigned line, const char *what) {
    return error_new(self->arena, ERROR_INVALID, "InvalidCredentialsFile", "%s:%u: %s", self->name, line, what);
}

static void add(credentials *self, arena *arena, const credential *added) {
    self->items = arena_grow_by_one(arena, self->items, self->count, sizeof *self->items);
    self->items[self->count++] = *added;
}

/* Takes in the profile that has been read; one without keys (a role, a session of sso) is none of ours. */
static const gabi_error *end_profile(profile_reader *self) {
    credential *profile = &self->profile;
    if (text_is_empty(profile->access_key) && text_is_empty(profile->secret))
        return NULL;
    if (text_is_empty(profile->secret))
        return problem(self, self->profile_line, "this profile has an aws_access_key_id but no aws_secret_access_key");
    if (text_is_empty(profile->access_key))
        return problem(self, self->profile_line, "this profile has an aws_secret_access_key but no aws_access_key_id");
    credential known;
    if (credentials_find(self->credentials, profile->access_key, &known)) {
        if (text_equal(known.secret, profile->secret))
            return NULL;
        return problem(self, self->profile_line, "this profile's aws_access_key_id is known with another secret");
    }
    add(self->credentials, self->arena, profile);
    return NULL;
}

static const gabi_error *begin_profile(profile_reader *self, text line) {
    if (!text_ends_with(line, TEXT("]")))
        return problem(self, self->line, "the closing ] is missing");
    TRY(end_profile(self));
    self->is_in_profile = true;
    self->profile_line = self->line;
    self->profile = (credential){.account_id = TEXT(ACCOUNT_ID)};
    return NULL;
}

static const gabi_error *read_setting(profile_reader *self, text line) {
    text name, value = line;
    text_cut(&value, '=', &name);
    if (!value.data)
        return problem(self, self->line, "expected [profile] or name = value");
    if (!self->is_in_profile)
        return problem(self, self->line, "a setting stands before the first [profile]");
    name = text_trim(name);
    value = text_trim(value);
    if (text_equal(name, TEXT("aws_account_id")) && !is_account_id(value))
        return problem(self, self->line, "aws_account_id must have 12 digits");
    if (text_equal(name, TEXT("aws_access_key_id")))
        self->profile.access_key = text_copy(self->arena, value);
    else if (text_equal(name, TEXT("aws_secret_access_key")))
        self->profile.secret = text_copy(self->arena, value);
    else if (text_equal(name, TEXT("aws_account_id")))
        self->profile.account_id = text_copy(self->arena, value);
    return NULL;
}

const gabi_error *credentials_add(credentials *self, arena *arena, text content, const char *name) {
    profile_reader reader = {.credentials = self, .arena = arena, .name = name};
    for (text line; text_cut(&content, '\n', &line);) {
        reader.line++;
        line = text_trim(line);
        if (text_is_empty(line) || line.data[0] == '#' || line.data[0] == ';')
            continue;
        TRY(line.data[0] == '[' ? begin_profile(&reader, line) : read_setting(&reader, line));
    }
    return end_profile(&reader);
}

static void close_file(void *file) { fclose(file); }

const gabi_error *credentials_add_file(credentials *self, arena *arena, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file)
        return error_new(arena, ERROR_INVALID, "InvalidCredentialsFile", "%s cannot be read: %s", path,
                         strerror(errno));
    arena_defer(arena, close_file, file);
    buffer content = BUFFER(arena);
    content.length = fread(buffer_reserve(&content, LARGEST_FILE_BYTES + 1), 1, LARGEST_FILE_BYTES + 1, file);
    if (ferror(file))
        return error_new(arena, ERROR_INVALID, "InvalidCredentialsFile", "%s cannot be read: %s", path,
                         strerror(errno));
    if (content.length > LARGEST_FILE_BYTES)
        return error_new(arena, ERROR_INVALID, "InvalidCredentialsFile",
                         "%s is no credentials file: it is larger than "
                         "%zu bytes",
                         path, LARGEST_FILE_BYTES);
    return credentials_add(self, arena, buffer_text(&content), path);
}

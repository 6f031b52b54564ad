#include "edge/credentials.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/testing.h"

static void knows_test_and_every_account_number(void **state) {
    credentials *credentials = credentials_new(*state);
    credential found;
    assert_true(credentials_find(credentials, TEXT("test"), &found));
    assert_string(found.secret, "test");
    assert_string(found.account_id, "000000000000");
    assert_true(credentials_find(credentials, TEXT("123456789012"), &found));
    assert_string(found.secret, "test");
    assert_string(found.account_id, "123456789012");
    assert_false(credentials_find(credentials, TEXT("12345678901"), &found));
    assert_false(credentials_find(credentials, TEXT("12345678901x"), &found));
    assert_false(credentials_find(credentials, TEXT(""), &found));
}

static void reads_the_keys_of_all_profiles(void **state) {
    arena *arena = *state;
    credentials *credentials = credentials_new(arena);
    assert_success(credentials_add(credentials, arena,
                                   TEXT("# mine\r\n"
                                        "[default]\r\n"
                                        "aws_access_key_id = AKIDONE\r\n"
                                        "aws_secret_access_key=one/with=signs \r\n"
                                        "region = eu-central-1\r\n"
                                        "; another\n"
                                        "[profile two]\n"
                                        "aws_secret_access_key = two\n"
                                        "aws_access_key_id = AKIDTWO\n"
                                        "aws_account_id = 111122223333\n"
                                        "\n"
                                        "[role]\n"
                                        "role_arn = arn:aws:iam::111122223333:role/x"),
                                   "file"));
    credential found;
    assert_true(credentials_find(credentials, TEXT("AKIDONE"), &found));
    assert_string(found.secret, "one/with=signs");
    assert_string(found.account_id, "000000000000");
    assert_true(credentials_find(credentials, TEXT("AKIDTWO"), &found));
    assert_string(found.secret, "two");
    assert_string(found.account_id, "111122223333");
    assert_true(credentials_find(credentials, TEXT("test"), &found));
}

static void assert_refused(arena *arena, const char *content, const char *message) {
    const gabi_error *error = credentials_add(credentials_new(arena), arena, text_of(content), "keys");
    assert_error(error, ERROR_INVALID, "InvalidCredentialsFile");
    assert_string(text_of(error->message), message);
}

static void says_in_which_line_a_file_is_wrong(void **state) {
    arena *arena = *state;
    assert_refused(arena, "\n[default", "keys:2: the closing ] is missing");
    assert_refused(arena, "aws_access_key_id = A", "keys:1: a setting stands before the first [profile]");
    assert_refused(arena, "[a]\n\nnonsense", "keys:3: expected [profile] or name = value");
    assert_refused(arena, "[a]\naws_access_key_id = A\n[b]",
                   "keys:1: this profile has an aws_access_key_id but no aws_secret_access_key");
    assert_refused(arena, "[a]\naws_secret_access_key = A\naws_access_key_id =",
                   "keys:1: this profile has an aws_secret_access_key but no aws_access_key_id");
    assert_refused(arena, "[a]\naws_account_id = 12", "keys:2: aws_account_id must have 12 digits");
    assert_refused(arena, "[a]\naws_access_key_id = test\naws_secret_access_key = other",
                   "keys:1: this profile's aws_access_key_id is known with another secret");
}

static void takes_a_key_that_stands_twice_with_one_secret(void **state) {
    arena *arena = *state;
    assert_success(credentials_add(credentials_new(arena), arena,
                                   TEXT("[a]\naws_access_key_id = A\naws_secret_access_key = s\n"
                                        "[b]\naws_access_key_id = A\naws_secret_access_key = s"),
                                   "keys"));
}

static void reads_a_file(void **state) {
    arena *arena = *state;
    char path[] = "/tmp/gabi-credentials-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    assert_non_null(file);
    fputs("[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = s\n", file);
    fclose(file);
    credentials *credentials = credentials_new(arena);
    const gabi_error *error = credentials_add_file(credentials, arena, path);
    unlink(path);
    assert_success(error);
    credential found;
    assert_true(credentials_find(credentials, TEXT("AKIDFILE"), &found));
}

static void names_a_file_that_cannot_be_read(void **state) {
    arena *arena = *state;
    const gabi_error *error = credentials_add_file(credentials_new(arena), arena, "/nowhere/keys");
    assert_error(error, ERROR_INVALID, "InvalidCredentialsFile");
    assert_string(text_of(error->message), "/nowhere/keys cannot be read: No such file or directory");
    assert_error(credentials_add_file(credentials_new(arena), arena, "/tmp"), ERROR_INVALID, "InvalidCredentialsFile");
    error = credentials_add_file(credentials_new(arena), arena, "/dev/zero");
    assert_string(text_of(error->message), "/dev/zero is no credentials file: it is larger than 1048576 bytes");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(knows_test_and_every_account_number),
        TEST(reads_the_keys_of_all_profiles),
        TEST(says_in_which_line_a_file_is_wrong),
        TEST(takes_a_key_that_stands_twice_with_one_secret),
        TEST(reads_a_file),
        TEST(names_a_file_that_cannot_be_read),
    };
    return RUN_TESTS(tests);
}

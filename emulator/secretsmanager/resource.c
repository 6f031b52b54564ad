#include "secretsmanager/resource.h"

#include <string.h>

#include "core/json_writer.h"
#include "secretsmanager/secret_store.h"
#include "store/account.h"

#define DEFAULT_LENGTH 32
#define MOST_LENGTH 4096

#define LOWER_CASE "abcdefghijklmnopqrstuvwxyz"
#define UPPER_CASE "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"
#define PUNCTUATION "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

static void add_alphabet(buffer *alphabet, const json *options, const char *exclude_option, const char *characters) {
    text excluded = json_member_text(options, "ExcludeCharacters");
    if (exclude_option && json_is_true(json_member(options, exclude_option)))
        return;
    for (; *characters; characters++)
        if (text_index(excluded, *characters) == TEXT_NOT_FOUND)
            buffer_append_char(alphabet, *characters);
}

/* A password of the alphabet that the options leave, each character from two drawn bytes, so that none is favoured
 * noticeably. */
static const gabi_error *generate_password(provision_context *context, const json *options, text *ret_password) {
    int64_t length = json_member(options, "PasswordLength") ? 0 : DEFAULT_LENGTH;
    json_to_int64(json_member(options, "PasswordLength"), &length);
    buffer alphabet = BUFFER(context->arena);
    add_alphabet(&alphabet, options, "ExcludeLowercase", LOWER_CASE);
    add_alphabet(&alphabet, options, "ExcludeUppercase", UPPER_CASE);
    add_alphabet(&alphabet, options, "ExcludeNumbers", DIGITS);
    add_alphabet(&alphabet, options, "ExcludePunctuation", PUNCTUATION);
    if (json_is_true(json_member(options, "IncludeSpace")))
        buffer_append_char(&alphabet, ' ');
    if (length < 1 || length > MOST_LENGTH || alphabet.length == 0)
        return error_new(context->arena, ERROR_INVALID, "InvalidParameterException",
                         "GenerateSecretString needs a PasswordLength of 1 to %d and characters to choose from",
                         MOST_LENGTH);
    buffer password = BUFFER(context->arena);
    while (password.length < (size_t)length) {
        unsigned char drawn[2];
        world_draw(context->world, drawn, sizeof drawn);
        buffer_append_char(&password, alphabet.data[(size_t)(drawn[0] << 8 | drawn[1]) % alphabet.length]);
    }
    *ret_password = buffer_text(&password);
    return NULL;
}

/* The template with the password added under its key: `{"user":"admin"}` becomes `{"user":"admin","password":"…"}`. */
static const gabi_error *fill_template(provision_context *context, const json *options, text password,
                                       text *ret_value) {
    text key = json_member_text(options, "GenerateStringKey");
    const json *template;
    TRY(json_parse(context->arena, json_member_text(options, "SecretStringTemplate"), 32, &template));
    if (json_kind_of(template) != JSON_KIND_OBJECT || text_is_empty(key))
        return error_new(context->arena, ERROR_INVALID, "InvalidParameterException",
                         "A SecretStringTemplate must be a JSON object, and GenerateStringKey say where the password "
                         "goes");
    buffer out = BUFFER(context->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    for (const json *each = json_first(template); each; each = json_after(each)) {
        json_name(&writer, json_name_of(each));
        json_raw(&writer, json_print(context->arena, each));
    }
    json_name(&writer, key);
    json_string(&writer, password);
    json_end_object(&writer);
    *ret_value = buffer_text(&out);
    return NULL;
}

static const gabi_error *secret_value(provision_context *context, const json *properties, text *ret_value) {
    const json *given = json_member(properties, "SecretString");
    const json *options = json_member(properties, "GenerateSecretString");
    if (given) {
        *ret_value = json_text(given);
        return NULL;
    }
    if (!options) {
        *ret_value = TEXT("{}"); /* as AWS does when neither is there */
        return NULL;
    }
    text password;
    TRY(generate_password(context, options, &password));
    if (!json_member(options, "SecretStringTemplate")) {
        *ret_value = password;
        return NULL;
    }
    return fill_template(context, options, password, ret_value);
}

const gabi_error *secret_provision(provision_context *context, const resource *resource, resource_result *ret_result) {
    static const char *const known[] = {"Name", "Description", "SecretString", "GenerateSecretString",
                                        "Tags", "KmsKeyId"};
    arena *arena = context->arena;
    provision_warn_unknown(context, resource, known, sizeof known / sizeof *known);
    text name = json_member_text(resource->properties, "Name");
    if (text_is_empty(name))
        name = text_format(arena, "%.*s-%.*s", TEXT_ARGS(resource->stack_name), TEXT_ARGS(resource->logical_id));
    TRY(secret_check_name(arena, name));
    secret secret;
    const gabi_error *absent = secret_find(arena, context->world, name, &secret);
    if (absent && absent->kind != ERROR_NOT_FOUND)
        return absent;
    if (absent) {
        text value;
        TRY(secret_value(context, resource->properties, &value));
        TRY(secret_create(arena, context->world, name, value, &secret));
    }
    *ret_result = (resource_result){.reference = secret.arn};
    http_fields_add(arena, &ret_result->attributes, TEXT("Id"), secret.arn);
    return NULL;
}

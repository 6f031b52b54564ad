#include "runner/options.h"

#include "runner/suggestion.h"

const request_options default_options = {
    .repeat = 1,
    .retry_interval_ms = 1000,
    .max_redirects = 50,
    .max_time_ms = 300000,
    .connection = {.connect_timeout_ms = 300000},
};

/* ---- what each does ---- */

static const problem *add_header(const option_target *target, const option_setting *setting, const value *value) {
    size_t colon = text_index(value->text, ':');
    if (colon == TEXT_NOT_FOUND)
        return problem_new(target->arena, setting->template.span, "Invalid option value",
                           "invalid header option value <%.*s>: missing `:`", TEXT_ARGS(value->text));
    http_fields_add(target->arena, &target->options->headers, text_trim(text_upto(value->text, colon)),
                    text_trim(text_from(value->text, colon + 1)));
    return NULL;
}

static const problem *set_location(const option_target *target, const option_setting *setting, const value *value) {
    (void)setting;
    target->options->follows_redirects = value->boolean;
    target->options->trusts_redirects = false;
    return NULL;
}

static const problem *set_location_trusted(const option_target *target, const option_setting *setting,
                                           const value *value) {
    (void)setting;
    if (value->boolean)
        target->options->follows_redirects = target->options->trusts_redirects = true;
    return NULL;
}

static const problem *set_output(const option_target *target, const option_setting *setting, const value *value) {
    target->options->output = value->text;
    target->options->output_span = setting->template.span;
    return NULL;
}

static const problem *set_variable(const option_target *target, const option_setting *setting, const value *value) {
    variables_set(target->arena, target->variables, setting->name, value);
    return NULL;
}

static const problem *set_verbose(const option_target *target, const option_setting *setting, const value *value) {
    (void)setting;
    target->options->verbosity = value->boolean ? VERBOSITY_VERBOSE : VERBOSITY_NONE;
    return NULL;
}

static const problem *set_very_verbose(const option_target *target, const option_setting *setting, const value *value) {
    (void)setting;
    target->options->verbosity = value->boolean ? VERBOSITY_DEBUG : VERBOSITY_NONE;
    return NULL;
}

static const problem *set_verbosity(const option_target *target, const option_setting *setting, const value *value) {
    (void)setting;
    target->options->verbosity = text_equal(value->text, TEXT("brief"))     ? VERBOSITY_BRIEF
                                 : text_equal(value->text, TEXT("verbose")) ? VERBOSITY_VERBOSE
                                                                            : VERBOSITY_DEBUG;
    return NULL;
}

static const problem *set_version(const option_target *target, bool is_wanted, connection_version version) {
    connection *connection = &target->options->connection;
    connection->is_fresh = true; /* one that is there may be of another */
    if (is_wanted)
        connection->version = version;
    else if (version > CONNECTION_HTTP_1_0)
        connection->version = version - 1;
    return NULL;
}

static const problem *set_http10(const option_target *target, const option_setting *setting, const value *value) {
    (void)setting;
    return set_version(target, value->boolean, CONNECTION_HTTP_1_0);
}

static const problem *set_http11(const option_target *target, const option_setting *setting, const value *value) {
    (void)setting;
    return set_version(target, value->boolean, CONNECTION_HTTP_1_1);
}

static const problem *set_http2(const option_target *target, const option_setting *setting, const value *value) {
    (void)setting;
    return set_version(target, value->boolean, CONNECTION_HTTP_2);
}

static const problem *set_http3(const option_target *target, const option_setting *setting, const value *value) {
    (void)setting;
    return set_version(target, value->boolean, CONNECTION_HTTP_3);
}

static const problem *set_ipv4(const option_target *target, const option_setting *setting, const value *value) {
    (void)setting;
    target->options->connection.ip_version = value->boolean ? 4 : 6;
    return NULL;
}

static const problem *set_ipv6(const option_target *target, const option_setting *setting, const value *value) {
    (void)setting;
    target->options->connection.ip_version = value->boolean ? 6 : 4;
    return NULL;
}

static void add_line(const option_target *target, text *lines, text line) {
    *lines = text_format(target->arena, "%.*s%.*s\n", TEXT_ARGS(*lines), TEXT_ARGS(line));
}

static const problem *add_connect_to(const option_target *target, const option_setting *setting, const value *value) {
    (void)setting;
    add_line(target, &target->options->connection.connects_to, value->text);
    return NULL;
}

static const problem *add_resolve(const option_target *target, const option_setting *setting, const value *value) {
    (void)setting;
    add_line(target, &target->options->connection.resolves, value->text);
    return NULL;
}

static const problem *refuse(const option_target *target, const option_setting *setting) {
    return problem_new(target->arena, setting->span, "Invalid option value",
                       "the option %s is not supported where scenarios run without a network", setting->option->name);
}

/* ---- the table ---- */

/* An option that is one member of the options, as it is. */
#define MEMBER(name) .has_member = true, .member = offsetof(request_options, name)
#define CONNECTION(name) MEMBER(connection.name)

static const entry_option table[] = {
    {"aws-sigv4", ENTRY_OPTION_TEXT, MEMBER(aws_sigv4)},
    {"cacert", ENTRY_OPTION_FILE, CONNECTION(authorities_file)},
    {"cert", ENTRY_OPTION_FILE_AND_PASSWORD, CONNECTION(certificate_file), .needs_network = true},
    {"compressed", ENTRY_OPTION_BOOLEAN, MEMBER(is_compressed)},
    {"connect-timeout", ENTRY_OPTION_DURATION, CONNECTION(connect_timeout_ms)},
    {"connect-to", ENTRY_OPTION_TEXT, .apply = add_connect_to},
    {"delay", ENTRY_OPTION_DURATION, MEMBER(delay_ms)},
    {"digest", ENTRY_OPTION_BOOLEAN, CONNECTION(has_digest), .needs_network = true},
    {"header", ENTRY_OPTION_TEXT, .apply = add_header},
    {"http1.0", ENTRY_OPTION_BOOLEAN, .apply = set_http10},
    {"http1.1", ENTRY_OPTION_BOOLEAN, .apply = set_http11},
    {"http2", ENTRY_OPTION_BOOLEAN, .apply = set_http2},
    {"http3", ENTRY_OPTION_BOOLEAN, .apply = set_http3},
    {"insecure", ENTRY_OPTION_BOOLEAN, CONNECTION(is_insecure)},
    {"ipv4", ENTRY_OPTION_BOOLEAN, .apply = set_ipv4},
    {"ipv6", ENTRY_OPTION_BOOLEAN, .apply = set_ipv6},
    {"key", ENTRY_OPTION_FILE, CONNECTION(key_file), .needs_network = true},
    {"limit-rate", ENTRY_OPTION_NATURAL, CONNECTION(most_bytes_per_second)},
    {"location", ENTRY_OPTION_BOOLEAN, .apply = set_location},
    {"location-trusted", ENTRY_OPTION_BOOLEAN, .apply = set_location_trusted},
    {"max-redirs", ENTRY_OPTION_COUNT, MEMBER(max_redirects)},
    {"max-time", ENTRY_OPTION_DURATION, MEMBER(max_time_ms)},
    {"negotiate", ENTRY_OPTION_BOOLEAN, CONNECTION(has_negotiate), .needs_network = true},
    {"netrc", ENTRY_OPTION_BOOLEAN, MEMBER(has_netrc)},
    {"netrc-file", ENTRY_OPTION_TEXT, MEMBER(netrc_file)},
    {"netrc-optional", ENTRY_OPTION_BOOLEAN, MEMBER(is_netrc_optional)},
    {"ntlm", ENTRY_OPTION_BOOLEAN, CONNECTION(has_ntlm), .needs_network = true},
    {"output", ENTRY_OPTION_FILE, .apply = set_output},
    {"path-as-is", ENTRY_OPTION_BOOLEAN, MEMBER(is_path_as_is)},
    {"pinnedpubkey", ENTRY_OPTION_TEXT, CONNECTION(pinned_key)},
    {"proxy", ENTRY_OPTION_TEXT, CONNECTION(proxy), .needs_network = true},
    {"repeat", ENTRY_OPTION_COUNT, MEMBER(repeat)},
    {"resolve", ENTRY_OPTION_TEXT, .apply = add_resolve},
    {"retry", ENTRY_OPTION_COUNT, MEMBER(retry)},
    {"retry-interval", ENTRY_OPTION_DURATION, MEMBER(retry_interval_ms)},
    {"skip", ENTRY_OPTION_BOOLEAN, MEMBER(is_skipped)},
    {"unix-socket", ENTRY_OPTION_TEXT, CONNECTION(unix_socket), .needs_network = true},
    {"user", ENTRY_OPTION_TEXT, MEMBER(user)},
    {"variable", ENTRY_OPTION_VARIABLE, .apply = set_variable},
    {"verbose", ENTRY_OPTION_BOOLEAN, .apply = set_verbose},
    {"verbosity", ENTRY_OPTION_VERBOSITY, .apply = set_verbosity},
    {"very-verbose", ENTRY_OPTION_BOOLEAN, .apply = set_very_verbose},
};
#define OPTIONS (sizeof table / sizeof *table)

const entry_option *entry_option_find(text name) {
    for (size_t i = 0; i < OPTIONS; i++)
        if (text_equal(name, text_of(table[i].name)))
            return &table[i];
    return NULL;
}

/* Hurl names no-proxy, too, which it does not take in a file. */
const char *entry_option_suggest(arena *arena, text name) {
    const char *names[OPTIONS + 1];
    buffer all = BUFFER(arena);
    size_t count = 0;
    for (size_t i = 0; i < OPTIONS; i++) {
        names[count++] = table[i].name;
        if (strcmp(table[i].name, "netrc-optional") == 0)
            names[count++] = "no-proxy";
    }
    for (size_t i = 0; i < count; i++)
        buffer_format(&all, "%s%s", i ? ", " : "Valid values are ", names[i]);
    return did_you_mean(arena, names, count, name, buffer_text(&all).data);
}

/* ---- their values ---- */

static const problem *wrong_type(arena *arena, span span, const char *expected, const value *actual) {
    text shown = value_describe(arena, actual);
    return problem_new(arena, span, "Invalid expression type", "expecting %s, actual value is %.*s", expected,
                       TEXT_ARGS(shown));
}

static const problem *check_integer(arena *arena, span span, entry_option_form form, const value *value) {
    bool is_duration = form == ENTRY_OPTION_DURATION, is_count = form == ENTRY_OPTION_COUNT;
    if (value->kind != VALUE_INTEGER)
        return wrong_type(arena, span, is_duration ? "positive integer" : "integer", value);
    if (value->integer < (is_count ? -1 : is_duration ? 0 : 1))
        return wrong_type(arena, span,
                          is_count      ? "integer >= -1"
                          : is_duration ? "positive integer"
                                        : "integer > 0",
                          value);
    return NULL;
}

/* What a placeholder has for a value, which must be of the option's type. */
static const problem *evaluate_placeholder(const option_target *target, const option_setting *setting,
                                           const value **ret_value) {
    const template_part *part = &setting->template.parts[0];
    const value *value;
    PASS_ON(placeholder_evaluate(target->arena, target->variables, part, &value));
    if (setting->option->form != ENTRY_OPTION_BOOLEAN)
        PASS_ON(check_integer(target->arena, part->span, setting->option->form, value));
    else if (value->kind != VALUE_BOOLEAN)
        return wrong_type(target->arena, part->span, "boolean", value);
    *ret_value = value;
    return NULL;
}

static const problem *evaluate(const option_target *target, const option_setting *setting, const value **ret_value) {
    text rendered;
    if (setting->is_placeholder)
        return evaluate_placeholder(target, setting, ret_value);
    if (setting->literal) {
        *ret_value = setting->literal;
        return NULL;
    }
    PASS_ON(template_render(target->arena, target->variables, &setting->template, &rendered));
    *ret_value = value_of_string(target->arena, rendered);
    return NULL;
}

static void set_member(request_options *options, const entry_option *option, const value *value) {
    void *member = (char *)options + option->member;
    switch (option->form) {
    case ENTRY_OPTION_BOOLEAN: *(bool *)member = value->boolean; break;
    case ENTRY_OPTION_TEXT:
    case ENTRY_OPTION_FILE:
    case ENTRY_OPTION_FILE_AND_PASSWORD: *(text *)member = value->text; break;
    default: *(int64_t *)member = value->integer;
    }
}

const problem *options_apply(const option_target *target, const option_setting_list *settings) {
    for (size_t i = 0; i < settings->count; i++) {
        const option_setting *setting = &settings->items[i];
        const value *value;
        PASS_ON(evaluate(target, setting, &value));
        if (setting->option->needs_network && !target->options->has_network &&
            (value->kind != VALUE_BOOLEAN || value->boolean))
            return refuse(target, setting);
        if (setting->option->has_member)
            set_member(target->options, setting->option, value);
        else if (setting->option->apply)
            PASS_ON(setting->option->apply(target, setting, value));
    }
    return NULL;
}

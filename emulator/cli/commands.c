#include "cli/commands.h"

#include "cli/completion.h"

#define FIELD(name) offsetof(command_line, name)
#define GROUP(title, options)                                                                                          \
    { (title), (options), sizeof(options) / sizeof *(options) }

static const option template_rows[] = {
    {"--template", OPTION_PATH, FIELD(template_path), 0, "FILE",
     "boot from this CloudFormation template (JSON, as `cdk synth` writes it); sample data is read from sample.json "
     "beside it. Default: infra/template.json here or in a parent folder; without one the cloud is empty",
     0},
    {"--archive", OPTION_PATH, FIELD(archive_path), 0, "FILE",
     "begin with the world of this archive (GET /_gabi/archive) instead: its state, clock and seed", 0},
};

static const option seed_rows[] = {
    {"--seed", OPTION_NUMBER, FIELD(seed), FIELD(has_seed), "N",
     "what ids and tokens are derived from; the same seed gives the same ones (default: 0 for test, a random one for "
     "serve)",
     0},
};

static const option serve_rows[] = {
    {"--port", OPTION_PORT, FIELD(port), 0, "N",
     "AWS services on 127.0.0.1:N (default 4566; 0 picks a free port and prints it)", 0},
    {"--api-port", OPTION_PORT, FIELD(api_port), 0, "N", "the studio's API on 127.0.0.1:N (default 3000; 0 likewise)",
     0},
    {"--sample", OPTION_FLAG, FIELD(has_sample), 0, NULL, "load the sample data and print its logins", 0},
    {"--data", OPTION_PATH, FIELD(data_folder), 0, "DIR",
     "keep the default world in this folder; it survives the process, kill -9 included", 0},
    {"--durable", OPTION_FLAG, FIELD(is_durable), 0, NULL, "survive a power cut too, with --data (one fsync a write)",
     0},
    {"--credentials", OPTION_PATH, FIELD(credentials_path), 0, "FILE",
     "also know the access keys of this file (the AWS CLI's format)", 0},
    {"--strict-auth", OPTION_FLAG, FIELD(is_strict_auth), 0, NULL,
     "refuse unknown access keys, as AWS does, instead of letting them in with a warning", 0},
};

static const option choice_rows[] = {
    {"--glob", OPTION_PATHS, FIELD(test.globs), 0, "GLOB",
     "also the files that match: * ? [a-z], and ** for folders of any depth; may be repeated", 0},
    {"--shard", OPTION_PART, FIELD(test.shard), 0, "I/N", "only every Nth file, beginning with the Ith", 0},
    {"--from-entry", OPTION_COUNT, FIELD(test.from_entry), 0, "N", "begin each file with its Nth request", 0},
    {"--to-entry", OPTION_COUNT, FIELD(test.to_entry), 0, "N", "end each file with its Nth request", 0},
    {"--list", OPTION_FLAG, FIELD(test.lists_only), 0, NULL, "print the names of the files, and run nothing", 0},
};

static const option run_rows[] = {
    {"--jobs", OPTION_COUNT, FIELD(test.jobs), 0, "N", "files at a time (default: one a core)", 0},
    {"--repeat", OPTION_TIMES, FIELD(test.repeat), 0, "N", "run all files N times (-1: until interrupted)", 0},
    {"--shuffle", OPTION_NUMBER, FIELD(test.shuffle_seed), FIELD(test.is_shuffled), "N",
     "begin the files in an order that this number decides; results are printed in the order of the names", 0},
    {"--continue-on-error", OPTION_FLAG, FIELD(test.continues_on_error), 0, NULL,
     "go on with a file behind its first request that failed", 0},
    {"--variable", OPTION_DEFINITION, FIELD(test.variables), 0, "NAME=VALUE",
     "what {{NAME}} stands for: a number, true, false, null or a string; may be repeated, or stand in the environment "
     "as "
     "HURL_VARIABLE_NAME",
     0},
    {"--variables-file", OPTION_PATHS, FIELD(test.variables_files), 0, "FILE", "a file of lines NAME=VALUE", 0},
    {"--secret", OPTION_DEFINITION, FIELD(test.secrets), 0, "NAME=VALUE",
     "like --variable, a string that shows as *** in all that is printed and reported (HURL_SECRET_NAME)", 0},
    {"--secrets-file", OPTION_PATHS, FIELD(test.secrets_files), 0, "FILE",
     "a file of lines NAME=VALUE, all of them secrets", 0},
    {"--file-root", OPTION_PATH, FIELD(test.file_root), 0, "DIR",
     "where files that scenarios send are read from (default: the scenario's own folder)", 0},
    {"--against", OPTION_ADDRESS, FIELD(test.against), 0, "URL",
     "over HTTP, to a gabi-emu that runs or to a deployed stage, instead of in this process", 0},
    {"--step", OPTION_FLAG, FIELD(test.steps), 0, NULL,
     "stop before each request, at a prompt: h lists its commands, which may be piped in, too", 0},
    {"--watch", OPTION_FLAG, FIELD(test.watches), 0, NULL,
     "run again whatever changes below the paths, until interrupted; all files when another than a scenario "
     "changes, the template or gabi-emu itself",
     0},
};

/* Hurl's, for all requests of all files. */
static const option request_rows[] = {
    {"--header", OPTION_REQUEST, FIELD(test.request_options), 0, "NAME:VALUE", "send this header, too; may be repeated",
     'H'},
    {"--user", OPTION_REQUEST, FIELD(test.request_options), 0, "USER:PASSWORD", "basic authentication", 'u'},
    {"--user-agent", OPTION_TEXT, FIELD(test.user_agent), 0, "NAME", "the User-Agent to send", 'A'},
    {"--cookie", OPTION_PATH, FIELD(test.cookie_file), 0, "FILE",
     "begin each file with the cookies of this one (Netscape's format)", 'b'},
    {"--cookie-jar", OPTION_PATH, FIELD(test.cookie_jar), 0, "FILE",
     "write the cookies that each file ends with to this one (Netscape's format)", 'c'},
    {"--no-cookie-store", OPTION_FLAG, FIELD(test.ignores_cookies), 0, NULL, "keep no cookies between requests", 0},
    {"--location", OPTION_SWITCH, FIELD(test.request_options), 0, NULL, "follow redirects", 'L'},
    {"--location-trusted", OPTION_SWITCH, FIELD(test.request_options), 0, NULL,
     "follow them, and send the credentials to other hosts too", 0},
    {"--max-redirs", OPTION_REQUEST, FIELD(test.request_options), 0, "N",
     "redirects at most (default 50; -1: any number)", 0},
    {"--max-time", OPTION_SECONDS, FIELD(test.request_options), 0, "TIME", "wait so long for an answer (default 300s)",
     'm'},
    {"--retry", OPTION_REQUEST, FIELD(test.request_options), 0, "N",
     "try a request that failed again, N times at most (-1: any number)", 0},
    {"--retry-interval", OPTION_REQUEST, FIELD(test.request_options), 0, "TIME",
     "wait so long before that (default 1000ms)", 0},
    {"--delay", OPTION_REQUEST, FIELD(test.request_options), 0, "TIME", "wait so long before each request", 0},
    {"--compressed", OPTION_SWITCH, FIELD(test.request_options), 0, NULL, "ask for compressed answers", 0},
    {"--path-as-is", OPTION_SWITCH, FIELD(test.request_options), 0, NULL, "keep /../ and /./ in paths", 0},
    {"--max-filesize", OPTION_NUMBER, FIELD(test.most_body_bytes), 0, "BYTES",
     "refuse an answer with a longer body than that", 0},
    {"--aws-sigv4", OPTION_REQUEST, FIELD(test.request_options), 0, "PARAMETERS",
     "sign requests as AWS wants them, with the key and secret of --user (aws:amz:REGION:SERVICE)", 0},
    {"--netrc", OPTION_SWITCH, FIELD(test.request_options), 0, NULL, "credentials stand in ~/.netrc", 'n'},
    {"--netrc-file", OPTION_REQUEST, FIELD(test.request_options), 0, "FILE", "credentials stand in this file", 0},
    {"--netrc-optional", OPTION_SWITCH, FIELD(test.request_options), 0, NULL,
     "credentials stand in the URL, or else in ~/.netrc", 0},
    {"--no-assert", OPTION_FLAG, FIELD(test.ignores_asserts), 0, NULL, "look at no answer", 0},
};

/* Hurl's, too: what only connections have. In this process there are none: what would make another request is refused,
 * the rest has no effect. */
static const option connection_rows[] = {
    {"--cacert", OPTION_REQUEST, FIELD(test.request_options), 0, "FILE",
     "believe certificates that these authorities have signed (PEM)", 0},
    {"--insecure", OPTION_SWITCH, FIELD(test.request_options), 0, NULL, "believe any certificate", 'k'},
    {"--pinnedpubkey", OPTION_REQUEST, FIELD(test.request_options), 0, "HASHES",
     "believe none but a server of this key: a file, or sha256//…", 0},
    {"--cert", OPTION_REQUEST, FIELD(test.request_options), 0, "FILE[:PASSWORD]", "the client's certificate (PEM)",
     'E'},
    {"--key", OPTION_REQUEST, FIELD(test.request_options), 0, "FILE", "the key to it, when it has a file of its own",
     0},
    {"--digest", OPTION_SWITCH, FIELD(test.request_options), 0, NULL, "authenticate --user by Digest", 0},
    {"--ntlm", OPTION_SWITCH, FIELD(test.request_options), 0, NULL, "authenticate --user by NTLM", 0},
    {"--negotiate", OPTION_SWITCH, FIELD(test.request_options), 0, NULL, "authenticate by SPNEGO", 0},
    {"--proxy", OPTION_REQUEST, FIELD(test.request_options), 0, "[PROTOCOL://]HOST[:PORT]", "over this proxy", 'x'},
    {"--no-proxy", OPTION_TEXT, FIELD(test.no_proxy), 0, "HOSTS", "but not to these, with commas between them", 0},
    {"--unix-socket", OPTION_REQUEST, FIELD(test.request_options), 0, "PATH",
     "over this socket, whatever host is asked", 0},
    {"--connect-to", OPTION_REQUEST, FIELD(test.request_options), 0, "HOST1:PORT1:HOST2:PORT2",
     "ask the second where a request is for the first; may be repeated", 0},
    {"--resolve", OPTION_REQUEST, FIELD(test.request_options), 0, "HOST:PORT:ADDRESS",
     "know this address of a host; may be repeated", 0},
    {"--ipv4", OPTION_SWITCH, FIELD(test.request_options), 0, NULL, "connect to addresses of IPv4 alone", '4'},
    {"--ipv6", OPTION_SWITCH, FIELD(test.request_options), 0, NULL, "connect to addresses of IPv6 alone", '6'},
    {"--http1.0", OPTION_SWITCH, FIELD(test.request_options), 0, NULL, "speak HTTP/1.0", '0'},
    {"--http1.1", OPTION_SWITCH, FIELD(test.request_options), 0, NULL, "speak HTTP/1.1", 0},
    {"--http2", OPTION_SWITCH, FIELD(test.request_options), 0, NULL, "speak HTTP/2", 0},
    {"--http3", OPTION_SWITCH, FIELD(test.request_options), 0, NULL,
     "speak HTTP/3, which must be refused where libcurl cannot", 0},
    {"--connect-timeout", OPTION_SECONDS, FIELD(test.request_options), 0, "TIME",
     "wait so long for a connection (default 300s)", 0},
    {"--limit-rate", OPTION_REQUEST, FIELD(test.request_options), 0, "BYTES",
     "send and receive so many a second at most", 0},
};

static const option report_rows[] = {
    {"--report-junit", OPTION_PATH, FIELD(test.report_junit), 0, "FILE",
     "JUnit's XML; added to a report that is there, like the next three", 0},
    {"--report-tap", OPTION_PATH, FIELD(test.report_tap), 0, "FILE", "Test Anything Protocol", 0},
    {"--report-json", OPTION_PATH, FIELD(test.report_json), 0, "DIR", "every request and answer, in Hurl's JSON", 0},
    {"--report-html", OPTION_PATH, FIELD(test.report_html), 0, "DIR", "pages to look through", 0},
    {"--transcript", OPTION_PATH, FIELD(test.transcript), 0, "FILE",
     "every request and answer, byte for byte, in the order of the files' names; the same seed gives the same file", 0},
    {"--output", OPTION_PATH, FIELD(test.output_file), 0, "FILE",
     "write the body of each file's last answer here (-: to the standard output)", 'o'},
    {"--include", OPTION_FLAG, FIELD(test.prints_headers), 0, NULL, "its status and headers, too, with --output", 'i'},
    {"--json", OPTION_FLAG, FIELD(test.prints_json), 0, NULL,
     "print what came of each file as a line of JSON (to the file of --output), and results to the standard error", 0},
    {"--curl", OPTION_PATH, FIELD(test.curl_file), 0, "FILE", "write each request as a curl command to this file", 0},
    {"--error-format", OPTION_TEXT, FIELD(test.error_format), 0, "short|long",
     "with what is wrong, the whole answer and the request as a curl command (long), or not (short)", 0},
    {"--verbose", OPTION_SWITCH, FIELD(test.request_options), 0, NULL, "print what is sent, and the answers' headers",
     'v'},
    {"--very-verbose", OPTION_SWITCH, FIELD(test.request_options), 0, NULL, "print bodies and timings too", 0},
    {"--verbosity", OPTION_REQUEST, FIELD(test.request_options), 0, "brief|verbose|debug",
     "how much of that: without a word on what happens in between, with it, with bodies and timings", 0},
    {"--color", OPTION_FLAG, FIELD(test.has_colour), 0, NULL, "with colours, even where there is no terminal", 0},
    {"--no-color", OPTION_FLAG, FIELD(test.has_no_colour), 0, NULL, "without colours; so does the variable NO_COLOR",
     0},
    {"--progress-bar", OPTION_FLAG, FIELD(test.shows_progress), 0, NULL,
     "a line that tells how far a long run is, even where there is no terminal", 0},
    {"--parallel", OPTION_NOTHING, 0, 0, NULL, "run files in parallel; this is always so", 0},
    {"--test", OPTION_NOTHING, 0, 0, NULL, "run as hurl --test does; this is always so", 0},
    {"--no-output", OPTION_NOTHING, 0, 0, NULL, "print no bodies of answers; this is always so", 0},
    {"--no-pretty", OPTION_NOTHING, 0, 0, NULL, "leave bodies as they came; this is always so", 0},
};

/* Hurl's that there cannot be. */
static const option refused_rows[] = {
    {"--pretty", OPTION_REFUSED, 0, 0, NULL, "bodies are written as they came; `--output - | jq .` prettifies JSON", 0},
    {"--ssl-no-revoke", OPTION_REFUSED, 0, 0, NULL, "it is for Windows, where gabi-emu does not run", 0},
};

static const option explore_rows[] = {
    {"--seeds", OPTION_NUMBER, FIELD(explore.seed_count), 0, "N", "how many seeds to try (default: 1000)", 0},
    {"--seed", OPTION_NUMBER, FIELD(seed), FIELD(has_seed), "N", "the first of them (default: 0)", 0},
    {"--jobs", OPTION_COUNT, FIELD(explore.jobs), 0, "N", "seeds at a time (default: one a core)", 0},
    {"--clients", OPTION_COUNT, FIELD(explore.clients), 0, "N",
     "so many clients that run the scenario at once, as members and interleaved by the seed (default: 1, at most 16)",
     0},
    {"--replay", OPTION_PATH, FIELD(explore.replay_path), 0, "FILE",
     "write what shows a violation again here (default: NAME-seed-N.hurl in this folder)", 0},
};

static const option_group template_options = GROUP("Cloud", template_rows);
static const option_group seed_options = GROUP("Chance", seed_rows);
static const option_group serve_options = GROUP("Options", serve_rows);
static const option_group explore_options = GROUP("Options", explore_rows);
static const option_group choice_options = GROUP("Which requests", choice_rows);
static const option_group run_options = GROUP("How they run", run_rows);
static const option_group request_options = GROUP("How requests are sent", request_rows);
static const option_group refused_options = GROUP("What hurl has and this has not", refused_rows);
static const option_group connection_options = GROUP("How connections are made, with --against", connection_rows);
static const option_group report_options = GROUP("What is told", report_rows);

const command_form commands[] = {
    {
        .command = COMMAND_SERVE,
        .name = "serve",
        .usage = "[serve] [options]",
        .summary = "run the cloud until interrupted",
        .description = "Runs the cloud until it is interrupted, and prints its addresses.",
        .groups = {&serve_options, &template_options, &seed_options},
    },
    {
        .command = COMMAND_TEST,
        .name = "test",
        .usage = "test [options] PATH...",
        .summary = "run scenarios (Hurl files, or folders of them)",
        .description =
            "Runs scenarios (Hurl files, folders of them, or - for the standard input) in this process, each in a\n"
            "world of its own. Control-C ends it in good order: what has run until then is told and reported.",
        .takes_paths = true,
        .groups = {&choice_options, &run_options, &request_options, &connection_options, &report_options,
                   &template_options, &seed_options, &refused_options},
    },
    {
        .command = COMMAND_EXPLORE,
        .name = "explore",
        .usage = "explore [options] FILE",
        .summary = "look for a seed that breaks an invariant",
        .description =
            "Runs a scenario under many seeds. Each decides which calls of services go wrong, and how requests that\n"
            "run together (POST /_gabi/together) interleave. After each the studio's invariants must hold\n"
            "(docs/invariants.md). The least seed that breaks one is made as small as it goes, and written as a\n"
            "scenario that shows it again.",
        .takes_paths = true,
        .groups = {&explore_options, &template_options},
    },
    {
        .command = COMMAND_COMPLETION,
        .name = "completion",
        .usage = "completion SHELL",
        .summary = "print what completes this command line in bash, fish or zsh",
        .description = "Prints a script that completes the command line of gabi-emu: for bash or zsh\n\n"
                       "  source <(gabi-emu completion bash)\n\n"
                       "and for fish\n\n"
                       "  gabi-emu completion fish | source",
        .choices = completion_shells,
    },
    {0},
};

const command_form *command_find(text name) {
    for (const command_form *each = commands; each->name; each++)
        if (text_equal(name, text_of(each->name)))
            return each;
    return NULL;
}

const option *command_option(const command_form *command, text name) {
    for (size_t i = 0; i < MOST_OPTION_GROUPS && command->groups[i]; i++) {
        const option *found = option_find(command->groups[i], name);
        if (found)
            return found;
    }
    return NULL;
}

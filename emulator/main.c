#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/command_line.h"
#include "cli/completion.h"
#include "cli/explore_command.h"
#include "cli/serve.h"
#include "cli/test.h"

/* Exit statuses, as grep and diff have them. */
enum { EXIT_OK = 0, EXIT_TROUBLE = 2 };

static int fail(const gabi_error *error) {
    fprintf(stderr, "gabi-emu: %s\n", error->message);
    return EXIT_TROUBLE;
}

static int run(arena *arena, int count, char *const *arguments) {
    command_line line;
    int status = EXIT_OK;
    const gabi_error *error = command_line_parse(arena, count, arguments, &line);
    if (error)
        return fail(error);
    switch (line.command) {
    case COMMAND_HELP: fputs(command_line_help(arena, line.topic).data, stdout); return EXIT_OK;
    case COMMAND_COMPLETION: fputs(completion_script(arena, text_of(line.choice)).data, stdout); return EXIT_OK;
    case COMMAND_VERSION: printf("gabi-emu %s\n", GABI_VERSION); return EXIT_OK;
    case COMMAND_EXPLORE: error = explore_command(arena, &line, &status); break;
    case COMMAND_TEST: error = test(arena, &line, &status); break;
    default: error = serve(arena, &line); break;
    }
    return error ? fail(error) : status;
}

/* What was printed must have gone somewhere: a full disk is trouble, too. */
static int end_output(int status) {
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fprintf(stderr, "gabi-emu: the standard output cannot be written: %s\n", strerror(errno));
    return EXIT_TROUBLE;
}

int main(int argc, char **argv) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    int status = run(arena, argc - 1, argv + 1);
    arena_free(arena);
    return end_output(status);
}

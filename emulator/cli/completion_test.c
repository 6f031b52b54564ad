/* What the scripts do in their shells is shown by ci/completion; here, that each of them has all there is to complete.
 */
#include "cli/completion.h"

#include "cli/commands.h"
#include "core/testing.h"

static bool has(text script, const char *part) { return text_find(script, text_of(part)) != TEXT_NOT_FOUND; }

/* An option as the shell's script writes it. */
static const char *spelled(arena *arena, const char *shell, const option *option) {
    return strcmp(shell, "bash") == 0 ? arena_printf(arena, " %s ", option->name)
           : strcmp(shell, "fish") == 0
               ? arena_printf(arena, " -l %s ", option->name + 2)
               : arena_printf(arena, "%s%s[", option->name, option_is_alone(option) ? "" : "=");
}

static void check_option(arena *arena, const char *shell, text script, const option *option) {
    if (has(script, spelled(arena, shell, option)) != (option->type != OPTION_REFUSED))
        fail_msg("%s in %s", option->name, shell);
}

static void has_each_option_of_each_command(void **state) {
    arena *arena = *state;
    for (const char *const *shell = completion_shells; *shell; shell++) {
        text script = completion_script(arena, text_of(*shell));
        for (const command_form *each = commands; each->name; each++) {
            assert_true(has(script, each->name));
            for (size_t i = 0; i < MOST_OPTION_GROUPS && each->groups[i]; i++)
                for (size_t j = 0; j < each->groups[i]->count; j++)
                    check_option(arena, *shell, script, &each->groups[i]->items[j]);
        }
    }
}

static void explains_options_in_a_few_words(void **state) {
    text script = completion_script(*state, TEXT("zsh"));
    assert_true(has(script, "'--template=[boot from this CloudFormation template]:FILE:_files'"));
    assert_true(has(script, "'*--cert=[the client'\\''s certificate]:FILE[\\:PASSWORD]:_files'"));
    assert_true(has(script, "'*--header=[send this header, too]:NAME\\:VALUE: '"));
    assert_true(has(script, "'--error-format=[with what is wrong, the whole answer and the request as a curl command]:"
                            "short|long:(short long)'"));
    assert_true(has(script, "the studio'\\''s API"));
}

static void quotes_for_fish(void **state) {
    assert_true(
        has(completion_script(*state, TEXT("fish")), " -l api-port -x -d 'the studio\\'s API on 127.0.0.1:N'\n"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(has_each_option_of_each_command),
        TEST(explains_options_in_a_few_words),
        TEST(quotes_for_fish),
    };
    return RUN_TESTS(tests);
}

#include "cli/warnings.h"

#include <stdlib.h>

#include "core/testing.h"

static void groups_resources_by_what_is_said_of_them(void **state) {
    warning_list *list = warnings_new(*state);
    char *printed = NULL;
    size_t length = 0;
    warnings_add(list, TEXT("RedRole"), TEXT("AWS::IAM::Role"), "not emulated");
    warnings_add(list, TEXT("Table"), TEXT("AWS::DynamoDB::Table"), "property Colour has no effect here");
    warnings_add(list, TEXT("Role"), TEXT("AWS::IAM::Role"), "not emulated");
    /* As when a template is deployed to a second world. */
    warnings_add(list, TEXT("RedRole"), TEXT("AWS::IAM::Role"), "not emulated");
    FILE *file = open_memstream(&printed, &length);
    warnings_print(list, file);
    fclose(file);
    assert_string_equal(printed,
                        "gabi-emu: warning: not emulated: RedRole (AWS::IAM::Role), Role (AWS::IAM::Role)\n"
                        "gabi-emu: warning: property Colour has no effect here: Table (AWS::DynamoDB::Table)\n");
    free(printed);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(groups_resources_by_what_is_said_of_them)};
    return RUN_TESTS(tests);
}

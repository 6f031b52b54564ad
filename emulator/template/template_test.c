#include "template/template.h"

#include "core/buffer.h"
#include "core/testing.h"

/* A fake that remembers what it was asked to provision, in the world's name for it: "Type/LogicalId=properties;". */

typedef struct record {
    arena *arena;
    buffer provisioned;
    buffer warnings;
} record;

static record *current; /* tests run one after another */

static const gabi_error *provision(provision_context *context, const resource *resource, resource_result *ret_result) {
    text properties = resource->properties ? json_print(context->arena, resource->properties) : TEXT("-");
    buffer_format(&current->provisioned, "%.*s=%.*s;", TEXT_ARGS(resource->logical_id), TEXT_ARGS(properties));
    if (json_member(resource->properties, "Fail"))
        return error_new(context->arena, ERROR_INVALID, "ValidationException", "no such thing");
    *ret_result =
        (resource_result){.reference = text_format(context->arena, "ref-%.*s", TEXT_ARGS(resource->logical_id))};
    http_fields_add(context->arena, &ret_result->attributes, TEXT("Arn"),
                    text_format(context->arena, "arn-%.*s", TEXT_ARGS(resource->logical_id)));
    return NULL;
}

static const resource_type types[] = {{"Test::Thing", provision}};
static const fake thing_fake = {.name = "thing", .resource_types = types, .resource_type_count = 1};
static const fake *const fakes[] = {&thing_fake};

static void warn(void *reporter, text logical_id, text type, const char *what) {
    record *record = reporter;
    buffer_format(&record->warnings, "%.*s (%.*s) %s;", TEXT_ARGS(logical_id), TEXT_ARGS(type), what);
}

static const gabi_error *deploy(arena *arena, const char *document, record *ret_record) {
    template_options options = {TEXT("stack"), fakes, 1, warn, ret_record};
    *ret_record = (record){arena, BUFFER(arena), BUFFER(arena)};
    current = ret_record;
    return template_deploy(arena, NULL, text_of(document), &options);
}

static void provisions_in_the_order_of_references(void **state) {
    record record;
    assert_success(deploy(
        *state,
        "{\"Resources\":{\"A\":{\"Type\":\"Test::Thing\",\"Properties\":{\"b\":{\"Ref\":\"B\"},\"c\":{\"Fn::GetAtt\":"
        "[\"C\",\"Arn\"]}}},\"B\":{\"Type\":\"Test::Thing\",\"DependsOn\":[\"C\"]},\"C\":{\"Type\":\"Test::Thing\"}}}",
        &record));
    assert_text(buffer_text(&record.provisioned), TEXT("C=-;B=-;A={\"b\":\"ref-B\",\"c\":\"arn-C\"};"));
}

static void evaluates_functions(void **state) {
    record record;
    assert_success(
        deploy(*state,
               "{\"Parameters\":{\"Stage\":{\"Type\":\"String\",\"Default\":\"test\"},\"Cost\":{\"Type\":\"Number\","
               "\"Default\":4}},"
               "\"Conditions\":{\"IsTest\":{\"Fn::Equals\":[{\"Ref\":\"Stage\"},\"test\"]},\"Not\":{\"Fn::Not\":[{"
               "\"Condition\":\"IsTest\"}]}},"
               "\"Resources\":{\"A\":{\"Type\":\"Test::Thing\",\"Properties\":{"
               "\"join\":{\"Fn::Join\":[\"-\",[\"a\",{\"Ref\":\"Stage\"},{\"Ref\":\"Cost\"}]]},"
               "\"sub\":{\"Fn::Sub\":\"${Stage}/${AWS::Region}/${!kept}/${B.Arn}\"},"
               "\"subMap\":{\"Fn::Sub\":[\"${x}!\",{\"x\":{\"Ref\":\"Cost\"}}]},"
               "\"select\":{\"Fn::Select\":[1,[\"a\",\"b\"]]},"
               "\"if\":{\"Fn::If\":[\"IsTest\",{\"deep\":[1,true]},\"no\"]},"
               "\"gone\":{\"Fn::If\":[\"Not\",\"x\",{\"Ref\":\"AWS::NoValue\"}]},"
               "\"account\":{\"Ref\":\"AWS::AccountId\"}}},\"B\":{\"Type\":\"Test::Thing\",\"Condition\":\"IsTest\"},"
               "\"C\":{\"Type\":\"Test::Thing\",\"Condition\":\"Not\"}}}",
               &record));
    assert_text(buffer_text(&record.provisioned), TEXT("B=-;A={\"join\":\"a-test-4\",\"sub\":\"test/eu-central-1/"
                                                       "${kept}/arn-B\",\"subMap\":\"4!\",\"select\":\"b\","
                                                       "\"if\":{\"deep\":[1,true]},\"account\":\"000000000000\"};"));
}

static void evaluates_lists(void **state) {
    record record;
    assert_success(deploy(
        *state,
        "{\"Parameters\":{\"Names\":{\"Type\":\"CommaDelimitedList\",\"Default\":\"x,y\"}},"
        "\"Conditions\":{\"No\":{\"Fn::Equals\":[\"a\",\"b\"]}},"
        "\"Resources\":{\"A\":{\"Type\":\"Test::Thing\",\"Properties\":{"
        "\"select\":{\"Fn::Select\":[\"1\",{\"Fn::Split\":[\"||\",\"a||b|c\"]}]},"
        "\"join\":{\"Fn::Join\":[\"+\",{\"Fn::Split\":[\"/\",{\"Fn::Sub\":\"p/${AWS::Region}/\"}]}]},"
        "\"named\":{\"Fn::Select\":[0,{\"Ref\":\"Names\"}]},"
        "\"without\":{\"Fn::Join\":[\"-\",[\"a\",{\"Fn::If\":[\"No\",\"b\",{\"Ref\":\"AWS::NoValue\"}]},\"c\"]]},"
        "\"whole\":{\"Fn::Split\":[\",\",\"1,2\"]}}}}}",
        &record));
    assert_text(buffer_text(&record.provisioned), TEXT("A={\"select\":\"b|c\",\"join\":\"p+eu-central-1+\",\"named\":"
                                                       "\"x\",\"without\":\"a-c\",\"whole\":[\"1\",\"2\"]};"));
}

/* Whose value nobody here knows: the resource is left out, and the rest is deployed. */
static void warns_of_lists_that_are_not_evaluated(void **state) {
    record record;
    assert_success(deploy(*state,
                          "{\"Resources\":{\"A\":{\"Type\":\"Test::Thing\",\"Properties\":{\"zone\":{\"Fn::Select\":"
                          "[0,{\"Fn::GetAZs\":\"\"}]}}},\"B\":{\"Type\":\"Test::Thing\"}}}",
                          &record));
    assert_text(buffer_text(&record.warnings),
                TEXT("A (Test::Thing) uses Fn::GetAZs, which gabi-emu does not evaluate;"));
    assert_text(buffer_text(&record.provisioned), TEXT("B=-;"));
}

/* Each asks for the next one twice. */
static void evaluates_a_condition_once(void **state) {
    record record;
    buffer document = BUFFER(*state);
    buffer_append(&document,
                  TEXT("{\"Resources\":{\"A\":{\"Type\":\"Test::Thing\",\"Condition\":\"C0\"}},\"Conditions\":{"));
    for (int i = 0; i < 60; i++)
        buffer_format(&document, "\"C%d\":{\"Fn::And\":[{\"Condition\":\"C%d\"},{\"Condition\":\"C%d\"}]},", i, i + 1,
                      i + 1);
    buffer_append(&document, TEXT("\"C60\":{\"Fn::Equals\":[\"a\",\"a\"]}}}"));
    assert_success(deploy(*state, buffer_text(&document).data, &record));
    assert_text(buffer_text(&record.provisioned), TEXT("A=-;"));
}

/* Each of which depends on the next. */
static void refuses_more_resources_than_cloudformation_takes(void **state) {
    record record;
    buffer document = BUFFER(*state);
    buffer_append(&document, TEXT("{\"Resources\":{"));
    for (int i = 0; i < 500; i++)
        buffer_format(&document, "\"R%d\":{\"Type\":\"Test::Thing\",\"DependsOn\":\"R%d\"},", i, i + 1);
    buffer_append(&document, TEXT("\"R500\":{\"Type\":\"Test::Thing\"}}}"));
    const gabi_error *error = deploy(*state, buffer_text(&document).data, &record);
    assert_error(error, ERROR_INVALID, "BadTemplate");
    assert_string_equal(error->message, "Number of resources, 501, is greater than maximum allowed, 500");
}

static void warns_of_what_nobody_emulates(void **state) {
    record record;
    assert_success(
        deploy(*state,
               "{\"Resources\":{\"Role\":{\"Type\":\"AWS::IAM::Role\"},\"A\":{\"Type\":\"Test::Thing\",\"Properties\":{"
               "\"role\":{\"Fn::GetAtt\":\"Role.Arn\"}}},\"B\":{\"Type\":\"Test::Thing\",\"Properties\":{\"x\":{"
               "\"Fn::ImportValue\":\"y\"}}}}}",
               &record));
    assert_text(buffer_text(&record.warnings),
                TEXT("Role (AWS::IAM::Role) not emulated;B (Test::Thing) uses Fn::ImportValue, which gabi-emu does not "
                     "evaluate;"));
    assert_text(buffer_text(&record.provisioned), TEXT("A={\"role\":\"not-emulated:Role.Arn\"};"));
}

static void warns_of_sections_and_attributes_without_effect(void **state) {
    record record;
    assert_success(deploy(
        *state,
        "{\"AWSTemplateFormatVersion\":\"2010-09-09\",\"Transform\":\"AWS::Serverless-2016-10-31\",\"Resources\":{"
        "\"A\":{"
        "\"Type\":\"Test::Thing\",\"DeletionPolicy\":\"Retain\",\"UpdatePolicy\":{},\"Metadata\":{}}},\"Outputs\":{},"
        "\"Hooks\":{}}",
        &record));
    assert_text(buffer_text(&record.warnings), TEXT("Transform (a section of the template) has no effect here;"
                                                    "Hooks (a section of the template) has no effect here;"
                                                    "A (Test::Thing) attribute UpdatePolicy has no effect here;"));
}

typedef struct refusal {
    const char *document;
    const char *message;
} refusal;

static const refusal refusals[] = {
    {"{\"Resources\":{}}", "the template has no Resources"},
    {"{\"Resources\":{\"A\":{}}}", "the template has a resource without a type: A"},
    {"{\"Resources\":{\"A\":{\"Type\":\"Test::Thing\",\"Properties\":{\"x\":{\"Ref\":\"Nope\"}}}}}",
     "the template's A: the template refers to what it does not define: Nope"},
    {"{\"Resources\":{\"A\":{\"Type\":\"Test::Thing\",\"DependsOn\":\"B\"},\"B\":{\"Type\":\"Test::Thing\","
     "\"DependsOn\":\"A\"}}}",
     "the template has resources that depend on each other in a circle: A"},
    {"{\"Parameters\":{\"P\":{\"Type\":\"String\"}},\"Resources\":{\"A\":{\"Type\":\"Test::Thing\",\"Properties\":{"
     "\"x\":{\"Ref\":\"P\"}}}}}",
     "the template's A: the template has a parameter without a default value: P"},
    {"{\"Resources\":{\"A\":{\"Type\":\"Test::Thing\",\"Properties\":{\"Fail\":true}}}}",
     "the template's A: no such thing"},
    {"{\"Conditions\":{\"C\":{\"Condition\":\"C\"}},\"Resources\":{\"A\":{\"Type\":\"Test::Thing\",\"Condition\":\"C\"}"
     "}}",
     "the template has conditions that go in a circle: C"},
    {"{\"Rules\":{\"R\":{\"Assertions\":[{\"Assert\":{\"Fn::Contains\":[[\"a\"],\"b\"]},\"AssertDescription\":\"must "
     "be a\"}]}},"
     "\"Resources\":{\"A\":{\"Type\":\"Test::Thing\"}}}",
     "the template has a rule that does not hold: must be a"},
    {"{\"Resources\":{\"A\":{\"Type\":\"Test::Thing\",\"Properties\":{\"x\":{\"Fn::Select\":[2,[\"a\",\"b\"]]}}}}}",
     "the template's A: Fn::Select takes an index and a list that has it: [2,[\"a\",\"b\"]]"},
    {"{\"Resources\":{\"A\":{\"Type\":\"Test::Thing\",\"Properties\":{\"x\":{\"Fn::Join\":[\"-\",\"a\"]}}}}}",
     "the template's A: a list is wanted: \"a\""},
    {"{\"Resources\":{\"A\":{\"Type\":\"Test::Thing\",\"Properties\":{\"x\":{\"Fn::Split\":[\"\",\"a\"]}}}}}",
     "the template's A: Fn::Split takes a delimiter and a text: [\"\",\"a\"]"},
};

static void refuses_templates_that_cloudformation_refuses(void **state) {
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        record record;
        const gabi_error *error = deploy(*state, refusals[i].document, &record);
        assert_non_null(error);
        assert_int_equal(error->kind, ERROR_INVALID);
        assert_string_equal(error->message, refusals[i].message);
    }
}

static void says_where_a_template_is_no_json(void **state) {
    record record;
    const gabi_error *error = deploy(*state, "{\n  \"Resources\": nope", &record);
    assert_error(error, ERROR_INVALID, "BadTemplate");
    assert_non_null(strstr(error->message, "line 2, column 16"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(provisions_in_the_order_of_references),
        TEST(evaluates_functions),
        TEST(evaluates_lists),
        TEST(evaluates_a_condition_once),
        TEST(warns_of_lists_that_are_not_evaluated),
        TEST(refuses_more_resources_than_cloudformation_takes),
        TEST(warns_of_what_nobody_emulates),
        TEST(refuses_templates_that_cloudformation_refuses),
        TEST(says_where_a_template_is_no_json),
        TEST(warns_of_sections_and_attributes_without_effect),
    };
    return RUN_TESTS(tests);
}

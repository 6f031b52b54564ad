#include "template/template.h"

#include "store/account.h"
#include "template/intrinsics.h"

#define MOST_NESTING 200
#define MOST_CONDITION_DEPTH 64

/* Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
#define MOST_RESOURCES 500

typedef enum stage { WAITING, UNDER_WAY, DONE } stage;

typedef struct planned {
    text logical_id;
    const json *definition;
    stage stage;
    bool is_emulated; /* false: result is a stand-in */
    resource_result result;
} planned;

/* A condition that has been evaluated: each is once, however many others ask for it. */
typedef struct known_condition {
    text name;
    bool holds;
} known_condition;

typedef struct deployment {
    arena *arena;
    world *world;
    const template_options *options;
    const json *document;
    intrinsics intrinsics;
    planned *resources;
    size_t resource_count;
    unsigned condition_depth;
    known_condition *conditions;
    size_t condition_count;
} deployment;

static const gabi_error *provision(deployment *self, planned *planned);

static const gabi_error *bad(arena *arena, const char *what, text name) {
    return error_new(arena, ERROR_INVALID, "BadTemplate", "the template %s: %.*s", what, TEXT_ARGS(name));
}

static void warn(const deployment *self, const planned *planned, const char *what) {
    self->options->warn(self->options->reporter, planned->logical_id, json_member_text(planned->definition, "Type"),
                        what);
}

static const json *named_member(const json *object, text name) {
    const json *found = NULL;
    for (const json *each = json_first(object); each; each = json_after(each))
        if (text_equal(json_name_of(each), name))
            found = each;
    return found;
}

/* What is read, or could make no difference: nothing here is deleted or replaced by a deployment, and outputs are for
 * other stacks. */
static const char *const known_sections[] = {"AWSTemplateFormatVersion",
                                             "Description",
                                             "Metadata",
                                             "Parameters",
                                             "Mappings",
                                             "Rules",
                                             "Conditions",
                                             "Resources",
                                             "Outputs"};
static const char *const known_attributes[] = {"Type",     "Properties",     "Condition",          "DependsOn",
                                               "Metadata", "DeletionPolicy", "UpdateReplacePolicy"};

static void warn_of_sections(const deployment *self) {
    for (const json *each = json_first(self->document); each; each = json_after(each))
        if (!text_is_one_of(json_name_of(each), known_sections, sizeof known_sections / sizeof *known_sections))
            self->options->warn(self->options->reporter, json_name_of(each), TEXT("a section of the template"),
                                "has no effect here");
}

static void warn_of_attributes(const deployment *self, const planned *planned) {
    for (const json *each = json_first(planned->definition); each; each = json_after(each))
        if (!text_is_one_of(json_name_of(each), known_attributes, sizeof known_attributes / sizeof *known_attributes))
            warn(self, planned,
                 arena_printf(self->arena, "attribute %.*s has no effect here", TEXT_ARGS(json_name_of(each))));
}

/* ---- what functions refer to ---- */

static bool pseudo_parameter(const deployment *self, text name, text *ret_value) {
    text stack = self->options->stack_name;
    const struct {
        text name;
        text value;
    } parameters[] = {
        {TEXT("AWS::AccountId"), TEXT(ACCOUNT_ID)},
        {TEXT("AWS::Region"), TEXT(ACCOUNT_REGION)},
        {TEXT("AWS::Partition"), TEXT("aws")},
        {TEXT("AWS::URLSuffix"), TEXT("amazonaws.com")},
        {TEXT("AWS::StackName"), stack},
        {TEXT("AWS::StackId"),
         text_format(self->arena, "arn:aws:cloudformation:" ACCOUNT_REGION ":" ACCOUNT_ID ":stack/%.*s/%.*s",
                     TEXT_ARGS(stack), TEXT_ARGS(stack))},
    };
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++)
        if (text_equal(name, parameters[i].name)) {
            *ret_value = parameters[i].value;
            return true;
        }
    return false;
}

static const gabi_error *parameter_value(const deployment *self, const json *parameter, text *ret_value) {
    const json *value = json_member(parameter, "Default");
    if (!value)
        return bad(self->arena, "has a parameter without a default value", json_name_of(parameter));
    *ret_value = json_kind_of(value) == JSON_KIND_STRING ? json_text(value) : json_print(self->arena, value);
    return NULL;
}

static planned *find_resource(deployment *self, text logical_id) {
    for (size_t i = 0; i < self->resource_count; i++)
        if (text_equal(self->resources[i].logical_id, logical_id))
            return &self->resources[i];
    return NULL;
}

static const gabi_error *reference(void *owner, text name, text *ret_value) {
    deployment *self = owner;
    if (pseudo_parameter(self, name, ret_value))
        return NULL;
    const json *parameter = named_member(json_member(self->document, "Parameters"), name);
    if (parameter)
        return parameter_value(self, parameter, ret_value);
    planned *resource = find_resource(self, name);
    if (!resource)
        return bad(self->arena, "refers to what it does not define", name);
    TRY(provision(self, resource));
    *ret_value = resource->result.reference;
    return NULL;
}

static const gabi_error *attribute_of(void *owner, text logical_id, text name, text *ret_value) {
    deployment *self = owner;
    planned *resource = find_resource(self, logical_id);
    if (!resource)
        return bad(self->arena, "refers to what it does not define", logical_id);
    TRY(provision(self, resource));
    const http_field *attribute = http_fields_find(&resource->result.attributes, name);
    if (!attribute && resource->is_emulated)
        warn(self, resource,
             arena_printf(self->arena, "has no attribute %.*s here; a stand-in is used for it", TEXT_ARGS(name)));
    *ret_value = attribute ? attribute->value
                           : text_format(self->arena, "not-emulated:%.*s.%.*s", TEXT_ARGS(logical_id), TEXT_ARGS(name));
    return NULL;
}

static const known_condition *find_condition(const deployment *self, text name) {
    for (size_t i = 0; i < self->condition_count; i++)
        if (text_equal(self->conditions[i].name, name))
            return &self->conditions[i];
    return NULL;
}

static const gabi_error *condition_holds(void *owner, text name, bool *ret_holds) {
    deployment *self = owner;
    const known_condition *known = find_condition(self, name);
    if (known) {
        *ret_holds = known->holds;
        return NULL;
    }
    const json *condition = named_member(json_member(self->document, "Conditions"), name);
    if (!condition || self->condition_depth >= MOST_CONDITION_DEPTH)
        return bad(self->arena, condition ? "has conditions that go in a circle" : "has no condition", name);
    self->condition_depth++;
    TRY(intrinsics_holds(&self->intrinsics, self->arena, condition, ret_holds));
    self->condition_depth--;
    self->conditions =
        arena_grow_by_one(self->arena, self->conditions, self->condition_count, sizeof *self->conditions);
    self->conditions[self->condition_count++] = (known_condition){name, *ret_holds};
    return NULL;
}

/* ---- resources ---- */

static const resource_type *find_type(const deployment *self, text name) {
    for (size_t i = 0; i < self->options->fake_count; i++) {
        const fake *fake = self->options->fakes[i];
        for (size_t j = 0; j < fake->resource_type_count; j++)
            if (text_equal(name, text_of(fake->resource_types[j].name)))
                return &fake->resource_types[j];
    }
    return NULL;
}

static void warn_of_property(void *reporter, const resource *resource, const char *what) {
    const template_options *options = reporter;
    options->warn(options->reporter, resource->logical_id, resource->type, what);
}

/* Whatever DependsOn names comes first. */
static const gabi_error *provision_dependencies(deployment *self, const json *depends_on) {
    bool is_list = json_kind_of(depends_on) == JSON_KIND_ARRAY;
    for (const json *each = is_list ? json_first(depends_on) : depends_on; each;
         each = is_list ? json_after(each) : NULL) {
        planned *other = find_resource(self, json_text(each));
        if (!other)
            return bad(self->arena, "depends on what it does not define", json_text(each));
        TRY(provision(self, other));
    }
    return NULL;
}

static const gabi_error *provision_emulated(deployment *self, planned *planned, const resource_type *type) {
    resource resource = {
        .logical_id = planned->logical_id,
        .type = text_of(type->name),
        .stack_name = self->options->stack_name,
    };
    provision_context context = {self->arena, self->world, warn_of_property, (void *)self->options};
    TRY(intrinsics_resolve(&self->intrinsics, self->arena, json_member(planned->definition, "Properties"),
                           &resource.properties));
    return type->provision(&context, &resource, &planned->result);
}

static const gabi_error *provision_resource(deployment *self, planned *planned) {
    text type_name = json_member_text(planned->definition, "Type");
    const json *condition = json_member(planned->definition, "Condition");
    bool is_wanted = true;
    if (condition)
        TRY(condition_holds(self, json_text(condition), &is_wanted));
    if (!is_wanted)
        return NULL;
    TRY(provision_dependencies(self, json_member(planned->definition, "DependsOn")));
    const resource_type *type = find_type(self, type_name);
    if (!type) {
        warn(self, planned, "not emulated");
        return NULL;
    }
    warn_of_attributes(self, planned);
    const gabi_error *error = provision_emulated(self, planned, type);
    planned->is_emulated = !error;
    if (error && error->kind == ERROR_UNSUPPORTED) {
        warn(self, planned, error->message);
        return NULL;
    }
    return error ? error_wrap(self->arena, error, error->kind, error->code, "the template's %.*s: %s",
                              TEXT_ARGS(planned->logical_id), error->message)
                 : NULL;
}

static const gabi_error *provision(deployment *self, planned *planned) {
    if (planned->stage == DONE)
        return NULL;
    if (planned->stage == UNDER_WAY)
        return bad(self->arena, "has resources that depend on each other in a circle", planned->logical_id);
    planned->stage = UNDER_WAY;
    planned->result.reference = text_format(self->arena, "not-emulated:%.*s", TEXT_ARGS(planned->logical_id));
    TRY(provision_resource(self, planned));
    planned->stage = DONE;
    return NULL;
}

/* ---- the document ---- */

/* The assertions of a rule, if its own condition holds. */
static const gabi_error *check_rule(deployment *self, const json *rule) {
    const json *condition = json_member(rule, "RuleCondition");
    const json *assertions = json_member(rule, "Assertions");
    bool holds = true;
    if (condition)
        TRY(intrinsics_holds(&self->intrinsics, self->arena, condition, &holds));
    for (const json *each = holds ? json_first(assertions) : NULL; each; each = json_after(each)) {
        TRY(intrinsics_holds(&self->intrinsics, self->arena, json_member(each, "Assert"), &holds));
        if (!holds)
            return bad(self->arena, "has a rule that does not hold", json_member_text(each, "AssertDescription"));
    }
    return NULL;
}

static const gabi_error *plan(deployment *self) {
    const json *resources = json_member(self->document, "Resources");
    if (json_kind_of(resources) != JSON_KIND_OBJECT || json_count(resources) == 0)
        return error_new(self->arena, ERROR_INVALID, "BadTemplate", "the template has no Resources");
    if (json_count(resources) > MOST_RESOURCES)
        return error_new(self->arena, ERROR_INVALID, "BadTemplate",
                         "Number of resources, %zu, is greater than maximum allowed, %d", json_count(resources),
                         MOST_RESOURCES);
    self->resources = arena_zalloc(self->arena, json_count(resources) * sizeof *self->resources);
    for (const json *each = json_first(resources); each; each = json_after(each)) {
        if (text_is_empty(json_member_text(each, "Type")))
            return bad(self->arena, "has a resource without a type", json_name_of(each));
        planned *planned = &self->resources[self->resource_count++];
        planned->logical_id = json_name_of(each);
        planned->definition = each;
    }
    return NULL;
}

const gabi_error *template_deploy(arena *arena, world *world, text document, const template_options *options) {
    deployment self = {.arena = arena, .world = world, .options = options};
    self.intrinsics = (intrinsics){&self, reference, attribute_of, condition_holds};
    const gabi_error *malformed = json_parse(arena, document, MOST_NESTING, &self.document);
    if (malformed)
        return error_wrap(arena, malformed, ERROR_INVALID, "BadTemplate",
                          "the template is not JSON, as `cdk synth --json` makes it: %s", malformed->message);
    TRY(plan(&self));
    warn_of_sections(&self);
    const json *rules = json_member(self.document, "Rules");
    for (const json *each = json_first(rules); each; each = json_after(each))
        TRY(check_rule(&self, each));
    for (size_t i = 0; i < self.resource_count; i++)
        TRY(provision(&self, &self.resources[i]));
    return NULL;
}

#include "dynamodb/backups/transfer_request.h"
#include "dynamodb/operations.h"
#include "dynamodb/tables/definition.h"
#include "dynamodb/tables/table.h"

#define MOST_HEADERS 255

typedef struct bucket_source {
    text owner;
    text bucket;
    text prefix;
} bucket_source;

typedef struct csv_options {
    text delimiter;
    wire_list headers; /* texts */
} csv_options;

typedef struct format_options {
    csv_options *csv;
} format_options;

typedef struct import_request {
    text client_token;
    bucket_source *source;
    text format;
    format_options *options;
    text compression;
    text parameters; /* JSON */
} import_request;

static const wire_member source_members[] = {
    WIRE_MEMBER(bucket_source, "S3BucketOwner", text, owner),
    WIRE_MEMBER(bucket_source, "S3Bucket", text, bucket),
    WIRE_MEMBER(bucket_source, "S3KeyPrefix", text, prefix),
};
WIRE_STRUCT(source_struct, bucket_source, source_members);

static const wire_member csv_members[] = {
    WIRE_MEMBER(csv_options, "Delimiter", text, delimiter),
    WIRE_MEMBER(csv_options, "HeaderList", list, headers),
};
WIRE_STRUCT(csv_struct, csv_options, csv_members);

static const wire_member options_members[] = {
    {"Csv", wire_read_object, offsetof(format_options, csv), &csv_struct},
};
WIRE_STRUCT(options_struct, format_options, options_members);

/* The member as it stands in the request: it is read as CreateTable reads its body. */
static const gabi_error *read_raw(json_reader *reader, const wire_member *member, void *target) {
    (void)member;
    text raw = text_trim(json_skip(reader));
    if (!text_equal(raw, TEXT("null")))
        *(text *)target = raw;
    return NULL;
}

static const wire_member members[] = {
    WIRE_MEMBER(import_request, "ClientToken", text, client_token),
    {"S3BucketSource", wire_read_object, offsetof(import_request, source), &source_struct},
    WIRE_MEMBER(import_request, "InputFormat", text, format),
    {"InputFormatOptions", wire_read_object, offsetof(import_request, options), &options_struct},
    WIRE_MEMBER(import_request, "InputCompressionType", text, compression),
    {"TableCreationParameters", read_raw, offsetof(import_request, parameters), NULL},
};
WIRE_STRUCT(request_struct, import_request, members);

static void constrain_csv(constraints *found, const csv_options *csv) {
    const char *member = "inputFormatOptions.csv.delimiter";
    text delimiter = csv->delimiter;
    if (delimiter.data && (delimiter.length != 1 || !strchr(",;:|\t ", delimiter.data[0])))
        constraint_failed(found, member, text_format(found->problems.arena, "'%.*s'", TEXT_ARGS(delimiter)),
                          "Member must satisfy regular expression pattern: [,;:|\\t ]");
    if (delimiter.data)
        constraint_length(found, member, delimiter, 1, 1);
    if (csv->headers.count > MOST_HEADERS)
        constraint_failed(found, "inputFormatOptions.csv.headerList", TEXT("'[...]'"),
                          "Member must have length less than or equal to 255");
}

static const gabi_error *check_members(arena *arena, const import_request *request) {
    constraints found = CONSTRAINTS(arena);
    constraint_not_null(&found, "s3BucketSource", request->source != NULL);
    if (request->source)
        constraint_bucket(&found, "s3BucketSource.", request->source->bucket, request->source->owner);
    constraint_not_null(&found, "inputFormat", request->format.data != NULL);
    constraint_enum(&found, "inputFormat", request->format, "[CSV, DYNAMODB_JSON, ION]");
    constraint_enum(&found, "inputCompressionType", request->compression, "[ZSTD, NONE, GZIP]");
    constraint_not_null(&found, "tableCreationParameters", request->parameters.data != NULL);
    if (request->options && request->options->csv)
        constrain_csv(&found, request->options->csv);
    TRY(constraints_error(&found));
    if (request->options && request->options->csv && !text_equal(request->format, TEXT("CSV")))
        return validation_error(arena,
                                "Invalid Request: Unsupported InputFormatOptions for the given input format: %.*s.",
                                TEXT_ARGS(request->format));
    return NULL;
}

static const gabi_error *check_name_is_free(world *world, arena *arena, text name) {
    const table *table;
    TRY(table_find_or_null(world, arena, name, &table));
    return table ? error_new(arena, ERROR_CONFLICT, "ResourceInUseException", "Table already exists: %.*s",
                             TEXT_ARGS(name))
                 : NULL;
}

const gabi_error *import_table(op_call *call) {
    import_request request = {0};
    table_definition definition;
    store *store = world_store(call->owner);
    TRY(wire_read_body(call->arena, call->request->body.bytes, &request_struct, &request));
    TRY(check_members(call->arena, &request));
    TRY(definition_read(call->arena, request.parameters, &definition));
    TRY(definition_check(&definition, call->arena));
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, check_name_is_free(call->owner, call->arena, definition.name)));
    return transfer_not_emulated(call->arena, "ImportTable");
}

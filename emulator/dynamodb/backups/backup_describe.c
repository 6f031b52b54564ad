#include "dynamodb/backups/backup.h"
#include "dynamodb/values/instant.h"

const char *backup_status(const backup *self) { return self->is_complete ? "AVAILABLE" : "CREATING"; }

static void write_members(json_writer *writer, const backup *self, const char *status) {
    json_string_member(writer, "BackupArn", self->arn);
    json_instant_member(writer, "BackupCreationDateTime", self->created_at_ms);
    if (self->expires_at_ms)
        json_instant_member(writer, "BackupExpiryDateTime", self->expires_at_ms);
    json_string_member(writer, "BackupName", self->name);
    json_integer_member(writer, "BackupSizeBytes", self->bytes);
    json_string_member(writer, "BackupStatus", text_of(status));
    json_string_member(writer, "BackupType", self->is_of_system ? TEXT("SYSTEM") : TEXT("USER"));
}

void backup_write_details(json_writer *writer, const backup *self, const char *status) {
    json_begin_object(writer);
    write_members(writer, self, status);
    json_end_object(writer);
}

void backup_summarize(json_writer *writer, const backup *self) {
    json_begin_object(writer);
    write_members(writer, self, backup_status(self));
    json_string_member(writer, "TableArn", self->table_arn);
    json_string_member(writer, "TableId", self->table_uuid);
    json_string_member(writer, "TableName", self->table_name);
    json_end_object(writer);
}

/* AWS describes none for backups that it has made itself. */
static void write_features(json_writer *writer, const backup *self) {
    json_begin_object(writer);
    if (!self->is_of_system) {
        definition_describe_source_features(writer, &self->definition);
        if (self->settings.time_to_live.data) {
            json_name(writer, TEXT("TimeToLiveDescription"));
            json_begin_object(writer);
            json_string_member(writer, "AttributeName", self->settings.time_to_live);
            json_string_member(writer, "TimeToLiveStatus", TEXT("ENABLED"));
            json_end_object(writer);
        }
    }
    json_end_object(writer);
}

void backup_describe(json_writer *writer, const backup *self, const char *status) {
    json_begin_object(writer);
    json_name(writer, TEXT("BackupDetails"));
    backup_write_details(writer, self, status);
    json_name(writer, TEXT("SourceTableDetails"));
    json_begin_object(writer);
    definition_describe_source(writer, &self->definition);
    json_integer_member(writer, "ItemCount", self->items);
    json_string_member(writer, "TableArn", self->table_arn);
    json_instant_member(writer, "TableCreationDateTime", self->table_created_at_ms);
    json_string_member(writer, "TableId", self->table_uuid);
    json_string_member(writer, "TableName", self->table_name);
    json_integer_member(writer, "TableSizeBytes", self->bytes);
    json_end_object(writer);
    json_name(writer, TEXT("SourceTableFeatureDetails"));
    write_features(writer, self);
    json_end_object(writer);
}

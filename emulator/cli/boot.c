#include "cli/boot.h"

#include "runner/collect.h"

static const gabi_error *read_credentials(arena *arena, const char *path, const credentials **ret_credentials) {
    credentials *known = credentials_new(arena);
    if (path)
        TRY(credentials_add_file(known, arena, path));
    *ret_credentials = known;
    return NULL;
}

static const gabi_error *load_archive(arena *arena, const char *path, cloud *cloud) {
    text bytes;
    TRY(collect_read(arena, text_of(path), &bytes));
    const gabi_error *error = cloud_load_archive(cloud, arena, bytes);
    return error ? error_new(arena, error->kind, error->code, "%s: %s", path, error->message) : NULL;
}

static const gabi_error *prepare(arena *arena, const boot_options *options, const cloud_reporter *reporter,
                                 booted *self) {
    const project *project = &self->project;
    const gabi_error *error = NULL;
    if (options->line->archive_path)
        return load_archive(arena, options->line->archive_path, self->cloud);
    if (project->template_path)
        error = cloud_deploy(self->cloud, arena, project->template_document, reporter);
    if (error)
        return error_new(arena, error->kind, error->code, "%s: %s", project->template_path, error->message);
    if (options->sample == BOOT_WITHOUT_SAMPLE || (options->sample == BOOT_SAMPLE_IF_THERE && !project->sample_path))
        return NULL;
    if (!project->sample_path)
        return error_new(arena, ERROR_INVALID, "NoSample", "--sample: there is no sample.json beside the template%s",
                         project->template_path ? "" : ", because there is no template");
    self->has_sample = true;
    return cloud_load_sample(self->cloud, arena, project->sample_document);
}

const gabi_error *boot(arena *arena, const boot_options *options, booted *ret_booted) {
    const command_line *line = options->line;
    booted self = {.is_new = true, .warnings = warnings_new(arena)};
    cloud_reporter reporter = {warnings_add, self.warnings};
    if (!line->archive_path)
        TRY(project_read(arena, line->template_path, &self.project));
    cloud_options cloud = {
        .seed = options->seed,
        .clock = options->clock,
        .frozen_at_ms = options->frozen_at_ms,
        .is_strict = line->is_strict_auth,
        .api_address = text_format(arena, "http://localhost:%d", line->api_port),
    };
    TRY(read_credentials(arena, line->credentials_path, &cloud.credentials));
    TRY(cloud_open(arena, &cloud, &self.cloud));
    const gabi_error *error = prepare(arena, options, &reporter, &self);
    if (!error && line->data_folder)
        error = cloud_keep_in_folder(self.cloud, arena, line->data_folder, line->is_durable,
                                     self.project.template_document, &reporter, &self.is_new);
    if (error)
        cloud_close(self.cloud);
    TRY(error);
    self.seed = cloud_seed(self.cloud);
    *ret_booted = self;
    return NULL;
}

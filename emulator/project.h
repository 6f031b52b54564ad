/* The project's files that a cloud boots from. */
#ifndef GABI_PROJECT_H
#define GABI_PROJECT_H

#include "core/arena.h"
#include "core/error.h"
#include "core/text.h"

typedef struct project {
    const char *template_path; /* NULL: no template, an empty cloud */
    text template_document;
    const char *sample_path; /* NULL: no sample data beside the template */
    text sample_document;
} project;

/* Reads the template at path, or when path is NULL infra/template.json of this folder or the nearest parent that has
 * one, and sample.json beside it. ERROR_INVALID, code "Unreadable". */
const gabi_error *project_read(arena *arena, const char *template_path, project *ret_project);

#endif

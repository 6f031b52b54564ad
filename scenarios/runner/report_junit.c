#include "runner/report.h"
#include "runner/report_file.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define ROOT "testsuites"

/* What has come before, up to where the next suite goes. */
static const gabi_error *read_suites(arena *arena, const char *path, text *ret_suites) {
    text content;
    TRY(report_read(arena, path, &content));
    content = text_trim(content);
    if (text_is_empty(content) || text_ends_with(content, TEXT("<" ROOT "/>"))) {
        *ret_suites = TEXT(HEAD "<" ROOT ">");
        return NULL;
    }
    size_t root = text_find(content, TEXT("<" ROOT));
    if (root == TEXT_NOT_FOUND || !text_ends_with(content, TEXT("</" ROOT ">")))
        return report_refuse(arena, path, "JUnit");
    *ret_suites = text_upto(content, content.length - strlen("</" ROOT ">"));
    return NULL;
}

static void put_case(buffer *out, const file_run *run, const finding_list *findings) {
    buffer name = BUFFER(out->arena);
    size_t skipped = file_run_skipped(run);
    report_escape_attribute(&name, run->source.path);
    buffer_format(out, "<testcase id=\"%.*s\" name=\"%.*s\" time=\"%.3f\"", TEXT_ARGS(buffer_text(&name)),
                  TEXT_ARGS(buffer_text(&name)), (double)run->duration_us / 1e6);
    bool is_empty = findings->count == 0 && skipped == 0;
    buffer_append(out, is_empty ? TEXT(" />") : TEXT(">"));
    for (size_t i = 0; i < findings->count; i++) {
        const char *element = findings->items[i].is_assert ? "failure" : "error";
        buffer_format(out, "<%s>", element);
        report_escape(out, findings->items[i].message);
        buffer_format(out, "</%s>", element);
    }
    if (skipped > 0)
        buffer_format(out, "<system-out>%zu requests to /_gabi skipped</system-out>", skipped);
    if (!is_empty)
        buffer_append(out, TEXT("</testcase>"));
}

const gabi_error *report_junit(arena *arena, const char *path, run_list runs) {
    text suites;
    buffer cases = BUFFER(arena), out = BUFFER(arena);
    size_t failures = 0, errors = 0;
    TRY(read_suites(arena, path, &suites));
    for (size_t i = 0; i < runs.count; i++) {
        finding_list findings = file_run_findings(&runs.items[i], arena, false);
        put_case(&cases, &runs.items[i], &findings);
        for (size_t j = 0; j < findings.count; j++)
            *(findings.items[j].is_assert ? &failures : &errors) += 1;
    }
    buffer_append(&out, suites);
    buffer_format(&out, "<testsuite tests=\"%zu\" errors=\"%zu\" failures=\"%zu\">", runs.count, errors, failures);
    buffer_append(&out, buffer_text(&cases));
    buffer_append(&out, TEXT("</testsuite></" ROOT ">"));
    return report_write(arena, path, buffer_text(&out));
}

#include "runner/report_html.h"

#include "core/civil_time.h"
#include "runner/list.h"
#include "runner/report.h"
#include "runner/report_file.h"

/* A row of the index, as its attributes keep it: escaped already. Another run of this or of hurl itself reads them. */
typedef struct index_row {
    text duration_ms;
    text status;
    text filename;
    text id;
    text timestamp; /* seconds since 1970 */
} index_row;

typedef struct index_rows {
    index_row *items;
    size_t count;
    size_t capacity;
} index_rows;

/* ---- what is there ---- */

static text attribute(text row, const char *name) {
    char start[32];
    snprintf(start, sizeof start, "data-%s=\"", name);
    size_t at = text_find(row, text_of(start));
    text rest = text_from(row, at == TEXT_NOT_FOUND ? row.length : at + strlen(start)), value = {0};
    text_cut(&rest, '"', &value);
    return value;
}

static const gabi_error *read_rows(arena *arena, const char *path, index_rows *rows) {
    static const char start[] = "data-duration=\""; /* the first of a row's attributes */
    text rest;
    TRY(report_read(arena, path, &rest));
    if (!text_is_empty(rest) && text_find(rest, TEXT("<tbody>")) == TEXT_NOT_FOUND)
        return report_refuse(arena, path, "HTML");
    for (size_t at; (at = text_find(rest, text_of(start))) != TEXT_NOT_FOUND;) {
        text row = text_from(rest, at);
        row = text_upto(row, text_index(row, '>'));
        *(index_row *)LIST_ADD(arena, rows) =
            (index_row){attribute(row, "duration"), attribute(row, "status"), attribute(row, "filename"),
                        attribute(row, "id"), attribute(row, "timestamp")};
        rest = text_from(rest, at + row.length);
    }
    return NULL;
}

/* ---- the index ---- */

static void put_row(buffer *out, const index_row *row) {
    int64_t duration_ms = 0, timestamp = 0;
    text_to_int64(row->duration_ms, &duration_ms);
    text_to_int64(row->timestamp, &timestamp);
    buffer_format(out,
                  "<tr data-duration=\"%.*s\" data-status=\"%.*s\" data-filename=\"%.*s\" data-id=\"%.*s\" "
                  "data-timestamp=\"%.*s\">\n",
                  TEXT_ARGS(row->duration_ms), TEXT_ARGS(row->status), TEXT_ARGS(row->filename), TEXT_ARGS(row->id),
                  TEXT_ARGS(row->timestamp));
    buffer_format(out, "<td><a href=\"store/%.*s-source.html\">%.*s</a></td>\n", TEXT_ARGS(row->id),
                  TEXT_ARGS(row->filename));
    buffer_format(out, "<td class=\"%.*s\"><a href=\"store/%.*s-timeline.html\">%.*s</a></td>\n",
                  TEXT_ARGS(row->status), TEXT_ARGS(row->id), TEXT_ARGS(row->status));
    buffer_format(out, "<td>%s</td>\n<td class=\"duration\">%.3f s</td>\n</tr>\n",
                  time_to_iso8601(out->arena, timestamp * 1000).data, (double)duration_ms / 1000);
}

static text index_page(arena *arena, const index_rows *rows) {
    buffer out = BUFFER(arena);
    size_t succeeded = 0;
    for (size_t i = 0; i < rows->count; i++)
        succeeded += text_equal(rows->items[i].status, TEXT("success"));
    double percent = rows->count > 0 ? 100.0 / (double)rows->count : 0;
    html_begin(&out, TEXT("Test Report"));
    buffer_format(&out,
                  "<main>\n<h1>Report</h1>\n<p>Executed: %zu (100%%)<br>\nSucceeded: %zu (%.1f%%)<br>\nFailed: %zu "
                  "(%.1f%%)</p>\n",
                  rows->count, succeeded, (double)succeeded * percent, rows->count - succeeded,
                  (double)(rows->count - succeeded) * percent);
    if (rows->count > 0)
        buffer_format(&out, "<div class=\"share\" aria-hidden=\"true\"><span style=\"width:%.1f%%\"></span></div>\n",
                      (double)succeeded * percent);
    html_begin_table(&out, "Files");
    buffer_append(&out,
                  TEXT("<thead><tr><th scope=\"col\">File</th><th scope=\"col\">Status</th>"
                       "<th scope=\"col\">Start Time</th><th scope=\"col\">Duration</th></tr></thead>\n<tbody>\n"));
    for (size_t i = 0; i < rows->count; i++)
        put_row(&out, &rows->items[i]);
    buffer_append(&out, TEXT("</tbody>\n"));
    html_end_table(&out);
    html_end(&out);
    return buffer_text(&out);
}

/* ---- all of it ---- */

static const gabi_error *write_pages(arena *arena, const char *folder, const file_run *run, text id) {
    const char *start = arena_printf(arena, "%s/store/%s", folder, id.data);
    TRY(report_write(arena, arena_printf(arena, "%s-source.html", start), html_source_page(arena, run, id)));
    TRY(report_write(arena, arena_printf(arena, "%s-timeline.html", start), html_timeline_page(arena, run, id)));
    return report_write(arena, arena_printf(arena, "%s-run.html", start), html_run_page(arena, run, id));
}

const gabi_error *report_html(arena *arena, const char *folder, run_list runs) {
    const char *path = arena_printf(arena, "%s/index.html", folder);
    index_rows rows = {0};
    TRY(read_rows(arena, path, &rows));
    for (size_t i = 0; i < runs.count; i++) {
        const file_run *run = &runs.items[i];
        text id = report_id(arena, rows.count, run->source.path);
        buffer filename = BUFFER(arena);
        report_escape_attribute(&filename, run->source.path);
        *(index_row *)LIST_ADD(arena, &rows) = (index_row){
            .duration_ms = text_format(arena, "%lld", (long long)run->duration_us / 1000),
            .status = text_of(html_status(run)),
            .filename = buffer_text(&filename),
            .id = id,
            .timestamp = text_format(arena, "%lld", (long long)run->started_ms / 1000),
        };
        TRY(write_pages(arena, folder, run, id));
    }
    return report_write(arena, path, index_page(arena, &rows));
}

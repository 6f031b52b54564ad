#include "runner/report_file.h"
#include "runner/report_html.h"

#define LONGEST_SHOWN_BODY 100000

static const char style[] =
    "body{font:16px/1.4 sans-serif;max-width:75rem;margin:1rem auto;padding:0 1rem;color:#222;background:#fff}"
    "h1,h2{color:#7a1fa2}a{color:#1f5fbf}nav a{margin-right:1rem;font-weight:bold}"
    "table{border-collapse:collapse;margin:.5rem 0 1rem}th,td{border:1px solid #ccc;padding:.3rem .6rem;"
    "text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f2f2f5}"
    "pre{overflow-x:auto;font-size:.85rem;line-height:1.35}.body,.error{background:#f2f2f5;padding:.6rem}"
    ".error{border-left:4px solid #c00}.success,.success a{color:#087508}.failure,.failure a{color:#c00}"
    ".number{color:#888;text-decoration:none;display:inline-block;min-width:3rem}"
    ".line:target,.wrong{background:#fbdada}.bar{height:.7rem;background:#4a90d9;min-width:2px}"
    ".bar.failure{background:#c00}"
    "@media(prefers-color-scheme:dark){body{background:#19191c;color:#ccc}h1,h2{color:#ce8cf0}a{color:#7fb2ff}"
    "th,.body,.error{background:#2a2a30}th,td{border-color:#444}.success,.success a{color:#4c4}"
    ".failure,.failure a{color:#f66}.line:target,.wrong{background:#522}}";

void html_begin(buffer *out, text title) {
    buffer_append(out, TEXT("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>"));
    report_escape(out, title);
    buffer_format(out, "</title>\n<style>%s</style>\n</head>\n<body>\n", style);
}

void html_end(buffer *out) { buffer_append(out, TEXT("</body>\n</html>\n")); }

const char *html_status(const file_run *run) { return run->status == RUNNER_ALL_PASSED ? "success" : "failure"; }

/* ---- what all pages of a run begin with ---- */

/* What is wrong, with a link to the line. */
static void put_findings(buffer *out, text id, const finding_list *findings) {
    for (size_t i = 0; i < findings->count; i++) {
        const finding *finding = &findings->items[i];
        buffer_append(out, TEXT("<pre class=\"error\">"));
        report_escape(out, finding->message);
        buffer_append(out, TEXT("</pre>\n"));
        if (finding->line)
            buffer_format(out, "<p><a href=\"%s-source.html#l%zu\">line %zu</a></p>\n", id.data, finding->line,
                          finding->line);
    }
}

static buffer begin_page(arena *arena, const file_run *run, text id, const finding_list *findings) {
    buffer out = BUFFER(arena);
    html_begin(&out, run->source.path);
    buffer_format(&out,
                  "<nav><a href=\"../index.html\">Report</a><a href=\"%s-source.html\">Source</a>"
                  "<a href=\"%s-timeline.html\">Timeline</a><a href=\"%s-run.html\">Run</a></nav>\n<h1>",
                  id.data, id.data, id.data);
    report_escape(&out, run->source.path);
    buffer_format(&out, "</h1>\n<p>Status: <span class=\"%s\">%s</span><br>\nDuration: %.1f ms<br>\nErrors: %zu</p>\n",
                  html_status(run), html_status(run), (double)run->duration_us / 1000, findings->count);
    put_findings(&out, id, findings);
    return out;
}

static text end_page(buffer *out) {
    html_end(out);
    return buffer_text(out);
}

/* ---- the source ---- */

static bool is_wrong(const finding_list *findings, size_t line) {
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].line == line)
            return true;
    return false;
}

text html_source_page(arena *arena, const file_run *run, text id) {
    finding_list findings = file_run_findings(run, arena, false);
    buffer out = begin_page(arena, run, id, &findings);
    text rest = file_run_redact(run, arena, run->source.content), line;
    buffer_append(&out, TEXT("<pre>"));
    for (size_t number = 1; text_cut(&rest, '\n', &line); number++) {
        buffer_format(&out, "<span class=\"line%s\" id=\"l%zu\"><a class=\"number\" href=\"#l%zu\">%zu</a>",
                      is_wrong(&findings, number) ? " wrong" : "", number, number, number);
        report_escape(&out, line);
        buffer_append(&out, TEXT("</span>\n"));
    }
    buffer_append(&out, TEXT("</pre>\n"));
    return end_page(&out);
}

/* ---- the time-line ---- */

/* Where the bars stand: calls follow upon one another. */
typedef struct scale {
    int64_t total_us;
    int64_t passed_us;
} scale;

static int64_t sum_us(const exchange *exchange) {
    return exchange ? sum_us(exchange->previous) + exchange->duration_us : 0;
}

static void put_bars(buffer *out, const file_run *run, const entry_result *result, const exchange *exchange,
                     scale *scale) {
    if (!exchange)
        return;
    put_bars(out, run, result, exchange->previous, scale);
    double percent = scale->total_us > 0 ? 100.0 / (double)scale->total_us : 0;
    buffer_append(out, TEXT("<tr><td>"));
    report_escape(out, exchange->method);
    buffer_append_char(out, ' ');
    report_escape(out, file_run_redact(run, out->arena, exchange->url));
    buffer_format(out,
                  "</td><td>%d</td><td>%.2f ms</td><td style=\"width:40%%\"><div class=\"bar%s\" "
                  "style=\"margin-left:%.2f%%;width:%.2f%%\"></div></td></tr>\n",
                  exchange->response->status, (double)exchange->duration_us / 1000,
                  result->problems.count > 0 ? " failure" : "", (double)scale->passed_us * percent,
                  (double)exchange->duration_us * percent);
    scale->passed_us += exchange->duration_us;
}

text html_timeline_page(arena *arena, const file_run *run, text id) {
    const entry_result_list *entries = &run->outcome.entries;
    finding_list findings = file_run_findings(run, arena, false);
    buffer out = begin_page(arena, run, id, &findings);
    scale scale = {0};
    for (size_t i = 0; i < entries->count; i++)
        scale.total_us += sum_us(entries->items[i].last_exchange);
    buffer_append(&out, TEXT("<table>\n<thead><tr><th>Call</th><th>Status</th><th>Duration</th><th></th></tr></thead>\n"
                             "<tbody>\n"));
    for (size_t i = 0; i < entries->count; i++)
        put_bars(&out, run, &entries->items[i], entries->items[i].last_exchange, &scale);
    buffer_append(&out, TEXT("</tbody>\n</table>\n"));
    return end_page(&out);
}

/* ---- what was sent and answered ---- */

static void put_pair(buffer *out, const file_run *run, text name, text value) {
    buffer_append(out, TEXT("<tr><th>"));
    report_escape(out, name);
    buffer_append(out, TEXT("</th><td>"));
    report_escape(out, file_run_redact(run, out->arena, value));
    buffer_append(out, TEXT("</td></tr>\n"));
}

static void put_message(buffer *out, const file_run *run, const char *title, const http_fields *headers, text body) {
    buffer_format(out, "<h4>%s</h4>\n<table>\n", title);
    for (size_t i = 0; i < headers->count; i++)
        put_pair(out, run, headers->items[i].name, headers->items[i].value);
    buffer_append(out, TEXT("</table>\n"));
    if (text_is_empty(body))
        return;
    buffer_append(out, TEXT("<pre class=\"body\">"));
    report_escape(out, text_upto(file_run_redact(run, out->arena, body), LONGEST_SHOWN_BODY));
    buffer_append(out, TEXT("</pre>\n"));
    if (body.length > LONGEST_SHOWN_BODY)
        buffer_format(out, "<p>… of %zu bytes</p>\n", body.length);
}

static void put_call(buffer *out, const file_run *run, const exchange *exchange) {
    if (!exchange)
        return;
    put_call(out, run, exchange->previous);
    buffer_append(out, TEXT("<h3>"));
    report_escape(out, exchange->method);
    buffer_append_char(out, ' ');
    report_escape(out, file_run_redact(run, out->arena, exchange->url));
    buffer_append(out, TEXT("</h3>\n"));
    put_message(out, run, "Request", &exchange->request_headers, exchange->request_body);
    put_message(out, run, arena_printf(out->arena, "Response: %d", exchange->response->status),
                &exchange->response->headers, exchange->body);
}

static void put_captures(buffer *out, const file_run *run, const capture_result_list *captures) {
    if (captures->count == 0)
        return;
    buffer_append(out, TEXT("<h4>Captures</h4>\n<table>\n"));
    for (size_t i = 0; i < captures->count; i++)
        put_pair(out, run, captures->items[i].name, value_describe(out->arena, captures->items[i].value));
    buffer_append(out, TEXT("</table>\n"));
}

text html_run_page(arena *arena, const file_run *run, text id) {
    const entry_result_list *entries = &run->outcome.entries;
    finding_list findings = file_run_findings(run, arena, false);
    buffer out = begin_page(arena, run, id, &findings);
    for (size_t i = 0; i < entries->count; i++) {
        const entry_result *result = &entries->items[i];
        size_t line = source_place(&run->source, result->entry->start).line;
        buffer_format(&out,
                      "<details open><summary>Entry %zu, <a href=\"%s-source.html#l%zu\">line %zu</a></summary>\n",
                      result->index, id.data, line, line);
        if (!text_is_empty(result->curl)) {
            buffer_append(&out, TEXT("<pre class=\"body\">"));
            report_escape(&out, file_run_redact(run, arena, result->curl));
            buffer_append(&out, TEXT("</pre>\n"));
        }
        if (result->is_skipped_control)
            buffer_append(&out, TEXT("<p>skipped: the control API is not there</p>\n"));
        put_call(&out, run, result->last_exchange);
        put_captures(&out, run, &result->captures);
        buffer_append(&out, TEXT("</details>\n"));
    }
    return end_page(&out);
}

#include "runner/report_file.h"
#include "runner/report_html.h"

#define LONGEST_SHOWN_BODY 100000

/* ---- what all pages of a run begin with ---- */

/* What is wrong. The place that it names (`--> file:line:column`) leads to the line. */
static void put_finding(buffer *out, text id, const finding *finding) {
    static const char arrow[] = "--> ";
    size_t start = text_find(finding->message, TEXT("--> "));
    buffer_append(out, TEXT("<pre class=\"error\" tabindex=\"0\">"));
    if (!finding->line || start == TEXT_NOT_FOUND) {
        report_escape(out, finding->message);
    } else {
        text place = text_from(finding->message, start + strlen(arrow));
        place = text_upto(place, text_index(place, '\n'));
        report_escape(out, text_upto(finding->message, start + strlen(arrow)));
        buffer_format(out, "<a href=\"%s-source.html#l%zu\">", id.data, finding->line);
        report_escape(out, place);
        buffer_append(out, TEXT("</a>"));
        report_escape(out, text_from(finding->message, start + strlen(arrow) + place.length));
    }
    buffer_append(out, TEXT("</pre>\n"));
}

/* The pages of a run, of which kind is this one. */
static void put_navigation(buffer *out, text id, const char *kind) {
    static const char *const kinds[][2] = {{"source", "Source"}, {"timeline", "Timeline"}, {"run", "Run"}};
    buffer_append(out, TEXT("<nav aria-label=\"Pages\"><a href=\"../index.html\">Report</a>"));
    for (size_t i = 0; i < 3; i++)
        buffer_format(out, "<a href=\"%s-%s.html\"%s>%s</a>", id.data, kinds[i][0],
                      strcmp(kind, kinds[i][0]) == 0 ? " aria-current=\"page\"" : "", kinds[i][1]);
    buffer_append(out, TEXT("</nav>\n"));
}

static buffer begin_page(arena *arena, const file_run *run, text id, const char *kind, const finding_list *findings) {
    buffer out = BUFFER(arena);
    html_begin(&out, run->source.path);
    put_navigation(&out, id, kind);
    buffer_append(&out, TEXT("<main>\n<h1>"));
    report_escape(&out, run->source.path);
    buffer_format(&out,
                  "</h1>\n<dl><div><dt>Status</dt><dd class=\"%s\">%s</dd></div><div><dt>Duration</dt><dd>%.1f ms</dd>"
                  "</div><div><dt>Requests</dt><dd>%zu</dd></div><div><dt>Errors</dt><dd>%zu</dd></div></dl>\n",
                  html_status(run), html_status(run), (double)run->duration_us / 1000, run->outcome.request_count,
                  findings->count);
    for (size_t i = 0; i < findings->count; i++)
        put_finding(&out, id, &findings->items[i]);
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
    buffer out = begin_page(arena, run, id, "source", &findings);
    text rest = file_run_redact(run, arena, run->source.content), line;
    buffer_append(&out, TEXT("<pre class=\"source\" tabindex=\"0\">"));
    for (size_t number = 1; text_cut(&rest, '\n', &line); number++) {
        buffer_format(&out, "<span class=\"line%s\" id=\"l%zu\"><a class=\"number\" href=\"#l%zu\">%zu</a>",
                      is_wrong(&findings, number) ? " wrong" : "", number, number, number);
        report_escape(&out, line);
        buffer_append(&out, TEXT("</span>"));
    }
    buffer_append(&out, TEXT("</pre>\n"));
    return end_page(&out);
}

/* ---- the time-line ---- */

/* "GET http://…" */
static void put_call_name(buffer *out, const file_run *run, const exchange *exchange) {
    report_escape(out, exchange->method);
    buffer_append_char(out, ' ');
    report_escape(out, file_run_redact(run, out->arena, exchange->url));
}

/* Where the bars stand: calls follow upon one another. */
typedef struct scale {
    text id; /* of the run's pages */
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
    buffer_format(out, "<tr><td><a href=\"%s-run.html#e%zu\">", scale->id.data, result->index);
    put_call_name(out, run, exchange);
    buffer_format(out,
                  "</a></td><td>%d</td><td class=\"duration\">%.2f ms</td><td class=\"track\"><div class=\"bar%s\" "
                  "style=\"margin-left:%.2f%%;width:%.2f%%\"></div></td></tr>\n",
                  exchange->response->status, (double)exchange->duration_us / 1000,
                  result->problems.count > 0 ? " failure" : "", (double)scale->passed_us * percent,
                  (double)exchange->duration_us * percent);
    scale->passed_us += exchange->duration_us;
}

text html_timeline_page(arena *arena, const file_run *run, text id) {
    const entry_result_list *entries = &run->outcome.entries;
    finding_list findings = file_run_findings(run, arena, false);
    buffer out = begin_page(arena, run, id, "timeline", &findings);
    scale scale = {.id = id};
    for (size_t i = 0; i < entries->count; i++)
        scale.total_us += sum_us(entries->items[i].last_exchange);
    html_begin_table(&out, "Calls");
    buffer_append(&out, TEXT("<thead><tr><th scope=\"col\">Call</th><th scope=\"col\">Status</th><th "
                             "scope=\"col\">Duration</th><th scope=\"col\">Time</th></tr></thead>\n<tbody>\n"));
    for (size_t i = 0; i < entries->count; i++)
        put_bars(&out, run, &entries->items[i], entries->items[i].last_exchange, &scale);
    buffer_append(&out, TEXT("</tbody>\n"));
    html_end_table(&out);
    return end_page(&out);
}

/* ---- what was sent and answered ---- */

static void put_pair(buffer *out, const file_run *run, text name, text value) {
    buffer_append(out, TEXT("<tr><th scope=\"row\">"));
    report_escape(out, name);
    buffer_append(out, TEXT("</th><td>"));
    report_escape(out, file_run_redact(run, out->arena, value));
    buffer_append(out, TEXT("</td></tr>\n"));
}

/* Headers, and the body below them. */
static void put_message(buffer *out, const file_run *run, const char *title, const http_fields *headers, text body) {
    buffer_format(out, "<h4>%s</h4>\n", title);
    html_begin_table(out, title);
    for (size_t i = 0; i < headers->count; i++)
        put_pair(out, run, headers->items[i].name, headers->items[i].value);
    html_end_table(out);
    if (text_is_empty(body))
        return;
    buffer_append(out, TEXT("<pre class=\"body\" tabindex=\"0\">"));
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
    put_call_name(out, run, exchange);
    buffer_append(out, TEXT("</h3>\n"));
    put_message(out, run, "Request", &exchange->request_headers, exchange->request_body);
    put_message(out, run, arena_printf(out->arena, "Response: %d", exchange->response->status),
                &exchange->response->headers, exchange->body);
}

static void put_captures(buffer *out, const file_run *run, const capture_result_list *captures) {
    if (captures->count == 0)
        return;
    buffer_append(out, TEXT("<h4>Captures</h4>\n"));
    html_begin_table(out, "Captures");
    for (size_t i = 0; i < captures->count; i++)
        put_pair(out, run, captures->items[i].name, value_describe(out->arena, captures->items[i].value));
    html_end_table(out);
}

/* The lines of the file that expect something, and whether it is so. */
static void put_asserts(buffer *out, const file_run *run, text id, const assert_result_list *asserts) {
    if (asserts->count == 0)
        return;
    buffer_append(out, TEXT("<h4>Asserts</h4>\n<ul>\n"));
    for (size_t i = 0; i < asserts->count; i++) {
        const assert_result *assert = &asserts->items[i];
        size_t number = source_place(&run->source, assert->start).line;
        text line = text_trim(source_text(&run->source, source_line(&run->source, assert->start)));
        if (assert_is_told_by_next(&run->source, asserts, i))
            continue;
        buffer_format(
            out, "<li><span class=\"%s\">%s</span> <a class=\"number\" href=\"%s-source.html#l%zu\">%zu</a> <code>",
            assert->problem ? "failure" : "success", assert->problem ? "not ok" : "ok", id.data, number, number);
        report_escape(out, file_run_redact(run, out->arena, line));
        buffer_append(out, TEXT("</code></li>\n"));
    }
    buffer_append(out, TEXT("</ul>\n"));
}

/* An entry in a line: "2. POST http://… 201 1.2 ms line 7"; those that failed stand open. */
static void begin_entry(buffer *out, const file_run *run, text id, const entry_result *result) {
    size_t line = source_place(&run->source, result->entry->start).line;
    const exchange *last = result->last_exchange;
    bool has_failed = result->problems.count > 0;
    buffer_format(out, "<details class=\"%s\" id=\"e%zu\"%s><summary><h2>%zu. ", has_failed ? "failed" : "passed",
                  result->index, has_failed ? " open" : "", result->index);
    if (last)
        put_call_name(out, run, last);
    else
        report_escape(out, file_run_redact(run, out->arena,
                                           source_text(&run->source, source_line(&run->source, result->entry->start))));
    buffer_append(out, TEXT("</h2>"));
    if (last)
        buffer_format(out, "<span class=\"%s\">%d</span> %.1f ms, ", has_failed ? "failure" : "success",
                      last->response->status, (double)result->transfer_us / 1000);
    if (result->is_retried)
        buffer_append(out, TEXT("tried again, "));
    buffer_format(out, "<a href=\"%s-source.html#l%zu\">line %zu</a></summary>\n", id.data, line, line);
}

text html_run_page(arena *arena, const file_run *run, text id) {
    const entry_result_list *entries = &run->outcome.entries;
    finding_list findings = file_run_findings(run, arena, false);
    buffer out = begin_page(arena, run, id, "run", &findings);
    for (size_t i = 0; i < entries->count; i++) {
        const entry_result *result = &entries->items[i];
        begin_entry(&out, run, id, result);
        if (!text_is_empty(result->curl)) {
            buffer_append(&out, TEXT("<pre class=\"body\" tabindex=\"0\">"));
            report_escape(&out, file_run_redact(run, arena, result->curl));
            buffer_append(&out, TEXT("</pre>\n"));
        }
        if (result->is_skipped_control)
            buffer_append(&out, TEXT("<p>skipped: the control API is not there</p>\n"));
        put_asserts(&out, run, id, &result->asserts);
        put_call(&out, run, result->last_exchange);
        put_captures(&out, run, &result->captures);
        buffer_append(&out, TEXT("</details>\n"));
    }
    if (!text_is_empty(run->warnings)) {
        buffer_append(&out, TEXT("<h2>Logged meanwhile</h2>\n<pre class=\"body\" tabindex=\"0\">"));
        report_escape(&out, run->warnings);
        buffer_append(&out, TEXT("</pre>\n"));
    }
    return end_page(&out);
}

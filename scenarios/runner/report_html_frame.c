#include "runner/report_file.h"
#include "runner/report_html.h"

/* Colours by their use, for bright and dark surroundings; all of them have a contrast of 4.5 to 1 at least. */
static const char colours[] =
    ":root{color-scheme:light dark;--text:#1d1d22;--faint:#63636b;--page:#fff;--panel:#f4f4f7;--line:#d5d5dc;"
    "--link:#1a56b0;--title:#7a1fa2;--good:#05700f;--bad:#b3000c;--wrong:#fde0e0;--bar:#3d7fcc}"
    "@media(prefers-color-scheme:dark){:root{--text:#d9d9de;--faint:#a0a0aa;--page:#18181b;--panel:#26262b;"
    "--line:#45454d;--link:#86b5ff;--title:#d79bf5;--good:#56cf61;--bad:#ff7b7b;--wrong:#522626;--bar:#5c9be6}}";

static const char style[] =
    "*{box-sizing:border-box}"
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:80rem;margin:0 auto;padding:1rem;color:var(--text);"
    "background:var(--page)}"
    "h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0;color:var(--title);overflow-wrap:anywhere}"
    "h2,h3,h4{font-size:1rem;margin:1rem 0 .4rem;overflow-wrap:anywhere}"
    "a{color:var(--link)}nav a{margin-right:1.2rem;font-weight:600}"
    "nav a[aria-current]{color:var(--text);text-decoration:none}"
    ":focus-visible{outline:2px solid var(--link);outline-offset:2px}"
    "dl{display:flex;flex-wrap:wrap;gap:.2rem 2rem;margin:.5rem 0 1rem}dl div{display:flex;gap:.5rem}"
    "dt{color:var(--faint)}dd{margin:0}"
    ".wide{overflow-x:auto;margin:.4rem 0 1rem}"
    "table{border-collapse:collapse;min-width:50%}"
    "th,td{border:1px solid var(--line);padding:.3rem .6rem;text-align:left;vertical-align:top}"
    "th{background:var(--panel);white-space:nowrap}td{overflow-wrap:anywhere}"
    ".number,.duration{font-variant-numeric:tabular-nums;white-space:nowrap}.duration{text-align:right}"
    ".success,.success a{color:var(--good)}.failure,.failure "
    "a{color:var(--bad)}.failure{font-weight:600}td.success,td.failure{white-space:nowrap}"
    "tr[data-status=failure] td{background:var(--wrong)}"
    ".share{display:flex;height:.6rem;max-width:50%;border-radius:.3rem;overflow:hidden;background:var(--bad)}"
    ".share span{background:var(--good)}"
    "pre{font:.85rem/1.45 ui-monospace,monospace;overflow-x:auto;margin:.4rem 0;padding:.6rem;background:var(--panel);"
    "border-radius:.3rem}.error{border-left:4px solid var(--bad)}.source{padding:.6rem 0}"
    ".line{display:block;padding:0 .6rem;min-height:1.45em}.line .number{display:inline-block;min-width:3rem;"
    "color:var(--faint);text-decoration:none;user-select:none}.line:target,.wrong{background:var(--wrong)}"
    "details{border:1px solid var(--line);border-radius:.3rem;margin:.6rem 0;padding:0 .8rem}"
    "summary{cursor:pointer;margin:0 -.8rem;padding:.5rem .8rem;overflow-wrap:anywhere}"
    "summary h2{display:inline;margin:0 .6rem 0 0}details.failed{border-left:4px solid var(--bad)}"
    "ul{list-style:none;padding:0;margin:.4rem 0}"
    ".track{min-width:12rem;width:40%;padding:.3rem 0}.bar{height:.8rem;background:var(--bar);min-width:3px;"
    "border-radius:2px}.bar.failure{background:var(--bad)}"
    "@media(max-width:40rem){.share{max-width:none}table{min-width:100%}th,td{padding:.25rem .4rem}}"
    "@media print{details{break-inside:avoid}pre{white-space:pre-wrap}}";

void html_begin(buffer *out, text title) {
    buffer_append(out, TEXT("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"));
    report_escape(out, title);
    buffer_format(out, "</title>\n<style>%s%s</style>\n</head>\n<body>\n", colours, style);
}

void html_end(buffer *out) { buffer_append(out, TEXT("</main>\n</body>\n</html>\n")); }

const char *html_status(const file_run *run) { return run->status == RUNNER_ALL_PASSED ? "success" : "failure"; }

void html_begin_table(buffer *out, const char *label) {
    buffer_format(out, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n<table>\n", label);
}

void html_end_table(buffer *out) { buffer_append(out, TEXT("</table>\n</div>\n")); }

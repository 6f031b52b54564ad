#include "runner/list.h"
#include "runner/report.h"
#include "runner/report_file.h"

#define VERSION "TAP version 13"

typedef struct test_point {
    text description;
    bool has_passed;
} test_point;

typedef struct test_point_list {
    test_point *items;
    size_t count;
    size_t capacity;
} test_point_list;

/* "ok 1 - description"; false when it is none. */
static bool read_point(text line, test_point *ret_point) {
    bool has_passed = text_starts_with(line, TEXT("ok"));
    if (!has_passed && !text_starts_with(line, TEXT("not ok")))
        return false;
    text description = text_trim(text_from(line, strlen(has_passed ? "ok" : "not ok")));
    while (description.length > 0 && description.data[0] >= '0' && description.data[0] <= '9')
        description = text_from(description, 1);
    description = text_trim(description);
    if (text_starts_with(description, TEXT("-")))
        description = text_trim(text_from(description, 1));
    *ret_point = (test_point){description, has_passed};
    return true;
}

/* Comments and details of other programs' reports are passed over. */
static const gabi_error *read_points(arena *arena, const char *path, test_point_list *points) {
    text rest, line;
    test_point point;
    bool has_plan = false;
    TRY(report_read(arena, path, &rest));
    if (text_is_empty(rest))
        return NULL;
    while (text_cut(&rest, '\n', &line)) {
        has_plan = has_plan || text_starts_with(line, TEXT("1.."));
        if (read_point(text_trim(line), &point))
            *(test_point *)LIST_ADD(arena, points) = point;
    }
    return has_plan ? NULL : report_refuse(arena, path, "TAP");
}

const gabi_error *report_tap(arena *arena, const char *path, run_list runs) {
    test_point_list points = {0};
    buffer out = BUFFER(arena);
    TRY(read_points(arena, path, &points));
    for (size_t i = 0; i < runs.count; i++)
        *(test_point *)LIST_ADD(arena, &points) =
            (test_point){runs.items[i].source.path, runs.items[i].status == RUNNER_ALL_PASSED};
    buffer_format(&out, VERSION "\n1..%zu\n", points.count);
    for (size_t i = 0; i < points.count; i++)
        buffer_format(&out, "%s %zu - %.*s\n", points.items[i].has_passed ? "ok" : "not ok", i + 1,
                      TEXT_ARGS(points.items[i].description));
    return report_write(arena, path, buffer_text(&out));
}

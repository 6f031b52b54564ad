/* Snapshots and archives. */
#include "control/snapshots_control.h"

#include "control/control_fixture.h"

static void a_world_goes_back_to_its_snapshot(void **state) {
    const json *snapshot = body_of(*state, ask(*state, "back", "PUT", "/_gabi/snapshots/before", ""), 201);
    assert_string(json_member_text(snapshot, "name"), "before");
    assert_true(text_starts_with(json_member_text(snapshot, "taken_at"), TEXT("2026-01-05T08:00:00.0")));
    book(*state, "back");
    body_of(*state, ask(*state, "back", "PUT", "/_gabi/snapshots/after", ""), 201);
    assert_int_equal(ask(*state, "back", "POST", "/_gabi/snapshots/before/restore", "").status, 204);
    assert_int_equal(booked(*state, "back"), 0);
    book(*state, "back");
    assert_int_equal(ask(*state, "back", "POST", "/_gabi/snapshots/before/restore", "").status, 204);
    assert_int_equal(booked(*state, "back"), 0);
    assert_int_equal(ask(*state, "back", "POST", "/_gabi/snapshots/after/restore", "").status, 204);
    assert_int_equal(booked(*state, "back"), 1);
}

static void snapshots_outlive_resets_and_end_with_their_world(void **state) {
    book(*state, "kept");
    body_of(*state, ask(*state, "kept", "PUT", "/_gabi/snapshots/one", ""), 201);
    assert_int_equal(ask(*state, "kept", "POST", "/_gabi/reset", "").status, 204);
    assert_int_equal(booked(*state, "kept"), 0);
    assert_int_equal(ask(*state, "kept", "POST", "/_gabi/snapshots/one/restore", "").status, 204);
    assert_int_equal(booked(*state, "kept"), 1);
    assert_int_equal(ask(*state, "kept", "DELETE", "/_gabi/worlds/kept", "").status, 204);
    assert_refused(*state, ask(*state, "kept", "POST", "/_gabi/snapshots/one/restore", ""), 404, "snapshot_not_found");
}

static void a_world_can_begin_as_a_snapshot(void **state) {
    book(*state, "source");
    body_of(*state, ask(*state, "source", "PUT", "/_gabi/snapshots/one", ""), 201);
    assert_int_equal(ask(*state, "source", "POST", "/_gabi/reset", "").status, 204);
    body_of(*state,
            ask(*state, "x", "POST", "/_gabi/worlds", "{\"name\":\"copy\",\"from\":\"source\",\"snapshot\":\"one\"}"),
            201);
    assert_int_equal(booked(*state, "copy"), 1);
    body_of(*state, ask(*state, "source", "POST", "/_gabi/worlds", "{\"name\":\"own-copy\",\"snapshot\":\"one\"}"),
            201);
    assert_int_equal(booked(*state, "own-copy"), 1);
    assert_refused(*state, ask(*state, "x", "POST", "/_gabi/worlds", "{\"from\":\"source\",\"snapshot\":\"two\"}"), 404,
                   "snapshot_not_found");
}

static void lists_replaces_and_drops_snapshots(void **state) {
    body_of(*state, ask(*state, "list", "PUT", "/_gabi/snapshots/b", ""), 201);
    body_of(*state, ask(*state, "list", "PUT", "/_gabi/snapshots/a", ""), 201);
    book(*state, "list");
    body_of(*state, ask(*state, "list", "PUT", "/_gabi/snapshots/b", ""), 200);
    const json *answer = body_of(*state, ask(*state, "list", "GET", "/_gabi/snapshots", ""), 200);
    const json *first = json_first(json_member(answer, "snapshots"));
    assert_int_equal(json_count(json_member(answer, "snapshots")), 2);
    assert_string(json_member_text(first, "name"), "a");
    assert_string(json_member_text(json_after(first), "name"), "b");
    assert_int_equal(ask(*state, "list", "DELETE", "/_gabi/snapshots/a", "").status, 204);
    assert_refused(*state, ask(*state, "list", "DELETE", "/_gabi/snapshots/a", ""), 404, "snapshot_not_found");
    assert_int_equal(ask(*state, "list", "POST", "/_gabi/reset", "").status, 204);
    assert_int_equal(ask(*state, "list", "POST", "/_gabi/snapshots/b/restore", "").status, 204);
    assert_int_equal(booked(*state, "list"), 1);
}

static void refuses_snapshots_that_cannot_be(void **state) {
    assert_refused(*state, ask(*state, "full", "PUT", "/_gabi/snapshots/a%20b", ""), 400, "invalid_name");
    for (int i = 0; i < SNAPSHOTS_MOST; i++)
        body_of(*state, ask(*state, "full", "PUT", arena_printf(*state, "/_gabi/snapshots/s-%d", i), ""), 201);
    assert_refused(*state, ask(*state, "full", "PUT", "/_gabi/snapshots/more", ""), 429, "too_many_snapshots");
    body_of(*state, ask(*state, "full", "PUT", "/_gabi/snapshots/s-7", ""), 200);
}

/* ---- archives ---- */

static http_response send_archive(arena *arena, const char *world, text archive) {
    transport *client = cloud_client(cloud_fixture_cloud(), arena, text_of(world));
    http_request request = http_request_to(TEXT("PUT"), TEXT("/_gabi/archive"));
    http_response response;
    request.body = HTTP_BODY_BYTES(archive);
    assert_success(client->send(client, arena, TEXT("http://localhost:4566"), &request, &response));
    return response;
}

static void a_world_is_one_file_and_goes_on_elsewhere(void **state) {
    book(*state, "here");
    http_response archive = ask(*state, "here", "GET", "/_gabi/archive", "");
    assert_int_equal(archive.status, 200);
    assert_string(http_fields_get(&archive.headers, TEXT("Content-Type")), "application/vnd.sqlite3");
    assert_int_equal(send_archive(*state, "there", archive.content.bytes).status, 204);
    assert_int_equal(booked(*state, "there"), 1);
    const json *here = body_of(*state, ask(*state, "x", "GET", "/_gabi/worlds/here", ""), 200);
    const json *there = body_of(*state, ask(*state, "x", "GET", "/_gabi/worlds/there", ""), 200);
    assert_int_equal(json_number(json_member(here, "seed")), json_number(json_member(there, "seed")));
    assert_int_equal(ask(*state, "there", "POST", "/_gabi/reset", "").status, 204);
    assert_int_equal(booked(*state, "there"), 0);
}

static void refuses_files_that_are_no_archives(void **state) {
    http_response archive = ask(*state, "whole", "GET", "/_gabi/archive", "");
    text whole = archive.content.bytes;
    book(*state, "whole");
    assert_refused(*state, send_archive(*state, "whole", TEXT("")), 400, "invalid_archive");
    assert_refused(*state, send_archive(*state, "whole", text_upto(whole, whole.length - 1)), 400, "invalid_archive");
    assert_int_equal(booked(*state, "whole"), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_world_goes_back_to_its_snapshot),  TEST(snapshots_outlive_resets_and_end_with_their_world),
        TEST(a_world_can_begin_as_a_snapshot),    TEST(lists_replaces_and_drops_snapshots),
        TEST(refuses_snapshots_that_cannot_be),   TEST(a_world_is_one_file_and_goes_on_elsewhere),
        TEST(refuses_files_that_are_no_archives),
    };
    return RUN_TESTS(tests);
}

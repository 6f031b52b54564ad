/**
 * An example of a test suite over gabi-emu: every test in a world of its own, forked from one in which Anna has logged in.
 * All of them run at once, and do not see each other.
 *
 *     gabi-emu serve --sample &
 *     node --test scenarios/clients/javascript/
 *
 * The addresses are in GABI_AWS and GABI_API when they are not the usual ones.
 */
import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";

import {Gabi, GabiError} from "./gabi.mjs";

const gabi = new Gabi({
    aws: process.env.GABI_AWS ?? "http://127.0.0.1:4566",
    api: process.env.GABI_API ?? "http://127.0.0.1:3000",
});

describe("booking", {concurrency: true}, () => {
    let loggedIn, authorization;

    before(async () => {
        loggedIn = await gabi.world({seed: 7});
        await loggedIn.clock.freeze();
        const response = await loggedIn.fetch("/auth/login", {
            method: "POST",
            headers: {"Content-Type": "application/json"},
            body: JSON.stringify({email: "anna@example.com", password: "lotus-flower-22"}),
        });
        assert.equal(response.status, 200);
        authorization = `Bearer ${(await response.json()).accessToken}`;
    });

    after(() => loggedIn.drop());

    /** A test that gets a world of its own. */
    function inWorld(name, run) {
        test(name, async () => {
            const world = await loggedIn.fork();
            try {
                await run(world);
            } finally {
                await world.drop();
            }
        });
    }

    const book = (world, id) => world.fetch(`/classes/${id}/book`, {method: "POST", headers: {authorization}});

    inWorld("a booked place is taken", async (world) => {
        assert.equal((await book(world, "class-yin")).status, 201);
        await world.assertItems("Classes", {items: [{classId: "class-yin", booked: 1}]});
    });

    inWorld("nobody else's world has it", async (world) => {
        await world.assertItems("Classes", {items: [{classId: "class-yin", booked: 0}]});
    });

    inWorld("the differences say what is wrong", async (world) => {
        const wrong = world.assertItems("Classes", {items: [{classId: "class-yin", booked: 12}]});
        await assert.rejects(wrong, (error) => {
            assert(error instanceof GabiError);
            assert.equal(error.status, 409);
            assert.match(error.differences[0], /booked is 0, not 12$/);
            return true;
        });
    });

    inWorld("a snapshot brings the place back, again and again", async (world) => {
        const free = await world.snapshot("free");
        for (let round = 0; round < 3; round++) {
            assert.equal((await book(world, "class-yin")).status, 201);
            await free.restore();
            await world.assertItems("Classes", {items: [{classId: "class-yin", booked: 0}]});
        }
    });

    inWorld("a class that has begun cannot be booked", async (world) => {
        const classes = await world.items("Classes");
        const {startsAt} = classes.find((each) => each.classId === "class-yin");
        const minuteBefore = new Date(Date.parse(startsAt) - 60_000).toISOString();
        assert.equal((await world.clock.set({now: minuteBefore})).now, minuteBefore);
        await world.clock.advance({minutes: 2});
        const login = await world.fetch("/auth/login", {
            method: "POST",
            headers: {"Content-Type": "application/json"},
            body: JSON.stringify({email: "anna@example.com", password: "lotus-flower-22"}),
        });
        const later = `Bearer ${(await login.json()).accessToken}`;
        const response = await world.fetch("/classes/class-yin/book", {method: "POST", headers: {authorization: later}});
        assert.equal(response.status, 409);
        assert.equal((await response.json()).error.code, "class_started");
    });

    inWorld("the table refuses, and nothing is half booked", async (world) => {
        await world.faults.add({service: "dynamodb", operation: "TransactWriteItems", effect: "error",
            code: "InternalServerError", message: "refused", status: 500});
        const before = await world.items("Bookings");
        assert((await book(world, "class-yin")).status >= 500);
        const [rule] = await world.faults.list();
        assert(rule.hits > 0);
        await world.faults.clear();
        assert.deepEqual(await world.items("Bookings"), before);
    });

    inWorld("two who want the last place: one gets it", async (world) => {
        const request = {method: "POST", path: "/classes/class-private/book", headers: {Authorization: authorization}};
        const {responses} = await world.together([request, request], {seed: 3});
        assert.deepEqual(responses.map((each) => each.status).sort(), [201, 409]);
    });

    inWorld("a world goes into a file, and on from it", async (world) => {
        assert.equal((await book(world, "class-yin")).status, 201);
        const archive = await world.archive();
        await world.reset();
        await world.assertItems("Classes", {items: [{classId: "class-yin", booked: 0}]});
        await world.restoreArchive(archive);
        await world.assertItems("Classes", {items: [{classId: "class-yin", booked: 1}]});
    });

    test("a world that is dropped is gone", async () => {
        const world = await gabi.world();
        const listed = async () => (await gabi.worlds(world.name)).some(({name}) => name === world.name);
        assert(await listed());
        await world.drop();
        assert(!(await listed()));
    });
});

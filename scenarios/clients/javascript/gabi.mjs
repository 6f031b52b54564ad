/**
 * A thin client of gabi-emu's control API (docs/control-api.md), for test suites in JavaScript. It depends on nothing but
 * Node 18's fetch; copy it, or import it from here.
 *
 *     const gabi = new Gabi();
 *     const world = await gabi.world({seed: 7, clock: {mode: "frozen", now: "2026-01-05T08:00:00Z"}});
 *     await world.fetch("/classes");                    // the studio's API, in that world
 *     new DynamoDBClient(world.aws());                  // any AWS SDK client, likewise
 *     await world.clock.advance({days: 1});
 *     await world.drop();
 */

/** What the control API refused: its HTTP status, code, and whatever else it told, e.g. `differences`. */
export class GabiError extends Error {
    constructor(status, {code = "unknown", message = `HTTP ${status}`, ...rest} = {}) {
        super([`${code}: ${message}`, ...(rest.differences ?? [])].join("\n  "));
        Object.assign(this, {name: "GabiError", status, code, ...rest});
    }
}

async function errorOf(response) {
    const answer = await response.json().catch(() => ({}));
    return new GabiError(response.status, answer.error);
}

export class Gabi {
    /** The addresses of a running gabi-emu: of its AWS services, where the control API is too, and of the studio's API. */
    constructor({aws = "http://127.0.0.1:4566", api = "http://127.0.0.1:3000"} = {}) {
        this.addresses = {aws, api};
    }

    /** A new world: `{name, from, snapshot, seed, clock}`, each of which may be left out. */
    async world(options = {}) {
        const {name} = await this.default.control("POST", "worlds", options);
        return new World(this.addresses, name);
    }

    /** The world of requests that name none. */
    get default() {
        return new World(this.addresses, "default");
    }

    /** All worlds, as `{name, seed, clock}`; or those whose names begin with a prefix. */
    async worlds(prefix = "") {
        return (await this.default.control("GET", `worlds?prefix=${encodeURIComponent(prefix)}`)).worlds;
    }
}

export class World {
    constructor(addresses, name) {
        this.addresses = addresses;
        this.name = name;
        this.clock = new Clock(this);
        this.faults = new Faults(this);
    }

    /** Any call of the control API, about this world: `control("PUT", "traces", {enabled: true})`. Its answer, from JSON. */
    async control(method, path, body) {
        const response = await this.#send(method, path, body === undefined ? undefined : JSON.stringify(body));
        const answer = await response.text();
        return answer ? JSON.parse(answer) : undefined;
    }

    async #send(method, path, body) {
        const headers = {"X-Gabi-World": this.name};
        const response = await fetch(`${this.addresses.aws}/_gabi/${path}`, {method, headers, body});
        if (!response.ok) throw await errorOf(response);
        return response;
    }

    /** fetch of a path of the studio's API, in this world. */
    fetch(path, {headers, ...options} = {}) {
        return fetch(this.addresses.api + path, {...options, headers: {...headers, "X-Gabi-World": this.name}});
    }

    /** What an AWS SDK client is configured with to work in this world: the access key names it. */
    aws() {
        return {
            endpoint: this.addresses.aws,
            region: "eu-central-1",
            credentials: {accessKeyId: `gabi-${this.name}`, secretAccessKey: "test"},
        };
    }

    /** Another world that begins as this one is now; options as for Gabi.world. */
    async fork(options = {}) {
        const {name} = await this.control("POST", "worlds", {...options, from: this.name});
        return new World(this.addresses, name);
    }

    reset() {
        return this.control("POST", "reset");
    }

    drop() {
        return this.control("DELETE", `worlds/${encodeURIComponent(this.name)}`);
    }

    /** Keeps what the world is now, by name: `await snapshot.restore()` puts it back to that, as often as you like. */
    async snapshot(name = "snapshot") {
        const path = `snapshots/${encodeURIComponent(name)}`;
        const {taken_at: takenAt} = await this.control("PUT", path);
        return {
            name,
            takenAt,
            restore: () => this.control("POST", `${path}/restore`),
            drop: () => this.control("DELETE", path),
        };
    }

    /** Several requests at once, interleaved as the seed decides: `{seed, order, responses}`. */
    together(requests, {seed = 0} = {}) {
        return this.control("POST", "together", {seed, requests});
    }

    /** All items of a DynamoDB table, as plain JSON. */
    async items(table) {
        return (await this.control("GET", `dynamodb/tables/${encodeURIComponent(table)}/items`)).items;
    }

    /** Throws a GabiError with the differences unless the table is as expected: `{items, absent, count, exact}`. */
    assertItems(table, expected) {
        return this.control("POST", `dynamodb/tables/${encodeURIComponent(table)}/items/assert`, expected);
    }

    /** All of the world as bytes, to be kept with a report of a bug; and a world of such bytes. */
    async archive() {
        return new Uint8Array(await (await this.#send("GET", "archive")).arrayBuffer());
    }

    async restoreArchive(bytes) {
        await this.#send("PUT", "archive", bytes);
    }
}

class Clock {
    constructor(world) {
        this.world = world;
    }

    /** `{mode, now, now_ms, due}`. */
    show() {
        return this.world.control("GET", "clock");
    }

    /** `{mode: "frozen" | "running" | "host", now, offset_ms}`, each of which may be left out. */
    set(wish) {
        return this.world.control("PUT", "clock", wish);
    }

    freeze(now) {
        return this.set({mode: "frozen", now});
    }

    /** `{days, hours, minutes, seconds, milliseconds}`, or `{to}`: what falls due on the way is done. */
    advance(duration) {
        return this.world.control("POST", "clock/advance", duration);
    }
}

class Faults {
    constructor(world) {
        this.world = world;
    }

    /** `{service: "dynamodb", operation: "PutItem", effect: "throttle", nth: 2}` and so on; the rule's id. */
    async add(rule) {
        return (await this.world.control("POST", "faults", rule)).id;
    }

    async list() {
        return (await this.world.control("GET", "faults")).faults;
    }

    /** What rules can be made of: `{effects, services: [{service, operations, batchOperations, errors, passingErrors}…]}`. */
    possible() {
        return this.world.control("GET", "faults/possible");
    }

    clear() {
        return this.world.control("DELETE", "faults");
    }
}

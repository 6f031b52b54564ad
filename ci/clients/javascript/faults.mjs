// What the AWS SDK for JavaScript makes of a DynamoDB that fails, as /_gabi/faults lets it: how often it tries, and what the
// program is told. Prints `ok` or `not ok` for each.

import assert from "node:assert/strict";
import {
    ConditionalCheckFailedException,
    DynamoDBClient,
    GetItemCommand,
    ProvisionedThroughputExceededException,
    TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { run } from "./running.mjs";

const endpoint = process.argv[2];
const world = "javascript-faults";
const client = new DynamoDBClient({
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: `gabi-${world}`, secretAccessKey: "test" },
    requestHandler: { requestTimeout: 1000, throwOnRequestTimeout: true },
}); // with its own three attempts
const getClass = () => client.send(new GetItemCommand({ TableName: "Classes", Key: { classId: { S: "class-yin" } } }));

async function control(method, path, body) {
    const answer = await fetch(`${endpoint}/_gabi/${path}`, { method, headers: { "X-Gabi-World": world }, body: JSON.stringify(body) });
    const text = await answer.text();
    assert.ok(answer.ok, text);
    return text ? JSON.parse(text) : null;
}

// How often the emulator was asked while it had the fault.
async function attemptsWith(rule, act) {
    await control("POST", "faults", { service: "dynamodb", caller: "outside", ...rule });
    try {
        await act();
        const { faults } = await control("GET", "faults");
        return faults[0].calls;
    } finally {
        await control("DELETE", "faults"); // which also wakes who still waits
    }
}

async function succeedsAtAttempt(attempt, rule, act = getClass) {
    let answer;
    assert.equal(await attemptsWith(rule, async () => (answer = await act())), attempt);
    assert.equal(answer.$metadata.attempts, attempt);
    return answer;
}

const tests = {
    async a_throttled_read_is_tried_again() {
        assert.ok((await succeedsAtAttempt(3, { effect: "throttle", times: 2 })).Item);
    },

    async what_stays_throttled_is_given_up_after_three_attempts() {
        const rule = { effect: "throttle" };
        assert.equal(await attemptsWith(rule, () => assert.rejects(getClass(), ProvisionedThroughputExceededException)), 3);
    },

    async errors_of_the_service_are_tried_again() {
        for (const code of ["InternalServerError", "ServiceUnavailable", "ThrottlingException", "RequestLimitExceeded"])
            await succeedsAtAttempt(2, { effect: "error", code, nth: 1 });
    },

    async verdicts_are_not_tried_again() {
        const rule = { effect: "error", code: "ConditionalCheckFailedException" };
        assert.equal(await attemptsWith(rule, () => assert.rejects(getClass(), ConditionalCheckFailedException)), 1);
    },

    async a_connection_that_is_cut_is_opened_again() {
        for (const effect of ["cut_before", "cut_after"]) await succeedsAtAttempt(2, { effect, nth: 1 });
    },

    async what_takes_too_long_is_asked_again() {
        await succeedsAtAttempt(2, { effect: "timeout", ms: 3000, nth: 1 });
    },

    async a_transaction_that_is_sent_again_is_done_once() {
        const item = { classId: { S: "javascript" } };
        const put = { Put: { TableName: "Classes", Item: item, ConditionExpression: "attribute_not_exists(classId)" } };
        const write = () => client.send(new TransactWriteItemsCommand({ TransactItems: [put] }));
        await succeedsAtAttempt(2, { effect: "cut_after", nth: 1 }, write);
        await assert.rejects(write(), { name: "TransactionCanceledException" });
    },
};

await control("POST", "reset"); // so that it can be run again
await run(tests);

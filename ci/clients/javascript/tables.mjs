// What a JavaScript program does with DynamoDB, through the SDK's client and document client. Prints `ok` or `not ok`
// for each.

import assert from "node:assert/strict";
import {
    ConditionalCheckFailedException,
    CreateTableCommand,
    DeleteTableCommand,
    DescribeTableCommand,
    DynamoDBClient,
    DynamoDBServiceException,
    ListTablesCommand,
    ResourceInUseException,
    ResourceNotFoundException,
    TransactionCanceledException,
    waitUntilTableExists,
    waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import {
    BatchGetCommand,
    BatchWriteCommand,
    DeleteCommand,
    DynamoDBDocumentClient,
    GetCommand,
    paginateQuery,
    paginateScan,
    PutCommand,
    QueryCommand,
    TransactWriteCommand,
    UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { run } from "./running.mjs";

const access = {
    endpoint: process.argv[2],
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
};
const client = new DynamoDBClient(access);
const documents = DynamoDBDocumentClient.from(client);
const TableName = "Songs";
const rain = { artist: "Ann", title: "Rain" };

const send = (Command, input) => documents.send(new Command({ TableName, ...input }));

async function everything(pages) {
    const items = [];
    for await (const page of pages) items.push(...page.Items);
    return items;
}

const tests = {
    async creates_a_table() {
        await send(CreateTableCommand, {
            BillingMode: "PAY_PER_REQUEST",
            AttributeDefinitions: [
                { AttributeName: "artist", AttributeType: "S" },
                { AttributeName: "title", AttributeType: "S" },
                { AttributeName: "year", AttributeType: "N" },
            ],
            KeySchema: [
                { AttributeName: "artist", KeyType: "HASH" },
                { AttributeName: "title", KeyType: "RANGE" },
            ],
            GlobalSecondaryIndexes: [
                {
                    IndexName: "YearIndex",
                    KeySchema: [
                        { AttributeName: "artist", KeyType: "HASH" },
                        { AttributeName: "year", KeyType: "RANGE" },
                    ],
                    Projection: { ProjectionType: "ALL" },
                },
            ],
        });
        await waitUntilTableExists({ client, minDelay: 1, maxWaitTime: 10 }, { TableName });
        const { Table } = await send(DescribeTableCommand, {});
        assert.equal(Table.TableStatus, "ACTIVE");
        assert.equal(Table.GlobalSecondaryIndexes[0].IndexName, "YearIndex");
        assert.ok(Table.CreationDateTime instanceof Date);
        const { TableNames } = await client.send(new ListTablesCommand({}));
        assert.ok(TableNames.includes("Songs") && TableNames.includes("Classes"));
    },

    async refuses_a_table_that_exists() {
        await assert.rejects(
            send(CreateTableCommand, {
                BillingMode: "PAY_PER_REQUEST",
                AttributeDefinitions: [{ AttributeName: "a", AttributeType: "S" }],
                KeySchema: [{ AttributeName: "a", KeyType: "HASH" }],
            }),
            ResourceInUseException,
        );
    },

    async puts_and_gets_every_type() {
        const item = {
            ...rain,
            year: 1999,
            price: 12.5,
            good: true,
            nothing: null,
            cover: new Uint8Array([0, 1, 255]),
            tags: new Set(["a", "b"]),
            list: ["x", 1, [false]],
            map: { a: { b: "c" } },
            empty: "",
            umlaut: "ä\u0000€🧘",
        };
        await send(PutCommand, { Item: item });
        const { Item } = await send(GetCommand, { Key: rain, ConsistentRead: true });
        assert.deepEqual(Item, item);
    },

    async puts_on_condition() {
        const condition = { ConditionExpression: "attribute_not_exists(artist)", ReturnValuesOnConditionCheckFailure: "ALL_OLD" };
        await assert.rejects(send(PutCommand, { Item: rain, ...condition }), (error) => {
            assert.ok(error instanceof ConditionalCheckFailedException);
            assert.equal(error.message, "The conditional request failed");
            assert.equal(error.$metadata.httpStatusCode, 400);
            assert.deepEqual(error.Item.year, { N: "1999" });
            return true;
        });
    },

    async updates() {
        const { Attributes } = await send(UpdateCommand, {
            Key: rain,
            UpdateExpression: "SET #y = :y, #m.b = :b ADD plays :n DELETE tags :t REMOVE price",
            ConditionExpression: "#m.a.b = :c AND size(title) = :four",
            ExpressionAttributeNames: { "#y": "year", "#m": "map" },
            ExpressionAttributeValues: { ":y": 2000, ":b": 1, ":n": 2, ":t": new Set(["a"]), ":c": "c", ":four": 4 },
            ReturnValues: "UPDATED_NEW",
        });
        assert.deepEqual(Attributes, { year: 2000, map: { b: 1 }, plays: 2, tags: new Set(["b"]) });
    },

    async writes_and_gets_in_batches() {
        const puts = Array.from({ length: 25 }, (_, i) => ({
            PutRequest: { Item: { artist: "Many", title: String(i).padStart(3, "0"), year: 1900 + i } },
        }));
        const written = await documents.send(new BatchWriteCommand({ RequestItems: { Songs: puts } }));
        assert.deepEqual(written.UnprocessedItems, {});
        const Keys = [{ artist: "Many", title: "003" }, { artist: "Many", title: "999" }];
        const { Responses } = await documents.send(new BatchGetCommand({ RequestItems: { Songs: { Keys } } }));
        assert.deepEqual(Responses.Songs, [{ artist: "Many", title: "003", year: 1903 }]);
    },

    async queries_an_index_page_by_page() {
        const query = {
            TableName,
            IndexName: "YearIndex",
            KeyConditionExpression: "artist = :a AND #y >= :y",
            ExpressionAttributeNames: { "#y": "year" },
            ExpressionAttributeValues: { ":a": "Many", ":y": 1910 },
            ScanIndexForward: false,
        };
        const items = await everything(paginateQuery({ client: documents, pageSize: 4 }, { ...query }));
        assert.deepEqual(items.map((item) => item.year), Array.from({ length: 15 }, (_, i) => 1924 - i));
        const { Count, ScannedCount } = await send(QueryCommand, {
            ...query,
            FilterExpression: "contains(title, :two)",
            ExpressionAttributeValues: { ...query.ExpressionAttributeValues, ":two": "2" },
        });
        assert.deepEqual([Count, ScannedCount], [6, 15]);
    },

    async scans_page_by_page() {
        const items = await everything(paginateScan({ client: documents, pageSize: 10 }, { TableName }));
        assert.equal(items.length, 26);
    },

    async writes_transactions_whole_or_not_at_all() {
        const put = (title) => ({ Put: { TableName, Item: { artist: "Cat", title } } });
        const absent = {
            ConditionCheck: { TableName, Key: { artist: "Cat", title: "Fog" }, ConditionExpression: "attribute_not_exists(artist)" },
        };
        await documents.send(new TransactWriteCommand({ TransactItems: [put("Fog"), put("Dew")] }));
        await assert.rejects(documents.send(new TransactWriteCommand({ TransactItems: [put("Ice"), absent] })), (error) => {
            assert.ok(error instanceof TransactionCanceledException);
            assert.deepEqual(error.CancellationReasons.map((reason) => reason.Code), ["None", "ConditionalCheckFailed"]);
            return true;
        });
        assert.equal((await send(GetCommand, { Key: { artist: "Cat", title: "Ice" } })).Item, undefined);
        assert.ok((await send(GetCommand, { Key: { artist: "Cat", title: "Dew" } })).Item);
    },

    async deletes() {
        const { Attributes } = await send(DeleteCommand, { Key: rain, ReturnValues: "ALL_OLD" });
        assert.equal(Attributes.year, 2000);
        assert.equal((await send(GetCommand, { Key: rain })).Item, undefined);
    },

    async names_what_is_wrong() {
        await assert.rejects(send(GetCommand, { Key: { artist: "Ann" } }), (error) => {
            assert.ok(error instanceof DynamoDBServiceException);
            assert.equal(error.name, "ValidationException");
            assert.equal(error.message, "The provided key element does not match the schema");
            return true;
        });
        await assert.rejects(send(GetCommand, { TableName: "Nowhere", Key: rain }), ResourceNotFoundException);
    },

    async refuses_a_wrong_secret() {
        const stranger = new DynamoDBClient({ ...access, credentials: { accessKeyId: "test", secretAccessKey: "wrong" } });
        await assert.rejects(stranger.send(new ListTablesCommand({})), { name: "InvalidSignatureException" });
    },

    async deletes_the_table() {
        await send(DeleteTableCommand, {});
        await waitUntilTableNotExists({ client, minDelay: 1, maxWaitTime: 10 }, { TableName });
        await assert.rejects(send(DescribeTableCommand, {}), ResourceNotFoundException);
    },
};

await run(tests);

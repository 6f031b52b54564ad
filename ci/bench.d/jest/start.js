// Before the tests: dynalite with tables and a few items, and serverless-offline in a process of its own.
const {spawn} = require("node:child_process");
const net = require("node:net");
const dynalite = require("dynalite");
const {CreateTableCommand, DynamoDBClient} = require("@aws-sdk/client-dynamodb");
const {DynamoDBDocumentClient, PutCommand} = require("@aws-sdk/lib-dynamodb");

const DAY_MS = 24 * 60 * 60 * 1000;

const freePort = () => new Promise((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
        const {port} = server.address();
        server.close(() => resolve(port));
    });
});

async function until(isReady) {
    for (let i = 0; i < 600; i++) {
        if (await isReady().catch(() => false)) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("serverless-offline does not answer");
}

async function fill(endpoint) {
    const client = new DynamoDBClient({endpoint, region: "eu-central-1",
                                       credentials: {accessKeyId: "test", secretAccessKey: "test"}});
    const table = (TableName, key, more = {}) => client.send(new CreateTableCommand({
        TableName, BillingMode: "PAY_PER_REQUEST", KeySchema: [{AttributeName: key, KeyType: "HASH"}], ...more,
        AttributeDefinitions: [{AttributeName: key, AttributeType: "S"}, ...(more.AttributeDefinitions || [])],
    }));
    await table("Users", "userId");
    await table("Classes", "classId");
    await table("Bookings", "bookingId", {
        AttributeDefinitions: [{AttributeName: "userId", AttributeType: "S"}],
        GlobalSecondaryIndexes: [{IndexName: "UserBookingsIndex", Projection: {ProjectionType: "ALL"},
                                  KeySchema: [{AttributeName: "userId", KeyType: "HASH"}]}],
    });
    const document = DynamoDBDocumentClient.from(client);
    const put = (TableName, Item) => document.send(new PutCommand({TableName, Item}));
    await put("Users", {userId: "user-anna"});
    const days = {"class-sunrise": -1, "class-yin": 2, "class-private": 3, "class-nidra": 5};
    for (const [classId, day] of Object.entries(days))
        await put("Classes", {classId, capacity: classId === "class-yin" ? 12 : 1,
                              booked: classId === "class-nidra" ? 1 : 0,
                              startsAt: new Date(Date.now() + day * DAY_MS).toISOString()});
}

module.exports = async () => {
    const database = dynalite({createTableMs: 0});
    await new Promise((resolve) => database.listen(0, "127.0.0.1", resolve));
    const endpoint = `http://127.0.0.1:${database.address().port}`;
    await fill(endpoint);
    const [port, lambdaPort] = [await freePort(), await freePort()];
    const offline = spawn("node", ["node_modules/serverless/bin/serverless.js", "offline", "start",
                                   "--httpPort", port, "--lambdaPort", lambdaPort, "--noPrependStageInUrl"], {
        cwd: __dirname, stdio: "ignore",
        env: {...process.env, DYNAMODB_ENDPOINT: endpoint, SLS_TELEMETRY_DISABLED: "1", SLS_NOTIFICATIONS_MODE: "off"},
    });
    process.env.API = `http://127.0.0.1:${port}`;
    globalThis.stop = async () => {
        offline.kill();
        await new Promise((resolve) => database.close(resolve));
    };
    await until(async () => (await fetch(`${process.env.API}/classes`)).status === 200);
};

// A booking service as it is usually written for Lambda in JavaScript, with what the workflow needs and no more. It
// does less than the studio's: no transactions, which dynalite does not have, no bcrypt, no sessions.
const crypto = require("node:crypto");
const {DynamoDBClient} = require("@aws-sdk/client-dynamodb");
const {
    DynamoDBDocumentClient, DeleteCommand, GetCommand, PutCommand, QueryCommand, ScanCommand, UpdateCommand,
} = require("@aws-sdk/lib-dynamodb");

const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient({
    endpoint: process.env.DYNAMODB_ENDPOINT,
    region: "eu-central-1",
    credentials: {accessKeyId: "test", secretAccessKey: "test"},
}));
const KEY = "a key that only this benchmark has";

const sign = (text) => crypto.createHmac("sha256", KEY).update(text).digest("base64url");
const answer = (statusCode, body) => ({statusCode, body: JSON.stringify(body)});

function userOf(event) {
    const [user, signature] = (event.headers.authorization || "").replace("Bearer ", "").split(".");
    return signature === sign(user) ? user : null;
}

const get = async (TableName, Key) => (await dynamodb.send(new GetCommand({TableName, Key}))).Item;

async function tryTo(command) {
    try {
        await dynamodb.send(command);
        return true;
    } catch (error) {
        if (error.name === "ConditionalCheckFailedException") return false;
        throw error;
    }
}

const takePlace = (classId) => tryTo(new UpdateCommand({
    TableName: "Classes", Key: {classId}, UpdateExpression: "SET booked = booked + :one",
    ConditionExpression: "startsAt > :now AND booked < #capacity", ExpressionAttributeNames: {"#capacity": "capacity"},
    ExpressionAttributeValues: {":one": 1, ":now": new Date().toISOString()},
}));
const freePlace = (classId) => tryTo(new UpdateCommand({
    TableName: "Classes", Key: {classId}, UpdateExpression: "SET booked = booked - :one",
    ConditionExpression: "booked >= :one", ExpressionAttributeValues: {":one": 1},
}));
const claim = (classId, userId, ownerId) => tryTo(new PutCommand({
    TableName: "Bookings", Item: {bookingId: `seat#${classId}#${userId}`, ownerId},
    ConditionExpression: "attribute_not_exists(bookingId)",
}));
const release = (classId, userId) =>
    dynamodb.send(new DeleteCommand({TableName: "Bookings", Key: {bookingId: `seat#${classId}#${userId}`}}));

async function take(classId, userId, bookingId) {
    if (!await claim(classId, userId, bookingId)) return false;
    if (await takePlace(classId)) return true;
    await release(classId, userId);
    return false;
}

exports.logIn = async (event) => {
    const {email} = JSON.parse(event.body);
    const user = await get("Users", {userId: `user-${email.split("@")[0]}`});
    return user ? answer(200, {accessToken: `${user.userId}.${sign(user.userId)}`}) : answer(401, {});
};

exports.listClasses = async () =>
    answer(200, {classes: (await dynamodb.send(new ScanCommand({TableName: "Classes"}))).Items});

exports.bookClass = async (event) => {
    const userId = userOf(event), classId = event.pathParameters.id, bookingId = crypto.randomUUID();
    if (!userId) return answer(401, {});
    if (!await get("Classes", {classId})) return answer(404, {});
    if (!await take(classId, userId, bookingId)) return answer(409, {});
    const booking = {bookingId, classId, userId, status: "confirmed", ...JSON.parse(event.body || "{}")};
    await dynamodb.send(new PutCommand({TableName: "Bookings", Item: booking}));
    return answer(201, booking);
};

exports.listBookings = async (event) => {
    const userId = userOf(event);
    if (!userId) return answer(401, {});
    const found = await dynamodb.send(new QueryCommand({
        TableName: "Bookings", IndexName: "UserBookingsIndex", KeyConditionExpression: "userId = :user",
        ExpressionAttributeValues: {":user": userId},
    }));
    return answer(200, {bookings: found.Items});
};

exports.changeBooking = async (event) => {
    const userId = userOf(event), booking = await get("Bookings", {bookingId: event.pathParameters.id});
    if (!userId || booking?.userId !== userId) return answer(404, {});
    const changed = {...booking, ...JSON.parse(event.body)};
    if (changed.classId !== booking.classId) {
        if (!await take(changed.classId, userId, booking.bookingId)) return answer(409, {});
        await freePlace(booking.classId);
        await release(booking.classId, userId);
    }
    await dynamodb.send(new PutCommand({TableName: "Bookings", Item: changed}));
    return answer(200, changed);
};

exports.cancelBooking = async (event) => {
    const userId = userOf(event), booking = await get("Bookings", {bookingId: event.pathParameters.id});
    if (!userId || booking?.userId !== userId) return answer(404, {});
    if (booking.status !== "cancelled") {
        booking.status = "cancelled";
        await dynamodb.send(new PutCommand({TableName: "Bookings", Item: booking}));
        await freePlace(booking.classId);
        await release(booking.classId, userId);
    }
    return answer(200, booking);
};

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { synthesize } from "../studio-stack.js";

type Item = Record<string, string>;

/* Items with the types of their values left out: no two of them could be confused here. */
function plain(item: Record<string, Record<string, string>>): Item {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, Object.values(value)[0]]));
}

const { _logins: logins, ...rest } = JSON.parse(readFileSync(new URL("../sample.json", import.meta.url), "utf8"));
const tables: Record<string, Item[]> = Object.fromEntries(
  Object.entries<any>(rest).map(([name, items]) => [name, items.map(plain)]),
);
const users = tables.Users.filter((item) => item.email);
const bookings = tables.Bookings.filter((item) => item.classId);

/* The guard items of a table, by what they guard: those that say whose they are and nothing else. */
function guards(table: string, key: string): Record<string, string> {
  return Object.fromEntries(tables[table].filter((item) => item.ownerId).map((item) => [item[key], item.ownerId]));
}

test("fills tables of the template, under keys of their own", () => {
  const resources = Object.values<any>(synthesize().Resources);
  const keys = new Map(
    resources
      .filter(({ Type }) => Type === "AWS::DynamoDB::Table")
      .map(({ Properties }) => [Properties.TableName, Properties.KeySchema[0].AttributeName]),
  );
  for (const [name, items] of Object.entries(tables)) {
    assert.ok(keys.has(name), name);
    const used = items.map((item) => item[keys.get(name)]);
    assert.ok(used.every(Boolean), `${name}: an item without its key`);
    assert.equal(new Set(used).size, items.length, `${name}: two items with the same key`);
  }
});

test("has a log-in for each user, and a hash for each log-in", () => {
  const roles = (list: any[]) => Object.fromEntries(list.map(({ email, role }) => [email, role]));
  assert.deepEqual(roles(logins), roles(users));
  assert.ok(logins.every(({ password }: Item) => password.length >= 8));
  for (const user of users) assert.match(user.passwordHash, /^\$2b\$04\$[./0-9A-Za-z]{53}$/, user.email);
  assert.ok(users.some(({ role }) => role === "admin"));
  assert.ok(users.filter(({ role }) => role === "member").length >= 2);
});

test("guards each address", () => {
  const wanted = users.map(({ email, userId }) => [`email#${email}`, userId]);
  assert.deepEqual(guards("Users", "userId"), Object.fromEntries(wanted));
});

test("guards each seat", () => {
  const wanted = bookings.map(({ classId, userId, bookingId }) => [`seat#${classId}#${userId}`, bookingId]);
  assert.deepEqual(guards("Bookings", "bookingId"), Object.fromEntries(wanted));
});

test("counts in each class the bookings that there are", () => {
  for (const { classId, booked, capacity } of tables.Classes) {
    assert.equal(Number(booked), bookings.filter((each) => each.classId === classId).length, classId);
    assert.ok(Number(booked) <= Number(capacity), classId);
  }
});

test("has bookings of users, for classes, under the class's own title and time", () => {
  for (const { bookingId, userId, classId, classTitle, classStartsAt } of bookings) {
    const booked = tables.Classes.find((each) => each.classId === classId);
    assert.ok(users.some((each) => each.userId === userId), bookingId);
    assert.deepEqual([classTitle, classStartsAt], [booked?.title, booked?.startsAt], bookingId);
  }
});

test("has a class for each case worth trying", () => {
  const left = ({ capacity, booked }: Item) => Number(capacity) - Number(booked);
  const isPast = ({ startsAt }: Item) => startsAt.startsWith("{{day-");
  const coming = tables.Classes.filter((each) => !isPast(each));
  assert.ok(coming.length >= 8);
  assert.ok(coming.some((each) => left(each) === 1 && Number(each.booked) > 0), "one seat left");
  assert.ok(coming.some((each) => each.capacity === "1" && left(each) === 1), "a single seat");
  assert.ok(coming.some((each) => left(each) === 0), "full");
  assert.ok(tables.Classes.some(isPast), "in the past");
});

"""DynamoDB: gabi-emu beside a bare civetweb handler and other emulators, on disk, and as a table grows."""

import contextlib
import http.client
import multiprocessing
import random
import shutil
import statistics
import threading
import time

import servers
from gabi_emu import Emulator, call_on, signed_headers
from load import CONNECTIONS, HOST, SHORT, WORK, dynamodb_requests, json_bytes, row, take_turns

TABLE = "Bench"
ITEMS = 1000
PARTITION_ITEMS = 100
BATCH_ITEMS = 25
SMALL, LARGE = 10_000, 1_000_000
FILLERS = 3


def key(number):
    return {"p": {"S": f"partition-{number // PARTITION_ITEMS}"}, "s": {"N": str(number % PARTITION_ITEMS)}}


def item(number, variant):
    """An item of 1 KB; each variant of it is different."""
    return {**key(number), "version": {"N": str(variant)}, "payload": {"S": f"{variant:08d}" + "abcdefgh" * 119}}


def get_bodies(numbers):
    return [{"TableName": TABLE, "Key": key(number)} for number in numbers]


def put_bodies(numbers):
    return [{"TableName": TABLE, "Item": item(number, variant)} for variant in (1, 2) for number in numbers]


def query_bodies(partitions):
    return [{"TableName": TABLE, "KeyConditionExpression": "p = :p",
             "ExpressionAttributeValues": {":p": {"S": f"partition-{number}"}}} for number in partitions]


def batch_bodies(numbers, variants=(1, 2)):
    groups = [numbers[at:at + BATCH_ITEMS] for at in range(0, len(numbers), BATCH_ITEMS)]
    return [{"RequestItems": {TABLE: [{"PutRequest": {"Item": item(number, variant)}} for number in group]}}
            for variant in variants for group in groups]


def send(connection, operation, request):
    body = json_bytes(request)
    answer = call_on(connection, "POST", "/", body, signed_headers(HOST, operation, body))
    if answer.status != 200:
        raise SystemExit(f"bench: {operation} was answered {answer.status}: {answer.body[:500]}")
    return answer


def create_table(port):
    send(http.client.HTTPConnection("127.0.0.1", port), "CreateTable", {
        "TableName": TABLE, "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"},
                                 {"AttributeName": "s", "AttributeType": "N"}],
        "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}, {"AttributeName": "s", "KeyType": "RANGE"}]})


def fill(port, first, end):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for body in batch_bodies(range(first, end), (0,)):
        send(connection, "BatchWriteItem", body)


def workloads():
    """(title, file of requests, goal beside bare civetweb, goal beside dynalite)"""
    numbers = range(ITEMS)
    one = len(json_bytes({"Item": item(0, 0)}))
    hundred = len(json_bytes([item(number, 0) for number in range(PARTITION_ITEMS)]))
    yield "GetItem 1 KB", dynamodb_requests("get", "GetItem", get_bodies(numbers), one), 0.85, 5
    yield "PutItem 1 KB", dynamodb_requests("put", "PutItem", put_bodies(numbers), 2), 0.75, 5
    yield ("Query of 100 items", dynamodb_requests(
        "query", "Query", query_bodies(range(ITEMS // PARTITION_ITEMS)), hundred), None, 10)
    yield "BatchWriteItem of 25", dynamodb_requests("batch", "BatchWriteItem", batch_bodies(numbers), 24), None, None


def beside_others(port, bare_port):
    """Requests a second of gabi-emu and of the others, and how much that is of theirs."""
    with contextlib.ExitStack() as stack:
        names, ports = ["bare civetweb"], [bare_port]
        for name, start in [("dynalite", servers.dynalite), ("dynoxide", servers.dynoxide)][:1 if SHORT else 2]:
            context = start()
            if context:
                names.append(name)
                ports.append(stack.enter_context(context))
        for each in [port, *ports[1:]]:
            create_table(each)
            fill(each, 0, ITEMS)
        row(f"{CONNECTIONS} keep-alive connections", "gabi-emu", *names)
        for title, requests, bare_goal, dynalite_goal in workloads():
            ours, *others = take_turns([port, *ports], requests)
            goals = {"bare civetweb": f" ({bare_goal:.0%})" if bare_goal else "",
                     "dynalite": f" ({dynalite_goal}x)" if dynalite_goal else ""}
            ratios = [f"{ours[0] / other[0]:.0%}" if name == "bare civetweb" else f"{ours[0] / other[0]:.1f}x"
                      for name, other in zip(names, others)]
            compared = [ratio + goals.get(name, "") for name, ratio in zip(names, ratios)]
            row(f"{title}: requests/s", *(f"{each[0]:,.0f}" for each in [ours, *others]))
            row("    gabi-emu beside it (goal)", "", *compared)
            row("    median, µs", *(f"{each[1]:,.0f}" for each in [ours, *others]))
            row("    99 of 100 are faster than, µs", *(f"{each[2]:,.0f}" for each in [ours, *others]))


def on_disk(memory_port):
    """PutItem with --data beside PutItem in memory, whose table is there."""
    folder = WORK / "data"
    shutil.rmtree(folder, ignore_errors=True)
    with Emulator("--data", str(folder)) as emulator:
        create_table(emulator.aws_port)
        fill(emulator.aws_port, 0, ITEMS)
        memory, disk = take_turns([memory_port, emulator.aws_port],
                                  dynamodb_requests("put", "PutItem", put_bodies(range(ITEMS)), 2))
    shutil.rmtree(folder)
    row("", "in memory", "on disk", "ratio", "goal")
    row("PutItem 1 KB: requests/s", f"{memory[0]:,.0f}", f"{disk[0]:,.0f}", f"{disk[0] / memory[0]:.0%}", "50 %")


def medians(port, items):
    """Of one connection, in microseconds, by operation; the items are from all over the table."""
    numbers = random.Random(items).sample(range(items), 2000)
    found = {}
    for operation, bodies in (("GetItem", get_bodies), ("PutItem", put_bodies), ("BatchWriteItem", batch_bodies)):
        requests = dynamodb_requests(operation, operation, bodies(numbers), 0)
        (_, found[operation], _), = take_turns([port], requests, connections=1)
    return found


class Scanner(threading.Thread):
    """Scans the whole table over and over; notes how long each page took, in microseconds."""

    def __init__(self, port):
        super().__init__()
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.pages, self.is_stopping = [], False

    def run(self):
        start = None
        while not self.is_stopping:
            request = {"TableName": TABLE, **({"ExclusiveStartKey": start} if start else {})}
            began = time.perf_counter()
            answer = send(self.connection, "Scan", request)
            self.pages.append((time.perf_counter() - began) * 1e6)
            start = answer.json().get("LastEvaluatedKey")


def beside_a_scan(port):
    """Reads wait no longer than for a page of a scan that never ends."""
    scanner = Scanner(port)
    requests = dynamodb_requests("beside", "GetItem", get_bodies(range(ITEMS)), 0)
    (_, *alone), = take_turns([port], requests, connections=1)
    scanner.start()
    (_, *beside), = take_turns([port], requests, connections=1)
    scanner.is_stopping = True
    scanner.join()
    row(f"GetItem of {LARGE:,} items, µs", "alone", "beside a scan", "a scan's page")
    row("    median", f"{alone[0]:,.0f}", f"{beside[0]:,.0f}", f"{statistics.median(scanner.pages):,.0f}")
    row("    99 of 100 are faster than", f"{alone[1]:,.0f}", f"{beside[1]:,.0f}")


def as_it_grows():
    """The same operations on a small and a large table, and reads beside a scan of it."""
    with Emulator() as emulator, multiprocessing.Pool(FILLERS) as pool:
        port = emulator.aws_port
        create_table(port)
        fill(port, 0, SMALL)
        small = medians(port, SMALL)
        steps = range(SMALL, LARGE, SMALL)
        pool.starmap(fill, [(port, first, min(first + SMALL, LARGE)) for first in steps], chunksize=1)
        large = medians(port, LARGE)
        row("median of one connection, µs", f"{SMALL:,} items", f"{LARGE:,} items", "ratio", "goal")
        for operation, median in small.items():
            row(operation, f"{median:,.0f}", f"{large[operation]:,.0f}", f"{large[operation] / median:.2f}", "1.30")
        beside_a_scan(port)

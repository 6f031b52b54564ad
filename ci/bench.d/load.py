"""Load on servers: request files for wrk (replay.lua), runs that take turns, and rows of a table."""

import json
import pathlib
import statistics
import subprocess
import sys

from gabi_emu import ROOT, signed_headers

SHORT = "--short" in sys.argv[1:]
SECONDS, RUNS = (1, 1) if SHORT else (5, 3)
CONNECTIONS, THREADS = 16, 2
HOST = "localhost:4566"  # that requests are signed for, whoever they are sent to
HERE = pathlib.Path(__file__).resolve().parent
WORK = ROOT / ".build" / "bench"


def json_bytes(value):
    return json.dumps(value, separators=(",", ":")).encode()


def write_requests(name, requests):
    """A file of requests (method, target, headers, body)."""
    path = WORK / name
    with path.open("wb") as file:
        for method, target, headers, body in requests:
            fields = "\t".join(f"{name}: {value}" for name, value in headers.items())
            file.write(f"{method} {target}\n{fields}\n".encode() + body + b"\n")
    return path


def dynamodb_requests(name, operation, bodies, answer_bytes):
    """A file of signed requests; answer_bytes tells the bare handler how much to answer."""
    return write_requests(name, (
        ("POST", "/", {**signed_headers(HOST, operation, body), "X-Answer-Bytes": str(answer_bytes)}, body)
        for body in map(json_bytes, bodies)))


def load(port, requests, connections=CONNECTIONS):
    """Requests a second, and the 50th and 99th percentile in microseconds."""
    threads = min(THREADS, connections)
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{SECONDS}s", "--timeout", "10s", "-s",
               HERE / "replay.lua", f"http://127.0.0.1:{port}", "--", requests, str(threads)]
    run = subprocess.run(command, capture_output=True, text=True)
    measured = [line.split()[1:] for line in run.stdout.splitlines() if line.startswith("measured ")]
    if not measured:
        raise SystemExit(f"bench: wrk failed:\n{run.stdout}{run.stderr}")
    rate, median, worst, errors = map(float, measured[0])
    if errors:
        raise SystemExit(f"bench: {errors:.0f} requests of {requests.name} to port {port} failed:\n{run.stdout}")
    return rate, median, worst


def take_turns(ports, requests, connections=CONNECTIONS):
    """For each port the medians of its runs."""
    runs = [[load(port, requests, connections) for port in ports] for _ in range(RUNS)]
    return [[statistics.median(column) for column in zip(*of_port)] for of_port in zip(*runs)]


def row(*columns):
    print(f"{columns[0]:<36}" + "".join(f"{column:>16}" for column in columns[1:]), flush=True)

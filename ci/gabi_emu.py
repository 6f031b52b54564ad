"""A gabi-emu to test against: starts one as a child process, speaks HTTP to it, signs as AWS's clients do."""

import argparse
import contextlib
import datetime
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = ROOT / ".build" / "release" / "gabi-emu"
REGION = "eu-central-1"


def arguments(documentation, *switches, **numbers):
    """What a script's command line says: switches, and numbers by position, with their usual values. `--help` prints the
    script's documentation; what it does not know ends it with status 2."""
    parser = argparse.ArgumentParser(description=documentation, formatter_class=argparse.RawDescriptionHelpFormatter)
    for switch in switches:
        parser.add_argument(switch, action="store_true")
    for name, usual in numbers.items():
        parser.add_argument(name, type=int, nargs="?", default=usual)
    return parser.parse_args()


def free_ports(count):
    """Free TCP ports, different from each other."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [listener.getsockname()[1] for listener in sockets]


class Emulator:
    """A running gabi-emu with the studio's template and sample data; ends with the `with` block."""

    def __init__(self, *options, binary=BINARY):
        self.command = [str(binary), "serve", "--sample", "--port", "0", "--api-port", "0", *options]
        self.process = self.aws_port = self.api_port = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill(signal.SIGTERM)

    def start(self):
        """Returns when it listens."""
        with tempfile.TemporaryFile("w+") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, cwd=ROOT)
            for _ in range(1000):
                log.seek(0)
                printed = log.read()
                ports = re.search(r"AWS services .*:(\d+)\n.*studio's API .*:(\d+)\n", printed)
                if ports:
                    self.aws_port, self.api_port = map(int, ports.groups())
                    return
                if self.process.poll() is not None:
                    break
                time.sleep(0.01)
        raise SystemExit(f"gabi-emu did not start:\n{printed}")

    def kill(self, number=signal.SIGKILL):
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def call(self, method, path, body=None, headers=None, port=None, timeout=30):
        """One request on a connection of its own; body may be bytes, or what becomes JSON. To the studio's API, unless
        another port is given."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.api_port, timeout=timeout)
        try:
            return call_on(connection, method, path, body, headers)
        finally:
            connection.close()

    def dynamodb(self, operation, request, connection=None):
        """One signed DynamoDB request; gives the answer's JSON, or fails with its error."""
        own = connection or http.client.HTTPConnection("127.0.0.1", self.aws_port, timeout=30)
        body = json.dumps(request).encode()
        answer = call_on(own, "POST", "/", body, signed_headers(f"127.0.0.1:{self.aws_port}", operation, body))
        if not connection:
            own.close()
        if answer.status != 200:
            raise AssertionError(f"{operation}: {answer.status} {answer.body!r}")
        return answer.json()


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)


def call_on(connection, method, path, body=None, headers=None):
    headers = dict(headers or {})
    if body is not None and not isinstance(body, bytes):
        body = json.dumps(body).encode()
        headers.setdefault("Content-Type", "application/json")
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    return Answer(response.status, response.headers, response.read())


def signed_headers(host, operation, body, key="test", secret="test", when=None):
    """The headers of a DynamoDB request, signed with AWS Signature Version 4."""
    when = when or datetime.datetime.now(datetime.timezone.utc)
    stamp, day = when.strftime("%Y%m%dT%H%M%SZ"), when.strftime("%Y%m%d")
    headers = {"content-type": "application/x-amz-json-1.0", "host": host, "x-amz-date": stamp,
               "x-amz-target": f"DynamoDB_20120810.{operation}"}
    names = ";".join(sorted(headers))
    canonical = "\n".join(["POST", "/", "", *(f"{name}:{headers[name]}" for name in sorted(headers)), "", names,
                           hashlib.sha256(body).hexdigest()])
    scope = f"{day}/{REGION}/dynamodb/aws4_request"
    to_sign = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    signing_key = ("AWS4" + secret).encode()
    for part in scope.split("/"):
        signing_key = hmac.new(signing_key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(signing_key, to_sign.encode(), hashlib.sha256).hexdigest()
    headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={names}, Signature={signature}"
    return headers


class Results:
    """Prints `ok NAME` or `not ok NAME: why` for each test; `finish` gives the exit status."""

    def __init__(self):
        self.failed = 0

    def check(self, name, passed, why=""):
        print(f"ok {name}" if passed else f"not ok {name}: {why}", flush=True)
        self.failed += not passed

    def finish(self):
        return 1 if self.failed else 0


def memory_kb(pid):
    """VmRSS and RssAnon of a process, as /proc has them."""
    fields = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(fields["VmRSS"].split()[0]), int(fields["RssAnon"].split()[0])


def is_alive(pid):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False

"""The scenario harness: a workflow of twenty steps in process, beside the real hurl over HTTP, and beside Jest with
serverless-offline and dynalite; and the whole suite."""

import os
import re
import shutil
import statistics
import subprocess
import time

from gabi_emu import BINARY, ROOT, Emulator
from load import HERE, SHORT, row
from servers import install

WORKFLOW = HERE / "booking.hurl"
REPEATS = 20 if SHORT else 300
SUITES = 3 if SHORT else 9
LOGIN_HASH = "$2b$04$abcdefghijklmnopqrstuu"  # as costly as those of the sample data
PROCESSORS = len(os.sched_getaffinity(0))


def run(*command, **options):
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True, cwd=ROOT, **options)


def milliseconds(text):
    """Of each scenario that passed."""
    return [float(found) for found in re.findall(r"^ok .*requests?, ([\d.]+) ms\)", text, re.M)]


def bcrypt_ms():
    """What one log-in spends in libcrypt, where Python still has it; the workflow is measured without."""
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import crypt
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        crypt.crypt("lotus-flower-22", LOGIN_HASH)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def workflow_in_process():
    """Each time in a world of its own, which is forked within the time that is measured."""
    printed = run(BINARY, "test", "--jobs", 1, "--repeat", REPEATS, WORKFLOW).stdout
    times = milliseconds(printed)
    if len(times) != REPEATS:
        raise SystemExit(f"bench: the workflow failed:\n{printed}")
    return statistics.median(times) - bcrypt_ms()


def seconds(*command, repeats=SUITES, **options):
    """From exec to exit."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run(*command, **options)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def ours():
    """Milliseconds of the workflow, seconds of a command that runs it alone, and of one that runs all scenarios."""
    return workflow_in_process(), seconds(BINARY, "test", WORKFLOW), seconds(BINARY, "test", "scenarios/")


def hurl():
    """The same of the real hurl, over HTTP to a gabi-emu that runs already; None where it is missing."""
    program = os.environ.get("HURL") or shutil.which("hurl")
    if not program:
        print("hurl is not measured: it is not installed")
        return None
    with Emulator() as emulator:
        command = [program, "--test", "--jobs", 1, "--variable", f"api=http://127.0.0.1:{emulator.api_port}",
                   "--variable", f"aws=http://127.0.0.1:{emulator.aws_port}", WORKFLOW]
        printed = run(*command, "--repeat", REPEATS).stderr
        alone = seconds(*command)
    times = [float(found) for found in re.findall(r"Success.*request\(s\) in (\d+) ms", printed)]
    return statistics.median(times), alone, seconds(ROOT / "ci" / "hurl", repeats=1, env={**os.environ, "HURL": program})


def jest():
    """The same, with everything warm, and of the command; there are no other scenarios. None where npm is missing."""
    if not shutil.which("npm"):
        print("Jest is not measured: npm is missing")
        return None
    folder = install("jest")
    start = time.perf_counter()
    test = subprocess.run(["npx", "jest"], check=True, capture_output=True, text=True, cwd=folder)
    return float(re.search(r"^workflow ([\d.]+) ms", test.stdout, re.M)[1]), time.perf_counter() - start, None


def beside_others():
    others = {"hurl over HTTP": hurl(), "Jest and others": None if SHORT else jest()}
    measured = [ours(), *filter(None, others.values())]
    row("scenarios", "gabi-emu", "goal", *(name for name, times in others.items() if times))
    for title, goal, index, form in (("20 steps without their bcrypt", "1 ms", 0, "{:.2f} ms"),
                                     ("a run of them, from exec to exit", "", 1, "{:.2f} s"),
                                     (f"a run of all, {PROCESSORS} processors", "1 s", 2, "{:.2f} s")):
        first, *rest = (form.format(times[index]) if times[index] is not None else "" for times in measured)
        row(title, first, goal, *rest)

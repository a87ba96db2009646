"""The editor's pure parts, in Node: lists of lines by lot, the laws of splitting, joining, moving and merging."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LIB = HERE.parents[1] / "static" / "src" / "js" / "lib"
NODE = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="needs node, which builds the front end")
@pytest.mark.parametrize("seed", [7, 74, 1974])
def test_the_laws_of_lines_hold(seed):
    command = [NODE, str(HERE / "caption_lines.mjs"), str(LIB), str(seed)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - our own file
    assert (ended.returncode, ended.stderr) == (0, "")

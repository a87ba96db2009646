"""The studio's sender, in Node: lines that break, answers that are lost, a reload, another device, by lot; slow lines."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LIB = HERE.parents[2] / "static" / "src" / "js" / "lib"
NODE = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")


pytestmark = pytest.mark.skipif(NODE is None, reason="needs node, which builds the front end")


@pytest.mark.parametrize("seed", [7, 74, 1974])
def test_what_is_recorded_arrives_whole(seed):
    assert ran("live_sender.mjs", str(seed)) == (0, "")


def test_the_picture_gets_as_large_as_the_line_carries():
    assert ran("live_line.mjs") == (0, "")


def ran(script: str, *more: str) -> tuple[int, str]:
    command = [NODE, str(HERE / script), str(LIB), *more]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)  # noqa: S603 - our own file
    return ended.returncode, ended.stderr

"""Reports of watching that could not be sent, in Node: they are sent later, whatever the browser's store does."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LIB = HERE.parents[1] / "static" / "src" / "js" / "lib"
NODE = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="needs node, which builds the front end")
@pytest.mark.parametrize("store", ["works", "full", "forbidden"])
def test_what_is_unsent_is_sent_later(store):
    command = [NODE, str(HERE / "kept_reports.mjs"), str(LIB), store]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - our own file
    assert (ended.returncode, ended.stderr) == (0, "")

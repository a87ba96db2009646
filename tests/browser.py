"""Find a Chromium for the journeys; where there is none and it may be installed, install it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

FLAGS = [
    "--no-sandbox",
    "--use-fake-device-for-media-stream=fps=10",
    "--use-fake-ui-for-media-stream",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
    # Each page's scripts, axe among them, run once and for a moment: compiling them well costs more than it saves.
    "--js-flags=--no-opt --no-maglev",
]
# The same engine without windows: it takes half of what the whole browser does to show the same pages.
SHELL = "chromium-headless-shell"


def find() -> str | None:
    """Give the path of a Chromium, or None."""
    for name in (os.environ.get("KORPU_BROWSER", ""), SHELL, "chromium", "chromium-browser", "google-chrome"):
        if name and (path := shutil.which(name)):
            return path
    return None


def install() -> None:
    """Install Debian's Chromium where we may, else Playwright's own; another Chromium that is there will do, too."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        for package in (SHELL, "chromium"):
            command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
            if subprocess.run(command, check=False, **quiet).returncode == 0 or find():
                return
        sys.exit("No Chromium could be installed; set KORPU_BROWSER to the path of one.")
    elif not find():
        command = [Path(sys.executable), "-m", "playwright", "install", "--only-shell", "chromium"]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    if not (os.environ.get("KORPU_BROWSER") or shutil.which(SHELL)):
        install()

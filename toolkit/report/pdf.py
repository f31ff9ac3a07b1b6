"""A page as PDF, printed by a browser that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from toolkit.errors import RenderError

#: Chrome, Edge and Chromium print alike; the first that is found does it.
_COMMANDS = (
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
    "microsoft-edge",
    "microsoft-edge-stable",
    "chrome",
    "msedge",
)
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"{PROGRAMFILES}\Google\Chrome\Application\chrome.exe",
    r"{PROGRAMFILES(X86)}\Microsoft\Edge\Application\msedge.exe",
    r"{PROGRAMFILES}\Microsoft\Edge\Application\msedge.exe",
    r"{LOCALAPPDATA}\Google\Chrome\Application\chrome.exe",
)
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)
#: Seconds a browser may take: a long page needs a few.
_TIMEOUT = 120


def find_browser() -> str | None:
    """Return the command of an installed Chrome, Edge or Chromium, or nothing."""
    found = filter(None, map(shutil.which, _COMMANDS))
    places = (place for place in map(_expanded, _PLACES) if place and Path(place).is_file())
    return next(found, None) or next(places, None)


def _expanded(place: str) -> str:
    start, end = place.find("{"), place.find("}")
    return place if start < 0 else os.environ.get(place[start + 1 : end], "") + place[end + 1 :]


def print_pdf(page: Path) -> Path:
    """Print a page beside itself; the PDF is replaced only when the new one is whole.

    Raises
    ------
    RenderError
        If there is no browser, or it printed nothing. The page itself is there.
    """
    browser = find_browser()
    if browser is None:
        raise RenderError(
            "--pdf needs Chrome, Edge or Chromium to print with; none is installed.\n"
            f"Install one, or open the page and print it from any browser.\n{page}"
        )
    target = page.with_suffix(".pdf")
    with tempfile.TemporaryDirectory(prefix="toolkit-", ignore_cleanup_errors=True) as folder:
        printed = Path(folder) / "page.pdf"
        # As root, in a container, Chrome does not start in its sandbox; the page runs no script but ours.
        sandbox = ["--no-sandbox"] if sys.platform == "linux" and os.geteuid() == 0 else []
        command = [browser, *_FLAGS, *sandbox, f"--user-data-dir={folder}/profile", f"--print-to-pdf={printed}"]
        try:
            done = subprocess.run(
                [*command, page.absolute().as_uri()], capture_output=True, timeout=_TIMEOUT, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise RenderError(f"The browser did not print the page: {type(error).__name__}.\n{browser}") from error
        if not printed.is_file() or not printed.stat().st_size:
            raise RenderError(f"The browser printed nothing; it ended with {done.returncode}.\n{browser}")
        beside = target.with_name(f".{target.name}.new")
        try:
            shutil.copyfile(printed, beside)
            return beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)

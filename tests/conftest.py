"""What every test may count on: no window, its own list of fonts, no figure left open, the shared data or a word."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path

import hypothesis
import pytest

# matplotlib's list of fonts outlives an environment that was deleted while it worked, and is then without DejaVu Sans.
os.environ["MPLCONFIGDIR"] = tempfile.mkdtemp()
atexit.register(shutil.rmtree, os.environ["MPLCONFIGDIR"], ignore_errors=True)

import matplotlib as mpl  # noqa: E402

mpl.use("Agg")

SAMPLE = Path(__file__).resolve().parents[1] / "data/sample"
SHARED = Path(__file__).resolve().parents[2] / "shared"
IN_CI = os.environ.get("CI", "").lower() in ("1", "true")

hypothesis.settings.register_profile("dev", max_examples=50, deadline=None)
hypothesis.settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if IN_CI else "dev")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the repository."""
    if not SHARED.is_dir():
        message = f"{SHARED} is not there: the tests on real data did not run"
        if IN_CI:
            pytest.fail(message)
        pytest.skip(message)
    return SHARED


@pytest.fixture(scope="session")
def sample_articles():
    """The sample corpus, loaded once."""
    import toolkit as tk

    return tk.load_articles(SAMPLE)


@pytest.fixture(scope="session")
def page_by(tmp_path_factory):
    """The page that a notebook makes of the sample, by its name; each is made once."""
    import toolkit as tk

    folder = tmp_path_factory.mktemp("pages")
    return cache(lambda notebook: tk.render_report(SAMPLE, folder / f"{notebook}.html", notebook=notebook))

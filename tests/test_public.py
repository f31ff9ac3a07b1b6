"""Every public name is documented, shown in an example that runs, and used by a test."""

import doctest
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import numpy as np
import pytest

import toolkit as tk

ROOT = Path(__file__).resolve().parents[1]
PUBLIC = [name for name in tk.__all__ if not inspect.isclass(getattr(tk, name))]
CLASSES = [name for name in tk.__all__ if inspect.isclass(getattr(tk, name))]
MODULES = ["toolkit", *(module.name for module in pkgutil.walk_packages(tk.__path__, "toolkit."))]
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("*.py"))


def test_names_are_sorted_and_complete():
    assert list(tk.__all__) == sorted(tk.__all__)
    assert all(hasattr(tk, name) for name in tk.__all__)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_function_says_what_it_gives_and_shows_it(name):
    function = getattr(tk, name)
    text = inspect.getdoc(function) or ""
    assert re.match(r"[A-Z]\S+.*\.", text.split("\n")[0]), "the first line is a sentence"
    assert ">>> " in text, "an example"
    assert "Parameters" in text or not inspect.signature(function).parameters
    for parameter in inspect.signature(function).parameters.values():
        assert re.search(rf"^(.*, )?\*?\*?{parameter.name}(,.*)?( :.*)?$", text, re.MULTILINE), parameter.name


@pytest.mark.parametrize("name", PUBLIC)
def test_only_the_first_arguments_are_positional(name):
    kinds = [p.kind for p in inspect.signature(getattr(tk, name)).parameters.values()]
    assert kinds.count(inspect.Parameter.POSITIONAL_OR_KEYWORD) <= 2


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_says_what_it_is(name):
    assert inspect.getdoc(getattr(tk, name))


def test_errors_and_warnings_have_one_parent_each():
    for name in CLASSES:
        if name.endswith("Error"):
            assert issubclass(getattr(tk, name), tk.ToolkitError)
        if name.endswith("Warning"):
            assert issubclass(getattr(tk, name), tk.ToolkitWarning)


@pytest.mark.parametrize("name", tk.__all__)
def test_a_test_uses_it(name):
    assert re.search(rf"\b{name}\b", TESTS)


#: Charts of any table, or of one that another chart is the twin of; that of compare() is named for what it draws.
WITHOUT_A_MEASURE = {"plot_comparison", "plot_heatmap", "plot_wordcloud"}


@pytest.mark.parametrize("name", [n for n in PUBLIC if n.startswith("plot_")])
def test_a_chart_is_named_after_its_measure_and_takes_axes(name):
    assert (name.removeprefix("plot_") in tk.__all__) != (name in WITHOUT_A_MEASURE)
    assert "ax" in inspect.signature(getattr(tk, name)).parameters


@pytest.mark.parametrize("module", MODULES)
def test_examples_run(module):
    if module.endswith("__main__"):
        return
    with np.printoptions(legacy=False):
        result = doctest.testmod(importlib.import_module(module), optionflags=doctest.ELLIPSIS)
    assert result.failed == 0


def test_the_readme_names_only_what_there_is():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\btk\.(\w+)", readme))
    assert named <= set(tk.__all__), named - set(tk.__all__)

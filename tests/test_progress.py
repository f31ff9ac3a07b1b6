"""A bar is shown to somebody who looks on and waits, and to nobody else."""

import io
import sys

import pytest
from tqdm.std import tqdm as plain_bar

import toolkit as tk
from toolkit import progress as module
from toolkit.progress import SILENT, counted, progress
from toolkit.report.settings import PageSettings


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    """Return a function that lets a terminal look on, all work taking too long: what it shows."""
    monkeypatch.delenv(SILENT, raising=False)
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
    monkeypatch.setattr("tqdm.auto.tqdm", plain_bar)
    monkeypatch.setattr(module, "DELAY", 0)

    def look_on():  # within the test: pytest puts its own stream there before it
        stream = Terminal()
        monkeypatch.setattr(sys, "stderr", stream)
        return stream

    return look_on


def test_a_terminal_shows_a_bar_and_wipes_it(terminal):
    shown = terminal()
    assert list(progress(["أ", "ب", "ج"], "reading")) == ["أ", "ب", "ج"]
    said = shown.getvalue()
    assert "reading" in said
    assert "/3" in said
    assert said.endswith("\r"), "it goes when the work is done"
    with counted("cells") as tell:
        tell(0, 5)
        tell(5, 5)
    assert "cells" in shown.getvalue()


def test_what_is_done_at_once_shows_nothing(terminal, monkeypatch):
    shown = terminal()
    monkeypatch.setattr(module, "DELAY", 1.0)
    assert list(progress(range(9), "reading")) == list(range(9))
    assert "reading" not in shown.getvalue()


def test_a_pipe_and_a_page_get_the_items_as_they_are(terminal, monkeypatch):
    shown = terminal()
    items = ["نص"]
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert progress(items, "reading") is items
    monkeypatch.setattr(sys, "stderr", shown)
    for name, value in PageSettings().environment().items():
        monkeypatch.setenv(name, value)
    assert progress(items, "reading") is items
    with counted("cells") as tell:
        tell(1, 1)
    assert shown.getvalue() == ""


def test_long_work_says_what_it_does(terminal, tmp_path):
    shown = terminal()
    for i in range(3):
        (tmp_path / f"{i}.txt").write_text("قال المرصد السوري إن القصف مستمر في البوكمال.", encoding="utf-8")
    tokens = tk.tokenize(tk.load_articles(tmp_path))
    tk.term_frequencies(tokens)
    tk.find_entities(tokens)
    tk.find_quotes(tokens)
    said = shown.getvalue()
    for doing in ("reading files", "finding names", "finding quotes"):
        assert doing in said

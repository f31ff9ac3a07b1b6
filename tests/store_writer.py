"""A process that saves and updates a corpus again and again, until it is killed."""

from __future__ import annotations

import os
import sys
from multiprocessing.connection import Connection

import pandas as pd

import toolkit as tk

#: What a store does to the disk; a process can die before each of these.
STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.listdir", "mmap.__new__"}


def corpus(n: int) -> pd.DataFrame:
    """The corpus after ``n`` steps: it grows, and every third article changes."""
    size = 40 * n
    texts = [f"خبر {i} " + "كلمة " * (i % 50) + (f"نسخة {n}" if i % 3 == 0 else "") for i in range(size)]
    return tk.as_articles(pd.DataFrame({"article_id": [f"خبر-{i}" for i in range(size)], "text": texts}))


def step(n: int, folder: str) -> None:
    """From the corpus after ``n - 1`` steps to that after ``n``."""
    if n % 4 == 1:
        tk.save_corpus(corpus(n), folder)
    else:
        tk.update_corpus(corpus(n), folder)


def write_until_killed(folder: str, begin: int, reports: Connection) -> None:
    for n in range(begin, begin + 1000):
        step(n, folder)
        reports.send(n)


def die_at(place: int, n: int, folder: str) -> None:
    """One step, cut off without any cleaning up before its ``place``-th touch of the folder; exits 7 if cut off."""
    touched = 0

    def watch(event: str, arguments: tuple) -> None:
        nonlocal touched
        if event in STEPS and (event == "mmap.__new__" or str(arguments[0]).startswith(folder)):
            touched += 1
            if touched == place:
                os._exit(7)

    sys.addaudithook(watch)
    step(n, folder)


def add(folder: str, name: str, n: int) -> None:
    """Add articles one by one."""
    for i in range(n):
        tk.update_corpus(tk.as_articles(pd.DataFrame({"article_id": [f"{name}{i}"], "text": ["خبر"]})), folder)

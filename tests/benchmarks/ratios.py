"""Cost as ratios of processor time, and how far the outputs agree. Usage: ratios.py [CORPUS]

Each contender runs in a process of its own, three rounds, all of them once in
every round; a ratio is the median over the rounds, with the least and the most.
"""

from __future__ import annotations

import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
import polars as pl
from sklearn.feature_extraction.text import CountVectorizer

import toolkit as tk
from toolkit.charts.shaping import install_shaping, isolate
from toolkit.report.cleaning import PathScrubber, clean_html
from toolkit.text.arabic import fold

ROUNDS = 3
SAMPLE = Path(__file__).resolve().parents[2] / "data/sample"
Figures = dict[str, float]


def whole_texts(corpus: str) -> list[str]:
    articles = tk.load_articles(corpus)
    return (articles["title"] + "\n" + articles["deck"] + "\n" + articles["text"]).tolist()


def count_with_toolkit(corpus: str, level: str) -> Callable[[], Figures]:
    """Article × word, spelling folded, or × term."""
    articles = tk.as_articles(whole_texts(corpus))
    return lambda: counted(tk.tokenize(articles).matrix(level))


def count_with_scikit_learn(corpus: str) -> Callable[[], Figures]:
    """Article × word, with the same folding."""
    texts = whole_texts(corpus)
    vectorizer = CountVectorizer(preprocessor=fold, token_pattern=r"\w+")
    return lambda: counted(vectorizer.fit_transform(texts))


def counted(matrix) -> Figures:
    return {"words": int(matrix.sum()), "entries": matrix.shape[1]}


def count_with_wc(corpus: str) -> Callable[[], Figures]:
    """White space alone, in C."""
    file = tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8")  # noqa: SIM115 - gone with the process
    file.write("\n".join(whole_texts(corpus)))
    file.flush()

    def run() -> Figures:
        command = ["wc", "-w", file.name]
        done = subprocess.run(
            command, env={**os.environ, "LC_ALL": "C.UTF-8"}, capture_output=True, text=True, check=True
        )
        return {"words": int(done.stdout.split()[0])}

    return run


def find_stories(corpus: str) -> Callable[[], Figures]:
    """Reprints, the words counted before."""
    tokens = tk.tokenize(tk.load_articles(corpus))
    return lambda: {"stories": tk.find_duplicates(tokens)["story_id"].nunique()}


def read_exported(
    corpus: str, ending: str, read: Callable[[Path], pd.DataFrame | pl.DataFrame]
) -> Callable[[], Figures]:
    """The articles as an export of strings alone, read to a finished table or to a bare one."""
    file = Path(tempfile.mkdtemp(), f"articles{ending}")
    table = tk.load_articles(corpus)[["article_id", "title", "text", "date_raw", "source"]]
    if ending == ".csv":
        table.to_csv(file, index=False)
    else:
        table.to_json(file, orient="records", lines=True, force_ascii=False)
    return lambda: {"articles": len(read(file))}


def open_kept(corpus: str, *, ours: bool) -> Callable[[], Figures]:
    """The articles from the toolkit's store, or from Parquet."""
    folder = Path(tempfile.mkdtemp())
    articles = tk.load_articles(corpus)
    tk.save_corpus(articles, folder / "corpus")
    articles.to_parquet(folder / "articles.parquet")
    return lambda: {
        "articles": len(tk.open_corpus(folder / "corpus") if ours else pd.read_parquet(folder / "articles.parquet"))
    }


def draw(*, hooked: bool) -> Callable[[], Figures]:
    """Forty Arabic tick labels, ten times."""
    if hooked:
        install_shaping()

    def run() -> Figures:
        for _ in range(10):
            figure, ax = plt.subplots(figsize=(6, 12))
            ax.barh(range(40), range(40))
            ax.set_yticks(range(40), [f"مدينة البوكمال {i}" for i in range(40)])
            figure.savefig(io.BytesIO())
            plt.close(figure)
        return {}

    return run


def clean(length: int) -> Callable[[], Figures]:
    """Text without a name or a date in it, but with every letter that one may begin with."""
    scrub = PathScrubber()

    def run() -> Figures:
        for part in ("/", "1-", "<style>"):
            text = part * length
            isolate(text)
            clean_html(scrub.all_paths(text), prefix="", scrub=scrub)
        return {}

    return run


CONTENDERS: dict[str, Callable[[str], Callable[[], Figures]]] = {
    "toolkit, words": lambda corpus: count_with_toolkit(corpus, "word"),
    "toolkit, terms": lambda corpus: count_with_toolkit(corpus, "term"),
    "scikit-learn": count_with_scikit_learn,
    "wc -w": count_with_wc,
    "stories": find_stories,
    "loading JSONL": lambda corpus: read_exported(corpus, ".jsonl", tk.load_articles),
    "pandas, JSONL": lambda corpus: read_exported(corpus, ".jsonl", lambda file: pd.read_json(file, lines=True)),
    "loading CSV": lambda corpus: read_exported(corpus, ".csv", tk.load_articles),
    "polars, CSV": lambda corpus: read_exported(corpus, ".csv", pl.read_csv),
    "opening a store": lambda corpus: open_kept(corpus, ours=True),
    "reading Parquet": lambda corpus: open_kept(corpus, ours=False),
    "drawing, hooked": lambda _: draw(hooked=True),
    "drawing, plain": lambda _: draw(hooked=False),
    "cleaning 80,000": lambda _: clean(80_000),
    "cleaning 10,000": lambda _: clean(10_000),
}
PAIRS = [
    ("toolkit, words", "scikit-learn"),
    ("toolkit, terms", "scikit-learn"),
    ("toolkit, terms", "wc -w"),
    ("stories", "toolkit, words"),
    ("loading JSONL", "pandas, JSONL"),
    ("loading CSV", "polars, CSV"),
    ("opening a store", "reading Parquet"),
    ("drawing, hooked", "drawing, plain"),
    ("cleaning 80,000", "cleaning 10,000"),
]


def processor_seconds() -> float:
    """Of this process and of those it waited for."""
    used = [resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def run_one(name: str, corpus: str) -> None:
    run = CONTENDERS[name](corpus)
    started = processor_seconds()
    figures = run()
    print(json.dumps({"seconds": processor_seconds() - started, **figures}))


def main(corpus: str) -> None:
    taken: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    figures: dict[str, Figures] = {}
    for _ in range(ROUNDS):
        for name in CONTENDERS:
            command = [sys.executable, __file__, "--one", name, corpus]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            figures[name] = json.loads(done.stdout.splitlines()[-1])
            taken[name].append(figures[name].pop("seconds"))
    for ours, theirs in PAIRS:
        ratios = [a / b for a, b in zip(taken[ours], taken[theirs], strict=True)]
        both = figures[ours].keys() & figures[theirs].keys()
        agree = ", ".join(f"{what} {figures[ours][what] / figures[theirs][what]:.3f}" for what in sorted(both))
        spread = f"{statistics.median(ratios):6.2f}  ({min(ratios):.2f} to {max(ratios):.2f})"
        print(f"{ours + ' / ' + theirs:38}{spread}{'  outputs: ' + agree if agree else ''}")


if __name__ == "__main__":
    started_at = time.time()
    if sys.argv[1:2] == ["--one"]:
        run_one(*sys.argv[2:])
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else str(SAMPLE))
        print(f"{ROUNDS} rounds in {time.time() - started_at:.0f} s; cleaning eight times the text is linear at 8")

"""Cost as ratios, measured in one process, rounds interleaved. Usage: ratios.py [CORPUS]"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer

import toolkit as tk
from toolkit.charts.shaping import install_shaping, isolate, remove_shaping
from toolkit.report.cleaning import PathScrubber, clean_html
from toolkit.text.arabic import fold

ROUNDS = 5
SAMPLE = Path(__file__).resolve().parents[2] / "data/sample"


def ratio(ours: Callable[[], object], theirs: Callable[[], object]) -> float:
    """Median of processor time of the one over the other, pair by pair."""

    def cost(run: Callable[[], object]) -> float:
        started = time.process_time()
        run()
        return time.process_time() - started

    ours(), theirs()
    return statistics.median(cost(ours) / cost(theirs) for _ in range(ROUNDS))


def counting(articles) -> tuple[Callable[[], object], Callable[[], object]]:
    """Article × folded word, against scikit-learn with the same folding."""
    texts = (articles["title"] + "\n" + articles["deck"] + "\n" + articles["text"]).tolist()
    vectorizer = CountVectorizer(preprocessor=fold, token_pattern=r"\w+")
    return lambda: tk.tokenize(articles).matrix("word"), lambda: vectorizer.fit_transform(texts)


def drawing() -> tuple[Callable[[], object], Callable[[], object]]:
    """Forty Arabic tick labels, with the hook and without."""

    def draw() -> None:
        figure, ax = plt.subplots(figsize=(6, 12))
        ax.barh(range(40), range(40))
        ax.set_yticks(range(40), [f"مدينة البوكمال {i}" for i in range(40)])
        figure.savefig(io.BytesIO())
        plt.close(figure)

    def hooked() -> None:
        install_shaping()
        draw()
        remove_shaping()

    return hooked, draw


def opening(articles, folder: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """A kept corpus, against the same in Parquet."""
    tk.save_corpus(articles, folder / "corpus")
    articles.to_parquet(folder / "articles.parquet")
    return lambda: tk.open_corpus(folder / "corpus"), lambda: pd.read_parquet(folder / "articles.parquet")


def cleaning(length: int) -> Callable[[], object]:
    """Text without a name or a date in it, but with every letter that one may begin with."""
    scrub = PathScrubber()

    def clean() -> None:
        for part in ("/", "1-", "<style>"):
            text = part * length
            isolate(text)
            clean_html(scrub.all_paths(text), prefix="", scrub=scrub)

    return clean


if __name__ == "__main__":
    loaded = tk.load_articles(sys.argv[1] if len(sys.argv) > 1 else SAMPLE)
    print(f"{len(loaded):,} articles, {len(tk.tokenize(loaded)):,} words")
    print(f"counting words, toolkit / scikit-learn: {ratio(*counting(loaded)):.2f}")
    print(
        f"stories of a corpus / its words: {ratio(lambda: tk.find_duplicates(loaded), lambda: tk.tokenize(loaded)):.2f}"
    )
    with tempfile.TemporaryDirectory() as folder:
        print(f"opening a kept corpus, toolkit / Parquet: {ratio(*opening(loaded, Path(folder))):.3f}")
    print(f"drawing 40 Arabic labels, hooked / plain: {ratio(*drawing()):.2f}")
    print(f"cleaning eight times the text, linear is 8: {ratio(cleaning(80_000), cleaning(10_000)):.1f}")

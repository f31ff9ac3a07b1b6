"""Load damaged files of every format; only errors of the toolkit may come out. Usage: fuzz_loading.py [N] [SEED]

Each of ``N`` files is one of those in ``tests/samples``, where every format is,
with up to seven pieces put in, taken out, changed or repeated; half keep their
name, the others get the ending of another format. A file that lets anything
else escape is written to the current folder.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path

import toolkit as tk

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
ENDINGS = [".csv", ".tsv", ".json", ".jsonl", ".txt", ".parquet", ".xlsx", ".docx", ".html", ".xml", ".sgml", ".sqlite"]
ENDINGS += [".zip", ".gz", ".bz2"]
PIECES = [
    *(b'"', b"\n", b"\r", b",", b";", b"{", b"}", b"[", b"]", b"\\", b"\x00", b"\xff\xfe", b"sep=;\n", b"null"),
    *(b"\\ud800", b"PAR1", b":", b"  ", b"\t", b"2017-11-09", b"text", b"title,text\n", b"1e999", b'"id":'),
    *(b"<", b">", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"PK\x03\x04", b"\x1f\x8b", b"\xd8\xa7", b"\xc7\xe1"),
]
#: Longer than this is told: a file of some kilobytes should be read at once.
SLOW = 2.0


def damage(data: bytes, at_random: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(at_random.randrange(1, 8)):
        place, kind = at_random.randrange(len(made) + 1), at_random.random()
        if kind < 0.4:
            made[place:place] = at_random.choice(PIECES)
        elif kind < 0.6:
            del made[place : place + at_random.randrange(1, 60)]
        elif kind < 0.8:
            made[place : place + 1] = bytes([at_random.randrange(256)])
        else:
            other = at_random.randrange(len(made) + 1)
            made[place:place] = made[other : other + at_random.randrange(1, 200)]
    return bytes(made)


def load(file: Path) -> bool:
    """Whether there were articles in it; whatever the table and its report promise must hold."""
    try:
        articles = tk.load_articles(file)
    except tk.ToolkitError:
        return False
    report = tk.load_report(articles)
    assert report.seen == len(articles) + len(report.rejected)
    assert repr(report)
    assert report._repr_html_()
    tk.check_articles(articles)
    articles.to_parquet(io.BytesIO())
    return True


def fuzz(n: int, seed: int) -> int:
    """Load ``n`` damaged files and return how many let something else escape."""
    at_random = random.Random(seed)
    files = [(path.name, path.read_bytes()) for path in sorted(SAMPLES.iterdir())]
    loaded = escaped = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(n):
            name, data = at_random.choice(files)
            ending = at_random.choice([*[""] * len(ENDINGS), *ENDINGS])
            file = Path(folder, f"a{ending}" if ending else name)
            file.write_bytes(damage(data, at_random))
            began = time.perf_counter()
            try:
                loaded += load(file)
            except Exception:
                escaped += 1
                Path(f"escaped-{seed}-{number}{file.suffix}").write_bytes(file.read_bytes())
                traceback.print_exc(limit=-4)
            if time.perf_counter() - began > SLOW:
                print(f"{time.perf_counter() - began:.1f} s: file {number} of seed {seed}")
            file.unlink()
    print(f"{n} damaged files: {loaded} held articles, {n - loaded - escaped} were refused, {escaped} escaped")
    return escaped


if __name__ == "__main__":
    warnings.simplefilter("error")
    given = [int(value) for value in sys.argv[1:]]
    sys.exit(bool(fuzz(*given, *(200_000, 0)[len(given) :])))

"""Which column of a file is which column of an articles table, by its name and by what it holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pandas as pd

from toolkit.text.arabic import fold

#: Names of columns seen in the wild, for each column of an articles table; the first that a file has is taken.
NAMES = {
    "article_id": "article_id id المعرف معرف معرّف الرقم uuid guid docno doc_id",
    "title": "title headline العنوان عنوان عنوان_الخبر عنوان_المقال العنوان_الرئيسي head titre",
    "text": "text النص نص content المحتوى محتوى body articlebody article_text full_text fulltext main_text نص_الخبر "
    "نص_المقال المتن متن الخبر المقال article maintext story",
    "deck": "deck المقدمة مقدمة الملخص ملخص summary abstract subtitle sub_title العنوان_الفرعي lead lede standfirst "
    "description الوصف",
    "date": "date التاريخ تاريخ تاريخ_النشر published publish_date published_at pub_date pubdate datepublished "
    "date_published publication_date تاريخ_الخبر time datetime timestamp created_at date_extracted",
    "source": "source المصدر مصدر outlet الموقع الصحيفة الجريدة publisher site newspaper src",
    "section": "section القسم قسم category التصنيف تصنيف الباب الفئة rubric topic cat",
    "author": "author الكاتب كاتب byline المؤلف المحرر الصحفي creator authors writer",
    "url": "url link الرابط رابط permalink canonical_url",
    "date_raw": "date_raw",
    "utc_offset": "utc_offset",
    "date_precision": "date_precision",
}
#: Columns beyond so many are left out, unless they are recognised: a broken file can have one for each row.
_MOST_COLUMNS = 200
#: From such a mean number of letters on a column that has no known name can be the text.
_TEXT_LENGTH = 40
_LETTER = re.compile(r"[^\W\d_]")
_BETWEEN_WORDS = str.maketrans("", "", " \t_-.\xa0")


def recognise_names(names: Sequence[str]) -> dict[str, str]:
    """The column of an articles table → the name that stands for it in a file.

    Examples
    --------
    >>> recognise_names(["المعرّف", "عنوان", "articleBody", "تاريخ النشر"])
    {'article_id': 'المعرّف', 'title': 'عنوان', 'text': 'articleBody', 'date': 'تاريخ النشر'}
    """
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(_fold(name), name)
    found = {
        ours: next(folded[name] for name in theirs if name in folded)
        for ours, theirs in _KNOWN.items()
        if any(name in folded for name in theirs)
    }
    # A feed calls its text a description; only beside a text it is a deck.
    if "text" not in found and _fold(found.get("deck", "")) in ("description", "الوصف"):
        found["text"] = found.pop("deck")
    return found


def guess_text(table: pd.DataFrame, taken: Sequence[str]) -> str:
    """The column without a known name that holds the longest writing, or ""."""
    lengths = {}
    for name in table.columns.difference(list(taken), sort=False):
        sample = [str(value) for value in table[name].head(200)]
        lengths[str(name)] = sum(len(_LETTER.findall(value[:2000])) for value in sample) / max(len(sample), 1)
    best = max(lengths, key=lambda name: lengths[name], default="")
    return best if best and lengths[best] >= _TEXT_LENGTH else ""


def limit_columns(names: Sequence[str], known: frozenset[str]) -> tuple[frozenset[str], list[tuple[int, str]]]:
    """The names of the columns to keep, and a warning where that is not all of them."""
    kept = frozenset([*names[:_MOST_COLUMNS], *recognise_names(names).values(), *known.intersection(names)])
    out = len(set(names)) - len(kept)
    return kept, [(0, f"columns-left-out:{out}")] if out else []


def distinct_names(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Names that differ, and those that stood there twice."""
    made: dict[str, None] = {}
    last: Counter[str] = Counter(dict.fromkeys(names, 1))
    for name in names:
        new = name
        while new in made:
            last[name] += 1
            new = f"{name}.{last[name]}"
        made[new] = None
    return list(made), [name for name, number in last.items() if number > 1]


def _fold(name: str) -> str:
    return fold(name).translate(_BETWEEN_WORDS)


_KNOWN = {ours: [_fold(name) for name in theirs.split()] for ours, theirs in NAMES.items()}

"""Lines of a site that stand in the texts of its articles: found because they repeat, and taken out."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from toolkit.corpus.articles import check_articles
from toolkit.corpus.pages import is_site_line, line_key, repeated_lines
from toolkit.errors import require_choice

#: A line in so many different articles of a source is furniture, however many articles it has.
_MANY = 20


def remove_furniture(articles: pd.DataFrame, *, by: str = "source") -> pd.DataFrame:
    r"""Take the lines that belong to a site, not to its articles, out of the texts.

    A line goes where it stands in many different articles of one source (a tenth
    of them, at least 3; 20 are always enough), and at the beginning or the end of
    a text where its words are those of a site about itself. A text is never
    emptied: where nothing else would be left, its lines stay.

    Parameters
    ----------
    articles
        What :func:`load_articles` or :func:`as_articles` returns.
    by
        The column that tells the sites apart.

    Returns
    -------
    pandas.DataFrame
        The same rows in the same order, with

        - ``text`` (str): without those lines
        - ``furniture`` (str): the lines taken out, joined by line breaks, or ""

    Raises
    ------
    MissingColumnsError
        It is no articles table.
    InvalidArgumentError
        There is no such column.

    Examples
    --------
    >>> from toolkit.corpus.articles import as_articles
    >>> articles = as_articles([f"فتح المجلس الجسر {n}.\nحمّلوا تطبيق الصدى" for n in range(9)])
    >>> cleaned = remove_furniture(articles)
    >>> cleaned["text"].iloc[0], cleaned["furniture"].iloc[0]
    ('فتح المجلس الجسر 0.', 'حمّلوا تطبيق الصدى')
    """
    check_articles(articles, function="remove_furniture")
    require_choice(by, [str(name) for name in articles.columns], name="by", function="remove_furniture")
    places = pd.Series(range(len(articles)))
    texts, removed = articles["text"].tolist(), [""] * len(articles)
    for _, group in places.groupby(articles[by].fillna("").to_numpy(), sort=False):
        cleaned = _without_furniture([texts[place] for place in group])
        for place, (kept, gone) in zip(group, cleaned, strict=True):
            texts[place], removed[place] = kept, gone
    furniture = pd.Series(removed, index=articles.index, dtype="str")
    return articles.assign(text=pd.Series(texts, index=articles.index, dtype="str"), furniture=furniture)


def _without_furniture(texts: list[str]) -> Iterable[tuple[str, str]]:
    """Each text without its furniture, and the lines taken out."""
    pages = [text.split("\n") for text in texts]
    common = repeated_lines(([line_key(line) for line in lines] for lines in pages), most=_MANY)
    for text, lines in zip(texts, pages, strict=True):
        gone = {n for n, line in enumerate(lines) if line_key(line) in common}
        gone |= _at_the_edges(lines, gone)
        kept = [line for n, line in enumerate(lines) if n not in gone]
        if gone and any(line.strip() for line in kept):
            yield "\n".join(kept).strip("\n"), "\n".join(lines[n] for n in sorted(gone))
        else:
            yield text, ""


def _at_the_edges(lines: list[str], gone: set[int]) -> set[int]:
    """The lines above and below a text that speak of the site; none that is blank."""
    found: set[int] = set()
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        for n in order:
            if n in gone or not lines[n].strip():
                continue
            if not is_site_line(lines[n], surely=True):
                break
            found.add(n)
    return found

"""A sentence as it is written: its words, and the signs that open and close it."""

from __future__ import annotations

import re

#: Signs that close a sentence, up to a blank or what opens the next one.
_CLOSING = re.compile(r"[^\s«“(\[]*")


def cut_sentences(text: str, words: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Return start, end and wording of each sentence of one text.

    Parameters
    ----------
    text
        A field of an article.
    words
        For each sentence where its first word begins and its last word ends.

    Examples
    --------
    >>> cut_sentences("وصل. «ماذا؟»", [(0, 3), (6, 10)])
    [(0, 4, 'وصل.'), (5, 12, '«ماذا؟»')]
    """
    found: list[tuple[int, int, str]] = []
    next_words = [begin for begin, _ in words[1:]] + [len(text)]
    for (begin, end), limit in zip(words, next_words, strict=True):
        so_far = found[-1][1] if found else 0
        start = begin - len(text[so_far:begin].lstrip())
        closed = end + len(_CLOSING.match(text[end:limit])[0])  # type: ignore[index]
        found.append((start, closed, text[start:closed]))
    return found

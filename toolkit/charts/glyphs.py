"""Glyphs on their way into a PDF, a PostScript file or a path: direction marks must not take room there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

#: Marks of direction and of joining: they say how to draw and draw nothing.
CONTROLS = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class Glyph:
    """A glyph as matplotlib's layout yields it, with another distance to the one before.

    Attributes
    ----------
    ft_object, char, glyph_index
        The font, the character and its glyph in the font.
    x, y, prev_kern : float
        Points: its place, and what is added to the width of the glyph before.
    """

    ft_object: Any
    char: str
    glyph_index: int
    x: float
    y: float
    prev_kern: float


def without_controls(items: Iterable[Any]) -> Iterator[Any]:
    """Glyphs of a line without those of direction marks, each in its old place.

    A font gives such a mark the glyph of a space; matplotlib 3.11 takes its
    width back before the next glyph, and does so twice where a PDF changes fonts
    between the two: the space then stands in the picture.

    Parameters
    ----------
    items
        What ``_text_helpers.layout`` yields.

    Examples
    --------
    >>> list(without_controls([]))
    []
    """
    owed = 0.0
    for item in items:
        if CONTROLS.fullmatch(item.char):
            # Fonts count in 1/65536.
            owed += item.prev_kern + item.ft_object.load_glyph(item.glyph_index).linearHoriAdvance / 65536
        elif owed:
            yield Glyph(item.ft_object, item.char, item.glyph_index, item.x, item.y, item.prev_kern + owed)
            owed = 0.0
        else:
            yield item

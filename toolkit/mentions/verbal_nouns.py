"""Verbal nouns: what is announced, denied or asked for without أن (إطلاق, انهيار)."""

from __future__ import annotations

import re
from functools import cache

from toolkit.text.speech import speech_words

#: Shapes of verbal nouns: انتهاء انهيار, استعادة, تعيين, إطلاق.
_VERBAL = re.compile("(?:ا..ا.|ا...ا.|است..ا.|ت..ي.|ت.ا..|ا.ا.ه|است.ا.ه|م.ا..ه|ان..ا.)")


@cache
def is_verbal_noun(folded: str) -> bool:
    """Tell whether a folded word has the shape of a verbal noun or is listed as one.

    Examples
    --------
    >>> is_verbal_noun("انهيار"), is_verbal_noun("تنظيم")
    (True, False)
    """
    if folded in speech_words("not_verbal_noun"):
        return False
    if folded in speech_words("verbal_noun"):
        return True
    for ending in ("", "ه", "ها", "هم", "ات"):
        stem = folded.removesuffix(ending) if ending else folded
        if ending in ("ها", "هم") and stem != folded and stem in speech_words("verbal_noun"):
            return True
        if _VERBAL.fullmatch(stem) and not folded.startswith("ال"):
            return stem not in speech_words("not_verbal_noun")
    return False

"""Arabic letters and spelling, text in and text out.

News spells one word in many ways: with and without marks, with أ or ا, with
ى or ي, stretched by tatweel, or stored as presentation forms. A
`Normalization` says which of these differences to set aside. It is frozen and
small enough to print in a report, so that another hand can repeat a count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache

import numpy as np
import numpy.typing as npt

TATWEEL = "\u0640"
#: Short vowels, tanwin, shadda, dagger alef and the marks of the Quran.
MARKS = "".join(
    chr(code)
    for first, last in ((0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670), (0x6D6, 0x6DC), (0x6DF, 0x6E8), (0x6EA, 0x6ED))
    for code in range(first, last + 1)
    if unicodedata.combining(chr(code))
)
#: Characters that are never seen: joiners, direction marks, byte order mark, soft hyphen.
INVISIBLE = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
#: Signs that are emoji, as the inside of a character class.
EMOJI_SIGNS = "\u231a\u231b\u23e9-\u23fa\u2600-\u27bf\u2b1b\u2b1c\u2b50\u2b55\U0001f000-\U0001faff"
#: Characters from which on a text is folded as an array.
_LONG = 10_000
#: In that array: beyond this no character is changed; one becomes several letters; one is taken out.
_OTHER, _SEVERAL, _NOTHING = 0xFFFF, 0xFFFFFFFE, 0xFFFFFFFF
_JOINER = "\u200d"
#: A joiner holds a family of emoji together; between letters it is never seen.
_LOOSE_JOINER = re.compile(f"{_JOINER}(?![{EMOJI_SIGNS}])")
ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"

_ARABIC_LETTER = re.compile(
    "[\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"
)


#: What each difference is called in a report.
_IN_ARABIC = {
    "marks": "الحركات",
    "tatweel": "التطويل",
    "invisible": "المحارف التي لا تُرى",
    "presentation_forms": "صور الحروف المحفوظة (ﺩﺍﻋﺶ)",
    "variants": "حروف لوحات المفاتيح الفارسية (ک، ی)",
    "alef": "صور الألف (أ، إ، آ)",
    "ya": "الألف المقصورة والياء",
    "ta_marbuta": "التاء المربوطة والهاء",
    "hamza": "كراسي الهمزة (ؤ، ئ)",
    "digits": "الأرقام بصورها (٣، 3)",
    "case": "كبير الحروف اللاتينية وصغيرها",
}


@dataclass(frozen=True)
class Normalization:
    """Which differences of spelling are set aside when words are compared.

    Parameters
    ----------
    marks
        Take out short vowels, tanwin, shadda: «يُفقده» is يفقده.
    tatweel
        Take out stretching: «داعـــش» is داعش.
    invisible
        Take out zero-width joiners and direction marks.
    presentation_forms
        Turn positional forms (ﺩﺍﻋﺶ, ﻻ) into letters, as old PDF exports need.
    variants
        Persian and Urdu keyboards' ک ی ہ are ك ي ه.
    alef
        أ إ آ ٱ are ا.
    ya
        ى is ي.
    ta_marbuta
        ة is ه.
    hamza
        ؤ and ئ are ء. Off: it merges more words than it mends.
    digits
        ٣ and ۳ are 3.
    case
        Latin capitals are small letters.

    Examples
    --------
    >>> Normalization().apply("الأُمَـــم المتّحدة")
    'الامم المتحده'
    >>> Normalization(alef=False, ta_marbuta=False).apply("الأُمَـــم المتّحدة")
    'الأمم المتحدة'
    >>> print(Normalization(hamza=True))
    marks, tatweel, invisible, presentation_forms, variants, alef, ya, ta_marbuta, hamza, digits, case
    """

    marks: bool = True
    tatweel: bool = True
    invisible: bool = True
    presentation_forms: bool = True
    variants: bool = True
    alef: bool = True
    ya: bool = True
    ta_marbuta: bool = True
    hamza: bool = False
    digits: bool = True
    case: bool = True

    def __str__(self) -> str:
        return ", ".join(field.name for field in fields(self) if getattr(self, field.name)) or "none"

    def _repr_html_(self) -> str:
        """What is set aside, in Arabic, right to left."""
        named = "، ".join(_IN_ARABIC[field.name] for field in fields(self) if getattr(self, field.name)) or "لا شيء"
        return f'<p lang="ar" dir="rtl" style="text-align:right">{named}.</p>'

    def apply(self, text: str) -> str:
        """Return ``text`` with the chosen differences set aside.

        Applying it twice gives what applying it once gives.
        """
        if self.invisible and _JOINER in text:
            text = _LOOSE_JOINER.sub("", text)
        text = text.translate(_translation(self)) if len(text) < _LONG else _translate_long(text, self)
        return text.casefold() if self.case else text

    def apply_to_all(self, words: Sequence[str]) -> list[str]:
        """Return many words with the chosen differences set aside, in one pass.

        Examples
        --------
        >>> Normalization().apply_to_all(["مُدُن", "أمّ"])
        ['مدن', 'ام']
        """
        joined = "\n".join(words)
        if not words or joined.count("\n") != len(words) - 1:
            return [self.apply(word) for word in words]
        changed = self.apply(joined)
        return list(words) if changed == joined else changed.split("\n")


#: Only what a reader cannot see or would not call spelling; hamza, ya and ta marbuta stay.
BARE = Normalization(alef=False, ya=False, ta_marbuta=False, digits=False, case=False)
#: The default of counting and of looking names up.
FOLDED = Normalization()


def bare(text: str) -> str:
    """Return ``text`` without marks, tatweel and invisible characters, its spelling kept.

    Examples
    --------
    >>> bare("مُحَمَّـــد")
    'محمد'
    """
    return BARE.apply(text)


def fold(text: str) -> str:
    """Return ``text`` as words are compared: marks out, أ as ا, ى as ي, ة as ه.

    Examples
    --------
    >>> fold("إدارةُ المُستشفى")
    'اداره المستشفي'
    """
    return FOLDED.apply(text)


def has_arabic(text: str) -> bool:
    """Tell whether ``text`` holds a letter of the Arabic script.

    Examples
    --------
    >>> has_arabic("ISIS في سوريا"), has_arabic("ISIS 2017")
    (True, False)
    """
    return _ARABIC_LETTER.search(text) is not None


def _translate_long(text: str, normalization: Normalization) -> str:
    """What `str.translate` gives, four times as fast for the joined words of a corpus."""
    codes = np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype=np.uint32)
    letters = _letter_table(normalization)[np.minimum(codes, _OTHER)]
    several = np.unique(codes[letters == _SEVERAL]).tolist()
    if several:  # what they become is not changed again
        for code in several:
            text = text.replace(chr(code), str(_translation(normalization)[code]))
        return _translate_long(text, normalization)
    changed = np.where(codes < _OTHER, letters, codes)[letters != _NOTHING]
    if np.array_equal(changed, codes):
        return text
    return changed.tobytes().decode("utf-32-le", errors="surrogatepass")


@cache
def _letter_table(normalization: Normalization) -> npt.NDArray[np.uint32]:
    """The one letter each character becomes."""
    table = np.arange(_OTHER + 1, dtype=np.uint32)
    for code, become in _translation(normalization).items():
        letters = chr(become) if isinstance(become, int) else become
        table[code] = ord(letters) if len(letters) == 1 else _SEVERAL if letters else _NOTHING
    return table


@cache
def _translation(normalization: Normalization) -> dict[int, int | str]:
    """Build the table for `str.translate`; a presentation form is spelled out first, then folded too."""
    table = _single_letters(normalization)
    if normalization.presentation_forms:
        for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
            letters = unicodedata.normalize("NFKC", chr(code))
            # Isolated marks are spelled on a space; a phrase such as ﷺ stays the one sign it is.
            letters = letters.strip() if len(letters.split()) < 2 else chr(code)
            table[code] = letters.translate(table)
    return table


def _single_letters(normalization: Normalization) -> dict[int, int | str]:
    table: dict[int, int | str] = {}
    if normalization.marks:
        table |= dict.fromkeys(map(ord, MARKS), "")
    if normalization.tatweel:
        table[ord(TATWEEL)] = ""
    if normalization.invisible:
        table |= dict.fromkeys(map(ord, INVISIBLE.replace(_JOINER, "")), "")
    if normalization.variants:
        table |= str.maketrans("کیېہھە", "كييههه")
    if normalization.alef:
        table |= str.maketrans("أإآٱ", "اااا")
    if normalization.ya:
        table[ord("ى")] = "ي"
    if normalization.ta_marbuta:
        table[ord("ة")] = "ه"
    if normalization.hamza:
        table |= str.maketrans("ؤئ", "ءء")
    if normalization.digits:
        table |= str.maketrans(ARABIC_DIGITS + PERSIAN_DIGITS, "0123456789" * 2)
    return table

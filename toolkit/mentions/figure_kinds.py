"""What a number counts, and what kind of figure that makes it."""

from __future__ import annotations

import re
from functools import cache

from toolkit.text.arabic import fold
from toolkit.text.numerals import ordinal_words
from toolkit.text.wordlists import read_table, stop_word_classes

#: Characters read before a number for its event, and behind it for its unit.
_BEFORE, _COUNT_BEFORE, _BEHIND = 70, 110, 80
#: The one number that follows its noun.
ONE = ("واحد", "واحده", "واحدا")
_UNIT = re.compile(r"[ \"«(]{0,3}(?:من (?:بين )?)?[\"«(]?(?P<unit>[^\W\d_]+)(?: (?P<second>[^\W\d_]+))?")
PERCENT = re.compile(r" ?%| ?(?:في|ب) ?(?:ال)?(?:مائه|مئه|ميه|المئه|المائه|الميه|لمئه|لمائه)(?!\w)| نقطه مئويه")
_PER = re.compile(r"(?: متر\w*)? ?(?:في (?:ال)?(?:ساعه|ثانيه)|بالساعه|/ ?(?:ساعه|س)|مربعه?|مكعبه?)(?!\w)")
_AGE_BEFORE = re.compile(r"(?:[،,(] ?|\w+ ?\( ?)$")
_AGE_BEHIND = re.compile(r" ?(?:[)،,.]|و|من (?:ال)?عمر|$)")
_AGO = re.compile(r"(?:قبل|منذ|بعد|خلال|مدي|لمده|مده|نحو|من|في|ب|كل|علي|الي|مدار|السجن|بالسجن)[، ]*$")
_AMONG = re.compile(r" (?:من (?:بين |اصل |اجمالي )?|من )(?:ال)?\d[\d,.]*(?= [^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")
_COUNTED = re.compile(r"(?:عدد|حصيله|اعداد|بعدد) (?P<unit>(?:ال)?[^\W\d_]+)")
_STOP_UNITS = frozenset(
    [
        "و",
        "او",
        "ان",
        "الي",
        "علي",
        "في",
        "عن",
        "منذ",
        "قبل",
        "بعد",
        "خلال",
        "بين",
        "حتي",
        "مع",
        "لدي",
        "عند",
        "كما",
        "كان",
        "وكان",
        "قال",
        "وقال",
        "الذي",
        "التي",
        "الذين",
        "اي",
        "فقط",
        "ايضا",
        "ذلك",
        "وذلك",
        "هو",
        "هي",
        "ثم",
        "حيث",
        "لكن",
        "اذ",
        "علما",
        "مقابل",
        "ضد",
        "تم",
        "قد",
        "لا",
        "لم",
        "لن",
        "ما",
        "وهو",
        "وهي",
        "وفق",
        "وفقا",
        "بحسب",
        "حسب",
        "ليصل",
        "لتصل",
    ]
)


@cache
def figure_words() -> dict[str, frozenset[str]]:
    """Return the words of each class of ``figure_words.tsv``, folded.

    Examples
    --------
    >>> "دولار" in figure_words()["money"]
    True
    """
    classes: dict[str, set[str]] = {}
    for row in read_table("figure_words.tsv"):
        classes.setdefault(row["class"], set()).add(fold(row["word"]))
    return {name: frozenset(words) for name, words in classes.items()}


@cache
def _stop_units() -> frozenset[str]:
    nouns = {"time", "quantifier", "number_word", "filler_noun"}
    return _STOP_UNITS | {fold(word) for word, kind in stop_word_classes().items() if kind not in nouns}


@cache
def _orders() -> frozenset[str]:
    """Words behind a number that are not what it counts: السبعة الأولى, الثلاثة الماضية."""
    ends = {"الماضيه", "الماضيين", "المقبله", "الاخيره", "القادمه", "المقبلين", "الاخيرين", "الاوائل"}
    return frozenset({f"ال{word}" for word in ordinal_words()} | ends)


def find_unit(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the thing counted stands, in a folded text; an empty span where nothing is said.

    Examples
    --------
    >>> find_unit("قتل 5 من الجنود", 4, 5)
    (9, 15)
    """
    if among := _AMONG.match(text, end):
        end = among.end()
    if percent := PERCENT.match(text, end):
        return percent.start() + (text[percent.start()] == " "), percent.end()
    if text[start - 1 : start] == "%":
        return start - 1, start
    match = _UNIT.match(text, end, end + _BEHIND)
    if match and match["unit"] not in _stop_units() and text[start:end] not in ONE and match["unit"] not in _orders():
        return match.span("unit")
    head = text[max(0, start - _COUNT_BEFORE) : start]
    if text[start:end] in ONE and (before := re.search(r"(\w+) $", head)):
        return start - len(head) + before.start(1), start - len(head) + before.end(1)
    if head.endswith("ال") and (before := re.search(r"(ال\w+) ال$", head)):
        return start - len(head) + before.start(1), start - len(head) + before.end(1)
    found = list(_COUNTED.finditer(head[max(head.rfind("."), head.rfind("\n"), 0) :]))
    counted = found[-1] if found else None
    if counted:
        offset = start - len(head) + max(head.rfind("."), head.rfind("\n"), 0)
        return offset + counted.start("unit"), offset + counted.end("unit")
    return end, end


def kind_of(text: str, start: int, end: int, unit: str, unit_end: int) -> str:
    """Return the kind of a figure: what its unit is, and what happened to people.

    Parameters
    ----------
    text
        Folded.
    start, end
        The number.
    unit
        What it counts, folded, empty where nothing is said.
    unit_end
        Where that ends.

    Examples
    --------
    >>> kind_of("قتل 5 جنود", 4, 5, "جنود", 10), kind_of("دفع 5 دولارات", 4, 5, "دولارات", 13)
    ('people_killed', 'money')
    """
    if PERCENT.match(text, end) or unit == "%":
        return "percent"
    words, bare = figure_words(), unit.removeprefix("ال")
    for kind in ("money", "distance", "duration"):
        if bare in words[kind]:
            if kind == "distance" and _PER.match(text, unit_end):
                return "other"
            if bare in ("عقود", "عقد", "عقدا") and text[unit_end : unit_end + 2] in (" ل", " م", " ت"):
                return "other"  # contracts, not decades
            return "age" if kind == "duration" and _is_age(text, start, unit_end, bare) else kind
    if bare == "مليون" or (
        unit and bare not in words["person"] | words["killed"] | words["injured"] | words["displaced"]
    ):
        return _kind_of_others(text, start, bare)
    return _kind_of_people(text, start, unit_end, bare)


def _is_age(text: str, start: int, unit_end: int, unit: str) -> bool:
    if unit not in ("عاما", "سنه", "عام", "سنوات", "اعوام", "شهرا", "اشهر", "ربيعا"):
        return False
    head = text[max(0, start - 40) : start]
    near = _WORD.findall(head)[-5:]
    if {"العمر", "عمره", "عمرها", "اعمارهم", "بعمر", "عمر", "اعمار", "سن", "سنه", "وعمره", "البالغ", "البالغه"} & set(
        near
    ):
        return True
    if re.match(r" ?من (?:ال)?عمر", text[unit_end : unit_end + 12]):
        return True
    return bool(_AGE_BEFORE.search(head) and _AGE_BEHIND.match(text, unit_end) and not _AGO.search(head))


def _kind_of_others(text: str, start: int, unit: str) -> str:
    if unit in ("حاله", "حالات") and (re.search(r"(?:وفاه|وفيات)", text[start : start + 30])):
        return "people_killed"
    return "other"


def _kind_of_people(text: str, start: int, unit_end: int, unit: str) -> str:
    """The noun itself, else the nearest event before it in the sentence, else the verb right behind it."""
    words = figure_words()
    for kind, event in (("killed", "people_killed"), ("injured", "people_injured")):
        if unit in words[kind]:
            return event
    head = re.split(r"[.!؟\n]", text[max(0, start - _BEFORE) : start])[-1]
    for word in reversed(_WORD.findall(head)[-7:]):
        if event := _event_of(word):
            return event
    for word in _WORD.findall(text[unit_end : unit_end + 30])[:2]:
        if event := _event_of(word, verbs_only=True):
            return event
    if unit in words["displaced"]:
        return "people_displaced"
    return "people" if unit else "other"


def _event_of(word: str, *, verbs_only: bool = False) -> str:
    words = figure_words()
    for form in (word, word[1:] if word[:1] in "وفبلك" else word):
        for kind in ("killed", "injured", "displaced"):
            if form in words[f"{kind}_by"] and not (verbs_only and form in words[kind]):
                return f"people_{kind}"
    return ""

"""Where a noun behind a verb of saying is what is said: أعلنت الوزارة القبض على المتهم."""

from __future__ import annotations

import re
from typing import NamedTuple

from toolkit.mentions.speech_lines import Line
from toolkit.mentions.verbal_nouns import is_verbal_noun
from toolkit.text.speech import Cue, speech_words

#: Pieces between commas that are still an aside.
_LONGEST_ASIDE = 8
#: أضرار is the plural of a thing; the verbal noun of this shape is written with إ.
_BROKEN_PLURAL = re.compile(r"[وف]?أ\w\wا\w(?:ا|اً|ًا)?$")
#: What things do as well as people.
SHOWS = frozenset({"أكد", "أظهر", "أثبت", "كشف", "أشار"})
#: Behind these the one who spoke last goes on: كما اقترحت إصدار.
_GOES_ON = frozenset({"كما", "حيث", "قد", "وقد"})
_TELL_THAT = frozenset({"أوضح", "أعلن", "أكد", "ذكر", "بين", "صرح"})
#: Verbs of saying and of feeling.
EXPRESSES = frozenset({"أعرب", "عبر"})
#: Verbs that take a claim: نفى الوزير الاتهامات.
_DENIES = frozenset({"نفى", "أنكر", "دحض", "فند", "كذب"})
_NO_CONTENT = frozenset({"circumstance", "adverb", "relative", "attribution"})
#: Verbs that take any noun, not verbal nouns alone.
_ANY_NOUN = frozenset({"أعلن", "نفى", "أكد", "ادعى"})


class Opening(NamedTuple):
    """Where a statement begins.

    Attributes
    ----------
    at
        The piece that opens it; the speaker stands before.
    first
        The first piece of what is said.
    kind
        ``an``, ``colon``, ``quote``, ``preposition``, ``noun`` or ``judgement``.
    """

    at: int
    first: int
    kind: str


def tells_that(line: Line, i: int) -> bool:
    """Tell whether what is said stands before the verb: أوضح ذلك الناطق باسم الشركة."""
    cue = line.words[i].cue
    that = i + 1 < len(line) and line.words[i + 1].folded == "ذلك"
    return that and cue is not None and cue.lemma in _TELL_THAT


def noun_opening(line: Line, i: int, end: int, cue: Cue) -> Opening | None:
    """أعلنت الوزارة، اليوم السبت، القبض على: a verbal noun, or what follows the subject's words of time."""
    if cue.shape == "present" and cue.lemma not in _ANY_NOUN:
        return None
    if tells_that(line, i):
        return None
    seen_time = False
    limit = min(end, i + 30)
    j = i + 1
    while j < limit:
        word = line.words[j]
        if word.folded in ("ما", "مما", "قبل", "بعد", "اذ", "حيث", "وذلك") or "attribution" in word.classes:
            return None
        if word.text == "(":
            while j < limit and line.words[j].text != ")":
                j += 1
        elif word.classes & {"time"} or (word.text.isdigit() and seen_time):
            seen_time = seen_time or _free(line, i) or any("time" not in each.classes for each in line.words[i + 1 : j])
        elif word.text in "،,":
            following = line.words[j + 1] if j + 1 < limit else word
            seen_time = seen_time or "time" in following.classes or _closes_aside(line, i, j)
        elif word.is_word:
            if _does(line, i, j):
                return None  # وحضرت كل المباريات باستثناء مواجهة, مقالا حاول تقديم
            first = _noun_at(line, i, j, cue, seen_time=seen_time)
            if first is not None:
                return Opening(first, first, "noun")
        j += 1
    return None


def _does(line: Line, i: int, j: int) -> bool:
    """Whether the word is a verb of its own, so that nothing is said from here on."""
    word = line.words[j]
    told = any("relative" in each.classes for each in line.words[i + 1 : j])
    joined = word.folded[0] == "و" and "reduced" in word.classes
    does = joined or ("verb" in word.classes and (word.folded[0] == "و" or not told))
    return j > i + 2 and does and word.folded not in speech_words("verbal_noun")


def _noun_at(line: Line, i: int, j: int, cue: Cue, *, seen_time: bool) -> int | None:
    """Where what is said begins, if it begins with the word at piece ``j``: there, or with تلك before it."""
    word, before = line.words[j], line.words[j - 1]
    if cue.lemma == "اعتبر" and j == i + 1 and word.folded in ("ذلك", "هذا", "هذه"):
        return j
    if cue.lemma in _DENIES and (word.folded == "اي" or word.folded in speech_words("claim")):
        return j - (j > i + 1 and before.folded in ("تلك", "هذه"))
    goes_on = cue.joined or (i > 0 and line.words[i - 1].folded in _GOES_ON)
    says = goes_on and (cue.lemma not in SHOWS or cue.lemma == "أكد")
    at_once = says and word.folded in speech_words("verbal_noun")  # وأعلن عدم رضاه
    free = j > i + 1 or cue.shape == "participle" or at_once or _free(line, i)
    if is_verbal_noun(word.folded) and free and not _belongs_before(line, i, j):
        return j
    if word.classes & _NO_CONTENT or word.folded in speech_words("not_content"):
        return None
    strong = cue.lemma in _ANY_NOUN and word.folded[:1] != "و" and word.cue is None
    if seen_time and j > i + 2 and strong and before.folded not in ("من", "في"):  # but في يونيو من العام الحالي
        return j
    at_once = all(each.folded.startswith("بدور") for each in line.words[i + 1 : j])  # نافيا بدوره بروز خلافات
    return j if cue.shape == "participle" and at_once else None


def _belongs_before(line: Line, i: int, j: int) -> bool:
    """وكالة أنباء, خمسة أشخاص, مجلس حماية المنافسة, رئيسة المركز، ابتسام: part of the subject, and no deed."""
    word, before = line.words[j], line.words[j - 1]
    apart = j == i + 1 or before.folded[:2] == "ال" or before.text in "،,-–" or "time" in before.classes
    if not apart and _BROKEN_PLURAL.match(word.text):
        return True
    owner = line.words[j - 2].classes & {"title"} and not line.words[j - 2].text.endswith("ة")
    if owner and not apart and before.text.endswith("ة") and "name" not in before.classes:  # قائد معركة تحرير
        return True
    named = "name" in word.classes and "title" in line.words[i + 1].classes
    named = named and word.folded not in speech_words("verbal_noun")
    alone = j + 1 < len(line) and line.words[j + 1].text in "،,"
    if j == i + 2 and alone and "name" in before.classes and word.folded not in speech_words("verbal_noun"):
        return True  # أعلن فؤاد اقطاي، نائب الرئيس
    if named and (before.text in "،," or before.folded in speech_words("honorific")):
        return True
    field = j > i + 2 and line.words[j - 2].folded in ("في", "من") and not before.classes & {"name", "time"}
    if field and word.folded[:2] == "ال" and before.folded[:2] != "ال":  # في مجال التصدي
        return True
    meeting = before.folded == "في" and word.text.endswith(("ه", "ها", "هم"))  # وأكد في اجتماعه معهم
    if j > i + 1 and (before.classes & {"verb", "reduced"} or meeting):
        return True
    return "ال" + before.folded in speech_words("body")


def noun_before_quote(line: Line, i: int, j: int, cue: Cue) -> Opening | None:
    """أكدت الجمعية مساندة القضاة «ضد …», but not of whoever speaks: أعلنت شركة تصنيع الأسلحة «…»."""
    sooner = noun_opening(line, i, j, cue)
    if sooner is None or sooner.at == i + 1:
        return sooner
    word, before = line.words[sooner.at], line.words[sooner.at - 1]
    owned = before.classes & {"title", "head", "circumstance"} and not before.folded.startswith("ال")
    return None if owned or word.classes & {"head", "document"} or before.folded in ("في", "من") else sooner


def _closes_aside(line: Line, i: int, j: int) -> bool:
    """أكدت الجمعية، في ذات البلاغ، مساندتها: the second comma."""
    k = j - 1
    while k > i + 1 and line.words[k].is_word:
        k -= 1
    return line.words[k].text in "،," and line.words[k + 1].folded in ("في", "خلال") and j - k <= _LONGEST_ASIDE


def _free(line: Line, i: int) -> bool:
    """Whether the verb's subject stands before it, so that a noun right behind it is what is said."""
    return i > 0 and line.words[i - 1].is_word and not line.words[i - 1].classes & {"time", "connective"}

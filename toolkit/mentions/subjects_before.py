"""Who speaks: the subject before its verb, and whoever acts in a sentence or wrote what it speaks of."""

from __future__ import annotations

from toolkit.mentions.speaker_starts import SOURCES, may_begin
from toolkit.mentions.speakers import LONGEST, Span, dangles, phrase_end, speaker_after, with_apposition
from toolkit.mentions.speech_lines import PRESENT, Line, Word
from toolkit.mentions.verbal_nouns import is_verbal_noun
from toolkit.text.speech import Cue, speech_words

_WAS = frozenset({"كان", "كانت", "كانوا"})
_PREPOSITIONS = frozenset({"في", "علي", "الي", "مع", "من", "عن", "ان"})
#: What no subject goes over.
_BREAKS = frozenset({"time", "circumstance", "complementiser", "relative", "adverb", "reduced", "saying_noun"})


def speaker_before(line: Line, begin: int, i: int) -> tuple[Span | None, str]:
    """Return the subject that stands before its verb at piece ``i``, and how sure it is.

    Looks back to the beginning of the clause: الوزارة أعلنت, كان الرئيس قد أعلن.
    """
    end = i
    while end > begin and line.words[end - 1].folded in ("قد", "لقد", "سوف"):
        end -= 1
    if end > begin + 1 and line.words[end - 1].folded in _WAS and line.words[end - 2].is_word:
        end -= 1  # الوزارة كانت قد أعلنت
    status = "explicit"
    first = end
    while first > begin and end - first < LONGEST:
        word = line.words[first - 1]
        if _ends_clause(line, first - 1):
            break
        if "relative" in word.classes:
            return None, "unknown"
        first -= 1
    if first == end and first > begin and line.words[first - 1].text in "،,":  # أحمد، الخبير في النفط، قال
        commas = [j for j in range(max(begin, first - LONGEST // 2), first - 1) if line.words[j].text in "،,"]
        if not commas:
            return _before_comma(line, begin, first - 1), status
        if commas[-1] <= begin or "complementiser" in line.words[commas[-1] + 1].classes:
            return None, "unknown"
        found, status = speaker_before(line, begin, commas[-1])
        named = found is not None and found[1] == commas[-1]  # محامي الرئيس، سامي العلي، أكد
        return ((found[0], with_apposition(line, *found, first)) if found and named else found), status
    while first < end and ("time" in line.words[first].classes or line.words[first].folded in speech_words("lead")):
        first += 1
    if first >= end:
        return None, "unknown"
    start = line.words[first]
    joined = start.folded[:2] in ("وي", "لي") and "name" not in start.classes
    acts = joined and PRESENT.fullmatch(start.folded[1:])  # ويشن التحالف, ليخرج بخطاب
    begins = may_begin(line, first) and not acts
    last = phrase_end(line, first, end, before_object=False) if begins else first
    within = any(word.folded in speech_words("within") for word in line.words[i + 1 : i + 3])  # نشرت بيانا قالت فيه
    if (
        last < end and not within and (source := _indefinite_source(line, last, end, line.words[i].cue))
    ):  # بعد صدور تقرير أظهر
        return source, status
    if not begins or (last < end and not within and _has_clause(line, first, last, end)):
        return None, "unknown"
    while last > first and dangles(line.words[last - 1]):
        last -= 1
    return ((first, last) if last > first else None), status


def _before_comma(line: Line, begin: int, comma: int) -> Span | None:
    """إلا أن وزير الخارجية سامي العلي، قال: a title with its name, and no verb behind it."""
    found = speaker_before(line, begin, comma)[0]
    if found is None or "title" not in line.words[found[0]].classes or not line.words[comma - 1].is_word:
        return None
    rest = line.words[found[1] : comma]
    return None if any(word.cue or "verb" in word.classes for word in rest) else found


def acting_before(line: Line, begin: int, i: int, cue: Cue) -> Span | None:
    """Return who does what the sentence begins with: التقى الوزير الناس وقال, of the gender of the verb at ``i``."""
    j = begin
    while j < i and ("time" in line.words[j].classes or line.words[j].folded in speech_words("lead")):
        j += 1
    act = line.words[j].folded
    act = act if act in speech_words("act") else act.removeprefix("و")
    if act not in speech_words("act") or (cue.shape == "past" and act.endswith("ت") != cue.feminine):
        return None
    found = speaker_after(line, j + 1, i, before_object=True)
    if found is None or not line.words[found[0]].classes & {"title", "head", "name"} or not _stands_alone(line, *found):
        return None
    return found


def _stands_alone(line: Line, first: int, last: int) -> bool:
    """Whether a sign or a preposition follows, so that the verb's object is not part of the subject."""
    behind, tail = line.words[last], line.words[last - 1]
    prefixed = behind.folded[:1] in ("ب", "ل") and behind.folded[1:3] == "ال"
    if behind.is_word and not prefixed and behind.folded not in _PREPOSITIONS and "time" not in behind.classes:
        return False
    if any("document" in word.classes or is_verbal_noun(word.folded) for word in line.words[first + 1 : last]):
        return False
    before = line.words[last - 2]
    named = last - first > 1 and not before.folded.startswith("ال") and not before.classes & SOURCES
    return not (named and tail.folded.startswith("ال") and "name" not in tail.classes)


def _indefinite_source(line: Line, begin: int, end: int, cue: Cue | None) -> Span | None:
    """تقرير حديث أظهر: an indefinite noun right before a verb, with an adjective or none, is its subject."""
    for first in range(end - 1, max(begin, end - 2) - 1, -1):
        word = line.words[first]
        accusative = word.folded.endswith("ا")
        if word.classes & SOURCES or speech_words("document") & {word.folded.removesuffix("ا")}:
            aside = first > 0 and line.words[first - 1].folded == "في"  # في وقت تعهدت
            disagrees = cue is not None and cue.feminine and accusative  # بثت تسجيلا قالت
            plain = all(_is_plain(each) for each in line.words[first:end])
            return (first, end) if plain and not aside and not disagrees else None
    return None


def once_said(line: Line, begin: int, i: int) -> Span | None:
    """Return who is named in سبق للرئيس، سامي، أن كشف, where the verb is at piece ``i``."""
    for j in range(i - 2, max(begin, i - LONGEST) - 1, -1):
        if line.words[j].folded in ("سبق", "وسبق"):
            return speaker_after(line, j + 1, i - 1, behind_li=True)
        if line.words[j].cue is not None or line.words[j].text in ".؛:":
            return None
    return None


def document_before(line: Line, begin: int, i: int) -> Span | None:
    """Return the document that the verb at piece ``i`` speaks of: أصدر الوزير بيانا جاء فيه."""
    for j in range(i - 1, max(begin, i - 2 * LONGEST) - 1, -1):
        if line.words[j].folded.removesuffix("ا") in speech_words("written"):
            return j, j + 1
    return None


def writer_before(line: Line, begin: int, i: int) -> Span | None:
    """Return who wrote or gave what the verb at piece ``i`` is told in: أصدرت الوزارة بيانا قالت فيه."""
    document = document_before(line, begin, i)
    if document is None:
        return None
    for j in range(document[0] - 1, max(begin, document[0] - LONGEST) - 1, -1):
        word = line.words[j]
        if word.folded in speech_words("act") or word.folded.removeprefix("و") in speech_words("act"):
            return speaker_after(line, j + 1, document[0]) or speaker_before(line, begin, j)[0]
    return None


def _has_clause(line: Line, first: int, last: int, end: int) -> bool:
    """Whether a verb or its object stands between a subject and the verb of saying: أصدرت قواعد توضح."""
    objects = (w for w in line.words[max(last, end - 2) : end] if not w.classes & {"name", "time", "adverb"})
    happened = "reduced" in line.words[last].classes and line.words[last].folded.endswith("ت")
    if happened and line.words[first].folded.startswith("ال"):  # الحادثة وقعت في منزل
        return True
    return "verb" in line.words[last].classes or any(w.folded.endswith("ا") and len(w.folded) > 3 for w in objects)


def _is_plain(word: Word) -> bool:
    """Neither definite nor a particle."""
    possessed = word.text.endswith(("ه", "ها", "هم"))
    aside = word.folded.startswith(("ال", "ل", "ف")) or word.classes & _BREAKS
    return word.is_word and not possessed and not aside


def _ends_clause(line: Line, i: int) -> bool:
    word = line.words[i]
    if not word.is_word:
        dateline = word.text == "—" or (word.text in "-–" and i > 0 and line.words[i - 1].text in "-)")  # (CNN)--
        return (dateline or word.text in "،,:؛;!?؟.…»") and not line.inside[i]
    return word.folded in speech_words("lead") or bool(word.classes & {"complementiser"})

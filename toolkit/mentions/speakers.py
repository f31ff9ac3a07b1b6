"""Who speaks: the noun phrase that names somebody behind a verb of saying, behind عن or بحسب."""

from __future__ import annotations

import re

from toolkit.mentions.speaker_starts import (
    SOURCES,
    closing_bracket,
    governs,
    in_accusative,
    is_document,
    is_short_quote,
    may_begin,
    skip_lead,
)
from toolkit.mentions.speech_lines import Line, Word
from toolkit.mentions.verb_objects import NAME_BEGINS, object_begins
from toolkit.mentions.verbal_nouns import is_verbal_noun
from toolkit.text.numerals import number_words
from toolkit.text.speech import speech_words

#: A speaker has no more pieces than this.
LONGEST = 30
#: A bracket inside a speaker has no more words than this.
_SHORT_BRACKET = 2
#: An apposition behind a comma (الوزير، جان أسيلبورن) has no more words than this.
_SHORT_APPOSITION = 4
#: Letters from which on a noun in ها behind a speaker is what is said.
_LONG_POSSESSED = 6
#: What stands behind a name that is a title too (محمد القاضي), and not behind a title.
_NO_OFFICE = frozenset({"time", "circumstance", "complementiser", "relative", "adverb", "reduced", "title"})
#: A verb of saying ends the phrase before it, unless it is a title or a name too.
_VERB_SHAPES, _PERSONS = frozenset({"past", "present"}), frozenset({"title", "head", "name"})
#: أردوغان في أكثر من مناسبة, and what no noun phrase goes over.
_OFTEN = frozenset({"مره", "مرات", "مناسبه", "مناسبات"})
_SEATED = frozenset({"ومقرها", "ومقره", "مقرها", "مقره"})
_WITH_IT = frozenset({"به", "بها", "له", "لها", "فيها", "فيه", "علي", "قد", "وقد", "فقد"})
_PRONOUNS = frozenset({"هو", "هي", "وهو", "وهي", "انه", "فانه", "فانها", "فهو", "فهي", "فهم"})
_BREAKS = frozenset({"time", "circumstance", "complementiser", "relative", "adverb", "reduced", "saying_noun"})
Span = tuple[int, int]


def speaker_after(
    line: Line, i: int, limit: int, *, before_object: bool = False, behind_li: bool = False
) -> Span | None:
    """Return the pieces of the noun phrase that begins at or soon after piece ``i``.

    Parameters
    ----------
    line
        The line.
    i, limit
        Where to begin, and the piece that it does not reach.
    before_object
        Whether the verb's object stands behind the speaker: اتهم الوزير السلطات.
    behind_li
        Whether the phrase is joined to ل: وفقا للمرصد.
    """
    first = skip_lead(line, i, limit)
    if first >= limit or not may_begin(line, first, behind_li=behind_li) or in_accusative(line, first, limit):
        return None
    last = phrase_end(line, first, limit, before_object=before_object)
    last = with_apposition(line, first, last, limit)
    while last > first and dangles(line.words[last - 1]):
        last -= 1
    return (first, last) if last > first else None


def phrase_end(line: Line, first: int, limit: int, *, before_object: bool) -> int:
    """Return the piece behind the last one of the noun phrase that begins at piece ``first``."""
    i = first
    start = line.words[first]
    named = not start.classes & SOURCES and not start.folded.startswith(("ال", "هذ", "هؤ", "ذات", "نفس"))
    second = line.words[first + 1] if first + 1 < limit else start
    named = named or (start.folded in speech_words("title_or_name") and _is_given_name(second))  # أمين محمود
    institution = start.folded.startswith("ال") and start.folded in speech_words("body")
    name: int | None = None
    limit = min(limit, first + LONGEST)
    while i < limit:
        word = line.words[i]
        if before_object and i > first and object_begins(line, first, i):
            break
        if not word.is_word:
            step = _over_sign(line, i, limit, first)
            if step is None:
                break
            i = step
            continue
        if i > first and _breaks(line, i, limit, first):
            break
        if name is None and i > first and _begins_name(line, first, i):
            name = i
        if _is_title_behind(line, first, i, limit, name=first if named else name):
            break
        if named and i >= first + 2 and word.folded in ("احد", "احدي"):
            break
        alone = named and ("name" in line.words[i - 1].classes or (before_object and i == first + 1))
        if i > first and (alone or _begins_name(line, first, i)) and (institution or _is_deed(line, i)):
            break  # ودعا البيان كوريا الشمالية, أعلنت وزارة الداخلية تخريج دفعة
        if i > first and word.folded in speech_words("some") and line.words[i - 1].folded.startswith("ال"):
            break
        i += 1
    return i


def _is_surname(line: Line, i: int) -> bool:
    """تيريزا ماي, and not the month."""
    return line.words[i].folded == "ماي" and not line.words[i - 1].text.isdigit() and i + 1 < len(line)


def _is_given_name(word: Word) -> bool:
    return "name" in word.classes and not word.classes & SOURCES and not word.folded.startswith("ال")


def _is_deed(line: Line, i: int) -> bool:
    """تنفيذ, فوز هذا: listed, for many names have the shape of a verbal noun (إسحاق, توفيق)."""
    word = line.words[i]
    if word.folded.startswith("ال"):
        return False
    owned = i + 1 < len(line) and line.words[i + 1].folded.startswith(("ال", "هذ"))
    return word.folded in speech_words("verbal_noun") and (owned or "name" not in word.classes)


def _begins_name(line: Line, first: int, i: int) -> bool:
    """الرسام إياد, وزير الخارجية سامي: a word without ال behind one with it; but جامعة الملك سعود."""
    word, before = line.words[i], line.words[i - 1]
    if word.folded.startswith("ال") or not before.folded.startswith("ال") or word.text[-1].isdigit():
        return False
    particle = word.folded == "باسم" or (word.folded[0] in "وبلفك" and "name" not in word.classes)
    if particle or word.classes - {"name"} or word.folded in speech_words("itself"):
        return False
    owner = line.words[i - 2] if i - 2 >= first and "title" in before.classes else None
    return owner is None or owner.folded.startswith("ال") or "title" in owner.classes


def _is_title_behind(line: Line, first: int, i: int, limit: int, *, name: int | None) -> bool:
    """الرسام إياد حماد المشرف على, سامي مدرب النادي: a title behind a name; but محمد أمين is a name."""
    word, before = line.words[i], line.words[i - 1]
    if (
        word.folded not in speech_words("title")
        or before.folded in NAME_BEGINS | {"في", "من"}
        or before.folded[0] == "و"
    ):
        return False
    definite = word.folded.startswith("ال")
    if name is None:  # الكرواتي لوكا مودريتش لاعب
        named = i >= first + 3 and not before.folded.startswith("ال") and not before.classes & {"title", "head"}
        return named and before.is_word and not definite and line.words[first].folded.startswith("ال")
    following = line.words[i + 1] if i + 1 < limit else None
    if i > name and word.folded not in speech_words("title_or_name"):
        return True
    both = following is not None and following.folded[0] == "و" and following.folded[1:] in speech_words("title")
    if i > name and both:  # إمام وخطيب المسجد
        return True
    if following is None or not following.is_word or following.classes & _NO_OFFICE:
        return False  # محمد القاضي
    return i > name and (definite or following.folded.startswith("ال") or following.folded == "عام")


def _breaks(line: Line, i: int, limit: int, first: int) -> bool:
    """Whether the noun phrase ends before this word."""
    word = line.words[i]
    if _belongs(line, i, limit, first):
        return False
    reported = "to_outlet" in word.classes and line.words[i - 1].folded not in speech_words("written")  # تقرير لوكالة
    if (word.classes & _BREAKS and not _is_surname(line, i)) or reported or word.folded in _SEATED:
        return True
    accusative = word.folded.endswith("ا") or line.words[i - 1].text in "،,"
    if word.cue is not None and not word.cue.strict and word.cue.shape == "participle" and accusative:
        return True
    if word.cue is not None and word.cue.joined and word.cue.shape != "participle" and not word.cue.strict:
        return True
    if word.cue is not None and word.cue.shape in _VERB_SHAPES and not word.cue.strict and not word.classes & _PERSONS:
        return True
    deed = word.folded.startswith("است") and is_verbal_noun(word.folded) and "head" not in word.classes
    if in_accusative(line, i, limit) or deed:
        return True  # السعدون استهداف المساجد
    kind, value = number_words().get(word.folded, ("", 0.0))
    if i > first and kind == "unit" and value > 2 and line.words[i - 1].folded != "رقم":
        return True  # ذكرت المجلة سبعة أسباب
    in_time = i + 1 < limit and "time" in line.words[i + 1].classes
    if in_time and word.folded in speech_words("part_of_time"):
        return True  # سامي العلي مطلع الشهر
    pointing = word.folded in ("ذلك", "هذا", "هذه") and not (i + 1 < limit and line.words[i + 1].folded[:2] == "ال")
    if i > first and pointing:
        return True  # أرجع الباحثون ذلك إلى
    if word.folded == "وعن" and line.words[first - 1].folded in ("عن", "الي"):
        return True  # نقلت الوكالة عن مصدر وعن المرصد
    last = i + 1 >= limit or "title" in line.words[i + 1].classes
    surname = last and i > first and "name" in line.words[i - 1].classes and word.folded[0] == "ي"
    if "verb" in word.classes and not surname:  # but ميرزا محمد يرماند إن
        return True
    alone = i == first + 1 and not line.words[first].classes & {"title", "head"}
    if word.folded in speech_words("act") and (alone or line.words[i - 1].folded[:2] == "ال"):
        return True  # سالفيني وجه رسالة
    if word.folded[0] == "و" and word.folded[1:] in speech_words("act"):
        return True
    if word.text.endswith(("ًا", "اً")) or _is_possessed(line, i):
        return True
    if i > first and "document" in word.classes and word.text.endswith(("ه", "ها", "هم")):
        return True  # اختتم الأمين العام بيانه
    if word.folded[0] == "ب" and word.folded[1:] in speech_words("written"):
        return True  # سامي العلي برسالة
    return _is_told(line, first, i) or _ends_at_particle(line, i, limit, first)


def _belongs(line: Line, i: int, limit: int, first: int) -> bool:
    """Whether a particle goes on with the phrase: المشرف على, التعليم عن بعد, سفير لدى, وكالة أنباء, بلدية وسط."""
    word, before = line.words[i], line.words[i - 1]
    if word.folded in ("علي", "عن") and governs(line, i - 1):
        return True
    if word.folded == "لدي":
        return any(w.folded in speech_words("envoy") for w in line.words[first:i])
    if word.folded == "وسط":  # بلدية وسط الدمام, but not وسط مخاوف
        return not before.folded.startswith("ال") and i + 1 < limit and line.words[i + 1].folded.startswith("ال")
    if word.folded == "انباء":
        return before.folded in ("وكاله", "وكالات")
    if "عن" in (word.folded, before.folded):
        return _is_afar(line, i, limit)
    return word.folded == "لبرنامج" and "title" in line.words[first].classes  # المدير التنفيذي لبرنامج الغذاء


def _ends_at_particle(line: Line, i: int, limit: int, first: int) -> bool:
    """Whether a preposition or pronoun ends the phrase: في بيان, من جهته, به."""
    word, following = line.words[i], line.words[i + 1] if i + 1 < limit else None
    start = line.words[first]
    bare = "name" in start.classes and not start.classes & SOURCES
    if word.folded == "في":
        if bare and not (i > first + 1 and line.words[first + 1].folded.startswith("ال")):  # ترامب في مأدبة
            return True
        if i > first + 2 and all(_is_given_name(each) for each in line.words[i - 2 : i]):  # الوزير سامي كامل في المدينة
            return True
        dated = i + 3 < limit and line.words[i + 2].folded == "من" and "time" in line.words[i + 3].classes
        if dated or (following is not None and following.folded in ("ذات", "نفس")):  # في التاسع من فبراير
            return True
        if any(near.folded in _OFTEN for near in line.words[i + 1 : min(i + 4, limit)]):
            return True
        return following is None or is_document(following) or following.text.isdigit() or "time" in following.classes
    if word.folded == "او" and following is not None and following.folded == "ما":
        return True
    if word.folded == "من":
        aside = following is not None and following.folded in (
            "جهه",
            "جهته",
            "جهتها",
            "جانبه",
            "جانبها",
            "خلال",
            "ناحيه",
        )
        of_them = line.words[i - 1].folded in ("العديد", "الكثير", "الالاف", "المئات", "العشرات")
        long = i - first > 3 or start.folded.startswith("ال") or not start.is_word
        return aside or (bare and i == first + 1) or (long and not of_them)
    if word.folded == "فان":  # but لويس فان جال
        return word.text != "فان" or (i + 2 < limit and line.words[i + 2].is_word)
    return word.folded in _WITH_IT | _PRONOUNS


def _is_afar(line: Line, i: int, limit: int) -> bool:
    """التعليم عن بعد: no time is meant."""
    first = i - (line.words[i].folded == "بعد")
    return first + 1 < limit and (line.words[first].folded, line.words[first + 1].folded) == ("عن", "بعد")


def _is_told(line: Line, first: int, i: int) -> bool:
    """ماكرون للشيخ محمد, العاهل للصحفيين: to whom it is said; and لشهر مارس."""
    word, start = line.words[i], line.words[first]
    if word.folded[0] != "ل" or len(word.folded) < 2:
        return False
    agency = i + 1 < len(line) and "outlet" in line.words[i + 1].classes  # لهيئة الإذاعة
    ours = re.sub("ت$", "ه", word.folded[1:].removesuffix("نا"))  # لمراسلنا رضا الخليفي, لمراسلتنا
    if (agency and word.folded[1:] in speech_words("head")) or ours in speech_words("listener"):
        return True
    told = word.text.endswith(("ها", "ه", "هم")) and not word.classes - {"object"} and len(word.text) > _LONG_POSSESSED
    if word.folded[1:] in speech_words("time") or told:  # لرعاياها
        return True
    person = "name" in start.classes or "name" in line.words[i - 1].classes
    return person and word.folded[1] == "ل" and "ال" + word.folded[2:] in speech_words("title")


def _is_possessed(line: Line, i: int) -> bool:
    """سعادته, رفضها: what the speaker tells of himself; but رئيس وزرائها."""
    word, before = line.words[i], line.words[i - 1]
    if word.folded in speech_words("verbal_noun") and word.text.endswith(("ه", "ها", "هم")):
        return True
    possessed = word.text.endswith(("ها", "اته", "اتهم")) and len(word.text) >= _LONG_POSSESSED
    long = possessed and word.folded[0] != "و"
    return long and not (word.classes | before.classes) & {"title", "head"}


def _over_sign(line: Line, i: int, limit: int, first: int) -> int | None:
    """Where the phrase goes on behind a sign; None where the sign ends it."""
    sign = line.words[i].text
    if sign in "([" and i > first:
        close = closing_bracket(line, i, limit)
        time = i + 1 < limit and "time" in line.words[i + 1].classes
        return close + 1 if close < limit and close - i <= _SHORT_BRACKET + 1 and not time else None
    if sign in '"«“”' and is_short_quote(line, i):
        close = line.closes[i]
        return close + 1 if close < limit else None
    if sign in "#/'ـ_@":
        return i + 1
    if sign in "-–." and first < i < limit - 1 and line.touches(i) == (True, True):
        return i + 1
    if sign == "." and (len(line.words[i - 1].text) == 1 or line.words[i - 1].folded in speech_words("initial")):
        return i + 1
    return None


def with_apposition(line: Line, first: int, last: int, limit: int) -> int:
    """A title first, then the name between commas: وزير الخارجية، جان أسيلبورن،."""
    if last >= limit or line.words[last].text not in "،," or not line.words[first].classes & {"title"}:
        return last
    begin = last + 1
    honoured = begin < limit and line.words[begin].folded in speech_words("honorific")  # ، الدكتور سامي بن علي العلي،
    most = _SHORT_APPOSITION + 2 * honoured
    end = begin + honoured
    while end < limit and end - last <= most + 1 and line.words[end].is_word:
        if _breaks(line, end, limit, begin) or line.words[end].classes & {"title", "head"} or _not_of_a_name(line, end):
            return last
        end += 1
    closed = end == limit or line.words[end].text in "،,:"
    return end if closed and 1 <= end - begin <= most and not _has_name(line, first, last) else last


def _not_of_a_name(line: Line, i: int) -> bool:
    word = line.words[i]
    if word.folded.startswith("ال") and word.folded.endswith(("ين", "ات")):  # ، المتقدمين
        return True
    return word.folded in ("في", "من", "علي", "ان") or word.text.isdigit() or word.cue is not None


def _has_name(line: Line, first: int, last: int) -> bool:
    """Whether a title is already followed by a name: two words without ال at its end; but السفير في مصر."""
    if last - 1 in line.opened_by or line.words[last - 2].folded in ("في", "من", "لدي"):
        return False
    tail = [word for word in line.words[first:last] if word.is_word][-2:]
    return (
        len(tail) == 2
        and not any(w.folded.startswith("ال") or w.classes & {"title", "head"} for w in tail)
        and (last - first > 3)
    )


def dangles(word: Word) -> bool:
    """Tell whether no noun phrase ends in this: a preposition or a sign."""
    return word.folded in ("في", "من", "علي", "عن", "الي", "و", "ان", "مع", "باسم") or (
        not word.is_word and word.text in "-–،:.("
    )

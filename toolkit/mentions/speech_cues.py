"""Whether a verb of saying says something here: negated, impersonal and noun-like uses do not."""

from __future__ import annotations

from toolkit.mentions.speech_contents import SHOWS, Opening, opens_by_preposition
from toolkit.mentions.speech_lines import Line
from toolkit.mentions.verbal_nouns import is_verbal_noun
from toolkit.text.arabic import fold
from toolkit.text.speech import Cue, speech_words

#: Pieces in which a word that is often no verb of saying must be followed by what is said.
STRICT_REACH = 8
#: وكتب سامي، وهو ناشط في المدينة، على حسابه، «…»: behind these a quotation may stand so many times as far.
_WRITES, _QUOTE_REACH = frozenset({"كتب", "غرد", "شرح"}), 3
#: Behind these عبر is "across" and "by".
_THROUGH = frozenset(
    ("انحاء", "الحدود", "الانترنت", "الهاتف", "موقع", "مواقع", "حسابه", "حسابها", "صفحته", "صفحتها", "وسائل", "تويتر")
)
#: Pieces in which what is said follows a verb that mostly does not say: شعر بأن, and a noun: إعلان الوزير أن.
_ONCE_REACH = 7


def is_too_far(line: Line, begin: int, i: int, end: int, opening: Opening) -> bool:
    """Whether the opening is no longer this verb's: behind a relative (ما ذكر عن), or a word that is often no verb."""
    word = line.words[i]
    cue = word.cue
    assert cue is not None
    before = line.words[i - 1] if i > begin else None
    if before is not None and ("relative" in before.classes or before.folded in ("ما", "مما")):
        by_name = cue.has_object and opening.kind == "preposition"
        loose = opening.kind == "preposition" and (cue.shape == "present" or "relative" not in before.classes)
        if opening.kind == "noun" or opening.at > i + STRICT_REACH or (loose and not by_name):
            return True
    times = _QUOTE_REACH if opening.kind == "quote" and cue.lemma in _WRITES else 1
    if cue.strict and opening.at > i + times * _strict_reach(line, i, end):
        return True
    return "once" in cue.frames and opening.at > i + _ONCE_REACH


def is_after_but(line: Line, i: int) -> bool:
    """لكن تذكر أن: the reader is spoken to; of a woman it is لكنها."""
    return i > 0 and line.words[i - 1].folded in ("لكن", "ولكن")


def needs_speaker(cue: Cue) -> bool:
    """A belief (قد تعتقد أن), and what shows something (وهذا يظهر أن), are statements of somebody named alone."""
    shows = cue.shape == "present" and not cue.joined and cue.lemma in SHOWS and cue.lemma != "أكد"
    return shows or fold(cue.lemma) in speech_words("explicit_only")


def _is_preposition(line: Line, begin: int, i: int, end: int) -> bool:
    """عبر the preposition, "across" and "by", and بين, "between"."""
    word = line.words[i]
    if word.folded not in ("عبر", "بين") or "\u0651" in word.text:
        return False
    if word.folded == "عبر" and i + 1 < end and line.words[i + 1].folded in _THROUGH:
        return True
    before = line.words[i - 1]
    return i > begin and before.is_word and before.folded not in speech_words("clause_opener")


def is_no_cue(line: Line, begin: int, i: int, end: int) -> bool:
    """Negated, impersonal or no verb at all."""
    word = line.words[i]
    cue = word.cue
    assert cue is not None
    before = line.words[i - 1].folded if i > begin else ""
    if before in speech_words("negation") and word.cue is not None:
        return True
    if before in speech_words("condition") or (
        before == "ان" and cue.shape == "past" and line.words[i - 1].text[0] == "إ"
    ):
        return True
    if _is_preposition(line, begin, i, end):
        return True
    if (
        cue.shape == "past"
        and not cue.joined
        and (before == "من" or before.removeprefix("و") in speech_words("after_preposition"))
    ):
        return True  # أول من تحدث عن, بناء على طلب اللاعب
    noun = cue.strict or word.folded in speech_words("noun_too")
    if noun and cue.shape == "past" and not cue.joined and before != "فقد" and before in speech_words("verbal_noun"):
        return True  # قبول طلب الرئيس, رؤية وصف الروابط
    rare = i - 2 >= begin and line.words[i - 2].folded in ("من", "ومن") and before.startswith("ال")
    that = before == "ان" and i - 2 >= begin and line.words[i - 2].folded not in ("بعد", "منذ", "سبق", "وسبق")
    if noun and (rare or that) and not cue.joined and cue.shape == "past":
        return True  # من النادر ذكر أرقام, أكد أن نقل السفارة خطير
    following = line.words[i + 1] if i + 1 < end else None
    if cue.lemma == "اعتبر" and following is not None and following.text.endswith(("ًا", "اً")):
        return True  # يعتبر أمرا مقبولا
    if cue.shape == "participle" and i > begin and line.words[i - 1].is_word and not _opens_near(line, i, end):
        return True
    if following is None:
        return True
    of_things = before in ("مما", "ومما") or (before == "ما" and cue.lemma in SHOWS)
    if cue.shape == "present" and of_things and not cue.has_object and not word.folded.endswith("ون"):
        return True  # مما يهدد الصناعة, ما يؤكد السعي
    if cue.has_object and before in ("ما", "بما", "فيما", "من", "مما", "كما"):
        return True
    if before in ("المتوقع", "من", "الي", "علي", "بين", "في", "اي", "ال", "كل", "هذا", "او") and cue.shape != "past":
        return cue.shape == "participle" or before != "من"
    if following.folded in ("به", "بها", "اليه", "اليها", "عليه", "عليها", "عنه", "عنها", "عنهم"):
        return True
    if word.folded in speech_words("impersonal") and "complementiser" in following.classes:
        return True
    if word.folded in ("يشار", "ويشار", "يذكر", "ويذكر", "تجدر") or before.endswith("جدير"):
        return True  # الجدير ذكره
    if cue.shape == "present" and before.endswith(("كنت", "كنتم")):
        return True  # إذا كنت تعتقد
    if before in ("ان",) and cue.shape == "present" and "complementiser" in following.classes:
        return False
    return cue.strict and not _opens_soon(line, i, end)


def _opens_soon(line: Line, i: int, end: int) -> bool:
    """A word that is more often no verb of saying is one where أن or في follows at once."""
    cue = line.words[i].cue
    assert cue is not None
    if "in" in cue.frames:
        follow = [word.folded for word in line.words[i + 1 : min(end, i + 2 * STRICT_REACH)]]
        return "في" in follow[:2] or "ضمن" in follow[:2] or "التالي" in follow
    reach = _strict_reach(line, i, end)
    near = line.words[i + 1 : min(end, i + reach)]
    said = any("complementiser" in word.classes or opens_by_preposition(cue, word) for word in near)
    said = said or (
        "ب" in cue.frames and any(word.folded[0] == "ب" and is_verbal_noun(word.folded[1:]) for word in near)
    )
    if not cue.frames & {"quote", "ext"}:
        return said
    times = _QUOTE_REACH if cue.lemma in _WRITES else 2
    far = line.words[i + 1 : min(end, i + times * reach)]
    return said or any(word.text in ':"«“' for word in far)


def _strict_reach(line: Line, i: int, end: int) -> int:
    """Pieces in which a word that is often no verb must be followed by what is said: more behind a speaker."""
    following = line.words[i + 1] if i + 1 < end else None
    cue = line.words[i].cue
    if cue is not None and cue.shape == "participle":
        return 3  # مسجلا أن
    named = following is not None and bool(following.classes & {"title", "head"})
    named = named or (cue is not None and bool(cue.frames & {"learn", "in"}))
    return 2 * STRICT_REACH if named else STRICT_REACH


def _opens_near(line: Line, i: int, end: int) -> bool:
    """A participle without a comma before it (مشيرا إلى أن) is one where what is said follows at once."""
    cue = line.words[i].cue
    reach = _ONCE_REACH if cue is not None and "object" in cue.frames and line.words[i].folded[-1] == "ا" else 3
    near = line.words[i + 1 : min(end, i + reach)]
    return any("complementiser" in word.classes or word.text in ':"«' for word in near)

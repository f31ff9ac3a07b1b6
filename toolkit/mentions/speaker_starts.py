"""Where the noun phrase that names a speaker may begin: not at a verb, an adverb or whom it is told."""

from __future__ import annotations

from toolkit.mentions.speech_lines import Line, Word
from toolkit.mentions.verbal_nouns import is_verbal_noun
from toolkit.text.speech import speech_words

#: A name in quotation marks has no more words than this.
_SHORT_NAME = 4
#: People and documents that speak.
SOURCES = frozenset({"document", "head", "title"})


_NO_BEGINNING = frozenset({"complementiser", "relative", "circumstance", "saying_noun", "reduced"})


def skip_lead(line: Line, i: int, limit: int) -> int:
    """Step over what may stand between a verb and its subject: اليوم (الاثنين), بدوره, في وقت سابق."""
    while i < limit:
        word = line.words[i]
        if _is_spokeswoman(line, i):
            break
        told_me = word.folded == "لي" and i + 1 < limit and line.words[i + 1].classes & {"name", "title", "head"}
        again = i > 0 and line.words[i - 1].folded == "مره" and word.folded in ("اخري", "ثانيه", "جديده")
        his_side = word.folded == "من" and i + 2 < limit and line.words[i + 1].folded in speech_words("aside")
        if his_side and line.words[i + 1].folded not in ("خلال", "جهه", "ناحيه"):  # وأعلنت من جهتها الحكومة
            i += 2
        elif again or told_me or "time" in word.classes or "adverb" in word.classes or word.text in "،,-":
            i += 1
        elif word.folded == "ل" and i + 1 in line.closes:  # قال لـ«الشرق الأوسط»
            i = line.closes[i + 1] + 1
        elif word.text == "(" and i + 1 < limit and "time" in line.words[i + 1].classes:
            i = closing_bracket(line, i, limit) + 1
        elif i + 1 < limit and "time" in line.words[i + 1].classes and _counts_time(word):
            i += 1
        elif _opens_circumstance(line, i, limit):
            i = _circumstance_end(line, i, limit)
        else:
            break
    return i


def _counts_time(word: Word) -> bool:
    """12 مارس, مطلع مارس."""
    return word.text.isdigit() or word.folded in speech_words("part_of_time")


def _is_spokeswoman(line: Line, i: int) -> bool:
    """متحدثة باسم الوزارة, متحدثة عسكرية; alone it is "speaking"."""
    following = line.words[i + 1].folded if i + 1 < len(line) else ""
    return line.words[i].folded == "متحدثه" and (following == "باسم" or following.endswith("يه"))


def _opens_circumstance(line: Line, i: int, limit: int) -> bool:
    """في تصريح صحفي، or خلال المؤتمر،: closed by a comma, and something follows."""
    word = line.words[i]
    in_document = word.folded == "في" and i + 1 < limit and is_document(line.words[i + 1])
    return in_document or ("circumstance" in word.classes and word.folded not in ("عن", "الي", "علي"))


def _circumstance_end(line: Line, i: int, limit: int) -> int:
    for j in range(i + 1, min(limit, i + 12)):
        if line.words[j].text in "،,":
            return j + 1
    if line.words[i].folded == "في" and i + 2 < limit and line.words[i + 1].folded == "وقت":
        return i + 3
    return limit


def may_begin(line: Line, i: int, *, behind_li: bool = False) -> bool:
    """Tell whether a noun phrase that names somebody may begin at piece ``i``; with ل where it should: وفقا للمرصد."""
    word = line.words[i]
    if _is_spokeswoman(line, i):
        return True
    if not word.is_word:
        return (word.text in '"«“' and is_short_quote(line, i)) or word.text == "#"
    rest = word.folded[1:] if word.folded[0] in "وف" else word.folded
    if word.text[-1].isdigit() or word.text.endswith(("ًا", "اً", "ٍ")) or rest in speech_words("adverb"):
        return False
    if word.folded[:2] == "وب" and not word.classes:  # وبحماسة كبيرة
        return False
    behind = line.words[i + 1].text if i + 1 < len(line) else ""
    if rest[:1] == "ب" and not word.classes and word.text[-1] == behind[-1:] == "ة" and behind[:2] != "ال":
        return False  # تحدث بنبرة حزينة
    joined = word.folded[0] == "و" and "name" not in word.classes and len(rest) > 3
    if joined and rest[-1] == "ت" and rest[-2] not in "اي":  # وتزامنت
        return False
    if word.folded in ("هذا", "هذه", "هؤلاء") and i + 1 < len(line):
        following = line.words[i + 1]
        return following.folded.startswith("ال") and bool(following.classes & SOURCES)
    if (word.folded[:2] in ("لل", "لك") and not behind_li) or _is_verb_or_particle(word):
        return False
    if "document" in word.classes and word.text.endswith(("ه", "ها", "هم")):  # ختم كلمته
        return False
    if word.folded[0] == "ل" and len(word.text) > _SHORT_NAME and word.text.endswith(("يه", "يها", "يهم")):
        return behind_li  # قال لمعاونيه
    if word.folded.startswith("بال") and word.folded.endswith(("ين", "ات", "ه")):
        return False
    if rest[:1] == "ب" and is_verbal_noun(rest[1:]):  # رحب باقتراحه
        return False
    if "verbal_noun" in word.classes and not word.classes & {"title", "head", "document"}:
        return False
    if word.folded.endswith(("ها", "هم")) and is_verbal_noun(word.folded) and not word.classes:  # أعلنت تنازلها
        return False
    return not (
        word.classes & _NO_BEGINNING or ("to_outlet" in word.classes and not behind_li)
    ) and word.folded not in (
        "في",
        "من",
        "علي",
        "فيه",
        "فيها",
        "له",
        "لها",
        "به",
        "انه",
    )


def governs(line: Line, i: int) -> bool:
    """Tell whether a preposition belongs to the title before it: المشرف على, المشرف العام على."""
    word = line.words[i]
    if "adjective" in word.classes and i > 0:
        word = line.words[i - 1]
    return word.folded.removeprefix("و") in speech_words("governing")


def in_accusative(line: Line, i: int, limit: int) -> bool:
    """مشروعا وزاريا: two indefinite words in the accusative are no subject."""
    pair = line.words[i : min(i + 2, limit)]
    plain = all(w.folded[:2] != "ال" and "name" not in w.classes for w in pair)  # and not ماريا زاخاروفا
    return len(pair) == 2 and plain and all(len(w.folded) > 3 and w.folded[-1] == "ا" for w in pair)


def _is_verb_or_particle(word: Word) -> bool:
    """A verb, وعن, بحيث, لأنه and pronouns begin no noun phrase."""
    rest = word.folded[1:] if word.folded[0] in "وف" else word.folded
    particle = (
        rest in speech_words("act")
        or (rest in speech_words("circumstance") and "title" not in word.classes)
        or rest in speech_words("connective")
        or rest in speech_words("no_noun")
        or rest in speech_words("because")
        or "verb" in word.classes
    )
    if rest in speech_words("verbal_noun") and rest.endswith(("ها", "هم", "ته")):  # أعلنت مسؤوليتها
        return True
    return particle or (word.cue is not None and not word.cue.strict and not word.classes & {"title", "head"})


def is_listener(line: Line, i: int) -> bool:
    """Tell whether the word at piece ``i`` is whom something is told: قال لأعضاء البرلمان."""
    word = line.words[i].folded
    forms = {word[1:], "ال" + word[2:]} if word[:2] == "لل" else {word[1:]}
    people = [speech_words(name) for name in ("title", "head", "object")]
    return word[0] == "ل" and not any(word in group for group in people) and any(forms & group for group in people)


def is_document(word: Word) -> bool:
    """Tell whether a word names what somebody speaks in: بيان, مؤتمر."""
    return "document" in word.classes


def is_short_quote(line: Line, i: int) -> bool:
    """Tell whether a quotation of a few words, a name, opens at piece ``i``."""
    close = line.span_at(i)
    return close is not None and line.n_words(i, close) <= _SHORT_NAME


def closing_bracket(line: Line, i: int, limit: int) -> int:
    """Return the piece that closes the bracket at piece ``i``, or ``limit``."""
    for j in range(i + 1, min(limit, i + 12)):
        if line.words[j].text in ")]":
            return j
    return limit

"""Where what is said begins behind a verb of saying."""

from __future__ import annotations

from toolkit.mentions.noun_openings import EXPRESSES, Opening, noun_before_quote, noun_opening
from toolkit.mentions.speaker_starts import governs
from toolkit.mentions.speech_lines import Line, Word
from toolkit.mentions.verbal_nouns import is_verbal_noun
from toolkit.text.speech import Cue, speech_words

#: Pieces read in search of what opens a statement, and of what follows the next verb.
_OPENER_REACH, NEXT_REACH = 60, 14
#: Pieces in which ب on a noun with ال still tells how somebody is described: وصف القرار بالصعب.
_NEAR_REACH = 20
#: Pieces of a subject behind which من still opens what is warned of: حذر المسؤولون السكان من الانزلاقات.
_SHORT_SUBJECT = 4
#: Words of a quotation that is a statement: anywhere, and directly behind a verb.
SHORT_QUOTE, DIRECT_QUOTE = 4, 2
#: A name in quotation marks has no more words than this.
_LONGEST_NAME = 5
_PREPOSITIONS = {"إلى": "الي", "على": "علي", "من": "من", "عن": "عن", "في": "في"}
#: A word that is none of these, of no class, and without ب or ل opens nothing.
_MAY_OPEN = frozenset(form for word in _PREPOSITIONS.values() for form in (word, f"{word}ما"))
#: فيلمه الوثائقي «…».
_WORKS = frozenset({"فيلمه", "فيلمها", "كتابه", "كتابها", "روايته", "روايتها", "الفيلم", "البرنامج", "المسلسل"})
#: حمّل الوزير الشركة مسؤولية الحادث.
BURDEN = frozenset({"مسؤوليه", "المسؤوليه", "مسئوليه", "المسئوليه"})
#: What is no judgement behind اعتبره.
_NO_JUDGEMENT = frozenset({"title", "head", "name", "circumstance", "time", "adverb"})


def find_opening(line: Line, i: int, end: int, cue: Cue) -> Opening | None:
    """Return where the statement of the verb at piece ``i`` begins, None where nothing is said."""
    frames = cue.frames
    if "burden" in frames:
        return _burden_opening(line, i, end)
    if cue.lemma == "طلب" and (opening := asked_of(line, i, end)):
        return opening
    if "judged" in frames and cue.has_object:
        return _judged_opening(line, i, end)
    stop = min(end, i + _OPENER_REACH)
    if not cue.frames & {"an", "np", "object"}:
        stop = min(stop, i + 2 * NEXT_REACH)
    quoted_only = bool(frames & {"quote", "ext"}) and not frames & {"an", "np"}
    takes_noun = "np" in frames and not ("object" in frames and cue.shape == "past")  # وصف takes a noun with ب
    j = i + 1
    while j < stop:
        word = line.words[j]
        if not word.is_word:
            opening = _sign_opening(line, i, j, end)
            if opening and opening.kind == "quote" and j > i + 2 and takes_noun and "object" not in frames:
                opening = noun_before_quote(line, i, j, cue) or opening
            if opening or (quoted_only and word.text == "."):
                return opening
            j = line.closes.get(j, j) + 1
            continue
        if "saying_noun" in word.classes and (opening := _after_saying(line, j, end)):
            return opening
        if not word.classes and word.cue is None and word.folded[0] not in "بل" and word.folded not in _MAY_OPEN:
            j += 1
            continue
        if "impersonal" in word.classes and "complementiser" in line.words[min(j + 1, end - 1)].classes:
            break
        if word.folded == "الا" and "complementiser" in line.words[min(j + 1, end - 1)].classes:
            break  # طالب المحكمة بالنظر في الدعوى، إلا أنه «انسحب»
        if "turn" in word.classes and (line.words[j - 1].text in "،," or word.folded in speech_words("but")):
            break  # شدد الرئيس القواعد، إذ أصبح
        if j > i + 1 and _stops(line, i, j, end):
            if word.folded in ("قائلا", "قائله", "قائلين") and (opening := _after_saying(line, j, end)):
                return opening
            if "an" in frames and (opening := _quoted_behind(line, j, end)):
                return opening
            break
        if cue.lemma in EXPRESSES and word.folded in ("عن", "عما"):
            felt = any(each.folded in speech_words("feeling") for each in line.words[j + 1 : min(j + 3, end)])
            if felt and line.quote_after(j) > j + _SHORT_SUBJECT:
                return None  # أعرب عن خالص شكره
        if not quoted_only or "an" in frames:
            opening = _word_opening(line, i, j, end, cue)
            if opening:
                return opening
        j += 1
    return noun_opening(line, i, min(j, end), cue) if takes_noun else None


def _judged_opening(line: Line, i: int, end: int) -> Opening | None:
    """اعتبره الوزير خطوة مهمة: the first indefinite word or the quotation behind whoever judges."""
    for j in range(i + 1, min(end, i + NEXT_REACH)):
        word, before = line.words[j], line.words[j - 1]
        if j in line.closes:
            return Opening(j, j, "judgement")
        if not word.is_word or "complementiser" in word.classes:
            return None
        accusative = word.text.endswith(("ا", "ًا", "اً")) and len(word.folded) > 3
        behind_name = j == i + 1 or before.folded.startswith("ال") or "name" in before.classes
        judged = accusative or (behind_name and (word.text[-1] == "ة" or word.folded in speech_words("most")))
        most = behind_name and word.folded[:2] == "ال" and word.folded[2:] in speech_words("most")  # الأسوأ في العالم
        if most or (judged and not word.folded.startswith("ال") and not word.classes & _NO_JUDGEMENT):
            return Opening(j, j, "judgement")
    return None


def asked_of(line: Line, i: int, end: int) -> Opening | None:
    """Return where what is asked begins: طلب المدرب من مساعديه تجهيز اللاعب; None where أن follows, or nothing."""
    before = line.words[i - 1] if i else line.words[i]
    clause = bool(before.classes & {"complementiser", "connective", "time"}) or before.folded in speech_words("lead")
    if line.words[i].folded == "طلب" and before.is_word and i and not clause and before.folded != "قد":
        return None  # ألف طلب من المدينة
    of = None
    for j in range(i + 1, min(end, i + NEXT_REACH)):
        word = line.words[j]
        if not word.is_word or "complementiser" in word.classes or word.cue is not None:
            return None
        if of is None and word.folded == "من":
            of = j
        elif of is not None and j > of + 1 and _is_asked(line, j, end):
            return Opening(j, j, "preposition")
    return None


def _is_asked(line: Line, j: int, end: int) -> bool:
    """تجهيز, and البحث عن, but not of whoever is asked: شركات تقديم الخدمات."""
    word, before = line.words[j], line.words[j - 1]
    if before.folded in _PREPOSITIONS.values() or is_verbal_noun(before.folded):
        return False
    definite = before.folded.startswith("ال")
    if not word.folded.startswith("ال"):
        listed = word.folded in speech_words("verbal_noun") or definite or "name" in before.classes
        return is_verbal_noun(word.folded) and listed and (definite or not before.classes & {"title", "head"})
    goes_on = j + 1 < end and line.words[j + 1].folded in _PREPOSITIONS.values()
    return definite and goes_on and is_verbal_noun(word.folded[2:])


def _burden_opening(line: Line, i: int, end: int) -> Opening | None:
    """حمّل الوزير الشركة مسؤولية الحادث."""
    for j in range(i + 1, min(end, i + NEXT_REACH)):
        if line.words[j].folded in BURDEN:
            return Opening(j, j, "noun")
        if line.words[j].cue is not None or line.words[j].text in "،,.":
            return None
    return None


def _sign_opening(line: Line, i: int, j: int, end: int) -> Opening | None:
    sign = line.words[j].text
    if sign == ":" and j + 1 < end:
        cue = line.words[i].cue
        if cue is not None and cue.frames == {"quote"} and j + 1 not in line.closes:
            return None  # أشاد بالشركاء: فلان وفلان
        after = _skip_complementiser(line, j + 1, end)
        return Opening(j, after, "colon" if after == j + 1 else "an")
    close = line.span_at(j)
    if close is None:
        return None
    # A cue in the past before a short quotation is a verb with a name: نقلت "كاثيميريني".
    cue, first = line.words[i].cue, line.words[j + 1]
    says = j == i + 1 and cue is not None and cue.lemma == "قال" and not _is_of_speaker(line, close, end)
    at_once = (
        says or line.words[j - 1].text in ":،" or (cue is not None and "ب" in cue.frames and first.folded[:1] == "ب")
    )
    behind = line.words[close + 1].classes if close + 1 < end else frozenset()
    if not at_once and ("complementiser" in behind or _comes_later(line, close, end)):  # حول «تجربة القطب» أنه
        return None
    least = DIRECT_QUOTE if at_once else SHORT_QUOTE + 1 if cue and "quote" in cue.frames else SHORT_QUOTE
    return Opening(j, j, "quote") if line.n_words(j, close) >= least and not is_name(line, j, close) else None


def _quoted_behind(line: Line, j: int, end: int) -> Opening | None:
    """قال المدرب مشيرا إلى الجمهور: «…»: a participle that says nothing itself leaves the quotation to the verb."""
    cue = line.words[j].cue
    if cue is None or cue.shape != "participle" or line.words[j - 1].text in "،,":
        return None
    for k in range(j + 1, min(end, j + NEXT_REACH)):
        close = line.span_at(k)
        if close is not None and line.n_words(k, close) > SHORT_QUOTE and not is_name(line, k, close):
            return Opening(k, k, "quote")
        if line.words[k].cue is not None or line.words[k].text in "،,؛" or "complementiser" in line.words[k].classes:
            return None
    return None


def _comes_later(line: Line, close: int, end: int) -> bool:
    """قال رئيس لجنة «…»، سامي، إن: the quotation is of the speaker's name."""
    for k in range(close + 1, min(end, close + 1 + NEXT_REACH)):
        word = line.words[k]
        if word.cue is not None and not word.cue.strict:
            return False
        if "complementiser" in word.classes:
            return line.words[close + 1].text in "،," and _may_open(line, k, end)
    return False


def _is_of_speaker(line: Line, close: int, end: int) -> bool:
    """قالت «الأخبار» إن, قال «أبو عباة»: the quotation is of the speaker's name."""
    behind = line.words[close + 1 : min(end, close + 1 + NEXT_REACH)]
    goes_on = bool(behind) and behind[0].is_word and behind[0].folded[0] not in "وف"
    return goes_on or any("complementiser" in word.classes or word.text in ':"«“' for word in behind)


def is_name(line: Line, opens: int, closes: int) -> bool:
    """Tell whether a quotation only names something: صحيفة "ساوث تشاينا مورنينغ بوست", or begins with شركة."""
    if all(word.text.isascii() for word in line.words[opens + 1 : closes]):
        return True
    named = [line.words[k].folded for k in range(max(opens - 2, 0), opens)]
    if named and (named[-1] in speech_words("name_before") or (named[-1][:2] == "ال" and named[0] in _WORKS)):
        return True
    heads = {"head", "outlet"}
    short = line.n_words(opens, closes) <= _LONGEST_NAME
    return short and (
        (opens > 0 and bool(line.words[opens - 1].classes & heads)) or bool(line.words[opens + 1].classes & {"head"})
    )


def _after_saying(line: Line, j: int, end: int) -> Opening | None:
    """قوله إن, قائلا: "..."."""
    k = j + 1
    while k < min(end, j + NEXT_REACH):
        word = line.words[k]
        if "complementiser" in word.classes:
            return Opening(j, _skip_complementiser(line, k, end), "an")
        if word.text in ":؛":
            first = _skip_complementiser(line, k + 1, end)
            return Opening(j, first, "colon" if first == k + 1 else "an")
        if (close := line.span_at(k)) is not None and line.n_words(k, close) >= DIRECT_QUOTE:
            return Opening(j, k, "quote")
        k += 1
    return Opening(j, j + 1, "an") if j + 1 < end and line.words[j + 1].is_word else None


def _stops(line: Line, i: int, j: int, end: int) -> bool:
    """Whether the search for an opening ends at this word: another verb of saying has begun."""
    cue = line.words[j].cue
    if cue is None or cue.strict:
        return False
    if cue.shape == "participle":
        return True
    if j + 1 < end and "complementiser" in line.words[j + 1].classes:
        return True  # التسجيلات التي تدعي أنها
    if cue.shape == "past" and line.words[j - 1].folded == "ان":
        return True  # بعد أن قال
    return cue.joined or line.words[j - 1].folded in ("بينما", "فيما", "كما", "حيث", "حين")


def _word_opening(line: Line, i: int, j: int, end: int, cue: Cue) -> Opening | None:
    word = line.words[j]
    if "complementiser" in word.classes and _may_open(line, j, end):
        if "an" in cue.frames or j == i + 1 or cue.frames & {"np"}:
            provided = line.words[j - 1].folded == "علي" and "على" not in cue.frames and j > i + 2
            of_it = line.words[j - 2].folded in ("من", "ومن") and line.words[j - 1].folded.startswith("ال")
            judged = of_it and j > i + 2 and not line.words[j - 3].is_word
            other = word.folded.startswith("و") or line.words[j - 1].folded == "و"
            if other or provided or judged:  # على أن, من المؤلم أن
                return None
            return Opening(j, _skip_complementiser(line, j, end), "an")
        return None
    for frame in cue.frames:
        if frame == "ب" and _with_ba(line, i, j, cue):
            return Opening(j, j, "preposition")
        deed = word.folded[2:] if word.folded[:2] == "لل" else word.folded[1:]  # للاستثمار
        near = i + 3 if word.folded[:2] == "لل" and cue.shape != "participle" else i + 1  # المعهد الوطني للرصد
        if frame == "ل" and j > near and word.folded[:1] == "ل" and is_verbal_noun(deed):
            return Opening(j, j, "preposition")
        plain = _PREPOSITIONS.get(frame)
        if not plain or word.folded not in (plain, f"{plain}ما") or not _takes_preposition(line, i, j, frame):
            continue
        if _is_of_another(line, i, j, end, cue):
            return None
        if _comes_with_an(line, j, end, word.folded):
            continue
        if "np" in cue.frames and j > i + 2 and (sooner := noun_opening(line, i, j, cue)):
            return sooner  # أعلن التنظيم مسؤوليته عن الهجوم
        first = _skip_complementiser(line, j + 1, end)
        return Opening(j, first, "preposition") if first < end else None
    return None


def _is_of_another(line: Line, i: int, j: int, end: int, cue: Cue) -> bool:
    """Whether a preposition that the verb takes belongs to another word here, or makes it another verb."""
    before, following = line.words[j - 1], line.words[min(j + 1, end - 1)]
    if governs(line, j - 1) or before.folded in speech_words("aside_before"):
        return True  # القائمون على البرنامج, شدد الوزير ردا على سؤال على أن
    if before.folded in ("صادر", "صادره", "الصادر", "الصادره", "صدر", "صدرت"):
        return True  # كشف تقرير صادر عن المركز عن
    told = any("relative" in each.classes for each in line.words[i + 1 : j])
    if told and before.cue is not None and before.cue.shape in ("past", "present"):
        return True  # أشار الرئيس، الذي تحدث إلى صحافيين، إلى
    place = following.classes & {"document", "platform"} or following.folded in ("هامش", "لسان")
    if line.words[j].folded == "علي" and place:
        return True  # أكد الوزير على صفحته أن, حث الرئيس في تغريدة على تويتر الناس على
    if cue.lemma == "أصر" and "complementiser" not in following.classes:
        return True  # أصر الناس على الاحتجاج
    return any(each.folded == "النقاب" for each in line.words[i + 1 : j])  # كشف المخرج النقاب عن فيلمه


def _may_open(line: Line, j: int, end: int) -> bool:
    """Not in بعد أن, nor in the name of سي إن بي سي."""
    letters = speech_words("letter_name")
    if line.words[j].folded == "بان" and j + 1 < end and line.words[j + 1].folded == "كي":  # بان كي مون
        return False
    if j + 1 < end and line.words[j + 1].text == "." and j + 2 < end and line.touches(j + 1) == (True, True):
        return False  # إن.بي.سي
    if line.words[j - 1].folded == "ذلك" and line.words[j - 2].text in "،,":
        return False  # ذلك أن: because
    spelt = line.words[j - 1].folded in letters and j + 1 < end and line.words[j + 1].folded in letters
    return not spelt and line.words[j - 1].folded not in speech_words("not_opener_after")


def _comes_with_an(line: Line, j: int, end: int, preposition: str) -> bool:
    """شدد الوزير الذي … على القائمة على أن: the later preposition, with أن, is the verb's."""
    if j + 1 < end and "complementiser" in line.words[j + 1].classes:
        return False
    for k in range(j + 2, min(end - 1, j + NEXT_REACH)):
        if line.words[k].cue is not None or line.words[k].text in "،:":
            return False
        if line.words[k].folded == preposition and "complementiser" in line.words[k + 1].classes:
            return True
    return False


def _takes_preposition(line: Line, i: int, j: int, frame: str) -> bool:
    """من and عن stand inside speakers too: they open when أن follows, or the verb wants nothing else."""
    if frame == "من" and j + 1 < len(line):
        following = line.words[j + 1]
        return (
            j == i + 1
            or "complementiser" in following.classes
            or is_verbal_noun(following.folded)
            or (j <= i + _SHORT_SUBJECT and is_verbal_noun(following.folded.removeprefix("ال")))
            or following.folded in ("خطر", "خطوره", "مخاطر", "مغبه", "تداعيات", "عواقب", "اي", "خطوات")
            or following.text in '"«'
        )
    if frame == "في":
        return j + 1 < len(line) and ("complementiser" in line.words[j + 1].classes)
    return True


def _with_ba(line: Line, i: int, j: int, cue: Cue) -> bool:
    """بتوفير, بأنها, بالوقوف: ب on a verbal noun; after an accusation also on an adjective with ال."""
    word = line.words[j]
    if word.folded[:1] != "ب" or len(word.folded) < 3:
        return False
    at_once = j == i + 1 and "object" in cue.frames and not cue.has_object  # بـ stands on the object: nobody is named
    if at_once and cue.lemma == "طالب" and is_verbal_noun(word.folded[1:]):
        return True
    if at_once and not (cue.shape == "participle" and len(word.folded) > 3):
        return False
    rest = word.folded[1:]
    if rest == "عدم":
        return True
    if rest.startswith("اسم") or word.classes & {"time", "adverb", "attribution", "circumstance"}:
        return False
    if word.folded in ("باسم", "بدوره", "بدورها", "بشده", "بشكل", "بلاده", "بلادها", "بعض", "بيان", "بشان"):
        return False
    if is_verbal_noun(rest) or (rest.startswith("ال") and is_verbal_noun(rest[2:])):
        return True
    between = line.words[i + 1 : j]
    near = rest.startswith("ال") and j < i + _NEAR_REACH and all(w.folded not in ("كان", "كانت") for w in between)
    return cue.has_object or (cue.lemma in ("وصف", "اتهم", "طالب", "هدد") and near)


def _skip_complementiser(line: Line, j: int, end: int) -> int:
    """Step over أن and the like, and a colon or comma behind it."""
    while j < end and ("complementiser" in line.words[j].classes or line.words[j].text in ":،"):
        if "complementiser" in line.words[j].classes and j + 1 < end and "complementiser" in line.words[j + 1].classes:
            j += 1
            continue
        j += 1
        if j < end and line.words[j].text not in ":،":
            break
    return j


def opens_by_preposition(cue: Cue, word: Word) -> bool:
    """Tell whether this word is a preposition in which the verb takes what is said."""
    return any(_PREPOSITIONS.get(frame) == word.folded for frame in cue.frames)

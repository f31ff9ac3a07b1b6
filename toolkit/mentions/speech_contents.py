"""What is said: where it begins behind a verb of saying, and where the journalist's own voice resumes."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.mentions.speech_lines import Line, Word
from toolkit.mentions.verbal_nouns import is_verbal_noun
from toolkit.text.speech import Cue, speech_words

#: Pieces read in search of what opens a statement, and of what follows the next verb.
_OPENER_REACH, _NEXT_REACH = 60, 14
#: Pieces in which ب on a noun with ال still tells how somebody is described: وصف القرار بالصعب.
_NEAR_REACH = 20
#: Pieces of a subject behind which من still opens what is warned of: حذر المسؤولون السكان من الانزلاقات.
_SHORT_SUBJECT = 4
#: Words of a quotation that is a statement: anywhere, and directly behind a verb.
SHORT_QUOTE, DIRECT_QUOTE = 4, 2
#: A name in quotation marks has no more words than this.
_LONGEST_NAME = 5
_PREPOSITIONS = {"إلى": "الي", "على": "علي", "من": "من", "عن": "عن", "في": "في"}
#: What things do as well as people.
SHOWS = frozenset({"أكد", "أظهر", "أثبت", "كشف", "أشار"})
#: From this many pieces of content on the sentence is too long to be one: text without full stops.
_LONGEST = 400


@dataclass(frozen=True)
class Opening:
    """Where a statement begins.

    Attributes
    ----------
    at
        The piece that opens it; the speaker stands before.
    first
        The first piece of what is said.
    kind
        ``an``, ``colon``, ``quote``, ``preposition`` or ``noun``.
    """

    at: int
    first: int
    kind: str


def find_opening(line: Line, i: int, end: int, cue: Cue) -> Opening | None:
    """Return where the statement of the verb at piece ``i`` begins, None where nothing is said."""
    frames = cue.frames
    stop = min(end, i + _OPENER_REACH)
    if not cue.frames & {"an", "np", "object"}:
        stop = min(stop, i + 2 * _NEXT_REACH)
    quoted_only = bool(frames & {"quote", "ext"}) and not frames & {"an", "np"}
    j = i + 1
    while j < stop:
        word = line.words[j]
        if not word.is_word:
            opening = _sign_opening(line, i, j, end)
            if opening or (quoted_only and word.text == "."):
                return opening
            j = line.closes.get(j, j) + 1
            continue
        if "saying_noun" in word.classes and (opening := _after_saying(line, j, end)):
            return opening
        if word.folded in speech_words("impersonal") and "complementiser" in line.words[min(j + 1, end - 1)].classes:
            break
        if word.folded in speech_words("aside_after") and line.words[j - 1].text in "،,":
            break  # شدد الرئيس القواعد، إذ أصبح
        if j > i + 1 and _stops(line, i, j, end):
            if word.folded in ("قائلا", "قائله", "قائلين") and (opening := _after_saying(line, j, end)):
                return opening
            if "an" in frames and (opening := _quoted_behind(line, j, end)):
                return opening
            break
        if not quoted_only or "an" in frames:
            opening = _word_opening(line, i, j, end, cue)
            if opening:
                return opening
        j += 1
    takes_noun = "np" in frames and not ("object" in frames and cue.shape == "past")  # وصف takes a noun with ب
    return _noun_opening(line, i, min(j, end), cue) if takes_noun else None


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
    at_once = line.words[j - 1].text in ":،" or (cue is not None and "ب" in cue.frames and first.folded[:1] == "ب")
    if not at_once and _comes_later(line, close, end):
        return None
    least = DIRECT_QUOTE if at_once else SHORT_QUOTE + 1 if cue and "quote" in cue.frames else SHORT_QUOTE
    return Opening(j, j, "quote") if line.n_words(j, close) >= least and not is_name(line, j, close) else None


def _quoted_behind(line: Line, j: int, end: int) -> Opening | None:
    """قال المدرب مشيرا إلى الجمهور: «…»: a participle that says nothing itself leaves the quotation to the verb."""
    cue = line.words[j].cue
    if cue is None or cue.shape != "participle" or line.words[j - 1].text in "،,":
        return None
    for k in range(j + 1, min(end, j + _NEXT_REACH)):
        close = line.span_at(k)
        if close is not None and line.n_words(k, close) > SHORT_QUOTE and not is_name(line, k, close):
            return Opening(k, k, "quote")
        if line.words[k].cue is not None or line.words[k].text in "،,؛" or "complementiser" in line.words[k].classes:
            return None
    return None


def _comes_later(line: Line, close: int, end: int) -> bool:
    """قال رئيس لجنة «…»، سامي، إن: the quotation is of the speaker's name."""
    for k in range(close + 1, min(end, close + 1 + _NEXT_REACH)):
        word = line.words[k]
        if word.cue is not None:
            return False
        if "complementiser" in word.classes:
            return line.words[close + 1].text in "،," and _may_open(line, k, end)
    return False


def is_name(line: Line, opens: int, closes: int) -> bool:
    """Tell whether a quotation only names something: صحيفة "ساوث تشاينا مورنينغ بوست", or begins with شركة."""
    if all(word.text.isascii() for word in line.words[opens + 1 : closes]):
        return True
    if opens > 0 and line.words[opens - 1].folded in speech_words("name_before"):
        return True
    heads = {"head", "outlet"}
    short = line.n_words(opens, closes) <= _LONGEST_NAME
    return short and (
        (opens > 0 and bool(line.words[opens - 1].classes & heads)) or bool(line.words[opens + 1].classes & {"head"})
    )


def _after_saying(line: Line, j: int, end: int) -> Opening | None:
    """قوله إن, قائلا: "..."."""
    k = j + 1
    while k < min(end, j + _NEXT_REACH):
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
            judged = (
                line.words[j - 2].folded in ("من", "ومن") and line.words[j - 1].folded.startswith("ال") and j > i + 2
            )
            if word.folded.startswith("و") or provided or judged:  # على أن, من المؤلم أن
                return None
            return Opening(j, _skip_complementiser(line, j, end), "an")
        return None
    for frame in cue.frames:
        plain = _PREPOSITIONS.get(frame)
        taken = plain and word.folded in (plain, f"{plain}ما") and _takes_preposition(line, i, j, frame)
        if taken and line.words[j - 1].folded in speech_words("governing"):
            return None  # القائمون على البرنامج
        if taken and line.words[j - 1].folded in speech_words("aside_before"):
            return None  # شدد الوزير ردا على سؤال على أن
        if taken and frame == "على" and j + 1 < end and "document" in line.words[j + 1].classes:
            return None  # أكد الوزير على صفحته أن
        bare_act = cue.lemma == "أصر" and "complementiser" not in line.words[min(j + 1, end - 1)].classes
        if taken and bare_act:
            return None  # أصر الناس على الاحتجاج
        if taken and not _comes_with_an(line, j, end, word.folded):
            if "np" in cue.frames and j > i + 2 and (sooner := _noun_opening(line, i, j, cue)):
                return sooner  # أعلن التنظيم مسؤوليته عن الهجوم
            first = _skip_complementiser(line, j + 1, end)
            return Opening(j, first, "preposition") if first < end else None
        if frame == "ب" and _with_ba(line, i, j, cue):
            return Opening(j, j, "preposition")
        if frame == "ل" and j > i + 1 and word.folded[:1] == "ل" and is_verbal_noun(word.folded[1:]):
            return Opening(j, j, "preposition")
    return None


def _may_open(line: Line, j: int, end: int) -> bool:
    """Not in بعد أن, nor in the name of سي إن بي سي."""
    letters = speech_words("letter_name")
    if line.words[j].folded == "بان" and j + 1 < end and line.words[j + 1].folded == "كي":  # بان كي مون
        return False
    spelt = line.words[j - 1].folded in letters and j + 1 < end and line.words[j + 1].folded in letters
    return not spelt and line.words[j - 1].folded not in speech_words("not_opener_after")


def _comes_with_an(line: Line, j: int, end: int, preposition: str) -> bool:
    """شدد الوزير الذي … على القائمة على أن: the later preposition, with أن, is the verb's."""
    if j + 1 < end and "complementiser" in line.words[j + 1].classes:
        return False
    for k in range(j + 2, min(end - 1, j + _NEXT_REACH)):
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


def _noun_opening(line: Line, i: int, end: int, cue: Cue) -> Opening | None:
    """أعلنت الوزارة، اليوم السبت، القبض على: a verbal noun, or what follows the subject's words of time."""
    if cue.shape == "present" and cue.lemma not in _ANY_NOUN:
        return None
    seen_time = False
    limit = min(end, i + 30)
    j = i + 1
    while j < limit:
        word = line.words[j]
        if word.folded in ("ما", "مما", "قبل", "بعد", "اذ", "حيث") or "attribution" in word.classes:
            return None
        if word.text == "(":
            while j < limit and line.words[j].text != ")":
                j += 1
        elif word.classes & {"time"} or (word.text.isdigit() and seen_time):
            seen_time = True
        elif word.text in "،,":
            following = line.words[j + 1] if j + 1 < limit else word
            seen_time = seen_time or "time" in following.classes
        elif word.is_word:
            if cue.lemma == "اعتبر" and j == i + 1 and word.folded in ("ذلك", "هذا", "هذه"):
                return Opening(j, j, "noun")
            if cue.lemma == "نفى" and word.folded == "اي":
                return Opening(j, j, "noun")
            noun = is_verbal_noun(word.folded) and (j > i + 1 or cue.shape == "participle" or _free(line, i))
            if noun:
                return Opening(j, j, "noun")
            plain = not word.classes & {
                "circumstance",
                "adverb",
                "relative",
                "attribution",
            } and word.folded not in speech_words("not_content")
            strong = cue.lemma in _ANY_NOUN and word.folded[:1] != "و"
            if seen_time and j > i + 2 and plain and strong and word.cue is None:
                return Opening(j, j, "noun")
            if cue.shape == "participle" and j == i + 1 and plain:
                return Opening(j, j, "noun")
        j += 1
    return None


#: Verbs that take any noun, not verbal nouns alone.
_ANY_NOUN = frozenset({"أعلن", "نفى", "أكد", "ادعى"})


def _free(line: Line, i: int) -> bool:
    """Whether the verb's subject stands before it, so that a noun right behind it is what is said."""
    return i > 0 and line.words[i - 1].is_word and not line.words[i - 1].classes & {"time", "connective"}


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


def content_end(line: Line, first: int, end: int, *, loose: bool, names: frozenset[str] = frozenset()) -> int:
    """Return the piece behind the last one of a statement that begins at ``first``.

    Parameters
    ----------
    line
        The line.
    first, end
        Where the statement begins, and where its sentence ends.
    loose
        Whether it is a noun or stands behind a preposition: those end sooner.
    names
        The speaker's words, folded: "، ورفض القحطاني" is no longer his own.
    """
    j = first
    limit = min(end, first + _LONGEST)
    while j < limit:
        close = line.closes.get(j)
        if close is not None and j > first and line.words[j - 1].text == ":":
            break
        if close is not None and close < end:
            j = close + 1
            continue
        word = line.words[j]
        marked = word.cue is not None or word.classes or line.words[j - 1].text in "،,"
        if marked and j > first and word.is_word and _resumes(line, j, end, loose=loose, names=names):
            break
        j += 1
    while j > first and line.words[j - 1].text in "،,.؛;:-–؟?!…":
        j -= 1
    return j


def _resumes(line: Line, j: int, end: int, *, loose: bool, names: frozenset[str]) -> bool:
    """Whether the journalist speaks again from this word on."""
    word, before = line.words[j], line.words[j - 1]
    comma = before.text in "،,"
    if word.cue is not None and _new_statement(line, j, end, comma=comma):
        return True
    if word.cue is not None and comma and loose and _is_told_by_another(line, j, end):
        return True
    if not comma:
        through = word.folded == "عبر" and bool(line.words[min(j + 1, end - 1)].classes & {"head", "outlet"})
        if loose and (through or word.folded in ("اثر", "عقب", "بعدما")):
            return True
        return (
            "attribution" in word.classes
            and before.text not in "-–"
            and word.folded[0] in "وبح"
            and _is_channel(line, j)
        )
    if "attribution" in word.classes:
        return True
    following = line.words[j + 1] if j + 1 < end else None
    if following is not None and word.folded[0] == "و" and "complementiser" not in word.classes:
        act = word.folded[1:] in speech_words("act") and "title" in following.classes  # وأطلق المحافظ
        if act or following.folded in names:
            return True
    if (
        word.folded in ("لكنه", "لكنها", "لكنهم")
        and following is not None
        and following.cue
        and not following.cue.strict
    ):
        return True  # قال سامي إنه يدرس ذلك، لكنه أوضح أن
    if word.folded in ("بينما", "فيما", "لكن", "حيث", "كما", "اذ", "وفيما", "وكما", "ثم"):
        near = [(other.folded, other.cue) for other in line.words[j + 1 : min(end, j + 4)]]
        if any(cue and not cue.strict and folded not in speech_words("impersonal") for folded, cue in near):
            return True
    if following is not None and (word.folded, following.folded) in _OWN_VOICE:
        return True
    in_time = following is not None and (word.folded, following.folded) == ("في", "وقت")
    return loose and (in_time or word.folded in speech_words("adjunct"))


_OWN_VOICE = frozenset(
    {
        ("وهو", "ما"),
        ("دون", "ان"),
        ("في", "رد"),
        ("الي", "ذلك"),
        ("من", "جهته"),
        ("من", "جهتها"),
        ("من", "جانبه"),
        ("من", "جانبها"),
        ("في", "المقابل"),
        ("في", "اشاره"),
        ("في", "حين"),
        ("من", "دون"),
        ("علي", "حد"),
        ("وهي", "مواقع"),
    }
)


def _is_channel(line: Line, j: int) -> bool:
    """بحسب X with nothing behind it, to the end of the sentence or a comma."""
    return "attribution_stop" not in (line.words[j + 1].classes if j + 1 < len(line) else ())


def _new_statement(line: Line, j: int, end: int, *, comma: bool) -> bool:
    cue = line.words[j].cue
    if cue is None:
        return False
    near = [line.words[k] for k in range(j + 1, min(end, j + _NEXT_REACH + 1))]
    if cue.strict:
        return comma and bool(near) and "complementiser" in near[0].classes
    if cue.shape == "participle":
        if comma:
            return True
        return bool(near) and _opens_at_once(near)
    if cue.frames & {"quote", "ext"} and not cue.frames & {"an"}:
        return cue.joined and any(word.text in '"«:' for word in near)
    if cue.joined:
        return any(
            "complementiser" in word.classes
            or word.text in ':"«'
            or word.folded in ("ذلك", "هذا")
            or opens_by_preposition(cue, word)
            for word in near
        ) or ("np" in cue.frames and any(is_verbal_noun(word.folded) for word in near[:6]))
    return False


def _is_told_by_another(line: Line, j: int, end: int) -> bool:
    """منذ أن كشفت الشركة عن الخلل، قال مديرها إن: a verb of saying that is no predicate of what is told."""
    cue = line.words[j].cue
    if cue is None or cue.shape != "past" or cue.lemma in SHOWS:
        return False
    return any("complementiser" in word.classes for word in line.words[j + 1 : min(end, j + _NEXT_REACH + 1)])


def _opens_at_once(near: list[Word]) -> bool:
    first, second = near[0], near[1] if len(near) > 1 else near[0]
    return (
        "complementiser" in first.classes
        or first.text in ':"«'
        or (first.folded in ("الي", "علي", "من", "عن") and "complementiser" in second.classes)
    )


def opens_by_preposition(cue: Cue, word: Word) -> bool:
    """Tell whether this word is a preposition in which the verb takes what is said."""
    return any(_PREPOSITIONS.get(frame) == word.folded for frame in cue.frames)

"""Where what is said ends: where the journalist's own voice resumes."""

from __future__ import annotations

from dataclasses import replace

from toolkit.mentions.noun_openings import SHOWS
from toolkit.mentions.speaker_starts import is_document
from toolkit.mentions.speech_lines import Line, Word
from toolkit.mentions.speech_openings import BURDEN, NEXT_REACH, find_opening, opens_by_preposition
from toolkit.mentions.verbal_nouns import is_verbal_noun
from toolkit.text.speech import speech_words, verbs

#: From this many pieces of content on the sentence is too long to be one: text without full stops.
_LONGEST = 400
#: Pieces behind a verb among which an aside between dashes is left out.
_ASIDE_REACH = 60


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
    while j > first and (line.words[j - 1].text in "،,.؛;:-–؟?!…" or line.words[j - 1].folded == "و"):
        j -= 1
    return j


def _resumes(line: Line, j: int, end: int, *, loose: bool, names: frozenset[str]) -> bool:
    """Whether the journalist speaks again from this word on."""
    word, before = line.words[j], line.words[j - 1]
    comma = before.text in "،,؛"
    if word.folded == "وحسب" and (j + 1 >= end or line.words[j + 1].folded in _ONLY_BUT):
        return False  # ليست بينهم وحسب وإنما
    if word.cue is not None and _new_statement(line, j, end, comma=comma):
        return True
    if word.cue is not None and comma and loose and _is_told_by_another(line, j, end):
        return True
    if not comma:
        return _resumes_at_once(line, j, end, loose=loose)
    if "attribution" in word.classes:
        return True
    following = line.words[j + 1] if j + 1 < end else None
    if following is not None and word.folded[0] == "و" and "complementiser" not in word.classes:
        act = word.folded[1:] in speech_words("act") and "title" in following.classes  # وأطلق المحافظ
        if act or following.folded in names:
            return True
    if _says_himself(line, j, end):
        return True
    if word.folded in _TURNS:
        near = [(other.folded, other.cue) for other in line.words[j + 1 : min(end, j + 4)]]
        if any(cue and not cue.strict and folded not in speech_words("impersonal") for folded, cue in near):
            return True
    if following is not None and (word.folded, following.folded) in _OWN_VOICE:
        return True
    in_it = word.folded == "وذلك" and following is not None and following.folded in ("في", "خلال")
    if in_it and is_document(line.words[min(j + 2, end - 1)]):  # ، وذلك في خطاب
        return True
    if word.folded in ("اما", "واما"):  # ، أما عن المدرب فقال
        return any(each.cue and each.folded[0] == "ف" for each in line.words[j + 1 : min(end, j + NEXT_REACH)])
    if word.folded in ("وعن", "وحول", "وبشان", "وبخصوص"):  # ، وعن أهداف النادي قال المدير:
        later = [each.cue for each in line.words[j + 1 : min(end, j + NEXT_REACH)]]
        return any(cue and cue.shape == "past" and not cue.strict and not cue.joined for cue in later)
    if loose and (word.folded in ("فان", "فانه", "فانها", "لكن", "ولكن") or word.folded in speech_words("but")):
        return True  # رغم أن الناس طالبوا بإضافة الخاصية، فإن الشركة رفضت
    if loose and _acts(line, j, end):
        return True
    in_time = following is not None and (word.folded, following.folded) in (("في", "وقت"), ("الامر", "الذي"))
    return loose and (in_time or word.folded in speech_words("adjunct"))


def _resumes_at_once(line: Line, j: int, end: int, *, loose: bool) -> bool:
    """The same without a comma before the word: كما حذرت الوزارة من, وذلك بعد, عبر صحيفة."""
    word = line.words[j]
    if (word.folded == "كما" and _tells_more(line, j + 1, end)) or _says_himself(line, j, end):
        return True
    own = word.folded == "علي" and j + 2 < end and line.words[j + 2].folded in speech_words("own_words")
    if own and (j + 3 >= end or not line.words[j + 3].is_word):
        return True  # على حد تعبيره
    through = word.folded == "عبر" and bool(line.words[min(j + 1, end - 1)].classes & {"head", "outlet"})
    in_time = word.folded == "وذلك" and j + 1 < end and "circumstance" in line.words[j + 1].classes
    behind = in_time or through or word.folded in ("اثر", "عقب", "بعدما") or word.folded in speech_words("but")
    behind = behind or (word.folded[0] == "ف" and word.folded[1:] in verbs())  # فأسست شركة
    if loose and (behind or _begins_clause(line, j, end)):
        return True
    return (
        "attribution" in word.classes
        and line.words[j - 1].text not in "-–"
        and word.folded[0] in "وبح"
        and _is_channel(line, j)
    )


def _says_himself(line: Line, j: int, end: int) -> bool:
    """قال سامي إنه يدرس ذلك، لكنه أوضح أن, إلا أنه أشار إلى."""
    first = line.words[j].folded
    k = j + 2 if first == "الا" else j + 1
    turns = first in speech_words("but") or (first == "الا" and line.words[k - 1].folded in ("انه", "انها", "انهم"))
    cue = line.words[k].cue if turns and k < end else None
    return cue is not None and not cue.strict and cue.shape in ("past", "present")


_TURNS = frozenset(
    ("بينما", "فيما", "لكن", "حيث", "كما", "اذ", "وبينما", "وفيما", "وكما", "ثم", "لذلك", "ولذلك", "لذا", "ولذا")
)
_STAYS = frozenset({("ولا", "تزال"), ("ولا", "يزال"), ("وما", "زال"), ("وما", "زالت")})
_ONLY_BUT = frozenset({"وانما", "بل", "ولكن"})
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


def _acts(line: Line, j: int, end: int) -> bool:
    """إحباط الهجوم، وارتفع, وقرر, ولا تزال: behind a comma, a verb that tells what happened then."""
    word = line.words[j]
    if word.folded[0] not in "وف":
        return False
    act = word.folded[1:] in speech_words("act") and word.folded[1:] not in speech_words("verbal_noun")
    stays = j + 1 < end and (word.folded, line.words[j + 1].folded) in _STAYS
    return act or stays or "verb" in word.classes or _begins_clause(line, j, end)


def _begins_clause(line: Line, j: int, end: int) -> bool:
    """إطلاق سراحه وأعلن مجلس الشيوخ مشروعا: a verb in the past and its own subject; or one in the future, وسيصل."""
    word = line.words[j]
    if word.folded[:3] == "وسي" and "verb" in word.classes:
        return True
    sure = word.cue is not None and (not word.cue.strict or word.text[:2] == "وأ")  # وأقر مجلس الشيوخ
    past = sure and word.cue is not None and word.cue.shape == "past" and word.cue.joined
    if j + 1 >= end or word.folded[0] != "و" or not (past or "verb" in word.classes):
        return False
    return line.words[j + 1].folded in speech_words("title") | speech_words("head")


def _tells_more(line: Line, j: int, end: int) -> bool:
    """«تجاوزت الحد» كما حذرت الوزارة من: كما goes on with the news, and is not "as"."""
    cue = line.words[j].cue if j < end else None
    if cue is None or cue.shape != "past" or cue.strict:
        return False
    opening = find_opening(line, j, end, cue)
    return opening is not None and opening.at <= j + NEXT_REACH


def _is_channel(line: Line, j: int) -> bool:
    """بحسب X with nothing behind it, to the end of the sentence or a comma."""
    return "attribution_stop" not in (line.words[j + 1].classes if j + 1 < len(line) else ())


def _new_statement(line: Line, j: int, end: int, *, comma: bool) -> bool:
    cue = line.words[j].cue
    if cue is None:
        return False
    if line.words[j - 1].folded == "و":
        cue = replace(cue, joined=True)
    near = _without_dashes(line, j + 1, end)[:NEXT_REACH]
    if cue.strict and "burden" in cue.frames:  # ، محملا الشركة المسؤولية
        return comma and any(word.folded in BURDEN for word in near)
    if (
        cue.strict
        and cue.joined
        and "ب" in cue.frames
        and near
        and ("title" in near[0].classes or near[0].text in '"«“')
    ):
        return any(map(is_charge, near))  # ووعد اللاعب بالمساهمة
    if cue.strict:
        tells = cue.joined or cue.shape == "participle"
        return comma and tells and bool(near) and "complementiser" in near[0].classes
    if cue.shape == "participle":
        if line.words[j - 1].folded == "غير":  # غير مؤكدة
            return False
        if comma:
            return True
        behind = near[1:] if near and near[0].classes & {"title", "head", "name"} else near
        return bool(behind) and _opens_at_once(behind)
    if cue.frames & {"quote", "ext"} and not cue.frames & {"an"}:
        return cue.joined and any(word.text in '"«:' for word in near)
    accuses = cue.joined and "object" in cue.frames and (not cue.has_object or cue.lemma == "اتهم")
    if accuses and any(map(is_charge, near)):  # واتهم إيران بدعم
        return True
    if cue.joined:
        return any(
            "complementiser" in word.classes
            or word.text in ':"«'
            or word.folded in ("ذلك", "هذا")
            or opens_by_preposition(cue, word)
            for word in near
        ) or ("np" in cue.frames and any(is_verbal_noun(word.folded) for word in near[:6]))
    return False


def is_charge(word: Word) -> bool:
    """Tell whether this is what somebody is accused of, or promises: بدعم, بالمساهمة."""
    return word.folded[0] == "ب" and is_verbal_noun(word.folded[1:].removeprefix("ال"))


def _without_dashes(line: Line, first: int, end: int) -> list[Word]:
    """The words behind a verb, without what stands between dashes: وأضاف الباحث -الحاصل على جائزة- إن."""
    words = line.words[first : min(end, first + _ASIDE_REACH)]
    dashes = [k for k, word in enumerate(words) if word.text in "-–"]
    return words[: dashes[0]] + words[dashes[1] + 1 :] if len(dashes) > 1 else words


def _is_told_by_another(line: Line, j: int, end: int) -> bool:
    """منذ أن كشفت الشركة عن الخلل، قال مديرها إن: a verb of saying that is no predicate of what is told."""
    cue = line.words[j].cue
    if cue is None or cue.shape != "past" or cue.lemma in SHOWS:
        return False
    return any("complementiser" in word.classes for word in line.words[j + 1 : min(end, j + NEXT_REACH + 1)])


def _opens_at_once(near: list[Word]) -> bool:
    first, second = near[0], near[1] if len(near) > 1 else near[0]
    return (
        "complementiser" in first.classes
        or first.text in ':"«'
        or (first.folded in ("الي", "علي", "من", "عن") and "complementiser" in second.classes)
    )

"""The source that وفق, بحسب or an interposed يقول name, and where what it is named for begins and ends."""

from __future__ import annotations

from toolkit.mentions.speakers import Span, speaker_after
from toolkit.mentions.speech_contents import content_end
from toolkit.mentions.speech_lines import Line
from toolkit.mentions.speech_openings import SHORT_QUOTE
from toolkit.text.speech import speech_words

#: Pieces in which عن names whom an agency relays, and in which a statement that بحسب X interrupts began.
_RELAY_REACH, _CLAUSE_REACH = 12, 10
#: Verbs that may stand between commas inside what somebody says.
_INTERPOSED = frozenset({"قال", "أضاف", "أردف", "تابع"})
_SOURCES = ("title", "head", "written", "body", "envoy", "listener", "source")
_POINTING = frozenset({"هذا", "هذه", "ذلك", "تلك"})
#: A source: its pieces, the piece behind the phrase, and the status of the speaker.
Source = tuple[Span | None, int, str]


def source_of(line: Line, i: int, end: int) -> Source | None:
    """Return who is named behind the word at piece ``i``, None where nobody is.

    Parameters
    ----------
    line
        The line.
    i, end
        Where وفق or the like stands, and where its sentence ends.
    """
    words = line.words
    j = i + 1
    if words[i].folded == "حد":
        return _on_the_words_of(line, i, end)
    told = words[i].folded.endswith(("حسبما", "وفقما")) or (j < end and words[j].folded in ("ما", "لما"))
    if told:
        return _as_told_by(line, j + (j < end and words[j].folded in ("ما", "لما")), end)
    bylaws = j + 1 < end and words[j + 1].folded in ("الداخلي", "الاساسي")  # النظام الداخلي لمجلس النواب
    pointing = j + 1 < end and words[j].folded.removeprefix("ل") in _POINTING  # وفقا لهذا المفهوم
    if j >= end or ("attribution_stop" in words[j + pointing].classes and not bylaws):
        return None
    if words[j].folded in speech_words("own_words"):
        return None, j + 1, "carried"
    if words[j].folded in speech_words("saying"):  # وفق تعبير الشاعرة
        j += 1
    behind_li = words[i].folded.endswith(("وفقا", "طبقا"))
    found = speaker_after(line, j, end, behind_li=behind_li)
    if found is None or (behind_li and words[found[0]].folded[:1] != "ل"):
        return None
    if found[1] < end and words[found[1]].folded in ("لما", "لكل"):  # ووفق ولاة أمرنا لما يحبه: a wish
        return None
    if i > 0 and words[i - 1].is_word and not _is_source(line, *found):  # أقيمت وفق أحدث الطرز
        return None
    return found, found[1], "explicit"


def _is_source(line: Line, first: int, last: int) -> bool:
    """Whether somebody, or something written, is named: a listed word, or one word that may be a name."""
    word = line.words[first]
    if word.classes & {"title", "head", "outlet", "to_outlet", "name"}:
        return True
    if word.folded in ("ذات", "نفس") and last > first + 1:
        word = line.words[first + 1]
    stem = word.folded[2:] if word.folded[:2] == "لل" else word.folded.removeprefix("ل").removeprefix("ال")
    if any(form in speech_words(name) for form in (stem, "ال" + stem) for name in _SOURCES):
        return True
    alone = last == first + 1 and not line.words[min(last, len(line) - 1)].is_word
    return alone and word.folded == stem and not word.text.endswith(("ه", "ها", "هم", "ة", "ات"))


def _on_the_words_of(line: Line, i: int, end: int) -> Source | None:
    """على حد قول فلان, على حد تعبيره."""
    j = i + 1
    if line.words[i - 1].folded != "علي" or j >= end:
        return None
    if line.words[j].folded in speech_words("own_words"):
        return None, j + 1, "carried"
    if line.words[j].folded not in speech_words("saying"):
        return None
    found = speaker_after(line, j + 1, end)
    return (found, found[1], "explicit") if found else (None, j + 1, "carried")


def _as_told_by(line: Line, j: int, end: int) -> Source | None:
    """وفقا لما ذكرت الوكالة, بحسب ما نقلت الوكالة عن فلان: the verb stands at piece ``j``."""
    words = line.words
    if j >= end or not words[j].is_word or "attribution_stop" in words[j].classes:  # وفق ما تقتضيه المصلحة
        return None
    j += j + 1 < end and words[j + 1].folded in ("به", "بها", "عنه", "عنها", "اليه")
    found = speaker_after(line, j + 1, end) if j + 1 < end and words[j + 1].text not in "،," else None
    if found is None:
        return None, min(j + 1, end), "carried"
    cue = words[j].cue
    relays = cue is None or "relay" in cue.frames  # وفق ما أعلنه في بيان عن عائداته
    for k in range(found[1], min(end, j + _RELAY_REACH)):
        if relays and words[k].folded == "عن":
            found = speaker_after(line, k + 1, end) or found
            break
    return found, found[1], "explicit"


def clause_start(line: Line, begin: int, i: int) -> int:
    """Where a statement begins that بحسب X interrupts: وحصة الفرد، بحسب الفريق، لا تزيد."""
    for j in range(i - 2, max(begin, i - _CLAUSE_REACH), -1):
        if line.words[j].text in "،," and line.words[j + 1].folded != "وذلك":
            return j + 1 if line.words[j + 1].folded[:1] in ("و", "ف") else begin
    return begin


def resumes_itself(line: Line, j: int, end: int) -> bool:
    """Whether the journalist goes on behind "، بحسب X،": with a connective, a verb of saying or an apposition."""
    word = line.words[j]
    connective = bool(word.classes & {"connective", "complementiser", "relative", "circumstance"})
    connective = connective and word.folded != "الي"
    return connective or word.cue is not None or word.folded[:1] in ("و", "ف") or word.folded in ("الا", "في", "غير")


def as_told(line: Line, begin: int, i: int, end: int) -> tuple[Span, Span] | None:
    """Return speaker and content of ``لم يضعه أحد، كما تقول أم رامي، لكنه قائم``, None where nothing is like that.

    Parameters
    ----------
    line
        The line.
    begin, i, end
        Where the sentence begins, the verb behind كما stands, and the sentence ends.
    """
    cue = line.words[i].cue
    told = cue is not None and "an" in cue.frames and cue.lemma != "اعتبر"  # كما يعتبر فلان أحد المرشحين
    speaker = speaker_after(line, i + 1, end) if told else None
    if speaker is None or i - 1 <= begin or line.words[i - 2].text not in "،," or i - 3 in line.opened_by:
        return None
    last = i - 1
    if speaker[1] + 1 < end and line.words[speaker[1]].text in "،,":
        last = content_end(line, speaker[1] + 1, end, loose=False)
    return (speaker, (begin, last)) if line.n_words(begin, last) >= SHORT_QUOTE else None


def interposed(line: Line, begin: int, i: int, end: int) -> tuple[Span, Span] | None:
    """Return speaker and content of ``ولهذا، يقول الباحث، تغيرت العلاقات``, None where nothing is like that.

    Parameters
    ----------
    line
        The line.
    begin, i, end
        Where the sentence begins, the verb stands, and the sentence ends.
    """
    cue = line.words[i].cue
    sign = line.words[i - 1].text if i > begin else ""
    if cue is None or cue.lemma not in _INTERPOSED or cue.joined or sign not in ("،", ",", "-", "–"):
        return None
    speaker = speaker_after(line, i + 1, end)
    if speaker is None or speaker[1] + 1 >= end or line.words[speaker[1]].text != sign:
        return None
    after = speaker[1] + 1
    said = line.words[after].cue
    goes_on = (said is None or said.strict) and not line.words[after].classes & {"relative", "complementiser"}
    last = content_end(line, after, end, loose=False) if goes_on else i
    others = any(word.cue for word in line.words[begin:i])
    inside = sign in "-–" or line.n_words(begin, i) >= SHORT_QUOTE
    first = begin if inside and not others else after
    return (speaker, (first, last)) if line.n_words(first, last) >= SHORT_QUOTE else None

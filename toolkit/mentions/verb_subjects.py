"""Who speaks with a verb of saying: behind it, before it, behind عن, or nobody."""

from __future__ import annotations

from toolkit.mentions.noun_openings import SHOWS, Opening
from toolkit.mentions.speaker_starts import is_listener, skip_lead
from toolkit.mentions.speakers import Span, speaker_after
from toolkit.mentions.speech_cues import told_in
from toolkit.mentions.speech_lines import Line, Word
from toolkit.mentions.subjects_before import document_before, once_said, speaker_before, writer_before
from toolkit.mentions.verbal_nouns import is_verbal_noun
from toolkit.text.speech import Cue, speech_words

#: وصف الوزير الوضع بالصعب.
DESCRIBES = frozenset({"وصف", "شبه", "نعت"})
#: انتقدت السفارة الولايات المتحدة.
_TAKE_OBJECT = frozenset({"نفى", "انتقد", "أدان"})
#: جدد التأكيد على.
_AGAIN = frozenset({"جدد", "كرر"})
_PRONOUNS = frozenset({"هو", "هي", "هم", "وهو", "وهي", "وهم", "لكنه", "لكنها", "لكنهم"})
#: What begins a clause of its own between كان and the verb.
_NEW_CLAUSE = frozenset({"complementiser", "relative", "connective"})
#: Nouns with which no verb in the feminine stands.
_MASCULINE = frozenset({"مجلس", "رئيس", "وزير", "جيش", "برلمان", "نظام", "اتحاد", "مجتمع"})


def subject_of(line: Line, begin: int, i: int, opening: Opening, cue: Cue) -> tuple[Span | None, str]:
    """Return who speaks with the verb at piece ``i``, and the status: explicit, carried or unknown.

    Parameters
    ----------
    line
        The line.
    begin, i
        Where the sentence begins, and where the verb stands.
    opening, cue
        Where what is said begins, and the verb.
    """
    if source := _told_by(line, begin, i, opening, cue):
        return source
    if cue.shape == "participle":
        return None, "carried"
    transitive = "object" in cue.frames or cue.lemma in _TAKE_OBJECT
    if transitive and i > begin and _is_who(line.words[i - 1], cue):
        return None, "carried"
    after = _subject_behind(line, i, opening, cue, transitive=transitive)
    if line.words[i - 1].folded == "ان" and (before := once_said(line, begin, i)):
        return before, "explicit"
    if had_kana := _after_kana(line, begin, i):
        return had_kana, "explicit"
    if after and _is_object_alone(line, cue, opening, after):
        before = None if cue.joined else speaker_before(line, begin, i)[0]
        return before, "explicit" if before else "carried"
    if (
        not cue.joined
        and not cue.has_object
        and i > begin
        and (cue.lemma == "اعتبر" or (transitive and cue.shape == "present"))
    ):
        before = speaker_before(line, begin, i)[0]  # ترامب يعتبر الاتفاق ضعيفا
        heads = before is not None and (before[0] == begin or line.words[before[0] - 1].text == ":")
        if before is not None and (cue.lemma == "اعتبر" or (heads and before[1] == i)):
            return before, "explicit"
    if after and cue.shape == "past" and not cue.joined and (told := _that_told(line, begin, i)):
        return told, "explicit"
    if after and not (opening.kind == "noun" and after[1] > opening.at):
        return after, "explicit"
    if line.words[i - 1].folded in _PRONOUNS and i > begin:
        return None, "carried"  # وخرجت وهي تقول
    in_it = any(word.folded in speech_words("within") for word in line.words[i + 1 : i + 3])
    if in_it and (writer := writer_before(line, begin, i)):
        return writer, "carried"
    if not cue.joined and cue.shape != "noun":
        found, status = speaker_before(line, begin, i)
        if found:
            return found, status
        if i > begin and "relative" in line.words[i - 1].classes:
            return None, "unknown"
    return None, "carried"


def _is_who(before: Word, cue: Cue) -> bool:
    """أكد الوزير أنه أبلغ المجلس بأن: the one in أنه did, and whoever stands behind is told."""
    pronoun = "انها" if cue.feminine else "انه"
    return cue.shape == "past" and not cue.joined and before.folded in (pronoun, f"و{pronoun}", f"ب{pronoun}")


def _that_told(line: Line, begin: int, i: int) -> Span | None:
    """إلى أن دولة الإمارات أعلنت الحداد: between أن and the verb, so what is behind is its object."""
    before = speaker_before(line, begin, i)[0]
    if before is None or before[1] != i or before[0] == begin:
        return None
    first = line.words[before[0]]
    listed = first.classes & {"title", "head", "name", "object"}
    named = listed or first.folded[:2] == "ال" or first.folded.endswith("ات")
    return before if named and "complementiser" in line.words[before[0] - 1].classes else None


def _told_by(line: Line, begin: int, i: int, opening: Opening, cue: Cue) -> tuple[Span | None, str] | None:
    """نقلت الوكالة عن فلان, علمت من فلان, بيانا جاء فيه, جاء في بيان; None of a verb that takes a subject."""
    if cue.frames & {"relay", "learn"}:
        found = _relayed(line, i, opening, ("من",) if "learn" in cue.frames else ("عن", "الي"))
        if found:
            return found, "explicit"
    if told_in(line, i):
        found = document_before(line, begin, i)
        return found, "explicit" if found else "unknown"
    within = [at for at in range(i + 1, opening.at) if line.words[at].folded in ("في", "ضمن")]
    if "in" in cue.frames and within:
        found = speaker_after(line, within[0] + 1, opening.at)
        return found, "explicit" if found else "unknown"
    return None


def _subject_behind(line: Line, i: int, opening: Opening, cue: Cue, *, transitive: bool) -> Span | None:
    """The subject right behind the verb, and not whom or what it is about."""
    after = speaker_after(line, i + 1, opening.at, before_object=transitive and not cue.has_object)
    if after is None or (cue.lemma == "طلب" and line.words[i + 1].folded in ("من", "منه", "منها", "منهم")):
        return None  # طلبت منه الدخول
    first = line.words[after[0]]
    plural = line.words[i].folded.endswith(("وا", "ون"))  # a verb before its subject stands in the singular
    he = cue.shape == "past" and not cue.feminine and "document" in first.classes
    if he and first.text[-1] == "ة" and first.folded[:2] != "ال":
        return None  # أورد تدوينة
    if plural or _is_object(first, cue) or is_listener(line, after[0]):
        return None
    second = line.words[after[0] + 1]
    of_two = after[1] == opening.at > after[0] + 1 and "name" in first.classes and second.folded[:2] == "ال"
    of_two = of_two and (cue.lemma in DESCRIBES or cue.lemma == "اتهم")
    thing = after[1] > after[0] + 2 and "name" in first.classes and second.folded[-1] == "ه"  # ترامب شهادة المرأة
    if not cue.has_object and (of_two or (thing and cue.lemma in DESCRIBES and "name" not in second.classes)):
        return after[0], after[0] + 1  # وصف ترامب الهجوم بأنه
    if cue.lemma in _AGAIN and first.folded[:2] == "ال" and is_verbal_noun(first.folded[2:]):
        return None  # جدد التأكيد على
    if cue.shape == "present" and cue.lemma in SHOWS and opening.kind in ("noun", "preposition"):
        owned = after[1] - after[0] == 1 and first.text.endswith(("ه", "ها", "هم"))
        return None if owned else after  # تؤكد تصميمه على
    return None if cue.shape == "noun" and _is_adjective(first) else after  # اعتراف دولي بأن


def _is_object_alone(line: Line, cue: Cue, opening: Opening, after: Span) -> bool:
    """اتهم النظام بقصف, وصف الوضع بأنه, وصف اتهام الدولة بأنه: who is accused, and what is described."""
    if cue.lemma in DESCRIBES and is_verbal_noun(line.words[after[0]].folded):
        return True
    if cue.has_object or after[1] != opening.at:
        return False
    return cue.lemma == "اتهم" or cue.lemma in DESCRIBES


def _after_kana(line: Line, begin: int, i: int) -> Span | None:
    """كان الرئيس قد أعلن, كان الوزير، سامي، قد أعلن: the subject stands between."""
    commas = 0
    after_qad = line.words[i - 1].folded == "قد"
    for j in range(i - 1, max(begin - 1, i - 16), -1):
        word = line.words[j]
        answer = "ف" in (line.words[i].folded[0], line.words[i - 1].folded[0])
        topic = word.folded in ("اما", "واما") and answer
        shade = word.folded == "ظل" and line.words[j - 1].folded in ("في", "وفي")
        if topic or (word.folded in speech_words("auxiliary") and not shade):
            whole = commas in (0, 2) or (commas == 1 and (topic or after_qad))  # كانت تقارير، قد ذكرت
            found = speaker_after(line, j + 1, i) if i > j + 1 and whole else None
            return found if found and skip_lead(line, found[1], i) == i else None
        if word.text in "،," and not line.inside[j] and (commas or j >= i - 2):
            commas += 1
        elif not line.inside[j] and (word.text in ":؛،," or word.classes & _NEW_CLAUSE):
            return None
    return None


def _relayed(line: Line, i: int, opening: Opening, prepositions: tuple[str, ...]) -> Span | None:
    """نقلت الوكالة عن فلان قوله, علمت الصحيفة من فلان أن: the one behind عن or من."""
    for j in range(i + 1, opening.at):
        if line.words[j].folded in prepositions or line.words[j].folded == "لسان":
            return speaker_after(line, j + 1, opening.at)
    return None


def _is_adjective(word: Word) -> bool:
    indefinite = not word.folded.startswith("ال") and word.folded.endswith(("ي", "يه"))
    return indefinite and not word.classes & {"name", "title", "head"}


def _is_object(word: Word, cue: Cue) -> bool:
    """الطرفين, and وطالب جميع: whoever is asked, not who asks."""
    if "object" in cue.frames and word.folded.startswith("نظير"):
        return True
    if "object" in cue.frames and cue.shape == "past":
        if word.folded in ("جميع", "كافه") or (cue.joined and word.folded in ("كل", "الامر")):
            return True
        many = word.text.endswith("ة") or (word.folded[:2] == "ال" and word.folded.endswith("ات"))
        many = many and not word.classes & {"title", "name"}
        he = not cue.feminine and not cue.has_object  # and not اتهمته محكمة
        if he and (many or word.folded in speech_words("feminine")):  # ودعا موسكو: he did
            return True
        if cue.feminine and word.folded.removeprefix("ال") in _MASCULINE:  # طالبت مجلس الأمن: she did
            return True
    long = word.folded.startswith("ال") and word.folded.endswith("ين") and len(word.folded) > 6
    return long and not word.classes & {"title", "head"}

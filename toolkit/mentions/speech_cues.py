"""Whether a verb of saying says something here: negated, impersonal and noun-like uses do not."""

from __future__ import annotations

from toolkit.mentions.noun_openings import SHOWS, Opening
from toolkit.mentions.speaker_starts import may_begin
from toolkit.mentions.speech_lines import Line
from toolkit.mentions.speech_openings import BURDEN, asked_of, opens_by_preposition
from toolkit.mentions.subjects_before import speaker_before
from toolkit.mentions.verbal_nouns import is_verbal_noun
from toolkit.text.arabic import fold
from toolkit.text.speech import Cue, speech_words

#: Pieces in which a word that is often no verb of saying must be followed by what is said.
STRICT_REACH = 8
#: وكتب سامي، وهو ناشط في المدينة، على حسابه، «…»: behind these a quotation may stand so many times as far.
_WRITES, _QUOTE_REACH = frozenset({"كتب", "غرد", "شرح"}), 3
#: Behind these عبر is "across" and "by".
_PAGES = frozenset(("موقع", "مواقع", "حسابه", "حسابها", "صفحته", "صفحتها", "وسائل", "تويتر"))
_THROUGH = _PAGES | frozenset(("انحاء", "الحدود", "الانترنت", "الهاتف", "الفيديو"))
#: The same behind a verb that begins its sentence, with its speaker behind it: وسجل الوزير، في كلمة له أمس، أن.
_SPEAKER_REACH = 40
#: Behind these a noun tells what was done: لم يتم كشف شيء.
_TAKES_DEED = frozenset({"تم", "يتم", "سيتم", "جري", "يجري", "سيجري"})
#: Pieces before a verb in والوزارة إذ تعلن ذلك, at most.
_FORMULA = 6
#: Behind these a word tells how somebody is; and it is the writer who concludes.
_STAYS = frozenset({"تظل", "يظل", "كن", "كونوا", "تبقي", "يبقي", "البقاء"})
_POINTS = frozenset({"هذا", "وهذا", "وذلك"})
#: طالب دكتوراه, طالب لجوء: a student, one who seeks.
_STUDIES = frozenset(
    ("دكتوراه", "ماجستير", "جامعي", "ثانوي", "ثانويه", "علم", "العلم", "لجوء", "اللجوء", "طب", "هندسه", "يدرس", "متفوق")
)
_SIGHTS = frozenset({"الانظار", "الانتباه", "النظر", "انظار", "انتباه"})
_PUBLISHES = frozenset({"نشر", "بث", "عرض", "دافع"})
#: Pieces of دبي، الإمارات العربية المتحدة (CNN)--, at most.
_DATELINE = 12
#: Pieces in which what is said follows a verb that mostly does not say: شعر بأن, and a noun: إعلان الوزير أن.
_ONCE_REACH = 7


def is_too_far(line: Line, begin: int, i: int, end: int, opening: Opening) -> bool:
    """Whether the opening is no longer this verb's: behind a relative (ما ذكر عن), or a word that is often no verb."""
    word = line.words[i]
    cue = word.cue
    assert cue is not None
    before = line.words[i - 1] if i > begin else None
    if before is not None and ("relative" in before.classes or before.folded in ("ما", "مما")):
        subject = line.words[i + 1].classes & {"title", "head", "name"} if i + 1 < opening.at else frozenset()
        if subject and cue.shape == "past" and opening.kind in ("colon", "quote"):
            return False  # التي قال رئيسها سامي العلي، يوم الاثنين: «…»
        by_name = cue.has_object and opening.kind == "preposition"
        loose = opening.kind == "preposition" and (cue.shape == "present" or "relative" not in before.classes)
        owned = (
            line.words[opening.at].text.endswith(("ه", "ها", "هم")) and cue.shape == "past"
        )  # التسجيل الذي زعموا وجوده
        if (opening.kind == "noun" and not owned) or opening.at > i + STRICT_REACH or (loose and not by_name):
            return True
    times = _QUOTE_REACH if opening.kind == "quote" and cue.lemma in _WRITES else 1
    said_at_length = opening.kind in ("an", "colon", "quote") and _begins_with_speaker(line, begin, i)
    if cue.strict and not said_at_length and opening.at > i + times * _strict_reach(line, i, end):
        return True
    return "once" in cue.frames and opening.at > i + _ONCE_REACH


def told_in(line: Line, i: int) -> bool:
    """Tell whether a document is spoken of, and nobody named: أصدر الوزير بيانا جاء فيه."""
    cue = line.words[i].cue
    within = i + 1 < len(line) and line.words[i + 1].folded in speech_words("within")
    return within and cue is not None and "in" in cue.frames


def is_after_but(line: Line, i: int) -> bool:
    """لكن تذكر أن: the reader is spoken to; of a woman it is لكنها."""
    return i > 0 and line.words[i - 1].folded in ("لكن", "ولكن")


def is_of_her(line: Line, begin: int, i: int) -> bool:
    """الممثلة التي تزعم أن: she does, and not "you"; but الاتهامات التي تقول إن are nobody's."""
    if i - 2 < begin or line.words[i - 1].folded not in ("التي", "والتي"):
        return False
    before = line.words[i - 2 - (line.words[i - 2].text in "،," and i - 2 > begin)]
    nobody = speech_words("claim") | speech_words("written") | speech_words("idea")
    return before.is_word and before.folded not in nobody


def needs_speaker(cue: Cue) -> bool:
    """A belief (قد تعتقد أن), and what shows something (وهذا يظهر أن), are statements of somebody named alone."""
    shows = cue.shape == "present" and not cue.joined and cue.lemma in SHOWS and cue.lemma != "أكد"
    return shows or fold(cue.lemma) in speech_words("explicit_only")


def is_announced(line: Line, begin: int, i: int, opening: Opening) -> bool:
    """وفي إب، أعلن عن مقتل القيادي: at the head of a clause with nobody behind it, the verb is a passive."""
    cue = line.words[i].cue
    heads = i == begin or not line.words[i - 1].is_word
    past = cue is not None and cue.lemma == "أعلن" and cue.shape == "past" and not cue.joined and not cue.feminine
    return past and heads and opening.kind in ("preposition", "noun")


def _is_preposition(line: Line, begin: int, i: int, end: int) -> bool:
    """عبر the preposition, "across" and "by", بين, "between", and عقب, "after"."""
    word = line.words[i]
    if word.folded == "عقب":
        return i + 1 < end and not line.words[i + 1].classes & {"title", "name"}
    if word.folded not in ("عبر", "بين") or "\u0651" in word.text:
        return False
    if word.folded == "عبر" and i + 1 < end:
        through = line.words[i + 1].folded
        if through in _THROUGH or (through[:2] == "ال" and is_verbal_noun(through[2:])):  # عبر التصوير
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
    said = i + 1 < end and "complementiser" in line.words[i + 1].classes  # مون جاي إن قال إنه
    said = said or (i - 2 >= begin and line.words[i - 2].text == "-")  # مون جيه-إن قال
    if before == "ان" and cue.shape == "past" and line.words[i - 1].text[0] == "إ" and not said:
        return True
    if before in speech_words("condition"):
        return True
    if _is_preposition(line, begin, i, end):
        return True
    if cue.shape == "past" and not cue.joined and _is_noun(line, begin, i, before):
        return True
    following = line.words[i + 1] if i + 1 < end else None
    if cue.lemma == "اعتبر" and following is not None and following.text.endswith(("ًا", "اً")):
        return True  # يعتبر أمرا مقبولا
    if cue.shape == "participle" and before in ("غير", "مصادر", "معلومات", "انباء", "اخبار", "تقارير"):
        return True  # من مصادر مؤكدة
    within = before not in ("", "و") and line.words[i - 1].is_word
    if cue.shape == "participle" and within and not _opens_near(line, i, end):
        return True
    if following is None or (cue.strict and not cue.joined and i > begin and following.text in "،,"):
        return True  # للعالم أجمع، وهي أن
    if _is_other_use(line, begin, i, end):
        return True
    if cue.shape == "present" and before in speech_words("after_preposition"):
        return True  # بعد تكشف الفضيحة
    if before in ("المتوقع", "من", "الي", "علي", "بين", "في", "اي", "ال", "كل", "هذا", "او") and cue.shape != "past":
        return cue.shape == "participle" or before != "من"
    if (impersonal := _is_impersonal(line, begin, i, end)) is not None:
        return impersonal
    if (cue.lemma, following.folded) == ("رأى", "النور") or (cue.shape == "past" and "relative" in following.classes):
        return True  # ليرى النور, مهارة وصف الذي
    if cue.lemma == "تابع" and following.folded in ("تفاصيل", "المزيد", "اخر", "ابرز", "كل"):
        return True  # تابع تفاصيل القضية عبر الرابط: the reader is spoken to
    if cue.shape == "past" and (following.folded == "او" or (cue.lemma == "عدد" and following.folded == "من")):
        return True  # ذكر أو أنثى, عدد من النصوص
    if before.endswith("جدير"):
        return True  # الجدير ذكره
    if cue.shape == "present" and before.endswith(("كنت", "كنتم")):
        return True  # إذا كنت تعتقد
    if before == "ان" and cue.shape == "present":
        return "complementiser" not in following.classes  # يتوقع أن تعلن الشركة عن
    return cue.strict and not _opens_soon(line, begin, i, end)


def _is_other_use(line: Line, begin: int, i: int, end: int) -> bool:
    """What stands beside the word makes it no verb of saying: مما يهدد الصناعة, طالب دكتوراه, لفت الأنظار."""
    word, following = line.words[i], line.words[i + 1]
    cue = word.cue
    assert cue is not None
    before = line.words[i - 1].folded if i > begin else ""
    if before in _STAYS or (cue.shape == "present" and before in _POINTS):
        return True  # أن تظل حذرا, وهذا يؤكد
    if cue.shape == "participle" and before in speech_words("auxiliary"):
        return True  # كما كان متوقعا
    if before.endswith(("كانه", "كانها", "كانهم")):
        return True  # وكأنه يطلب
    if before == "اذ" and cue.shape == "present" and i <= begin + _FORMULA and line.words[i - 2].is_word:
        return True  # والوزارة إذ تعلن ذلك
    sight = next((k for k in range(i + 1, min(i + 4, end)) if line.words[k].folded in _SIGHTS), end)
    if cue.lemma == "لفت" and sight < end - 1:
        return line.words[sight + 1].folded != "الي"  # لفت الأنظار, but لفت النظر إلى
    which = i - 2 >= begin and line.words[i - 2].folded in ("هو", "وهو", "هي", "وهي")  # وهو ما يرجح
    of_things = before in ("مما", "ومما") or (before == "ما" and (which or cue.lemma in SHOWS))
    if cue.shape == "past" and before in ("مما", "ومما"):
        return True  # مما رجح فرضية
    if before == "احد" and i - 2 >= begin and line.words[i - 2].folded in ("لا", "ولا"):
        return True  # لا أحد يقول إن
    if cue.shape == "present" and of_things and not cue.has_object and not word.folded.endswith("ون"):
        return True  # مما يهدد الصناعة, ما يؤكد السعي
    if cue.has_object and before in ("ما", "بما", "فيما", "من", "مما", "كما"):
        return True
    if following.folded in ("منك", "منكم", "لك", "لكم", "عليك", "عليكم"):
        return True  # رسالة تطلب منك
    if word.folded == "طالب" and following.folded in _STUDIES:
        return True
    if cue.shape == "present" and word.folded.endswith("ذكرني"):
        return True  # يذكرني بالأيام
    if word.folded == "متابعه" and following.text == ":" and (i == begin or line.words[i - 1].text in "-–"):
        return True  # سبق - متابعة: the line of the writer
    return following.folded in ("به", "بها", "اليه", "اليها", "عليه", "عليها", "عنه", "عنها", "عنهم")


def _is_noun(line: Line, begin: int, i: int, before: str) -> bool:
    """أول من تحدث عن, بناء على طلب اللاعب, قبول طلب الرئيس, من النادر ذكر أرقام, أكد أن نقل السفارة خطير."""
    word = line.words[i]
    if before == "من" or before.removeprefix("و") in speech_words("after_preposition") | _TAKES_DEED:
        return True
    if word.cue is None or not (word.cue.strict or word.folded in speech_words("noun_too")):
        return False
    sooner = line.words[i - 2].folded if i - 2 >= begin else ""
    rare = sooner in ("من", "ومن") and before.startswith("ال")
    says = i + 1 < len(line) and "complementiser" in line.words[i + 1].classes  # سبق للرئيس، سامي، أن كشف أن
    that = before == "ان" and not says and sooner not in ("", "بعد", "منذ", "سبق", "وسبق")
    deed = is_verbal_noun(before) and "name" not in line.words[i - 1].classes  # اكتمال وصف الصورة
    return rare or that or (before != "فقد" and deed)


def _is_impersonal(line: Line, begin: int, i: int, end: int) -> bool | None:
    """يشار إلى أن, يذكر أن, but يذكر الكاتب أن; None of a verb of which this does not tell."""
    word, following = line.words[i], line.words[i + 1]
    aside = following.folded in ("عندها", "حينها", "ايضا") and i + 2 < end  # يرجح عندها أن
    opener = line.words[i + 2] if aside else following
    if word.folded in speech_words("impersonal") and "complementiser" in opener.classes:
        return not _has_subject(line, begin, i)
    if word.folded in ("يذكر", "ويذكر"):
        near = line.words[i + 2 : min(end, i + STRICT_REACH)]
        return not (may_begin(line, i + 1) and any("complementiser" in each.classes for each in near))
    return True if word.folded in ("يشار", "ويشار", "تجدر") else None


def _has_subject(line: Line, begin: int, i: int) -> bool:
    """الرئيس يرى أن, المصدر يرجح أن, and not يرى أن, "it is seen", nor رجل يعتقد أنه."""
    cue = line.words[i].cue
    if any(word.folded in speech_words("auxiliary") for word in line.words[max(begin, i - 3) : max(begin, i - 1)]):
        return True  # لا يزال سامي يعتقد أن
    subject = speaker_before(line, begin, i)[0]
    if cue is None or cue.joined or subject is None:
        return False
    first = line.words[subject[0]]
    definite = first.folded.startswith("ال") and "title" in first.classes
    return definite or "name" in first.classes or (cue.lemma == "رأى" and bool(first.classes & {"title", "head"}))


def _opens_soon(line: Line, begin: int, i: int, end: int) -> bool:
    """A word that is more often no verb of saying is one where أن or في follows at once."""
    cue = line.words[i].cue
    assert cue is not None
    if cue.lemma == "طلب" and asked_of(line, i, end):
        return True
    if "burden" in cue.frames:
        return any(word.folded in BURDEN for word in line.words[i + 1 : min(end, i + STRICT_REACH + 4)])
    if "in" in cue.frames:
        follow = [word.folded for word in line.words[i + 1 : min(end, i + 2 * STRICT_REACH)]]
        if told_in(line, i):
            return any("complementiser" in word.classes or word.text in ':"«“' for word in line.words[i + 2 : i + 4])
        return "في" in follow[:2] or "ضمن" in follow[:2] or "التالي" in follow
    reach = _strict_reach(line, i, end)
    near = line.words[i + 1 : min(end, i + reach)]
    said = any(opens_by_preposition(cue, word) for word in near)
    said = said or (
        "ب" in cue.frames and any(word.folded[0] == "ب" and is_verbal_noun(word.folded[1:]) for word in near)
    )
    at_length = _begins_with_speaker(line, begin, i)
    far = line.words[i + 1 : min(end, i + _SPEAKER_REACH)] if at_length else near
    said = said or any("complementiser" in word.classes for word in far)
    if not cue.frames & {"quote", "ext"}:
        return said
    times = _QUOTE_REACH if cue.lemma in _WRITES else 2
    far = far if at_length else line.words[i + 1 : min(end, i + times * reach)]
    return said or any(word.text in ':"«“' for word in far)


def _begins_with_speaker(line: Line, begin: int, i: int) -> bool:
    """Whether this is the first word of its sentence, or behind its dateline, and somebody stands behind it."""
    following = line.words[i + 1].classes if i + 1 < len(line) else frozenset()
    cue = line.words[i].cue
    first = i == begin or (line.words[i - 1].text in "-–—" and i < begin + _DATELINE)
    says = cue is not None and (cue.joined or cue.lemma not in _PUBLISHES)  # نشرت الصحيفة مقالا جاء فيه أن
    return first and says and bool(following & {"title", "head", "name"})


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

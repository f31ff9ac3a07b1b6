"""What a number counts, and what kind of figure that makes it."""

from __future__ import annotations

import re
from functools import cache

from toolkit.mentions.date_terms import weekday_names
from toolkit.mentions.verbal_nouns import is_verbal_noun
from toolkit.text.arabic import fold
from toolkit.text.lexicon import zipf
from toolkit.text.numerals import ordinal_words
from toolkit.text.wordlists import read_table, stop_word_classes

#: Characters read before a number for its event, and behind it for its unit.
_BEFORE, _COUNT_BEFORE, _BEHIND = 70, 110, 80
#: The one number that follows its noun.
ONE = ("واحد", "واحده", "واحدا")
_UNIT = re.compile(r"[ \"«(]{0,3}(?P<from>من (?:بين )?)?[\"«(]?(?P<unit>[^\W\d_]+)(?: (?P<second>[^\W\d_]+))?")
PERCENT = re.compile(
    r"\s{0,3}%|\s{0,3}(?:في|ب) ?(?:ال)?(?:مائه|مئه|ميه|المئه|المائه|الميه|لمئه|لمائه)(?!\w)| نقطه مئويه"
)
_PER = re.compile(r"(?: متر\w*)? ?(?:في (?:ال)?(?:ساعه|ثانيه)|بالساعه|/ ?(?:ساعه|س)|مربعه?|مكعبه?|[23²³])(?!\w)")
_AGE_BEFORE = re.compile(r"(?:[،,(] ?|\w+ ?\( ?)$")
#: At most four words more: يبلغ من العمر, أعمارهم بين 15 و, توفي عن.
_AGE_WORD = re.compile(
    r"(?<!\w)(?:[وفبل]?(?:ال)?(?:عمر|اعمار)(?:ه|ها|هم|هن|هما|ي|ك|نا)?|[بفو]?سن(?:ها|هم)?)"
    r"(?: [^\s.،؛]+){0,4} ?[ (]?(?:ال)?$"
    r"|(?:توفي|توفيت|رحل|رحلت|وفاه|رحيل|وفاته|وفاتها)[^.؛\n]* عن $|(?<!\w)تحت (?:ال)?$"
)
#: البالغ 21 عاما, سنه 41 عاما; but not أشهر.
_AGED = re.compile(r"(?<!\w)(?:و?البالغه?(?: [^\s.،؛]+){0,4}|سنه) ?[ (]?(?:ال)?$")
_AGE_BARE = re.compile(r"(?<!\w)(?:[وفبل]?العمر|[وب]?(?:عمر|اعمار)(?:ه|ها|هم|هن)?|[بف]?(?:ي )?سن) (?:ال)?$")
_AGE_BEHIND = re.compile(r" ?(?:[)،,.]|و|من (?:ال)?عمر|$)")
_AGO = re.compile(r"(?:قبل|منذ|بعد|خلال|مدي|لمده|مده|نحو|من|في|ب|كل|علي|الي|مدار|السجن|بالسجن)[، ]*$")
#: The noun before a number: عقد واحد, مواطنين اثنين, الدول الثلاث, الدول الخليجية الست, مبارياته الخمس, رفاقه الثلاثة.
_LAST_WORD, _LAST_LONG = re.compile(r"(\w+) $"), re.compile(r"(?<!\w)و?(\w{3,}) $")
_LAST_DUAL = re.compile(r"(?<!\w)(?!ال)(\w{2,}[يا]ن) $")
_LAST_DEFINITE = re.compile(r"((?:ال|لل|بال|وال)\w{2,}) ال ?$")
_BEFORE_ADJECTIVE = re.compile(r"(\w{3,}) (?:ال|لل)\w+يه ال ?$")
_THEIRS = re.compile(r"(\w{2,}(?:ها|هم|اته|ائه)) ال$")
_THEIR_EIGHT = re.compile(r"(?<!\w)(?!ال)(\w{3,}(?:ه|ها|هم)) ال$")
_OF_LIFE, _DEATHS = re.compile(r" ?من (?:ال)?عمر"), re.compile(r"(?:وفاه|وفيات)")
#: الثمانية: people too.
_EIGHT = frozenset(f"{word}ه" for word in ("ثلاث", "اربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"))
#: Plurals that mean people where nothing is said: احتشد الآلاف.
_VAGUE = ("عشرات", "مئات", "الاف", "ملايين")
#: ثلاثة (03) إرهابيين.
_IN_DIGITS = re.compile(r" ?\( ?\d[\d.,]* ?\)")
_AMONG = re.compile(r" (?:من (?:بين |اصل |اجمالي )?|من )(?:ال)?\d[\d,.]*(?= [^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")
#: Ten times, on the scale of `zipf`.
_MUCH_COMMONER, _LONG = 1.0, 5
_NOUN_PREFIX = re.compile(r"^(?:وال|بال|ال|لل)(?=\w{3})")
_COUNTED = re.compile(r"(?:عدد|حصيله|اعداد|بعدد|اجمالي) (?P<unit>(?:ال)?[^\W\d_]+)")
_STOP_UNITS = frozenset(
    [
        "بجروح",
        "بجراح",
        "باصابات",
        "و",
        "او",
        "ان",
        "الي",
        "علي",
        "في",
        "عن",
        "منذ",
        "قبل",
        "بعد",
        "خلال",
        "بين",
        "حتي",
        "مع",
        "لدي",
        "عند",
        "كما",
        "كان",
        "وكان",
        "قال",
        "وقال",
        "الذي",
        "التي",
        "الذين",
        "اي",
        "فقط",
        "ايضا",
        "ذلك",
        "وذلك",
        "هو",
        "هي",
        "ثم",
        "حيث",
        "لكن",
        "اذ",
        "علما",
        "مقابل",
        "ضد",
        "تم",
        "قد",
        "لا",
        "لم",
        "لن",
        "ما",
        "وهو",
        "وهي",
        "وفق",
        "وفقا",
        "بحسب",
        "حسب",
        "ليصل",
        "لتصل",
        "سابقا",
        "سنويا",
        "يوميا",
        "شهريا",
        "وبذلك",
        "وبالتالي",
        "والذي",
        "والتي",
        "والذين",
        "كل",
        "اكثر",
        "اهم",
        "ابرز",
        "افضل",
        "بتاريخ",
        "بتوقيت",
        "برصيد",
        "بنسبه",
        "بقيمه",
        "بمساحه",
        "بمحافظه",
        "عالميا",
        "ميلاديا",
        "ميلادي",
        "ميلاديه",
        "هجريا",
        "هجري",
        "هجريه",
    ]
)


@cache
def figure_words() -> dict[str, frozenset[str]]:
    """Return the words of each class of ``figure_words.tsv``, folded.

    Examples
    --------
    >>> "دولار" in figure_words()["money"]
    True
    """
    classes: dict[str, set[str]] = {}
    for row in read_table("figure_words.tsv"):
        classes.setdefault(row["class"], set()).add(fold(row["word"]))
    return {name: frozenset(words) for name, words in classes.items()}


@cache
def _stop_units() -> frozenset[str]:
    nouns = {"time", "quantifier", "number_word", "filler_noun"}
    stops = _STOP_UNITS | {fold(word) for word, kind in stop_word_classes().items() if kind not in nouns}
    return stops - {"كم", "وحده", "مره", "اخرون", "اخرين", "اخر", "اخري"}  # kilometres, flats, times; six others


@cache
def _orders() -> frozenset[str]:
    """Words behind a number that are not what it counts: السبعة الأولى, الثلاثة الماضية."""
    ends = {"الماضيه", "الماضيين", "المقبله", "الاخيره", "القادمه", "المقبلين", "الاخيرين", "الاوائل"}
    return frozenset({f"ال{word}" for word in ordinal_words()} | ends)


def find_unit(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the thing counted stands, in a folded text; an empty span where nothing is said.

    Examples
    --------
    >>> find_unit("قتل 5 من الجنود", 4, 5)
    (9, 15)
    """
    if again := _IN_DIGITS.match(text, end):
        end = again.end()
    if among := _AMONG.match(text, end):
        end = among.end()
    if percent := PERCENT.match(text, end):
        return percent.start() + (text[percent.start()] == " "), percent.end()
    head = text[max(0, start - _COUNT_BEFORE) : start]
    paid = _UNIT.match(text, end, end + _BEHIND)
    one_coin = paid is not None and paid["unit"] in figure_words()["money"]  # قيمته واحد جنيه
    if not one_coin and (before := _counted_before(text[start:end], head)):
        return start - len(head) + before.start(1), start - len(head) + before.end(1)
    if text[start - 1 : start] == "%" and text[start - 2 : start - 1] in (" ", "(", ""):
        return start - 1, start
    if text[end : end + 2].strip()[:1] in ("$", "€", "£"):
        return end + (text[end] == " "), end + 1 + (text[end] == " ")
    if text[start:end] in _EIGHT and (owned := _THEIR_EIGHT.search(head)):
        return start - len(head) + owned.start(1), start - len(head) + owned.end(1)  # رفاقه الثلاثة
    match = _UNIT.match(text, end, end + _BEHIND)
    if match and _stands_alone(text, start, match, head):
        match = None
    if match and (one_coin or text[start:end] not in ONE) and _can_be_unit(match["unit"]):
        most = figure_words()["most"]  # 11 من أشهر المطربين
        return match.span("second" if match["from"] and match["second"] and match["unit"] in most else "unit")
    vague = text.startswith(_VAGUE, start)
    if head.endswith("ال") and not vague and (before := _THEIRS.search(head)):  # مبارياته الخمس
        return start - len(head) + before.start(1), start - len(head) + before.end(1)
    found = list(_COUNTED.finditer(head[max(head.rfind("."), head.rfind("\n"), 0) :]))
    counted = found[-1] if found else None
    if counted:
        offset = start - len(head) + max(head.rfind("."), head.rfind("\n"), 0)
        return offset + counted.start("unit"), offset + counted.end("unit")
    return end, end


def _stands_alone(text: str, start: int, match: re.Match[str], head: str) -> bool:
    """Tell whether what stands behind is no unit: احتشد الآلاف أمس, في سن 19 تزوج."""
    if match["unit"] == "يوم" and match["second"] in weekday_names():
        return True
    if _AGE_BARE.search(head[-16:]):
        return match["unit"] not in figure_words()["duration"]
    return head.endswith("ال") and text.startswith(_VAGUE, start) and not match["from"]


@cache
def _can_be_unit(word: str) -> bool:
    stops, words = _stop_units(), figure_words()
    if word in stops or word in _orders() or word.startswith(("وال", "لل")) or (word[0] == "و" and word[1:] in stops):
        return False
    if word[0] == "و" and _event_of(word[1:], verbs_only=True):
        return False  # مقتل 29 وجرح 15
    if (
        word[0] not in "لبكو"
        or len(word) < _LONG
        or word[-1] == "ه"
        or any(word in words[kind] for kind in ("money", "distance", "person"))
    ):
        return True
    # لشراء، لروما، وقبل: a preposition, and a word much commoner without it
    return not (word[0] == "ل" and is_verbal_noun(word[1:])) and zipf(word[1:]) < zipf(word) + _MUCH_COMMONER


def _counted_before(number: str, head: str) -> re.Match[str] | None:
    """عقد واحد, مواطنين اثنين, الدول الثلاث: the noun stands before the number."""
    if number in ONE:
        return _LAST_WORD.search(head)
    if number in ("اثنين", "اثنان", "اثنتين", "اثنتان"):
        return _LAST_DUAL.search(head)
    if not head.endswith(("ال", "ال ")):
        return None
    behind = _BEFORE_ADJECTIVE.search(head)
    if behind and behind[1] not in _stop_units():  # الدول الخليجية الست
        return behind
    return _LAST_DEFINITE.search(head)


def kind_of(text: str, start: int, end: int, unit: str, unit_end: int) -> str:
    """Return the kind of a figure: what its unit is, and what happened to people.

    Parameters
    ----------
    text
        Folded.
    start, end
        The number.
    unit
        What it counts, folded, empty where nothing is said.
    unit_end
        Where that ends.

    Examples
    --------
    >>> kind_of("قتل 5 جنود", 4, 5, "جنود", 10), kind_of("دفع 5 دولارات", 4, 5, "دولارات", 13)
    ('people_killed', 'money')
    """
    if PERCENT.match(text, end) or unit == "%":
        return "percent"
    words, bare = figure_words(), _NOUN_PREFIX.sub("", unit)
    if unit in ("$", "€", "£"):
        return "money"
    if bare in ("العمر", "عمر", "عمره", "عمرها"):
        return "age"
    if (
        unit_end <= start
        and bare.removesuffix("ين") in words["ranked"]
        and text[start - 2 : start].strip() in ("ال", "ل")
    ):  # الدوري الـ12
        return "ordinal"
    for kind in ("money", "distance", "duration"):
        if bare in words[kind]:
            if kind == "distance" and _PER.match(text, unit_end):
                return "other"
            if bare in ("عقود", "عقد", "عقدا") and _CONTRACT.match(text, unit_end):
                return "other"
            if bare == "م" and _MILLION_DINARS.match(text, unit_end):
                return "money"
            if text.startswith(" ضوئي", unit_end):
                return "distance"
            if bare == "كيلو" and text.startswith((" وا", " جرام", " غرام", " هرتز", " بايت"), unit_end):
                return "other"
            return "age" if kind == "duration" and _is_age(text, start, unit_end, bare) else kind
    if not unit and _AGE_BARE.search(text[max(0, start - 12) : start]):
        return "age"
    if not unit and _THEIR_NUMBER.search(text[max(0, start - 30) : start]):
        return _kind_of_people(text, start, end, "شخص")
    if not unit and _are_people(text, start, end):
        return _kind_of_people(text, start, end, "شخص")
    if not unit and (them := _OF_THEM.match(text, end)):
        return _kind_of_people(text, start, end, them[1])
    if bare in words["force"] and text.startswith(" من ", end):
        return _kind_of_people(text, start, unit_end, bare)  # خمسة من قوات الأمن
    if _THEIR_DEATH.match(text, unit_end):
        return "people_killed"
    if bare == "مليون" or (unit and not _is_people(bare, is_dual=start == end)):
        return _kind_of_others(text, start, bare)
    return _kind_of_people(text, start, unit_end, bare)


def _are_people(text: str, start: int, end: int) -> bool:
    """الآلاف, الأربعة and سبعة منهم are people though no noun says so."""
    definite = text.startswith("ال", start - 2)
    if not definite and text[end : end + 2].lstrip()[:1] in ("،", ","):
        return False  # عشرات، إن لم يكن مئات
    return text.startswith(_VAGUE if definite else _VAGUE[:3], start) or (definite and text[start:end] in _EIGHT)


@cache
def _people() -> frozenset[str]:
    words = figure_words()
    listed = words["person"] | words["killed"] | words["injured"] | words["displaced"]
    nations = {fold(row[name]) for row in read_table("nationalities.tsv") for name in ("nationality", "plural")}
    return frozenset(word for word in listed | nations if word)


def _is_people(unit: str, *, is_dual: bool) -> bool:
    """A listed noun in any of its endings, or a sound plural in ين or ون, which only people have."""
    known = _people()
    if unit in figure_words()["not_person"] or (_OF_FORM_THREE.fullmatch(unit) and unit not in known):
        return False
    if unit in known or any(unit.endswith(end) and unit.removesuffix(end) in known for end in _ENDINGS):
        return True
    if f"{unit}ن" in known:  # مستخدمي الإنترنت
        return True
    if (owned := _OWNED.fullmatch(unit)) and (
        owned[1] in known or f"{owned[1][:-1]}ء" in known or f"{owned[1]}ن" in known
    ):  # أصدقائها
        return True
    sound = unit.endswith(("ين", "ون")) and len(unit) > 4 and not is_dual
    return sound and not _OF_A_VERB.fullmatch(unit)


#: What makes عقود contracts and no decades.
_CONTRACT = re.compile(r" (?:ل(?!م |ا |ن |دي)|مع |تصدير|توريد|بقيم|بمبلغ|شراء|بيع|عمل |استثمار|تجاري|جديد|موقع)")
#: بلغ عددهم 3 آلاف.
_THEIR_NUMBER = re.compile(r"عدده[من] (?:[^\s.،]+ ){0,2}(?:ال)?$")
#: دفعت المعارك 5 آلاف شخص إلى النزوح.
_TO_FLEE = re.compile(r"(?<!\w)(?:(?:علي|الي) (?:ال)?|لل?)(?:نزوح|فرار|هرب|هروب|رحيل|لجوء|مغادره منازل|ترك منازل)")
#: آلاف الأسر المهجرة.
_SUFFERED = re.compile(
    r" (?:ال)?(?:(?P<displaced>مهجر|مشرد|نازح)|(?P<injured>مصاب|جريح)|(?P<killed>مقتول))(?:ين|ون|ه|ا)?(?!\w| ب)"
)
_LEFT_LIFE = re.compile(r"فارق\w* [^.،]{0,40}الحياه|(?<!\w)(?:فقدان|ازهاق|ازهق\w*|حصد\w*|اود[يت]\w*) [^.،]{0,12}ارواح")
#: 12 من مرافقيه مصرعهم.
_THEIR_DEATH = re.compile(r"(?: \w+){0,3} (?:مصرع|حتف)هم?(?!\w)")
#: In Tunisia م د is a million dinars.
_MILLION_DINARS = re.compile(r" ?\.? ?د(?!\w)")
#: What is said before these is another matter.
_CLAUSE = re.compile(r"[.!؟\n]|، ?و?(?:فيما|بينما|في حين|كما|لكن|كان)(?!\w)")
_THEY = re.compile(r" (\w+وا)(?!\w)")
#: Words before a number among which its event is looked for; and where عددهم points back to all of them.
_NEAR_EVENT, _ALL_OF_THEM = 7, 15
_OWNED = re.compile(r"(\w{3,})(?:ها|هم|هن|ه|نا)")
#: 70 ألفا منهم: people, though no noun says so.
_OF_THEM = re.compile(r" ((?:من|بين)ه[من])(?!\w)")
_ENDINGS = ("ا", "ين", "ون", "ان", "ي", "ه", "ات")
#: مخالفة, منافسات: more often verbal nouns than women.
_OF_FORM_THREE = re.compile(r"م.ا..(?:ه|ات)")
#: تعيين, تأمين: verbal nouns that end in ين.
_OF_A_VERB = re.compile(r"ت\w\wين")


def _is_age(text: str, start: int, unit_end: int, unit: str) -> bool:
    if unit_end < start or unit not in ("عاما", "سنه", "عام", "سنوات", "اعوام", "شهرا", "اشهر", "ربيعا"):
        return False  # لمدة سنة واحدة
    head = text[max(0, start - 40) : start]
    if _AGE_WORD.search(head) or (unit not in ("شهرا", "اشهر") and _AGED.search(head)):
        return True
    before = _LAST_LONG.search(head)
    if before and before[1] in figure_words()["person"]:  # رجل 27 سنة
        return True
    if _OF_LIFE.match(text, unit_end):
        return True
    return bool(_AGE_BEFORE.search(head) and _AGE_BEHIND.match(text, unit_end) and not _AGO.search(head))


def _kind_of_others(text: str, start: int, unit: str) -> str:
    if unit in ("حاله", "حالات") and _DEATHS.search(text, max(0, start - 12), start + 30):
        return "people_killed"
    return "other"


def _kind_of_people(text: str, start: int, unit_end: int, unit: str) -> str:
    """The noun itself, else the nearest event before it in the sentence, else the verb right behind it."""
    words = figure_words()
    for kind, event in (("killed", "people_killed"), ("injured", "people_injured")):
        if unit in words[kind]:
            return event
    if _LEFT_LIFE.search(text, max(0, start - 25), unit_end + 25):
        return "people_killed"
    if behind := _SUFFERED.match(text, unit_end):
        return next(f"people_{event}" for event, group in behind.groupdict().items() if group)
    tail = re.split(r"[.!؟\n،,]", text[unit_end : unit_end + 45])[0]
    if (they := _THEY.match(tail)) and (event := _event_of(they[1], verbs_only=True)):
        return event  # مئة شخص أصيبوا
    head = _CLAUSE.split(text[max(0, start - _BEFORE) : start])[-1]
    near = _ALL_OF_THEM if _THEIR_NUMBER.search(head) else _NEAR_EVENT  # قتل الركاب جميعا، وعددهم 259
    for word in reversed(_WORD.findall(head)[-near:]):
        if event := _event_of(word):
            return event
    for place, word in enumerate(_WORD.findall(tail)[:5]):
        if (place < 2 or word.endswith("وا")) and (event := _event_of(word, verbs_only=True)):
            return event
    if unit in words["displaced"] or _TO_FLEE.search(tail):
        return "people_displaced"
    return "people" if unit else "other"


def _event_of(word: str, *, verbs_only: bool = False) -> str:
    words = figure_words()
    for form in (word, word[1:] if word[:1] in "وفبلك" else word):
        for kind in ("killed", "injured", "displaced"):
            if form in words[f"{kind}_by"] and not (verbs_only and form in words[kind]):
                return f"people_{kind}"
    return ""

"""Whether a number counts anything: number words that are other words, digits in names, codes and scores."""

from __future__ import annotations

import re

from toolkit.mentions.figure_kinds import ONE, figure_words
from toolkit.text.numerals import Numeral

#: Names with a number word in them: شارع الستين, دور الستة عشر, القرن العشرين.
_NAMED_BEFORE = re.compile(r"(?<!\w)[وفبل]?(?:ال)?(?:شارع|دور(?: ال\w+)?|طريق|خط|ملف|حي|قرن) ?$")
#: The rest of an ordinal: الحادي والعشرين.
_ORDINAL_BEFORE = re.compile(r"ال(?:واحد|حادي|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع)ه? ?و? ?$")
#: مجموعة العشرين, لجنة الخمسين, ساحة السبعين.
_GROUP_BEFORE = re.compile(r"(?:مجموعه|لجنه|ساحه|ميدان|جسر|حركه|نادي) $")
#: Behind these a number without a unit is a name, a date, a score or a code.
_CODE_BEFORE = re.compile(
    r"(?<!\w)[وبلف]?(?:ال)?(?:عام|سنه|يوم|يومي|ايام|قرار|القرارين|قانون|ماده|مواد|فصل|رقم|ارقام|رمز|كود|فرانس|اكس"
    r"|هاتف|جوال|فاكس|تردد|بوابه|جناح|صفحه|مؤشر|نتيجه|حلقه|قناه|طراز|اصدار|نسخه|سهم"
    r"|خليجي|فالكون|فرقه|لواء|بلس|فون|ص|لقب|تقرير|عدد)[ :(\"«]{1,3}(?:ال)?$"
    r"|نتيجه \d+ (?:مقابل|ل) $"
)
_CALL_BEFORE = re.compile(r"sms|stc|(?:للتواصل|للاستفسار|موبايلي|زين|الاتصالات|هاتف|جوال|الرمز|بالرمز)(?!\w)")
#: The rest of a telephone number, or of رقم 84 و86.
_AMONG_DIGITS = re.compile(r"\d $|رقم \d+ و$")
#: Before a bare number in brackets: there it does count.
_COUNT_BEFORE = re.compile(r"(?:عدد\w*|\w*بلغ\w*|بواقع|بنسبه|اجمالي|مجموع\w*|نحو|من|الي|علي|عن|بين|حوالي|قرابه) ?$")
_NUMBERED = re.compile(r"(?<!\w)[وبل]?(?:ال)?رقم $")
#: Without عشر behind them these are other words: أثنى is "he praised".
_HALF_WORDS = frozenset(("اثنا", "اثني", "اثنتا", "اثنتي", "احد", "احدي"))
#: كمية is a quantity.
_OTHER_WORDS = frozenset(("كميه",))
#: لم تسع: a verb.
_NEGATED = re.compile(r"(?<!\w)و?(?:لم|لن|لا) $")
_LIST_BEFORE = re.compile(r"(?:^|[.:؛\n]) ?$")
_LIST_BEHIND = re.compile(r"[-.) ]{1,3}[^\W\d]")
#: Digits and letters right before and behind a number: 12:30, F16, د. 90 ق.
_GLUED_BEFORE, _GLUED_BEHIND = re.compile(r"[\d][.,/:\-]?$|[a-z#@_]$"), re.compile(r"[:/.]\d|[a-z_'′]| ?ق[. ]")
_MORE_DIGITS = re.compile(r" \d")
#: ربع النهائي, الربع الخالي.
_PART_OF_NAME = re.compile(r" (?:نهائي|النهائي|الاول|الثاني|الثالث|الرابع|الخالي|الاخير)")
_COUNTS_BEHIND = re.compile(r" (?:و?ال|من|عجاف|سنوات)")
_WORD_BEFORE = re.compile(r"(\w{3,}) $")
#: لتر واحد من الماء: what one of may be had of a stuff.
_MEASURES = frozenset(("لتر", "غرام", "جرام", "كيلوغرام", "طن", "برميل", "كوب", "قطره", "نوع", "قدر"))
#: واحد تلو الآخر, واحد من أبرز الكتاب.
_ONE_OF = re.compile(r" (?:تلو|و(?!\w*[^\W\d_])|وال|ابرز|اهم|اكبر|افضل|اشهر|كبار|ال\w+(?:ين|ات)(?!\w))")
#: A definite noun before a bare number has it for its name, unless that is how many there are, or a rank.
_DEFINITE_NOUN = re.compile(r"(?<!\w)[وفبك]?(?:ال|لل)[^\W\d_]{3,} $")
_RANK_BEFORE = re.compile(
    r"(?:مصنفه?|عمر|سن|مركز|مرتبه|مره|نقطه|نسبه|معدل|رصيد|عدد|اعداد|مجموع|اجمالي|حصيله|قيمه|سعر|مبلغ|درجه|مستوي|ناتج|موقوفين|قتلي|جرحي"
    r"|ضحايا|مصابين|وفيات|اصابات|حالات|رجال|نساء|[ايو]ن|ات|سوي) $"
)
_DEFINITE_BEFORE = re.compile(r"(?:ال|لل)\w+ $")
_SIX = re.compile(r" (?:\w+ات|اشهر|سنين|ليال|دول)(?!\w)")
#: Digits of a code or a telephone are no fewer than this, of a minute or an age in brackets no greater.
_LONG_CODE, _SMALL = 5, 130


def counts(text: str, start: int, prefix: int, number: Numeral) -> bool:
    """Tell whether what reads as a number is one: not دور الستة عشر, ربع نهائي, F16, 12:30.

    Parameters
    ----------
    text
        Folded.
    start, prefix
        Where the number begins, and the letters of clitics before it.
    number
        What was read there.

    Examples
    --------
    >>> from toolkit.text.numerals import read_number
    >>> counts("ربع النهائي", 0, 0, read_number("ربع النهائي"))
    False
    """
    word = text[start : number.end]
    before = text[max(0, start - prefix - 12) : max(0, start - prefix)]
    if _NAMED_BEFORE.search(before.rstrip('([«" ') + " ") or (prefix > 1 and _GROUP_BEFORE.search(before)):
        return False
    if not word[0].isdigit() and _ORDINAL_BEFORE.search(before):
        return False
    if word[0] == "0" and len(word) > 1 and word.isdigit():
        return False
    if word[0].isdigit():
        return not _GLUED_BEFORE.search(text[max(0, start - 2) : start]) and not _GLUED_BEHIND.match(text, number.end)
    if _NUMBERED.search(before):
        return False  # أشار بيده بالرقم ثلاثة
    if word in _HALF_WORDS or text[start - prefix : number.end] in _OTHER_WORDS:
        return False
    noun = text[max(0, start - prefix - 20) : max(0, start - prefix)]
    if word in ("ست", "سبع", "خمس", "عشر") and _DEFINITE_BEFORE.search(noun):
        return True  # القوى الست
    if word == "تسع" and _NEGATED.search(before):
        return False
    if word == "ست" and (text[start - prefix : start].endswith("ل") or text.startswith(" هام", number.end)):
        return bool(_SIX.match(text, number.end))  # لست is "I am not"
    if word in ONE:
        return prefix == 0 and _is_one(before, text[number.end : number.end + 20])
    if word in ("الف", "الفا") and prefix and not text[start - prefix : start].startswith(("ب", "و", "ل", "ك")):
        return False
    if word in ("ربع", "ثلث", "نصف"):
        return (
            not _PART_OF_NAME.match(text, number.end)
            and not before.endswith("الا ")
            and not (prefix and "ال" in text[start - prefix : start])
        )
    return not (
        word in ("ست", "سبع", "خمس", "عشر", "اثنين", "الاف")
        and text[start - prefix : start].endswith("ال")
        and word != "الاف"
    ) or (word != "اثنين" and bool(_COUNTS_BEHIND.match(text, number.end)))


def is_code(text: str, start: int, end: int, *, in_brackets: bool) -> bool:
    """Tell whether digits without a unit are a date, a code, a score, or the minute of a goal in brackets.

    Examples
    --------
    >>> is_code("ارسل الي الرقم 88548", 15, 20, in_brackets=False)
    True
    """
    digits = text[start:end]
    if not digits.isdigit():
        return False
    head = text[max(0, start - 50) : start]
    if _AMONG_DIGITS.search(head) or _MORE_DIGITS.match(text, end):  # 17 17 71 37 05
        return True
    year = len(digits) == 4 and 1900 <= int(digits) <= 2035
    if year or _CODE_BEFORE.search(head) or (len(digits) >= _LONG_CODE and _CALL_BEFORE.search(head)):
        return True
    if _LIST_BEFORE.search(head) and len(digits) < 3 and _LIST_BEHIND.match(text, end):
        return True
    if _DEFINITE_NOUN.search(head) and not _RANK_BEFORE.search(head):  # بالحارة 95
        return True
    small = int(digits) <= _SMALL or len(digits) == 4
    return in_brackets and small and not _COUNT_BEFORE.search(head.rstrip(" (["))


def _is_one(before: str, behind: str) -> bool:
    """Tell whether واحد counts the indefinite noun before it: عقد واحد, not كل واحد منهم."""
    noun = _WORD_BEFORE.search(before)
    if noun is None:
        return False
    measured = noun[1] in figure_words()["duration"] | figure_words()["distance"] | _MEASURES
    if behind.startswith(" من ") and not measured:
        return False
    if _ONE_OF.match(behind):
        return False
    return not noun[1].startswith("ال") and noun[1] not in ("علي", "رقم", "ولا", "غير", "اكثر", "وقت", "ان")

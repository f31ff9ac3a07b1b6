"""Where the object of a verb of saying begins behind its subject: اتهم الوزير *السلطات*."""

from __future__ import annotations

from toolkit.mentions.speech_lines import Line
from toolkit.text.speech import speech_words

#: The first halves of names.
NAME_BEGINS = frozenset({"عبد", "ابو", "ابي", "بن", "ابن", "ام", "ال"})
_OFFICES = frozenset({"title", "head"})
#: Letters of a plural in ين with ال, at least: المسافرين, and not الصين.
_LONG_PLURAL = 7


def object_begins(line: Line, first: int, i: int) -> bool:
    """Tell whether the object begins at piece ``i``, behind a subject that begins at ``first``."""
    word, before = line.words[i], line.words[i - 1]
    if before.folded == "باسم" or (before.folded == "من" and line.words[i - 2].folded in ("كل", "كلا")):
        return False  # كل من بريطانيا
    if _follows_a_name(line, first, i) or _follows_a_noun(line, first, i) or word.folded in _NO_SUBJECT:
        return True
    apart = i > first + 1 or (word.folded == "رئيس" and before.folded.startswith("ال"))  # اتهم الطيبي رئيس الكنيست
    if word.folded in ("الرئيس", "البابا", "رئيس") and apart and not before.classes & _OFFICES:
        return True
    if word.folded.startswith("و") or before.folded in ("من", "في") or before.classes & _OFFICES:
        return False
    consulate = word.folded.endswith("يه") and before.folded.startswith("ال") and before.folded.endswith("ه")
    return "object" in word.classes and not consulate  # القنصلية السعودية


#: Words that go on with no subject: اتهم الوزير هذه الدول, دعت اللجنة وسائل الإعلام.
_NO_SUBJECT = frozenset({"هذا", "هذه", "ذلك", "تلك", "وسائل"})


def _follows_a_name(line: Line, first: int, i: int) -> bool:
    """اتهمت إسرائيل «الفيلق», دعت إلهان عمر الإدارة, وصف روبرتو كوارتا المدير."""
    word, before, start = line.words[i], line.words[i - 1], line.words[first]
    definite = word.folded.startswith("ال")
    agency = "outlet" in word.classes and len(word.folded) > 2 and not definite
    if agency and i > first and not (word.classes | before.classes) & _OFFICES:
        return True  # أبلغ مصدر رويترز
    following = line.words[i + 1] if i + 1 < len(line) else word
    bare = not definite and not word.classes - {"head", "object"} and word.folded[0] not in "وبلفك"
    others = bare and before.folded.startswith("ال") and following.folded.startswith("ال")
    surname = i == first + 1 and not before.classes & _OFFICES
    two = line.words[max(first, i - 2) : i]
    named_twice = i > first + 2 and not any(each.folded[:2] == "ال" or each.classes & _OFFICES for each in two)
    if word.folded in speech_words("head") and named_twice and following.folded.startswith("ال"):
        return True  # أبلغ رئيس المكتب جيمس كومي لجنة الاستخبارات
    if (i in line.closes and "name" in before.classes) or (others and (surname or before.folded.endswith("ي"))):
        return True  # دعا الجبوري رؤساء الكتل
    noun = definite and "name" not in word.classes
    named = "name" in before.classes and not before.classes & _OFFICES and before.folded not in NAME_BEGINS
    body = word.folded.endswith("ه") and not word.folded.endswith("يه")
    office = "title" in following.classes  # تركي الشبانة مدير القنوات
    if noun and (before.text.endswith(("ها", "هم")) or (named and body and not office)):
        return True  # دعت الجمعية وشركاؤها المهتمين
    if line.opened_by.get(i - 1) == first and definite and not word.folded.endswith(("يه", "ي")):
        return True  # نبه «الغامدي» المواطنين
    person = "name" in start.classes and not (start.classes | before.classes) & _OFFICES
    if person and noun and word.folded in speech_words("title") - speech_words("title_or_name"):
        return True
    if word.text.endswith(("يه", "يها", "يهم")) and len(word.text) >= _LONG_PLURAL - 1 and "name" not in word.classes:
        return "name" in before.classes  # دعا عبد الملك الحوثي مقاتليه
    office = not definite and word.folded in speech_words("title") and before.folded.startswith("ال")
    if office and i > first + 2 and "name" in line.words[i - 2].classes and not before.classes & _OFFICES:
        return "title" in start.classes  # طالب رئيس الاتحاد سامي العلي نجم برشلونة
    many = definite and word.folded.endswith("ين") and len(word.folded) >= _LONG_PLURAL
    plain = not before.folded.startswith("ال") and not (word.classes | before.classes) & _OFFICES
    return many and plain  # حذر الدكتور محمد المسافرين


def _follows_a_noun(line: Line, first: int, i: int) -> bool:
    """وصفت الكويت القرار, حملت الوزارة الشركة المسؤولية, يتهم أبناء القبيلة اللجنة: a noun with ال too many."""
    word, before = line.words[i], line.words[i - 1]
    definite = [each.folded.startswith("ال") for each in line.words[first : i + 1]]
    body = word.folded in speech_words("body")
    if body and len(definite) > 2 and definite[-2] and not definite[0] and not before.classes & _OFFICES:
        return True
    adjective = word.folded.endswith(("يه", "ي")) and word.text[-1] != "ى"  # القوى
    adjective = adjective or word.folded.startswith("الم") or "adjective" in word.classes
    adjective = adjective or (word.folded.endswith("ه") and before.folded.endswith(("ه", "ات")))  # الهيئة الدائمة
    if definite == [False, True] and before.folded in speech_words("feminine") and not adjective:
        return True  # اتهمت طهران القوى الأجنبية
    if (body and before.folded in speech_words("body")) or (definite == [True, True, True] and not adjective):
        return True
    if definite != [True, True] or adjective:
        return False
    return "title" not in before.classes or "object" in word.classes  # دعا الوزير الناس, but الوزير السابق

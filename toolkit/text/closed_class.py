"""Particles, prepositions and demonstratives with what stands before and behind them: cut by rule."""

from __future__ import annotations

from functools import cache

from toolkit.text.wordlists import keep_whole

PRONOUNS = ("ه", "ها", "هم", "هن", "هما", "نا", "ك", "كم", "ي")
#: Particles that carry pronouns, as written before one.
_WITH_PRONOUN = (
    "ب", "ل", "في", "من", "عن", "مع", "علي", "إلي", "لدي", "عند", "بين", "أن", "إن", "كأن", "لكن", "بعد",
    "قبل", "حول", "ضد", "أمام", "خلف", "وراء", "فوق", "تحت", "دون", "مثل", "نحو", "تجاه", "عبر", "خلال", "ضمن",
    "حين", "منذ", "كل", "بعض", "غير", "سوى", "جميع", "كلا", "لعل", "ليت", "حوالي", "نفس",
)  # fmt: skip
_ALONE = (
    "في", "من", "على", "إلى", "عن", "مع", "أن", "إن", "لا", "ما", "لم", "لن", "قد", "لقد", "كان", "كانت", "كانوا",
    "يكون", "تكون", "هو", "هي", "هم", "هذا", "هذه", "ذلك", "تلك", "هؤلاء", "أولئك", "الذي", "التي", "الذين",
    "اللذين", "اللتين", "اللواتي", "بين", "بعد", "بعدما", "قبل", "حتى", "إذا", "إذ", "حيث", "حيثما", "كما", "لكن",
    "منذ", "عند", "كل", "كلا", "كلتا", "كافة", "بعض", "غير", "أي", "أو", "أم", "ثم", "لو", "لولا", "هنا", "هناك",
    "هنالك", "كيف", "متى", "أين", "أينما", "نحن", "أنا", "أنت", "هما", "ليس", "ليست", "مثل", "خلال", "دون", "بدون",
    "ضد", "نحو", "حول", "لدى", "عدم", "كذلك", "لذا", "أيضا", "فقط", "فحسب", "ضمن", "عبر", "إلا", "ألا",
    "مما", "عما", "ممن", "كلما", "بينما", "عندما", "حينما", "إنما", "ربما", "طالما", "لماذا", "ماذا", "هل", "يا",
    "أما", "إما", "سوف", "سواء", "بل", "لدي", "مهما", "ريثما", "كي", "لكي", "كأن", "لعل", "لابد", "لاسيما", "فضلا",
    "أمام", "وراء", "فوق", "فور", "وسط", "وفق", "وفقا", "حين", "بضعة", "بي", "فيما",
)  # fmt: skip
#: Particles that ب, ل and ك may stand before.
_BEHIND_PREPOSITION = ("أن", "ما", "هذ", "ذلك", "تلك", "هؤلاء", "كل", "بعض", "غير", "مثل", "عدم")
_BEFORE_PRONOUN = {"علي": "على", "إلي": "إلى", "الي": "إلى", "لدي": "لدى"}
_HAMZA = str.maketrans("أإ", "اا")


@cache
def closed_class() -> dict[str, tuple[str, str, str]]:
    """Return each form with its proclitics, its base and its pronoun.

    Examples
    --------
    >>> closed_class()["وبأنهم"], closed_class()["عليها"]
    (('وب', 'أن', 'هم'), ('', 'علي', 'ها'))
    """
    found = {base + pronoun: ("", base, pronoun) for base in _WITH_PRONOUN for pronoun in PRONOUNS}
    found |= {base + "ني": ("", base, "ني") for base in ("إن", "أن", "كأن", "لكن")}
    found |= {"مني": ("", "من", "ي"), "عني": ("", "عن", "ي"), "منا": ("", "م", "نا"), "عنا": ("", "ع", "نا")}
    found |= {base: ("", base, "") for base in _ALONE}
    behind = {
        letter + word: (letter, *cut[1:])
        for letter in "بلك"
        for word, cut in found.items()
        if word.startswith(_BEHIND_PREPOSITION)
    }
    found = behind | found
    found |= {
        word.translate(_HAMZA): (p, s.translate(_HAMZA), e) for word, (p, s, e) in found.items() if word[0] in "أإ"
    }
    joined = {letter + word: (letter + cut[0], *cut[1:]) for letter in "وف" for word, cut in found.items()}
    whole = {word: ("", word, "") for word in keep_whole()}
    return joined | found | whole


def as_written_alone(base: str) -> str:
    """Return the particle as it is written without a pronoun.

    Examples
    --------
    >>> as_written_alone("علي")
    'على'
    """
    return _BEFORE_PRONOUN.get(base, base)

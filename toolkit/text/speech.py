"""The words by which news says that somebody speaks: verbs of saying in all their forms, and the words about them.

`wordlists/speech_verbs.tsv` gives each verb once, in the past, the present and
as a participle, with the frames in which it takes what is said; the forms are
made here. `wordlists/speech_words.tsv` gives the words around it by class,
among them forms that are more often another word: ``homograph`` never counts,
``strict`` only where أن follows at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from toolkit.text.arabic import fold
from toolkit.text.wordlists import read_table

#: Attached objects of verbs that are said *to* or *of* somebody: وصفه, اتهمتهم.
_OBJECTS = ("ه", "ها", "هم", "هما", "نا", "ني")


@dataclass(frozen=True, slots=True)
class Cue:
    """One form of a verb of saying.

    Attributes
    ----------
    lemma
        The verb in the past.
    frames
        How it takes what is said: ``an`` (أن), ``np`` (a noun), a preposition,
        ``object`` (somebody stands between), ``relay`` (عن فلان), ``in``
        (جاء في بيان), ``quote`` and ``ext`` (only with quotation marks or
        قائلا), ``learn`` (من فلان), ``once`` (what is said follows soon),
        ``judged`` (اعتبره خطوة), ``burden`` (حمّله المسؤولية).
    shape
        ``past``, ``present``, ``participle`` or ``noun`` (إعلان).
    joined
        Whether و or ف is attached.
    has_object
        Whether an object is attached: وصفه.
    strict
        Whether it is more often another word, and wants أن at once.
    feminine
        Whether the subject of the verb is feminine.
    """

    lemma: str
    frames: frozenset[str]
    shape: str
    joined: bool = False
    has_object: bool = False
    strict: bool = False
    feminine: bool = False


@cache
def speech_words(name: str) -> frozenset[str]:
    """Return the folded words of one class of ``speech_words.tsv``.

    Examples
    --------
    >>> "بعدما" in speech_words("circumstance")
    True
    """
    return frozenset(
        fold(word) for row in read_table("speech_words.tsv") if row["class"] == name for word in row["words"].split()
    )


@cache
def cue_forms() -> dict[str, Cue]:
    """Return every form of every verb of saying, folded.

    Examples
    --------
    >>> cue_forms()["واوضحت"].lemma, cue_forms()["مشيره"].shape
    ('أوضح', 'participle')
    """
    forms: dict[str, Cue] = {}
    joined: dict[str, Cue] = {}
    for row in read_table("speech_verbs.tsv"):
        frames = frozenset(row["frames"].split("|"))
        for form, shape, has_object in _forms(
            row["past"], row["present"], row["participle"], bool(frames & {"object", "judged"})
        ):
            plain = fold(form)
            strict = plain in speech_words("strict")
            if plain in speech_words("homograph"):
                continue
            feminine = shape == "past" and form.endswith(("ت", "تا"))
            forms.setdefault(plain, Cue(row["past"], frames, shape, False, has_object, strict, feminine))
            plainly = form[0] == "ي" or frames == {"an"} or frames == {"an", "np"}
            if shape == "present" and plainly and not has_object:  # ليضيف أن, لتعلن بعدها
                joined.setdefault("ل" + plain, Cue(row["past"], frames, shape, True, has_object, True, feminine))
            for prefix in "وف":
                joined.setdefault(prefix + plain, Cue(row["past"], frames, shape, True, has_object, strict, feminine))
    return joined | forms  # ورد is a verb of its own before it is و and رد


@cache
def verbs() -> frozenset[str]:
    """Return verbs that are no nouns, folded, in the forms of the past.

    Examples
    --------
    >>> fold("ارتفعت") in verbs()
    True
    """
    pasts = [word for row in read_table("speech_words.tsv") if row["class"] == "verb" for word in row["words"].split()]
    return frozenset(fold(form) for past in pasts for form in tuple(_past(past))[:2])


def _forms(past: str, present: str, participle: str, takes_object: bool) -> Iterator[tuple[str, str, bool]]:
    """Yield the forms of one verb, with their shape and whether an object is attached."""
    for form in _past(past):
        yield form, "past", False
        if takes_object:
            stem = form[:-1] if form.endswith("وا") else form.replace("ى", "ا")
            yield from ((stem + suffix, "past", True) for suffix in _OBJECTS)
    if present:
        for form in _present(present):
            yield form, "present", False
            if takes_object:
                yield from ((form + suffix, "present", True) for suffix in _OBJECTS)
    if participle:
        yield from ((form, "participle", False) for form in _participle(participle, present))


def _past(past: str) -> Iterator[str]:
    """قال قالت قالوا قالا قالتا; of a weak ending: نفى نفت نفوا نفيا."""
    stem = past[:-1] if past[-1] in "ىا" else past
    yield from (past, stem + "ت", stem + "وا", stem + "تا")
    if past[-1] in "ىا":
        yield stem + ("ي" if past[-1] == "ى" else "و") + "ا"
    else:
        yield past + "ا"


def _present(present: str) -> Iterator[str]:
    stem = present[1:-1] if present[-1] in "ىيو" else present[1:]
    for person in "يت":
        yield person + present[1:]
        yield from (person + stem + ending for ending in ("ون", "ان"))


def _participle(participle: str, present: str) -> Iterator[str]:
    """قائلا قائلة قائلين; of a weak ending, written without it (ناف): نافيا نافية نافين."""
    weak = present[-1:] in ("ي", "و", "ى") or participle in _WEAK
    stem = participle + "ي" if weak else participle
    yield from (stem + "ا", stem + "ة", participle + "ين", stem + "ات")
    if participle[-1] == "ئ":
        yield participle + "ا"


#: Participles that lose their last letter, though the present does not end in ي or و.
_WEAK = frozenset({"متمن"})

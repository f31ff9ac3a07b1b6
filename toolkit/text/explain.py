"""Why a word is counted under what it is counted under."""

from __future__ import annotations

import pandas as pd

from toolkit.errors import require_words
from toolkit.text.arabic import bare
from toolkit.text.closed_class import closed_class
from toolkit.text.cuts import ENCLITICS, EVIDENCE, PROCLITICS, possible_cuts, scores
from toolkit.text.segment import analyse_words, segment
from toolkit.text.word_hashes import WordHashes
from toolkit.text.wordlists import keep_whole, plurals, single_word_names, spellings, stop_spellings


def explain_term(word: str) -> pd.DataFrame:
    """Return the ways a word may be cut, the one taken first, and why.

    Parameters
    ----------
    word
        One word; marks are taken out first.

    Returns
    -------
    DataFrame
        One row a cut: ``pieces`` str, joined by ``+``; ``zipf`` float64, how
        common the stem is in general Arabic (log10 per thousand million
        words), ``zipf_other`` float64, the same with ال put before it or taken
        off; ``score`` float64, all that speaks for the cut, weighed (NaN where
        a rule decides); ``taken`` bool; and for the cut that is taken ``form``
        str, how the term is shown, ``key`` str, what it is counted under, and
        ``why`` str. The others have "" there.

    Examples
    --------
    >>> explain_term("وللبوكمال")[["pieces", "taken"]]
                pieces  taken
    0  و + ل + لبوكمال   True
    1     و + للبوكمال  False
    2        وللبوكمال  False
    >>> explain_term("المدن")["why"][0]
    'table of plurals'
    """
    word = bare(require_words([word], name="word", function="explain_term")[0])
    found = analyse_words([word])
    taken = " + ".join(segment(word))
    rows = pd.DataFrame(_weighed(word), columns=["pieces", "zipf", "zipf_other", "score"])
    if taken not in set(rows["pieces"]):
        rows = pd.DataFrame([(taken, float("nan"), float("nan"), float("nan"))], columns=rows.columns)
    rows["taken"] = rows["pieces"] == taken
    rows = rows.sort_values(["taken", "score"], ascending=False, kind="stable").reset_index(drop=True)
    why = _why(word, found.forms[0], found.keys[0])
    for name, value in (("form", found.forms[0]), ("key", found.keys[0]), ("why", why)):
        rows[name] = pd.array([value if is_taken else "" for is_taken in rows["taken"]], dtype="str")
    return rows.astype({"pieces": "str", "zipf": "float64", "zipf_other": "float64", "score": "float64"})


def _weighed(word: str) -> list[tuple[str, float, float, float]]:
    """Every cut that evidence is weighed for, as pieces, frequencies and score."""
    words = WordHashes([word])
    cuts = possible_cuts(words)
    weights = scores(words, cuts).tolist()
    rows = []
    for i, score in enumerate(weights):
        proclitic, enclitic = PROCLITICS[cuts.proclitic[i]], ENCLITICS[cuts.enclitic[i]]
        stem = word[len(proclitic) : len(word) - len(enclitic)]
        pieces = " + ".join(piece for piece in (*proclitic, stem, enclitic) if piece)
        stem_zipf, other = (float(cuts.evidence[i, EVIDENCE.index(name)]) for name in ("stem", "stem_other"))
        rows.append((pieces, round(stem_zipf, 2), round(other, 2), round(score, 2)))
    return rows


def _why(word: str, form: str, key: str) -> str:
    """What decided, the last word first."""
    base = form.removeprefix("ال")
    tables = (
        (stop_spellings(), (word, form), "stop word as spelt"),
        (keep_whole(), (word, base), "kept whole"),
        (closed_class(), (word,), "closed class, cut by rule"),
        (spellings(), (base,), "table of spellings"),
        (single_word_names(), (form, base), "name in the gazetteer"),
        (plurals(), (base,), "table of plurals"),
    )
    for table, spelled, reason in tables:
        if any(spelling in table for spelling in spelled):
            return reason
    return (
        "as it stands"
        if key == analyse_words([base]).keys[0] and len(key) == len(base)
        else "ending of number or gender taken off"
    )

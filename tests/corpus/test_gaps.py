import re

from hypothesis import given
from strategies import articles

import toolkit as tk
from toolkit.corpus.gaps import BRACKET_CLOSE, BRACKET_OPEN, COMMA, EDGE, OTHER, QUOTE_CLOSE, QUOTE_OPEN


def test_signs_are_told_apart():
    tokens = tk.tokenize(["قال (علي)، «نعم» - ثم عاد"])
    expected = [EDGE, BRACKET_OPEN, BRACKET_CLOSE | COMMA | QUOTE_OPEN, QUOTE_CLOSE | OTHER, 0]
    assert tokens.signs.tolist() == expected


@given(articles())
def test_what_stands_between_two_words_is_found_in_the_text(table):
    tokens = tk.tokenize(tk.as_articles(table))
    spans = tokens.spans()
    signs = tokens.signs
    texts = tokens.articles
    for i, row in enumerate(spans.itertuples()):
        if i == 0 or (row.article, row.field) != (spans["article"][i - 1], spans["field"][i - 1]):
            assert signs[i] == EDGE
            continue
        between = texts[row.field].iloc[row.article][spans["end"][i - 1] : row.start]
        assert bool(signs[i] & COMMA) == bool(re.search("[،,؛;]", between))
        assert bool(signs[i] & BRACKET_OPEN) == bool(re.search(r"[(\[{]", between))
        assert bool(signs[i]) or not re.search(r"[^\s\w]", re.sub(r"[^!-~«»،؛؟]", "", between))

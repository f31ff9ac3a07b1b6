import re
from html import unescape

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import articles

import toolkit as tk


def shown(article, mentions) -> str:
    html = tk.highlight_entities(article, mentions)._repr_html_()
    return html.split("</style>", 1)[1]


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


@given(articles())
def test_the_text_is_all_there_and_each_name_is_marked_once(table):
    made = tk.as_articles(table)
    mentions = tk.find_entities(made)
    for _, article in made.iterrows():
        html = shown(article, mentions)
        body, legend = html.split('<p class="tk-legend">')
        own = mentions[mentions["article_id"] == article["article_id"]]
        assert body.count("<mark") == len(own)
        for field in ("title", "deck", "text"):
            lines = [line.strip() for line in re.split(r"\r\n|\r|\n", article[field]) if line.strip()]
            assert all(line in plain(body) for line in lines)
        counted = {int(n) for n in re.findall(r"<bdi>(\d+)</bdi>", legend)}
        assert counted == set(own["kind"].value_counts())


def test_kinds_have_their_classes_and_names_their_titles():
    made = tk.as_articles(pd.DataFrame({"title": ["داعش"], "text": ["عاد أحمد سعد للبوكمال"], "source": ["الأفق"]}))
    mentions = tk.find_entities(
        made, model=lambda texts: [[(0, 4, "ORG")], [(4, 12, "PER"), (13, 21, "LOC"), (0, 3, "X")]]
    )
    html = shown(made.iloc[0], mentions)
    assert '<p class="tk-headline"><mark class="tk-organisation" title="داعش · جهة">داعش</mark></p>' in html
    assert '<mark class="tk-person" title="أحمد سعد · شخص">أحمد سعد</mark>' in html
    assert 'لل<mark class="tk-place" title="البوكمال · مكان">بوكمال</mark>' in html
    assert '<mark class="tk-other"' in html
    assert html.index("أماكن") < html.index("جهات") < html.index("أشخاص") < html.rindex("غير ذلك")
    assert "الأفق" in html
    assert html.startswith('<div class="tk tk-article" dir="rtl" lang="ar">')


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(1, 12), st.sampled_from(["LOC", "PER"])), max_size=8))
def test_names_may_lie_in_each_other_or_cross(spans):
    made = tk.as_articles(["ابجدهوز حطيك"])
    mentions = tk.find_entities(made, model=lambda _: [[(a, min(12, a + n), label) for a, n, label in spans]])
    html = shown(made.iloc[0], mentions)
    assert plain(html.split('<p class="tk-legend">')[0]) == "ابجدهوز حطيك"
    depth = 0
    for tag in re.findall(r"</?mark", html):
        depth += 1 if tag == "<mark" else -1
        assert depth >= 0
    assert depth == 0


def test_nothing_of_the_text_is_markup():
    made = tk.as_articles(
        [{"title": "<b>عاجل</b>", "text": 'داعش <script>alert("1")</script>\nسطر ثان', "source": "<i>"}]
    )
    mentions = tk.find_entities(made).assign(entity='"><img src=x>')
    html = shown(made.iloc[0], mentions)
    assert not re.search(r"<(script|img|b|i)\b", html)
    assert html.count("<p>") == 2


def test_a_name_over_two_lines_is_marked_on_both():
    made = tk.as_articles(["في دير\nالزور"])
    mentions = tk.find_entities(made, model=lambda _: [[(3, 12, "LOC")]])
    html = shown(made.iloc[0], mentions)
    assert re.search(r"<mark[^>]*>دير</mark></p><p><mark[^>]*>الزور</mark></p>", html)


def test_it_shows_itself_and_says_what_it_cannot_show(sample_articles):
    mentions = tk.find_entities(sample_articles)
    article = tk.highlight_entities(sample_articles.iloc[[0]], mentions)
    assert article._repr_html_().startswith("<style>")
    assert set(article._repr_mimebundle_()) == {"text/html", "text/plain"}
    assert sample_articles["title"].iloc[0] in repr(article)
    with pytest.raises(tk.InvalidArgumentError, match="a table of 2 rows"):
        tk.highlight_entities(sample_articles.head(2), mentions)
    with pytest.raises(tk.InvalidArgumentError, match="a str"):
        tk.highlight_entities("نص", mentions)
    with pytest.raises(tk.MissingColumnsError, match="as_articles"):
        tk.highlight_entities(pd.Series({"text": "نص"}), mentions)
    with pytest.raises(tk.MissingColumnsError, match="find_entities"):
        tk.highlight_entities(sample_articles.iloc[0], sample_articles)
    named = sample_articles.set_index("article_id", drop=False).loc[mentions["article_id"].iloc[0]]
    changed = named.copy()
    changed["title"] = changed["deck"] = changed["text"] = "نص آخر"
    with pytest.raises(tk.InvalidArgumentError, match="another version"):
        tk.highlight_entities(changed, mentions)
    none = tk.highlight_entities(named, mentions.head(0))
    assert "لا أسماء في هذا الخبر" in none._repr_html_()

import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.errors import InvalidArgumentError
from toolkit.report.lines import MAX_WORDS, _shared_out, clipped, lines_behind, lines_html

ARTICLES = pd.DataFrame(
    {
        "title": ["طريق البوكمال", "", "أمطار"],
        "text": [
            "وصلت قافلة للبوكمال. ثم عادت القافلة من البوكمال إلى دير الزور.",
            "بين دير الزور والبوكمال طريق.",
            "لا خبر",
        ],
        "date": ["2017-11-09", "2017-10-20", None],
        "source": ["الأفق", "الضفاف", "الأفق"],
    }
)


@pytest.fixture(scope="module")
def tokens():
    return tk.tokenize(tk.as_articles(ARTICLES))


@pytest.fixture(scope="module")
def mentions(tokens):
    return tk.find_entities(tokens)


@pytest.fixture(scope="module")
def sample():
    tokens = tk.tokenize(tk.load_articles(Path(__file__).resolve().parents[2] / "data/sample"))
    return tokens, tk.find_entities(tokens)


def test_a_term_has_the_lines_that_a_concordance_opens(sample):
    tokens, _ = sample
    terms = tk.term_frequencies(tokens).head(40)
    for row, found in zip(terms.itertuples(), lines_behind(terms, tokens, budget=10**6), strict=True):
        lines = tk.concordance(tokens, row.term)
        assert found.n == len(found.lines) == row.n == len(lines)
        keys = ["article_id", "field", "start", "end"]
        assert sorted(found.lines[keys].itertuples(index=False)) == sorted(lines[keys].itertuples(index=False))


def test_names_periods_and_outlets_have_as_many_lines_as_they_count(sample):
    tokens, mentions = sample
    tables = [
        (tk.entity_frequencies(mentions, tokens), mentions),
        (tk.entity_frequencies(mentions, tokens, by="source"), mentions),
        (tk.timeline(tokens, freq="W"), None),
        (tk.timeline(tokens, freq="M", by="source"), None),
        (tk.timeline(tokens, freq="D"), None),
        (tk.timeline(tokens, terms=["البوكمال", "دير الزور"], freq="W"), None),
        (tk.timeline(mentions, tokens, by="entity", freq="W", week_start="sat").head(300), mentions),
        (tk.keyness(tokens, by="source").head(60), None),
        (tk.term_frequencies(tokens, ngrams=2, min_n=3), None),
        (tk.cooccurrence(mentions, tokens).head(40), mentions),
        (tk.cooccurrence(mentions, tokens, within="article").head(40), mentions),
    ]
    for table, counted in tables:
        found = lines_behind(table, tokens, counted, budget=10**7)
        stated = table["n" if "n" in table else "n_target"]
        assert [row.n for row in found] == stated.tolist() == [len(row.lines) for row in found]
        assert stated.sum() > 10


def test_a_line_holds_what_is_counted(tokens, mentions):
    table = tk.entity_frequencies(mentions, tokens, by="source")
    for row, found in zip(table.itertuples(), lines_behind(table, tokens, mentions), strict=True):
        assert set(found.lines["source"]) == {row.source}
        assert found.name == f"{row.entity} · {row.source}"
        assert all(row.entity.removeprefix("ال") in match for match in found.lines["match"])


def test_lines_stand_in_the_order_of_time(tokens):
    (found,) = lines_behind(pd.DataFrame({"term": ["البوكمال"]}), tokens)
    assert found.lines["date"].dt.day.tolist() == [20, 9, 9, 9]


def test_articles_are_opened_by_their_headlines(tokens):
    weeks = tk.timeline(tokens, freq="W")
    found = [row for row in lines_behind(weeks, tokens) if row.n]
    assert [row.lines["match"].iloc[0] for row in found] == ["بين دير الزور والبوكمال طريق.", "طريق البوكمال", "أمطار"]
    assert [row.name for row in found] == ["2017-10-16", "2017-11-06", "—"]


def test_a_number_that_is_not_that_of_its_lines_is_refused(tokens):
    terms = tk.term_frequencies(tokens)
    with pytest.raises(InvalidArgumentError, match="counts 5 in n, but found 4 lines"):
        lines_behind(terms.assign(n=5).head(1), tokens)
    part = tokens.select([True, False, False])
    with pytest.raises(InvalidArgumentError, match="Pass the tokens"):
        lines_behind(terms, part)


def test_a_column_that_says_nothing_of_the_lines_is_refused(tokens):
    with pytest.raises(InvalidArgumentError, match=r"by its columns \['group'\]"):
        lines_behind(pd.DataFrame({"term": ["البوكمال"], "group": ["شرق"]}), tokens)


def test_a_story_is_counted_once_where_the_table_did(tokens):
    articles = tokens.articles.assign(story_id=["1", "1", "2"])
    once = tk.term_frequencies(articles, stories="first")
    found = lines_behind(once, tk.tokenize(articles))
    assert [row.n for row in found] == once["n"].tolist()


@given(st.lists(st.integers(0, 200), max_size=30), st.integers(30, 300))
def test_the_budget_is_shared_out_and_small_rows_are_whole(counts, budget):
    most = _shared_out(counts, budget)
    shown = [min(count, most) for count in counts]
    assert sum(shown) <= budget or most == 1
    if any(count > most for count in counts) and most > 1:
        assert sum(min(count, most + 1) for count in counts) > budget


def test_a_row_says_how_many_of_how_many(tokens):
    terms = pd.DataFrame({"term": ["البوكمال"], "n": [4]})
    (some,), (whole,) = (lines_behind(terms, tokens, budget=budget) for budget in (3, 4))
    assert "أول 3 من 4" in lines_html(some, "a", "b")
    assert lines_html(some, "a", "b").count("<li>") == 3
    assert "عدد الأسطر 4" in lines_html(whole, "a", "b")


@given(st.lists(st.text("ابت\"<&'", min_size=1, max_size=4), max_size=80))
def test_no_side_is_longer_than_allowed(words):
    for last in (False, True):
        kept = clipped(" ".join(words), last=last).split()
        assert len(kept) - (kept[:1] == ["…"]) - (kept[-1:] == ["…"]) <= MAX_WORDS
    assert clipped(None) == clipped(float("nan")) == ""


def test_lines_are_escaped():
    articles = tk.as_articles(pd.DataFrame({"text": ["<b>شر</b> البوكمال <script>x</script>"], "source": ['"<u>']}))
    found = lines_behind(pd.DataFrame({"term": ["البوكمال"]}), articles)
    html = lines_html(found[0], "a", "b")
    assert "<script" not in html
    assert "<u>" not in html
    assert "&lt;script&gt;" in html


def test_a_figure_links_each_bar_and_each_row_to_its_lines(tokens, mentions):
    places = tk.entity_frequencies(mentions, tokens)
    html = tk.figure(
        tk.plot_entity_frequencies(places), caption="الأماكن.", table=places, tokens=tokens, mentions=mentions
    )._repr_html_()
    targets = re.findall(r'class="tk-behind" id="([^"]+)"', html)
    assert len(targets) == len(places) == 2
    drawn, data = html[html.index("<svg") : html.index("</svg>")], html[html.index("<details") :]
    for target, row in zip(targets, places.itertuples(), strict=True):
        assert f'<a href="#{target}" aria-label="{row.entity}: {row.n}. افتح الأسطر">' in drawn
        assert f'<a href="#{target}">{row.n}</a>' in data
    assert 'role="img"' not in drawn  # its links would be hidden


@pytest.mark.parametrize("measure", ["cells", "points", "periods", "map", "words", "articles", "keyness"])
def test_every_kind_of_chart_has_its_places(sample, measure):
    tokens, mentions = sample
    leaders = mentions["entity"].value_counts().index[:3]
    by_source = tk.entity_frequencies(mentions, tokens, kind="place", by="source").query("n > 8")
    weeks = tk.timeline(mentions, tokens, by="entity", freq="W")
    weeks = weeks[weeks["entity"].isin(leaders)]
    places = tk.entity_frequencies(mentions, tokens, kind="place").head(9)
    terms = tk.term_frequencies(tokens).head(20)
    marks = tk.keyness(tokens, by="source").query("source == 'دفتر المعبر'").head(10)
    months = tk.timeline(tokens, freq="M")
    hits = tk.occurrences(tokens, "القائم")
    hits = hits[hits["article_id"].isin(hits["article_id"].unique()[:6])]
    of_articles = hits.groupby("article_id").size().rename("n").reset_index()
    chart, table, counted, expected = {
        "cells": (
            lambda: tk.plot_heatmap(by_source, x="source", y="entity", value="n"),
            by_source,
            mentions,
            len(by_source),
        ),
        "points": (lambda: tk.plot_timeline(weeks), weeks, mentions, (weeks["n"] * weeks["period"].notna() > 0).sum()),
        "periods": (lambda: tk.plot_timeline(months), months, None, (months["n"] * months["period"].notna() > 0).sum()),
        "map": (lambda: tk.plot_places(places), places, mentions, 9),
        "words": (lambda: tk.plot_wordcloud(terms), terms, None, 20),
        "articles": (lambda: tk.plot_dispersion(hits), of_articles, hits, len(of_articles)),
        "keyness": (lambda: tk.plot_keyness(marks), marks, None, (marks["n_target"] > 0).sum()),
    }[measure]
    html = tk.figure(chart(), caption="شكل.", table=table, tokens=tokens, mentions=counted)._repr_html_()
    drawn = html[html.index("<svg") : html.index("</svg>")]
    assert drawn.count("<a href=") == expected
    assert set(re.findall(r'<a href="#([^"]+)"', drawn)) <= set(re.findall(r' id="([^"]+)"', html))


def test_marks_leave_the_chart_as_it_was(sample):
    tokens, _ = sample
    terms = tk.term_frequencies(tokens).head(5)
    ax = tk.plot_term_frequencies(terms)
    before = len(ax.figure.get_children()), ax.get_xlim(), ax.get_ylim()
    tk.figure(ax, caption="شكل.", table=terms, tokens=tokens)
    assert (len(ax.figure.get_children()), ax.get_xlim(), ax.get_ylim()) == before


def test_tokens_alone_are_refused(tokens):
    ax = tk.plot_term_frequencies(tk.term_frequencies(tokens))
    with pytest.raises(InvalidArgumentError, match="rows"):
        tk.figure(ax, caption="شكل.", tokens=tokens)


def test_a_chart_is_described_where_nobody_did(tokens):
    terms = tk.term_frequencies(tokens)
    ax = tk.plot_term_frequencies(terms)
    said = tk.describe_chart(ax)
    assert f'aria-label="{said}"' in tk.figure(ax, caption="شكل.")._repr_html_()


def test_whole_texts_are_not_given_away(tokens, monkeypatch):
    import base64

    from toolkit.report.figure import csv_link
    from toolkit.report.settings import PageSettings

    def csv():
        return base64.b64decode(csv_link(tokens.articles, "x").split("base64,")[1].split('"')[0]).decode("utf-8")

    assert "طريق البوكمال" in csv()
    assert "وصلت قافلة" not in csv()
    for name, value in PageSettings(with_text=True).environment().items():
        monkeypatch.setenv(name, value)
    assert "وصلت قافلة" in csv()


def test_a_place_beyond_the_edge_of_the_map_does_not_stretch_it(sample):
    tokens, mentions = sample
    places = tk.entity_frequencies(mentions, tokens, kind="place").dropna(subset=["lat"]).head(12)
    alone = tk.figure(tk.plot_places(places), caption="خريطة.", table=places)._repr_html_()
    linked = tk.figure(tk.plot_places(places), caption="خريطة.", table=places, tokens=tokens, mentions=mentions)
    assert re.search(r'viewBox="[^"]+"', alone)[0] == re.search(r'viewBox="[^"]+"', linked._repr_html_())[0]


def test_a_bar_that_two_rows_claim_opens_neither(sample):
    tokens, _ = sample
    marks = tk.keyness(tokens, by="source", min_n=1)
    word = marks.loc[marks["source"] == marks["source"].iloc[0]].head(1)
    table = marks[marks["term"] == word["term"].iloc[0]]
    html = tk.figure(tk.plot_keyness(word), caption="شكل.", table=table, tokens=tokens)._repr_html_()
    assert (table["n_target"] > 0).sum() > 1
    assert "<a href=" not in html[html.index("<svg") : html.index("</svg>")]
    assert html.count('class="tk-behind"') == (table["n_target"] > 0).sum()


@pytest.mark.parametrize("by", [None, "source"])
def test_a_source_has_the_lines_that_it_is_heard_in(sample, by):
    tokens, _ = sample
    quotes = tk.find_quotes(tokens)
    heard = tk.sources_heard(quotes, tokens, by=by, n_resamples=20)
    found = lines_behind(heard, tokens, quotes, budget=10**6)
    assert [row.n for row in found] == heard["n"].tolist()
    assert heard["speaker"].iloc[0] in found[0].name
    with pytest.raises(InvalidArgumentError, match="found"):
        lines_behind(heard, tokens, quotes.head(9))


def test_a_row_that_is_one_place_in_the_text_has_that_line(tokens):
    figures = tk.find_figures(tk.as_articles(ARTICLES.assign(text=["مر 5 أيام", "وصل 7 رجال و9 نساء", "لا خبر"])))
    found = lines_behind(figures, tk.as_articles(ARTICLES.assign(text=["مر 5 أيام", "وصل 7 رجال و9 نساء", "لا خبر"])))
    assert [row.lines["match"].tolist() for row in found] == [["5"], ["7"], ["9"]]
    assert found[1].name.startswith("7 · ")
    with pytest.raises(InvalidArgumentError, match="not among"):
        lines_behind(figures.assign(article_id="9"), tokens)

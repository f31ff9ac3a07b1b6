"""Alt text that states what is drawn: the true maximum, whatever the labels of an axis say."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.charts.description import note_values
from toolkit.charts.theme import format_date, format_number, new_axes


@pytest.fixture(autouse=True)
def _undo():
    yield
    tk.undo_arabic()


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=30))
def test_bars_state_the_true_range_and_the_largest(values):
    table = pd.DataFrame({"term": [f"لفظ{i}" for i in range(len(values))], "n": values}).assign(key=lambda t: t["term"])
    ax = tk.plot_term_frequencies(table, top=100)
    words = tk.describe_chart(ax)
    plt.close(ax.figure)
    assert f"({format_number(max(values))})" in words
    assert f"{table.sort_values('n', ascending=False, kind='stable')['term'].iloc[0]} (" in words
    assert format_number(min(values)) in words
    assert f"عدد الأعمدة: {len(values)}." in words


@given(st.lists(st.floats(0, 1000, allow_nan=False), min_size=6, max_size=60))
def test_a_line_states_its_highest_and_when(values):
    ax = new_axes()
    dates = pd.date_range("2017-01-01", periods=len(values))
    ax.plot(dates, values, label="الرقة")
    words = tk.describe_chart(ax)
    plt.close(ax.figure)
    assert f"أعلاه {format_number(max(values))} في {format_date(dates[int(np.argmax(values))])}" in words
    third = len(values) // 3
    first, last = np.mean(values[:third]), np.mean(values[-third:])
    trend = "يرتفع" if last > 1.25 * first else "ينخفض" if first > 1.25 * last else "لا اتجاه واضحاً"
    assert trend in words


def test_a_timeline_in_bars_lines_and_shares(sample_articles):
    tokens = tk.tokenize(sample_articles)
    bars = tk.timeline(sample_articles)
    peak = bars.loc[bars["n"].idxmax()]
    assert f"أعلاه {peak['n']} في {format_date(peak['period'])}" in tk.describe_chart(tk.plot_timeline(bars))
    lines = tk.timeline(tokens, terms=["القوات", "المدينة"])
    words = tk.describe_chart(tk.plot_timeline(lines), language="en")
    for term, line in lines.dropna(subset=["period"]).groupby("term"):
        assert f"{term}: highest {line['n'].max()} at " in words
    share = tk.describe_chart(tk.plot_timeline(lines, value="share"))
    assert "%" in share


def test_decades_of_days_are_described_too():
    periods = pd.date_range("1987-01-01", periods=2000).astype("datetime64[us]")
    n = np.arange(2000) % 37
    words = tk.describe_chart(tk.plot_timeline(pd.DataFrame({"period": periods, "n": n, "n_articles": n})))
    assert f"أعلاه 36 في {format_date(periods[36])}" in words


def test_two_sides_have_both_ends(sample_articles):
    marks = tk.keyness(tk.tokenize(sample_articles), by="source", min_n=3)
    marks = marks[marks["source"] == marks["source"].iloc[0]]
    shown = marks.sort_values("g2", ascending=False, kind="stable").head(20)
    words = tk.describe_chart(tk.plot_keyness(marks))
    for end in (shown["log_ratio"].idxmax(), shown["log_ratio"].idxmin()):
        assert f"{shown.loc[end, 'term']} ({format_number(shown.loc[end, 'log_ratio'])})" in words


def test_a_grid_names_its_fullest_cell_whichever_columns_are_named():
    periods = pd.date_range("2010-01-01", periods=70, freq="MS")
    table = pd.DataFrame({"period": list(periods) * 2, "term": ["الرقة"] * 70 + ["حلب"] * 70, "n": range(140)})
    words = tk.describe_chart(tk.plot_heatmap(table, x="period", y="term", value="n"))
    assert f"139 (حلب، {format_date(periods[-1], precision='month')})" in words


def test_dots_and_marks_are_counted(sample_articles):
    tokens = tk.tokenize(sample_articles)
    compared = tk.compare(tk.term_frequencies, tokens, by="source")
    groups = ("بريد الضفاف", "ساعي البادية")
    words = tk.describe_chart(tk.plot_comparison(compared, groups=groups))
    for group in groups:
        assert f"إلى {format_number(compared.loc[compared['source'] == group, 'value'].max())}" in words
    hits = tk.occurrences(tokens, ["القوات", "المدينة"])
    said = tk.describe_chart(tk.plot_dispersion(hits, top=1000))
    assert f"عدد العلامات: {len(hits)}" in said
    assert f"({hits['article_id'].value_counts().max()})" in said


def test_maps_networks_and_clouds_state_the_numbers_behind_their_sizes(sample_articles):
    tokens = tk.tokenize(sample_articles)
    mentions = tk.find_entities(tokens)
    places = tk.entity_frequencies(mentions, tokens, kind="place")
    terms = tk.term_frequencies(tokens)
    pairs = tk.cooccurrence(mentions, tokens)
    ax = tk.plot_places(places)
    assert f"الأكبر: {places['entity'].iloc[0]} ({places['n'].max()})" in tk.describe_chart(ax)
    cloud = tk.describe_chart(tk.plot_wordcloud(terms))
    assert f"({terms['n'].max()})" in cloud
    network = tk.describe_chart(tk.plot_cooccurrence(pairs, top=10))
    top = pairs.sort_values("n", ascending=False, kind="stable").head(10)
    assert "عدد الأسماء" in network
    assert f"({top[['n_a', 'n_b']].max().max()})" in network


def test_what_a_chart_says_instead_and_what_is_noted():
    empty = tk.plot_term_frequencies(tk.term_frequencies(tk.as_articles([])))
    assert "لا بيانات" in tk.describe_chart(empty)
    ax = new_axes()
    note_values(ax, ["حلب", "الرقة"], [2, 9], "العدد")
    assert "الأكبر: الرقة (9)، حلب (2)" in tk.describe_chart(ax)


def test_charts_of_matplotlib_and_pandas_are_read():
    _, ax = plt.subplots()
    ax.bar(["حلب", "الرقة"], [3, 4_000_000])
    assert "الرقة (4,000,000)" in tk.describe_chart(ax)
    _, other = plt.subplots()
    pd.Series([5, 70, 6], index=["أ", "ب", "ج"]).plot.barh(ax=other)
    assert "ب (70)" in tk.describe_chart(other)
    _, third = plt.subplots()
    third.plot([1, 2, 3], [5, 80, 6])
    assert "أعلاه 80 في 2" in tk.describe_chart(third)


def test_title_source_digits_and_language():
    ax = tk.plot_term_frequencies(tk.term_frequencies(["قافلة"]), title="المقال: 2017-11-09")
    tk.caption_chart(ax, "أرشيف", n_articles=1)
    words = tk.describe_chart(ax)
    assert words.startswith("رسم أعمدة: المقال: 2017-11-09.")
    assert words.endswith("المصدر: أرشيف · عدد الأخبار: 1.")
    tk.use_arabic(digits="arabic")
    assert "(١)" in tk.describe_chart(ax)
    assert "(1)" in tk.describe_chart(ax, language="en")
    with pytest.raises(tk.InvalidArgumentError, match="language"):
        tk.describe_chart(ax, language="fr")
    with pytest.raises(tk.InvalidArgumentError, match="DataFrame"):
        tk.describe_chart(pd.DataFrame())

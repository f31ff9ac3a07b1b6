import base64
import re

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from toolkit.charts.theme import PALETTES
from toolkit.errors import InvalidArgumentError
from toolkit.report.dark import DARK_CARD, dark_twin
from toolkit.report.figure import csv_link, figure
from toolkit.report.tables import output_style


def chart(title="عنوان"):
    _, ax = plt.subplots(figsize=(3, 2))
    ax.bar(["a", "b"], [1, 2], color="#0b6e75")
    ax.set_title(title)
    return ax


def html(ax, **kwargs):
    return figure(ax, caption="تعليق.", alt='وصف "دقيق"', **kwargs)._repr_html_()


def test_all_parts_are_there():
    page = html(chart(), table=pd.DataFrame({"n": [1]}), source="عيّنة")
    for part in ("<figcaption>تعليق.", 'role="img"', 'aria-label="وصف &quot;دقيق&quot;"', "بيانات الشكل", "المصدر: "):
        assert part in page
    assert '<p class="tk-title">عنوان</p>' in page
    assert "xlink" not in page
    assert "<!--" not in page


def test_the_figure_is_closed_and_takes_a_figure_too():
    ax = chart()
    assert plt.fignum_exists(ax.figure.number)
    html(ax.figure)
    assert not plt.get_fignums()
    assert figure(chart(), caption="تعليق.", alt="وصف")._repr_mimebundle_()["text/plain"] == "تعليق."


@pytest.mark.parametrize("place", ["left", "center", "right", "figure"])
def test_the_chart_keeps_its_title_and_can_be_shown_again(place):
    ax = chart("")
    if place == "figure":
        title = ax.figure.suptitle("عنوان", fontsize=21)
    else:
        title = ax.set_title("عنوان", loc=place, fontsize=21)
    first = html(ax)
    assert '<p class="tk-title">عنوان</p>' in first
    assert (title.get_text(), title.get_fontsize()) == ("عنوان", 21)
    assert html(ax) == first


def test_a_drawing_that_fails_leaves_the_title(monkeypatch):
    ax = chart("عنوان")
    monkeypatch.setattr(ax.figure, "savefig", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        html(ax)
    assert ax.get_title() == "عنوان"


@pytest.mark.parametrize("table", [pd.Series([1, 2]), [1, 2], {"n": [1]}])
def test_a_table_is_a_table(table):
    ax = chart()
    with pytest.raises(InvalidArgumentError, match=f"DataFrame in table=; this is a {type(table).__name__}"):
        html(ax, table=table)
    assert plt.fignum_exists(ax.figure.number)


def test_an_index_named_like_a_column_stands_beside_it():
    terms = pd.DataFrame({"term": ["الفرات"], "n": [3]}).set_index("term", drop=False)
    assert "بيانات الشكل" in html(chart(), table=terms)
    data = csv_link(terms, "terms").split("base64,")[1].split('"')[0]
    assert base64.b64decode(data).decode("utf-8-sig").splitlines() == ["term,term,n", "الفرات,الفرات,3"]


@pytest.mark.parametrize(
    "words", [{"caption": "", "alt": "x"}, {"caption": "x", "alt": " "}, {"caption": None, "alt": "x"}]
)
def test_caption_and_alt_are_needed(words):
    with pytest.raises(InvalidArgumentError):
        figure(chart(), **words)


def test_only_charts():
    with pytest.raises(InvalidArgumentError, match="DataFrame"):
        figure(pd.DataFrame(), caption="x", alt="x")


def test_two_charts_share_no_id_and_every_reference_is_met():
    first, second = html(chart("أ")), html(chart("ب").figure)
    ids = [re.findall(r' id="([^"]+)"', page) for page in (first, second)]
    plotted = html(plt.plot([1, 2, 3], "o")[0].axes)
    for page in (first, second, plotted):
        names = re.findall(r' id="([^"]+)"', page)
        assert len(names) == len(set(names))
        assert set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', page)) <= {(n, "") for n in names} | {
            ("", n) for n in names
        }
    assert not set(ids[0]) & set(re.findall(r' id="([^"]+)"', plotted))


def test_drawing_twice_gives_the_same():
    assert html(chart()) == html(chart())


def test_colours_for_light_and_dark():
    page = html(chart())
    assert "fill:#0b6e75;fill:light-dark(#0b6e75," in page
    css = output_style()
    assert f"light-dark(#fff,{DARK_CARD})" in css


def _luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(a, b):
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", ["#000000", "#1b2430", "#566070", "#0b6e75", "#b5472a", "#1f77b4", "#08306b"])
def test_a_dark_twin_is_read_on_the_dark_card(colour):
    assert _contrast(dark_twin(colour), DARK_CARD) >= 3


def test_a_bitmap_stays_on_white():
    _, ax = plt.subplots(figsize=(3, 2))
    ax.imshow(np.eye(3))
    page = html(ax)
    assert 'class="tk-chart tk-light"' in page
    assert "light-dark(" not in page[page.index("<figure") :]


def test_csv_is_for_excel_and_runs_no_formula():
    table = pd.DataFrame({"=a": ["=1+1", "+x", "-x", "@x", "نص"], "n": [-1, 2, 3, 4, 5]}, index=list("vwxyz"))
    raw = base64.b64decode(re.search(r'base64,([^"]+)', csv_link(table, "جدول /x"))[1])
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = raw.decode("utf-8-sig").splitlines()
    assert lines[0] == "index,'=a,n"
    assert lines[1:] == ["v,'=1+1,-1", "w,'+x,2", "x,'-x,3", "y,'@x,4", "z,نص,5"]
    assert 'download="جدول-x.csv"' in csv_link(table, "جدول /x")


def test_lines_told_apart_in_light_are_told_apart_in_dark():
    light, dark = (PALETTES[name] for name in ("light", "dark"))
    assert [dark_twin(colour) for colour in light.series] == list(dark.series)
    assert dark_twin(light.accent) == dark.accent

"""Font, colours, digits, and axes that are read from the right."""

from __future__ import annotations

import datetime
import itertools
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from IPython.extensions.autoreload import superreload
from matplotlib import colors, font_manager
from matplotlib import pyplot as plt

import toolkit as tk
from toolkit.charts import theme
from toolkit.charts.fonts import FONT_FILES
from toolkit.charts.shaping import shapes_natively
from toolkit.charts.theme import (
    MONTHS,
    PALETTES,
    colours,
    format_date,
    format_number,
    install_theme,
    new_axes,
    remove_theme,
    right_to_left,
    right_to_left_legend,
    say_instead,
    set_title,
)
from toolkit.report.dark import DARK_CARD

DEJAVU = Path(mpl.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"


@pytest.fixture(autouse=True)
def _undo():
    tk.undo_arabic()
    yield
    tk.undo_arabic()


def _parameters():
    return {name: repr(value) for name, value in dict.items(mpl.rcParams)}


# --- on and off -------------------------------------------------------------------------------------------------------


def test_undo_restores_every_parameter():
    before = _parameters()
    tk.use_arabic()
    assert _parameters() != before
    tk.use_arabic(theme="dark", digits="arabic", months="egyptian")
    assert mpl.rcParams["figure.facecolor"] == PALETTES["dark"].paper
    tk.undo_arabic()
    assert _parameters() == before
    assert colours() == PALETTES["light"]
    tk.undo_arabic()
    assert _parameters() == before


def test_autoreload_does_not_forget_what_was_there():
    before = _parameters()
    tk.use_arabic(theme="dark", digits="arabic")
    superreload(theme)
    assert theme.colours() == theme.PALETTES["dark"]
    assert theme.format_number(12) == "١٢"
    tk.use_arabic(theme="light")
    superreload(theme)
    tk.undo_arabic()
    assert _parameters() == before
    assert theme.format_number(12) == "12"


def test_charts_can_be_left_alone():
    before = _parameters()
    tk.use_arabic(charts=False)
    assert _parameters() == before
    assert not tk.shaping_status().hooked


@pytest.mark.parametrize(
    "wrong", [{"theme": "blue"}, {"digits": "roman"}, {"months": "x"}, {"font": "لا خط بهذا الاسم"}]
)
def test_a_choice_that_does_not_exist_changes_nothing(wrong):
    before = _parameters()
    with pytest.raises(tk.InvalidArgumentError, match="use_arabic"):
        tk.use_arabic(**wrong)
    assert _parameters() == before
    assert not tk.shaping_status().hooked


# --- fonts ------------------------------------------------------------------------------------------------------------


def test_the_font_that_answers():
    tk.use_arabic()
    expected = ["Vazirmatn", "DejaVu Sans"] if shapes_natively() else ["DejaVu Sans", "Vazirmatn"]
    assert mpl.rcParams["font.family"] == expected
    assert tk.shaping_status().font == expected[0]
    tk.use_arabic(font=DEJAVU)
    assert tk.shaping_status().font == "DejaVu Sans"
    tk.use_arabic(font="DejaVu Sans Mono")
    assert tk.shaping_status().font == "DejaVu Sans Mono"


def test_a_file_that_is_no_font(tmp_path):
    (tmp_path / "font.woff2").write_bytes(b"wOF2")
    with pytest.raises(tk.InvalidArgumentError, match=r"font\.woff2"):
        tk.use_arabic(font=tmp_path / "font.woff2")


def test_a_font_is_registered_once():
    for _ in range(3):
        install_theme(font=FONT_FILES[0])
        remove_theme()
    assert [entry.fname for entry in font_manager.fontManager.ttflist].count(str(FONT_FILES[0])) == 1


def test_the_bundled_fonts_are_two_and_licensed():
    assert sorted(path.name for path in FONT_FILES[0].parent.iterdir()) == [
        "OFL.txt",
        "Vazirmatn-Bold.ttf",
        "Vazirmatn-Regular.ttf",
    ]
    assert "SIL Open Font License, Version 1.1" in (FONT_FILES[0].parent / "OFL.txt").read_text(encoding="utf-8")
    fonts = [TTFont(path) for path in FONT_FILES]
    assert len({font["name"].getDebugName(6) for font in fonts}) == 2
    assert {font["name"].getDebugName(1) for font in fonts} == {"Vazirmatn"}


@pytest.mark.parametrize("path", FONT_FILES, ids=lambda path: path.stem)
def test_the_bundled_fonts_have_what_news_needs(path):
    needed = {chr(code) for code in (*range(0x20, 0x7F), *range(0x621, 0x63B), *range(0x640, 0x653))}
    needed |= set("٠١٢٣٤٥٦٧٨٩٪٫٬،؛؟«»–—…“”‘’−پچژگکیہےٹڈڑڤ۰۱۲۳۴۵۶۷۸۹€×·ٱٰ") - {"\u0640"}
    assert needed <= {chr(code) for code in TTFont(path).getBestCmap()}


@pytest.mark.skipif(not shapes_natively(), reason="the bundled face is used from matplotlib 3.11 on")
def test_bold_is_the_bold_face():
    tk.use_arabic()
    for weight, path in zip(("normal", "bold"), FONT_FILES, strict=True):
        assert font_manager.findfont(font_manager.FontProperties(family="Vazirmatn", weight=weight)) == str(path)
    ax = new_axes()
    set_title(ax, "عنوان عريض: 2017 ★ NATO")
    ax.figure.canvas.draw()


# --- colours ----------------------------------------------------------------------------------------------------------


def _luminance(colour):
    channels = np.array(colors.to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def _contrast(one, other):
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", PALETTES)
def test_colours_stand_out_from_the_paper(name):
    palette = colours(name)
    for colour in (*palette.series, palette.accent, palette.emphasis):
        assert _contrast(colour, palette.paper) >= 3
        if name == "dark":
            assert _contrast(colour, DARK_CARD) >= 3, "on the card of a report too"
    for colour in (palette.ink, palette.muted):
        assert _contrast(colour, palette.paper) >= 4.5
    assert _contrast(palette.grid, palette.paper) < 1.5


# What is left of red, green and blue (linear) for the two common kinds of colour blindness: Viénot and others 1999.
BLIND = {
    "protan": [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]],
    "deutan": [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]],
}


def _lab(colour, matrix):
    channels = np.array(colors.to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(matrix) @ linear, 0, 1)
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ seen / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("matrix", [np.eye(3), *BLIND.values()], ids=["all", *BLIND])
@pytest.mark.parametrize("name", PALETTES)
def test_series_are_told_apart_with_any_colour_vision(name, matrix):
    for one, other in itertools.combinations(colours(name).series, 2):
        assert np.linalg.norm(_lab(one, matrix) - _lab(other, matrix)) >= 15, (one, other)


# --- one chart --------------------------------------------------------------------------------------------------------


def _bars(**options):
    ax = new_axes()
    bars = ax.barh(["الأمم المتحدة", "البوكمال"], [4000, 11000])
    right_to_left(ax, **options)
    labels = ax.bar_label(bars, padding=3)
    return ax, bars, labels


@pytest.mark.parametrize("installed", [True, False])
def test_bars_grow_from_the_right(installed):
    if installed:
        tk.use_arabic()
    ax, bars, labels = _bars()
    right_to_left(ax)
    figure = ax.figure
    figure.canvas.draw()
    assert tk.shaping_status().hooked
    assert [bar.get_width() for bar in bars] == [4000, 11000]
    edges = [bar.get_window_extent() for bar in bars]
    assert edges[0].x1 == pytest.approx(edges[1].x1) == pytest.approx(ax.bbox.x1)
    assert edges[1].x0 < edges[0].x0
    names = [label.get_window_extent() for label in ax.get_yticklabels()]
    assert all(name.x0 > ax.bbox.x1 for name in names)
    assert all(name.x1 <= figure.bbox.x1 for name in names)
    for label, edge in zip(labels, edges, strict=True):
        assert label.get_window_extent().x1 <= edge.x0
    assert [label.get_text() for label in ax.get_xticklabels()][1] == "2,000"
    assert ax.spines["right"].get_visible()
    assert not ax.spines["left"].get_visible()


def test_the_direction_can_be_left_alone():
    ax, *_ = _bars(mirror=False)
    assert not ax.xaxis_inverted()
    assert ax.yaxis.get_ticks_position() == "right"


def test_dates_keep_their_own_formatter():
    ax = new_axes()
    ax.plot(pd.date_range("2017-09-01", periods=9, freq="W"), range(9))
    formatter = ax.xaxis.get_major_formatter()
    right_to_left(ax)
    assert ax.xaxis.get_major_formatter() is formatter
    ax.figure.canvas.draw()


def test_the_title_moves_to_the_start_side():
    ax = new_axes()
    ax.set_title("عنوان", loc="center")
    right_to_left(ax)
    assert (ax.get_title(loc="center"), ax.get_title(loc="right")) == ("", "عنوان")


def test_a_title_stands_at_the_start_side_and_keeps_its_dates():
    tk.use_arabic()
    ax, *_ = _bars()
    set_title(ax, "أكثر الألفاظ: 2017-11-01")
    ax.figure.canvas.draw()
    assert ax.get_title(loc="right") == "أكثر الألفاظ: \u20662017-11-01\u2069"


def test_a_legend_has_its_markers_on_the_right():
    ax = new_axes()
    ax.plot([1, 2], label="الرقة")
    legend = right_to_left_legend(ax, title="المكان")
    ax.figure.canvas.draw()
    text, line = legend.get_texts()[0], legend.get_lines()[0]
    assert line.get_window_extent().x0 > text.get_window_extent().x1


def test_axes_can_say_that_there_is_nothing_to_draw():
    ax = new_axes()
    say_instead(ax, "لا بيانات تكفي لرسم")
    ax.figure.canvas.draw()
    assert [text.get_text() for text in ax.texts] == ["لا بيانات تكفي لرسم"]


def test_given_axes_are_used():
    _, ax = plt.subplots()
    assert new_axes(ax, figsize=(1, 1)) is ax
    assert plt.get_fignums() == [1]


# --- numbers and dates ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "european", "arabic"),
    [
        (0, "0", "٠"),
        (1234567, "1,234,567", "١٬٢٣٤٬٥٦٧"),
        (np.int64(1000), "1,000", "١٬٠٠٠"),
        (1234.5, "1,234.5", "١٬٢٣٤٫٥"),
        (0.1 + 0.2, "0.3", "٠٫٣"),
        (0.00123, "0.0012", "٠٫٠٠١٢"),
        (-12.5, "-12.5", "-١٢٫٥"),
        (100, "100", "١٠٠"),
        (-0.0, "0", "٠"),
        (float("nan"), "–", "–"),
    ],
)
def test_numbers(value, european, arabic):
    assert format_number(value) == european
    assert format_number(value, digits="arabic") == arabic
    install_theme(digits="arabic")
    assert format_number(value) == arabic
    assert format_number(value, digits="european") == european


def test_shares():
    assert (theme.format_share(0.1), theme.format_share(1), theme.format_share(float("nan"))) == ("10%", "100%", "–")
    install_theme(digits="arabic")
    assert theme.format_share(0.125) == "١٢٫٥٪"


@pytest.mark.parametrize(("furthest", "expected"), [(900_000, "500,000"), (2e6, "0.5 مليون"), (3e9, "1.5 مليار")])
def test_an_axis_that_goes_into_millions_counts_in_them(furthest, expected):
    ax = new_axes()
    ax.barh(["الموازنة"], [furthest])
    right_to_left(ax)
    ax.figure.canvas.draw()
    assert ax.xaxis.get_major_formatter()(500_000 if furthest < 1e9 else 1.5e9) == expected


def test_a_long_title_takes_two_lines_and_is_not_cut():
    ax, *_ = _bars()
    set_title(ax, "أكثر الألفاظ وروداً في أخبار الصحف كلها " * 3)
    ax.figure.canvas.draw()
    box = ax._right_title.get_window_extent()
    assert ax.figure.bbox.x0 <= box.x0
    assert box.y1 <= ax.figure.bbox.y1


def test_dates():
    day = datetime.date(2017, 1, 9)
    assert format_date(day) == "9 كانون الثاني 2017"
    install_theme(months="egyptian", digits="arabic")
    assert format_date(pd.Timestamp(day)) == "٩ يناير ٢٠١٧"
    install_theme(months="maghrebi")
    assert format_date(day, precision="month") == "جانفي 2017"
    assert format_date(day, precision="year") == "2017"
    with pytest.raises(tk.InvalidArgumentError, match="precision"):
        format_date(day, precision="hour")
    assert {len(names) for names in MONTHS.values()} == {12}

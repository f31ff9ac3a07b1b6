"""The hook: what it changes, what it leaves alone, and that it comes off again."""

from __future__ import annotations

import functools
import importlib
import io
import pickle
import re
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from IPython.extensions.autoreload import superreload
from matplotlib import ft2font
from matplotlib import pyplot as plt
from matplotlib.patches import PathPatch
from matplotlib.text import Text, TextPath

import toolkit as tk
from toolkit.charts import shaping
from toolkit.charts.shaping import install_shaping, is_right_to_left, isolate, remove_shaping, shaping_status
from toolkit.errors import ShapingWarning

NATIVE = hasattr(ft2font, "__libraqm_version__")
HOOKED = ("_preprocess_math", "_get_rendered_text_width", "_get_multialignment")
PARAGRAPH = "وقال المرصد إن اشتباكات لا تزال متواصلة في مدينة البوكمال الواقعة في أقصى شرق محافظة دير الزور " * 2


@pytest.fixture(autouse=True)
def _without_hook():
    remove_shaping()
    yield
    remove_shaping()


@pytest.fixture
def hook(_without_hook):
    install_shaping()


def given_to_matplotlib(text, **properties):
    return Text(0, 0, text, **properties)._preprocess_math(text)


# --- text without Arabic ----------------------------------------------------------------------------------------------


def _saved_without_arabic(file_format):
    with mpl.rc_context({"svg.hashsalt": "fixed"}):
        figure, (left, right) = plt.subplots(1, 2, figsize=(8, 4))
        left.plot([1, 2, 3], label=r"$\alpha_1$ and cost \$5")
        left.set_title("ISIS in Syria\n2017-11-09")
        left.legend(title="Legend (10-20%)")
        right.barh(["one", "two"], [1, 2])
        right.text(0.2, 0.5, "a long line that must be wrapped somewhere in the middle of it all", wrap=True)
        right.annotate("$5 to $10", (1, 0.5), rotation=30)
        file = io.BytesIO()
        metadata = {"Date": None} if file_format == "svg" else None
        figure.savefig(file, format=file_format, metadata=metadata)
    return file.getvalue()


@pytest.mark.parametrize("file_format", ["png", "svg"])
def test_a_figure_without_arabic_is_saved_byte_for_byte_the_same(file_format):
    remove_shaping()
    plain = _saved_without_arabic(file_format)
    install_shaping()
    hooked = _saved_without_arabic(file_format)
    remove_shaping()
    assert hooked == plain
    assert _saved_without_arabic(file_format) == plain


@pytest.mark.usefixtures("hook")
@given(st.text(st.characters(max_codepoint=0x24F)))
def test_text_without_a_right_to_left_letter_takes_the_original_path(text):
    label = Text(0, 0, text)
    original = Text._preprocess_math.__wrapped__
    assert label._preprocess_math(text) == original(label, text)


# --- on and off -------------------------------------------------------------------------------------------------------


def test_installing_twice_is_once_and_removing_restores():
    before = {name: getattr(Text, name) for name in HOOKED}
    install_shaping()
    install_shaping()
    assert shaping_status().hooked
    for name in HOOKED:
        assert getattr(Text, name) is not before[name]
        assert getattr(Text, name).__wrapped__ is before[name]
    remove_shaping()
    assert {name: getattr(Text, name) for name in HOOKED} == before
    assert not shaping_status().hooked
    remove_shaping()


@pytest.mark.parametrize("reload", [importlib.reload, superreload])
def test_a_reload_does_not_hook_twice(reload):
    before = {name: getattr(Text, name) for name in HOOKED}
    install_shaping()
    drawn = given_to_matplotlib("ISIS في سوريا")
    reloaded = reload(shaping)
    assert reloaded.shaping_status().hooked
    reloaded.install_shaping()
    for name in HOOKED:
        assert getattr(Text, name).__wrapped__ is before[name]
    assert given_to_matplotlib("ISIS في سوريا") == drawn
    reloaded.remove_shaping()
    assert {name: getattr(Text, name) for name in HOOKED} == before


@pytest.mark.parametrize("copies_our_mark", [True, False])
def test_other_patchers_keep_working(monkeypatch, copies_our_mark):
    seen = []
    install_shaping()
    ours = Text._preprocess_math

    def theirs(self, s):
        seen.append(s)
        return ours(self, s)

    monkeypatch.setattr(Text, "_preprocess_math", functools.wraps(ours)(theirs) if copies_our_mark else theirs)
    drawn = given_to_matplotlib("ISIS في سوريا")[0]
    assert drawn != "ISIS في سوريا"
    install_shaping()
    assert given_to_matplotlib("سوريا")[0] != "سوريا"
    remove_shaping()
    assert given_to_matplotlib("ISIS في سوريا") == ("ISIS في سوريا", False)
    assert len([text for text in seen if text != "a"]) == 3  # "a" is how the hook looks whether matplotlib has moved
    monkeypatch.undo()
    remove_shaping()


def test_a_subclass_with_its_own_method_is_called():
    class Shouting(Text):
        def _preprocess_math(self, s):
            return super()._preprocess_math(s + "!")

    install_shaping()
    assert "!" in Shouting(0, 0, "سوريا")._preprocess_math("سوريا")[0]
    remove_shaping()


def _takes_more(self, s, extra):
    return s, False


def _returns_more(self, s):
    return s, False, None


@pytest.mark.parametrize("moved", [None, _takes_more, _returns_more])
def test_a_matplotlib_that_has_moved_is_left_alone_with_a_warning(monkeypatch, moved):
    remove_shaping()
    if moved is None:
        monkeypatch.delattr(Text, "_preprocess_math")
    else:
        monkeypatch.setattr(Text, "_preprocess_math", moved)
    other = Text._get_multialignment
    with pytest.warns(ShapingWarning, match="_preprocess_math"):
        install_shaping()
    assert getattr(Text, "_preprocess_math", None) is moved
    assert Text._get_multialignment is other
    assert not shaping_status().hooked


@pytest.mark.parametrize("name", ["layout", "warn_on_missing_glyph"])
def test_a_function_of_glyphs_that_has_moved_is_told_and_shaping_goes_on(monkeypatch, name):
    monkeypatch.delattr(mpl._text_helpers, name)
    with pytest.warns(ShapingWarning, match=name):
        install_shaping()
    assert shaping_status().hooked
    assert given_to_matplotlib("ISIS في سوريا")[0] != "ISIS في سوريا"


@pytest.mark.parametrize("mutation", [lambda line, _: line, lambda line, _: f"{line[::-1]}", lambda line, _: "س س a"])
def test_a_matplotlib_that_draws_otherwise_is_told(monkeypatch, mutation):
    """The trial line is read from its picture: unordered, reversed and unjoined letters are noticed."""
    monkeypatch.setattr(shaping, "_draws_rightly", shaping._draws_rightly.__wrapped__)
    monkeypatch.setattr(shaping, "_ready", mutation)
    with pytest.warns(ShapingWarning, match="came out wrong"):
        install_shaping()
    assert "came out wrong" in shaping_status().note


def test_native_text_is_a_stretch_without_the_hook():
    install_shaping()
    with tk.native_text():
        assert given_to_matplotlib("ISIS في سوريا") == ("ISIS في سوريا", False)
        install_shaping()  # as the toolkit's own charts do
        with tk.native_text():
            assert given_to_matplotlib("ISIS في سوريا") == ("ISIS في سوريا", False)
        assert given_to_matplotlib("ISIS في سوريا") == ("ISIS في سوريا", False)
        with ThreadPoolExecutor(1) as other:
            assert other.submit(given_to_matplotlib, "ISIS في سوريا").result()[0] != "ISIS في سوريا"
    assert given_to_matplotlib("ISIS في سوريا")[0] != "ISIS في سوريا"


def test_native_text_ends_with_an_error_too():
    install_shaping()
    with pytest.raises(KeyError), tk.native_text():
        raise KeyError
    assert given_to_matplotlib("ISIS في سوريا")[0] != "ISIS في سوريا"


def test_native_text_draws_what_matplotlib_draws():
    def picture():
        figure = plt.figure(figsize=(3, 1))
        figure.text(0.1, 0.5, "ISIS باب")
        figure.canvas.draw()
        return np.asarray(figure.canvas.buffer_rgba()).copy()

    def quietly():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # before 3.11 matplotlib says that it cannot
            return picture()

    plain = quietly()
    install_shaping()
    with tk.native_text():
        assert (quietly() == plain).all()
    assert (picture() != plain).any()


def test_importing_the_toolkit_changes_nothing():
    code = (
        "import matplotlib as mpl\nfrom matplotlib.text import Text\n"
        "raw = lambda: dict(dict.items(mpl.rcParams))\nbefore = raw(), Text._preprocess_math\n"
        "import toolkit, sys\n"
        "assert before == (raw(), Text._preprocess_math)\n"
        "assert 'IPython' not in sys.modules and 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_status_says_who_shapes():
    status = shaping_status()
    assert status.native is NATIVE
    assert status.matplotlib == mpl.__version__
    assert ("libraqm" in status.shaper) is NATIVE
    assert ("DejaVu Sans" in status.note) is not NATIVE
    with mpl.rc_context({"font.family": ["STIXGeneral"]}):
        assert shaping_status().font == ""
        assert "use_arabic" in shaping_status().note


# --- what a line becomes ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("hook")
def test_the_text_object_keeps_what_was_written():
    figure, ax = plt.subplots()
    title = ax.set_title("ISIS في سوريا: $5")
    figure.canvas.draw()
    assert title.get_text() == "ISIS في سوريا: $5"


@pytest.mark.usefixtures("hook")
@pytest.mark.parametrize(
    ("text", "is_math"),
    [
        ("من $5 إلى $10", False),
        (r"من \$5 إلى \$10", False),
        ("$100 أو $200", False),
        ("سعر $5", False),
        ("متغير_فرعي و x^2", False),
        ("حساب $user__name$ محجوب", False),
        (r"خطأ $\nosuchcommand$", False),
        ("الطاقة $E=mc^2$", True),
        (r"$\alpha$ معامل", True),
        (r"سعر $5 عند $x_1$", True),
    ],
)
def test_money_is_not_mathematics(text, is_math):
    drawn, found = given_to_matplotlib(text)
    assert found is is_math
    if not is_math:
        assert drawn.count("$") == text.count("$")
        assert ("\\" in drawn) is ("nosuch" in text)


@pytest.mark.usefixtures("hook")
def test_parse_math_and_usetex_are_respected():
    assert given_to_matplotlib(r"الطاقة $E=mc^2$", parse_math=False)[1] is False
    assert "\\" in given_to_matplotlib(r"سعر \$5", parse_math=False)[0]
    assert given_to_matplotlib("سوريا", usetex=True) == ("سوريا", "TeX")


@pytest.mark.usefixtures("hook")
@given(
    st.text(
        st.sampled_from(
            "ابلم لاء ًَّABC 12-/.,()[]<>«»$\\_^{}٠١٪\u200c\u200d\u200e\u200f\u202b\u202c\u2066\u2069ﺩﻣﻼ﷼ﷲ\u20f0\n"
        )
    )
)
def test_any_line_can_be_made_ready(text):
    drawn, is_math = given_to_matplotlib(text)
    assert isinstance(drawn, str)
    if not is_math and is_right_to_left(text) and not set(text) & set("ﺩﻣﻼﷲ\\"):
        kept = shaping.CONTROLS.sub("", drawn)
        assert kept.count("$") == text.count("$")
        assert kept.count("1") == text.count("1")


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("في 2017-11-09.", "في <2017-11-09>."),
        ("من 10-20 إلى 30–40", "من <10-20> إلى <30–40>"),
        ("2017-11-01/2017-11-09", "<2017-11-01/2017-11-09>"),
        ("1,200-1,300 شخص", "<1,200-1,300> شخص"),
        ("عام 2017", "عام 2017"),
        ("F-16", "F-16"),
        ("3.5%", "3.5%"),
        ("", ""),
    ],
)
def test_dates_and_ranges_are_isolated(text, isolated):
    assert tk.isolate(text) == isolated.replace("<", "\u2066").replace(">", "\u2069")


@given(st.text(st.sampled_from("12.,-/–a "), max_size=14))
@example("1-2.5a")
@example("1,200–1.300–7")
def test_a_date_or_range_is_digits_that_belong_to_one_number(text):
    ambiguous = r"(?<![\w.,/-])[0-9]+(?:[.,]?[0-9])*(?:[-/–][0-9]+(?:[.,]?[0-9])*)+(?![\w-])"
    assert isolate(text) == re.sub(ambiguous, "\u2066\\g<0>\u2069", text)


@pytest.mark.parametrize("part", ["1", "1.", "1-", "1–", "1a"])
def test_long_numbers_come_through(part):
    """A pattern that looks at every start again would not end on these (`make bench` prints the ratio)."""
    text = part * 100_000
    assert isolate(text).replace("\u2066", "").replace("\u2069", "") == text


# --- every kind of text that matplotlib draws -------------------------------------------------------------------------


def _bars(figure, ax):
    ax.bar_label(ax.barh(["البوكمال", "ISIS في سوريا"], [1, 2]), ["مرة", "2 مرة"])


def _legend(figure, ax):
    ax.plot([1, 2], label="سلسلة «أ»")
    ax.legend(title="المفتاح")


def _annotation(figure, ax):
    ax.annotate("هجوم\nالبوكمال (2017)", (0.5, 0.5), xytext=(0.1, 0.1), arrowprops={"arrowstyle": "->"})


def _table(figure, ax):
    ax.table([["البوكمال", "10-20"], ["الرقة", "5$"]], colLabels=["المدينة", "القيمة"])


def _colour_bar(figure, ax):
    figure.colorbar(ax.imshow([[1, 2], [3, 4]]), label="شدة (٪)")


def _titles(figure, ax):
    figure.suptitle("عنوان: UN و ISIS")
    figure.supxlabel("محور")
    ax.set_title("عنوان\nفي سطرين")
    ax.set_xlabel("المحور", rotation=20)


def _path(figure, ax):
    ax.add_patch(PathPatch(TextPath((0, 0), "سوريا NATO", size=1)))


def _three_dimensions(figure, ax):
    solid = figure.add_subplot(projection="3d")
    solid.set_zlabel("ارتفاع")
    solid.text(0, 0, 0, "نقطة")


def _polar(figure, ax):
    figure.add_subplot(projection="polar").set_xticks([0, 1], ["شرق", "شمال"])


def _pandas(figure, ax):
    pd.DataFrame({"تكرار": [1, 2]}, index=["دير الزور", "حزب الله"]).plot.bar(ax=ax, rot=45)


DRAWINGS = {
    "bars": _bars,
    "pie": lambda figure, ax: ax.pie([1, 2], labels=["تنظيم داعش", "حزب الله"], autopct="%d%%"),
    "legend": _legend,
    "annotation": _annotation,
    "table": _table,
    "colour bar": _colour_bar,
    "titles": _titles,
    "text path": _path,
    "3-D": _three_dimensions,
    "polar": _polar,
    "pandas": _pandas,
    "wrapped": lambda figure, ax: ax.text(0.3, 0.5, PARAGRAPH, wrap=True),
    "mathematics": lambda figure, ax: ax.text(0, 0, "الطاقة $E=mc^2$ هنا (جدا)"),
}


@pytest.mark.usefixtures("hook")
@pytest.mark.parametrize("kind", DRAWINGS)
def test_everything_is_drawn_and_no_glyph_is_missing(kind):
    # Warnings are errors here, and matplotlib warns of every missing glyph.
    figure, ax = plt.subplots(figsize=(6, 4))
    DRAWINGS[kind](figure, ax)
    for file_format in ("png", "svg", "pdf"):
        figure.savefig(io.BytesIO(), format=file_format)
    again = pickle.loads(pickle.dumps(figure))
    again.canvas.draw()


# --- several lines ----------------------------------------------------------------------------------------------------


def _line_edges(text, **properties):
    figure = plt.figure()
    label = figure.text(0.4, 0.5, text, **properties)
    renderer = figure.canvas.get_renderer()
    label.draw(renderer)
    _, lines, *_ = label._get_layout(renderer)
    left = np.array([np.ravel(line[2:])[0] for line in lines])  # (text, size, x, y) or (text, size, (x, y))
    return left, left + [line[1][0] for line in lines]


@pytest.mark.usefixtures("hook")
def test_arabic_lines_meet_at_the_right():
    left, right = _line_edges("سطر أول طويل\nISIS ثان")
    assert np.ptp(right) < 1e-6
    assert np.ptp(left) > 1
    left, right = _line_edges("سطر أول طويل\nISIS ثان", multialignment="left")
    assert np.ptp(left) < 1e-6
    left, right = _line_edges("سطر أول طويل\nISIS ثان", ha="center")
    assert np.ptp(left + right) < 1e-6
    left, right = _line_edges("a long first line\nISIS")
    assert np.ptp(left) < 1e-6


@pytest.mark.usefixtures("hook")
def test_wrapped_arabic_stays_in_the_figure():
    left, right = _line_edges(PARAGRAPH, wrap=True)
    assert len(left) > 1
    assert np.ptp(right) < 1e-6
    assert (right - left).max() <= 0.6 * plt.gcf().bbox.width + 1


@pytest.mark.usefixtures("hook")
def test_a_wrapped_line_of_latin_words_runs_from_the_right_too():
    text = Text(0, 0, "قال متحدث باسم Google Inc.", wrap=True)
    plain = Text(0, 0, "Google Inc.", wrap=True)
    assert text._preprocess_math("Google Inc.") != plain._preprocess_math("Google Inc.")


@pytest.mark.usefixtures("hook")
def test_money_is_measured_as_it_is_drawn():
    figure = plt.figure()
    label = figure.text(0, 0, "من $5 إلى $10", wrap=True)
    figure.canvas.draw()
    drawn = label.get_window_extent().width
    assert label._get_rendered_text_width(label.get_text()) == pytest.approx(drawn, abs=2)

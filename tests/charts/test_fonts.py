"""Fonts: who really has the letters, what is asked for, and what is said of a letter that nobody has."""

from __future__ import annotations

import warnings
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib import pyplot as plt

import toolkit as tk
from toolkit.charts import fonts
from toolkit.charts.fonts import (
    arabic_families,
    families_with,
    family_in_use,
    font_families,
    missing_characters,
    warn_of_missing_glyph,
)

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئ"


@pytest.fixture(autouse=True)
def _as_it_was():
    known = list(font_manager.fontManager.ttflist)
    tk.undo_arabic()
    yield
    tk.undo_arabic()
    font_manager.fontManager.ttflist[:] = known


def a_font(path, family, characters):
    """A font file in which these characters, and nothing else, have a glyph."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((400, 0))
    pen.lineTo((400, 700))
    pen.closePath()
    box = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "box"])
    font.setupCharacterMap({ord(character): "box" for character in characters})
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "box": box})
    font.setupHorizontalMetrics({".notdef": (500, 0), "box": (500, 0)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    font.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    font.setupPost()
    font.save(path)
    font_manager.fontManager.addfont(path)
    return path


# --- what fonts have --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("native", [True, False])
def test_every_family_named_has_every_letter(native):
    ranked = arabic_families(native=native)
    assert ranked[0] == "Vazirmatn"
    assert "DejaVu Sans" in ranked
    for family in ranked:
        letters = TTFont(fonts._faces()[family], fontNumber=0).getBestCmap()
        assert {ord(letter) for letter in LETTERS} <= set(letters)
        if not native:
            assert {0xFE91, 0xFEFB, 0xFEEA} <= set(letters)


def test_a_font_that_has_letters_but_joins_none_does_not_write_arabic(tmp_path):
    a_font(tmp_path / "a.ttf", "Unjoined Test", LETTERS + "0123456789")
    assert "Unjoined Test" in families_with("ب")
    assert "Unjoined Test" not in arabic_families(native=True)
    assert "Unjoined Test" not in arabic_families(native=False)


def test_what_a_font_says_of_itself_is_not_asked():
    """matplotlib's last resort claims every character, and has a box for each."""
    assert not [family for family in families_with("ب") if family.startswith("Last Resort")]
    assert families_with("\U00010ffd") == []


def test_the_plainest_face_of_a_family_is_asked():
    """DejaVu Sans Oblique has no Arabic; the upright face has."""
    assert Path(fonts._faces()["DejaVu Sans"]).name == "DejaVuSans.ttf"
    assert "DejaVu Sans" in families_with("ب")


def test_a_font_that_went_away_is_passed_over(tmp_path):
    a_font(tmp_path / "gone.ttf", "Gone Test", LETTERS).unlink()
    assert "Gone Test" not in families_with("ب")
    assert "Gone Test" not in arabic_families(native=True)


def test_which_font_answers_and_what_is_missing():
    assert family_in_use() == "DejaVu Sans"
    assert {"ہ", "ے"} <= set(missing_characters())
    with mpl.rc_context({"font.family": ["STIXGeneral"]}):
        assert family_in_use() == ""
        assert set(LETTERS) <= set(missing_characters())
    with mpl.rc_context({"font.family": ["vazirmatn", "DejaVu Sans"]}):
        assert family_in_use() == "Vazirmatn"
        assert missing_characters() == ""


def test_status_tells_of_fonts():
    assert set(tk.shaping_status().missing) >= {"ہ", "ے"}
    assert "use_arabic()" in tk.shaping_status().note
    tk.use_arabic()
    status = tk.shaping_status()
    assert status.missing == ""
    assert status.families[0] == "Vazirmatn"
    assert status.font in status.families


# --- what is asked for ------------------------------------------------------------------------------------------------


def test_what_a_font_lacks_comes_from_the_bundled_one():
    assert font_families("STIXGeneral", native=True) == ["STIXGeneral", "Vazirmatn", "DejaVu Sans"]
    tk.use_arabic(font="STIXGeneral")
    assert tk.shaping_status().font in ("Vazirmatn", "DejaVu Sans")
    plt.figure().text(0.5, 0.5, "ISIS في سوريا ہے")
    plt.gcf().canvas.draw()  # with warnings as errors: no box


def test_an_unknown_font_names_those_that_write_arabic():
    with pytest.raises(tk.InvalidArgumentError) as error:
        tk.use_arabic(font="DejaVu Sanz")
    lines = str(error.value).split("\n")
    assert "'Vazirmatn'" in lines[1]
    assert "use_arabic(font='DejaVu Sans')" in lines[2]
    assert lines[-1] == "DejaVu Sanz"


def test_a_file_is_used_by_its_family(tmp_path):
    path = a_font(tmp_path / "mine.ttf", "Mine Test", LETTERS)
    assert font_families(path, native=True)[0] == "Mine Test"


@pytest.mark.parametrize("family", [None, "DejaVu Sans"])
def test_bold_text_is_heavier_and_complete(family):
    tk.use_arabic(font=family)
    ink = []
    for weight in ("normal", "bold"):
        figure = plt.figure(figsize=(4, 1))
        figure.text(0.5, 0.5, "البوكمال 2017 ISIS (٪)", weight=weight, size=20, ha="center")
        figure.canvas.draw()
        ink.append((255 - np.asarray(figure.canvas.buffer_rgba())[..., 0].astype(int)).sum())
    assert ink[1] > 1.1 * ink[0]


# --- a letter that nobody has -----------------------------------------------------------------------------------------


def _warnings_of(text, **properties):
    figure = plt.figure()
    figure.text(0.5, 0.5, text, **properties)
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        figure.canvas.draw()
    return [warning for warning in given if "missing from" in str(warning.message) or "box" in str(warning.message)]


def test_a_missing_letter_is_an_error_where_warnings_are():
    tk.use_arabic()
    plt.figure().text(0.5, 0.5, "خبر 🔴 عاجل")
    with pytest.raises(tk.ShapingWarning, match="U\\+1F534 LARGE RED CIRCLE"):
        plt.gcf().canvas.draw()


def test_a_missing_letter_is_named_with_the_fonts_that_have_it():
    tk.use_arabic()
    given = _warnings_of("ہ", family="DejaVu Sans")
    assert {warning.category for warning in given} == {tk.ShapingWarning}
    message = str(given[0].message)
    assert "HEH GOAL" in message
    assert "DejaVu Sans" in message
    assert "use_arabic(font='Vazirmatn')" in message
    assert message.split("\n")[-1] in ("ہ", "\ufba6")


def test_matplotlib_warns_by_itself_without_the_hook():
    tk.use_arabic()
    with tk.native_text():
        given = _warnings_of("ہ", family="DejaVu Sans")
    tk.undo_arabic()
    given += _warnings_of("ہ", family="DejaVu Sans")
    assert len(given) >= 2
    assert tk.ShapingWarning not in {warning.category for warning in given}


def test_marks_that_draw_nothing_are_not_missing():
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        for mark in "\u200e\u202b\u2069\u061c":
            warn_of_missing_glyph(ord(mark), "Vazirmatn")
    assert given == []

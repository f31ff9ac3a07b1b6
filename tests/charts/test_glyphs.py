"""Direction marks draw nothing, and take no room in a PDF."""

from __future__ import annotations

import io
import re

import matplotlib as mpl
import pytest
from matplotlib import _text_helpers, font_manager, ft2font
from matplotlib import pyplot as plt

import toolkit as tk
from toolkit.charts.glyphs import CONTROLS, without_controls

pytestmark = pytest.mark.skipif(
    not hasattr(ft2font, "__libraqm_version__"), reason="before matplotlib 3.11 marks are taken out of the text"
)
LABELS = [
    "حزب الله (لبنان)",
    "تنظيم «داعش»",
    "من $5 إلى $10: UN (2017)",
    "في \u20662017-11-09\u2069 (هنا)",
    "می\u200cرود",
]


@pytest.fixture(autouse=True)
def _hook():
    tk.use_arabic()
    yield
    tk.undo_arabic()


def _shifts_in_pdf(text):
    """How far a PDF moves between glyphs, in thousandths of the letters' size, widths set aside."""
    figure = plt.figure()
    figure.text(0.9, 0.5, text, ha="right", size=20)
    file = io.BytesIO()
    with mpl.rc_context({"pdf.compression": 0}):
        figure.savefig(file, format="pdf")
    shown = re.findall(rb"\[((?:[^\[\]]|\\.)*)\] TJ", file.getvalue())
    numbers = [re.sub(rb"\((?:\\.|[^\\()])*\)|<[^>]*>", b" ", line).split() for line in shown]
    assert numbers
    return [abs(float(number)) for line in numbers for number in line]


@pytest.mark.parametrize("label", LABELS, ids=ascii)
def test_a_pdf_moves_by_less_than_a_space(label):
    """A space is 268 thousandths wide in Vazirmatn; letters are set closer by less than a third of that."""
    assert max(_shifts_in_pdf(label), default=0) < 90


def test_without_this_a_pdf_is_pushed_apart(monkeypatch):
    monkeypatch.setattr("toolkit.charts.shaping.without_controls", lambda items: items)
    assert max(_shifts_in_pdf(LABELS[0])) > 200


@pytest.mark.parametrize("label", LABELS, ids=ascii)
def test_every_other_glyph_keeps_its_place(label):
    font = font_manager.get_font(font_manager.fontManager._find_fonts_by_props(font_manager.FontProperties()))
    font.set_size(20, 72)
    text = f"\u200f\u202b{label}\u202c"
    with tk.native_text():
        before = list(_text_helpers.layout(text, font))
        after = list(without_controls(_text_helpers.layout(text, font)))
    drawn = [(item.glyph_index, item.x) for item in before if not CONTROLS.fullmatch(item.char)]
    assert [(item.glyph_index, item.x) for item in after] == drawn
    assert not any(CONTROLS.search(item.char) for item in after)
    end = 0.0
    for item in after:
        assert item.x == pytest.approx(end + item.prev_kern, abs=0.02)
        end = item.x + item.ft_object.load_glyph(item.glyph_index).linearHoriAdvance / 65536

"""Labels drawn by matplotlib and by a real Chromium with the very same font file: the ink must lie in the same places.

Two rasterisers never agree to the pixel, so ink counts as shared when the other picture has ink within two pixels of
it, at letters 44 pixels high. Right labels then share all of it, letters in the wrong order at most six sevenths.
"""

from __future__ import annotations

import base64
import html
import io
import json
import os
import shutil
import unicodedata
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib import font_manager, ft2font
from matplotlib import pyplot as plt
from matplotlib.text import Text
from PIL import Image
from test_browser import FLAGS

from toolkit.charts.fonts import FONT_FILES
from toolkit.charts.shaping import install_shaping, native_text, remove_shaping

pytestmark = pytest.mark.browser

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases" / "labels.jsonl"
NATIVE = hasattr(ft2font, "__libraqm_version__")
DEJAVU = Path(mpl.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
FILES = {"DejaVu Sans": DEJAVU, "Vazirmatn": FONT_FILES[0], "Oblique": DEJAVU.with_name("DejaVuSans-Oblique.ttf")}
#: A matplotlib before 3.11 does not place vowel marks, and cannot reach the medial form of ښ.
MISDRAWN_BEFORE_311 = {95, 97, 99, 101, 103, 119}
#: What the browser is given for labels that came in drawing order, and for a formula.
AS_READ = {"ﺶﻋﺍﺩ": "داعش", "2017 «ﺶﻋﺍﺩ» ﻢﻴﻈﻨﺗ": "تنظيم «داعش» 2017", "ﺭﺍﺩ": "دار"}
FORMULAS = {r"$\alpha$": "<i>α</i>"}
MARKS = "".join(map(chr, (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))
#: Pixels: of a label's row, of the page, of the letters, and how far ink may lie from ink.
ROW, WIDTH, SIZE, NEAR = 180, 1000, 44, 2
RIGHT, WRONG = 0.99, 0.9


def _cases():
    if not CASES.is_file():
        return []
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def _in_html(case):
    text = html.escape(AS_READ.get(case["text"], case["text"]))
    for formula, markup in FORMULAS.items():
        text = text.replace(formula, markup)
    return f"<div dir={'ltr' if case['base'] == 'L' else 'rtl'}>{text}</div>"


def _disc(path):
    """A font of one emoji, so that both sides draw it with the same outline."""
    pen = TTGlyphPen(None)
    for number, point in enumerate([(100, 0), (900, 0), (900, 800)]):
        pen.lineTo(point) if number else pen.moveTo(point)
    pen.closePath()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "disc"])
    font.setupCharacterMap({ord("🔴"): "disc"})
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "disc": pen.glyph()})
    font.setupHorizontalMetrics({".notdef": (500, 0), "disc": (1000, 100)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Disc", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    font.setupPost()
    font.save(path)
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The font files by family; matplotlib knows them for as long as these tests run."""
    found = FILES | {"Disc": _disc(tmp_path_factory.mktemp("font") / "disc.ttf")}
    known = list(font_manager.fontManager.ttflist)
    for family in ("Vazirmatn", "Disc"):
        font_manager.fontManager.addfont(found[family])
    yield found
    font_manager.fontManager.ttflist[:] = known


@pytest.fixture(scope="module")
def page():
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if executable is None:
        message = "no Chromium on this machine: labels were not compared with a browser's"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = [*FLAGS, "--font-render-hinting=none", "--disable-lcd-text"]
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        yield browser.new_page(viewport={"width": WIDTH, "height": ROW})
        browser.close()


def _rows(picture):
    """Ink between 0 and 1, label by label."""
    ink = 1 - np.asarray(picture.convert("L")) / 255
    return [ink[top : top + ROW] for top in range(0, len(ink), ROW)]


def by_chromium(page, files, family, rows, *, line_height):
    """The rows as a browser draws them, with the family first and the other faces for what it lacks."""
    style = (
        f"i{{font-family:Oblique;font-style:normal}}div{{box-sizing:border-box;height:{ROW}px;padding:20px;"
        f"overflow:hidden;white-space:pre;font:{SIZE}px/{line_height}px {_stack(family)}}}"
    )
    return _photographed(page, files, f"<style>{style}</style>{''.join(rows)}", height=ROW * len(rows))


def _photographed(page, files, body, *, height):
    faces = "".join(
        f"@font-face{{font-family:'{name}';src:url(data:font/ttf;base64,{base64.b64encode(file.read_bytes()).decode()})}}"
        for name, file in files.items()
    )
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.set_content(f"<meta charset=utf-8><style>{faces}body{{margin:0}}svg{{display:block}}</style>{body}")
    page.evaluate("document.fonts.ready.then(() => true)")
    return _rows(Image.open(io.BytesIO(page.screenshot())))


def _stack(family):
    return ",".join(f"'{name}'" for name in dict.fromkeys([family, "DejaVu Sans", "Vazirmatn", "Disc"]))


def _figure(family, texts):
    """A figure with one label in each row, 72 to the inch."""
    figure = plt.figure(figsize=(WIDTH / 72, ROW * len(texts) / 72), dpi=72)
    families = [name.strip("'") for name in _stack(family).split(",")]
    for number, text in enumerate(texts):
        place = 0.98, 1 - (number + 0.5) / len(texts)
        figure.text(*place, text, family=families, fontsize=SIZE, ha="right", va="center", linespacing=1.0)
    return figure


def by_matplotlib(family, texts):
    """The rows as matplotlib draws them, and how far its lines lie apart."""
    with mpl.rc_context({"text.hinting": "none"}):
        figure = _figure(family, texts)
        figure.canvas.draw()
        rows = _rows(Image.fromarray(np.asarray(figure.canvas.buffer_rgba())))
        two_lines = next((text for text in figure.findobj(Text) if "\n" in text.get_text()), None)
        line_height = 70.0
        if two_lines is not None:
            lines = two_lines._get_layout(figure.canvas.get_renderer())[1]
            line_height = float(abs(np.ravel(lines[0][2:])[-1] - np.ravel(lines[1][2:])[-1]))
    plt.close(figure)
    return rows, line_height


def by_svg(page, files, family, texts):
    """The rows as a browser draws an SVG that leaves the letters to it."""
    file = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none"}):
        _figure(family, texts).savefig(file, format="svg")
    picture = file.getvalue()[file.getvalue().index("<svg") :].replace('pt"', 'px"', 2)
    return _photographed(page, files, picture, height=ROW * len(texts))


def shared_ink(one, other):
    """The share of ink that lies near ink of the other picture, at the best shift; of two shares the smaller."""
    size = 2 * ROW, 2 * WIDTH
    match = np.fft.irfft2(np.fft.rfft2(one, size) * np.fft.rfft2(other, size).conj(), size)
    place = np.unravel_index(match.argmax(), size)
    first, second = np.zeros(size), np.zeros(size)
    first[:ROW, :WIDTH], second[:ROW, :WIDTH] = one, other
    ink, moved = first > 0.5, np.roll(second, place, (0, 1)) > 0.5
    if not ink.any() or not moved.any():
        return 0.0
    return min((ink & _grown(moved)).sum() / ink.sum(), (moved & _grown(ink)).sum() / moved.sum())


def _grown(ink):
    shifts = range(-NEAR, NEAR + 1)
    return np.logical_or.reduce([np.roll(ink, (down, right), (0, 1)) for down in shifts for right in shifts])


@pytest.fixture(scope="module", params=["DejaVu Sans", "Vazirmatn"])
def drawn(request, page, files):
    """Family; every shared label as matplotlib and as Chromium draws it."""
    cases = _cases()
    if not cases:
        pytest.skip(f"{CASES} is not there: labels were not compared with a browser's")
    if request.param == "Vazirmatn" and not NATIVE:
        pytest.skip("a matplotlib before 3.11 draws Arabic in DejaVu Sans")
    install_shaping()
    ours, line_height = by_matplotlib(request.param, [case["text"] for case in cases])
    remove_shaping()
    theirs = by_chromium(page, files, request.param, [_in_html(case) for case in cases], line_height=line_height)
    return request.param, {case["id"]: pair for case, *pair in zip(cases, ours, theirs, strict=True)}


def _parameters():
    marks = [pytest.mark.xfail(strict=True, reason="marks are not placed before matplotlib 3.11")]
    failing = set() if NATIVE else MISDRAWN_BEFORE_311
    return [pytest.param(case["id"], marks=marks if case["id"] in failing else []) for case in _cases()]


@pytest.mark.parametrize("case", _parameters())
def test_a_label_is_drawn_as_a_browser_draws_it(drawn, case):
    _, pictures = drawn
    assert shared_ink(*pictures[case]) >= RIGHT


@pytest.mark.skipif(not NATIVE, reason="a matplotlib before 3.11 writes presentation forms into the SVG")
def test_the_text_of_an_svg_is_laid_out_as_it_should(drawn, page, files):
    family, pictures = drawn
    cases = [case for case in _cases() if case["kind"] != "math"]
    install_shaping()
    rows = by_svg(page, files, family, [case["text"] for case in cases])
    remove_shaping()
    shares = [shared_ink(row, pictures[case["id"]][1]) for case, row in zip(cases, rows, strict=True)]
    assert len(shares) > 70
    assert min(shares) >= RIGHT


def _has_an_order(text):
    """Whether two different letters that are written from the right stand in a text."""
    return len({c for c in text if unicodedata.bidirectional(c) == "AL"}) > 1


@pytest.mark.skipif(not NATIVE, reason="a matplotlib before 3.11 has no letters from left to right that are joined")
def test_letters_from_left_to_right_are_noticed(drawn):
    family, pictures = drawn
    cases = [case for case in _cases() if case["kind"] == "logical" and _has_an_order(case["text"])]
    backwards, _ = by_matplotlib(family, [f"\u202d{case['text'].strip(MARKS)}\u202c" for case in cases])
    shares = [shared_ink(rows, pictures[case["id"]][1]) for case, rows in zip(cases, backwards, strict=True)]
    assert len(shares) > 50
    assert max(shares) <= WRONG


def test_what_matplotlib_does_alone_is_noticed(drawn):
    """The base direction where a Latin word comes first, and the old recipe; before 3.11, everything."""
    family, pictures = drawn
    install_shaping()
    alone = {case["id"]: case["text"] for case in _cases() if case.get("auto_base_differs") or case["kind"] == "visual"}
    with native_text():
        rows, _ = by_matplotlib(family, list(alone.values()))
    remove_shaping()
    shares = [shared_ink(row, pictures[case][1]) for case, row in zip(alone, rows, strict=True)]
    assert sum(share < RIGHT for share in shares) >= 5

"""Lines that mix two directions, and the explorer, as a reader of the page meets them in a real Chromium."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from bidi.algorithm import get_display
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import toolkit as tk
from toolkit.report.explorer import EXPLORER_TYPE
from toolkit.report.exporter import ArabicReportExporter
from toolkit.report.settings import VARIABLE
from toolkit.report.tables import table_html

pytestmark = pytest.mark.browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
#: What goes wrong first where two directions meet.
MIXED = [
    "قال «إن الجيش في البوكمال».",
    'قال "لن نعود" ومضى.',
    "بيروت (AFP) - عاد نازحون.",
    "ارتفعت النسبة إلى 45٪ في عام 2017.",
    "الأسعار بين 1,200 و1,500 ليرة.",
    "عاد إلى البلدة…",
    "من يعود؟!",
    "Reuters نقلت الخبر.",
    "AFP: عادت قافلة (12 شاحنة).",
    "نشر موقع BBC News تقريرا عن COVID-19.",
    "قال [المتحدث] إن {النص} كامل؛ وانتهى.",
    "+ 5 درجات، ثم -3.",
]
#: Brackets that turn with the line are one sign here: it is their place that counts.
TURNED = str.maketrans("([{«<", ")]}»>")
#: Every letter of an element with the middle of the place it is drawn at, and its line.
PLACES = """element => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), range = document.createRange(), found = [];
  for (let node; (node = walker.nextNode());)
    for (let i = 0; i < node.length; i++) {
      range.setStart(node, i); range.setEnd(node, i + 1);
      const box = range.getBoundingClientRect();
      if (box.width && node.data[i].trim()) found.push([(box.left + box.right) / 2, node.data[i], box.top]);
    }
  return found;
}"""


@pytest.fixture(scope="module")
def browser():
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if executable is None:
        pytest.skip("no Chromium on this machine: the page was not opened in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


def opened(browser, folder, *cells):
    html, _ = ArabicReportExporter().from_notebook_node(new_notebook(cells=list(cells)))
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.goto(path.as_uri())
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


def shown(code, html):
    return new_code_cell(code, outputs=[new_output("display_data", data={"text/html": html, "text/plain": ""})])


def in_order(line):
    """The signs of a line from left to right by the Unicode algorithm, as another program has it."""
    return "".join(get_display(line, base_dir="R").split()).translate(TURNED)


def test_mixed_lines_read_in_the_order_of_the_unicode_algorithm(browser, tmp_path):
    text = "\n\n".join(line.replace("+", "\\+") for line in MIXED)
    items = "\n".join(f"* {line}".replace("+", "\\+") for line in MIXED)
    headings = "\n\n".join(f"## {line}" for line in MIXED)
    table = table_html(tk.as_articles(MIXED)[["text"]])
    cells = [new_markdown_cell(each) for each in (f"{text}\n\n{items}", headings)]
    page = opened(browser, tmp_path, *cells, shown("x", table))
    for parts in ("main .prose p", "main .prose li", "main h2:not(#colophon)", ".tk-table td"):
        read = [each.evaluate(PLACES) for each in page.locator(parts).all()]
        lines = [
            "".join(sign for _, sign, _ in sorted(places, key=lambda at: at[0])).translate(TURNED) for places in read
        ]
        assert lines == [in_order(line) for line in MIXED], parts
    page.close()


def test_the_order_is_told_apart():
    """The test above can fail: most lines read otherwise from the left."""
    wrong = ["".join(get_display(line, base_dir="L").split()).translate(TURNED) for line in MIXED]
    assert sum(in_order(line) != other for line, other in zip(MIXED, wrong, strict=True)) > 8


@pytest.fixture(scope="module")
def explorer():
    texts = [f"عادت قافلة إلى البوكمال في اليوم {day}" for day in range(1, 1101)]
    return tk.explore(tk.as_articles(texts).assign(source="المنبر"), "قافلة", limit=1200)


@pytest.mark.parametrize(
    ("asked", "status", "direction"),
    [
        ({}, "1,100 موضع في 1,100 خبر؛ يظهر أول 50", "rtl"),
        ({"digits": "arab"}, "١٬١٠٠ موضع في ١٬١٠٠ خبر؛ يظهر أول ٥٠", "rtl"),
        ({"language": "en"}, "1,100 places in 1,100 articles; the first 50 are shown", "ltr"),
    ],
)
def test_the_explorer_says_what_the_page_says_and_needs_no_mouse(
    browser, tmp_path, monkeypatch, explorer, asked, status, direction
):
    monkeypatch.setenv(VARIABLE, json.dumps(asked))
    bundle = {"text/html": explorer.static_html(), "text/plain": "", EXPLORER_TYPE: explorer.payload()}
    cell = new_code_cell("x", outputs=[new_output("display_data", data=bundle)])
    page = opened(browser, tmp_path, cell)
    box = page.locator(".tk-explorer")
    assert box.locator("[role=status][aria-live=polite]").inner_text() == status
    assert box.get_attribute("dir") == direction
    page.wait_for_function("document.querySelectorAll('.tk-explorer tbody tr').length === 50")
    assert box.locator(".tk-scroll").evaluate("e => getComputedStyle(e).direction") == "rtl"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "search":
            break
    page.keyboard.press("Control+A")
    page.keyboard.type("اليوم 7")
    said = box.locator("[role=status]").inner_text()
    assert re.search("خبر واحد|1 article", said.replace("١", "1")), said
    page.wait_for_function("document.querySelectorAll('.tk-explorer tbody tr').length === 1")
    page.close()

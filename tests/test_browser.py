"""The page in a real Chromium: what a reader gets."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from demo_notebook import demo_notebook
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from payloads import PAYLOADS

from toolkit import render_report

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[1]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: Every piece of text that stands on less contrast than WCAG 2.2 asks for (4.5).
CONTRAST = """() => {
  const parse = colour => {
    const parts = colour.match(/[\\d.]+/g).map(Number);
    return parts.length > 3 && parts[3] === 0 ? null : parts.slice(0, 3);
  };
  const light = rgb => {
    const [r, g, b] = rgb.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour) return colour;
    }
    return [255, 255, 255];
  };
  const bad = [];
  for (const e of document.querySelectorAll('h1,h2,h3,p,td,th,li,figcaption,summary,a,dt,dd,pre,legend,span')) {
    if (!e.innerText || !e.innerText.trim() || !e.checkVisibility()) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) bad.push([e.tagName, e.className, e.innerText.slice(0, 30), ratio]);
  }
  return bad;
}"""


@pytest.fixture(scope="module")
def browser():
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if executable is None:
        message = "no Chromium on this machine: the page was not opened in a browser"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    path = render_report(folder, folder / "report.html", notebook=str(demo_notebook(folder / "demo.ipynb")))
    return path.as_uri()


@pytest.fixture
def visit(browser, address):
    """Open the page; what it asks for, says and pops up is collected."""
    opened = []

    def visit(width, *, at=address, **options):
        context = browser.new_context(viewport={"width": width, "height": 844}, **options)
        opened.append(context)
        page = context.new_page()
        page.heard = []
        page.on("request", lambda request: page.heard.append(request.url) if request.url[:5] != "data:" else None)
        page.on("console", lambda message: page.heard.append(message.text))
        page.on("pageerror", lambda error: page.heard.append(str(error)))
        page.on("dialog", lambda dialog: (page.heard.append(dialog.message), dialog.dismiss()))
        page.goto(at)
        page.evaluate("document.fonts.ready.then(() => true)")
        return page

    yield visit
    for context in opened:
        context.close()


@pytest.mark.parametrize("width", [360, 390, 768, 1366])
def test_the_page_asks_for_nothing_and_fits(visit, address, width):
    page = visit(width)
    page.wait_for_timeout(300)
    assert page.heard == [address]
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
    assert page.evaluate("document.images.length") >= 2


@pytest.fixture(scope="module", params=["overview", "01_load_a_corpus"])
def sample_page(request, tmp_path_factory):
    output = tmp_path_factory.mktemp("sample") / "report.html"
    return render_report(ROOT / "data/sample", output, notebook=request.param).as_uri()


@pytest.mark.parametrize("width", [390, 1366])
def test_the_pages_of_the_sample_ask_for_nothing_and_fit(visit, sample_page, width):
    page = visit(width, at=sample_page)
    page.wait_for_timeout(300)
    assert page.heard == [sample_page]
    assert page.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
    charts = "[...document.querySelectorAll('figure svg')].map(c => c.getBoundingClientRect())"
    assert all(chart["left"] >= 0 and chart["right"] <= width for chart in page.evaluate(charts))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CONTRAST) == []


def test_the_font_came_along(visit):
    page = visit(1366)
    faces = page.evaluate("[...document.fonts].map(f => f.status)")
    assert faces == ["loaded", "loaded"]


def test_folds_open_by_click_and_by_key(visit):
    page = visit(1366)
    code = page.locator("details.code").first
    assert not code.evaluate("d => d.open")
    code.locator("summary").click()
    assert code.evaluate("d => d.open")
    data = page.locator("details.tk-data").first
    data.locator("summary").focus()
    page.keyboard.press("Enter")
    assert data.evaluate("d => d.open")
    assert data.locator("table").is_visible()


def test_the_table_behind_a_chart_is_saved(visit):
    page = visit(1366)
    page.locator("details.tk-data summary").first.click()
    with page.expect_download() as download:
        page.locator("a.tk-csv").first.click()
    assert download.value.suggested_filename == "الأخبار-أسبوعيا.csv"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_can_be_read(visit, scheme):
    page = visit(1366, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate(CONTRAST) == []


def test_the_reader_chooses_light_or_dark(visit):
    page = visit(1366, color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_text("داكن", exact=True).click()
    dark = page.evaluate(paper)
    assert dark != light
    assert page.evaluate("getComputedStyle(document.querySelector('.tk-figure')).backgroundColor") == "rgb(27, 32, 39)"
    page.get_by_text("فاتح", exact=True).click()
    assert page.evaluate(paper) == light


def test_lines_meet_at_the_word(visit):
    page = visit(1366)
    places = page.evaluate(
        "['before bdi', 'match', 'after bdi'].map(c => {"
        "const r = document.querySelector('.tk-' + c).getBoundingClientRect(); return [r.left, r.right]})"
    )
    (before_left, _), (match_left, match_right), (_, after_right) = places
    assert match_right - 1 <= before_left <= match_right + 24
    assert match_left - 24 <= after_right <= match_left + 1
    phone = visit(390)
    assert phone.evaluate("getComputedStyle(document.querySelector('.tk-before')).display") == "inline"


def test_contents_lead_to_their_headings(visit):
    page = visit(1366)
    page.locator("nav.contents a").last.click()
    page.wait_for_timeout(800)
    assert (
        page.evaluate("document.querySelector(':target').innerText") == page.locator("nav.contents a").last.inner_text()
    )


def test_no_payload_runs_wherever_it_stands(browser, tmp_path):
    from toolkit.report.exporter import ArabicReportExporter

    kinds = ("text/html", "image/svg+xml", "text/markdown", "text/latex", "text/plain", "application/javascript")
    cells = []
    for payload in PAYLOADS:
        outputs = [
            new_output("display_data", data={kind: payload}) for kind in (*kinds, "image/png", "text/vnd.mermaid")
        ]
        outputs += [new_output("stream", name=name, text=payload) for name in ("stdout", "stderr")]
        outputs += [new_output("error", ename=payload, evalue=payload, traceback=[payload])]
        cells += [new_markdown_cell(f"# {payload}\n\n{payload} `{payload}`"), new_code_cell(payload, outputs=outputs)]
    about = {"title": PAYLOADS[0], "corpus": PAYLOADS[2], "failure": {"cell": 1, "message": PAYLOADS[3]}}
    html, _ = ArabicReportExporter().from_notebook_node(new_notebook(cells=cells), {"report": about})
    target = tmp_path / "hostile.html"
    target.write_text(html, encoding="utf-8")
    page, heard = browser.new_page(), []
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: heard.append(request.url) if request.url[:5] != "data:" else None)
    page.goto(target.as_uri())
    page.wait_for_timeout(1000)
    assert heard == [target.as_uri()]
    assert page.locator("script, iframe, object, embed, form, base, link, meta[http-equiv=refresh]").count() == 0
    assert "alert(1)" in page.inner_text("body")
    page.close()

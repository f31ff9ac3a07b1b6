"""The page in a real Chromium: what a reader gets."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from demo_notebook import demo_notebook
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from payloads import PAYLOADS

from toolkit import render_report
from toolkit.report.fonts import LOAD_FONTS

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

#: What is wider than its place: whether the keyboard reaches it, and its lines begin where it shows them.
WIDER = """() => [...document.querySelectorAll('main *')]
  .filter(e => e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(e).overflowX))
  .map(e => [e.tabIndex, e.getAttribute('role'), e.scrollLeft, getComputedStyle(e).direction,
             e.querySelector('pre') && getComputedStyle(e.querySelector('pre')).direction])"""


#: The one script of a page without an explorer.
OURS = f'<script type="text/javascript">{LOAD_FONTS}</script>'

#: How far what is seen moves while a page opens: the sum of all shifts (Cumulative Layout Shift).
MOVED = """() => new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => { for (const shift of list.getEntries()) sum += shift.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => resolve(sum), 1000);
})"""


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


def test_axe_finds_nothing_to_mend(visit, address):
    assert broken_rules(visit, address) == []


@pytest.mark.parametrize("notebook", sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb")))
def test_axe_finds_nothing_to_mend_in_the_pages_of_the_sample(visit, page_by, notebook):
    assert broken_rules(visit, page_by(notebook).as_uri()) == []


@pytest.mark.parametrize("notebook", sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb")))
def test_nothing_moves_while_a_page_opens(visit, page_by, notebook):
    page = visit(390, at=page_by(notebook).as_uri())
    assert page.evaluate(MOVED) <= 0.05
    assert page.locator("h1").is_visible()


def broken_rules(visit, at: str) -> list[tuple[str, str, list]]:
    """The rules of accessibility that a page breaks with everything open, on paper, in the dark and on a phone."""
    found = []
    for scheme, width in (("light", 1366), ("dark", 1366), ("light", 390)):
        page = visit(width, at=at, color_scheme=scheme, bypass_csp=True)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        for rule in Axe().run(page).response["violations"]:
            found.append((scheme, rule["id"], [node["target"] for node in rule["nodes"]]))
    return found


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


def test_what_is_wider_than_the_page_is_moved_by_keyboard(visit):
    page = visit(390)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    wider = page.evaluate(WIDER)
    code = [each for each in wider if each[4]]
    assert len(code) >= 3 + 5  # written in markdown, and cells
    assert {tuple(each[:3]) for each in wider} == {(0, "region", 0)}
    assert {tuple(each[3:]) for each in code} == {("ltr", "ltr")}


@pytest.fixture(scope="module", params=["overview", "01_load_a_corpus"])
def sample_page(request, page_by):
    return page_by(request.param).as_uri()


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


#: Of every link on a chart: what it says it opens, and what it opens.
OPENED = """() => [...document.querySelectorAll('figure svg a')].map(a => {
  const behind = document.getElementById(a.getAttribute('href').slice(1));
  return [a.getAttribute('aria-label'), behind.querySelector('p').innerText || behind.querySelector('p').textContent,
          behind.querySelectorAll('li').length];
})"""


def test_every_bar_and_point_has_the_lines_it_counts(visit, sample_page):
    page = visit(1366, at=sample_page)
    opened = page.evaluate(OPENED)
    assert len(opened) >= 10
    for label, head, lines in opened:
        n = int(label.rpartition(": ")[2].split(".")[0].replace(",", ""))
        some = re.search(r"أول ([\d,]+) من ([\d,]+)", head)
        shown, whole = map(int, some.groups()) if some else (lines, int(re.search(r"عدد الأسطر (\d+)", head)[1]))
        assert (shown, whole) == (lines, n)
        assert lines == n or some


@pytest.mark.parametrize("how", ["mouse", "keyboard", "touch", "without scripts"])
def test_a_bar_opens_its_lines(visit, sample_page, how):
    page = visit(390, at=sample_page, has_touch=how == "touch", java_script_enabled=how != "without scripts")
    bar = page.locator("figure svg a").first
    assert page.locator(".tk-behind:visible").count() == 0
    if how == "keyboard":
        bar.focus()
        page.keyboard.press("Enter")
    elif how == "touch":
        bar.tap()
    else:
        bar.click()
    behind = page.locator(".tk-behind:visible")
    assert behind.count() == 1
    assert "#" + behind.get_attribute("id") == bar.get_attribute("href")
    assert behind.locator("li").first.is_visible()
    behind.locator("p > a").click()
    assert page.locator(".tk-behind:visible").count() == 0


def test_a_row_of_the_table_opens_the_same_lines(visit, sample_page):
    page = visit(1366, at=sample_page)
    page.locator("details.tk-data summary").first.click()
    page.locator("details.tk-data td a").first.click()
    assert page.locator(".tk-behind:visible").count() == 1


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


#: What a kernel may put out; of most a page shows nothing.
KINDS = [
    "text/html",
    "text/markdown",
    "text/latex",
    "text/plain",
    "text/vnd.mermaid",
    "text/vnd.graphviz",
    "text/javascript",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "image/gif",
    "application/javascript",
    "application/ecmascript",
    "application/json",
    "application/geo+json",
    "application/pdf",
    "application/vdom.v1+json",
    "application/vnd.jupyter.widget-view+json",
    "application/vnd.plotly.v1+json",
    "application/vnd.vega.v5+json",
    "application/vnd.arabic-news.record+json",
    "application/x-unknown",
]

#: Nothing in a page runs, fetches, embeds or sends; nothing lies over the page.
NOTHING_LIVE = """() => {
  const bad = [...document.querySelectorAll(
    'script, iframe, object, embed, form, input:not([name=theme]), button, base, link, meta[http-equiv=refresh],' +
    'video, audio, source, portal, frame, template, math, animate, set, foreignObject, feImage, marquee')];
  for (const e of document.querySelectorAll('body *')) {
    for (const a of e.attributes) {
      const value = a.value.trim().toLowerCase();
      const live = a.name.startsWith('on') || ['ping', 'srcset', 'srcdoc', 'formaction', 'background'].includes(a.name);
      const leads = ['href', 'src', 'xlink:href'].includes(a.name);
      if (live || (leads && !/^(#|https?:|data:(image|text\\/csv))/.test(value))) bad.push(e);
    }
    if (getComputedStyle(e).position === 'fixed') bad.push(e);
  }
  return bad.map(e => e.outerHTML.slice(0, 200));
}"""


def look(browser, path):
    """Open a page with all its folds open; return what was heard, what is live in it, and what is read."""
    page, heard = browser.new_page(), []
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: heard.append(request.url) if request.url[:5] != "data:" else None)
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.mouse.move(300, 300)
    page.keyboard.press("Tab")
    page.wait_for_timeout(1000)
    live = page.evaluate(NOTHING_LIVE)
    read = " ".join(page.evaluate("document.body.textContent").split())
    page.close()
    return heard, live, read


def test_there_are_enough_payloads():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60


def test_no_payload_runs_wherever_it_stands(browser, tmp_path):
    from toolkit.report.exporter import ArabicReportExporter

    cells = []
    for payload in PAYLOADS:
        outputs = [new_output("display_data", data={kind: payload}) for kind in KINDS]
        outputs += [new_output("execute_result", data={"text/html": payload}, execution_count=1)]
        outputs += [new_output("stream", name=name, text=payload) for name in ("stdout", "stderr")]
        outputs += [new_output("error", ename=payload, evalue=payload, traceback=[payload])]
        cells += [
            new_markdown_cell(f"# {payload}\n\n{payload} `{payload}`\n\n- {payload}"),
            new_code_cell(payload, outputs=outputs, metadata={"tags": [payload.replace(",", "")], "shown": payload}),
        ]
    every = " ".join(PAYLOADS)
    about = {"title": every, "corpus": every, "notebook": every, "failure": {"cell": 1, "message": every}}
    about |= {"parameters": {every: every}, "record": {"corpora": [{"loaded": 1, "rejected": 0, "fingerprint": every}]}}
    html, _ = ArabicReportExporter().from_notebook_node(new_notebook(cells=cells), {"report": about})
    target = tmp_path / "hostile.html"
    target.write_text(html, encoding="utf-8")
    heard, live, read = look(browser, target)
    assert heard == [target.as_uri()]
    assert live == [OURS]
    assert [payload for payload in PAYLOADS if " ".join(payload.replace("\ufeff", "").split()) not in read] == []


def test_no_article_can_put_a_script_into_a_page(browser, tmp_path):
    words = [payload + " قافلة إلى البوكمال" for payload in PAYLOADS]
    columns = dict.fromkeys(("title", "text", "source", "section", "author"), words)
    urls = {"url": PAYLOADS, "date": ["2017-11-09"] * len(PAYLOADS), PAYLOADS[0]: words}
    corpus = tmp_path / "أخبار <img src=x onerror=alert(1)>.csv"
    pd.DataFrame(columns | urls).to_csv(corpus, index=False)
    notebook = tmp_path / "hostile.ipynb"
    parameters = new_code_cell("CORPUS = ''\nWORD = ''\nLIST = []", metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[parameters, *(new_code_cell(code) for code in HOSTILE_CELLS)]), notebook)
    path = render_report(
        corpus,
        tmp_path / "report.html",
        notebook=str(notebook),
        title=PAYLOADS[0],
        parameters={"WORD": PAYLOADS[4], "LIST": PAYLOADS},
    )
    heard, live, read = look(browser, path)
    assert heard == [path.as_uri()]
    assert live == [OURS]
    assert [payload for payload in PAYLOADS if " ".join(payload.replace("\ufeff", "").split()) not in read] == []


#: Articles, names and words go through everything that a page can show.
HOSTILE_CELLS = [
    """
import pandas as pd
import matplotlib.pyplot as plt
from IPython.display import HTML, Markdown, display
import toolkit as tk
from toolkit.mentions.gazetteer import make_gazetteer
tk.use_arabic()
articles = tk.load_articles(CORPUS)
tokens = tk.tokenize(articles)
""",
    "tk.load_report(articles)",
    "pd.DataFrame(dict(payload=LIST)).style.set_caption(LIST[0])",
    "from toolkit.report.tables import table_html; display(HTML(table_html(articles.assign(p=LIST), max_rows=200)))",
    "display(HTML(articles.to_html(escape=False, render_links=True)))",
    "tk.concordance(tokens, 'البوكمال')",
    """
rows = [dict(id=p, kind="place", name=p, aliases="قافلة", lat="34", lon="40", trigger="no") for p in LIST[:1]]
mentions = tk.find_entities(tokens, gazetteer=make_gazetteer(rows))
counts = tk.entity_frequencies(mentions, tokens, by="source")
display(counts)
one = tk.entity_frequencies(mentions, tokens)
tk.figure(tk.plot_entity_frequencies(one, title=LIST[0]), caption=LIST[1], source=LIST[2], table=one,
          tokens=tokens, mentions=mentions)
""",
    """
by = tk.term_frequencies(tokens, by="source").query("term == 'البوكمال'")
tk.figure(tk.plot_heatmap(by, x="source", y="term", value="n", title=WORD), caption=WORD, table=by, tokens=tokens)
""",
    "print(LIST); display(Markdown(' '.join(LIST))); display({'text/html': WORD, 'text/plain': WORD}, raw=True)",
    "fig, ax = plt.subplots(); ax.plot([1, 2]); ax.set_gid('\"><script>alert(1)</script>'); "
    "ax.set_url('javascript:alert(1)'); ax.lines[0].set_url('javascript:alert(1)'); ax.set_title(WORD); "
    "tk.figure(ax, caption=WORD, alt=WORD, table=pd.DataFrame({p: [p] for p in LIST}))",
]

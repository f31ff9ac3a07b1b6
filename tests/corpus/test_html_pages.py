"""Saved pages give their article, exported tables their rows, and no page takes longer than its length asks for."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.corpus import html_pages
from toolkit.corpus.html_pages import is_html, read_html
from toolkit.corpus.html_text import html_lines

BODY = "أعلن المجلس المحلي في بلدة السنابل فتح جسر الخشب أمام المارة بعد إصلاح دام شهرين كاملين."
PAGE = "<html><head><title>{title}</title>{head}</head><body><nav>{menu}</nav>{body}</body></html>"


@pytest.fixture(params=[True, False], ids=["trafilatura", "by own means"])
def means(request, monkeypatch):
    if request.param:
        pytest.importorskip("trafilatura")
    else:
        monkeypatch.setattr(html_pages, "_has_trafilatura", lambda: False)
    return request.param


def read(page):
    return read_html(page, frozenset())


def page(body, head="", title="فتح الجسر | صدى"):
    menu = "".join(f"<a>قسم {n}</a><br>" for n in range(20))
    return PAGE.format(title=title, head=head, menu=menu, body=body)


def test_title_and_body(means):
    reading = read(page(f"<h1>فتح الجسر</h1><p>{BODY}</p><p>{BODY} ثانية.</p>"))
    assert reading.table[["title", "text"]].iloc[0].tolist() == ["فتح الجسر", f"{BODY}\n{BODY} ثانية."]
    assert [reason for _, reason in reading.warnings] == ([] if means else ["html-by-own-means"])


def test_what_a_page_says_of_itself(means):
    linked = {"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle", "author": [{"name": "مراسلنا"}]}]}
    linked["@graph"][1] |= {"datePublished": "2017-11-09T14:20:00+03:00", "headline": "فتح الجسر"}
    head = f'<script type="application/ld+json">{json.dumps(linked)}</script><meta name=date content="2024-01-01">'
    row = read(page(f"<p>{BODY}</p><p>{BODY}</p>", head)).table.iloc[0]
    assert (row["author"], row["date"]) == ("مراسلنا", "2017-11-09T14:20:00+03:00")


def test_a_date_on_the_page_is_taken_and_said_but_no_year_of_a_footer(means):
    reading = read(page(f"<h1>فتح الجسر</h1><p>{BODY}</p><span>9 تشرين الثاني 2017</span><footer>© 2024</footer>"))
    assert reading.table["date"].tolist() == ["9 تشرين الثاني 2017"]
    assert (0, "date-from-page") in reading.warnings
    assert read(page(f"<p>{BODY}</p><p>© 2024</p>")).table["date"].tolist() == [""]


@pytest.mark.parametrize("body", ["", "<h1></h1><p> </p>", "<p>نستخدم ملفات تعريف الارتباط. أوافق. أرفض.</p>"])
def test_a_page_without_an_article(means, body):
    assert read(PAGE.format(title="صدى", head="", menu="", body=body)).rejected == [(0, "no-main-text")]


def test_a_table_that_is_called_a_workbook():
    table = "<table><tr><td>العنوان<td>النص<tr><td>جسر<td>فتح&nbsp;الجسر<br>أمام الناس<tr><td>سوق<td>فتح</table>"
    reading = read(table)
    assert reading.table.to_dict("list") == {"العنوان": ["جسر", "سوق"], "النص": ["فتح الجسر\nأمام الناس", "فتح"]}
    assert reading.rows == [2, 3]


def test_real_pages(shared, means):
    folder = shared / "corpora/html/articles"
    gold = {"arabiya_article.html": (folder / "arabiya_article.gold.txt").read_text(encoding="utf-8")}
    parts = json.loads((folder / "lbcgroup_2026_01_08.gold.json").read_text(encoding="utf-8"))["V1"]["body"]
    gold["lbcgroup_2026_01_08.html.gz"] = "\n".join(parts["sections"][0]["paragraphs"])
    for name, text in gold.items():
        found = tk.load_articles(folder / name)["text"].iloc[0]
        for line in filter(None, text.split("\n")):
            assert " ".join(line.split()) in " ".join(found.split())
        assert len(found) < 1.3 * len(text)


@pytest.mark.parametrize(
    "piece", ["<a ", "<!--", "<nav>", "</nav>", "<script>", "<p", '<a href="', "<![CDATA[", "&amp;"]
)
def test_broken_pages_are_read_in_linear_time(piece):
    assert isinstance(html_lines(piece * 200_000), str)


@given(st.text("<>/!-ab=\"' &;ا\n", max_size=80))
def test_any_text_is_read(text):
    lines = html_lines(text)
    assert lines == "\n".join(line.strip() for line in lines.split("\n") if line.strip())


@given(st.lists(st.text("ابت xyz.&<", min_size=1).map(str.strip).filter(bool), min_size=1))
def test_paragraphs_come_back(paragraphs):
    import html

    page = "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs)
    assert html_lines(page).split("\n") == [
        " ".join(p.split(" ")) if "  " not in p else " ".join(p.split()) for p in paragraphs
    ]


def test_what_is_html():
    assert is_html("<?xml version='1.0'?>\n<!-- x --><!DOCTYPE html PUBLIC 'x'><html>")
    assert not is_html("قال <b>")

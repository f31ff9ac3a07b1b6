import base64
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from payloads import ESCAPES, MARKUP, PAYLOADS

from toolkit.report.cleaning import PathScrubber, clean_html, clean_style, clean_text

SCRUB = PathScrubber("/srv/private/ali/news")


@pytest.mark.parametrize("payload", [*MARKUP, *ESCAPES])
def test_nothing_runs_and_nothing_is_fetched(payload):
    page = clean_html(f"<p>قبل</p>{payload}<p>بعد</p>", prefix="o1-", scrub=SCRUB).lower()
    for bad in ("<script", "onerror", "onload", "onbegin", "ontoggle", "javascript:", "data:text/html", "evil.example"):
        assert bad not in page
    for bad in ("<iframe", "<meta", "<base", "<form", "<link", "<object", "<embed", "data:image/svg"):
        assert bad not in page
    assert "قبل" in page


class Elements(HTMLParser):
    """Collects what a browser would take for elements."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [(tag, name, (value or "").strip().lower()) for name, value in [*attrs, ("", "")]]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_element_is_live(payload):
    elements = Elements()
    elements.feed(clean_html(f"<p>قبل</p>{payload}<p>بعد</p>", prefix="o1-", scrub=SCRUB))
    for tag, name, value in elements.found:
        assert tag not in {"script", "iframe", "object", "embed", "base", "meta", "link", "form", "input", "template"}
        assert not name.startswith("on")
        assert name not in {"srcset", "srcdoc", "formaction", "ping", "background", "action", "http-equiv"}
        if name in {"href", "src", "xlink:href"}:
            assert re.match(r"#|data:image/(png|jpeg|gif|webp);|data:text/csv;" + "|https?:" * (tag == "a"), value)


def test_an_honest_link_stays():
    assert 'href="https://a.example/x"' in clean_html('<a href="https://a.example/x">رابط</a>', prefix="", scrub=SCRUB)


def test_ids_and_what_points_at_them_get_the_same_prefix():
    svg = (
        '<svg viewBox="0 0 1 1"><defs><clipPath id="p"><rect/></clipPath><path id="g" d="M0 0"/></defs>'
        '<g clip-path="url(#p)" style="fill:url(#h)"><use href="#g"/></g></svg>'
    )
    page = clean_html(svg, prefix="o7-", scrub=SCRUB)
    for part in ('id="o7-p"', 'id="o7-g"', "url(#o7-p)", 'href="#o7-g"', "url(#o7-h)", "viewBox", "clipPath"):
        assert part in page


def test_a_styler_keeps_its_colours():
    html = (
        '<style type="text/css">#T_1a_row0_col0 {background-color: #fde68a; position: fixed}</style><p id="T_1a">x</p>'
    )
    page = clean_html(html, prefix="o2-", scrub=SCRUB)
    assert "<style>#o2-T_1a_row0_col0{background-color: #fde68a}</style>" in page


@pytest.mark.parametrize(
    "bad", ["position:fixed", "inset:0", "behavior:url(x)", "margin:-9em", "animation:x 1s", "--x:1"]
)
def test_style_that_moves_things_is_left_out(bad):
    assert clean_style(f"color:red;{bad}") == "color:red"


def test_both_colours_stay():
    assert clean_style("fill:#0b6e75;fill:light-dark(#0b6e75,#44b)") == "fill:#0b6e75;fill:light-dark(#0b6e75,#44b)"


def test_paths_are_taken_out():
    home, here = Path.home(), Path.cwd()
    assert SCRUB(f"{home}/a.txt") == "~/a.txt"
    assert SCRUB(f"{here}/a.txt") == "./a.txt"
    assert SCRUB("/srv/private/ali/news/1.txt") == "news/1.txt"
    assert SCRUB("/srv/private/ali/news-old/1.txt") == "/srv/private/ali/news-old/1.txt"
    assert SCRUB("و/أو https://a.example/b/c 3/4") == "و/أو https://a.example/b/c 3/4"
    assert SCRUB.all_paths("File /opt/x/y/z.py:3, in f; C:\\Users\\ali\\b.txt") == "File z.py:3, in f; b.txt"
    assert SCRUB.all_paths("خطأ في https://a.example/b/c") == "خطأ في https://a.example/b/c"


def test_the_folder_of_the_notebook_is_taken_out():
    assert PathScrubber(folder="/srv/private/ali/books")("/srv/private/ali/books/a.csv") == "./a.csv"


def test_a_users_folder_is_taken_out_behind_any_slashes(monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "ali")
    scrub = PathScrubber()
    for path in ("/Users/ali", "///Users//ali", "C:\\Users\\ali", "/C:\\Users\\ali"):
        assert scrub(f"{path}/x").endswith("~/x")
    assert scrub("/Users/alia/x") == "/Users/alia/x"


@pytest.mark.parametrize("part", ["/", "/home", "<style>", "a", "a\r"])
def test_long_text_comes_through(part):
    """A pattern that looks at every start again would not end on these (`make bench` prints the ratio)."""
    text = part * 100_000
    assert len(SCRUB(text)) <= len(text)
    assert len(SCRUB.all_paths(text)) <= len(text)
    assert len(clean_text(text)) <= len(text)
    assert "<style" not in clean_html(text, prefix="", scrub=SCRUB)
    assert clean_html(f"<style>#T_{text}!{{color:red}}</style>", prefix="", scrub=SCRUB).count("<style") <= 1


def test_paths_in_a_download_are_taken_out():
    data = base64.b64encode(b"path\n/srv/private/ali/news/1.txt\n").decode()
    page = clean_html(f'<a href="data:text/csv;charset=utf-8;base64,{data}">x</a>', prefix="", scrub=SCRUB)
    assert base64.b64decode(page.split("base64,")[1].split('"')[0]) == b"path\nnews/1.txt\n"


def test_terminal_text():
    assert clean_text("\x1b[31mأحمر\x1b[0m\r\n10%\r100%\nآخر") == "أحمر\n100%\nآخر"
    assert clean_text("\x1b]8;;https://a.example\x07x\x1b]8;;\x07") == "x"

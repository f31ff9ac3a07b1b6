"""Lighter pages: the same to the eye, and nothing in them can reach further than it did."""

import re

import pytest

from toolkit.report.lighter import lighter

PAGE = "<style>p{margin:0}</style>%s<script>%s</script>"


def times(part, n=4):
    return "".join(f'<svg class="tk-chart"><defs></defs>{part}</svg>' for _ in range(n))


def test_a_style_of_many_parts_is_said_once():
    style = "fill:#006b7b;fill:light-dark(#006b7b,#53c4d0)"
    page = lighter(PAGE % (times(f'<path d="m0 0" style="{style}"></path>'), ""))
    name = re.search(r'<path d="m0 0" class="([^"]+)"/>', page)[1]
    assert f".{name}{{{style}}}</style>" in page
    assert "style=" not in page


@pytest.mark.parametrize(
    "style",
    [
        "fill:red}body{display:none",
        "fill:red/*",
        "fill:rgb(",
        "fill:url(#a",
        "fill:&quot;",
        "fill:red;@import 'x'",
        "fill:\\7d",
        "fill:expression(1)",
    ],
)
def test_no_style_reaches_the_style_sheet_that_could_end_a_rule(style):
    page = lighter(PAGE % (times(f'<path d="m0 0" style="{style}"></path>'), ""))
    assert page.startswith("<style>p{margin:0}</style>")
    assert page.count(style) == 4


def test_scripts_stay_as_they_are():
    script = 'const part = "<path></path>" + "href=\\"#o1-c123456-0\\"";'
    assert lighter(PAGE % ("", script)).endswith(f"<script>{script}</script>")


def test_every_link_still_leads_to_what_it_named():
    drawings = ""
    for chart in range(3):
        letters = "".join(f'<path id="o{chart}-c123456-{i}" d="m{i} 0" transform="s"></path>' for i in range(3))
        line = "".join(f'<use href="#o{chart}-c123456-{i}" x="{i}.5"></use>' for i in range(3))
        drawings += f'<svg><defs>{letters}</defs><g transform="scale(1)">{line}</g></svg>'
    lists = '<a href="#o1-f12345678-0">5</a><div id="o1-f12345678-0"></div>'
    page = lighter(PAGE % (drawings + lists, ""))
    assert page.count("m0 0") == 1
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)

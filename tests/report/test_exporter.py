import re

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from toolkit.report.exporter import ArabicReportExporter
from toolkit.report.fonts import LOAD_FONTS


def export(*cells):
    return ArabicReportExporter().from_notebook_node(new_notebook(cells=list(cells)))[0]


def test_nbconvert_knows_the_exporter():
    from importlib.metadata import entry_points

    from nbconvert.exporters import get_exporter

    (entry,) = entry_points(group="nbconvert.exporters", name="arabic_report")
    assert entry.load() is ArabicReportExporter
    assert get_exporter("arabic_report") is ArabicReportExporter


def test_templates_are_not_looked_for_here(tmp_path, monkeypatch):
    (tmp_path / "index.html.j2").write_text("مخطوف", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    page, _ = ArabicReportExporter().from_notebook_node(nbformat.v4.new_notebook())
    assert "مخطوف" not in page
    assert 'dir="rtl"' in page


def test_direction_follows_the_arabic_not_the_first_letter():
    page = export(new_markdown_cell("## Reuters في الموصل\n\nReuters نقلت الخبر.\n\nOnly English.\n\n## Notes"))
    assert '<h2 id="Reuters-في-الموصل">' in page
    assert "<p>Reuters نقلت الخبر.</p>" in page
    assert '<p dir="ltr">Only English.</p>' in page
    assert '<h2 id="Notes" dir="ltr">' in page


def test_names_of_objects_are_left_out():
    for text in ("<Axes: >", "<Figure size 640x480 with 1 Axes>", "<a.B object at 0x7f00>", "[<Line2D at 0x7f00>]"):
        output = new_output("display_data", data={"text/plain": text})
        assert "<pre>&lt;" not in export(new_code_cell("x", outputs=[output]))
    output = new_output("display_data", data={"text/plain": "<داعش> في الخبر"})
    assert "&lt;داعش&gt; في الخبر" in export(new_code_cell("x", outputs=[output]))


def test_a_picture_cannot_leave_its_attribute():
    output = new_output("display_data", data={"image/png": 'iVBO"><script>alert(1)</script>'})
    page = export(new_code_cell("x", outputs=[output]))
    assert re.findall(r"<script[^>]*>([^<]*)", page) == [LOAD_FONTS]
    assert "iVBO" not in page


def test_a_title_is_made_of_the_first_heading_or_the_name():
    assert "<h1>" in export(new_markdown_cell("نص"))
    assert "<title>أول &amp; ثان</title>" in export(new_markdown_cell("# أول & ثان"))


def test_the_contents_of_a_phone_stand_under_the_title():
    page = export(new_markdown_cell("# عنوان\n\nمقدمة."), new_markdown_cell("## قسم"))
    assert page.index("<h1") < page.index("مقدمة.") < page.index('class="contents-small"') < page.index("<h2 id=")

import os
import stat

import pytest
from demo_notebook import demo_notebook

from toolkit.cli import main
from toolkit.errors import RenderError
from toolkit.report import pdf


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "صفحة 1.html"
    path.write_text('<!doctype html><html dir="rtl"><title>خبر</title><p>البوكمال</p></html>', encoding="utf-8")
    return path


def test_without_a_browser_it_says_what_to_do(page, monkeypatch):
    monkeypatch.setattr(pdf, "find_browser", lambda: None)
    with pytest.raises(RenderError, match="Chrome, Edge or Chromium"):
        pdf.print_pdf(page)
    assert not page.with_suffix(".pdf").exists()


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
@pytest.mark.parametrize("does", ["exit 3", "echo x", "kill -9 $$"])
def test_a_browser_that_prints_nothing_is_told_and_leaves_the_old_file(page, tmp_path, monkeypatch, does):
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\n{does}\n")
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(pdf, "find_browser", lambda: str(browser))
    page.with_suffix(".pdf").write_text("old")
    with pytest.raises(RenderError, match="printed nothing"):
        pdf.print_pdf(page)
    assert page.with_suffix(".pdf").read_text() == "old"


def test_the_page_stands_when_it_cannot_be_printed(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(pdf, "find_browser", lambda: None)
    notebook = demo_notebook(tmp_path / "demo.ipynb")
    target = tmp_path / "r.html"
    assert main(["report", str(tmp_path), "-o", str(target), "--notebook", str(notebook), "--pdf"]) == 1
    assert "Chromium" in capsys.readouterr().err
    assert target.exists()


@pytest.mark.browser
def test_a_page_is_printed_beside_itself(page):
    if pdf.find_browser() is None:
        pytest.skip("no Chromium on this machine: nothing was printed")
    printed = pdf.print_pdf(page)
    assert printed == page.with_suffix(".pdf")
    assert printed.read_bytes().startswith(b"%PDF-")
    assert sorted(path.suffix for path in page.parent.iterdir()) == [".html", ".pdf"]

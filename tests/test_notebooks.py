"""Every notebook runs in a fresh kernel and becomes a page; in git none holds outputs."""

import json
from pathlib import Path

import pytest

import toolkit as tk

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def test_there_are_notebooks():
    assert {path.stem for path in NOTEBOOKS} >= {"01_load_a_corpus", "05_who_says_what", "overview"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs_and_names_its_corpus(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert not any(cell["outputs"] or cell["execution_count"] for cell in code)
    parameters = [cell for cell in code if "parameters" in cell["metadata"].get("tags", [])]
    assert len(parameters) == 1
    assert "CORPUS" in "".join(parameters[0]["source"])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_on_the_sample_and_becomes_a_page(path, page_by):
    html = page_by(path.stem).read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl"' in html
    assert "<figcaption>" in html
    assert str(ROOT) not in html
    assert "Traceback" not in html


def test_a_page_of_one_article_is_sound_and_says_what_it_cannot_draw(tmp_path, shared):
    page = tk.render_report(shared / "corpora/seed/page.txt", tmp_path / "page.html")
    html = page.read_text(encoding="utf-8")
    assert "البوكمال" in html
    assert html.count("<figure") >= 4
    assert "التواريخ المعروفة لا تكفي لرسم خط زمني" in html

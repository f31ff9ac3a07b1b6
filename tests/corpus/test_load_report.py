"""The report adds up, stays beside its table, and shows itself safely."""

import gc
import subprocess
import sys
import weakref

import pandas as pd
import pytest

import toolkit as tk


@pytest.fixture
def loaded(tmp_path):
    (tmp_path / "a.csv").write_text("العنوان,النص\nجسر,فتح الجسر أمام الناس.\n,\nب,ج,د\n", encoding="utf-8")
    (tmp_path / "<b>.txt").write_text("??? ???? ?????", encoding="utf-8")
    return tk.load_articles(tmp_path)


def test_seen_is_loaded_and_rejected(loaded):
    report = tk.load_report(loaded)
    assert report.seen == report.loaded + len(report.rejected) == 4
    assert report.loaded == len(loaded) == 1
    assert report.rejected["reason"].tolist() == ["text-lost-question-marks", "too-many-fields", "empty-text"]
    assert report.rejected["row"].tolist() == [0, 4, 3]
    assert report.columns == {"العنوان": "title", "النص": "text"}
    assert report.files == 1


def test_tables_have_their_dtypes_even_when_empty(tmp_path):
    (tmp_path / "p.txt").write_text("جسر الخشب\nفتح المجلس جسر الخشب أمام الناس.", encoding="utf-8")
    report = tk.load_report(tk.load_articles(tmp_path))
    assert len(report.rejected) == 0
    for notes in (report.rejected, report.warnings):
        assert notes.dtypes.astype(str).to_dict() == {"path": "str", "row": "int64", "reason": "str"}
    assert report.to_frame().columns.tolist() == ["kind", "path", "row", "reason"]
    assert "1 rows seen" in str(report)
    assert 'dir="rtl"' in report._repr_html_()


def test_shown_in_two_languages_and_escaped(loaded):
    report = tk.load_report(loaded)
    assert "empty-text × 1, first in a.csv#3" in repr(report)
    assert "العنوان → title" in str(report)
    html = report._repr_html_()
    assert 'lang="ar" dir="rtl"' in html
    assert "لا عنوان ولا نص" in html
    assert "<b>" not in html
    assert "&lt;b&gt;.txt" in html


def test_notes_in_one_frame(loaded):
    notes = tk.load_report(loaded).to_frame()
    assert notes["kind"].isin(["rejected", "warning"]).all()
    assert (notes["kind"] == "rejected").sum() == 3


@pytest.mark.parametrize("change", [lambda t: t.copy(), lambda t: t[t["title"] != ""], lambda t: pd.concat([t, t])])
def test_a_derived_table_has_none_and_says_so(loaded, change):
    with pytest.raises(tk.InvalidArgumentError, match="a copy, a part or a join"):
        tk.load_report(change(loaded))
    assert tk.load_report(loaded).loaded == 1


def test_what_is_no_table_is_refused():
    with pytest.raises(tk.InvalidArgumentError, match="this is a str"):
        tk.load_report("a.csv")


def test_the_report_goes_with_its_table(tmp_path):
    (tmp_path / "p.txt").write_text("جسر الخشب\nفتح المجلس جسر الخشب.", encoding="utf-8")
    articles = tk.load_articles(tmp_path)
    report = weakref.ref(tk.load_report(articles))
    del articles
    gc.collect()
    assert report() is None


def test_autoreload_does_not_lose_a_report(tmp_path):
    file = tmp_path / "p.txt"
    file.write_text("جسر الخشب\nفتح المجلس جسر الخشب.", encoding="utf-8")
    code = (
        "import sys, toolkit as tk; from IPython.extensions.autoreload import superreload; "
        "articles = tk.load_articles(sys.argv[1]); superreload(sys.modules['toolkit.corpus.load_report']); "
        "assert tk.load_report(articles).loaded == 1"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_column_is_no_report():
    with pytest.raises(tk.InvalidArgumentError, match="no report"):
        tk.load_report(pd.DataFrame({"_toolkit_load_report": ["أ"]}))


def test_concat_and_parquet_work_on_a_loaded_table(loaded, tmp_path):
    both = pd.concat([loaded, loaded], ignore_index=True)
    assert len(both) == 2
    loaded.to_parquet(tmp_path / "out.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "out.parquet"), loaded)
    assert not loaded.attrs

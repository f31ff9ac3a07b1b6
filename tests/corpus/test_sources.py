"""One name or many, a pattern or an open file: each file is read once, under a name that tells it from the others."""

import io
import os
import sys
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tk

CSV = "title,text\n{0},فتح المجلس {0} أمام الناس\n"


@pytest.fixture
def folder(tmp_path):
    for name in ("a/1.csv", "a/2.csv", "b/1.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(CSV.format(f"خبر {name}"), encoding="utf-8")
    return tmp_path


def test_a_list_a_pattern_and_a_folder_give_the_same(folder):
    whole = tk.load_articles(folder)
    for given in (
        sorted(folder.glob("*/*.csv")),
        str(folder / "*" / "*.csv"),
        str(folder / "**" / "*.csv"),
        [folder / "b", str(folder / "a")],
        [folder / "a" / "1.csv", folder / "a" / "2.csv", folder / "a" / "1.csv", folder / "b"],
    ):
        articles = tk.load_articles(given)
        assert sorted(articles["path"]) == sorted(whole["path"])
        assert sorted(articles["section"]) == sorted(whole["section"])


def test_an_open_file(folder):
    with (folder / "a/1.csv").open("rb") as file:
        assert tk.load_articles(file)["path"].tolist() == ["1.csv"]
    with (folder / "a/1.csv").open(encoding="utf-8") as file:
        assert tk.load_articles(file)["title"].tolist() == ["خبر a/1.csv"]
    assert tk.load_articles(io.BytesIO(CSV.format("خبر").encode()))["title"].tolist() == ["خبر"]


def test_a_pattern_that_matches_nothing_and_a_file_that_looks_like_one(tmp_path):
    with pytest.raises(tk.UnreadableInputError, match="check the spelling"):
        tk.load_articles(tmp_path / "*.csv")
    (tmp_path / "خبر[1].csv").write_text(CSV.format("خبر"), encoding="utf-8")
    assert len(tk.load_articles(tmp_path / "خبر[1].csv")) == 1


def test_lists_of_what_is_no_path_are_refused():
    for given in ([], [7], [None, "a"], {"a": 1}, b"a", pd.DataFrame({"path": ["a"]})):
        with pytest.raises(tk.InvalidArgumentError, match=r"load_articles\(\) needs the path"):
            tk.load_articles(given)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="whoever is root reads everything")
def test_an_unreadable_folder_is_said(folder):
    (folder / "b").chmod(0)
    try:
        report = tk.load_report(tk.load_articles(folder))
    finally:
        (folder / "b").chmod(0o755)
    assert report.rejected[["path", "reason"]].to_numpy().tolist() == [["b", "permission"]]


def test_a_folder_that_refuses_is_said(folder, monkeypatch):
    real = os.scandir

    def refuse(path):
        if Path(path).name == "b":
            raise PermissionError(13, "no", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report = tk.load_report(tk.load_articles(folder))
    assert report.rejected[["path", "reason"]].to_numpy().tolist() == [["b", "permission"]]


def test_folders_beyond_the_depth_are_said(folder):
    deep = folder / "a" / "ج" / "د"
    deep.mkdir(parents=True)
    (deep / "1.csv").write_text(CSV.format("خبر"), encoding="utf-8")
    report = tk.load_report(tk.load_articles(folder, limits=tk.LoadLimits(depth=1)))
    assert report.rejected.to_numpy().tolist() == [["a/ج", 0, "too-deep"]]


def test_a_text_beyond_the_limit_is_cut_and_said(folder):
    articles = tk.load_articles(folder / "a/1.csv", limits=tk.LoadLimits(cell_characters=12))
    assert articles["text"].str.len().tolist() == [12]
    assert "cell-cut:text" in tk.load_report(articles).warnings["reason"].tolist()


def test_a_file_of_unknown_name_is_read_only_when_it_tells_what_it_is(tmp_path):
    (tmp_path / "a.export").write_text('[{"title": "خبر", "text": "فتح الجسر"}]', encoding="utf-8")
    (tmp_path / "b.log").write_text("فتح الجسر", encoding="utf-8")
    (tmp_path / "c.pkl").write_bytes(b"\x80\x04cos\nsystem\n")
    report = tk.load_report(tk.load_articles(tmp_path))
    assert report.loaded == 1
    assert set(report.rejected["path"]) == {"b.log", "c.pkl"}
    assert set(report.rejected["reason"]) == {"unsupported-format"}

import re

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook

from toolkit import render_report
from toolkit.cli import main
from toolkit.errors import InvalidArgumentError
from toolkit.report.cleaning import plain_text
from toolkit.report.fonts import LOAD_FONTS
from toolkit.report.parameters import choose, defaults, read_assignments, shown

CELL = 'CORPUS = "x"  # مسار\nWORD = ""  # لفظ "هنا"\nTOP, LOW = 5, 2\nNAMES = ["أ",\n  "ب"]\nDAY = len("x")\n'


def test_names_are_those_that_are_set():
    assert list(defaults(CELL)) == ["CORPUS", "WORD", "NAMES", "DAY"]
    assert defaults("1 +") == {}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("s", "12", "12"),
        ("s", "", ""),
        ("i", "12", 12),
        ("f", "1", 1.0),
        ("b", "false", False),
        ("b", "True", True),
        ("l", "الجيش، النظام", ["الجيش", "النظام"]),
        ("l", "['أ', 'ب']", ["أ", "ب"]),
        ("l", "وحيد", ["وحيد"]),
        ("n", "كلمة", "كلمة"),
        ("n", "3", 3),
    ],
)
def test_text_is_read_as_its_default_is(name, text, value):
    found = choose('s = ""; i = 1; f = 0.5; b = True; l = ["x"]; n = None', {name: text})[name]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("name", "text"), [("i", "كثير"), ("i", "1.5"), ("i", "True"), ("b", "1"), ("f", "__import__('os')")]
)
def test_what_cannot_be_read_so_is_refused(name, text):
    with pytest.raises(InvalidArgumentError, match=f"parameter {name} is"):
        choose("i = 1; f = 0.5; b = True", {name: text})


@pytest.mark.parametrize("name", ["NO", "CORPUS"])
def test_a_name_that_is_not_there_is_refused(name):
    with pytest.raises(InvalidArgumentError, match=r"it has \['WORD', 'NAMES', 'DAY'\]"):
        choose(CELL, {name: "x"})


@given(st.text(), st.lists(st.text()))
def test_the_code_that_is_shown_sets_the_values_that_were_used(word, names):
    code = shown(CELL, {"WORD": word, "NAMES": names})
    assert defaults(code) == {**defaults(CELL), "WORD": word, "NAMES": names}
    assert '# لفظ "هنا"' in code


def test_assignments_of_the_command_line():
    assert read_assignments(["A=b=c", "لفظ=x"]) == {"A": "b=c", "لفظ": "x"}
    for wrong in ("A", "=x", "1a=2", "a b=c"):
        with pytest.raises(InvalidArgumentError, match="name=value"):
            read_assignments([wrong])


@pytest.fixture
def notebook(tmp_path):
    path = tmp_path / "own.ipynb"
    cells = [
        new_code_cell('CORPUS = "x"\nWORD = "أصل"\nTOP = 5', metadata={"tags": ["parameters"]}),
        new_code_cell("print(WORD * 2, TOP + 1)"),
    ]
    nbformat.write(new_notebook(cells=cells), path)
    return path


def test_a_parameter_reaches_the_notebook_the_code_and_the_colophon(notebook, tmp_path, capsys):
    target = tmp_path / "r.html"
    word = "<script>alert(1)</script>'\"\\"
    assert main(["report", str(tmp_path), "-o", str(target), "--notebook", str(notebook), "-p", f"WORD={word}"]) == 0
    page = target.read_text(encoding="utf-8")
    assert re.findall(r"<script[^>]*>([^<]*)", page) == [LOAD_FONTS]
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4  # twice as printed, in the code, in the colophon
    assert "TOP = 5" in plain_text(page)
    assert "أصل" not in page
    assert main(["report", str(notebook), "-o", str(target), "-p", "TOP=41"]) == 0
    page = target.read_text(encoding="utf-8")
    assert "أصلأصل 42" in page
    assert plain_text(page).count("TOP = 41") == 2


def test_an_unknown_parameter_is_wrong_usage_and_writes_nothing(notebook, tmp_path, capsys):
    target = tmp_path / "r.html"
    for given_now in ("NO=1", "TOP=many", "TOP"):
        assert main(["report", str(notebook), "-o", str(target), "-p", given_now]) == 2
        assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(InvalidArgumentError, match="'NO'"):
        render_report(notebook, target, parameters={"NO": 1})
    assert not target.exists()

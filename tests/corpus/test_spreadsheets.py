"""Workbooks as Excel and others write them, and workbooks that mean harm."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.corpus.limits import LoadLimits
from toolkit.corpus.spreadsheets import read_workbook

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "records.xlsx"
WORDS = st.text("ابتسم <&>\n\"'_x", min_size=1, max_size=20).map(lambda s: f"خبر{s}نهاية")


def workbook(*sheets, state="", styles="", strings="", start="<?xml version='1.0'?>"):
    """A workbook of the raw XML of its rows."""
    names = range(1, len(sheets) + 1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}" {state if n > 1 else ""}/>' for n in names)
        archive.writestr("xl/workbook.xml", f"{start}<workbook><sheets>{listed}</sheets></workbook>")
        linked = "".join(f'<Relationship Id="r{n}" Target="worksheets/sheet{n}.xml"/>' for n in names)
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{linked}</Relationships>")
        for n, rows in zip(names, sheets, strict=True):
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml", f"<x:worksheet><x:sheetData>{rows}</x:sheetData></x:worksheet>"
            )
        if styles:
            archive.writestr("xl/styles.xml", styles)
        if strings:
            archive.writestr("xl/sharedStrings.xml", f"<sst>{strings}</sst>")
    return out.getvalue()


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def row(number, *values):
    cells = "".join(f'<x:c t="inlineStr"><x:is><x:t>{escaped(value)}</x:t></x:is></x:c>' for value in values)
    return f'<x:row r="{number}">{cells}</x:row>'


def read(data, limits=None):
    return read_workbook(data, frozenset(), limits or LoadLimits())


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4))
def test_rows_come_back(rows):
    lines = [row(1, "العنوان", "النص"), *(row(n, *values) for n, values in enumerate(rows, 2))]
    [(name, reading)] = read(workbook("".join(lines)))
    assert name == ""
    assert list(reading.table.itertuples(index=False, name=None)) == rows
    assert reading.rows == list(range(2, len(rows) + 2))


def test_a_sheet_of_excel_itself_and_its_hidden_neighbour():
    parts = dict(read(SAMPLE.read_bytes()))
    assert len(parts[""].table) == 3
    assert parts["مسودة"].rejected == [(0, "hidden")]
    assert (1, "rows-above-header:1") in parts[""].warnings


def test_dates_numbers_and_strings_are_what_the_cell_shows():
    styles = '<a><numFmts><numFmt numFmtId="170" formatCode="[$-2000000]dd\\ mmmm &quot;m&quot;"/>'
    styles += '<numFmt numFmtId="171" formatCode="0.0 &quot;day&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/>'
    styles += '</cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/>'
    strings = "<si><t>نص</t><rPh><t>لا</t></rPh></si><si><r><t>سطر_x000D_\n</t></r><r><t>آخر</t></r></si>"
    head = row(1, "text", "date", "a", "b", "c", "d", "e")
    cells = (
        '<c t="s"><v>1</v></c><c s="1"><v>43048.597222222219</v></c><c s="2"><v>43048</v></c><c s="3"><v>43048</v></c>'
    )
    cells += '<c><v>0.10000000000000001</v></c><c><v>1.2345E+4</v></c><c t="e"><v>#REF!</v></c>'
    data = workbook(f'{head}<row r="3">{cells}</row>', styles=styles + "</cellXfs></a>", strings=strings)
    [(_, reading)] = read(data)
    assert reading.table.iloc[0].tolist() == [
        *("سطر\nآخر", "2017-11-09 14:20:00", "2017-11-09", "43048", "0.1", "12345", ""),
    ]
    assert reading.rows == [3]


def test_several_sheets_keep_their_names():
    head = row(1, "title", "text")
    data = workbook(head + row(2, "جسر", "فتح الجسر."), head + row(2, "سوق", "فتح السوق."))
    assert [(name, len(reading.table)) for name, reading in read(data)] == [("S1", 1), ("S2", 1)]
    assert read(workbook("", ""))[0][1].rejected == [(0, "empty")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (workbook(row(1, "a"), start='<!DOCTYPE a [<!ENTITY b "c">]>'), "forbidden-xml-entity"),
        (workbook('<row r="1"><c t="inlineStr"><is><t>' + "a" * 60_000_000), "decompression-limit"),
        (workbook('<row r="1">'), "bad-xml"),
    ],
)
def test_what_means_harm_is_refused(data, reason):
    assert [r for _, reading in read(data) for _, r in reading.rejected] == [reason]


def test_cells_far_out_cost_nothing():
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>{n}</v></c></row>' for n in range(2, 1_002))
    [(_, reading)] = read(workbook(row(1, "title", "text") + rows))
    assert len(reading.table) + len(reading.rejected) == 1_000


def test_a_workbook_of_another_program(shared, tmp_path):
    with zipfile.ZipFile(shared / "corpora/derived/encodings.zip") as archive:
        (tmp_path / "book.xlsx").write_bytes(archive.read("book.xlsx"))
        (tmp_path / "utf8.csv").write_bytes(archive.read("excel_utf8_bom.csv"))
    book, table = (tk.load_articles(tmp_path / name) for name in ("book.xlsx", "utf8.csv"))
    assert len(book) == len(table) == 100
    assert book["title"].tolist() == table["title"].tolist()

"""Files of every kind become one table, and nothing is lost in silence."""

import contextlib
import csv
import io
import json
import os
import sys
import tempfile
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.corpus.articles import COLUMNS

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
TITLES = ["جسر الخشب يعود إلى الخدمة", "مزارعون ينتظرون المطر", "مدرسة جديدة، وصفوف أقل ازدحاما"]
WORDS = st.text(alphabet="ابتسمن ةى،؛\"',;|\t«»٣3.\n", min_size=1, max_size=40).map(
    lambda s: "خبر" + s.strip() + "نهاية"
)
ROWS = st.lists(st.tuples(WORDS, WORDS), min_size=2, max_size=6)
OURS = [
    tk.as_articles,
    tk.check_articles,
    tk.decode,
    tk.load_articles,
    tk.load_report,
    tk.parse_date,
    tk.split_page,
    tk.split_pages,
]
ODD_VALUES = [
    None,
    7,
    float("nan"),
    "نهر الفرات",
    b"\x00\xff",
    {"text": "نهر"},
    {"نهر"},
    object(),
    [],
    [None, "نهر"],
    [7],
    [["نهر"]],
    [{"text": {"نهر": 1}}, {}],
    [{}, None],
    pd.Series(["نهر", None]),
    pd.DataFrame(),
    pd.DataFrame({"text": [["نهر", 1]]}),
    pd.DataFrame({"text": ["نهر"], "date": [{"day": 1}]}),
    pd.DataFrame([["نهر", "سد"]], columns=["text", "text"]),
    pd.DataFrame({("text", "أ"): ["نهر"]}),
    pd.DataFrame(1, index=[0], columns=list(COLUMNS)),
]


def load_bytes(data, name):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(data)
        articles = tk.load_articles(file)
        return articles, tk.load_report(articles)


def as_csv(rows, delimiter):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([("العنوان", "النص"), *rows])
    return out.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        *("semicolon_cp1256.csv", "excel_utf16.tsv", "sep_line.csv", "nested.json", "records.jsonl", "records.parquet"),
        *("records.xlsx", "feed.rss", "feed.atom", "records.sgml", "records.sqlite"),
        *("records.jsonl.gz", "records.zip", "records.tar.xz"),
    ],
)
def test_each_format_gives_the_same_articles(name):
    articles = tk.load_articles(SAMPLES / name)
    assert articles["title"].tolist() == TITLES
    assert articles["section"].tolist() == ["محليات", "اقتصاد", "تعليم"]
    assert set(articles["source"]) == {"صدى السنابل"}
    assert articles["article_id"].str.startswith("نهر-").all()
    assert articles["date"].dt.strftime("%m-%d %H:%M").tolist() == ["11-09 00:00", "11-10 00:00", "11-12 08:30"]
    assert articles["utc_offset"].tolist() == ["", "", "+03:00"]
    assert articles["date_raw"].tolist()[0] == "9 تشرين الثاني 2017"
    assert articles["text"].str.contains("\n").tolist() == [True, False, False]
    assert {c: str(articles[c].dtype) for c in COLUMNS} == COLUMNS
    assert set(articles["path"].str.split("/").str[0]) == {name}
    articles.to_parquet(io.BytesIO())


@pytest.mark.parametrize("name", ["page.txt", "page.html", "page.docx"])
def test_a_page(name):
    article = tk.load_articles(SAMPLES / name).iloc[0]
    assert article["title"] == TITLES[0]
    assert article["deck"] == ("المارة أولا والشاحنات بعد الربيع" if name == "page.txt" else "")
    assert article["text"].count("\n") == 1
    assert article["text"].startswith("أعلن المجلس المحلي")
    assert article["text"].endswith("حتى الربيع.")
    assert name == "page.docx" or article["date"] == pd.Timestamp("2017-11-09 14:20")
    assert article["article_id"] == article["path"] == name


@pytest.mark.parametrize(
    ("name", "loads", "rejected"),
    [
        ("broken.csv", 3, [(3, "unclosed-quote"), (5, "too-many-fields"), (6, "empty-text")]),
        ("broken.jsonl", 2, [(2, "bad-json"), (3, "not-an-object"), (6, "bad-json")]),
        ("broken.json", 1, [(2, "bad-json")]),
        ("broken.rss", 2, [(3, "bad-xml")]),
        ("broken.sgml", 3, []),
    ],
)
def test_broken_tables(name, loads, rejected):
    articles = tk.load_articles(SAMPLES / name)
    report = tk.load_report(articles)
    assert len(articles) == report.loaded == loads
    assert sorted(zip(report.rejected["row"], report.rejected["reason"], strict=True)) == rejected
    articles.to_parquet(io.BytesIO())


@pytest.mark.parametrize(
    "name", ["binary.txt", "empty.txt", "question_marks.txt", "broken.xlsx", "broken.sqlite", "broken.jsonl.gz"]
)
def test_a_file_without_an_article_is_an_error(name):
    with pytest.raises((tk.EmptyCorpusError, tk.UnreadableInputError), match="found no article; 1 files were read: "):
        tk.load_articles(SAMPLES / name)


def test_all_samples_in_one_call():
    articles = tk.load_articles(SAMPLES)
    report = tk.load_report(articles)
    assert report.seen == len(articles) + len(report.rejected)
    assert {"binary", "empty", "text-lost-question-marks"} <= set(report.rejected["reason"])
    assert articles["article_id"].is_unique
    # The same three articles in many formats: one copy of each row with the same id, date text and source is kept.
    assert (report.rejected["reason"] == "exact-duplicate").sum() >= 25


@given(ROWS, st.sampled_from(",;\t|،"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_csv_comes_back(rows, delimiter, encoding):
    articles, report = load_bytes(as_csv(rows, delimiter).encode(encoding), "news.csv")
    assert list(zip(articles["title"], articles["text"], strict=True)) == rows
    assert report.seen == len(rows)


@given(ROWS, st.booleans())
def test_json_and_jsonl_come_back(rows, ascii_only):
    records = [{"headline": title, "body": text} for title, text in rows]
    whole = json.dumps(records, ensure_ascii=ascii_only).encode()
    lines = "\n".join(json.dumps(record, ensure_ascii=ascii_only) for record in records).encode()
    for data, name in ((whole, "a.json"), (lines, "a.jsonl"), (lines, "lines.json"), (whole, "list.jsonl")):
        articles, _ = load_bytes(data, name)
        assert list(zip(articles["title"], articles["text"], strict=True)) == rows


@given(ROWS)
def test_parquet_comes_back(rows):
    out = io.BytesIO()
    pd.DataFrame(rows, columns=["العنوان", "النص"]).to_parquet(out)
    articles, _ = load_bytes(out.getvalue(), "a.parquet")
    assert list(zip(articles["title"], articles["text"], strict=True)) == rows
    misnamed, report = load_bytes(out.getvalue(), "a.csv")
    assert len(misnamed) == len(rows)
    assert "format-by-content:parquet" in report.warnings["reason"].tolist()


@given(
    st.sampled_from(
        [
            *("semicolon_cp1256.csv", "records.jsonl", "nested.json", "records.parquet", "page.txt", "broken.csv"),
            *("records.xlsx", "feed.rss", "feed.atom", "records.sgml", "records.sqlite", "page.html", "page.docx"),
            *("records.jsonl.gz", "records.zip", "records.tar.xz", "table.xls"),
        ]
    ),
    st.lists(st.tuples(st.integers(0, 6000), st.binary(max_size=4), st.integers(0, 30)), min_size=1, max_size=5),
)
def test_only_our_errors_escape_and_the_rows_add_up(name, changes):
    data = bytearray((SAMPLES / name).read_bytes())
    for place, new, gone in changes:
        place %= len(data) + 1
        data[place : place + gone] = new
    try:
        articles, report = load_bytes(bytes(data), name)
    except tk.ToolkitError:
        return
    assert report.seen == len(articles) + len(report.rejected) == report.loaded + len(report.rejected)
    tk.check_articles(articles)
    articles.to_parquet(io.BytesIO())


def test_parquet_of_other_types():
    out = io.BytesIO()
    stamps = pd.to_datetime(pd.Series(["2017-11-09 14:20", None])).dt.tz_localize("Asia/Baghdad")
    table = pd.DataFrame({"text": [["فقرة", "أخرى"], ["ثالثة"]], "date": stamps, "عدد": [1, None], "seen": stamps})
    table.to_parquet(out)
    articles, _ = load_bytes(out.getvalue(), "a.parquet")
    assert articles["text"].tolist() == ["فقرة\nأخرى", "ثالثة"]
    assert articles["date"].iloc[0] == pd.Timestamp("2017-11-09 14:20")
    assert articles["utc_offset"].tolist() == ["+03:00", ""]
    assert articles["seen"].tolist()[1] == ""
    assert str(articles["عدد"].dtype) == "str"


def test_folders_are_section_and_source(tmp_path):
    for folder in ("صدى/محليات", "صدى/اقتصاد", "صدى"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "1.txt").write_text(f"خبر من {folder}\nقال المجلس إن الجسر مفتوح.", encoding="utf-8")
    articles = tk.load_articles(tmp_path).set_index("path")
    assert articles.loc["صدى/محليات/1.txt", ["source", "section"]].tolist() == ["صدى", "محليات"]
    assert articles.loc["صدى/1.txt", ["source", "section"]].tolist() == ["", "صدى"]
    named = tk.load_articles(str(tmp_path), folders=("source", "section")).set_index("path")
    assert named.loc["صدى/1.txt", ["source", "section"]].tolist() == ["صدى", ""]
    assert not articles.index.str.startswith("/").any()


def test_what_lies_beside_a_corpus_is_said(tmp_path):
    (tmp_path / "خبر.txt").write_text("جسر الخشب\nفتح المجلس جسر الخشب.", encoding="utf-8")
    for name in ("README.md", "LICENSE", "README.txt", ".hidden.txt", "Thumbs.db", "~$news.csv", "page.pdf"):
        (tmp_path / name).write_text("نص لا يهم", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.txt").write_text("نص", encoding="utf-8")
    report = tk.load_report(tk.load_articles(tmp_path))
    assert report.loaded == 1
    said = report.rejected.groupby("reason")["path"].agg(set).to_dict()
    assert said == {
        "hidden": {".git", ".hidden.txt"},
        "temporary": {"~$news.csv"},
        "unsupported-format": {"README.md", "LICENSE", "README.txt", "Thumbs.db", "page.pdf"},
    }


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFO, and symlinks need rights")
def test_odd_things_in_a_folder(tmp_path):
    (tmp_path / "خبر.txt").write_text("جسر الخشب\nفتح المجلس جسر الخشب.", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xc7\xe1.txt")).write_text(
        "سوق القرية\nفتح السوق أبوابه.", encoding="utf-8"
    )
    articles = tk.load_articles(tmp_path)
    report = tk.load_report(articles)
    assert sorted(report.rejected["reason"]) == ["not-a-regular-file", "symlink", "symlink"]
    assert len(articles) == 2
    articles.to_parquet(tmp_path / "out.parquet")
    with pytest.raises(tk.UnsafeInputError, match="neither"):
        tk.load_articles(tmp_path / "pipe.txt")


def test_ids_are_kept_byte_for_byte_and_made_to_differ():
    ids = ["123456789012345678901234567890", "1e999", "007", "7", "7", "7#2", ""]
    rows = [{"id": i, "title": f"خبر رقم {n} من السد", "text": "قال الحارس."} for n, i in enumerate(ids)]
    data = "\n".join(json.dumps(row) for row in rows).replace('"1e999"', "1e999").encode()
    articles, report = load_bytes(data, "a.jsonl")
    assert articles["article_id"].tolist() == [*ids[:4], "7#3", "7#2", "a.jsonl#7"]
    assert report.warnings.query("reason == 'duplicate-id'")["row"].tolist() == [5]


def test_only_equal_rows_with_equal_ids_are_duplicates():
    data = "id,title,text\n1,خبر,نص طويل\n1,خبر,نص طويل\n2,خبر,نص طويل\n".encode()
    articles, report = load_bytes(data, "a.csv")
    assert articles["article_id"].tolist() == ["1", "2"]
    assert report.rejected.iloc[0].tolist() == ["a.csv", 3, "exact-duplicate"]


def test_a_deck_that_repeats_the_text_is_emptied():
    lead = "أعلن المجلس المحلي فتح جسر الخشب"
    rows = [("أ ب", lead + "...", lead + " أمام المارة."), ("ج د", "المارة أولا", lead + " أمام المارة.")]
    data = "title,abstract,text\n" + "\n".join(",".join(row) for row in rows)
    articles, report = load_bytes(data.encode(), "a.csv")
    assert articles["deck"].tolist() == ["", "المارة أولا"]
    assert "deck-repeats-text" in report.warnings["reason"].tolist()


def test_columns_are_overruled_guessed_and_kept():
    text = "قال المجلس إن الجسر مفتوح أمام المارة والدراجات في كل أيام الأسبوع"
    data = f"a,b,البلد\n1,{text},العراق\n".encode()
    articles, report = load_bytes(data, "a.csv")
    assert articles["text"].tolist() == [text]
    assert articles["البلد"].tolist() == ["العراق"]
    assert "column-guessed:b->text" in report.warnings["reason"].tolist()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "a.csv")
        file.write_bytes(data)
        told = tk.load_articles(file, columns={"البلد": "title", "b": "text"})
        assert told["title"].tolist() == ["العراق"]
        with pytest.raises(tk.InvalidArgumentError, match="none of the columns"):
            tk.load_articles(file, columns={"غائب": "text"})
        with pytest.raises(tk.InvalidArgumentError, match="does not know columns"):
            tk.load_articles(file, columns={"b": "texte"})


def test_headers_twice_short_rows_and_no_header():
    articles, report = load_bytes("العنوان,النص,النص\nجسر,فتح الجسر,زائد\nسوق,فتح السوق\n".encode(), "a.csv")
    assert articles["النص.2"].tolist() == ["زائد", ""]
    assert {"duplicate-column:النص", "missing-fields"} <= set(report.warnings["reason"])
    long = "قال المجلس إن الجسر مفتوح أمام المارة والدراجات في كل أيام الأسبوع من الصباح"
    assert load_bytes(f"1,{long}\n2,{long} أيضا\n".encode(), "a.csv")[0]["text"].tolist() == [long, f"{long} أيضا"]


@pytest.mark.parametrize("empty", [1_600, 30_000])
def test_columns_with_neither_a_name_nor_a_value_are_left_out(empty):
    commas = "," * empty
    rows = [("خبر", "نص أول"), ("جسر", "نص ثان")]
    data = f"title,text{commas}\n" + "".join(f"{title},{text}{commas}\n" for title, text in rows) + "سد,نص ثالث\n"
    articles, report = load_bytes(data.encode(), "a.csv")
    assert articles["text"].tolist() == ["نص أول", "نص ثان", "نص ثالث"]
    assert articles.columns.tolist() == list(COLUMNS)
    assert set(report.warnings["reason"]) <= {"source-from-name", "very-short"}


def test_a_column_without_a_name_but_with_a_value_is_kept():
    articles, _ = load_bytes("title,text,,\nخبر,نص,,قيمة\n".encode(), "a.csv")
    assert articles.columns.tolist() == [*COLUMNS, ""]
    assert articles[""].tolist() == ["قيمة"]


def test_empty_rows_of_an_empty_table_are_still_counted():
    with pytest.raises(tk.EmptyCorpusError, match="empty-text × 2"):
        load_bytes(b",,\n,,\n,,\n", "a.csv")


@pytest.mark.parametrize("name", ["a.csv", "a.json"])
def test_columns_beyond_the_limit_are_left_out_and_that_is_said_once(name):
    record = {"title": "خبر من السد"} | {f"c{n}": "x" for n in range(1_000)} | {"text": "نص", "مكان": "الرقة"}
    data = ",".join(record) + "\n" + ",".join(record.values()) if name == "a.csv" else json.dumps([record])
    articles, report = load_bytes(data.encode(), name)
    assert articles["text"].tolist() == ["نص"]
    assert len(articles.columns) == len(COLUMNS) + 199
    left_out = report.warnings[report.warnings["reason"].str.startswith("columns-left-out")]
    assert left_out["reason"].tolist() == ["columns-left-out:802"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(data.encode())
        assert tk.load_articles(file, columns={"مكان": "section"})["section"].tolist() == ["الرقة"]


def test_many_columns_of_one_name_are_renamed_and_said_once():
    data = f"title,text{',a' * 5_000}\nخبر,نص{',x' * 5_000}\n"
    articles, report = load_bytes(data.encode(), "a.csv")
    assert articles.columns[len(COLUMNS) : len(COLUMNS) + 3].tolist() == ["a", "a.2", "a.3"]
    assert (report.warnings["reason"] == "duplicate-column:a").sum() == 1


def test_names_of_columns_are_read_in_any_spelling():
    articles, _ = load_bytes("العُنـوان,المحتوي\nخبر,نص\n".encode(), "a.csv")
    assert articles[["title", "text"]].to_numpy().tolist() == [["خبر", "نص"]]


def test_a_corpus_without_arabic_loads_with_a_warning():
    articles, report = load_bytes(b"The bridge is open\nThe council said the bridge is open to all.", "a.txt")
    assert len(articles) == 1
    assert "no-arabic" in report.warnings["reason"].tolist()


def test_a_table_without_a_text_says_which_columns_it_has():
    with pytest.raises(tk.EmptyCorpusError, match=r"columns are \['x', 'y'\]"):
        load_bytes(b"x,y\n1,2\n", "a.csv")


@pytest.mark.parametrize("path", ["nowhere/at/all", ""])
def test_a_missing_path(path, tmp_path):
    if path:
        with pytest.raises(tk.UnreadableInputError, match="check the spelling"):
            tk.load_articles(tmp_path / path)
    else:
        with pytest.raises(tk.EmptyCorpusError, match="found no article"):
            tk.load_articles(tmp_path)


def test_what_is_no_path_is_refused():
    with pytest.raises(tk.InvalidArgumentError, match="as_articles"):
        tk.load_articles(pd.DataFrame({"text": ["أ"]}))
    for folders in ("source", b"source", 7, {"source"}, pd.DataFrame()):
        with pytest.raises(tk.InvalidArgumentError, match="list of names in folders="):
            tk.load_articles(".", folders=folders)
    for columns in (["text"], "text", 7, pd.DataFrame()):
        with pytest.raises(tk.InvalidArgumentError, match="mapping in columns="):
            tk.load_articles(".", columns=columns)


@pytest.mark.parametrize("function", OURS, ids=lambda function: function.__name__)
@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: type(value).__name__)
def test_only_our_errors_escape_whatever_is_passed(function, value):
    with contextlib.suppress(tk.ToolkitError):
        function(value)


def test_reading_leaves_the_csv_module_as_it_was():
    before = csv.field_size_limit()
    long = "كلمة " * 60_000
    articles, _ = load_bytes(f"العنوان,النص\nجسر,{long}\n".encode(), "a.csv")
    assert len(articles["text"].iloc[0]) == len(long)
    assert csv.field_size_limit() == before


def test_odd_files(shared, tmp_path):
    with zipfile.ZipFile(shared / "cases/bad_inputs.zip") as archive:
        archive.extractall(tmp_path)
    lines = (tmp_path / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [entry for entry in map(json.loads, lines) if entry["group"] != "tree"]
    assert len(entries) > 70
    for entry in entries:
        if (
            entry["name"] == "csv/duplicate_ids.csv"
        ):  # its third row has the id and title of the first, but another text
            continue
        wanted = sorted(reason for reason, n in entry["expect"]["rejects"] for _ in range(n))
        if entry["expect"]["loads"] == 0:
            told = f"{wanted[0]} × {len(wanted)}\\." if wanted else "no article"
            with pytest.raises(tk.ToolkitError, match=told):
                tk.load_articles(tmp_path / entry["name"])
            continue
        articles = tk.load_articles(tmp_path / entry["name"])
        assert len(articles) == entry["expect"]["loads"], entry
        assert sorted(tk.load_report(articles).rejected["reason"]) == wanted, entry
        words = " ".join(articles["title"] + " " + articles["text"])
        assert all(word in words for word in entry["expect"].get("contains", [])), entry


def test_the_benchmark_corpus(shared):
    articles = tk.load_articles(shared / "corpora/news/news_large.parquet")
    report = tk.load_report(articles)
    assert report.seen == 54_336 == len(articles) + len(report.rejected)
    assert set(report.rejected["reason"]) == {"empty-text"}
    assert articles["article_id"].is_unique


def test_repeated_articles_and_missing_dates_are_told(tmp_path):
    rows = "id,date,title,text\n1,2017-11-09,خبر,فتح الجسر\n2,2017-11-10,خبر,فتح الجسر\n3,,خبر آخر,أغلق الجسر\n"
    (tmp_path / "news.csv").write_text(rows, encoding="utf-8")
    articles = tk.load_articles(tmp_path / "news.csv")
    told = tk.load_report(articles).warnings.set_index("reason")["row"]
    assert len(articles) == 3
    assert told["duplicate-text"] == 3
    assert told["no-date"] == 4


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_a_name_that_stands_twice_in_a_record_is_said(name):
    record = '{"title": "أول", "text": "فتح الجسر", "title": "ثان"}'
    articles, report = load_bytes((record if name == "a.jsonl" else f"[{record}]").encode(), name)
    assert articles["title"].tolist() == ["ثان"]
    assert "duplicate-key:title" in report.warnings["reason"].tolist()


def test_tags_taken_out_of_a_feed_are_said():
    item = "<item><title>خبر</title><description>&lt;p&gt;فتح الجسر&lt;/p&gt;</description></item>"
    articles, report = load_bytes(f"<rss><channel>{item}</channel></rss>".encode(), "a.xml")
    assert articles["text"].tolist() == ["فتح الجسر"]
    assert "html-removed:1" in report.warnings["reason"].tolist()


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.json", "[{}, {}]"), ("a.jsonl", "{}\n{}"), ("a.sgml", "<DOC>\n</DOC>\n<DOC>\n</DOC>")],
)
def test_records_without_a_field_are_counted(name, text):
    with pytest.raises(tk.EmptyCorpusError, match="empty-text × 2"):
        load_bytes(text.encode(), name)
    _, report = load_bytes('[{}, {"title": "جسر"}]'.encode(), "a.json")
    assert (report.seen, report.rejected["row"].tolist()) == (2, [1])

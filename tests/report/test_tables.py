import pandas as pd
import pytest
from IPython.extensions.autoreload import superreload

import toolkit as tk
from toolkit.errors import InvalidArgumentError, MissingColumnsError
from toolkit.report import tables
from toolkit.report.settings import VARIABLE
from toolkit.report.tables import concordance_html, install_tables, remove_tables, table_html

LINES = pd.DataFrame(
    {
        "left": ["سيطرت القوات على مدينة"],
        "match": ["البوكمال"],
        "right": ["قرب <الحدود>"],
        "date": [pd.Timestamp("2017-11-09 10:20")],
        "source": ["الأفق"],
        "title": ['عنوان "مقتبس"'],
    }
)


def test_everything_is_escaped():
    page = table_html(pd.DataFrame({"<b>": ["<script>alert(1)</script>", '"><img src=x>']}))
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([1234567, 2], ["1,234,567", "2"]),
        ([0.1234, float("nan")], ["0.123", "—"]),
        ([1.5, 200.25], ["1.5", "200.2"]),
        ([1.0, 2.0], [">1<", ">2<"]),
        ([True, False], ["نعم", "لا"]),
        (pd.to_datetime(["2017-11-09", None]), [">2017-11-09<", "—"]),
        (pd.to_datetime(["2017-11-09 10:20", "2017-11-10 00:00"]), ["2017-11-09 10:20", "2017-11-10 00:00"]),
        (pd.period_range("2017-11-06", periods=1, freq="W"), ["2017-11-06/2017-11-12"]),
        (['https://a.example/x?a=1&b="2'], ['href="https://a.example/x?a=1&amp;b=&quot;2"', ">a.example<"]),
        (["javascript:alert(1)"], ["<bdi>javascript:alert(1)</bdi>"]),
        ([None, "نص"], ["—", "نص"]),
    ],
)
def test_values(values, shown):
    page = table_html(pd.DataFrame({"x": values}))
    for text in shown:
        assert text in page


def test_known_names_and_values_are_arabic():
    page = table_html(pd.DataFrame({"entity": ["سوريا"], "kind": ["place"], "n": [3], "عمود": [1]}))
    for heading in ("الاسم", "النوع", "العدد", "عمود", "مكان"):
        assert heading in page
    notes = table_html(pd.DataFrame({"kind": ["rejected", "warning"]}))
    assert ">مرفوض<" in notes
    assert ">تنبيه<" in notes


def test_long_text_is_cut_at_a_word():
    page = table_html(pd.DataFrame({"text": ["كلمة " * 200]}))
    assert "كلمة…" in page
    assert len(page) < 1500


def test_rows_beyond_the_limit_are_counted():
    table = pd.DataFrame({"n": range(240)})
    assert "… 20 من 240 صفا" in table_html(table)
    assert "…" not in table_html(table.head(3))
    assert "لا صفوف" in table_html(table.head(0))
    with pytest.raises(InvalidArgumentError, match="max_rows"):
        table_html(table, max_rows=0)


def test_index_is_shown_when_it_says_something():
    assert "الاسم" in table_html(pd.DataFrame({"n": [1]}, index=pd.Index(["الرقة"], name="entity")))
    assert "<td" in table_html(pd.DataFrame({"n": [1]}, index=["الرقة"]))
    assert table_html(pd.DataFrame({"n": [1]})).count("<td") == 1
    wide = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("أ", "ب"), ("أ", "")]))
    assert "أ · ب" in table_html(wide)
    twice = pd.DataFrame([[1, 2]], columns=["n", "n"])
    assert table_html(twice).count("<td") == 2


def test_lines_read_from_right_to_left():
    page = table_html(LINES)
    assert page == concordance_html(LINES)
    assert page.index("سيطرت") < page.index("البوكمال") < page.index("قرب &lt;الحدود&gt;") < page.index("2017-11-09")
    assert 'title="عنوان &quot;مقتبس&quot;"' in page
    with pytest.raises(MissingColumnsError):
        concordance_html(LINES.drop(columns="match"))


def test_the_table_is_not_changed():
    before = LINES.copy(deep=True)
    table_html(LINES)
    pd.testing.assert_frame_equal(LINES, before)


@pytest.fixture
def shell():
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    yield shell
    remove_tables()
    InteractiveShell.clear_instance()


def test_install_and_remove(shell, capsys):
    formatter = shell.display_formatter.formatters["text/html"]
    install_tables()
    install_tables()
    assert 'dir="rtl"' in formatter(pd.DataFrame({"term": ["الفرات"]}))
    remove_tables()
    arabic = pd.DataFrame({"term": ["الفرات"]})
    assert formatter(arabic) == arabic._repr_html_()
    assert formatter.for_type(pd.DataFrame) is None


def test_a_table_without_arabic_keeps_its_own_html(shell, capsys, monkeypatch):
    formatter = shell.display_formatter.formatters["text/html"]
    latin = pd.DataFrame({"source": ["skynews"], "n": [3]})
    install_tables()
    assert formatter(latin) == latin._repr_html_()
    for arabic in (latin.assign(source="الحدث"), latin.rename(columns={"n": "عدد"}), latin.set_axis(["صف"])):
        assert 'dir="rtl"' in formatter(arabic)
    monkeypatch.setenv(VARIABLE, "{}")
    assert 'dir="rtl"' in formatter(latin), "in a page all tables look alike"


def test_autoreload_does_not_forget_what_was_there(shell, capsys):
    formatter = shell.display_formatter.formatters["text/html"]
    before = formatter.for_type(pd.DataFrame)
    arabic = pd.DataFrame({"term": ["الفرات"]})
    tk.use_arabic(charts=False)
    superreload(tables)
    tk.use_arabic(charts=False)
    assert 'dir="rtl"' in formatter(arabic)
    superreload(tables)
    tk.undo_arabic()
    assert formatter.for_type(pd.DataFrame) is before
    assert formatter(arabic) == arabic._repr_html_()


def test_a_formatter_that_came_later_is_left_alone(shell, capsys):
    formatter = shell.display_formatter.formatters["text/html"]
    install_tables()
    formatter.for_type(pd.DataFrame, lambda _: "theirs")
    remove_tables()
    assert formatter(pd.DataFrame({"name": ["الرقة"]})) == "theirs"
    formatter.pop(pd.DataFrame)


def test_a_formatter_that_was_there_comes_back(shell, capsys):
    """As Colab's: registered before the first cell, by name."""
    formatter = shell.display_formatter.formatters["text/html"]

    def theirs(table):
        return f"theirs: {table['name'].iloc[0]}"

    formatter.for_type_by_name("pandas", "DataFrame", theirs)
    tk.use_arabic(charts=False)
    assert formatter(pd.DataFrame({"name": ["Raqqa"]})) == "theirs: Raqqa", "it still shows what has no Arabic"
    assert 'dir="rtl"' in formatter(pd.DataFrame({"name": ["الرقة"]}))
    tk.undo_arabic()
    assert formatter.for_type(pd.DataFrame) is theirs
    assert formatter(pd.DataFrame({"name": ["الرقة"]})) == "theirs: الرقة"
    formatter.pop(pd.DataFrame)

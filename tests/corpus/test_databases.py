"""A database gives its articles, whatever its tables are called and whatever is in their cells."""

import sqlite3

import pytest

from toolkit.corpus.databases import read_database


def database(*statements, **tables):
    connection = sqlite3.connect(":memory:")
    for statement in statements:
        connection.execute(statement)
    for name, rows in tables.items():
        connection.executemany(f'insert into "{name}" values ({",".join("?" * len(rows[0]))})', rows)
    connection.commit()
    return bytes(connection.serialize())


def test_a_name_with_code_in_it_and_cells_of_all_kinds():
    name = 'اخبار"; drop table x; --'
    quoted = name.replace('"', '""')
    rows = [("جسر", "فتح الجسر", 7, None), (b"\xc7\xe1", b"\xd9\x86\xd9\x87\xd8\xb1", 1.5, 2)]
    data = database(f'create table "{quoted}" (العنوان, النص, n, m)', "create table x (a)")
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    connection.executemany(f'insert into "{quoted}" values (?,?,?,?)', rows)
    connection.commit()
    [(inner, reading)] = read_database(bytes(connection.serialize()), frozenset())
    assert inner == ""
    assert reading.table.to_numpy().tolist() == [["جسر", "فتح الجسر", "7", ""], ["ال", "نهر", "1.5", "2"]]
    assert reading.warnings == [(0, "table-left-out:x")]


def test_views_and_virtual_tables_are_not_run():
    data = database(
        "create table news (title, text)",
        "create view endless as with recursive a(text) as (select 1 union all select text + 1 from a) select * from a",
        "insert into news values ('جسر', 'فتح الجسر')",
    )
    assert [(name, len(r.table)) for name, r in read_database(data, frozenset())] == [("", 1)]


def test_several_tables_of_articles():
    data = database("create table a (title, text)", "create table b (headline, body)", a=[("س", "ص")], b=[("ع", "غ")])
    assert [name for name, _ in read_database(data, frozenset())] == ["a", "b"]


@pytest.mark.parametrize("size", [16, 100, 3_000, 6_000])
def test_a_cut_database_is_said(size):
    rows = [("خبر", "نص طويل " * 100)] * 20
    data = database("create table news (title, text)", news=rows)
    [(_, reading)] = read_database(data[:size], frozenset())
    assert [reason for _, reason in reading.rejected] == ["bad-sqlite"]


def test_no_table_at_all():
    data = database("create table a (b)", "drop table a")
    assert read_database(data, frozenset())[0][1].rejected == [(0, "empty")]


def test_names_that_are_no_utf8():
    data = database(f"create table news (title, {'t' * 20})", news=[("خبر", "نص")])
    for place in (data.index(b"t" * 20), data.index(b"news")):
        damaged = data[:place] + b"\xff\xfe" + data[place + 2 :]
        assert all(isinstance(reading.rejected, list) for _, reading in read_database(damaged, frozenset()))

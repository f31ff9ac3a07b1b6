"""The fast way reads what the careful way reads, or leaves it to the careful way."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.corpus.json_records import read_jsonl
from toolkit.corpus.plain_jsonl import read_plain_jsonl

VALUES = st.one_of(st.none(), st.text('ابتسن {}"\\/\n\x00\u2028😀\ud800', max_size=12), st.integers(), st.just(["نهر"]))
RECORDS = st.lists(st.dictionaries(st.sampled_from(["title", "text", "النص"]), VALUES, max_size=3), max_size=6)
LINES = st.one_of(st.sampled_from(["", "{", "[]", '{"title": "x", "title": "y"}', "{} {}", "7"]), st.text(max_size=5))


@given(RECORDS, st.booleans(), st.lists(LINES, max_size=2), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_both_ways_agree(records, ascii_only, others, end):
    lines = [json.dumps(record, ensure_ascii=ascii_only) for record in records] + others
    data = end.join(lines).encode("utf-8", "surrogatepass")
    fast = read_plain_jsonl(data)
    if fast is None:
        return
    slow = read_jsonl(data.decode("utf-8"), frozenset())
    assert not slow.rejected
    assert list(fast.rows) == list(slow.rows)
    names = list(slow.table.columns)
    assert fast.table[names].to_numpy().tolist() == slow.table.to_numpy().tolist()
    assert set(fast.table.columns) >= set(names)


@pytest.mark.parametrize(
    "data",
    [
        "نهر".encode("cp1256"),
        b'{"a": "\xff"}',
        b'{"a": "x"}\n{"b": "y"}',
        b'{"a": 1}',
        b'{"a": "x"} {"a": "y"}\n\n',
        b'{"a": "x"}\n\n{"a": "y"}',
        json.dumps({"text": "قال المجلس ".encode().decode("latin-1") * 9}, ensure_ascii=False).encode(),
    ],
)
def test_what_is_not_plain_is_left_to_the_careful_way(data):
    assert read_plain_jsonl(data) is None


def test_plain_records_are_read():
    data = "".join(json.dumps({"title": f"خبر {n}", "text": "فتح الجسر"}) + "\n" for n in range(5)).encode()
    assert read_plain_jsonl(data).rows == range(1, 6)

"""Documents in TREC's tags, and those whose tags were forgotten."""

import tarfile

from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.corpus.sgml import read_sgml

VALUES = st.text("ابتس م\n<&x", min_size=1, max_size=30).map(lambda s: f"خبر {s} نهاية")


@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=4))
def test_documents_come_back(rows):
    text = "".join(f"<DOC>\n<TITLE>{title}</TITLE>\n<TEXT>\n{text}\n</TEXT>\n</DOC>\n" for title, text in rows)
    assert list(read_sgml(text, frozenset()).table.itertuples(index=False, name=None)) == rows


def test_forgotten_tags():
    text = "<DOC>\n<TITLE>جسر\n<TEXT>\nفتح <الجسر> & السوق\n</TEXT>\n"
    text += "<DOC>\n<title>سد</TITLE>\n<TEXT>\n<P>\nأول\n</P>\n<P>\nثان"
    table = read_sgml(text, frozenset()).table
    assert table["TITLE"].tolist() == ["جسر", ""]
    assert table["title"].tolist() == ["", "سد"]
    assert table["TEXT"].iloc[0] == "فتح <الجسر> & السوق"


def test_many_open_tags_are_read_in_linear_time():
    read_sgml("<DOC>\n" + "\n".join(f"<a{n}>" for n in range(100_000)), frozenset())
    read_sgml("<DOC>\n<TEXT>\n" * 50_000, frozenset())


def test_real_documents_that_are_no_xml(shared):
    for name, n in (("ant1", 720), ("ant2", 1_527)):
        path = shared / f"corpora/originals/{name}_trec_sgml.tar.gz"
        with tarfile.open(path) as archive:
            assert sum(member.isfile() for member in archive) == n
        articles = tk.load_articles(path)
        assert len(articles) == n
        assert articles["date"].notna().all()
        assert (articles["title"] != "").all()

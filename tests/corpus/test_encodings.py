"""Bytes are decoded as they were written, and every guess is said."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import toolkit as tk

SENTENCES = [
    "أعلن المجلس المحلي في بلدة السنابل فتح جسر الخشب أمام المارة بعد إصلاح دام شهرين.",
    "ينتظر مزارعو القمح في الضفة الشرقية أول أمطار الموسم، وقد جهزوا حقولهم منذ أسبوع.",
    "وقالت المعلمة إن الصفوف صارت أقل ازدحاما؛ فهل تكفي المقاعد لكل التلاميذ؟",
]
CODE_PAGES = ["cp1256", "iso8859-6", "mac-arabic"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\x00\x06")))
@example("ط" * 40)
def test_utf8_comes_back_unchanged(text):
    decoded = tk.decode(text.encode())
    # Only text that is itself the picture of wrongly read UTF-8 is restored, and that is said.
    assert decoded.text == text or decoded.repairs[0].startswith("mojibake")


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", *CODE_PAGES])
def test_each_encoding(sentence, encoding):
    written = sentence.encode(encoding, "ignore").decode(encoding).lstrip("\ufeff")
    decoded = tk.decode(sentence.encode(encoding, "ignore"))
    assert decoded.text == written
    assert ("encoding-guessed" in decoded.repairs) == (encoding in [*CODE_PAGES, "utf-16-le", "utf-16-be"])


def test_cp1256_behind_much_ascii():
    data = b"x = 1\n" * 40_000 + SENTENCES[0].encode("cp1256")
    assert tk.decode(data).text.endswith(SENTENCES[0])


def test_french_is_not_torn():
    assert tk.decode("Le café de la médina a fermé à Tunis".encode("cp1252")).text.startswith("Le café de la médina")


@pytest.mark.parametrize("place", [0, 20, -1])
def test_one_bad_byte_stays_utf8_and_is_said(place):
    data = SENTENCES[0].encode()
    cut = 2 * place if place >= 0 else len(data)
    decoded = tk.decode(data[:cut] + b"\xff" + data[cut:])
    assert decoded.encoding == "utf-8"
    assert decoded.repairs == ("bytes-replaced:1",)
    assert decoded.text.replace("\ufffd", "") in (SENTENCES[0], SENTENCES[0])


def test_one_line_in_another_code_page():
    lines = [SENTENCES[0].encode(), SENTENCES[1].encode("cp1256"), SENTENCES[2].encode(), SENTENCES[0].encode()]
    decoded = tk.decode(b"\n".join(lines))
    assert decoded.text.split("\n") == [SENTENCES[0], SENTENCES[1], SENTENCES[2], SENTENCES[0]]
    assert decoded.repairs == ("mixed-encoding:1",)


@pytest.mark.parametrize("wrong", ["latin-1", "cp1256"])
def test_mojibake_is_restored(wrong):
    decoded = tk.decode(SENTENCES[0].encode().decode(wrong).encode())
    assert decoded.text == SENTENCES[0]
    assert decoded.repairs == (f"mojibake-repaired:{wrong}",)


def test_code_page_read_as_latin_is_restored():
    decoded = tk.decode(SENTENCES[1].encode("cp1256").decode("latin-1").encode())
    assert decoded.text == SENTENCES[1]
    assert decoded.repairs == ("mojibake-repaired:cp1256",)


@pytest.mark.parametrize("data", ["نص", None, 7, [1, 2]])
def test_what_is_no_bytes_is_refused(data):
    with pytest.raises(tk.InvalidArgumentError, match=f"this is a {type(data).__name__}"):
        tk.decode(data)


def test_a_bytearray_is_bytes():
    for data in (SENTENCES[0].encode(), SENTENCES[0].encode("cp1256"), SENTENCES[0].encode("utf-16")):
        assert tk.decode(bytearray(data)) == tk.decode(data)


@given(st.binary(max_size=300))
def test_no_bytes_are_an_error(data):
    decoded = tk.decode(data)
    assert isinstance(decoded.text, str)
    decoded.text.encode("utf-8")


def test_real_articles_are_not_changed(shared):
    import pandas as pd

    texts = pd.read_parquet(shared / "corpora/news/news_large.parquet", columns=["text"])["text"].dropna()
    for text in texts.iloc[::30]:
        assert tk.decode(text.encode("utf-8", "ignore")).text == text.lstrip("\ufeff")

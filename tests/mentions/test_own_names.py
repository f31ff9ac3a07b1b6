import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.mentions.own_names import load_gazetteer


def write(folder, text: str, name: str = "names.csv"):
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def found(text: str, gazetteer) -> list[tuple[str, str]]:
    mentions = tk.find_entities(tk.as_articles([text]), gazetteer=gazetteer)
    return list(mentions[["mention", "entity_id"]].itertuples(index=False, name=None))


def test_ten_thousand_rows_are_loaded_or_refused_with_reasons(tmp_path):
    odd = ["", "ب", "حزب.*", "في", "(", "داعش|", "سوق الهال", "سوق الهال", "CNN Arabia", "a"]
    rows = [f"{name},place" for name in odd] + [f"قرية بابلون {n},place" for n in range(9_990)]
    gazetteer = load_gazetteer(write(tmp_path, "name,kind\n" + "\n".join(rows) + "\n"))
    report = gazetteer.report
    assert report.seen == 10_000 == report.loaded + len(report.rejected)
    assert report.rejected["reason"].tolist() == [
        "empty-name",
        "one-letter-name",
        "odd-characters",
        "ordinary-word",
        "odd-characters",
        "odd-characters",
        "duplicate-name",
        "one-letter-name",
    ]
    assert report.rejected["row"].tolist() == [2, 3, 4, 5, 6, 7, 9, 11]
    assert found("وصلوا لسوق الهال", gazetteer) == [("سوق الهال", "place:سوق-الهال")]
    assert ("CNN Arabia", "place:cnn-arabia") in found("بحسب CNN Arabia اليوم", gazetteer)
    assert found("من حزب في الرقة", gazetteer) == [("الرقة", "place:raqqa")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("سوق الهال,مجرة,,", "unknown-kind"),
        ("سوق الهال,place,95,0", "bad-coordinates"),
        ("سوق الهال,place,x,0", "bad-coordinates"),
    ],
)
def test_rows_that_cannot_be_are_refused(tmp_path, row, reason):
    report = load_gazetteer(write(tmp_path, f"name,kind,lat,lon\n{row}\n")).report
    assert report.rejected["reason"].tolist() == [reason]


def test_own_spellings_join_the_entry_of_the_toolkit(tmp_path):
    gazetteer = load_gazetteer(write(tmp_path, "الاسم\tالنوع\taliases\nداعش\tتنظيم\tالدواعش\n", "names.tsv"))
    assert found("هاجم الدواعش وداعش البلدة", gazetteer) == [("الدواعش", "org:isis"), ("داعش", "org:isis")]
    assert found("خسر تنظيم الدولة مواقعه", gazetteer) == [("تنظيم الدولة", "org:isis")]


def test_an_own_name_is_always_taken_and_an_own_trigger_is_heard(tmp_path):
    gazetteer = load_gazetteer(
        write(tmp_path, "name,kind,lat,lon,trigger\nالسوق,place,35,40,\nالعين,place,35,40,yes\n")
    )
    mentions = tk.find_entities(tk.as_articles(["أغلق السوق", "العين ترى"]), gazetteer=gazetteer)
    assert mentions["mention"].to_list() == ["السوق"]
    assert np.allclose(mentions[["lat", "lon"]], [[35, 40]])


def test_what_cannot_be_read_says_so(tmp_path):
    with pytest.raises(tk.UnreadableInputError):
        load_gazetteer(tmp_path / "none.csv")
    with pytest.raises(tk.MissingColumnsError, match="needs a column 'name'"):
        load_gazetteer(write(tmp_path, "a,b\n1,2\n"))


@given(st.lists(st.text(alphabet="ابتلمن .*(|\"',;\tab1", max_size=8), max_size=12))
def test_any_rows_are_loaded_or_refused(tmp_path_factory, names):
    text = "name,kind\n" + "\n".join('"' + name.replace('"', '""') + '",place' for name in names) + "\n"
    gazetteer = load_gazetteer(write(tmp_path_factory.mktemp("names"), text))
    assert gazetteer.report.seen == len(names)
    tk.find_entities(tk.as_articles([" ".join(names)]), gazetteer=gazetteer, policy="gazetteer")


def test_context_decides_between_namesakes_and_says_so(tmp_path):
    rows = "name,kind,country,id\nالسالمية,place,KW,own:kw\nالسالمية,place,IQ,own:iq\n"
    gazetteer = load_gazetteer(write(tmp_path, rows))
    made = tk.as_articles(["وصلوا من بغداد والموصل إلى السالمية", "وصلوا من الكويت إلى السالمية"])
    mentions = tk.find_entities(made, gazetteer=gazetteer)
    here = mentions[mentions["mention"] == "السالمية"]
    assert here["entity_id"].to_list() == ["own:iq", "own:kw"]
    assert set(here["rule"]) == {"namesake"}

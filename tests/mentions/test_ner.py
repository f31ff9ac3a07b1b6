import random
import sys

import pytest

import toolkit as tk
from toolkit.mentions.ner import NameTagger

GIVEN = ["سعيد", "فريد", "جميل", "حازم", "نادر", "وسيم"]
TOWNS = [["زملكا"], ["تل", "رفعت"], ["عربين"], ["كفر", "زيتا"]]
BEFORE = ["وصل", "قال", "عاد", "سافر"]


def sentence(random_numbers: random.Random) -> list[tuple[str, str]]:
    pick = random_numbers.choice
    given = [(pick(GIVEN), "B-PERS")]
    town = [(word, "I-LOC" if i else "B-LOC") for i, word in enumerate(pick(TOWNS))]
    verb, to, day, end = ([(word, "O")] for word in (pick(BEFORE), "إلى", "(أمس)", "."))
    orders = [
        [verb, given, to, town, end],
        [given, verb, to, town, day],
        [verb, day, to, town],
        [verb, given, day, end],
    ]
    return [word for part in pick(orders) for word in part]


def conll(n: int, *, seed: int) -> str:
    random_numbers = random.Random(seed)
    sentences = [sentence(random_numbers) for _ in range(n)]
    return "\n".join("".join(f"{word} {label}\n" for word, label in one) for one in sentences)


@pytest.fixture(scope="module")
def annotated(tmp_path_factory):
    path = tmp_path_factory.mktemp("ner") / "train.txt"
    path.write_text(conll(150, seed=0), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def tagger(annotated) -> NameTagger:
    return tk.train_ner(annotated)


def test_what_was_learnt_is_found_in_other_sentences(tagger):
    mentions = tk.find_entities(["سافر وسيم أمس إلى كفر زيتا. وعاد نادر إلى عربين"], model=tagger)
    found = mentions[["mention", "kind", "rule"]].to_numpy().tolist()
    assert found == [
        ["وسيم", "person", "model"],
        ["كفر زيتا", "place", "model"],
        ["نادر", "person", "model"],
        ["عربين", "place", "model"],
    ]


def test_a_tagger_is_kept_and_opened_again(tagger, annotated, tmp_path):
    tagger.save(tmp_path / "names.crf")
    again = tk.open_ner(tmp_path / "names.crf")
    texts = ["عاد سعيد إلى تل رفعت", "", "قال جميل"]
    assert again(texts) == tagger(texts) == [[(4, 8, "PERS"), (13, 20, "LOC")], [], [(4, 8, "PERS")]]
    assert tk.train_ner([annotated]).weights == tagger.weights  # equal files, equal taggers
    assert tk.train_ner([annotated, annotated], l1=0.1).weights != tagger.weights


def test_signs_that_stand_on_a_word_of_the_file_are_words_of_their_own(tmp_path):
    path = tmp_path / "signs.txt"
    path.write_text("-DOCSTART- X O\n\n" + "«داعش» _ B-ORG\nخسر _ O\n\n" * 10, encoding="utf-8")
    tagger = tk.train_ner(path, l1=0)
    assert tagger(["«داعش» خسر"]) == [[(0, 6, "ORG")]]


def test_bad_files_and_numbers_are_refused(tmp_path, annotated):
    (tmp_path / "plain.txt").write_text("وصل سعيد إلى دير الزور\n", encoding="utf-8")
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "nobody.txt").write_text("وصل O\n", encoding="utf-8")
    with pytest.raises(tk.UnreadableInputError, match="no label at the end of line 1"):
        tk.train_ner(tmp_path / "plain.txt")
    with pytest.raises(tk.UnreadableInputError, match="found no name in"):
        tk.train_ner(tmp_path / "nobody.txt")
    with pytest.raises(tk.UnreadableInputError, match="not UTF-8"):
        tk.train_ner(tmp_path / "bytes.txt")
    with pytest.raises(tk.UnreadableInputError, match="No such file"):
        tk.train_ner(tmp_path / "nothing.txt")
    with pytest.raises(tk.InvalidArgumentError, match="rounds=0"):
        tk.train_ner(annotated, rounds=0)
    with pytest.raises(tk.UnreadableInputError, match="it is no tagger"):
        tk.open_ner(tmp_path / "plain.txt")
    with pytest.raises(tk.UnreadableInputError, match="No such file"):
        tk.open_ner(tmp_path / "nothing.crf")


def test_without_the_package_it_is_said_how_to_get_it(annotated, tagger, tmp_path, monkeypatch):
    tagger.save(tmp_path / "names.crf")
    monkeypatch.setitem(sys.modules, "pycrfsuite", None)
    for call in (lambda: tk.train_ner(annotated), lambda: tk.open_ner(tmp_path / "names.crf")):
        with pytest.raises(tk.UnreadableInputError, match=r"arabic-news-toolkit\[crf\]"):
            call()


def test_what_is_learnt_on_real_news_finds_names_in_other_news(shared, tmp_path):
    text = (shared / "corpora/ner/anercorp_camellab_train.txt").read_text(encoding="utf-8").strip()
    sentences = text.split("\n\n")
    (tmp_path / "train.txt").write_text("\n\n".join(sentences[:800]), encoding="utf-8")
    tagger = tk.train_ner(tmp_path / "train.txt", rounds=40)
    found = expected = right = 0
    for one in sentences[-200:]:
        cells = [line.split() for line in one.splitlines() if len(line.split()) > 1]
        gold = {i for i, (_, label) in enumerate(cells) if label.endswith("-LOC")}
        words = [word for word, _ in cells]
        ends = [len(" ".join(words[: i + 1])) for i in range(len(words))]
        spans = [span for span in tagger([" ".join(words)])[0] if span[2] == "LOC"]
        got = {i for i, end in enumerate(ends) for a, b, _ in spans if a < end <= b}
        found, expected, right = found + len(got), expected + len(gold), right + len(gold & got)
    assert right > 0.7 * expected
    assert right > 0.7 * found

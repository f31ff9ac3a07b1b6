import re
import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import articles

import toolkit as tk
from toolkit.mentions import models
from toolkit.mentions.mention_table import MENTION_COLUMNS
from toolkit.mentions.models import joined_mentions, kind_of_label, labelled_names, model_mentions

TEXT = "وصل الوزير للبوكمال"


def says(*spans):
    """A model that says the same of every text."""
    return lambda texts: [list(spans) for _ in texts]


def finds(names: dict[str, str]):
    """A model that finds names as written, and calls each by its label."""

    def model(texts):
        return [
            [(found.start(), found.end(), label) for name, label in names.items() for found in re.finditer(name, text)]
            for text in texts
        ]

    return model


def named(text: str, names: dict[str, str], **options) -> list[list[str]]:
    mentions = tk.find_entities(tk.as_articles([text]), model=finds(names), **options)
    return mentions[["mention", "entity", "kind"]].to_numpy().tolist()


@pytest.mark.parametrize(
    ("name", "mention", "entity"),
    [
        ("للبوكمال", "بوكمال", "البوكمال"),
        ("لبوكمال", "لبوكمال", "لبوكمال"),  # inside a word: cut by the model already
        ("بوكمال", "بوكمال", "البوكمال"),
        ("وَلِلأُمَم المتّحدة", "أُمَم المتّحدة", "الأمم المتحدة"),
        ("بـداعش", "داعش", "داعش"),
        ("وبوتين", "بوتين", "فلاديمير بوتين"),
        ("بلال", "بلال", "بلال"),
        ("للندن", "لندن", "لندن"),
        ("تنظيم الدولة", "تنظيم الدولة", "داعش"),
        ("والوزير سعد", "الوزير سعد", "الوزير سعد"),
        ("«داعش»", "«داعش»", "داعش"),
        ("و", "و", "و"),
        ("سيرجي لافروف", "سيرجي لافروف", "سيرغي لافروف"),
    ],
)
def test_clitics_come_off_and_names_are_linked(name, mention, entity):
    text = "قال للبوكمال ثم" if name in ("لبوكمال", "بوكمال") else f"قال {name} ثم"
    assert named(text, {name: "MISC"}) == [[mention, entity, "other"]]


def test_a_name_that_begins_like_a_clitic_stays_whole_where_the_names_say_so():
    text = "عاد بان كي مون. قال بان كي مون إن مقاتلين دخلوا بعقوبة، ومن بعقوبة إلى أبوجا. مؤتمر بأبوجا، آخر بأبوجا"
    labels = {"بان كي مون": "PER", "بعقوبة": "LOC", r"\bب?أبوجا": "LOC"}
    found = [entity for _, entity, _ in named(text, labels)]
    assert found == ["بان كي مون", "بان كي مون", "بعقوبة", "بعقوبة", "أبوجا", "أبوجا", "أبوجا"]
    assert [entity for _, entity, _ in named("قال فريدون", {"فريدون": "PER"})] == ["فريدون"]


def test_ids_are_those_of_the_gazetteer_and_else_of_kind_and_name():
    text = "داعش في البوكمال وفي عفورية، قال أحمد سعد. عاد احمد سعد، ثم أحمد سعد"
    labels = {"داعش": "ORG", "البوكمال": "B-GPE", "عفورية": "LOC", "أحمد سعد": "PER", "احمد سعد": "PER"}
    mentions = tk.find_entities(tk.as_articles([text]), model=finds(labels))
    rules = tk.find_entities(tk.as_articles([text])).set_index("entity")
    by = mentions.drop_duplicates("entity").set_index("entity")
    for name in ("داعش", "البوكمال"):
        columns = ["entity_id", "kind", "lat", "lon"]
        pd.testing.assert_series_equal(by.loc[name, columns], rules.loc[name, columns])
    people = mentions[mentions["kind"] == "person"]
    assert people["entity"].tolist() == ["أحمد سعد"] * 3  # one id, one name: the spelling used most
    assert len(set(people["entity_id"])) == 1
    assert by.loc["عفورية", ["lat", "lon"]].isna().all()
    assert set(mentions["rule"]) == {"model"}


def test_a_person_named_like_a_place_is_not_the_place_and_a_state_under_its_countrys_name_is():
    text = "قالت باريس"
    assert tk.find_entities([text], model=says((5, 10, "PER")))["entity_id"].tolist() == ["person:باريس"]
    place = tk.find_entities([text], model=says((5, 10, "LOC"))).iloc[0]
    state = tk.find_entities([text], model=says((5, 10, "ORG"))).iloc[0]
    assert state["entity_id"] == place["entity_id"] != "place:باريس"
    assert (state["kind"], place["kind"]) == ("organisation", "place")


def test_a_body_called_by_less_than_its_name_is_found_where_the_label_says_body():
    text = "قالت الشرق الأوسط"
    body = tk.find_entities([text], model=says((5, 17, "ORG")))
    assert body["entity"].tolist() == ["صحيفة الشرق الأوسط"]
    assert tk.find_entities([text], model=says((5, 17, "LOC")))["entity"].tolist() == ["الشرق الأوسط"]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        *[(label, "place") for label in ("LOC", "B-GPE", "I-FAC", "loc", "location", "S-LOC", "E_LOC")],
        *[(label, "person") for label in ("PER", "B-PERS", "I-Person")],
        *[(label, "organisation") for label in ("ORG", "U-ORG", "organization", "Corporation")],
        *[(label, "other") for label in ("MISC", "NORP", "LABEL_3", "armed group", "B-", "")],
    ],
)
def test_labels_of_the_usual_schemes(label, kind):
    assert kind_of_label(label) == kind


@given(articles(), st.data())
def test_the_spans_of_a_model_come_back_unchanged_but_for_clitics(table, data):
    made = tk.as_articles(table)
    given_spans = {}

    def model(texts):
        for text in texts:
            edges = st.integers(0, len(text))
            pairs = data.draw(st.lists(st.tuples(edges, edges, st.sampled_from(["LOC", "B-PER", "?"])), max_size=4))
            given_spans[text] = [(min(a, b), max(a, b), label, 0.5) for a, b, label in pairs if a != b]
        return [given_spans[text] for text in texts]

    mentions = tk.find_entities(made, model=model)
    assert mentions.dtypes.astype(str).to_dict() == MENTION_COLUMNS
    texts = made.set_index("article_id")
    expected = {
        (article, field, end, kind_of_label(label))
        for field in ("title", "deck", "text")
        for article, text in texts[field].items()
        for _, end, label, _ in given_spans.get(text, [])
    }
    assert set(mentions[["article_id", "field", "end", "kind"]].itertuples(index=False, name=None)) == expected
    for row in mentions.itertuples():
        text = texts[row.field][row.article_id]
        assert text[row.start : row.end] == row.mention
        assert row.mention
        starts = [a for a, b, label, _ in given_spans[text] if b == row.end and kind_of_label(label) == row.kind]
        assert any(a <= row.start <= a + 8 for a in starts)
        assert row.start in starts or all(letter not in "دذرزا" for letter in text[min(starts) : row.start])


def test_equal_spans_count_once_and_nothing_outside_of_names():
    mentions = tk.find_entities([TEXT], model=says((4, 10, "PER"), (4, 10, "B-PER", 0.9), (0, 3, "O"), (11, 19, "LOC")))
    assert mentions["mention"].tolist() == ["الوزير", "بوكمال"]


def test_a_model_is_asked_once_and_never_for_nothing():
    asked = []

    def model(texts):
        asked.append(texts)
        return [[] for _ in texts]

    table = tk.as_articles(pd.DataFrame({"title": ["خبر", "خبر", ""], "text": ["دمشق", "دمشق", "  "]}))
    assert len(tk.find_entities(table, model=model)) == 0
    assert asked == [["خبر", "دمشق"]]
    for empty in ([], [""]):
        found = tk.find_entities(tk.as_articles(empty), model=model)
        assert found.dtypes.astype(str).to_dict() == MENTION_COLUMNS
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ([], "given 1 texts and answered for 0"),
        ([[], []], "given 1 texts and answered for 2"),
        (None, "returned a NoneType"),
        ({"entities": []}, "returned a dict"),
        (["LOC"], "returned a str, not a list, for number 0"),
        ([[(0, 30, "LOC")]], "for a text of 19 characters: it lies outside"),
        ([[(-1, 3, "LOC")]], "outside the text"),
        ([[(4, 4, "LOC")]], "empty or turned round"),
        ([[(0.0, 3.0, "LOC")]], "no whole numbers"),
        ([[(True, 3, "LOC")]], "no whole numbers"),
        ([[("0", "3", "LOC")]], "no whole numbers"),
        ([[(0, 3)]], r"is not \(start, end, label\)"),
        ([[{"start": 0, "end": 3, "entity_group": "LOC"}]], "is not"),
        ([["LOC"]], "is not"),
        ([[(0, 3, 7)]], "label is a int"),
    ],
)
def test_what_is_wrong_with_an_answer_is_said(answer, said):
    with pytest.raises(tk.InvalidArgumentError, match=said) as error:
        tk.find_entities([TEXT], model=lambda _: answer)
    assert "Try:" in str(error.value)


def test_what_is_no_model_is_said():
    with pytest.raises(tk.InvalidArgumentError, match=r"needs a callable.*str"):
        tk.find_entities([TEXT], model="bert-base-arabic")
    with pytest.raises(tk.InvalidArgumentError, match="policy='both'"):
        tk.find_entities([TEXT], model=says(), policy="both")


def test_numbers_of_numpy_are_whole_numbers_too():
    mentions = tk.find_entities([TEXT], model=lambda _: [[[np.int64(11), np.int32(19), "LOC", np.float32(0.9)]]])
    assert mentions["entity"].tolist() == ["البوكمال"]


def test_policies_take_the_models_names_ours_or_both():
    text = "من دير الزور إلى الموصل، قال حازم"
    table = tk.as_articles([text])
    ours, model = tk.find_entities(table), finds({"الزور": "LOC", "حازم": "PER"})
    assert tk.find_entities(table, model=model)["mention"].tolist() == ["الزور", "حازم"]
    pd.testing.assert_frame_equal(tk.find_entities(table, model=model, policy="rules"), ours)
    both = tk.find_entities(table, model=model, policy="union")
    assert both[["mention", "rule"]].to_numpy().tolist() == [["الزور", "model"], ["الموصل", "name"], ["حازم", "model"]]
    pd.testing.assert_frame_equal(tk.find_entities(table, model=says(), policy="union"), ours)


@given(articles())
def test_a_union_holds_all_of_one_and_what_is_free_of_the_other(table):
    made = tk.as_articles(table)
    words = model_mentions(made, finds({r"\w*ل\w*": "X"}))
    rules = tk.find_entities(made)
    both = joined_mentions(words, rules, made)
    assert both.dtypes.astype(str).to_dict() == MENTION_COLUMNS

    def spans(mentions):
        return list(mentions[["article_id", "field", "start", "end"]].itertuples(index=False, name=None))

    taken = spans(words)
    free = [one for one in spans(rules) if not any(one[:2] == t[:2] and one[2] < t[3] and t[2] < one[3] for t in taken)]
    places = [(article, field) for article in made["article_id"] for field in ("title", "deck", "text")]
    order = {place: i for i, place in enumerate(places)}
    assert spans(both) == sorted(taken + free, key=lambda one: (order[one[:2]], one[2:]))


def test_names_marked_by_hand_come_back_at_the_same_words_and_most_places_are_known(shared):
    """A model that is always right: the annotation of a corpus itself."""
    text = (shared / "corpora/ner/anercorp_camellab_train.txt").read_text(encoding="utf-8").strip()
    marked = {}
    for sentence in text.split("\n\n")[-300:]:
        cells = [line.split() for line in sentence.splitlines() if len(line.split()) > 1]
        ends = np.cumsum([len(word) + 1 for word, _ in cells]) - 1
        names = labelled_names([label for _, label in cells])
        marked[" ".join(word for word, _ in cells)] = [
            (int(ends[a]) - len(cells[a][0]), int(ends[b]), label) for a, b, label in names
        ]
    made = tk.as_articles(list(marked))
    mentions = tk.find_entities(made, model=lambda texts: [marked[text] for text in texts])
    assert len(mentions) == sum(map(len, marked.values())) > 500
    texts = made.set_index("article_id")["text"]
    for row in mentions.itertuples():
        start = next(a for a, b, label in marked[texts[row.article_id]] if b == row.end)
        assert start <= row.start <= start + 3
        assert " " not in texts[row.article_id][start : row.start]
    places = mentions[mentions["kind"] == "place"]
    assert places["lat"].notna().mean() > 0.8


# --- models of other shapes ------------------------------------------------------------------------------------------


@given(articles())
def test_sentence_by_sentence_is_what_the_whole_text_gives(table):
    texts = [text for text in tk.as_articles(table)["text"] if text.strip()]
    model = finds({"البوكمال": "LOC", "داعش": "ORG"})
    found = [sorted(spans) for spans in tk.by_sentence(model)(texts)]
    assert found == [sorted(spans) for spans in model(texts)]


def test_a_sentence_keeps_its_scores_and_its_errors():
    assert tk.by_sentence(says((0, 2, "LOC", 0.5)))(["دمشق. حلب."]) == [[(0, 2, "LOC", 0.5), (6, 8, "LOC", 0.5)]]
    with pytest.raises(tk.InvalidArgumentError, match="given 2 sentences and answered for 1"):
        tk.by_sentence(lambda _: [[]])(["دمشق. حلب."])
    with pytest.raises(tk.InvalidArgumentError, match="text of 4 characters"):
        tk.by_sentence(says((0, 5, "LOC")))(["دمشق. حلب."])


def test_words_are_given_with_signs_apart_and_labels_become_names():
    seen = []

    def predict(sentences):
        seen.extend(sentences)
        return [["B-ORG", *["I-ORG"] * (len(words) - 2), "O"] for words in sentences]

    mentions = tk.find_entities(["هيئة «الأُمَم المتّحدة»."], model=tk.by_word(predict))
    assert seen == [["هيئة", "«", "الأُمَم", "المتّحدة", "»", "."]]
    assert mentions["mention"].tolist() == ["هيئة «الأُمَم المتّحدة»"]
    with pytest.raises(tk.InvalidArgumentError, match="2 words and returned 1 labels"):
        tk.by_word(lambda sentences: [["O"] for _ in sentences])(["دير الزور"])
    with pytest.raises(tk.InvalidArgumentError, match="not all strings"):
        tk.by_word(lambda sentences: [[0, 0] for _ in sentences])(["دير الزور"])


@pytest.mark.parametrize(
    "labels",
    [
        ["O", "B-LOC", "I-LOC", "B-LOC", "O", "B-PER"],  # BIO
        ["O", "I-LOC", "I-LOC", "B-LOC", "O", "I-PER"],  # IOB
        ["O", "B-LOC", "E-LOC", "S-LOC", "O", "S-PER"],  # BIOES
        ["O", "B-LOC", "L-LOC", "U-LOC", "O", "U-PER"],  # BILOU
    ],
)
def test_every_scheme_says_the_same_names(labels):
    assert labelled_names(labels) == [(1, 2, "LOC"), (3, 3, "LOC"), (5, 5, "PER")]


# --- the documented lines, run with stand-ins that answer as the libraries' documentation says -----------------------

NAMES = {"البوكمال": "LOC", "داعش": "ORG"}


def _spans(text):
    return [(m.start(), m.end(), label) for name, label in NAMES.items() for m in re.finditer(name, text)]


def _transformers():
    def pipeline(task, name, *, aggregation_strategy):
        assert (task, aggregation_strategy) == ("token-classification", "simple")

        def of_one(text):
            return [
                {"entity_group": label, "score": np.float32(0.9), "word": text[a:b], "start": a, "end": b}
                for a, b, label in _spans(text)
            ]

        return lambda texts: [of_one(text) for text in texts]

    return {"transformers": SimpleNamespace(pipeline=pipeline)}


def _stanza():
    def pipeline(language, *, processors, download_method):
        assert (language, download_method) == ("ar", None)
        return lambda text: SimpleNamespace(
            ents=[SimpleNamespace(text=text[a:b], type=label, start_char=a, end_char=b) for a, b, label in _spans(text)]
        )

    return {"stanza": SimpleNamespace(Pipeline=pipeline)}


def _spacy():
    def document(text):
        ents = [SimpleNamespace(start_char=a, end_char=b, label_=label) for a, b, label in _spans(text)]
        return SimpleNamespace(ents=tuple(ents))

    return {"spacy": SimpleNamespace(load=lambda _: SimpleNamespace(pipe=lambda texts: map(document, texts)))}


def _gliner():
    words = {"LOC": "location", "ORG": "organization"}

    class GLiNER:
        @classmethod
        def from_pretrained(cls, _):
            return cls()

        def predict_entities(self, text, labels, threshold=0.5):
            assert set(words.values()) <= set(labels)
            return [
                {"start": a, "end": b, "text": text[a:b], "label": words[label], "score": threshold}
                for a, b, label in _spans(text)
            ]

    return {"gliner": SimpleNamespace(GLiNER=GLiNER)}


def _camel_tools():
    class NERecognizer:
        @classmethod
        def pretrained(cls):
            return cls()

        def predict(self, sentences):
            return [[f"B-{NAMES[word]}" if word in NAMES else "O" for word in words] for words in sentences]

    return {"camel_tools": ModuleType("camel_tools"), "camel_tools.ner": SimpleNamespace(NERecognizer=NERecognizer)}


def documented_lines() -> dict[str, str]:
    """The blocks of code in the documentation, by the library that stands in bold before each."""
    found = re.findall(r"\*\*(.+?)\*\*.*?::\n\n((?:    .*\n|\n)+)", models.__doc__)
    return {name: "\n".join(line.removeprefix("    ") for line in code.splitlines()) for name, code in found}


@pytest.mark.parametrize(
    ("library", "stand_in"),
    [
        ("transformers", _transformers),
        ("Stanza", _stanza),
        ("spaCy", _spacy),
        ("GLiNER", _gliner),
        ("CAMeL Tools", _camel_tools),
    ],
)
def test_the_documented_lines_plug_a_library_in(library, stand_in, monkeypatch):
    for name, module in stand_in().items():
        monkeypatch.setitem(sys.modules, name, module)
    table = tk.as_articles(pd.DataFrame({"title": ["داعش"], "text": ["خسر داعش البوكمال. ثم عاد إلى البوكمال."]}))
    known = {"tk": tk, "articles": table}
    code = documented_lines()[library]
    assert len([line for line in code.splitlines() if line.strip()]) <= 8
    exec(code, known)
    mentions = known["mentions"] if "mentions" in known else tk.find_entities(table, model=known["model"])
    assert mentions["entity"].tolist() == ["داعش", "داعش", "البوكمال", "البوكمال"]
    assert mentions["kind"].tolist() == ["organisation", "organisation", "place", "place"]


def test_every_documented_library_is_tested():
    assert list(documented_lines()) == ["transformers", "Stanza", "spaCy", "GLiNER", "CAMeL Tools"]

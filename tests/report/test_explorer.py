"""The explorer: Python and the browser find alike, and what it gives away is bounded."""

import json
import random
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

import toolkit as tk
from toolkit.report.explorer import EXCERPT, EXPLORER_TYPE, _chosen
from toolkit.report.exporter import ArabicReportExporter
from toolkit.report.search import Searcher, periods_of
from toolkit.text.arabic import fold

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "toolkit" / "report" / "template" / "explorer.js"
ASK = """
import { fold, index, find } from "./explorer.mjs";
import fs from "node:fs";
const { strings = [], data, requests = [] } = JSON.parse(fs.readFileSync(0, "utf8"));
const made = data && index(data);
console.log(JSON.stringify({ folded: strings.map(fold), answers: requests.map(request => find(made, request)) }));
"""
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآٱىةؤئءکیېہھە\u064b\u064e\u0651\u0670\u0640\u200c\u200d\u200e\ufeff"
LETTERS += "٠١٢٣۴۵6 «»،.()-ABzßςΣİIıéÉ\u00a0\n\u0610\u06d6\u06e5\u06dd🌍👨ﷺﷲﻻﺩﺍﻋﺶﹰﱠ"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """Return a function that asks the module itself, run by Node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node on this machine: the browser's half of the explorer was not asked")
    folder = tmp_path_factory.mktemp("explorer")
    shutil.copy(SCRIPT, folder / "explorer.mjs")
    (folder / "ask.mjs").write_text(ASK, encoding="utf-8")

    def ask(**question):
        command = [node, str(folder / "ask.mjs")]
        said = json.dumps(question)
        done = subprocess.run(command, input=said, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return ask


@pytest.fixture(scope="module")
def tokens():
    return tk.tokenize(tk.load_articles(ROOT / "data" / "sample"))


@pytest.fixture(scope="module")
def mentions(tokens):
    return tk.find_entities(tokens)


def strings(n, seed=0):
    chance = random.Random(seed)
    return ["".join(chance.choices(LETTERS, k=chance.randint(0, 12))) for _ in range(n)]


def test_folding_is_the_same_in_python_and_in_the_browser(browser):
    said = strings(5_000)
    # Every letter there is; what Python's Unicode does not know yet, a newer browser may.
    said += [sign for code in range(0x20, 0x20000) if unicodedata.category(sign := chr(code)) not in ("Cn", "Cs")]
    folded = browser(strings=said)["folded"]
    assert len(folded) == len(said)
    assert not [text for text, other in zip(said, folded, strict=True) if fold(text) != other][:20]


@pytest.mark.parametrize("with_text", [False, True])
def test_answers_are_the_same_in_python_and_in_the_browser(browser, tokens, mentions, with_text):
    explorer = tk.explore(tokens, mentions=mentions)
    searcher = Searcher(_chosen(tokens, 500, with_text), mentions)
    chance = random.Random(1)
    texts = searcher.tokens.articles["text"].tolist()
    requests = []
    for _ in range(1_000):
        words = chance.choice(texts).split() or ["نص"]
        at = chance.randrange(len(words))
        query = " ".join(words[at : at + chance.choice((1, 1, 1, 2, 3))])
        query = chance.choice((query, query, query[: chance.randint(1, 5)], fold(query), chance.choice(LETTERS)))
        source = chance.choice(["", "", "", *searcher.sources])
        since, until = (chance.choice(["", "", *searcher.periods]) for _ in range(2))
        requests.append({"query": query, "source": source, "since": since, "until": until})
    requests += [{"query": name} for name in set(mentions["entity"])]
    requests += [{"query": text} for text in strings(400, seed=2)]
    answers = browser(data=explorer.payload(with_text=with_text), requests=requests)["answers"]
    found = [searcher.answer(request) for request in requests]
    assert sum(answer["n"] > 0 for answer in found) > 400
    for request, here, there in zip(requests, found, answers, strict=True):
        assert here == there, request


def test_it_finds_what_concordance_finds(tokens):
    searcher = Searcher(tokens)
    for term in tk.term_frequencies(tokens)["term"].head(40):
        lines = tk.concordance(tokens, term)
        answer = searcher.answer({"query": term})
        assert answer["n"] == len(lines), term
        assert answer["articles"] == lines["article_id"].nunique()
        assert [line["match"] for line in answer["lines"]] == lines["match"].head(50).tolist()


def test_an_entity_is_found_by_all_its_names(tokens, mentions):
    searcher = Searcher(tokens, mentions)
    counts = mentions["entity"].value_counts()
    for entity, n in counts.head(30).items():
        assert searcher.answer({"query": entity})["n"] == n, entity


def test_periods_and_outlets_add_up(tokens):
    searcher = Searcher(tokens)
    whole = searcher.answer({"query": "سوريا"})["n"]
    assert whole == sum(searcher.answer({"query": "سوريا", "source": name})["n"] for name in searcher.sources)
    in_periods = [searcher.answer({"query": "سوريا", "since": p, "until": p})["n"] for p in searcher.periods]
    assert whole >= sum(in_periods) > 0


def test_the_page_holds_no_more_of_an_article_than_one_line_quotes(tokens):
    for article in tk.explore(tokens).payload()["articles"]:
        title, *body = [words for words, _ in article["texts"]]
        assert len(tk.tokenize([" ".join(body)])) <= EXCERPT, title
    assert len(tk.explore(tokens, limit=7).payload()["articles"]) == 7


def test_lines_quote_at_most_25_words_a_side(tokens):
    for line in Searcher(tokens).answer({"query": "في"})["lines"]:
        assert len(tk.tokenize([line["left"]])) <= 25
        assert len(tk.tokenize([line["right"]])) <= 25


@pytest.mark.parametrize("texts", [[], [""], ["…"], ["نص"]])
def test_a_corpus_of_nothing(texts, browser):
    explorer = tk.explore(tk.as_articles(texts), "نص")
    request = {"query": "نص"}
    assert browser(data=explorer.payload(), requests=[request])["answers"] == [explorer.searcher.answer(request)]
    assert explorer._repr_mimebundle_()[0]["text/html"]


def test_a_hostile_article_stays_text():
    bad = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    articles = tk.as_articles([f"{bad} البوكمال {bad}"]).assign(source=bad, title=bad)
    bundle = tk.explore(articles, "البوكمال")._repr_mimebundle_()[0]
    output = new_output("display_data", data={k: bundle[k] for k in ("text/html", "text/plain", EXPLORER_TYPE)})
    page, _ = ArabicReportExporter().from_notebook_node(new_notebook(cells=[new_code_cell("x", outputs=[output])]))
    assert page.count("<script") == 3
    assert "<img" not in page
    assert "script-src 'sha256-" in page
    assert 'id="explorer-1"' in page
    assert "innerHTML" not in SCRIPT.read_text(encoding="utf-8")


def test_wrong_arguments_are_named():
    with pytest.raises(tk.InvalidArgumentError, match="limit=0"):
        tk.explore(["نص"], limit=0)


def test_timelines_have_few_periods():
    assert periods_of(["2017-11-09", "2017-11-11", ""]) == ["2017-11-09", "2017-11-10", "2017-11-11"]
    assert periods_of(["2001", "2003", "2003"]) == ["2001", "2002", "2003"]
    assert periods_of([]) == periods_of([""]) == []


def test_the_mentions_of_another_corpus_are_passed_over(tokens):
    other = pd.DataFrame({"article_id": ["?"], "field": ["text"], "start": [0], "end": [3], "entity": ["نص"]})
    assert Searcher(tokens, other).entities == {}

import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook, new_output

import toolkit as tk
from toolkit.corpus.fingerprint import fingerprint
from toolkit.errors import InvalidArgumentError
from toolkit.report.cleaning import plain_text
from toolkit.report.colophon import colophon
from toolkit.report.exporter import ArabicReportExporter
from toolkit.report.settings import VARIABLE, PageSettings, page_settings
from toolkit.report.tables import table_html
from toolkit.report.wording import _FURNITURE, say

ROOT = Path(__file__).resolve().parents[2]


def settings_of(monkeypatch, **chosen):
    for name, value in PageSettings(**chosen).environment().items():
        monkeypatch.setenv(name, value)


@given(st.lists(st.text("ابت ", min_size=1), min_size=1, max_size=6), st.randoms())
def test_a_corpus_is_known_by_what_it_says(texts, random):
    articles = tk.as_articles(texts)
    order = list(range(len(texts)))
    random.shuffle(order)
    assert fingerprint(articles) == fingerprint(articles.iloc[order].reset_index(drop=True))
    assert re.fullmatch("[0-9a-f]{16}", fingerprint(articles))
    for changed in (articles.assign(text="غير"), articles.assign(source="غير"), articles.iloc[1:]):
        assert fingerprint(changed) != fingerprint(articles)
    assert fingerprint(articles.assign(path="elsewhere", article_id=[f"x{i}" for i in order])) == fingerprint(articles)


def test_the_same_text_in_another_field_is_another_corpus():
    one, other = pd.DataFrame({"title": ["خبر"], "text": [""]}), pd.DataFrame({"title": [""], "text": ["خبر"]})
    assert fingerprint(tk.as_articles(one)) != fingerprint(tk.as_articles(other))


@pytest.mark.parametrize("name", ["overview", "04_compare_outlets"])
def test_the_colophon_says_how_to_make_the_page_again(page_by, sample_articles, name):
    page = page_by(name).read_text(encoding="utf-8")
    end = page[page.index('id="colophon"') :]
    report = tk.load_report(sample_articles)
    assert fingerprint(sample_articles) in end
    assert f"قُبل {report.loaded}، ورُفض {len(report.rejected)}" in end
    assert plain_text(tk.tokenize(sample_articles).normalization._repr_html_()) in end
    for part in ("arabic-news-toolkit ", "pandas ", "python ", f"<bdi>{name}</bdi>", "CITATION.cff"):
        assert part in end
    chosen = '<bdi class="exact">NAMES</bdi> = <bdi>داعش، تنظيم الدولة، النظام، الجيش، القوات الحكومية</bdi>'
    assert (chosen in end) == (name == "04_compare_outlets")
    # Nothing but the line of the date tells the day.
    assert len(re.findall(r"\b20[2-9]\d-\d\d-\d\d\b", end)) == 1


def test_each_language_has_all_the_furniture():
    assert _FURNITURE["ar"].keys() == _FURNITURE["en"].keys()
    for name, words in _FURNITURE["ar"].items():
        assert words.count("{}") == _FURNITURE["en"][name].count("{}")


def test_english_furniture_leaves_the_content(monkeypatch):
    settings_of(monkeypatch, language="en")
    cells = [
        new_code_cell("x = 1", outputs=[new_output("display_data", data={"text/markdown": "# عنوان\n\nنص\n\nText"})])
    ]
    page, _ = ArabicReportExporter().from_notebook_node(new_notebook(cells=cells))
    assert '<html lang="en" dir="ltr">' in page
    assert "<summary>Code</summary>" in page
    assert '<p dir="rtl">نص</p>' in page
    assert "<p>Text</p>" in page
    assert not re.search(
        "[\u0600-\u06ff]",
        re.sub(r"<style>.*?</style>|<section.*?</section>|<title>.*?</title>", "", page, flags=re.DOTALL),
    )
    assert "n articles</th>" in table_html(pd.DataFrame({"n_articles": [1200]})).replace("<bdi>", "").replace(
        "</bdi>", ""
    )


def test_digits_of_the_page(monkeypatch):
    settings_of(monkeypatch, digits="arab")
    page = table_html(pd.DataFrame({"n": [1200], "share": [0.125]}))
    assert "١٬٢٠٠" in page
    assert "٠٫١٢٥" in page
    assert say("lines-some", 6, 1200) == "أول ٦ من ١٬٢٠٠"
    tk.use_arabic(tables=False)
    try:
        ax = tk.plot_term_frequencies(tk.term_frequencies(tk.as_articles(["ماء"] * 12)))
        assert "١٢" in [text.get_text() for text in ax.texts]
    finally:
        tk.undo_arabic()


def test_what_is_not_known_is_refused_and_what_is_somebody_elses_is_left(tmp_path):
    with pytest.raises(InvalidArgumentError, match="language='fr'"):
        tk.render_report(tmp_path, tmp_path / "x.html", language="fr")
    with pytest.raises(InvalidArgumentError, match="digits='roman'"):
        tk.render_report(tmp_path, tmp_path / "x.html", digits="roman")
    for other in ("{", "[]", "7", '{"language": ["x"]}', '{"else": 1}', '"x"'):
        assert page_settings({VARIABLE: other}) == PageSettings()


def test_a_page_made_without_the_command_has_a_colophon_too():
    assert [line["name"] for line in colophon({}, PageSettings(language="en"))] == ["Software", "To cite", "Date"]


def test_the_citation_names_this_version_and_these_authors():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"\nversion: {project['version']}\n" in citation
    assert f"\nlicense: {project['license']}\n" in citation
    assert re.findall(r"^  - name: (.+)$", citation, re.MULTILINE) == [author["name"] for author in project["authors"]]

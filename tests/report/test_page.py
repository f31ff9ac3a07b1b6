import re
from pathlib import Path

import nbformat
import pytest
from demo_notebook import demo_notebook

from toolkit import render_report
from toolkit.errors import EmptyCorpusError, InvalidArgumentError, RenderError, UnreadableInputError
from toolkit.report import page as module
from toolkit.report.fonts import LOAD_FONTS
from toolkit.report.page import find_notebook


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("page")


@pytest.fixture(scope="module")
def rendered(folder):
    """Render the demo once; return the page, and the steps that were told."""
    corpus = folder / "private" / "أخبار الفرات"
    corpus.mkdir(parents=True)
    steps = []
    path = render_report(
        corpus,
        folder / "out" / "report.html",
        notebook=str(demo_notebook(folder / "demo.ipynb")),
        progress=lambda done, total: steps.append((done, total)),
    )
    return path.read_text(encoding="utf-8"), steps


def without_code(page):
    """Leave out the code, which shows what its author wrote."""
    return re.sub(r'<div class=" ?highlight.*?</div>', "", page, flags=re.DOTALL)


def test_one_right_to_left_file(rendered, folder):
    page, steps = rendered
    assert page.startswith('<!doctype html>\n<html lang="ar" dir="rtl">')
    assert "<title>سقوط البوكمال</title>" in page
    assert "default-src 'none'" in page
    assert [path.name for path in (folder / "out").iterdir()] == ["report.html"]
    assert steps[0][0] == 0
    assert steps[-1][0] == steps[-1][1]


def test_nothing_outside_is_asked_for(rendered):
    page, _ = rendered
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert not re.search(r"url\((?!data:font|#)", without_code(page))
    assert re.findall(r"<script[^>]*>([^<]*)", page) == [LOAD_FONTS]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "evil.example" not in without_code(page)


def test_no_path_of_this_machine(rendered, folder):
    page, _ = rendered
    for path in (str(folder), str(Path.home()) + "/", str(Path.cwd()), "site-packages", "/tmp/", "injected"):
        assert path not in page
    assert "أخبار الفرات" in page
    assert "data/sample" not in page


def test_contents_and_ids(rendered):
    page, _ = rendered
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {"المدونة-في-لمحة", "المدونة-في-لمحة-2", "تفصيل", "شواهد-alert-8"} <= set(ids)
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(ids)


def test_figures_tables_and_folds(rendered):
    page, _ = rendered
    assert page.count("<figcaption>") == 2
    assert page.count('role="img"') == 2
    assert page.count("تنزيل الجدول") == 2
    assert "… 20 من 30 صفا" in page
    assert "tk-before" in page
    assert page.count("<summary>الشيفرة</summary>") == 9
    assert "<summary>تنبيهات أثناء التشغيل</summary>" in page
    assert "\x1b" not in page
    assert page.count("data:font/") == 2
    for box in re.findall(r'<div class="[^"]*tk-scroll[^"]*"[^>]*>', page):
        assert 'tabindex="0"' in box
        assert 'role="region"' in box
        assert "aria-label=" in box


def test_again_differs_only_in_the_date(rendered, folder):
    again = render_report(
        folder / "private" / "أخبار الفرات", folder / "again.html", notebook=str(folder / "demo.ipynb")
    ).read_text(encoding="utf-8")

    def undated(page):
        return re.sub(r'<time class="figures">[\d-]+</time>', "", page)

    assert undated(again) == undated(rendered[0])


def test_title_and_a_notebook_alone(folder):
    source = folder / "alone.ipynb"
    cells = [nbformat.v4.new_markdown_cell("# الأصل\n\nنص."), nbformat.v4.new_code_cell("1 + 1")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), source)
    page = render_report(source, folder / "alone.html", title="عنوان <آخر>").read_text(encoding="utf-8")
    assert "<title>عنوان &lt;آخر&gt;</title>" in page
    assert "الأصل" not in page
    assert page.count("<h1") == 1


def test_a_notebook_alone_runs_in_its_own_folder(folder, tmp_path, monkeypatch):
    (tmp_path / "books").mkdir()
    source = tmp_path / "books" / "own.ipynb"
    code = "import pathlib; print(pathlib.Path.cwd().name, pathlib.Path.cwd() / 'x')"
    parameters = nbformat.v4.new_code_cell("CORPUS = '../data'", metadata={"tags": ["parameters"]})
    nbformat.write(nbformat.v4.new_notebook(cells=[parameters, nbformat.v4.new_code_cell(code)]), source)
    monkeypatch.chdir(tmp_path)
    page = render_report("books/own.ipynb", "alone.html").read_text(encoding="utf-8")
    assert "books ./x" in page
    assert str(tmp_path) not in page
    (tmp_path / "news").mkdir()
    page = render_report("news", "given.html", notebook="books/own.ipynb").read_text(encoding="utf-8")
    assert f"{tmp_path.name} ./x" in page


def test_the_shipped_notebook_runs_as_it_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source = module.notebook_folders()[1] / "overview.ipynb"
    assert "البوكمال" in render_report(source, "page.html").read_text(encoding="utf-8")


def test_a_page_is_never_written_over_what_it_reads(folder, tmp_path, monkeypatch):
    corpus, book = tmp_path / "news.csv", demo_notebook(tmp_path / "book.ipynb")
    corpus.write_text("العنوان,النص\nفتح الجسر,فتح الجسر.\n", encoding="utf-8")
    (tmp_path / "link.html").symlink_to(corpus)
    monkeypatch.chdir(tmp_path)
    before = {path: path.read_bytes() for path in (corpus, book)}
    for given, output in ((corpus, corpus), ("news.csv", "./news.csv"), (corpus, "link.html"), (corpus, book)):
        with pytest.raises(InvalidArgumentError, match="over what it reads"):
            render_report(given, output, notebook=str(book))
    with pytest.raises(InvalidArgumentError, match="over what it reads"):
        render_report(book, book)
    assert {path: path.read_bytes() for path in before} == before


def test_a_failing_cell_leaves_a_partial_page_and_notebook(folder):
    source = demo_notebook(folder / "failing.ipynb", f'raise KeyError("{folder}/غائب")', "print('بعد')")
    target = folder / "failing.html"
    with pytest.raises(RenderError, match=r"Cell 10 .* KeyError"):
        render_report(folder / "private", target, notebook=str(source))
    page = target.read_text(encoding="utf-8")
    assert 'role="alert"' in page
    assert "KeyError" in page
    assert str(folder) not in without_code(page)
    assert "Traceback" not in page
    assert 'href="#cell-10"' in page
    assert 'id="cell-10"' in page
    assert nbformat.read(folder / "failing.partial.ipynb", as_version=4).cells


def test_a_corpus_error_keeps_its_class_and_writes_nothing(folder):
    source = demo_notebook(folder / "empty.ipynb", "raise tk.EmptyCorpusError('لا أخبار')")
    with pytest.raises(EmptyCorpusError, match="لا أخبار"):
        render_report(folder / "private", folder / "empty.html", notebook=str(source))
    assert not (folder / "empty.html").exists()


def test_wrong_input_is_refused_before_anything_runs(folder, tmp_path):
    with pytest.raises(UnreadableInputError, match="no corpus"):
        render_report(tmp_path / "nothing")
    with pytest.raises(InvalidArgumentError, match="no notebook"):
        render_report(tmp_path / "nothing.ipynb")
    with pytest.raises(InvalidArgumentError, match="folder"):
        render_report(tmp_path, tmp_path, notebook=str(folder / "demo.ipynb"))
    plain = tmp_path / "plain.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), plain)
    with pytest.raises(InvalidArgumentError, match="parameters"):
        render_report(tmp_path, tmp_path / "x.html", notebook=str(plain))
    broken = tmp_path / "broken.ipynb"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(InvalidArgumentError, match="no notebook that"):
        render_report(broken, tmp_path / "x.html")
    assert not (tmp_path / "x.html").exists()


def test_notebooks_are_found_in_the_package_then_in_the_checkout(tmp_path, monkeypatch):
    package, checkout = tmp_path / "package", tmp_path / "checkout"
    monkeypatch.setattr(module, "notebook_folders", lambda: [package, checkout])
    for folder, names in ((package, ["both", "inside"]), (checkout, ["both", "outside"])):
        folder.mkdir()
        for name in names:
            (folder / f"{name}.ipynb").touch()
    assert find_notebook("both") == package / "both.ipynb"
    assert find_notebook("inside.ipynb") == package / "inside.ipynb"
    assert find_notebook("outside") == checkout / "outside.ipynb"
    with pytest.raises(InvalidArgumentError, match="'both', 'inside', 'outside'"):
        find_notebook("../both")
    monkeypatch.chdir(tmp_path)
    for name in ("both", "inside.ipynb"):
        Path(name).touch()
    assert find_notebook("both") == package / "both.ipynb"
    assert find_notebook("inside.ipynb") == Path("inside.ipynb")
    assert find_notebook("./both") == Path("both")

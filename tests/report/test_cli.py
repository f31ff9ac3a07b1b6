import functools
import os
import signal
import subprocess
import sys
import time

import pytest
from demo_notebook import demo_notebook

from toolkit.cli import main

pytestmark = pytest.mark.filterwarnings("default::ResourceWarning")


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "toolkit", *map(str, arguments)],
        capture_output=True,
        env={**os.environ, **environment},
        timeout=120,
        check=False,
    )


def test_help_needs_no_heavy_module():
    command = [sys.executable, "-X", "importtime", "-m", "toolkit", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "toolkit.cli" in imported
    assert not imported & {"nbconvert", "nbclient", "IPython", "nh3", "matplotlib", "pandas", "numpy"}


@pytest.mark.parametrize("arguments", [[], ["report"], ["no-such-command"], ["report", ".", "--bad"]])
def test_wrong_usage_is_2(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


def test_a_missing_corpus_is_3_and_one_line(tmp_path, capsys):
    for command in ("report", "check"):
        assert main([command, str(tmp_path / "غائبة")]) == 3
        told = capsys.readouterr().err
        assert told.count("\n") == 1
        assert "غائبة" in told


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["notebooks", "file"], 1),
        (["notebooks", "file/below"], 1),
        (["check", "x" * 300], 3),
        (["report", "x" * 300], 3),
        (["report", "x" * 300 + ".ipynb"], 2),
        (["report", ".", "--notebook", "x" * 300], 2),
        (["report", ".", "-o", "x" * 300], 1),
        (["report", ".", "-o", "file/page.html"], 1),
        (["report", "file", "-o", "file"], 2),
    ],
)
def test_what_the_system_refuses_is_one_line(arguments, code, tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("خبر", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == code
    assert capsys.readouterr().err.count("\n") == 1
    assert (tmp_path / "file").read_text(encoding="utf-8") == "خبر"


def test_an_unknown_notebook_is_2(tmp_path, capsys):
    assert main(["report", str(tmp_path), "--notebook", "غائب"]) == 2


def test_a_failing_cell_is_1_and_one_line(tmp_path):
    source = demo_notebook(tmp_path / "failing.ipynb", "1 / 0")
    done = run("report", tmp_path, "-o", tmp_path / "r.html", "--notebook", source)
    assert done.returncode == 1
    told = done.stderr.decode("utf-8")
    assert told.count("\n") == 1
    assert "Cell 10" in told
    assert "ZeroDivisionError" in told
    assert "r.partial.ipynb" in told
    assert (tmp_path / "r.html").exists()


def test_an_empty_corpus_found_by_the_notebook_is_3(tmp_path, capsys):
    source = demo_notebook(tmp_path / "empty.ipynb", "raise tk.EmptyCorpusError('لا أخبار في المدوّنة')")
    assert main(["report", str(tmp_path), "-o", str(tmp_path / "r.html"), "--notebook", str(source)]) == 3
    assert "لا أخبار" in capsys.readouterr().err


def test_another_code_page_does_not_crash(tmp_path):
    done = run("report", tmp_path / "غائبة", PYTHONIOENCODING="cp1252")
    assert done.returncode == 3
    assert b"\\u063a" in done.stderr
    source = demo_notebook(tmp_path / "دفتر.ipynb")
    target = tmp_path / "تقرير.html"
    done = run("report", tmp_path, "-o", target, "--notebook", source, PYTHONIOENCODING="cp1252")
    assert done.returncode == 0, done.stderr
    assert target.exists()


def test_notebooks_are_copied_once(tmp_path, monkeypatch, capsys):
    from toolkit.report import page

    source = tmp_path / "source"
    source.mkdir()
    (source / "overview.ipynb").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(page, "notebook_folders", lambda: [tmp_path / "none", source])
    assert main(["notebooks", str(tmp_path / "mine")]) == 0
    (tmp_path / "mine" / "overview.ipynb").write_text("changed", encoding="utf-8")
    assert main(["notebooks", str(tmp_path / "mine")]) == 2
    assert (tmp_path / "mine" / "overview.ipynb").read_text(encoding="utf-8") == "changed"
    assert "already holds overview.ipynb" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="signals are sent as on POSIX")
def test_ctrl_c_is_130_and_leaves_no_file(tmp_path):
    source = demo_notebook(
        tmp_path / "slow.ipynb", "import pathlib, time; pathlib.Path('here').touch(); time.sleep(60)"
    )
    target = tmp_path / "r.html"
    command = [sys.executable, "-m", "toolkit", "report", str(tmp_path), "-o", str(target), "--notebook", str(source)]
    heeded = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a job behind & would ignore it
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, preexec_fn=heeded) as process:
        deadline = time.monotonic() + 60
        while not (tmp_path / "here").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=30)[1].decode()
    assert process.returncode == 130
    assert "interrupted" in told
    assert "Traceback" not in told
    assert not list(tmp_path.glob("*.html"))
    assert not list(tmp_path.glob(".r.html*"))


def test_a_reader_who_has_seen_enough_is_no_error(tmp_path):
    (tmp_path / "news.txt").write_text("عادت أربعون عائلة إلى القرية.", encoding="utf-8")
    command = [sys.executable, "-m", "toolkit", "check", str(tmp_path / "news.txt")]
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

import sys

import pytest
from demo_notebook import demo_notebook
from nbformat.v4 import new_code_cell, new_notebook

from toolkit import render_report
from toolkit.errors import RenderError
from toolkit.report.execution import run_notebook


def run(source, cwd, **metadata):
    notebook = new_notebook(cells=[new_code_cell(source)], metadata=metadata)
    failure = run_notebook(notebook, cwd=str(cwd), timeout=60, progress=None)
    return failure, "".join(output.get("text", "") for output in notebook.cells[0].outputs)


def test_this_python_runs_it_in_that_folder(tmp_path):
    kernel = {"name": "julia", "display_name": "Julia", "language": "julia"}
    failure, text = run("import os, sys; print(sys.executable, os.getcwd(), sep='|')", tmp_path, kernelspec=kernel)
    assert failure is None
    assert text.strip() == f"{sys.executable}|{tmp_path}"


def test_it_runs_inside_a_running_event_loop(tmp_path):
    import asyncio

    async def inside():
        return run("print(1)", tmp_path)

    assert asyncio.run(inside()) == (None, "1\n")


def test_a_dead_kernel_and_a_slow_cell_are_told(tmp_path):
    source = demo_notebook(tmp_path / "dead.ipynb", "import os; os._exit(1)")
    with pytest.raises(RenderError, match="kernel died"):
        render_report(tmp_path, tmp_path / "dead.html", notebook=str(source))
    slow = demo_notebook(tmp_path / "slow.ipynb", "import time; time.sleep(60)")
    with pytest.raises(RenderError, match="longer than 6 seconds"):
        render_report(tmp_path, tmp_path / "slow.html", notebook=str(slow), timeout=6)


def test_a_kernel_that_does_not_start_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    failure, _ = run("1", tmp_path)
    assert failure is not None
    assert failure[0] == "DeadKernelError"


def test_what_the_kernel_says_of_itself_is_told_only_if_it_dies(tmp_path, capfd):
    says = "import os, sys; os.write(getattr(sys.stderr, '_original_stdstream_copy', 2), b'no room\\n')"
    assert run(says, tmp_path)[0] is None
    failure, _ = run(f"{says}; os._exit(1)", tmp_path)
    assert failure == ("DeadKernelError", "the kernel died; most often memory ran out (no room)")
    assert capfd.readouterr().err == ""


def test_nothing_is_left_lying_about(tmp_path):
    run("print(1)", tmp_path)
    assert not list(tmp_path.iterdir())

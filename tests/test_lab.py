"""JupyterLab, started for real: what a researcher sees after ``use_arabic()``."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]


@pytest.fixture
def lab(tmp_path):
    cells = [
        new_markdown_cell("# سقوط البوكمال في صحافة AFP العربية\n\n- Reuters نقلت الخبر.\n- نسبة 45٪"),
        new_markdown_cell("- plain English\n- no other letters"),
        new_code_cell("import toolkit as tk\ntk.use_arabic()\nimport pandas as pd"),
        new_code_cell("pd.DataFrame({'عنوان': ['عاد نازحون إلى البوكمال'], 'n': [3]})"),
        new_code_cell(f"tk.explore(tk.load_articles({str(ROOT / 'data' / 'sample')!r}), 'البوكمال')"),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), tmp_path / "lab.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = {"JUPYTER_CONFIG_DIR": str(tmp_path / "config"), "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime")}
    options = [f"--ServerApp.port={port}", "--no-browser", "--IdentityProvider.token=", "--ServerApp.ip=127.0.0.1"]
    options += ["--allow-root", f"--ServerApp.root_dir={tmp_path}", "--LabApp.news_url=None"]
    environment = {**os.environ, **home, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "jupyterlab", *options]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=quiet, stderr=quiet)
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=2).close()
                break
            except OSError:
                time.sleep(0.25)
        yield f"http://127.0.0.1:{port}/lab/tree/lab.ipynb"
    finally:
        server.terminate()
        server.wait(20)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_arabic_is_right_to_left_in_jupyterlab(lab, tmp_path):
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if executable is None:
        pytest.skip("no Chromium on this machine: JupyterLab was not opened")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        page = browser.new_page(viewport={"width": 1180, "height": 1150})
        page.goto(lab)
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=40_000)
        choose = page.get_by_role("button", name="Select", exact=True)  # Lab asks for the kernel when it is in doubt
        page.add_locator_handler(choose, lambda: choose.click())
        page.get_by_text("| Idle").wait_for(timeout=20_000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        status = page.locator(".tk-explorer [role=status]")
        page.wait_for_function("/\\d/.test(document.querySelector('.tk-explorer [role=status]')?.textContent)",
                               timeout=40_000)  # fmt: skip
        first = status.inner_text()
        page.locator(".tk-explorer input").fill("سوريا")
        page.wait_for_function("was => document.querySelector('.tk-explorer [role=status]').textContent !== was",
                               arg=first)  # fmt: skip
        page.screenshot(path=os.environ.get("TOOLKIT_SCREENSHOT", str(tmp_path / "lab.png")))
        style = "e => getComputedStyle(e).direction"
        assert page.locator(".tk-table").first.evaluate(style) == "rtl"
        assert page.locator(".tk-explorer").evaluate(style) == "rtl"
        assert page.locator(".tk-explorer .tk-lines").evaluate(style) == "rtl"
        assert page.locator(".tk-explorer .tk-match").first.inner_text().endswith("سوريا")
        heading = page.locator(".jp-RenderedMarkdown h1")
        assert heading.evaluate(style) == "rtl"
        right = """e => { const r = document.createRange();
            r.selectNodeContents(document.createTreeWalker(e, 4).nextNode());
            return e.getBoundingClientRect().right - r.getBoundingClientRect().right }"""
        assert heading.evaluate(right) < 30
        first, second, english = (page.locator(".jp-RenderedMarkdown li").nth(i) for i in range(3))
        assert first.inner_text().startswith("Reuters")
        assert [item.evaluate(style) for item in (first, second, english)] == ["rtl", "rtl", "ltr"]
        assert first.evaluate(right) < 30, "the agency's name stands first, on the right"
        assert page.locator(".jp-RenderedMarkdown ul").evaluate_all(
            "lists => lists.map(e => getComputedStyle(e).direction)"
        ) == ["rtl", "ltr"]
        browser.close()

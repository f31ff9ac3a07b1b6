# Each target sets itself up in .venv on a fresh machine: Python 3.11 or newer is all it needs.
PYTHON ?= python3
CORPUS ?= data/sample
venv := .venv/bin/python

.PHONY: report test lab bench
report: .venv/installed
	$(venv) -m toolkit report $(CORPUS) -o report.html

test: .venv/installed-test
	$(venv) -m pytest

lab: .venv/installed
	$(venv) -m jupyterlab notebooks/01_load_a_corpus.ipynb

bench: .venv/installed-test
	$(venv) tests/benchmarks/ratios.py $(CORPUS)

.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(venv) -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/installed-test: .venv/installed
	$(venv) -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@

# `make` alone prints this help. Needs GNU make and Python 3.11 or 3.12; everything else is installed into .venv once.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

RAW ?=
OUT ?=
WORKERS ?=
CORPORA ?= ../shared/corpora
LARGEST ?=
PYTHON ?= $(shell for p in python3 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null && echo $$p && break; done)

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: help setup run report test cluster stress gate lint format docs bench bench-quick model notebook clean distclean

help: ## Print this help
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: .venv/run .venv/dev ## Install everything that running and testing need into .venv

.venv/python: constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or 3.12 is needed; install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 2; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/run: pyproject.toml .venv/python
	$(PIP) -e .
	@touch $@

.venv/dev: pyproject.toml .venv/python
	$(PIP) -e '.[dev]'
	@touch $@

.venv/cluster: pyproject.toml .venv/python
	$(PIP) -e '.[dev,ray]'
	@touch $@

.venv/notebook: pyproject.toml .venv/python
	$(PIP) -e '.[notebook]'
	@touch $@

.venv/train: pyproject.toml .venv/python
	$(PIP) -e '.[train]'
	@touch $@

run: .venv/run ## Make the tables: RAW=folder of articles, OUT=folder of outputs, WORKERS=processes
	$(BIN)/corroborate run $(if $(RAW),--raw '$(RAW)') $(if $(OUT),--out '$(OUT)') $(if $(WORKERS),--workers '$(WORKERS)')

report: .venv/run ## Tell where the page of the latest tables is
	$(BIN)/corroborate report $(if $(OUT),--out '$(OUT)')

test: .venv/dev ## Run the tests
	$(BIN)/python -m pytest

cluster: .venv/cluster ## Run the tests of Ray, on a cluster of three nodes on this machine
	$(BIN)/python -m pytest tests/test_cluster.py tests/test_executors.py tests/test_lost_workers.py

stress: .venv/dev ## Kill, fill, interrupt and overlap runs thousands of times, for some hours
	STRESS=long $(BIN)/python -m pytest tests/stress

gate: .venv/dev ## Measure the language model on the gold set, against its floors
	$(BIN)/python -m tests.gate

lint: .venv/dev ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/dev ## Put the code in its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/dev ## Make docs/tables.md and docs/reference/ from the code, and put into all pages what their commands print
	$(BIN)/python -m tests.examples > docs/.examples.new && mv docs/.examples.new docs/examples.json
	$(BIN)/python -m pipeline.describe > docs/tables.md
	for page in commands settings python failures; do $(BIN)/python -m pipeline.reference $$page > docs/reference/$$page.md; done
	$(BIN)/python -m tests.docs.refresh

bench: .venv/run ## Measure all on one page: CORPORA=their folder, LARGEST=articles to measure growth up to, ONLY=parts
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks --corpora '$(CORPORA)' $(if $(LARGEST),--largest '$(LARGEST)') $(if $(ONLY),--only $(ONLY))

bench-quick: .venv/run ## Measure ratios of speed, memory and the gold set, against their bounds
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.quick

model: .venv/train ## Train the language model anew: CORPORA=folder of the corpora
	$(BIN)/python -m training --corpora '$(CORPORA)'

notebook: .venv/notebook ## Open the notebook on the latest tables: OUT=folder of outputs
	test notebooks/explore.ipynb -nt notebooks/explore.py || $(BIN)/jupytext --to notebook notebooks/explore.py
	$(if $(OUT),out="$$(cd '$(OUT)' && pwd)" && OUT="$$out") $(BIN)/jupyter lab notebooks/explore.ipynb

clean: ## Remove outputs and caches; raw/ is never touched
	rm -rf outputs/runs outputs/latest outputs/history.txt outputs/cache build .pytest_cache .mypy_cache .ruff_cache .hypothesis notebooks/*.ipynb
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

distclean: clean ## Remove .venv as well
	rm -rf .venv *.egg-info

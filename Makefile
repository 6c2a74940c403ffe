# make        an environment in .venv, printkit in it, and the whole kit in out/
# make test   the same environment with the test extra; lint, types, floors, tests
#
# Both need Python 3.11 or later, pip and make, and nothing else.

PYTHON ?= python3
VENV   ?= .venv
LOCK    = requirements.lock

ifeq ($(OS),Windows_NT)
BIN = $(VENV)/Scripts
else
BIN = $(VENV)/bin
endif

# pip of the outer Python fills the environment: Debian's Python has no ensurepip.
PIP = $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check

.PHONY: all kit install test bench wheel clean

all: kit

kit: $(VENV)/.installed
	$(BIN)/printkit build

install: $(VENV)/.installed

$(BIN)/python:
	$(PYTHON) -m venv $(VENV) 2>/dev/null || $(PYTHON) -m venv --clear --without-pip $(VENV)

$(VENV)/.installed: pyproject.toml $(LOCK) | $(BIN)/python
	$(PIP) install --quiet --constraint $(LOCK) --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(PIP) install --quiet --constraint $(LOCK) --editable '.[test]'
	@touch $@

test: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --dist loadfile $(PYTEST_FLAGS)

bench: $(VENV)/.installed
	$(PIP) install --quiet --constraint $(LOCK) --editable '.[bench]'
	$(BIN)/python tests/bench/bench.py

wheel: $(VENV)/.installed
	$(PIP) install --quiet --constraint $(LOCK) build
	$(BIN)/python -m build --wheel

clean:
	rm -rf out dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

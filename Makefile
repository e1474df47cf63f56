# Two commands: `make demo` runs a scenario of 2009 with its log, `make test` runs all tests.
# Needs Python 3.11 or newer; the first call creates .venv (and needs the network), later ones do not.
#   make PYTHON=/path/to/python3 demo    uses that Python
#   make CONSTRAINTS= test               takes the newest versions that pyproject.toml allows

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo test lint types docs bench fresh clean FORCE

VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
PY := $(BIN)/python.exe
else
BIN := $(VENV)/bin
PY := $(BIN)/python
endif
READY := $(VENV)/.ready
# A .venv whose Python has gone (an upgrade of the system, a moved folder) is made again.
GONE := $(shell $(PY) -c '' 2>/dev/null || echo FORCE)
CONSTRAINTS ?= constraints.txt
PIP := $(PY) -m pip -qq --disable-pip-version-check

DEMO := scenarios/decision/2009-06-14-crrf.yaml
DEMO_LOG := build/csto_sim.db

help:
	@echo "make demo    run $(DEMO) with its log in $(DEMO_LOG)"
	@echo "make test    run all tests"
	@echo "make lint    ruff: rules and layout of the code"
	@echo "make types   mypy, strict"
	@echo "make docs    print again the pages that are made from the program"
	@echo "make bench   measure speed and memory beside the peers"
	@echo "make fresh   clone what is committed into a new folder and run demo and test there"
	@echo "make clean   remove what was built (and not $(VENV))"

# The first of these that runs and is new enough; a name can exist and not run (pyenv), so each is tried.
$(VENV)/pyvenv.cfg: $(GONE)
	@found=; \
	for each in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
	  if "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found=$$each; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "csto_sim needs Python 3.11 or newer, and none was found" >&2; \
	  echo "(tried: $(strip $(PYTHON) python3.13 python3.12 python3.11 python3 python))." >&2; \
	  echo "Install one, or name it: make PYTHON=/path/to/python3 $(MAKECMDGOALS)" >&2; \
	  exit 1; \
	fi; \
	echo "Creating $(VENV) with $$("$$found" --version) (once)."; \
	"$$found" -m venv --clear $(VENV) || { \
	  rm -rf $(VENV); \
	  echo "$$found could not create $(VENV); see its message above." >&2; \
	  echo "On Debian and Ubuntu the package python3-venv is needed." >&2; \
	  exit 1; \
	}

$(READY): pyproject.toml $(CONSTRAINTS) $(VENV)/pyvenv.cfg
	@echo "Installing what csto_sim needs into $(VENV) (once, a minute or so)."
	@if [ -z "$(CONSTRAINTS)" ] || ! $(PIP) install $(addprefix -c ,$(CONSTRAINTS)) -e '.[dev]'; then \
	  [ -z "$(CONSTRAINTS)" ] || echo "The versions of $(CONSTRAINTS) cannot be installed here (see above); taking the newest allowed." >&2; \
	  $(PIP) install -e '.[dev]' || { \
	    echo "Nothing was installed: the first call needs the network. Then call make again." >&2; exit 1; }; \
	fi
	@touch $(READY)

demo: $(READY)
	@mkdir -p build && rm -f $(DEMO_LOG)
	$(BIN)/csto-sim run $(DEMO) --db $(DEMO_LOG)

test: $(READY)
	$(PY) -m pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

docs: $(READY)
	@for tool in docs/tools/print_*.py; do \
	  if [ -e "$$tool" ]; then echo "$(PY) $$tool"; $(PY) "$$tool" || exit 1; fi; \
	done

bench: $(READY)
	@$(PY) -c 'import sismic, statemachine' 2>/dev/null || { \
	  echo "Installing the peers that are measured beside csto_sim into $(VENV) (once)."; \
	  $(PIP) install $(addprefix -c ,$(CONSTRAINTS)) -e '.[bench]'; \
	}
	@$(PY) bench/bench.py

fresh:
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	git clone --quiet . "$$folder/csto_sim" && cd "$$folder/csto_sim" && \
	$(MAKE) demo && $(MAKE) test

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

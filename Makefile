# `make help` lists the targets. Everything happens inside .venv; nothing is installed elsewhere.

HOST  ?= 127.0.0.1
PORT  ?= 8000
STORE ?= data/build
JOBS  ?= 2
VENV  ?= .venv
UV    ?= uv

# The first interpreter on the path that is new enough; `make setup PYTHON=/path/to/python` names another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)

# Tools are run through the interpreter: the scripts beside it break when a checkout is moved.
PY := $(VENV)/bin/python
# This script is the exception: the last step of every setup writes it anew.
IPGRAPH := $(VENV)/bin/ipgraph

# The environment is current as long as the place and the content of the files that define it are the same.
STAMP := $(VENV)/.setup-$(shell { pwd; cat pyproject.toml requirements-build.lock requirements.lock; } | cksum | cut -d ' ' -f 1)

PIP := $(PY) -m pip --disable-pip-version-check install --quiet
# A user install or a target folder set in the user's pip settings cannot work in a virtual environment.
export PIP_USER := 0
# Folders of other projects on the path would hide the locked packages.
unexport PYTHONPATH PYTHONHOME

LOCK := $(UV) --quiet pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url

.DEFAULT_GOAL := help
.PHONY: help setup serve build lint test check bench bench-http golden lock clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  Variables: PYTHON=$(PYTHON) STORE=$(STORE) JOBS=$(JOBS) HOST=$(HOST) PORT=$(PORT)"

setup: $(STAMP)  ## create .venv from the lock files and install the project into it

$(STAMP):
	@test -n "$(PYTHON)" || { echo "ipgraph needs Python 3.11 or newer on the path, or make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "ipgraph needs Python 3.11 or newer; '$(PYTHON)' is missing or older" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot create virtual environments." \
		"On Debian and Ubuntu: apt install python3-venv (or pythonX.Y-venv for that Python)" >&2; exit 1; }
	@echo "Setting up $(VENV): about a minute the first time"
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV) || \
		{ echo "$(VENV) cannot be repaired: remove it and run make setup again" >&2; exit 1; }
	$(PIP) --require-hashes --requirement requirements-build.lock
	$(PIP) --require-hashes --no-build-isolation --requirement requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@rm -f $(VENV)/.setup-* && touch $@

serve: build  ## build the graph from the corpus and serve it on http://HOST:PORT
	$(IPGRAPH) serve --store $(STORE) --host $(HOST) --port $(PORT)

build: setup  ## build the graph from the corpus into STORE
	$(IPGRAPH) build --store $(STORE)

lint: setup  ## formatter, linter, strict types, import contracts
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command(["--no-logo", "--no-cache"])'

test: setup  ## run the tests: JOBS processes side by side, then one by one those that hold a time to a bound
	$(PY) -m pytest -m "not timing" --numprocesses $(JOBS) --dist worksteal
	$(PY) -m pytest -m timing

check: lint test  ## all gates: lint, then the tests

bench: setup  ## print the speed of each hop; fails when mapping is slower than jieba's segmentation
	$(PY) bench/bench.py

bench-http: setup  ## print the speed of the service beside others; needs Virtuoso, takes some minutes
	$(PY) -m bench.service

golden: setup  ## write the golden files again from the present output; read the diff before you commit
	$(PY) -m pytest tests --golden-update -k golden

lock:  ## resolve the dependencies anew and write the lock files (needs uv)
	@$(UV) --version >/dev/null 2>&1 || { echo "make lock needs uv: install it, or make lock UV=/path/to/uv" >&2; exit 1; }
	$(LOCK) --group build --output-file requirements-build.lock
	$(LOCK) pyproject.toml --extra dev --group build --constraint requirements-build.lock --output-file requirements.lock
	$(LOCK) pyproject.toml --constraint requirements.lock --output-file requirements-runtime.lock

clean:  ## remove the environment, the default store and what tools left behind
	rm -rf .venv data/build build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src api tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

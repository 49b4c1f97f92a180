# Needs only make and a python3 >= 3.11 with its venv module. `make help` lists the targets.

.DEFAULT_GOAL := help
.PHONY: help env lab test check format notebooks renew docs prove bench bench-large lock clean

# The first interpreter that is new enough and can build environments.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
    $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
    && echo $$p && break; done)
WORKERS ?= 2
LAB_ARGS ?=
# What runs on the oldest duckdb as well; the tests of agreement run both in one go.
OLDEST := $(wildcard tests/engines tests/evaluation tests/report tests/tables tests/truth)

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
TEST := $(BIN)/python -m pytest -q

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */  \1\t/' | expand -t 14

env: .venv/ready  ## build .venv from the lock file (nothing to do when it is up to date)

lab: env  ## open JupyterLab on the first notebook
	$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) --ServerApp.root_dir=. \
	    --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb $(LAB_ARGS)

test: env .venv-duckdb15/ready check notebooks  ## everything: lint, types, notebooks, both duckdb versions, browser
	.venv-duckdb15/bin/python -m pytest -q -n $(WORKERS) $(OLDEST)
	$(TEST) -n $(WORKERS) --ignore tests/browser
	$(TEST) tests/browser

check: env  ## format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright

format: env  ## write the format that `check` wants
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

notebooks: env  ## run the notebooks and compare the outputs that are marked for it
	$(TEST) --nbval-lax --nbval-current-env --nbval-cell-timeout=60 notebooks

docs: env  ## build the pages of the documentation into site/, offline
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict

renew: env  ## run the notebooks and write their outputs anew
	$(BIN)/python -m tests.notebooks.executing notebooks/*.ipynb

prove: env .venv-duckdb15/ready  ## the long campaigns, with their figures
	HYPOTHESIS_PROFILE=prove $(TEST) -n $(WORKERS) -m prove

bench: env .venv-bench/ready .venv-mlflow/ready  ## speed against the best peers, as ratios in one run of a quarter of an hour
	$(BIN)/python -m benchmarks

bench-large: env .venv-bench/ready  ## the same with 10 and 100 million rows: an hour, 12 GB of disk
	$(BIN)/python -m benchmarks large

lock: env  ## write the lock files again from pyproject.toml
	$(BIN)/uv pip compile -q pyproject.toml --extra test --extra dev --python-version 3.11 \
	    --universal --generate-hashes --no-header --no-annotate --upgrade -o requirements/lock.txt
	echo 'duckdb==1.5.6' | $(BIN)/uv pip compile -q - --python-version 3.11 \
	    --universal --generate-hashes --no-header --no-annotate -o requirements/duckdb-1.5.6.txt
	$(BIN)/uv pip compile -q requirements/bench.in --python-version 3.11 \
	    --universal --generate-hashes --no-header --no-annotate --upgrade -o requirements/bench.txt
	$(BIN)/uv pip compile -q requirements/mlflow.in --python-version 3.11 \
	    --universal --generate-hashes --no-header --no-annotate --upgrade -o requirements/mlflow.txt

clean:  ## remove the environments
	rm -rf .venv .venv-duckdb15 .venv-bench .venv-mlflow

# A changed lock file builds the environment anew, so that nothing old stays in it.
.venv/locked: requirements/lock.txt
	@test -n "$(PYTHON)" || { echo "python3 >= 3.11 with its venv module is needed" >&2; exit 1; }
	@test ! -L .venv || { echo ".venv is a link: building it would empty what it leads to" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(PIP) install -q --require-hashes --only-binary :all: -r requirements/lock.txt
	mkdir -p .venv/etc/jupyter/labconfig
	@# No news or extension lists are fetched by the laboratory.
	printf '%s\n' '{"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true,' \
	    '"@jupyterlab/extensionmanager-extension": true}}' > .venv/etc/jupyter/labconfig/page_config.json
	touch $@

.venv/ready: .venv/locked pyproject.toml
	$(PIP) install -q --no-deps --no-build-isolation -e .
	touch $@

# The same packages but for duckdb: its own copy is found first, all others are those of .venv.
.venv-duckdb15/ready: requirements/duckdb-1.5.6.txt .venv/ready
	$(BIN)/python -m venv --clear --without-pip .venv-duckdb15
	$(PIP) --python .venv-duckdb15/bin/python install -q --require-hashes --no-deps -r requirements/duckdb-1.5.6.txt
	$(BIN)/python -c "import sysconfig; print(sysconfig.get_path('purelib'))" > .venv-duckdb15/shared
	echo "$(CURDIR)" >> .venv-duckdb15/shared
	mv .venv-duckdb15/shared "$$(.venv-duckdb15/bin/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")/shared.pth"
	touch $@

# The peers of the benchmarks; scorecardpy is published as source only.
.venv-bench/ready: requirements/bench.txt
	@test -n "$(PYTHON)" || { echo "python3 >= 3.11 with its venv module is needed" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv-bench
	.venv-bench/bin/python -m pip --disable-pip-version-check install -q --require-hashes \
	    --only-binary :all: --no-binary scorecardpy -r requirements/bench.txt
	touch $@

.venv-mlflow/ready: requirements/mlflow.txt
	@test -n "$(PYTHON)" || { echo "python3 >= 3.11 with its venv module is needed" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv-mlflow
	.venv-mlflow/bin/python -m pip --disable-pip-version-check install -q --require-hashes \
	    --only-binary :all: -r requirements/mlflow.txt
	touch $@

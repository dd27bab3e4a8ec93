# Two commands set everything up on a fresh machine: `make run` and `make test`.
# They need Python 3.11 or newer and a package index that pip reaches; they install into .venv only.
PYTHON ?= python3
BIN := .venv/bin
# pytest's workers; `make test JOBS=8` on a larger machine
JOBS ?= 2

.PHONY: run test lint types drift tests test-editors test-browser test-spark generate golden bench diagnosis fuzz test-heavy clean

run: .venv/installed
	@$(BIN)/python examples/run.py

test: lint types drift tests

lint: .venv/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/installed-dev
	$(BIN)/mypy
	$(BIN)/pyright

# the schemas are good, and what is generated from them is what is committed
drift: .venv/installed-dev
	$(BIN)/orq-schema schema check
	$(BIN)/python -m tests.support.generated --check

tests: .venv/installed-dev
	$(BIN)/pytest -n $(JOBS)

# the schemas in what editors ask; needs Node 18 or newer and npm, which installs into out/editors
test-editors: .venv/installed-dev
	TEST_EDITORS=1 $(BIN)/pytest tests/packaging/test_editors.py

# the page of --format html in a real Chromium, of which Debian has the package chromium
test-browser: out/browser/installed
	TEST_BROWSER=1 out/browser/bin/python -m pytest tests/browser

# a real Spark with two workers, DuckDB, pandas and Polars (1 GB in out/spark); needs Java 17, of which Debian has the
# package openjdk-17-jre-headless
test-spark: out/spark/installed
	TEST_SPARK=1 out/spark/bin/python -m pytest tests/spark

# an environment for each extra test-NAME
out/%/installed: pyproject.toml
	$(PYTHON) -m venv out/$*
	out/$*/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[test-$*]"
	@touch $@

generate: .venv/installed-dev
	$(BIN)/python -m tests.support.generated

# after a deliberate change of output: rewrite what the tests expect, then read the diff
golden: .venv/installed-dev
	UPDATE_GOLDEN=1 $(BIN)/pytest -q -n $(JOBS) tests

# about ten minutes; a peer of npm goes into out/bench
bench: .venv/installed-dev
	$(BIN)/python -m compileall -q generator
	$(BIN)/python benchmarks/run.py --peers out/bench

# what we say beside what others say; `make diagnosis PEERS=FOLDER` installs those there and asks them again
diagnosis: .venv/installed-dev
	$(BIN)/python benchmarks/diagnosis.py $(if $(PEERS),--peers $(PEERS))

# 200,000 hostile inputs (`make fuzz INPUTS=…`); `make tests` runs 5,000. What breaks a promise is kept in out/fuzz
INPUTS ?= 200000
fuzz: .venv/installed-dev
	$(BIN)/python -m tests.fuzz --inputs $(INPUTS)

# streams of 2 GB in little memory
# 500 random edits of schemas (of 560, some cannot be used), 2,000 instances for each; `make tests` takes 100 and 200;
# 100,000 damaged lines, of which none may be accepted without the exact way that has a problem; `make tests` takes 5,000
test-heavy: .venv/installed-dev
	EVOLUTION_EDITS=560 EVOLUTION_INSTANCES=2000 $(BIN)/pytest -n $(JOBS) tests/conformance/test_evolution.py
	ACCEPT_LINES=100000 $(BIN)/pytest -n $(JOBS) tests/unit/bulk/test_accept.py
	VOLUME_MB=2000 $(BIN)/pytest -n $(JOBS) tests/cli/test_cli_volume.py -k memory

clean:
	rm -rf .venv out dist

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "orq-schema needs Python 3.11 or newer: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q generator # as pip does with what it installs
	@touch $@

.venv/installed-dev: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@$(BIN)/python -m compileall -q generator
	@touch $@ .venv/installed

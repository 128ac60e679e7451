# make run    install what is pinned and start the workbench on the worked example
# make test   install the test tools too, check style, types and layers, run every test
# make load   thirty trainees do two exercises at once on a running server; prints times and memory
# Another interpreter:  make run PYTHON=python3.13      Another address:  make run ARGS="--server.address 0.0.0.0"

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
POT := $(VENV)/pra.pot

# Kernels that the search over the sets of a worked example does not reach: sets whose risk is a
# product (four and sixteen measures that act alone), the endangered area, spread over the map.
define COMPILE_REST
from pra_core import assess, load_scenario, portfolios
from pra_core.spread_map import SpreadChoice, spread_map
scenario = load_scenario("medfly-citrus-china")
assess(scenario, draws=512)
spread_map(scenario, SpreadChoice(replicates=1), seed=1)
one = next(m for m in scenario.measures if {e.kind for e in m.effects} == {"prevalence"})
one = one.model_copy(update={"group": None, "requires": (), "excludes": (), "feasible": True})
for number in (4, 16):
    alone = tuple(one.model_copy(update={"id": f"alone-{i}"}) for i in range(number))
    portfolios(scenario.changed(measures=alone, groups=()), scenario.alop, draws=512)
endef
export COMPILE_REST

.PHONY: run test lint load bench data messages
.DELETE_ON_ERROR:

# Arrays go back to the system when freed (glibc), so that the server stays small.
run: export MALLOC_ARENA_MAX = 2
run: export MALLOC_MMAP_THRESHOLD_ = 262144
run: export MALLOC_TRIM_THRESHOLD_ = 262144
run: $(VENV)/run.stamp
	$(BIN)/python -m streamlit run app.py $(ARGS)

test: lint
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile $(ARGS)

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/mypy --strict pra_core
	$(BIN)/lint-imports --no-logo

load: $(VENV)/test.stamp
	PRA_LOAD=1 $(BIN)/python -m pytest tests/load -s $(ARGS)

bench: $(VENV)/test.stamp
	$(BIN)/python -m tests.benchmarks.run $(ARGS)

data: $(VENV)/run.stamp
	$(BIN)/python data/build/build.py

messages: $(VENV)/run.stamp
	$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --keywords t --no-wrap \
	  --add-location file --sort-by-file --project pra --output-file $(POT) app.py pages pra_core
	$(BIN)/pybabel --quiet update --input-file $(POT) --output-dir data/locale --domain pra --locale zh_CN \
	  --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed; name one with: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(BIN)/python
	$(PIP) -r requirements.txt
	@echo "Compiling the numerical kernels once (about half a minute) …"
	@$(BIN)/python -m pra_core portfolios medfly-citrus-china --draws 512 --json >/dev/null
	@$(BIN)/python -c "$$COMPILE_REST"
	@touch $@

$(VENV)/test.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(PIP) -r requirements-dev.txt
	@touch $@

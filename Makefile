# What can be done here; `make` alone lists it.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
# Where the machine has no Node.js, setup fetches one here.
export PATH := $(CURDIR)/.setup/node/bin:$(PATH)

.PHONY: help
help: ## list what can be done
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## environments, pages and dialogue, without starting anything
	@$(PYTHON) tools/setup.py

.PHONY: setup-dev
setup-dev:
	@$(PYTHON) tools/setup.py --dev

.PHONY: run
run: setup ## set up and start everything on http://127.0.0.1:8000 (Ctrl-C stops it)
	@exec $(BIN)/firstline up

.PHONY: test
test: setup-dev ## every test, with the real Rasa, model, databases and browser
	@cd bot/web/ui && npm test --silent
	@$(BIN)/python -m pytest -n 2 --dist loadfile --ignore=tests/e2e
	@$(BIN)/python -m pytest tests/e2e -n 2 --dist loadfile

.PHONY: fuzz
fuzz: setup-dev ## the property tests once more, on new random examples
	@FIRSTLINE_EXAMPLES=fresh $(BIN)/python -m pytest -n 2 -m hypothesis --ignore=tests/e2e

.PHONY: check
check: setup-dev ## format, lint, types, room boundaries, dialogue data
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@cd bot/web/ui && npm run check --silent
	@.venv-rasa/bin/python bot/dialogue/train.py --validate

.PHONY: fmt
fmt: setup-dev ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@cd bot/web/ui && npm run fmt --silent

.PHONY: lock
lock: ## pin the newest versions that pyproject.toml admits
	@$(PYTHON) tools/lock.py

.PHONY: openapi
openapi: setup-dev ## write docs/api/openapi.json and the pages' types from the app
	@$(BIN)/python tools/openapi.py
	@cd bot/web/ui && npm run types --silent

.PHONY: bench-turn
bench-turn: setup-dev ## one turn: speed, CPU by part, memory (prints JSON)
	@$(BIN)/python -m bench.turn

.PHONY: bench-desk
bench-desk: setup-dev ## a message from agent to visitor and back, 50 agents and 500 live chats
	@$(BIN)/python -m bench.desk

.PHONY: bench-decision
bench-decision: setup-dev ## how long a decision of triage takes, without understanding the words
	@$(BIN)/python -m bench.decision_time

.PHONY: bench-writing
bench-writing: setup-dev ## many writers to one SQLite file: in line, or each by itself
	@$(BIN)/python -m bench.writing

.PHONY: bench-desk-race
bench-desk-race: setup-dev ## 100 agents accept one visitor at once, 1,000 times: never two owners (POSTGRES=URL races there, too)
	@$(BIN)/python -m bench.desk_race --postgres "$(POSTGRES)"

.PHONY: bench-flows
bench-flows: setup-dev ## messy conversations: completed, turns, time of a whole flow
	@$(BIN)/python -m bench.flows

.PHONY: bench-scale
bench-scale: setup-dev ## the search by size: latency, recall, memory, publish-to-live
	@$(BIN)/python -m bench.scale

.PHONY: bench-retrieval
bench-retrieval: setup-dev ## how well the knowledge base answers, on public data
	@$(BIN)/python -W ignore -m bench.kb_risk_fit > /dev/null
	@$(BIN)/python -m bench.retrieval

.PHONY: bench-replay
bench-replay: setup-dev ## replays of made-up months: how long they take, how near they come
	@$(BIN)/python -m bench.replay

.PHONY: bench-ledger
bench-ledger: setup-dev ## the ledger by size: events written, a full overview, memory, growth to a million episodes
	@$(BIN)/python -m bench.ledger

.PHONY: bench-holdout
bench-holdout: setup-dev ## how often the holdout's intervals hold a simulated truth, by way of estimating
	@$(BIN)/python -m bench.holdout

.PHONY: bench-triage
bench-triage: setup-dev ## how well messages are read and routed, and how they sound
	@$(BIN)/python -m bench.triage

.PHONY: bench-encoding
bench-encoding: setup-dev ## sentences to vectors: speed and quality by runtime
	@$(BIN)/python -m bench.encoding

.PHONY: bench-stock-rasa
bench-stock-rasa: setup-dev ## stock Rasa on the same articles, in one run (half an hour)
	@$(BIN)/python -m bench.stock_rasa

.PHONY: clean
clean: ## remove what was built (var/, the shop's data, stays)
	rm -rf .venv .venv-rasa .setup models bot/web/static bot/web/ui/node_modules .mypy_cache .ruff_cache .pytest_cache

# cmc: two commands do all the set-up, `make demo` and `make test`.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint types unit smoke services install clean fuzz

$(STAMP): pyproject.toml
	scripts/make-venv $(VENV)
	@touch $(STAMP)

install: $(STAMP)

demo: $(STAMP)
	scripts/demo $(BIN)

test: $(STAMP)
	scripts/system-packages
	scripts/services
	$(MAKE) lint types unit smoke

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/black -q --check cli runtime transpiler tests scripts bench

types: $(STAMP)
	scripts/check-types $(BIN)

unit: $(STAMP)
	$(BIN)/python -m pytest -n auto

smoke: $(STAMP)
	scripts/smoke-pythons

services:
	scripts/services

fuzz: $(STAMP)
	$(BIN)/python -m tests.differential.fuzz --count 5000

clean:
	rm -rf $(VENV) build

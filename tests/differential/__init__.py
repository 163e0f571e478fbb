"""The same Lua source under the reference interpreter and under `cmc run`: everything they show must be equal."""

# What a person types. Each line calls a script in scripts/, where the how is told.
.DEFAULT_GOAL := help
.PHONY: help setup run build test lint e2e crash rolling plans bench clean-data

help: ## This list.
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "%-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Checks and prepares toolchain and the servers to test on; `run` and `test` do what they need by themselves.
	@scripts/setup
	@scripts/setup-servers

run: ## Builds, seeds the demo shops the first time, starts API and web, says where they are.
	@scripts/run

build: ## Builds everything: API, web server, and what the browser loads.
	@scripts/build

test: ## Every check and test that this machine can run.
	@scripts/test

lint: ## Formatting and lints only.
	@scripts/lint

e2e: ## The browser tests only.
	@scripts/e2e

crash: ## Kills the server 100 times in the middle of bookings, and checks that none is lost or booked twice.
	@scripts/crash

rolling: ## Replaces two replicas 20 times under 300 requests a second, on PostgreSQL; none may fail. Wants a quiet machine.
	@scripts/rolling

plans: ## Counts what pages cost in a shop of a million products, on SQLite, PostgreSQL and MariaDB; none may read it all.
	@scripts/plans

bench: ## Measures a release build: takes, searches, journals. Some minutes.
	@scripts/bench

clean-data: ## Removes the local data, so that the next `make run` seeds again.
	@scripts/clean-data

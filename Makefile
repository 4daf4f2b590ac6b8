# What a person types. Each line calls a script in scripts/, where the how is told.
.DEFAULT_GOAL := help
.PHONY: help setup tools run build test budget crash rolling plans bench load load-all clean-data
# The steps of `make test`, each by itself; scripts/test lists them and tells the how.
steps := $(shell scripts/test --list)
# What a release is made of. They read VERSION, REGISTRY and so on from the environment, where a shell does not read them again.
.PHONY: $(steps) release release-check images image-api image-web publish-api publish-web publish-index publish-chart publish-notes verify-images deliver
# The environments in Kubernetes; scripts/cluster tells the how, and CLUSTER=current takes the cluster at hand in place of k3d.
cluster_targets := up down stop-dev start-dev stop-pro start-pro stop-db-pro start-db-pro stop-cache-pro start-cache-pro \
	update-image update-dev update-pro update-monitoring update-logging restart-dev restart-pro
.PHONY: $(cluster_targets)

help: ## This list.
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "%-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST) scripts/test

setup: ## Checks and prepares toolchain and the servers to test on; `run` and `test` do what they need by themselves.
	@scripts/setup
	@scripts/setup-servers

tools: ## Brings the tools of `installers` (or TOOLS, some of them) into target/tools, each in one version. Minutes, the first time.
	@scripts/setup-tools $$TOOLS

run: ## Builds, seeds the demo shops the first time, starts API and web, says where they are.
	@scripts/run

build: ## Builds everything: API, web server, and what the browser loads.
	@scripts/build

test: ## Every check and test that this machine can run.
	@scripts/test

$(steps):
	@scripts/test $@

budget: ## Builds what browsers load, and holds it against what was promised of it.
	@scripts/budget

crash: ## Kills the server 100 times in the middle of bookings, and checks that none is lost or booked twice.
	@scripts/crash

rolling: ## Replaces two replicas 20 times under 300 requests a second, on PostgreSQL; none may fail. Wants a quiet machine.
	@scripts/rolling

plans: ## Counts what pages cost in a shop of a million products, on SQLite, PostgreSQL and MariaDB; none may read it all.
	@scripts/plans

bench: ## Measures a release build. PART=shop, peaks or criterion measures one of them; RECORD=1 writes loadtests/PEAKS.md.
	@scripts/bench

load: ## SCENARIO=home: has people come by k6 to a release build with an empty database, prints a table. ENGINE=postgresql, RUNS=3.
	@scripts/load "$$SCENARIO"

load-all: ## All of loadtests/ on SQLite and PostgreSQL, into its README. Hours, on a quiet machine; it may be stopped, and goes on.
	@scripts/load-all

clean-data: ## Removes the local data, so that the next `make run` seeds again.
	@scripts/clean-data

images: image-api image-web ## Builds both images for this machine, with the version as their tag.
image-api: ## Builds the image of the API.
image-web: ## Builds the image of the pages.
image-api image-web:
	@scripts/images $(@:image-%=%)

release: ## VERSION=1.2.3 becomes the version everywhere and in the changelog; commits and tags, pushes nothing.
	@scripts/release "$$VERSION"

release-check: ## Every place says the same version, and it is that of TAG, where that is given.
	@scripts/version check "$$TAG"

publish-api: ## Builds the image of the API for machines like this one, pushes it to REGISTRY with what is in it and how it was made.
publish-web: ## The same for the image of the pages.
publish-api publish-web:
	@scripts/publish image $(@:publish-%=%)

publish-index: ## Makes one image of those of all machines, of the API and of the pages, and signs it.
	@scripts/publish index api
	@scripts/publish index web

publish-chart: ## Packs the chart, pushes it to REGISTRY/charts, and signs it.
	@scripts/publish chart

publish-notes: ## Makes the release on GitHub, with what the changelog says of it.
	@scripts/publish notes

verify-images: ## The images of VERSION were signed by the workflow that makes releases.
	@scripts/publish verify

deliver: ## ENVIRONMENT=production VERSION=1.2.3 brings a release there, by Karmada; goes back where it does not work.
	@scripts/with-kubeconfig scripts/deliver all "$$ENVIRONMENT" "$$VERSION"

up: ## A cluster with dev and pro in it: http://app.dev.localhost:8080, http://app.pro.localhost:8080.
down: ## The cluster goes (with CLUSTER=current: both environments), and its data with it.
stop-dev: ## Nothing of dev runs any more; its data stay.
start-dev: ## Dev runs as manifests/ has it.
stop-pro: ## Nothing of pro runs any more; its data stay.
start-pro: ## Pro runs as manifests/ has it.
stop-db-pro: ## The database of pro stops.
start-db-pro: ## The database of pro is back.
stop-cache-pro: ## Redis of pro stops.
start-cache-pro: ## Redis of pro is back.
update-image: ## Builds both images and hands them to the cluster.
update-dev: ## Dev gets manifests and images as they are now.
update-pro: ## Pro gets manifests and images as they are now.
update-monitoring: ## Prometheus and Grafana get what manifests/ has for them.
update-logging: ## Loki keeps the logs of dev and pro; Grafana shows them.
restart-dev: ## New pods for dev, one after the other.
restart-pro: ## New pods for pro, one after the other.

$(cluster_targets):
	@scripts/cluster $@

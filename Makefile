# The ways to work on img2shards; each target sets up what it needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup build demo install test docs bench bench-web bench-sizes bench-dedup bench-where fuzz lint format clean

swift_files := Package.swift Sources Lab Tests
bash_files := scripts/setup scripts/demo scripts/bench scripts/bench-web scripts/bench-sizes scripts/bench-where \
	scripts/fuzz scripts/install .ci/run

help: ## show these lines
	@sed -n 's/^\([a-z-]*\): [^#]*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: ## install what building needs (packages, Arrow C++ into .deps/); quick when all is there
	@scripts/setup

build: setup ## build the release executables into .build/release/
	swift build -c release

demo: ## set up, build, and download 2,000 images from a web of our own into demo-output/
	@scripts/demo

install: build ## put program, man page and completions into a system (PREFIX=/usr/local, DESTDIR=)
	@scripts/install "$(or $(PREFIX),/usr/local)" "$(DESTDIR)"

docs: ## write docs/options.md and the man page anew from the flags
	swift build --product img2shards
	@for page in markdown:options.md man:img2shards.1; do \
		"$$(swift build --show-bin-path)/img2shards" manual "$${page%%:*}" >"docs/$${page#*:}.new" \
		&& mv "docs/$${page#*:}.new" "docs/$${page#*:}" || exit 1; done

test: lint ## set up, check the format, build and run every test
	@scripts/setup check
	swift build --build-tests
	swift test --skip-build

bench: ## measure beside img2dataset (IMAGES=folder COUNT=10000 ROUNDS=3)
	@scripts/bench

bench-web: ## measure beside img2dataset over many hosts, latencies and faults (ROWS=10000 SCENARIOS="open tls")
	@scripts/bench-web

bench-sizes: ## measure several sizes from one fetch beside one (IMAGES=folder SIZES=256,512,1024)
	@scripts/bench-sizes

bench-dedup: ## measure what --dedup takes for many rows (KEYS=100000000 RATE=0.0001)
	swift build -c release --product dedup-bench
	.build/release/dedup-bench $(or $(KEYS),100000000) $(or $(RATE),0.0001)

bench-where: ## count rows by conditions beside pyarrow and DuckDB (ROWS=5000000 ROUNDS=3)
	@scripts/bench-where

fuzz: ## look for inputs that crash the image path (SECONDS=60)
	@scripts/fuzz $(or $(SECONDS),60)

lint: setup ## check the format of all Swift files, and the scripts where shellcheck is
	swift format lint --strict --parallel --recursive $(swift_files)
	@! command -v shellcheck >/dev/null || shellcheck $(bash_files)

format: setup ## format all Swift files in place
	swift format --in-place --parallel --recursive $(swift_files)

clean: ## remove what was built and written here; .deps/ stays
	rm -rf .build demo-output bench-output bench-web-output

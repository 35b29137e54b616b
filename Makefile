# The ways to work on img2shards; each target sets up what it needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup setup-models build demo bundle wheel deb install test docs bench bench-web bench-formats bench-sizes bench-dedup bench-store bench-capacity bench-where fuzz lint format clean

swift_files := Package.swift Sources Lab Tests
bash_files := scripts/setup scripts/test scripts/demo scripts/bench scripts/bench-web scripts/bench-formats scripts/bench-sizes scripts/bench-where \
	scripts/fuzz scripts/install scripts/bundle scripts/bundle-check scripts/wheel-check scripts/deb packaging/bundle/install.sh scripts/setup-models scripts/make-venv \
	scripts/python-check .ci/run cluster/*.sh

help: ## show these lines
	@sed -n 's/^\([a-z-]*\): [^#]*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: ## install what building needs (packages, Arrow C++ into .deps/); quick if everything is installed
	@scripts/setup

setup-models: ## install what embed needs: OpenVINO, a NSFW classifier, CLIP's vocabulary (.deps/openvino, .deps/models)
	@scripts/setup-models

build: setup ## build the release executables into .build/release/
	swift build -c release

demo: ## set up, build, and download 2,000 images from a local test server into demo-output/
	@scripts/demo

bundle: setup ## make dist/img2shards-…-linux-….tar.zst: the program with all that it needs, for any Linux
	@scripts/bundle

wheel: ## make dist/img2shards-….whl: the Python package with the program inside
	@python3 packaging/wheel.py "$$(scripts/bundle --unpacked | tail -n 1)" dist

deb: ## make dist/img2shards_….deb: the bundle as a package for any Debian or Ubuntu
	@scripts/deb "$$(scripts/bundle --unpacked | tail -n 1)" dist

install: ## install program, man page and completions (PREFIX=/usr/local, DESTDIR=)
	@scripts/install "$(or $(PREFIX),/usr/local)" "$(DESTDIR)"

docs: ## write docs/options.md, the man page, the table of options and Python's functions again from the flags
	swift build --product img2shards
	@for page in markdown:docs/options.md man:docs/img2shards.1 \
		table:Sources/Program/CommandWords/Spelling/commands.tsv; do \
		"$$(swift build --show-bin-path)/img2shards" manual "$${page%%:*}" >"$${page#*:}.new" \
		&& mv "$${page#*:}.new" "$${page#*:}" || exit 1; done
	@! command -v python3 >/dev/null || scripts/make-python-calls "$$(swift build --show-bin-path)/img2shards"

test: lint ## set up, check the format, build and run every test
	@scripts/setup check
	@scripts/setup-models check || echo 'tests with models are skipped' >&2
	@! command -v python3 >/dev/null || python3 -m unittest discover --quiet --start-directory Benchmarks/mix
	scripts/test

bench: ## compare with img2dataset (IMAGES=folder COUNT=10000 ROUNDS=3; MIX=web: pictures as on the web)
	@scripts/bench

bench-web: ## compare with img2dataset over many hosts, latencies and faults (ROWS=10000 SCENARIOS="open tls")
	@scripts/bench-web

bench-formats: ## compare the formats and variants of the web with OpenCV and the bare libraries (IMAGES=folder ROUNDS=3)
	@scripts/bench-formats

bench-sizes: ## compare several sizes from one fetch with one size (IMAGES=folder SIZES=256,512,1024)
	@scripts/bench-sizes

bench-store: ## compare writing into a store on this machine with a local folder (COUNT=10000 ROUNDS=3 RATE=20000000)
	@scripts/bench-store

bench-capacity: ## measure one by one what bounds a process: list, loop, decoders, writer, disk (COUNT=20000 ROUNDS=3)
	@scripts/setup bench && .deps/bench-venv/bin/python scripts/bench-capacity

bench-dedup: ## measure memory and speed of --dedup for many rows (KEYS=100000000 RATE=0.0001)
	swift build -c release --product dedup-bench
	.build/release/dedup-bench $(or $(KEYS),100000000) $(or $(RATE),0.0001)

bench-where: ## compare counting rows by conditions with pyarrow and DuckDB (ROWS=5000000 ROUNDS=3)
	@scripts/bench-where

fuzz: ## search for inputs that crash a reader or are read wrongly (SECONDS=60 READERS="csv url images")
	@scripts/fuzz $(or $(SECONDS),60) $(READERS)

lint: setup ## check the format of all Swift files, the words and links of the pages, and the scripts (with shellcheck)
	swift format lint --strict --parallel --recursive $(swift_files)
	@! command -v python3 >/dev/null || { scripts/lint-words && scripts/lint-links && scripts/lint-files; }
	@! command -v shellcheck >/dev/null || shellcheck $(bash_files)

format: setup ## format all Swift files in place
	swift format --in-place --parallel --recursive $(swift_files)

clean: ## remove build and output folders; .deps/ stays
	rm -rf .build .build-bundle .build-test dist demo-output bench-output bench-web-output

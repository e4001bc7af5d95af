# The front door: `make demo` shows everything, `make test` checks everything, `make` lists the rest.
# Every path below is relative, so that a folder with spaces in its name works too.

PYTHON ?= python3
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
CLASS ?= examples/class
TRAINED ?= 신유나/a10_lenet_to_vgg

CAMPAIGNS := soak kill full-disk repeat fuzz

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test docs lock nbgrader-demo bench gpu-check gpu-check-tiny clean bubblewrap $(CAMPAIGNS) FORCE

help:
	@echo 'make demo    set up, build the course, grade the bundled class, write build/report.html'
	@echo 'make test    set up, then ruff, mypy, tests, doctests, the doctor, and whether assignments/ is current'
	@echo 'make docs    write the site to build/docs/; a warning is an error, and nothing is fetched'
	@echo 'make nbgrader-demo   the bundled class through nbgrader: assignments, grades, feedback, formgrader'
	@echo 'make bench   measure the figures given in the documentation'
	@echo 'make soak    grade 1,000 submissions, one in seven hostile: every verdict as declared, nothing grows'
	@echo 'make kill    kill a class run at 50 moments, and each command at each of its writes; nothing is lost'
	@echo 'make full-disk   let the disk be full at each 4 kB of a run; nothing is lost'
	@echo 'make repeat  grade a class 20 times, with 1 and 4 workers, on a busy machine too: equal results'
	@echo 'make fuzz    feed every reader of hostile or damaged files for 10 minutes'
	@echo 'make gpu-check   measure training on this machine'"'"'s accelerator (gpu-check-tiny: without one, in 5 minutes)'
	@echo 'make lock    write requirements/*.txt again from setup.cfg (needs uv; LOCK=--upgrade takes newer versions)'
	@echo 'make clean   remove build/ and the caches; the environment in .venv stays'
	@echo
	@echo 'PYTHON=python3.12 chooses the Python (3.11 to 3.13), JOBS=4 how many submissions are graded at once.'

# --- the environment: .venv, one stamp for each thing that is in it -------------------------------------------------

ifneq ($(origin PYTHON),file)
# The Python was asked for by name: an environment made with another version is made anew.
SAY_VERSION := -c 'import sys; print(sys.version)' 2>/dev/null
ifneq ($(shell "$(PYTHON)" $(SAY_VERSION)),$(shell .venv/bin/python $(SAY_VERSION)))
.venv/made: FORCE
endif
endif

.venv/made:
	@tools/make_environment "$(PYTHON)" .venv
	@touch $@

.venv/has-%: requirements/%.txt .venv/made
	tools/install --require-hashes -r requirements/$*.txt
	@touch $@

# The lock holds setuptools, so the folder itself is installed without fetching anything.
.venv/has-cnnkit: setup.cfg pyproject.toml .venv/has-demo
	tools/install --no-deps --no-build-isolation --editable .
	@touch $@

bubblewrap:
	@tools/need_bubblewrap

# --- the demo -------------------------------------------------------------------------------------------------------

demo: bubblewrap build/report.html
	@cat build/summary.txt
	@echo "Class report: $$(pwd)/build/report.html"

build/report.html: build/summary.txt
	.venv/bin/autograder report build/results -o $@

# Of the networks one is trained, the first student's; whoever built the same has its points too, and the others' wait.
# Exit code 1 says that a submission could not be read; the bundled class has such ones on purpose.
build/summary.txt: build/course build/inputs/class
	@[ ! -d build/results ] || find build/results -mindepth 1 -maxdepth 1 ! -name .cache -exec rm -rf {} +
	@tools/need_fashion_mnist && images=--train || images=--no-train; set -x; \
		.venv/bin/autograder grade "$(CLASS)/submitted/$(TRAINED)" -o build/results $$images
	.venv/bin/autograder grade "$(CLASS)/submitted" -o build/results --no-train --jobs $(JOBS) > $@.new || [ $$? -eq 1 ]
	@test -s $@.new && mv $@.new $@

# What `make demo` has graded or trained is known here, and the other way round.
nbgrader-demo: bubblewrap build/course .venv/has-test
	@tools/nbgrader_demo "$(CLASS)" build/nbgrader

# A build may draw hidden cases into solutions/, so what it read is noted again behind it.
build/course: build/inputs/course .venv/has-cnnkit
	.venv/bin/autograder build
	@$(call checksums,$(COURSE),build/inputs/course)
	@touch $@

# The checksums of what a step reads, written only when they changed. File names never become names of make's: a class
# may hold any name, and a file that was deleted must count too.
COURSE := autograder cnnkit solutions
checksums = mkdir -p build/inputs; \
	find $(1) -name __pycache__ -prune -o -type f -exec cksum {} + | LC_ALL=C sort > $(2).new; \
	if cmp -s $(2).new $(2); then rm $(2).new; else mv $(2).new $(2); fi

build/inputs/course: FORCE
	@$(call checksums,$(COURSE),$@)

build/inputs/class: FORCE
	@$(call checksums,"$(CLASS)",$@)

# --- for those who change it ----------------------------------------------------------------------------------------

test: bubblewrap .venv/has-test .venv/has-cnnkit
	@tools/need_chromium
	.venv/bin/python -m ruff check
	.venv/bin/python -m ruff format --check
	.venv/bin/python -m mypy
	.venv/bin/autograder build --check
	tools/test .venv/bin/python --doctest-modules tests autograder cnnkit solutions/*.py $(PYTEST)

docs: .venv/has-test .venv/has-cnnkit
	.venv/bin/python -m sphinx -q -W --keep-going -b html -d build/docs.trees docs build/docs
	@echo "The site: $$(pwd)/build/docs/index.html"

bench: bubblewrap .venv/has-test .venv/has-cnnkit
	@for benchmark in benchmarks/bench_*.py; do .venv/bin/python "$$benchmark" || exit; done

# make kill CAMPAIGN='--times 5 --seconds 60' does less of it; --help names the options
$(CAMPAIGNS): bubblewrap .venv/has-test .venv/has-cnnkit
	.venv/bin/python -m campaigns.$(subst -,_,$@) $(CAMPAIGN)

# With .venv's Keras, or with that of the Python that is asked for: make gpu-check PYTHON=python3
KERAS_PYTHON = $(if $(filter file,$(origin PYTHON)),$(firstword $(wildcard .venv/bin/python) $(PYTHON)),$(PYTHON))
gpu-check:
	"$(KERAS_PYTHON)" -m benchmarks.gpu_check $(GPU_CHECK)
	"$(KERAS_PYTHON)" -m benchmarks.degradation

gpu-check-tiny:
	"$(KERAS_PYTHON)" -m benchmarks.gpu_check --tiny $(GPU_CHECK)

# The demo's lock is held to the test's versions, so that going from one to the other changes no package.
COMPILE = UV_CUSTOM_COMPILE_COMMAND='make lock' uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url $(LOCK) setup.cfg requirements/build.in
lock:
	@command -v uv >/dev/null || { echo 'make lock needs uv: pip install uv' >&2; exit 1; }
	$(COMPILE) --extra test -o requirements/test.txt
	$(COMPILE) --extra grader --extra keras -c requirements/test.txt -o requirements/demo.txt

clean:
	rm -rf build .build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -path ./.venv -prune -o -name __pycache__ -exec rm -rf {} +

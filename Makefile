# waico: builds build/waico, runs it, tests it.  `make help` lists the targets.

BUILD ?= build
ifeq ($(origin CC),default)
CC := gcc
endif
OPT ?= -O3
SAN ?=
SHELL := /bin/bash
PREFIX ?= /usr/local
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
SCENARIO ?= baseline
PYTHON ?= $(shell for p in /usr/bin/python3 python3; do $$p -c 'import h5py, numpy' 2>/dev/null && echo $$p && break; done)
PYTEST = $(PYTHON) -m pytest -q -p no:cacheprovider -W ignore::DeprecationWarning
# Files of tests side by side, where pytest has xdist.
SIDE_BY_SIDE = $(shell $(PYTHON) -c 'import xdist' 2>/dev/null && echo ' -n $(JOBS) --dist loadfile')
# Where Python looks below the prefix: /usr/local/lib/python3.X/dist-packages on Debian; elsewhere PYTHONPATH names it.
PYTHON_DIR ?= $(or $(shell $(or $(PYTHON),python3) -c 'import site; \
	print(next((d for d in site.getsitepackages() if d.startswith("$(PREFIX)/lib/")), ""))' 2>/dev/null),$(PREFIX)/lib/python3/dist-packages)
FUZZ_SECONDS ?= 10
# A short line a file; V=1 shows the commands.
V ?= 0
ifeq ($(V),0)
Q := @
say = @printf '%s %s\n' $(1) $(2)
endif

PACKAGES := gsl libconfig hdf5 zlib
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wwrite-strings -Wundef -Wvla -Wdouble-promotion
# clang counts NAN as a float, and an enumeration as unsigned.
ifneq ($(findstring clang,$(CC)),)
WARNINGS += -Wno-double-promotion -Wno-sign-conversion
endif
# Checks of the C library and the compiler at run time, and a program that cannot be written over; not beside
# sanitizers, which check more, nor without optimisation, where they do nothing.
ifeq ($(SAN)$(filter -O0,$(OPT)),)
HARDEN ?= -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fPIE
HARDEN_STACK ?= -fstack-protector-strong
HARDEN_LINK ?= -pie -Wl,-z,relro,-z,now
endif
CPPFLAGS += -Isim -D_POSIX_C_SOURCE=200809L -DH5_USE_110_API $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
CFLAGS += -std=c11 -g $(OPT) $(WARNINGS) -ffp-contract=off -pthread $(SAN) $(HARDEN) $(HARDEN_STACK)
LDFLAGS += $(HARDEN_LINK)
LDLIBS += $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lm -pthread

# Everything but main is one archive, which the tests link as well; sim/waico.h stands on some of the rooms.
SOURCES := $(filter-out sim/cli/main.c,$(wildcard sim/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
LIBRARY := $(patsubst %.c,$(BUILD)/shared/%.o,$(wildcard $(patsubst %,sim/%/*.c,base engine model scenario library)))
LIBRARY_ABI := $(shell awk '/define WAICO_ABI/ { print $$3 }' sim/waico.h)
VERSION := $(shell awk -F'"' '/define WAI_VERSION/ { print $$2 }' sim/base/version.h)
TESTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*_test.c tests/law/*_test.c tests/run/*_test.c))
UNIT_TESTS := $(filter $(BUILD)/tests/unit/%,$(TESTS))
LAW_TESTS := $(filter $(BUILD)/tests/law/%,$(TESTS))
TEST_SUPPORT := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/support/*.c tests/plain/*.c))
BENCHES := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/bench/*.c))
FUZZERS := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*_fuzz.c))
SCRIPTS := $(wildcard tests/run/*_test.sh)
PYTESTS := $(wildcard tests/*/*_test.py tests/*/test_*.py)

.PHONY: all lib $(BUILD)/waico.pc run report report-pages test check unit law bad python asan asan-commands tsan coverage lint analyze format bench matrix fault fault-long fuzz fuzzers fuzz-long hostile man install \
	uninstall clean help programs setup docs scenario-table explorer explorer-test
all: $(BUILD)/waico

# ---- building ----

# Objects follow the flags; the one with the revision follows the revision.
FLAGS := $(CC) $(CPPFLAGS) $(CFLAGS)
REVISION := $(shell git rev-parse --short=12 HEAD 2>/dev/null && { git diff-index --quiet HEAD -- sim Makefile || echo -changed; })
REVISION := $(subst $() ,,$(REVISION))
$(shell mkdir -p $(BUILD); printf '%s' '$(subst ','\'',$(FLAGS))' | cmp -s - $(BUILD)/flags || \
	printf '%s' '$(subst ','\'',$(FLAGS))' > $(BUILD)/flags)
$(shell printf '%s' '$(REVISION)' | cmp -s - $(BUILD)/revision || printf '%s' '$(REVISION)' > $(BUILD)/revision)

$(BUILD)/waico: $(BUILD)/sim/cli/main.o $(BUILD)/rooms.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# q, not r: two rooms may have files of one name.
$(BUILD)/rooms.a: $(OBJECTS)
	$(call say,AR,$@)
	@rm -f $@
	$(Q)$(AR) qcs $@ $^

# The library of sim/waico.h: no HDF5, and no other name than those of the header is seen.
lib: $(BUILD)/libwaico.so $(BUILD)/libwaico.a $(BUILD)/waico.pc

$(BUILD)/shared/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -fPIC -fvisibility=hidden -MMD -MP -c -o $@ $<

$(BUILD)/libwaico.so: $(LIBRARY)
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(filter-out -pie,$(LDFLAGS)) -shared -Wl,-soname,libwaico.so.$(LIBRARY_ABI) -Wl,-z,defs -o $@ $^ \
		$(shell pkg-config --libs gsl libconfig) -lm -pthread
	@ln -sf libwaico.so $@.$(LIBRARY_ABI)

$(BUILD)/libwaico.a: $(LIBRARY)
	$(call say,AR,$@)
	@rm -f $@
	$(Q)$(AR) qcs $@ $^

$(BUILD)/waico.pc: # anew each time: it holds the prefix
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$${prefix}/lib' 'includedir=$${prefix}/include' '' 'Name: waico' \
		'Description: who joins the World AI Cooperation Organization: the simulator as a library' \
		'Version: $(VERSION)' 'Requires.private: gsl libconfig' 'Libs: -L$${libdir} -lwaico' \
		'Libs.private: -lm -pthread' 'Cflags: -I$${includedir}' > $@

# The model reads no file; guards of its stack would cost 0.7 % of all instructions.
$(BUILD)/sim/engine/%.o $(BUILD)/sim/model/%.o $(BUILD)/shared/sim/engine/%.o $(BUILD)/shared/sim/model/%.o: HARDEN_STACK :=

$(BUILD)/sim/base/version.o $(BUILD)/shared/sim/base/version.o: CPPFLAGS += -DWAI_REVISION='"$(REVISION)"'
$(BUILD)/sim/base/version.o $(BUILD)/shared/sim/base/version.o: $(BUILD)/revision

$(BUILD)/tests/%.o: CPPFLAGS += -Itests
$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: $(BUILD)/tests/%.o $(TEST_SUPPORT) $(BUILD)/rooms.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

# The program that counts its lines writes the counts however it ends.
ifdef COVERAGE
$(BUILD)/waico: $(BUILD)/tests/coverage/whole.o
$(BUILD)/waico: LDFLAGS += -Wl,--wrap=setrlimit,--wrap=_exit,--wrap=abort,--wrap=raise
endif

# These let the n-th allocation fail, and spoil the n-th call that changes a file.
$(BUILD)/tests/run/allocation_test: LDFLAGS += \
	-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=aligned_alloc,--wrap=strdup,--wrap=strndup,--wrap=free
# And these each call of the library behind result files.
WRAPPED := malloc calloc realloc strdup strndup free \
	$(shell awk -F'[ (),]+' '/^FAILS/ { print $$3 } /^CLOSES/ { print $$2 }' tests/support/failing_calls.h)
$(BUILD)/tests/unit/output_failing_test: LDFLAGS += $(WRAPPED:%=-Wl,--wrap=%)
$(BUILD)/tests/fault/%.so: tests/fault/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) -std=c11 -O1 -g $(filter-out -Wpedantic,$(WARNINGS)) -shared -fPIC -o $@ $< -ldl

# libFuzzer's own main; -rdynamic, since the library behind result files shall find what the fuzzers replace of it.
$(BUILD)/tests/fuzz/%_fuzz: $(BUILD)/tests/fuzz/%_fuzz.o $(BUILD)/tests/fuzz/edit.o $(BUILD)/rooms.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) -fsanitize=fuzzer -rdynamic $(LDFLAGS) -o $@ $^ $(LDLIBS)

.SECONDARY:
-include $(OBJECTS:.o=.d) $(LIBRARY:.o=.d) $(BUILD)/sim/cli/main.d $(TESTS:=.d) $(BENCHES:=.d) $(TEST_SUPPORT:.o=.d) \
	$(wildcard $(BUILD)/tests/fuzz/*.d)

# ---- using ----

# Installs what is missing, builds, simulates 1,000 replications of the baseline: SCENARIO=... for another.
run:
	@.ci/setup run
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@$(BUILD)/waico run $(SCENARIO) --move-aside $(if $(N),-n $(N)) $(if $(SEED),-s $(SEED)) $(ARGS)

# The baseline, every shipped scenario and one history on one page: results/report.html and .pdf; N=replications.
report:
	@.ci/setup report
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@$(MAKE) --no-print-directory report-pages

report-pages:
	@analysis/tools/report $(BUILD)/waico "$(PYTHON)" $(or $(N),1000) results

# One page with the simulator inside, opened without server or network: results/waico.html.
EXPLORER := -f analysis/explorer/explorer.mk OUT=build-explorer WAICO=$(abspath $(BUILD))/waico
explorer:
	@.ci/setup explorer
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@$(MAKE) --no-print-directory -j$(JOBS) $(EXPLORER) page

explorer-test:
	@.ci/setup explorer-test
	@$(MAKE) --no-print-directory -j$(JOBS) all lib
	@$(MAKE) --no-print-directory -j$(JOBS) $(EXPLORER) check

man: $(BUILD)/waico
	@$(BUILD)/waico --man > $(BUILD)/waico.1
	@$(BUILD)/waico --completion bash > $(BUILD)/waico.bash
	@echo "$(BUILD)/waico.1 and $(BUILD)/waico.bash; read the first with: man -l $(BUILD)/waico.1"

install: all lib man
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(PREFIX)/lib/pkgconfig \
		$(DESTDIR)$(PREFIX)/share/waico/examples $(DESTDIR)$(PREFIX)/share/doc/waico \
		$(DESTDIR)$(PREFIX)/share/waico/scenarios/data $(DESTDIR)$(PREFIX)/share/waico/configs \
		$(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install $(BUILD)/waico $(DESTDIR)$(PREFIX)/bin/waico
	install -m 644 sim/waico.h $(DESTDIR)$(PREFIX)/include/waico.h
	install $(BUILD)/libwaico.so $(DESTDIR)$(PREFIX)/lib/libwaico.so.$(LIBRARY_ABI).$(VERSION)
	ln -sf libwaico.so.$(LIBRARY_ABI).$(VERSION) $(DESTDIR)$(PREFIX)/lib/libwaico.so.$(LIBRARY_ABI)
	ln -sf libwaico.so.$(LIBRARY_ABI) $(DESTDIR)$(PREFIX)/lib/libwaico.so
	install -m 644 $(BUILD)/libwaico.a $(DESTDIR)$(PREFIX)/lib/libwaico.a
	install -m 644 $(BUILD)/waico.pc $(DESTDIR)$(PREFIX)/lib/pkgconfig/waico.pc
	install -m 644 analysis/examples/members.c analysis/examples/first_questions.ipynb $(DESTDIR)$(PREFIX)/share/waico/examples/
	install -m 644 README.md sim/model/MODEL.md sim/output/FORMAT.md $(DESTDIR)$(PREFIX)/share/doc/waico/
	install -m 644 scenarios/README.md $(DESTDIR)$(PREFIX)/share/doc/waico/SCENARIOS.md
	install -m 644 analysis/README.md $(DESTDIR)$(PREFIX)/share/doc/waico/ANALYSIS.md
	install -m 644 scenarios/*.cfg $(DESTDIR)$(PREFIX)/share/waico/scenarios/
	install -m 644 scenarios/data/* $(DESTDIR)$(PREFIX)/share/waico/scenarios/data/
	$(if $(wildcard configs/*),install -m 644 $(wildcard configs/*) $(DESTDIR)$(PREFIX)/share/waico/configs/)
	cd analysis && find waico waico_analysis -name __pycache__ -prune -o -type f -exec install -D -m 644 {} \
		$(abspath $(DESTDIR)$(PYTHON_DIR))/{} \;
	install -m 644 $(BUILD)/waico.1 $(DESTDIR)$(PREFIX)/share/man/man1/waico.1
	install -m 644 $(BUILD)/waico.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/waico

uninstall:
	rm -rf $(DESTDIR)$(PYTHON_DIR)/waico $(DESTDIR)$(PYTHON_DIR)/waico_analysis
	rm -rf $(DESTDIR)$(PREFIX)/include/waico.h $(DESTDIR)$(PREFIX)/lib/libwaico.* \
		$(DESTDIR)$(PREFIX)/lib/pkgconfig/waico.pc $(DESTDIR)$(PREFIX)/share/doc/waico
	rm -rf $(DESTDIR)$(PREFIX)/bin/waico $(DESTDIR)$(PREFIX)/share/waico $(DESTDIR)$(PREFIX)/share/man/man1/waico.1 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/waico

# ---- testing ----

setup:
	@.ci/setup test

# Everything, from nothing: C programs, scripts, Python clients.
test: setup
	@$(MAKE) --no-print-directory -j$(JOBS) all programs
	@$(MAKE) --no-print-directory check

programs: $(TESTS)

check: export WAICO := $(abspath $(BUILD)/waico)
check: export WAICO_PYTHON := $(PYTHON)
check: all $(TESTS)
	@tests/run-all "$(BUILD)/logs" "$(JOBS)" $(TESTS) $(SCRIPTS)
	@$(MAKE) --no-print-directory python

python: export WAICO := $(abspath $(BUILD)/waico)
python: export WAICO_LIBRARY := $(abspath $(BUILD)/libwaico.so)
python: all $(if $(PYTESTS),lib)
	@if [ -z "$(PYTESTS)" ]; then exit 0; \
	elif [ -z "$(PYTHON)" ]; then echo "no python3 with h5py and numpy; see .ci/setup test"; exit 1; \
	else echo "== python clients"; $(PYTEST) $(SIDE_BY_SIDE) -o python_files='*_test.py test_*.py' $(PYTESTS); fi

unit: $(UNIT_TESTS)
	@tests/run-all "$(BUILD)/logs" "$(JOBS)" $(UNIT_TESTS)

law: $(LAW_TESTS)
	@tests/run-all "$(BUILD)/logs" "$(JOBS)" $(LAW_TESTS)

# The suite under the sanitizers, each in a build folder of its own; asan-commands: the command-line tests on that program.
ASAN_BUILD = BUILD=$(BUILD)-asan OPT="-O1 -fno-omit-frame-pointer" SAN="-fsanitize=address,undefined -fno-sanitize-recover=all"
asan: export ASAN_OPTIONS := detect_leaks=1:abort_on_error=0:allocator_may_return_null=1
asan: export UBSAN_OPTIONS := print_stacktrace=1
asan:
	@$(MAKE) --no-print-directory $(ASAN_BUILD) -j$(JOBS) all programs
	@$(MAKE) --no-print-directory $(ASAN_BUILD) PYTESTS= SCRIPTS="$(filter-out %/disk_test.sh,$(SCRIPTS))" check

asan-commands:
	@$(MAKE) --no-print-directory $(ASAN_BUILD) -j$(JOBS) all
	@[ -n "$(PYTHON)" ] || { echo "no python3 with h5py and numpy; see .ci/setup test"; exit 1; }
	@tests/run/sanitized "$(BUILD)-asan" $(PYTEST) $(SIDE_BY_SIDE)

tsan:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)-tsan OPT=-O1 SAN=-fsanitize=thread -j$(JOBS) \
		all $(BUILD)-tsan/tests/unit/runner_test
	@tests/run/threads "$(BUILD)-tsan"

# Which lines and branches the tests reach, room by room, and whether that is enough: with a program that counts
# (tests/coverage), the C programs and the tests of the command line, side by side.  Left out is what takes long and
# goes the same ways often: every event of all shipped worlds, readers in other languages, kills at random, speed.
# COVER_TESTS= names other Python tests.
COVER := BUILD=$(BUILD)-coverage COVERAGE=1 OPT=-O0 SAN="--coverage -fprofile-update=atomic"
COVER_PROGRAMS := $(patsubst $(BUILD)/%,$(BUILD)-coverage/%,$(filter-out %/shipped_test %/output_clients_test %/output_damage_test,$(TESTS)))
COVER_TESTS ?= $(wildcard tests/hostile/*_test.py) \
	$(filter-out %/clients_test.py %/document_test.py %/library_test.py,$(wildcard tests/run/*_test.py))
coverage: export WAICO := $(abspath $(BUILD)-coverage/waico)
coverage: export WAICO_PYTHON := $(PYTHON)
coverage:
	@$(MAKE) --no-print-directory $(COVER) -j$(JOBS) all programs
	@find $(BUILD)-coverage -name '*.gcda' -delete
	@tests/run-all $(BUILD)-coverage/logs $(JOBS) $(COVER_PROGRAMS) || echo "coverage: a test failed while counting"
	@printf '%s\n' $(COVER_TESTS) | xargs -P$(JOBS) -I{} tests/coverage/one $(BUILD)-coverage/logs "$(PYTHON)" {}
	@$(PYTHON) tests/coverage/coverage.py $(BUILD)-coverage --check

# The same values from every compiler and optimisation level: one digest.
matrix:
	@tests/run/matrix "$(BUILD)-matrix"

# A kill or an error at each call that changes a file: what is left is right or can be resumed.
fault: all $(BUILD)/tests/fault/shim.so
	@$(PYTHON) tests/fault/drive.py $(BUILD)/waico $(BUILD)/tests/fault/shim.so $(FAULT_ARGS)

# Every hostile file through every command and Python; make BUILD=build-asan hostile after make asan: with the sanitizers.
hostile: export WAICO := $(abspath $(BUILD)/waico)
hostile: export HOSTILE_SHARE := 1
hostile: all
	@$(PYTEST) tests/hostile/hostile_test.py tests/analysis/test_hostile.py

# At full size: memory that runs out, kills and requests to stop at random moments, errors of files, flipped bits.
fault-long: all $(BUILD)/tests/fault/shim.so $(BUILD)/tests/fault/memory.so $(BUILD)/tests/unit/output_damage_test
	@$(PYTHON) tests/fault/memory.py $(BUILD)/waico $(BUILD)/tests/fault/memory.so --runs 10000
	@$(PYTHON) tests/fault/kills.py $(BUILD)/waico --kills 1000
	@$(PYTHON) tests/fault/kills.py $(BUILD)/waico --kills 200 --signals
	@$(PYTHON) tests/fault/drive.py $(BUILD)/waico $(BUILD)/tests/fault/shim.so --points 2000 --sticky 0,1 \
		--kinds ENOSPC,EIO,EFBIG,EMFILE,EACCES,short
	@WAI_DAMAGE_EVERY=65536 $(BUILD)/tests/unit/output_damage_test

# Counters of branches guide them; tracing of comparisons takes more than half of the time, those of texts are seen
# without it.
FUZZ_BUILD = BUILD=$(BUILD)-fuzz CC=clang OPT=-O2 \
	SAN="-fsanitize=address,undefined -fno-sanitize-recover=all -fsanitize-coverage=inline-8bit-counters,pc-table"
fuzzers: all $(FUZZERS:%=$(BUILD)/tests/fuzz/%)

fuzz:
	@command -v clang >/dev/null || { echo "fuzzing needs clang"; exit 1; }
	@$(MAKE) --no-print-directory $(FUZZ_BUILD) -j$(JOBS) fuzzers
	@tests/run/fuzz "$(BUILD)-fuzz" -max_total_time=$(FUZZ_SECONDS) $(FUZZERS)

# At full size; hours.
fuzz-long: FUZZ_TEXT_RUNS ?= 10000000
fuzz-long: FUZZ_FILE_RUNS ?= 1000000
fuzz-long:
	@command -v clang >/dev/null || { echo "fuzzing needs clang"; exit 1; }
	@$(MAKE) --no-print-directory $(FUZZ_BUILD) -j$(JOBS) fuzzers
	@tests/run/fuzz "$(BUILD)-fuzz" -runs=$(FUZZ_TEXT_RUNS) scenario_fuzz csv_fuzz
	@tests/run/fuzz "$(BUILD)-fuzz" -runs=$(FUZZ_FILE_RUNS) result_fuzz rebuild_fuzz block_fuzz

# ---- the state of the code ----

lint: all
	@/usr/bin/env python3 tests/lint/lint.py "$(BUILD)" "$(CC)"

# What static analysers find; what is no fault is explained in tests/lint/explained.txt and cppcheck.txt.
# TOOLS="gcc": one of them.
analyze:
	@for tool in clang-tidy cppcheck; do command -v $$tool >/dev/null || { echo "analysis needs $$tool"; exit 1; }; done
	@/usr/bin/env python3 tests/lint/analyze.py "$(CC)" $(TOOLS)

format:
	clang-format -i sim/*/*.[ch] $(wildcard tests/*/*.[ch])

bench: export WAICO := $(abspath $(BUILD)/waico)
bench: export WAICO_PYTHON := $(PYTHON)
bench: export WAICO_LIBRARY := $(abspath $(BUILD)/libwaico.so)
bench: all lib $(BENCHES)
	@tests/bench/run "$(BUILD)" $(BENCHES)

# The made parts of the documents: what the program prints, commands, parameters, tests; and (slower) what comes
# out of every scenario.
docs: all
	@$(PYTHON) tests/documents.py $(BUILD)/waico

scenario-table: all
	@$(PYTHON) scenarios/table.py $(BUILD)/waico

clean:
	rm -rf build build-*

help:
	@printf '%s\n' \
	'make              build build/waico' \
	'make lib          build build/libwaico.so and .a: the simulator as a library, sim/waico.h' \
	'make run          install what is missing, build, simulate the baseline, print what comes out;' \
	'                  SCENARIO=FILE N=replications SEED=seed ARGS="..." for another' \
	'make report       the baseline and all scenarios, compared on one page: results/report.html and .pdf' \
	'make explorer     results/waico.html: results to look at and the simulator to play with, in one page' \
	'make explorer-test  its tests, in node and in Chromium' \
	'make test         install what is missing, build, run all tests' \
	'make check        the same without installing; make unit, make law, make python: parts of it' \
	'make asan         the suite under the address and undefined-behaviour sanitizers' \
	'make asan-commands  the command-line tests and hostile files on the program built with them' \
	'make tsan         the threaded tests under the thread sanitizer' \
	'make coverage     lines and branches that the tests reach, room by room; fails below the bars' \
	'make matrix       the same values from gcc and clang at -O0, -O2, -O3' \
	'make fault        a kill or an error at each call that changes a file (FAULT_ARGS="--points N")' \
	'make hostile      every hostile result file and work folder through every command, and Python' \
	'make fault-long   10,000 failed allocations, 1,000 random kills, 200 signals, 2,000 errors of files,' \
	'                  every bit of 64 KiB' \
	'make fuzz         hostile scenarios, tables and HDF5 files for FUZZ_SECONDS each' \
	'make fuzz-long    the same, 10 million runs on texts and 1 million on files each' \
	'make lint         rooms, names, headers, forbidden calls, format; make format mends the last' \
	'make analyze      what gcc, clang-tidy and cppcheck find in the simulator; what is no fault is explained' \
	'make bench        speed, memory, instruction counts and their goals' \
	'make docs         the made parts of the documents: samples, commands, parameters, tests' \
	'make scenario-table  runs every scenario, for the table in scenarios/README.md' \
	'make man          the manual page and the completion script' \
	'make install      into PREFIX (/usr/local); make uninstall takes it away' \
	'make clean        remove all build folders' \
	'' \
	'CC=clang OPT=-O3 BUILD=folder choose compiler, optimisation and build folder; V=1 shows the commands.'

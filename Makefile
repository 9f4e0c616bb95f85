# waico: builds build/waico, runs it, tests it.  `make help` lists the targets.

BUILD ?= build
CC ?= gcc
OPT ?= -O2
SHELL := /bin/bash

PACKAGES := gsl libconfig hdf5 zlib
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wwrite-strings -Wundef -Wvla -Wdouble-promotion
CPPFLAGS += -Isim -D_POSIX_C_SOURCE=200809L -DH5_USE_110_API $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
CFLAGS += -std=c11 -g $(OPT) $(WARNINGS) -ffp-contract=off -pthread
LDLIBS += $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lm -pthread

# Everything but main is one archive, which the tests link as well.
SOURCES := $(filter-out sim/cli/main.c,$(wildcard sim/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
TESTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*.c tests/law/*.c tests/run/*.c))
TEST_SUPPORT := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/support/*.c tests/plain/*.c))

.PHONY: all test lint model-doc clean help
all: $(BUILD)/waico

$(BUILD)/waico: $(BUILD)/sim/cli/main.o $(BUILD)/libwaico.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/libwaico.a: $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%.o: CPPFLAGS += -Itests
$(BUILD)/tests/%: $(BUILD)/tests/%.o $(TEST_SUPPORT) $(BUILD)/libwaico.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

.SECONDARY:
test: all $(TESTS)
	@set -e; for t in $(TESTS); do echo "== $$t"; $$t; done

# Writes the table of parameters in the model document anew, between its two marks.
MODEL_DOC := sim/model/MODEL.md
model-doc: $(BUILD)/waico
	$(BUILD)/waico describe --markdown > $(BUILD)/parameters.md
	sed -e '/<!-- parameters: begin -->/,/<!-- parameters: end -->/{//!d}' \
	    -e '/<!-- parameters: begin -->/r $(BUILD)/parameters.md' $(MODEL_DOC) > $(BUILD)/model.md
	cp $(BUILD)/model.md $(MODEL_DOC)

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

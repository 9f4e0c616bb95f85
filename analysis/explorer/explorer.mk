# Builds results/waico.html: the simulator as WebAssembly, the baseline it begins with, the page around both.
# Called by `make explorer`; everything made lies in build-explorer.

OUT ?= build-explorer
WAICO ?= build/waico
HERE := analysis/explorer
PAGE ?= results/waico.html
EMCC := NODE_PATH=/usr/share/nodejs emcc
NODE := node --no-warnings
MODULES := $(HERE)/node_modules/.package-lock.json
say = @printf '%s %s\n' $(1) $(2)

ROOMS := $(filter-out %/interval.c %/stream.c,$(wildcard $(patsubst %,sim/%/*.c,base engine model scenario library)))
CONFIG_SOURCES := grammar libconfig scanctx scanner strbuf
OBJECTS := $(patsubst %.c,$(OUT)/%.o,$(ROOMS) $(HERE)/engine/bridge.c) \
	$(patsubst %,$(OUT)/debian/libconfig/lib/%.o,$(CONFIG_SOURCES)) $(OUT)/debian/gsl/sort/sortvecind.o
FLAGS := -O3 -ffp-contract=off -Isim -D_POSIX_C_SOURCE=200809L -D_GNU_SOURCE -Wno-unused-command-line-argument
EXPORTS := malloc,free $(shell cat $(HERE)/engine/exports.txt)

.PHONY: page engine check
page: $(PAGE)
engine: $(OUT)/engine.js

# ---- the simulator ----

# Sources of the two libraries, in the version that Debian has; the lists of packages stay in OUT.
$(OUT)/debian/ready: $(HERE)/tools/sources
	$(call say,GET,$(@D))
	@$(HERE)/tools/sources $(@D)
	@touch $@

$(OUT)/debian/%.o: $(OUT)/debian/ready
	@mkdir -p $(@D)
	$(call say,EMCC,$@)
	@$(EMCC) -O3 -ffp-contract=off -w -DHAVE_STDLIB_H -DYY_NO_UNISTD_H -D_GNU_SOURCE -ffunction-sections -I$(OUT)/debian/include -I$(OUT)/debian/gsl \
		-I$(OUT)/debian/gsl/sort -c -o $@ $(@:.o=.c)

$(OUT)/%.o: %.c $(OUT)/debian/ready
	@mkdir -p $(@D)
	$(call say,EMCC,$<)
	@$(EMCC) $(FLAGS) -I$(OUT)/debian/include -MMD -MP -c -o $@ $<

comma := ,
empty :=
$(OUT)/engine.js: $(OBJECTS) $(HERE)/engine/exports.txt
	$(call say,LINK,$@)
	@$(EMCC) -O3 -o $@ $(OBJECTS) -s MODULARIZE=1 -s EXPORT_NAME=createEngine -s ENVIRONMENT=worker,node \
		-s ALLOW_MEMORY_GROWTH=1 -s INITIAL_MEMORY=16MB -s TOTAL_STACK=1MB -s FILESYSTEM=1 -s ASSERTIONS=0 \
		-s DYNAMIC_EXECUTION=0 -s EXPORTED_RUNTIME_METHODS=FS,UTF8ToString,stringToUTF8,lengthBytesUTF8 \
		-s EXPORTED_FUNCTIONS=$(subst $(empty) ,$(comma),$(patsubst %,_%,$(subst $(comma), ,$(EXPORTS))))

-include $(patsubst %.o,%.d,$(filter-out $(OUT)/debian/%,$(OBJECTS)))

# ---- the page ----

SOURCES := $(wildcard $(HERE)/src/*.* $(HERE)/src/*/*.* $(HERE)/tools/*.mjs)
$(PAGE): $(OUT)/engine.js $(WAICO) $(MODULES) $(SOURCES) $(wildcard scenarios/*.cfg scenarios/data/*.csv) analysis/waico/analysis/data/world.json
	$(call say,TSC,$(HERE)/src)
	@$(HERE)/node_modules/.bin/tsc -p $(HERE)
	$(call say,PAGE,$@)
	@$(NODE) $(HERE)/tools/build.mjs $(OUT) $@ $(WAICO)

# ---- tests ----

$(OUT)/digest: $(HERE)/tests/digest.c build/libwaico.a
	@$(CC) -O2 -std=c11 -Isim -o $@ $< build/libwaico.a $(shell pkg-config --libs gsl libconfig) -lm -pthread

$(MODULES): $(HERE)/package-lock.json $(HERE)/package.json
	$(call say,NPM,$(HERE))
	@cd $(HERE) && npm ci --no-audit --no-fund --ignore-scripts >/dev/null
	@touch $@

# Tests in node first, then in Chromium.
NODE_TESTS := engine question reader
PAGE_TESTS := page
check: $(PAGE) $(OUT)/digest
	@OUT=$(OUT) PAGE=$(PAGE) WAICO=$(WAICO) $(NODE) $(HERE)/tools/tests.mjs $(OUT) $(NODE_TESTS) $(PAGE_TESTS)

# SPDX-License-Identifier: BSD-2-Clause
# The only build file.
NAME    := rawbpf
O       ?= build
CLANG   ?= clang
CFLAGS  ?= -O2 -g

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wundef -Wformat=2
BASE := -std=gnu11 -D_GNU_SOURCE $(WARN) -Iuapi -iquote . -iquote src -ffunction-sections -fdata-sections
LINK := -Wl,--gc-sections
ifdef WERROR
BASE += -Werror
endif

LIB_SRC := $(wildcard asm/*.c src/*/*.c)
obj = $(patsubst %.c,$(O)/%.o,$(1))

LIB := $(O)/lib$(NAME).a
INSN_PROGS := $(patsubst progs/%.insn.c,$(O)/progs/%,$(wildcard progs/*.insn.c))

BPF_PROGS  := $(patsubst %.c,$(O)/%.o,$(wildcard progs/*.bpf.c tests/progs/*.bpf.c))
HAVE_CLANG := $(shell command -v $(CLANG) 2>/dev/null)

.SECONDARY:
.PHONY: all progs run clean
all: $(LIB) $(INSN_PROGS) progs

ifneq ($(HAVE_CLANG),)
progs: $(BPF_PROGS)
else
progs:
	@echo "no $(CLANG): left out $(BPF_PROGS)"
endif
$(O)/%.bpf.o: %.bpf.c
	mkdir -p $(@D) && $(CLANG) -target bpf -mcpu=v3 -g -O2 -Wall -Iuapi -MMD -MP -c -o $@ $<

$(LIB): $(call obj,$(LIB_SRC))
	rm -f $@ && $(AR) rcs $@ $^
$(O)/%.o: %.c
	mkdir -p $(@D) && $(CC) $(BASE) $(CFLAGS) $(CPPFLAGS) -MMD -MP -c -o $@ $<
# A sample written as instructions is a program of its own.
$(O)/progs/%: $(O)/progs/%.insn.o $(LIB)
	$(CC) $(BASE) $(CFLAGS) $(LDFLAGS) $(LINK) -o $@ $^
$(O)/tests/lib/traffic: $(O)/tests/lib/traffic.o
	$(CC) $(BASE) $(CFLAGS) $(LDFLAGS) -o $@ $^

run: $(O)/progs/sockex1 $(O)/tests/lib/traffic
	$(O)/progs/sockex1 lo -- $(O)/tests/lib/traffic
clean:
	rm -rf build

-include $(shell find $(O) -name '*.d' 2>/dev/null)

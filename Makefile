# SPDX-License-Identifier: BSD-2-Clause
# The only build file. `make help` says what there is.
NAME    := rawbpf
VERSION := 0.1.0

PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
LIBDIR  ?= $(PREFIX)/lib
INCDIR  ?= $(PREFIX)/include
MANDIR  ?= $(PREFIX)/share/man
DESTDIR ?=
# where those look who make an initramfs, and systemd
INITRAMFSDIR ?= /usr/share/initramfs-tools
DRACUTDIR    ?= /usr/lib/dracut/modules.d
UNITDIR      ?= /usr/lib/systemd/system

# ARCH=arm64 armhf s390x riscv64 ppc64el amd64: for another machine, with the GNU cross compiler; all is static,
# for that machine's libc may be another. tests/vm/cross.sh gets what that needs.
ifdef ARCH
O       ?= build/$(ARCH)
GNU_amd64 := x86_64-linux-gnu
GNU_arm64 := aarch64-linux-gnu
GNU_armhf := arm-linux-gnueabihf
GNU_ppc64el := powerpc64le-linux-gnu
GNU     := $(or $(GNU_$(ARCH)),$(ARCH)-linux-gnu)
CC      := $(GNU)-gcc
AR      := $(GNU)-ar
NM      := $(GNU)-nm
OBJCOPY := $(GNU)-objcopy
LDFLAGS ?= -static
endif
# The byte order of BPF programs is the kernel's; "bpf" is that of this machine.
BPF_TARGET := $(if $(ARCH),$(if $(filter s390x,$(ARCH)),bpfeb,bpfel),bpf)

O       ?= build
CLANG   ?= clang
# Tags of pointers, address spaces: not before clang 19, so tests of them have it beside an older one.
CLANG_19 ?= $(or $(shell command -v clang-19),$(CLANG))
NM      ?= nm
OBJCOPY ?= objcopy
INSTALL ?= install
# the user's; ours are in BASE and always there
CFLAGS  ?= -O2 -g

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wundef -Wformat=2
# Offsets and inode numbers have 64 bits on every machine.
BASE := -std=gnu11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 $(WARN) -Iuapi -iquote . -iquote src -ffunction-sections -fdata-sections
LINK := -Wl,--gc-sections
ifdef WERROR
BASE += -Werror
endif
ifdef STATIC
# Small rather than fast, for initramfs images; unwind tables serve nobody in there. We have no
# floating point, so the compiler need not think of its registers; jump threading copies code. Options
# that only some compilers have are tried. gcc makes the command a little smaller as one unit.
option = $(shell $(CC) -Werror $(1) -c -x c /dev/null -o /dev/null 2>/dev/null && echo $(1))
CFLAGS := $(or $(call option,-Oz),-Os) -fno-asynchronous-unwind-tables -fno-unwind-tables \
	-fomit-frame-pointer -fno-jump-tables -fno-optimize-sibling-calls $(foreach o,-malign-data=abi \
	-fno-ipa-sra -fno-ipa-modref -fno-caller-saves -fno-thread-jumps -fno-tree-dominator-opts \
	-mgeneral-regs-only,$(call option,$o))
UNIT_FLAGS := $(if $(findstring clang,$(shell $(CC) --version)),,-flto=auto -flto-partition=one)
LINK += -static -Wl,-z,noseparate-code -Wl,-z,norelro \
	-Wl,-z,common-page-size=64 -Wl,--build-id=none
BASE += -fno-pie
endif
ifdef SAN
BASE += -DARENA_SINGLE -fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all -g
endif
ifneq ($(V),1)
Q := @
say = @printf '  %-5s %s\n' $(1) $@
endif

# What was built with other settings is built again.
SETTINGS := $(CC) $(BASE) $(CFLAGS) $(CPPFLAGS) $(LDFLAGS) $(LINK)
$(shell mkdir -p $(O) && echo '$(subst ','\'',$(SETTINGS))' | cmp -s - $(O)/settings || \
	echo '$(subst ','\'',$(SETTINGS))' > $(O)/settings)

LIB_SRC := $(wildcard asm/*.c src/base/*.c src/kernel/*.c src/format/*.c src/hook/*.c src/link/*.c src/gen/*.c \
	src/object/*.c src/attach/*.c src/read/*.c src/show/*.c)
CLI_SRC := $(wildcard src/cli/*.c)
TEST_LIB_SRC := $(filter-out tests/lib/traffic.c,$(wildcard tests/lib/*.c))
obj = $(patsubst %.c,$(O)/%.o,$(1))

# all objects, for the command and the tests, which may look inside; and for users the same with
# everything renamed that is not in rawbpf.h, so that no name of theirs can meet one of ours
INNER := $(O)/inner.a
LIB   := $(O)/lib$(NAME).a
TOOL  := $(O)/$(NAME)
INSN_PROGS := $(patsubst progs/%.insn.c,$(O)/progs/%,$(wildcard progs/*.insn.c))
BPF_SRC    := $(wildcard progs/*.bpf.c tests/progs/*.bpf.c)
BPF_PROGS  := $(patsubst %.c,$(O)/%.o,$(BPF_SRC))
HAVE_CLANG := $(shell command -v $(CLANG) 2>/dev/null)

.SECONDARY:
.PHONY: all progs run check check-unit check-kernel check-cli check-san check-valgrind fuzz bench \
	install install-boot uninstall clean format help test-programs guest check-vm check-arch vm-shell setup-check setup-run

all: $(LIB) $(TOOL) $(INSN_PROGS) progs ## library, command and samples, in build/

$(INNER): $(call obj,$(LIB_SRC))
	$(call say,AR)
	$(Q)rm -f $@ && $(AR) rcs $@ $^
$(LIB): $(INNER)
	$(call say,AR)
	$(Q)$(NM) -g --defined-only $< | awk 'NF == 3 && $$3 !~ /^rawbpf_/ { print $$3, "rawbpf__" $$3 }' > $@.names
	$(Q)$(OBJCOPY) --redefine-syms=$@.names $< $@
ifneq ($(UNIT_FLAGS),)
$(TOOL): $(LIB_SRC) $(CLI_SRC) $(INNER) $(O)/settings
	$(call say,LD)
	$(Q)$(CC) $(BASE) $(CFLAGS) $(UNIT_FLAGS) $(LDFLAGS) $(LINK) -o $@ $(LIB_SRC) $(CLI_SRC)
else
$(TOOL): $(call obj,$(CLI_SRC)) $(INNER)
	$(call say,LD)
	$(Q)$(CC) $(BASE) $(CFLAGS) $(LDFLAGS) $(LINK) -o $@ $^
endif
$(O)/%.o: %.c $(O)/settings
	$(call say,CC)
	$(Q)mkdir -p $(@D) && $(CC) $(BASE) $(CFLAGS) $(CPPFLAGS) -MMD -MP -c -o $@ $<

# A sample written as instructions is a program of its own.
$(O)/progs/%: $(O)/progs/%.insn.o $(LIB)
	$(call say,LD)
	$(Q)$(CC) $(BASE) $(CFLAGS) $(LDFLAGS) $(LINK) -o $@ $^

# A sample for clang needs clang and our own headers, nothing else.
ifneq ($(HAVE_CLANG),)
progs: $(BPF_PROGS) ## the samples for clang, if it is there
else
progs:
	@echo "no $(CLANG): left out $(BPF_PROGS)"
endif
$(O)/%.bpf.o: %.bpf.c
	$(call say,BPF)
	$(Q)mkdir -p $(@D) && $(CLANG) -target $(BPF_TARGET) -mcpu=v3 -g -O2 -Wall -Iuapi $(if $(WERROR),-Werror) \
		-MMD -MP -c -o $@ $<
$(O)/tests/progs/special.bpf.o $(O)/tests/progs/graph.bpf.o $(O)/tests/progs/arena.bpf.o $(O)/progs/qdisc.bpf.o: CLANG = $(CLANG_19)

# ---- what it does, shown ----------------------------------------------------------------------
run: ## count real packets on loopback by protocol, for a few seconds
	@tests/setup.sh run
	@$(MAKE) --no-print-directory Q=@ say= $(TOOL) $(O)/tests/lib/traffic $(O)/progs/sockex1.bpf.o
	$(TOOL) run $(O)/progs/sockex1.bpf.o sockex1=socket:lo --interval 1.5 -- \
		sh -c 'for i in 1 2 3; do $(O)/tests/lib/traffic; sleep 1; done'

# ---- tests ------------------------------------------------------------------------------------
# libcheck is the installed one, or below CHECK; it may be of a newer Debian than the compiler's libc.
ifdef CHECK
CPPFLAGS  += -isystem $(CHECK)/include
CHECK_LIBS = -L$(CHECK)/lib -lcheck -lsubunit -lrt -lm -Wl,--defsym=__isoc23_strtoul=strtoul
else
CHECK_LIBS = $(shell pkg-config $(if $(STATIC),--static) --libs check)
endif
UNIT   := $(patsubst tests/%.c,$(O)/tests/%,$(wildcard tests/unit/test_*.c))
KERNEL_TESTS := $(patsubst tests/%.c,$(O)/tests/%,$(wildcard tests/kernel/test_*.c))

# A test finds what was built beside it, and may have floating point.
$(O)/tests/%.o: CPPFLAGS += -DBUILD='"$(O)"'
$(O)/tests/%.o: CFLAGS := $(filter-out -mgeneral-regs-only,$(CFLAGS))
$(O)/tests/lib/traffic: $(O)/tests/lib/traffic.o
	$(call say,LD)
	$(Q)$(CC) $(BASE) $(CFLAGS) $(LDFLAGS) $(LINK) -o $@ $^
# The command without its main(), for tests that give it a kernel of their own.
$(O)/libcli.a: $(call obj,$(filter-out src/cli/main.c,$(CLI_SRC)))
	$(Q)rm -f $@ && $(AR) rcs $@ $^
$(O)/tests/%: $(O)/tests/%.o $(call obj,$(TEST_LIB_SRC)) $(O)/libcli.a $(INNER)
	$(call say,LD)
	$(Q)$(CC) $(BASE) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(CHECK_LIBS)

# The kernel's headers as we declare them and as they are installed, for test_uapi to compare.
UAPI := $(O)/tests/unit/uapi
$(UAPI)/uapi_ours.c: tests/unit/uapi_gen.sh tests/unit/uapi_list.awk $(wildcard tests/unit/uapi_*.list) \
		$(wildcard uapi/linux/*.h uapi/linux/*/*.h)
	$(call say,GEN)
	$(Q)sh tests/unit/uapi_gen.sh $(@D) $(CC) -std=gnu11 -D_GNU_SOURCE
$(UAPI)/uapi_theirs.c: $(UAPI)/uapi_ours.c ;
$(UAPI)/uapi_ours.o: $(UAPI)/uapi_ours.c
	$(call say,CC)
	$(Q)$(CC) $(BASE) $(CFLAGS) -iquote $(UAPI) -c -o $@ $<
$(UAPI)/uapi_theirs.o: $(UAPI)/uapi_theirs.c
	$(call say,CC)
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE -w -iquote . -c -o $@ $<
UAPI_OBJ := $(O)/tests/unit/uapi_btf.o $(UAPI)/uapi_ours.o $(UAPI)/uapi_theirs.o
$(O)/tests/unit/test_uapi: $(UAPI_OBJ)

# All suites as one static program, for machines that have nothing but a kernel.
ALL_SUITES := $(O)/tests/all/suites
SUITES     := $(patsubst $(O)/tests/%,%,$(KERNEL_TESTS) $(UNIT))
$(O)/tests/all/%.o: $(O)/tests/%.o
	$(Q)mkdir -p $(@D) && $(OBJCOPY) --redefine-sym test_suite=suite_$(notdir $*) $< $@
$(O)/tests/all/table.c: Makefile $(wildcard tests/unit/test_*.c tests/kernel/test_*.c)
	$(call say,GEN)
	$(Q)mkdir -p $(@D) && { echo '#include "tests/lib/test.h"'; \
		printf 'Suite *suite_%s(void);\n' $(notdir $(SUITES)); \
		echo 'const struct test_entry test_entries[] = {'; \
		printf '{"%s", suite_%s},\n' $(foreach s,$(notdir $(SUITES)),$s $s); \
		echo '{NULL, NULL}};'; } >$@
$(O)/tests/all/table.o: $(O)/tests/all/table.c
	$(Q)$(CC) $(BASE) $(CFLAGS) $(CPPFLAGS) -c -o $@ $<
$(ALL_SUITES): $(SUITES:%=$(O)/tests/all/%.o) $(O)/tests/all/table.o $(UAPI_OBJ) \
		$(call obj,$(filter-out tests/lib/one.c,$(TEST_LIB_SRC))) $(O)/libcli.a $(INNER)
	$(call say,LD)
	$(Q)$(CC) $(BASE) $(CFLAGS) $(LDFLAGS) $(LINK) -o $@ $^ $(CHECK_LIBS)

test-programs: all $(UNIT) $(KERNEL_TESTS) $(O)/tests/lib/traffic

check: ## install what the tests need (as root), and run all that this machine can run
	@tests/setup.sh check
	@$(MAKE) --no-print-directory test-programs
	@tests/run.sh $(O) lint $(UNIT) $(KERNEL_TESTS) $(wildcard tests/cli/*.sh)
check-san: progs $(INSN_PROGS) $(O)/tests/lib/traffic ## the unit and kernel tests with address and undefined-behaviour sanitizer
	@$(MAKE) --no-print-directory SAN=address,undefined O=build/san test-programs
	@tests/run.sh build/san $(patsubst $(O)/%,build/san/%,$(UNIT) $(KERNEL_TESTS))
# test_fault runs the command thousands of times: the sanitizers see it all, valgrind would take many minutes
check-valgrind: test-programs ## the same under valgrind, leaks included
	@WRAP="valgrind -q --leak-check=full --suppressions=tests/valgrind.supp --errors-for-leak-kinds=definite --error-exitcode=99 --child-silent-after-fork=no" \
		tests/run.sh $(O) $(UNIT) $(filter-out %/test_fault,$(KERNEL_TESTS))

# ---- other kernels, other machines, under emulation: see tests/vm/matrix -----------------------------
guest: $(TOOL) $(ALL_SUITES) $(O)/tests/vm/test_boot $(O)/tests/lib/traffic $(INSN_PROGS) progs
check-vm: ## the kernel tests on x86_64 kernels from 5.10 to the newest (KERNEL=6.1 TEST=pattern)
	@tests/vm/check.sh $(or $(ARCH),x86_64)
check-arch: ## unit and kernel tests on other machines (ARCH=s390x KERNEL=6.12 TEST=pattern)
	@tests/vm/check.sh $(or $(ARCH),arm64 armhf s390x riscv64 ppc64el)
vm-shell: ## a prompt in one of them (ARCH=arm64 KERNEL=6.12)
	@tests/vm/shell.sh $(or $(ARCH),x86_64) $(KERNEL)

# The fuzzers are clang's; FUZZ_TIME is seconds for each.
FUZZ      := $(patsubst tests/fuzz/%.c,build/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_TIME ?= 600
build/fuzz/%: tests/fuzz/%.c tests/lib/stand_in.c $(LIB_SRC) $(filter-out src/cli/main.c,$(CLI_SRC))
	$(call say,FUZZ)
	$(Q)mkdir -p $(@D) && $(CLANG) $(BASE) -DARENA_SINGLE -O1 -g -fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all -o $@ $^
fuzz: $(FUZZ) $(BPF_PROGS) ## every parser with hostile input, FUZZ_TIME seconds each
	@mkdir -p build/fuzz/corpus && for f in $(BPF_PROGS) $(wildcard build/others/*/*.o); do \
		cp $$f build/fuzz/corpus/$$(echo $$f | tr / _); done
	@f=$(O)/tests/progs/core.bpf.o; [ ! -e $$f ] || cat $$f $$f >build/fuzz/corpus/twice
	@for f in $(FUZZ); do mkdir -p $$f.found && $$f -max_total_time=$(FUZZ_TIME) -timeout=10 \
		-rss_limit_mb=2500 -malloc_limit_mb=2200 -max_len=262144 -print_final_stats=1 -close_fd_mask=3 \
		-artifact_prefix=$$f. $$f.found build/fuzz/corpus || exit 1; done

# ---- figures ----------------------------------------------------------------------------------
MUSL := $(shell command -v musl-gcc 2>/dev/null)
# The two that are compared are static, with one libc; the reference and what it needs are not ours to warn of.
$(O)/bench/load: $(O)/tests/bench/load.o $(O)/tests/lib/stand_in.o $(INNER)
	$(call say,LD)
	$(Q)mkdir -p $(@D) && $(CC) $(BASE) $(CFLAGS) -static $(LDFLAGS) -o $@ $^
$(O)/bench/reference: tests/bench/reference.c tests/bench/memory.h tests/bench/reference.sh
	$(call say,LD)
	$(Q)mkdir -p $(@D) && reference=$$(tests/bench/reference.sh) && $(CC) -std=gnu11 -D_GNU_SOURCE $(WARN) -O2 -static \
		-iquote . -isystem $$reference/include -o $@ $< $$reference/libbpf.a @$$reference/link
$(O)/bench/pair: $(O)/tests/bench/pair.o
	$(call say,LD)
	$(Q)mkdir -p $(@D) && $(CC) $(BASE) $(CFLAGS) $(LDFLAGS) -o $@ $^
$(O)/hello: $(O)/tests/bench/hello.o $(LIB)
	$(call say,LD)
	$(Q)$(CC) $(BASE) $(CFLAGS) $(LDFLAGS) $(LINK) -o $@ $^
bench: all $(O)/bench/load $(O)/bench/pair ## sizes, requests, instructions, memory, beside the reference library
	@tests/setup.sh bench
	@$(MAKE) --no-print-directory $(O)/bench/reference
	@$(MAKE) --no-print-directory STATIC=1 O=$(O)/static $(if $(MUSL),CC=musl-gcc) $(O)/static/rawbpf $(O)/static/hello
	@tests/bench/bench.sh $(O)
	@if [ "$$(id -u)" = 0 ]; then tests/bench/beside.sh $(O); else echo "beside the reference: as root only"; fi

# ---- the rest ---------------------------------------------------------------------------------
define PC
prefix=$(PREFIX)
libdir=$(LIBDIR)
includedir=$(INCDIR)

Name: $(NAME)
Description: load and attach BPF programs with nothing between you and the kernel
Version: $(VERSION)
Libs: -L$${libdir} -l$(NAME)
Cflags: -I$${includedir} -I$${includedir}/$(NAME) -I$${includedir}/$(NAME)/uapi
endef
export PC
BOOT_SCRIPTS := hooks/rawbpf scripts/init-premount/rawbpf
install: $(LIB) $(TOOL) ## PREFIX, DESTDIR, BINDIR, LIBDIR, INCDIR, MANDIR
	$(INSTALL) -D -m 755 $(TOOL) $(DESTDIR)$(BINDIR)/$(NAME)
	$(INSTALL) -D -m 644 $(LIB) $(DESTDIR)$(LIBDIR)/lib$(NAME).a
	$(INSTALL) -d $(DESTDIR)$(LIBDIR)/pkgconfig
	echo "$$PC" > $(DESTDIR)$(LIBDIR)/pkgconfig/$(NAME).pc
	$(INSTALL) -D -m 644 src/rawbpf.h $(DESTDIR)$(INCDIR)/rawbpf.h
	$(INSTALL) -D -m 644 src/cli/rawbpf.8 $(DESTDIR)$(MANDIR)/man8/rawbpf.8
	for f in asm/insn.h uapi/*/*.h uapi/*/*/*.h; do \
		$(INSTALL) -D -m 644 $$f $(DESTDIR)$(INCDIR)/$(NAME)/$$f || exit 1; done
install-boot: ## for use at boot, see src/boot: BINDIR, INITRAMFSDIR, DRACUTDIR, UNITDIR
	$(INSTALL) -D -m 755 src/boot/rawbpf-boot $(DESTDIR)$(BINDIR)/rawbpf-boot
	for f in $(BOOT_SCRIPTS); do \
		$(INSTALL) -D -m 755 src/boot/initramfs-tools/$$f $(DESTDIR)$(INITRAMFSDIR)/$$f || exit 1; done
	$(INSTALL) -d $(DESTDIR)$(DRACUTDIR)/90rawbpf
	$(INSTALL) -m 755 src/boot/dracut/90rawbpf/*.sh $(DESTDIR)$(DRACUTDIR)/90rawbpf
	$(INSTALL) -D -m 644 src/boot/systemd/rawbpf.service $(DESTDIR)$(UNITDIR)/rawbpf.service
uninstall:
	rm -rf $(DESTDIR)$(BINDIR)/rawbpf-boot $(DESTDIR)$(DRACUTDIR)/90rawbpf \
		$(BOOT_SCRIPTS:%=$(DESTDIR)$(INITRAMFSDIR)/%) $(DESTDIR)$(UNITDIR)/rawbpf.service
	rm -rf $(DESTDIR)$(BINDIR)/$(NAME) $(DESTDIR)$(LIBDIR)/lib$(NAME).a \
		$(DESTDIR)$(LIBDIR)/pkgconfig/$(NAME).pc $(DESTDIR)$(INCDIR)/rawbpf.h \
		$(DESTDIR)$(INCDIR)/$(NAME) $(DESTDIR)$(MANDIR)/man8/rawbpf.8
format: ## lay the sources out as .clang-format says
	clang-format -i $(wildcard src/*.h src/*/*.[ch])
clean: ## remove build/
	rm -rf build
help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' Makefile

-include $(shell find $(O) -name '*.d' 2>/dev/null)

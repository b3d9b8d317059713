#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The checks of the sources themselves (layers.sh, deps.sh, style.sh): that they pass, and that each would not.
. "$(dirname "$0")/lib/cli.sh"

# A small tree that obeys every rule, for one violation to be put in.
house() {
	rm -rf "$tmp/house"
	mkdir -p "$tmp"/house/{asm,progs,tests,uapi/linux,uapi/bpf,build} "$tmp"/house/src/{base,kernel,format,link,cli}
	put asm/insn.h '#include <linux/bpf.h>'
	put uapi/linux/bpf.h ''
	put uapi/bpf/bpf_helpers.h ''
	put src/rawbpf.h '#include <stddef.h>'
	put src/base/arena.h '#include "rawbpf.h"'
	put src/format/elf.h '#include "base/arena.h"'
	put src/link/reloc.c '#include "format/elf.h"
#include "asm/insn.h"
#include <errno.h>'
	put src/kernel/kernel.h '#include <sys/syscall.h>'
	put src/kernel/bpf.c '#include "kernel.h"'
	put src/cli/main.c '#include "link/reloc.c"
int main(void) { printf("%s", getenv("HOME")); exit(0); }'
	put progs/xdp.bpf.c '#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>'
}
put() { printf '/* SPDX-License-Identifier: BSD-2-Clause */\n%s\n' "$2" >"$tmp/house/$1"; }

refused() { # SCRIPT FILE TEXT EXPECTED
	house
	put "$2" "$3"
	run "tests/$1" "$tmp/house"
	expect_exit 1
	expect_out "$4"
}

case_ "every include goes down the layers"
run tests/layers.sh
expect_exit 0
expect_quiet

case_ "the small house obeys the layers"
house
run tests/layers.sh "$tmp/house"
expect_exit 0
expect_quiet

case_ "an include of a higher layer is found"
refused layers.sh src/base/arena.h '#include "cli/main.c"' '^src/base/arena\.h:2: base must not include cli'
case_ "format that includes kernel is found"
refused layers.sh src/format/elf.h '#include "kernel/kernel.h"' '^src/format/elf\.h:2: format must not include kernel'
case_ "kernel that includes format is found"
refused layers.sh src/kernel/bpf.c '#include "format/elf.h"' '^src/kernel/bpf\.c:2: kernel must not include format'
case_ "link that includes kernel is found, also by a detour through its own folder"
refused layers.sh src/link/reloc.c '#include "../kernel/kernel.h"' '^src/link/reloc\.c:2: .*without \.\.'
case_ "uapi that includes src is found"
refused layers.sh uapi/linux/bpf.h '#include "rawbpf.h"' '^uapi/linux/bpf\.h:2: uapi must not include public'
case_ "a system call header in link is found"
refused layers.sh src/link/reloc.c '#  include <sys/socket.h>' '^src/link/reloc\.c:2: link makes no system calls'
case_ "an unknown layer is found"
mkdir -p "$tmp/house/src/utils"
house
mkdir -p "$tmp/house/src/utils"
put src/utils/x.c '#include "rawbpf.h"'
run tests/layers.sh "$tmp/house"
expect_exit 1
expect_out '^src/utils/x\.c:2: src/utils is a layer'
case_ "an include of a file that is not there is found"
refused layers.sh src/link/reloc.c '#include "bpf/libbpf.h"' 'is not a file of ours'

case_ "the product stands on libc alone"
run tests/deps.sh . "$BUILD"
expect_exit 0
expect_quiet

case_ "the small house stands on libc alone"
house
run tests/deps.sh "$tmp/house"
expect_exit 0
expect_quiet

case_ "an include of libbpf is found"
refused deps.sh src/cli/main.c '#include <bpf/libbpf.h>' "^src/cli/main\.c:2: .* is libbpf's"
case_ "an include of libelf is found"
refused deps.sh src/format/elf.h '# include <gelf.h>' '^src/format/elf\.h:2: .* another library'
case_ "an include of zlib in a sample is found"
refused deps.sh progs/xdp.bpf.c '#include <zlib.h>' '^progs/xdp\.bpf\.c:2: .* another library'
case_ "a kernel header that is not declared in uapi is found"
refused deps.sh src/kernel/bpf.c '#include <linux/io_uring.h>' '^src/kernel/bpf\.c:2: .* not declared in uapi'
case_ "a Makefile that links libelf is found"
house
printf 'LDLIBS = -lelf\n' >"$tmp/house/Makefile"
run tests/deps.sh "$tmp/house"
expect_exit 1
expect_out '^Makefile:1: links another library'

case_ "an archive that wants inflate is found, one that has its own is not"
need_command cc
house
if active; then
	echo 'int inflateInit_(void); int ours(void); int ours(void) { return inflateInit_(); }' >"$tmp/wants.c"
	echo 'int inflateInit_(void); int inflateInit_(void) { return 0; }' >"$tmp/has.c"
	cc -c "$tmp/wants.c" -o "$tmp/wants.o"
	cc -c "$tmp/has.c" -o "$tmp/has.o"
	ar rc "$tmp/house/build/librawbpf.a" "$tmp/wants.o" "$tmp/has.o"
fi
run tests/deps.sh "$tmp/house" build
expect_exit 0
active && ar d "$tmp/house/build/librawbpf.a" has.o
run tests/deps.sh "$tmp/house" build
expect_exit 1
expect_out 'inflateInit_: is not ours'

case_ "a program that needs another shared library is found"
need_command cc
house
if active; then
	echo 'int elf_version(void); int elf_version(void) { return 0; }' >"$tmp/elf.c"
	echo 'int elf_version(void); int main(void) { return elf_version(); }' >"$tmp/main.c"
	cc -shared -fPIC -Wl,-soname,libelf.so.1 "$tmp/elf.c" -o "$tmp/libelf.so"
	cc "$tmp/main.c" "$tmp/libelf.so" -o "$tmp/house/build/rawbpf"
fi
run tests/deps.sh "$tmp/house" build
expect_exit 1
expect_out 'needs libelf\.so\.1'

case_ "every file keeps the house style"
run tests/style.sh . "$BUILD"
expect_exit 0
expect_out_is ''

case_ "the small house keeps the style"
house
run tests/style.sh "$tmp/house"
expect_exit 0
expect_quiet

case_ "a file without a licence is found"
house
echo 'int x;' >"$tmp/house/src/base/x.c"
run tests/style.sh "$tmp/house"
expect_exit 1
expect_out '^src/base/x\.c:1: no SPDX'
case_ "a file of 701 lines is found, a table of that length is not"
house
put src/link/reloc.c "$(seq -f 'int x%g;' 700)"
put src/link/reloc_table.c "$(seq -f 'int x%g;' 700)"
run tests/style.sh "$tmp/house"
expect_exit 1
expect_out '^src/link/reloc\.c:701: '
expect_no_out table
case_ "a library that prints is found"
refused style.sh src/kernel/bpf.c 'void f(void) { printf("x"); }' '^src/kernel/bpf\.c:2: the library does not print'
case_ "an object file among the sources is found"
house
active && touch "$tmp/house/progs/xdp.bpf.o"
run tests/style.sh "$tmp/house"
expect_exit 1
expect_out '^progs/xdp\.bpf\.o:1: '
case_ "a copy of something built is found"
house
active && seq 1000 >"$tmp/house/build/made" && seq 1000 >"$tmp/house/tests/kept"
run tests/style.sh "$tmp/house"
expect_exit 1
expect_out '^tests/kept:1: the same file is in build'
case_ "a blank at the end of a line is found"
refused style.sh src/base/arena.h 'int x; ' '^src/base/arena\.h:2: blanks'

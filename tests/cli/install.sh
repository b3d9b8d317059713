#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What make install puts in place is enough to build and run a user of the library.
. "$(dirname "$0")/../lib/cli.sh"

dest=$tmp/dest

case_ "make install puts command, library, header, manual and rawbpf.pc where it is told"
run make -s O="$BUILD" install DESTDIR="$dest" PREFIX=/usr LIBDIR=/usr/lib/here
expect_exit 0
for file in bin/rawbpf lib/here/librawbpf.a lib/here/pkgconfig/rawbpf.pc include/rawbpf.h \
	include/rawbpf/asm/insn.h include/rawbpf/uapi/linux/bpf.h include/rawbpf/uapi/bpf/bpf_helpers.h \
	include/rawbpf/uapi/bpf/usdt.bpf.h \
	share/man/man8/rawbpf.8; do
	expect test -s "$dest/usr/$file"
done

case_ "a program is built by pkg-config against what was installed, and runs"
need_command pkg-config
export PKG_CONFIG_SYSROOT_DIR=$dest PKG_CONFIG_PATH=$dest/usr/lib/here/pkgconfig
case $(nm "$BUILD/librawbpf.a" 2>/dev/null) in *__asan*) skip "the library has the sanitizer in it" ;; esac
# shellcheck disable=SC2046 # words
active && run cc -o "$tmp/hello" tests/bench/hello.c $(pkg-config --cflags --libs rawbpf)
expect_exit 0
run "$tmp/hello" /no/such.o
expect_exit 1
expect_err '^/no/such.o: No such file or directory'

case_ "the sample of macros is built against what was installed"
case $(nm "$BUILD/librawbpf.a" 2>/dev/null) in *__asan*) skip "the library has the sanitizer in it" ;; esac
active && mkdir "$tmp/sample" && cp progs/sockex1.insn.c progs/*.h "$tmp/sample"
# shellcheck disable=SC2046 # words
active && run cc -o "$tmp/sockex1" "$tmp/sample/sockex1.insn.c" $(pkg-config --cflags --libs rawbpf)
expect_exit 0

case_ "the library has no name outside its own, so that it meets no one else's"
names() { nm -g --defined-only "$BUILD/librawbpf.a" | awk 'NF == 3 && $3 !~ /^rawbpf_/'; }
expect test -z "$(names)"

case_ "the header stands alone in C and C++"
run cc -std=c99 -pedantic -Wall -Wextra -Werror -fsyntax-only -x c src/rawbpf.h
expect_exit 0
if command -v g++ >/dev/null; then
	run g++ -Wall -Wextra -Werror -fsyntax-only -x c++ src/rawbpf.h
	expect_exit 0
fi

case_ "a BPF program is built from the installed headers alone"
need_command clang
run clang -target bpf -g -O2 -I"$dest/usr/include/rawbpf/uapi" -c -o "$tmp/p.o" progs/xdp_count.bpf.c
expect_exit 0

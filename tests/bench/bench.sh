#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/bench/bench.sh BUILD: sizes in bytes, requests, and instructions by callgrind: figures that are the
# same on every run. BUILD holds the ordinary build, BUILD/static one that was made with STATIC=1 (by
# musl where it is there).
set -eu
build=$1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

instructions() { # COMMAND...
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null |
		awk '/Collected/ { print $4 }'
}

requests() { # COMMAND...: all, and those to bpf(2)
	"$build/rawbpf" explain "$@" 2>&1 >/dev/null | grep -c ' = ' || true
}

stripped() {
	strip -o "$tmp/stripped" "$1"
	stat -c %s "$tmp/stripped"
}

# N programs in one section, 20 subprograms that all share, 100 maps; each program uses four of them.
big() {
	awk -v n="$1" 'BEGIN {
		print "#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>"
		for (i = 0; i < 100; i++)
			print "struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, int);" \
				" __type(value, long); } m" i " SEC(\".maps\");"
		for (i = 0; i < 20; i++)
			print "static __noinline int s" i "(int x) { asm volatile(\"\" : \"+r\"(x)); return x + " i "; }"
		for (i = 0; i < n; i++) {
			print "SEC(\"socket\") int p" i "(void *ctx) { int k = 0; long r = s" i % 20 "(" i ");"
			for (m = 0; m < 4; m++)
				print "r += (long)bpf_map_lookup_elem(&m" (i * 4 + m) % 100 ", &k);"
			print "return r; }"
		}
	}' >"$tmp/big$1.bpf.c"
	clang -target bpf -mcpu=v3 -g -O2 -Iuapi -c -o "$tmp/big$1.bpf.o" "$tmp/big$1.bpf.c"
}

echo "command, static, stripped:            $(stripped "$build/static/rawbpf") bytes"
echo "library user, static, stripped:       $(stripped "$build/static/hello") bytes"
echo "load sockex1, user space:             $(instructions "$build/bench/load" "$build/progs/sockex1.bpf.o") instructions"
[ "$(id -u)" != 0 ] ||
	echo "run syscount, requests:               $(requests run "$build/progs/syscount.bpf.o" --duration 0.01)"
big 1000
big 4000
one=$(instructions "$build/bench/load" "$tmp/big1000.bpf.o")
four=$(instructions "$build/bench/load" "$tmp/big4000.bpf.o")
echo "open + link 1000 programs:            $one instructions"
echo "open + link 4000 programs:            $four instructions"
awk -v a="$one" -v b="$four" 'BEGIN { printf "4000 against 1000 programs:           %.2f\n", b / a }'

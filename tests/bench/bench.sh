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
. tests/bench/objects.sh

requests() { # COMMAND...: all, and those to bpf(2)
	"$build/rawbpf" explain "$@" 2>&1 >/dev/null | grep -c ' = ' || true
}

stripped() {
	strip -o "$tmp/stripped" "$1"
	stat -c %s "$tmp/stripped"
}

echo "command, static, stripped:            $(stripped "$build/static/rawbpf") bytes"
echo "library user, static, stripped:       $(stripped "$build/static/hello") bytes"
echo "load sockex1, user space:             $(instructions "$build/bench/load" "$build/progs/sockex1.bpf.o") instructions"
[ "$(id -u)" != 0 ] ||
	echo "run syscount, requests:               $(requests run "$build/progs/syscount.bpf.o" --duration 0.01)"
big 1000
big 4000
one=$(instructions "$build/bench/load" "$tmp/big1000.o")
four=$(instructions "$build/bench/load" "$tmp/big4000.o")
echo "open + link 1000 programs:            $one instructions"
echo "open + link 4000 programs:            $four instructions"
awk -v a="$one" -v b="$four" 'BEGIN { printf "4000 against 1000 programs:           %.2f\n", b / a }'

#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/vm/cross.sh ARCH: get what is missing to build the tests for another machine (arm64 armhf s390x
# riscv64 amd64, Debian's names), and print the words that make wants for it:
#
#	make $(tests/vm/cross.sh s390x) test-programs
#
# Compilers are installed as tests/setup.sh does. libcheck is not: Debian's package of that machine has
# it as an archive, which is unpacked once, to $RAWBPF_CACHE/ARCH/check (~/.cache/rawbpf without that).
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/lib/apt.sh
. tests/lib/apt.sh

arch=${1:?usage: $0 ARCH}
cache=${RAWBPF_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/rawbpf}/$arch
apt_state=$cache/apt.$$

# From this machine's suite, so that it goes with the compiler's libc; riscv64 is not in Debian 12.
fetch_check() { # FOLDER
	local own uri suite
	own=$(codename)
	uri=$(mirror "$own")
	for suite in "$own" trixie; do
		suite_update "$suite:$arch" "${uri:?apt has no Debian archive}" || true
		if [ -n "$(suite_version "$suite:$arch" check)" ]; then
			suite_unpack "$suite:$arch" "$1" check libsubunit-dev
			return
		fi
	done
	echo "$0: no libcheck for $arch" >&2
	return 1
}

# The folder comes into being complete: include/ and lib/.
keep_check() { # ROOT
	mkdir "$1/check"
	mv "$1/usr/include" "$1/check/include"
	mv "$1"/usr/lib/*-linux-gnu* "$1/check/lib"
	[ -d "$cache/check" ] || mv -T "$1/check" "$cache/check"
}

tests/setup.sh cross "$arch" >&2
if [ ! -d "$cache/check" ]; then
	mkdir -p "$apt_state"
	trap 'rm -rf "$apt_state"' EXIT
	fetch_check "$apt_state/root" >&2
	keep_check "$apt_state/root"
fi
echo "ARCH=$arch CHECK=$cache/check"

#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/vm/cross.sh ARCH: get what is missing to build the tests for another machine (arm64 armhf s390x
# riscv64 ppc64el amd64, Debian's names), and print the words that make wants for it:
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
home=$(cache_dir)/$arch
new=$home/check.$$

# From this machine's suite, so that it goes with the compiler's libc; riscv64 is not in Debian 12. The
# folder comes into being complete: include/ and lib/.
fetch_check() {
	local suite package
	for suite in "$(apt_own_suite)" trixie; do
		apt_update "$suite" "$arch" || continue
		for package in check libsubunit-dev; do
			apt_download "$suite" "$arch" "$package" "$new/root" || continue 2
		done
		mkdir "$new/check"
		mv "$new/root/usr/include" "$new/check/include"
		mv "$new/root"/usr/lib/*-linux-gnu* "$new/check/lib"
		mv -T "$new/check" "$home/check"
		return
	done
	echo "$0: no libcheck for $arch" >&2
	return 1
}

tests/setup.sh cross "$arch" >&2
if [ ! -d "$home/check" ]; then
	mkdir -p "$new"
	trap 'rm -rf "$new"' EXIT
	fetch_check >&2
fi
echo "ARCH=$arch CHECK=$home/check"

#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/setup.sh [run|check|bench|others [ARCH]|cross ARCH|vm ARCH]: get what is missing on this machine to
#
#	run	compile BPF programs
#	check	build and run all tests (the default); tries for the objects of `others` too
#	others	look at other people's BPF objects: fetches those that Debian ships, to build/others/; of another
#		machine only what is made for it, to build/others-ARCH/
#	bench	measure, also beside the reference library, which needs libelf and zlib
#	cross	compile for another machine: arm64 armhf s390x riscv64 ppc64el amd64
#	vm	boot a machine under emulation
#
# Does nothing, and that at once, when all is there. Installs with apt, as root; otherwise says what
# to install and exits 1.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=tests/lib/apt.sh
. tests/lib/apt.sh
# shellcheck source=tests/lib/embedded.sh
. tests/lib/embedded.sh

# ---- packages -------------------------------------------------------------------------------------

# A probe is cheaper than the package database, and content with what was not installed as a package.
have() { command -v "$1" >/dev/null 2>&1; }
have_header() { printf '#include <%s>\n' "$1" | "${2:-cc}" -E - >/dev/null 2>&1; } # HEADER [CC]
# By that name, or as the one without a number.
have_clang_of() {
	have "clang-$1" || [ "$(clang -dumpversion 2>/dev/null | cut -d. -f1)" -ge "$1" ] 2>/dev/null
}
have_clang_sanitizer() { [ -e "$(clang -print-file-name=libclang_rt.asan-"$(uname -m)".a 2>/dev/null)" ]; }

missing=
want() { # PACKAGE PROBE...
	local package=$1
	shift
	"$@" || missing="$missing $package"
}

# The name that the GNU tools give a machine of Debian's name.
gnu_name() { # ARCH
	case $1 in
	arm64) echo aarch64-linux-gnu ;;
	armhf) echo arm-linux-gnueabihf ;;
	s390x | riscv64) echo "$1-linux-gnu" ;;
	ppc64el) echo powerpc64le-linux-gnu ;;
	amd64) echo x86_64-linux-gnu ;;
	*)
		echo "$0: $1: no such machine" >&2
		return 1
		;;
	esac
}

find_missing_qemu() { # ARCH
	case $1 in
	amd64) want qemu-system-x86 have qemu-system-x86_64 ;;
	arm64) want qemu-system-arm have qemu-system-aarch64 ;;
	armhf) want qemu-system-arm have qemu-system-arm ;;
	ppc64el) want qemu-system-ppc have qemu-system-ppc64 ;;
	*) want qemu-system-misc have "qemu-system-$1" ;;
	esac
}

find_missing() { # SET [ARCH]
	local gnu
	if [ "$1" = vm ]; then
		want cpio have cpio
		want xz-utils have xz
		want zstd have zstd
		want binutils have strip
		find_missing_qemu "$2"
		return 0
	fi
	want clang have clang
	[ "$1" = run ] && return 0
	want make have make
	if [ "$1" = cross ]; then
		gnu=$(gnu_name "$2")
		want "gcc-${gnu//_/-}" have "$gnu-gcc"
		want "libc6-dev-$2-cross" have_header stdio.h "$gnu-gcc"
		return 0
	fi
	want gcc have gcc
	want libc6-dev have_header stdio.h
	want valgrind have valgrind
	want musl-tools have musl-gcc
	if [ "$1" = bench ]; then
		want libelf-dev have_header libelf.h
		want zlib1g-dev have_header zlib.h
		return 0
	fi
	want pkg-config have pkg-config
	want clang-19 have_clang_of 19
	want check have_header check.h
	want llvm have llvm-objdump
	want libclang-rt-dev have_clang_sanitizer
	want iproute2 have ip
	want util-linux have unshare
	want jq have jq
	want cpio have cpio
	want shellcheck have shellcheck
}

install_missing() {
	[ -n "$missing" ] || return 0
	if ! have apt-get || [ "$(id -u)" != 0 ]; then
		echo "$0: missing:$missing" >&2
		echo "$0: as root: apt-get install --no-install-recommends$missing" >&2
		exit 1
	fi
	export DEBIAN_FRONTEND=noninteractive
	# A source that does not answer need not matter.
	apt-get -qq update || true
	# shellcheck disable=SC2086 # one word each
	apt-get -qq install --no-install-recommends -y $missing >/dev/null
}

# ---- other people's objects ----------------------------------------------------------------------
#
# libxdp1: XDP dispatcher and filters. v4l-utils: decoders for infrared remote controls, in its binary
# package ir-keytable; compiled by clang in Debian 12, by gcc later. udev-hid-bpf: quirks of input
# devices, not yet in Debian 12. So they are taken from two suites, this machine's and the newest; nothing is
# installed.
#
# libbpf-tools: tracing tools with their object inside the program, its registers those of the machine; taken from the
# newest suite.
packages='libxdp1 ir-keytable udev-hid-bpf'
tools='libbpf-tools'

# Objects that are files, and those inside programs, which get the program's name.
take_objects() { # FROM TO
	local file
	find "$1" -name '*.o' -exec cp -t "$2" {} +
	find "$1" -path '*/usr/sbin/*' -type f | while read -r file; do
		embedded_objects "$file" "$2/$(basename "$file" -libbpf)"
	done
}

# One folder per package and version; a version that two suites share is unpacked once.
unpack() { # SUITE PACKAGE
	local version dir tmp
	version=$(apt_private "$1" "$machine" apt-cache show --no-all-versions "$2" 2>/dev/null |
		sed -n 's/^Version: //p')
	[ -n "$version" ] || return 0
	dir=$others/$2_${version#*:}
	[ -d "$dir" ] && return 0
	tmp=$(mktemp -d "$others/unpack.XXXXXX")
	apt_download "$1" "$machine" "$2" "$tmp/root" || return 1
	mkdir "$tmp/objects"
	take_objects "$tmp/root" "$tmp/objects"
	mv "$tmp/objects" "$dir"
	rm -rf "$tmp"
}

unpack_all() { # SUITE PACKAGE...
	local suite=$1 package
	shift
	apt_update "$suite" "$machine" || return 1
	for package in "$@"; do
		unpack "$suite" "$package" || return 1
	done
}

# The file "complete" names the packages that are there.
fetch_others() ( # [ARCH]
	own=$(dpkg --print-architecture) || return 1
	machine=${1:-$own} others=build/others
	[ "$machine" = "$own" ] || packages='' others=build/others-$machine
	[ "$(cat "$others/complete" 2>/dev/null)" != "$packages $tools" ] || return 0
	mkdir -p "$others"
	# shellcheck disable=SC2086 # one word each
	{ [ -z "$packages" ] || unpack_all "$(apt_own_suite)" $packages; } && unpack_all sid $packages $tools || return 1
	for package in $packages $tools; do
		[ -n "$(find "$others" -path "*/${package}_*/*.o")" ] || return 1
	done
	echo "$packages $tools" >"$others/complete"
)

case ${1:-check} in
run | bench)
	find_missing "$1"
	install_missing
	;;
check)
	find_missing check
	install_missing
	fetch_others || echo "$0: without other people's objects: the tests that want them are skipped" >&2
	;;
others)
	fetch_others "${2:-}"
	;;
cross | vm)
	find_missing "$1" "${2:?which machine}"
	install_missing
	;;
*)
	echo "usage: $0 [run|check|bench|others [ARCH]|cross ARCH|vm ARCH]" >&2
	exit 2
	;;
esac

#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/setup.sh [run|check|others]: get what is missing on this machine to
#
#	run	compile BPF programs
#	check	build and run all tests (the default); tries for the objects of `others` too
#	others	look at other people's BPF objects: fetches those that Debian ships, to build/others/
#
# Does nothing, and that at once, when all is there. Installs with apt, as root; otherwise says what
# to install and exits 1.
set -eu
cd "$(dirname "$0")/.."

# ---- packages -------------------------------------------------------------------------------------

# A probe is cheaper than the package database, and content with what was not installed as a package.
have() { command -v "$1" >/dev/null 2>&1; }
have_header() { printf '#include <%s>\n' "$1" | cc -E - >/dev/null 2>&1; }
have_clang_sanitizer() { [ -e "$(clang -print-file-name=libclang_rt.asan-"$(uname -m)".a 2>/dev/null)" ]; }

missing=
want() { # PACKAGE PROBE...
	local package=$1
	shift
	"$@" || missing="$missing $package"
}

find_missing() { # SET
	want clang have clang
	[ "$1" = run ] && return 0
	want gcc have gcc
	want libc6-dev have_header stdio.h
	want make have make
	want pkg-config have pkg-config
	want check have_header check.h
	want llvm have llvm-objdump
	want libclang-rt-dev have_clang_sanitizer
	want musl-tools have musl-gcc
	want valgrind have valgrind
	want iproute2 have ip
	want util-linux have unshare
	want jq have jq
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
# devices, not yet in Debian 12. So they are taken from two suites, this machine's and the newest, with an
# apt state of its own below build/, from the mirror this machine uses; nothing is installed.
others=build/others
cache=$PWD/build/cache/apt
packages='libxdp1 ir-keytable udev-hid-bpf'

codename() { sed -n 's/^VERSION_CODENAME=//p' /etc/os-release; }

mirror() {
	apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' \
		2>/dev/null | awk -v release="$1" '$1 == release && $2 == "main" && /\/debian(\/|$)/ { print $3; exit }'
}

apt_private() { # SUITE COMMAND...
	local state=$cache/$1 command=$2
	shift 2
	"$command" -qq -o Dir::State="$state" -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache" \
		-o Dir::Etc::sourcelist="$state/sources.list" -o Dir::Etc::sourceparts=/dev/null \
		-o Dir::Etc::preferencesparts=/dev/null -o Dir::Etc::preferences=/dev/null \
		-o APT::Sandbox::User= -o Acquire::Languages=none -o Acquire::Retries=1 \
		-o Acquire::http::Timeout=20 -o APT::Update::Error-Mode=any "$@"
}

suite_update() { # SUITE MIRROR
	local state=$cache/$1 keys=/usr/share/keyrings/debian-archive-keyring.gpg
	mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
	: >"$state/status"
	echo "deb [signed-by=$keys] $2 $1 main" >"$state/sources.list"
	apt_private "$1" apt-get update
}

# One folder per package and version; a version that two suites share is unpacked once.
unpack() { # SUITE PACKAGE
	local version dir deb tmp
	version=$(apt_private "$1" apt-cache show --no-all-versions "$2" 2>/dev/null |
		sed -n 's/^Version: //p')
	[ -n "$version" ] || return 0
	dir=$others/$2_${version#*:}
	[ -d "$dir" ] && return 0
	tmp=$(mktemp -d "$cache/unpack.XXXXXX")
	(cd "$tmp" && apt_private "$1" apt-get download "$2")
	for deb in "$tmp"/*.deb; do
		dpkg -x "$deb" "$tmp/root"
	done
	mkdir -p "$tmp/objects"
	find "$tmp/root" -name '*.o' -exec cp -t "$tmp/objects" {} +
	mv "$tmp/objects" "$dir"
	rm -rf "$tmp"
}

fetch_others() {
	local suite own uri package
	own=$(codename)
	[ -e "$others/complete" ] && return 0
	if ! have apt-get || ! have dpkg; then
		echo "$0: $others: only Debian has these packages" >&2
		return 1
	fi
	uri=$(mirror "$own")
	if [ -z "$uri" ]; then
		echo "$0: $others: apt's sources name no Debian archive" >&2
		return 1
	fi
	mkdir -p "$others"
	for suite in "$own" sid; do
		suite_update "$suite" "$uri" || return 1
		for package in $packages; do
			unpack "$suite" "$package" || return 1
		done
	done
	rm -rf "$cache"
	for package in $packages; do
		[ -n "$(find "$others" -path "*/${package}_*/*.o")" ] || return 1
	done
	: >"$others/complete"
}

case ${1:-check} in
run)
	find_missing run
	install_missing
	;;
check)
	find_missing check
	install_missing
	fetch_others || echo "$0: without other people's objects: the tests that want them are skipped" >&2
	;;
others)
	fetch_others
	;;
*)
	echo "usage: $0 [run|check|others]" >&2
	exit 2
	;;
esac

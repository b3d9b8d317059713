#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/vm/kernel.sh ARCH KERNEL SUITE[,SUITE...]: print the folder with a kernel of Debian's:
#
#	vmlinuz, config, release, modules/ (its /lib/modules/RELEASE), modules.builtin
#
# KERNEL is a version's beginning (5.10, 6.12.41) or "newest". Fetched once, from the mirror this machine's
# apt uses, its signatures checked, into the cache; REFRESH=1 looks for a newer one. Beside it is
# busybox, static, for the same machine.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/lib/apt.sh
. tests/vm/machines.sh

arch=$1 kernel=$2 suites=${3//,/ }
machine "$arch"
home=$(cache_dir)/$deb
mkdir -p "$home"

# Up to 6.18 one package has everything. From 6.19 on linux-image is empty and depends on linux-binary
# (the kernel), linux-modules and linux-base (its configuration) of the same version.
parts_of() { # SUITE PACKAGE: the packages to unpack; fails if the suite lacks one of them
	local part parts
	parts=$(apt_private "$1" "$deb" apt-cache show --no-all-versions "$2" 2>/dev/null |
		sed -n 's/^Depends: //p' | tr ',|' '\n\n' | awk '{ print $1 }' |
		grep -E '^linux-(binary|modules|base)-[0-9]' | sort -u) || true
	for part in $parts; do
		apt_private "$1" "$deb" apt-cache show "$part" >/dev/null 2>&1 ||
			[[ $part == linux-base-* ]] || return 1
	done
	echo "$2 $parts"
}

# "6.12.41+deb13-cloud-amd64", highest first.
releases() { # SUITE
	local pattern='[0-9]+\.[0-9][^-]*(-[0-9.]+)?'
	[ "$kernel" = newest ] || pattern="${kernel//./\\.}([-.+][^-]*)?(-[0-9.]+)?"
	apt_private "$1" "$deb" apt-cache pkgnames linux-image- |
		sed -nE "s/^linux-image-($pattern-$flavour)\$/\\1/p" | grep -v -- '-rc' | sort -rV
}

unpack() { # SUITE RELEASE PACKAGE...
	local suite=$1 release=$2 package found tmp
	shift 2
	tmp=$(mktemp -d "$home/unpack.XXXXXX")
	for package in "$@"; do
		apt_download "$suite" "$deb" "$package" "$tmp/root" || [[ $package == linux-base-* ]]
	done
	mkdir "$tmp/new"
	mv "$(find "$tmp/root" -path "*/lib/modules/$release")" "$tmp/new/modules"
	# some machines have no compressed kernel
	for found in "$tmp/root/boot"/vmlinu[xz]-* "$tmp/new/modules"/vmlinu[xz]; do
		[ ! -e "$found" ] || mv "$found" "$tmp/new/vmlinuz"
	done
	for found in "$tmp/root/boot"/config-* "$tmp/new/modules"/config; do
		[ ! -e "$found" ] || mv "$found" "$tmp/new/config"
	done
	echo "$release" >"$tmp/new/release"
	[ -s "$tmp/new/vmlinuz" ]
	rm -rf "${home:?}/$release"
	mv "$tmp/new" "$home/$release"
	rm -rf "$tmp"
}

fetch() {
	local suite release parts
	for suite in $suites; do
		apt_update "$suite" "$deb" || continue
		for release in $(releases "$suite"); do
			parts=$(parts_of "$suite" "linux-image-$release") || continue
			# shellcheck disable=SC2086 # words
			[ -e "$home/$release/vmlinuz" ] || unpack "$suite" "$release" $parts
			ln -sfn "$release" "$home/kernel-$kernel"
			return
		done
	done
	echo "$0: no suite of \"$suites\" has a whole linux-image-$kernel*-$flavour for $deb" >&2
	return 1
}

fetch_busybox() {
	local suite
	for suite in bookworm trixie; do
		apt_update "$suite" "$deb" || continue
		apt_download "$suite" "$deb" busybox-static "$home/busybox.new" || continue
		mv "$home/busybox.new"/*bin/busybox "$home/busybox" 2>/dev/null ||
			mv "$home/busybox.new"/usr/bin/busybox "$home/busybox"
		rm -rf "$home/busybox.new"
		return
	done
	echo "$0: no suite has busybox-static for $deb" >&2
	return 1
}

exec 9>"$home/lock"
flock 9
[ -x "$home/busybox" ] || fetch_busybox >&2
[ -z "${REFRESH:-}" ] && [ -e "$home/kernel-$kernel/vmlinuz" ] || fetch >&2
echo "$home/$(readlink "$home/kernel-$kernel")"

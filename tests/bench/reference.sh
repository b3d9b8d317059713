#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/bench/reference.sh: build the reference library from Debian's newest source package and print the folder
# with include/bpf/, libbpf.a and, in `link`, the libraries that it needs. Fetched once a day at most, built once a version, into the cache; nothing is
# installed.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/lib/apt.sh

home=$(cache_dir)/reference
mkdir -p "$home"

build() { # SOURCE INTO
	make -s -C "$1/src" -j"$(nproc)" BUILD_STATIC_ONLY=1 CFLAGS="-O2 -g" OBJDIR="$2.obj" >/dev/null
	make -s -C "$1/src" BUILD_STATIC_ONLY=1 OBJDIR="$2.obj" DESTDIR="$2" PREFIX= install_headers >/dev/null
	cp "$2.obj/libbpf.a" "$2/"
}

fetch() { # FOLDER
	tmp=$(mktemp -d "$home/unpack.XXXXXX")
	trap 'rm -rf "$tmp"' EXIT
	(cd "$tmp" && apt_private sid source apt-get source --download-only libbpf) >&2
	mkdir "$tmp/source"
	tar -xf "$tmp"/libbpf_*.orig.tar.* -C "$tmp/source" --strip-components=1
	build "$tmp/source" "$tmp/built"
	rm -rf "$1"
	mv "$tmp/built" "$1"
}

exec 9>"$home/lock"
flock 9
apt_update sid source >&2
version=$(apt_private sid source apt-cache showsrc libbpf | sed -n 's/^Version: //p' | sort -V | tail -n 1)
[ -e "$home/$version/libbpf.a" ] || fetch "$home/$version"
echo -lelf -lz >"$home/$version/link"
echo "$home/$version"

#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/vm/image.sh ARCH KERNEL-FOLDER IMAGE: write an initramfs with the static test program and rawbpf as
# built for the machine, the BPF objects, also those of other people's tools, a busybox, and of the kernel its
# configuration and the modules of tests/vm/modules. What was built lies in the guest's /t as it lies here.
set -euo pipefail
cd "$(dirname "$0")/../.."

. tests/vm/machines.sh

machine "$1"
build=build/vm/$1 kernel=$2 image=$3
release=$(cat "$kernel/release")
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

builtin_module() {
	grep -qE "/${1//[-_]/[-_]}\.ko" "$kernel/modules/modules.builtin"
}

module_file() { # names and files differ in - and _
	find "$kernel/modules/kernel" -name "${1//[-_]/[-_]}.ko*" | head -n 1
}

plain() { # a module's bytes, whatever compressed it
	case $1 in
	*.xz) xz -dc "$1" ;;
	*.zst) zstd -dcq "$1" ;;
	*.gz) gzip -dc "$1" ;;
	*) cat "$1" ;;
	esac
}

# A module names those it needs in its .modinfo, NUL-terminated: depends=a,b and softdep=pre: a b.
add_module() { # NAME
	local file name=${1//-/_} other
	[ ! -e "$root/modules/$name.ko" ] || return 0
	! builtin_module "$name" || return 0
	file=$(module_file "$name")
	if [ -z "$file" ]; then
		return 0
	fi
	plain "$file" >"$root/modules/$name.ko"
	for other in $(tr '\0' '\n' <"$root/modules/$name.ko" |
		sed -n 's/^depends=//p; s/^softdep=pre: //p' | tr ',' ' '); do
		add_module "$other"
	done
	echo "$name" >>"$root/modules/order"
}

mkdir -p "$root"/{bin,boot,dev,proc,sys,tmp,modules,"lib/modules/$release"}
mkdir -p "$root/t/$build"/{progs,tests/progs,tests/lib,tests/all}
cp "$(dirname "$kernel")/busybox" "$root/bin/busybox"
install -m 755 tests/vm/init "$root/init"
[ ! -e "$kernel/config" ] || cp "$kernel/config" "$root/boot/config-$release"
cp "$kernel/modules/modules.builtin" "$root/lib/modules/$release/"
: >"$root/modules/order"
for module in $(grep -v '^#' tests/vm/modules); do
	add_module "$module"
done
# Of x86_64 the unit tests have been run here, and one run on a machine is enough (KERNEL_ONLY); but one compares
# with the running kernel.
kernel_only=${KERNEL_ONLY:-}
[ "$1" != x86_64 ] || kernel_only=yes
printf 'export TEST=%q BUILD=%q\nSUITES="%s"\n' "${TEST:-}" "$build" \
	"$([ -z "$kernel_only" ] || for f in tests/kernel/test_*.c tests/unit/test_uapi.c; do basename "$f" .c; done | tr '\n' ' ')" >"$root/t/env"
cp tests/vm/run LICENSE "$root/t/"
if [ -d "$(others)" ]; then
	mkdir -p "$root/t/build/others" "$root/t/tests/kernel"
	cp -r "$(others)"/libbpf-tools_* "$root/t/build/others/"
	cp tests/kernel/others.list "$root/t/tests/kernel/"
fi
cp "$build/rawbpf" "$root/t/$build/"
cp "$build/tests/all/suites" "$root/t/$build/tests/all/"
cp "$build/tests/lib/traffic" "$root/t/$build/tests/lib/"
find "$build/progs" -maxdepth 1 -type f ! -name '*.insn.*' ! -name '*.d' -exec cp -t "$root/t/$build/progs" {} +
cp "$build"/tests/progs/*.o "$root/t/$build/tests/progs/"
find "$root/t" -type f -perm -100 -exec "$triplet-strip" {} +
(cd "$root" && find . | LC_ALL=C sort | cpio --quiet -o -H newc -R 0:0) >"$image"

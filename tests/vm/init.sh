# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
#
# tests/vm/init.sh ARCH KERNEL-FOLDER [PARAMETER...]: boot machines whose whole initramfs is rawbpf as /init, its
# manifest with the objects, and the program it is to become, and print the results as a test program does.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/vm/machines.sh

arch=$1 kernel=$2
shift 2
machine "$arch"
build=build/vm/$arch
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

image() { # MANIFEST
	rm -rf "$work/root"
	mkdir -p "$work/root/etc/rawbpf"
	cp "$build/rawbpf" "$work/root/init"
	cp "$build"/progs/{xdp_count,cgroup_device,syscount,execs_ring}.bpf.o "$work/root/etc/rawbpf/"
	cp "$1" "$work/root/etc/rawbpf/manifest"
	"$triplet-strip" "$work/root/init"
}

pack() {
	(cd "$work/root" && find . | LC_ALL=C sort | cpio --quiet -o -H newc -R 0:0) >"$work/image"
}

# The console of a machine that is not expected to reach the marks.
console() {
	pack
	VM_CONSOLE=1 tests/vm/boot.sh "$arch" "$kernel" "$work/image" "$@" >"$work/console"
}

expect() { # NAME PATTERN
	if grep -aqE "$2" "$work/console"; then
		return
	fi
	echo "tests/vm/init.sh: FAIL $1: no line \"$2\""
	grep -a "rawbpf:\|panic\|ower" "$work/console" | tr -d '\r' | sed 's/^/	/'
	result=1
}

refuse() { # NAME PATTERN
	! grep -aqE "$2" "$work/console" || {
		echo "tests/vm/init.sh: FAIL $1: $(grep -aE "$2" "$work/console" | head -n 1)"
		result=1
	}
}

count() {
	passed=$((passed + 1 - result)) failed=$((failed + result))
	result=0
}

status=0 result=0
image tests/vm/boot_manifest
mkdir -p "$work/root/bin"
cp "$(dirname "$kernel")/busybox" "$work/root/bin/busybox"
cp tests/vm/first "$work/root/first"
cp "$build/tests/vm/test_boot" "$work/root/bin/"
"$triplet-strip" "$work/root/bin/test_boot"
pack
tests/vm/boot.sh "$arch" "$kernel" "$work/image" "$@" -- three || status=$?

cat >"$work/manifest" <<'END'
cgroup_device.bpf.o cgroup_device=/no/such/cgroup --required
exec /bin/never
END
image "$work/manifest"
console "$@"
expect a_required_line_that_fails_ends_the_boot 'rawbpf: manifest:1: cgroup_device\.bpf\.o: .*No such file'
expect a_required_line_that_fails_ends_the_boot 'rawbpf: a required line failed: the boot ends here'
expect a_required_line_that_fails_ends_the_boot 'Attempted to kill init'
count

printf 'syscount.bpf.o --required\npoweroff\n' >"$work/manifest"
image "$work/manifest"
console loglevel=7 "$@"
expect a_manifest_may_power_off 'rawbpf: manifest:1: syscount\.bpf\.o: syscount at raw_tracepoint:sys_enter \(bpf_link\), pinned in /sys/fs/bpf/syscount'
refuse a_manifest_may_power_off 'Attempted to kill init|^vm: stopped'
count

echo "# init: $passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ] && exit "$status"
exit 1

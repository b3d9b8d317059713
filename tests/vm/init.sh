# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
#
# tests/vm/init.sh ARCH KERNEL-FOLDER [PARAMETER...]: boot machines whose whole initramfs is rawbpf as /init, its
# manifest with the objects, and the program it is to become, and print the results as a test program does.
# Each boot counts from when /init runs: only a machine that did not come that far is tried again.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/vm/machines.sh

arch=$1 kernel=$2
shift 2
machine "$arch"
build=build/vm/$arch
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export VM_STARTED='Run /init as init process'
passed=0 failed=0 status=0

chosen() { # NAME...
	local name
	for name in "$@"; do
		# shellcheck disable=SC2254 # is a pattern
		case $name in *${TEST:-}*) return 0 ;; esac
	done
	return 1
}

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

# ---- the filter and the policy of the manifest are active before the program that looks ----
# shellcheck disable=SC2046 # one word each
if chosen $(sed -n 's/^START_TEST(\(.*\))$/\1/p' tests/vm/test_boot.c); then
	image tests/vm/boot_manifest
	mkdir -p "$work/root/bin"
	cp "$(dirname "$kernel")/busybox" "$work/root/bin/busybox"
	cp tests/vm/first "$work/root/first"
	printf 'export TEST=%q\n' "${TEST:-}" >"$work/root/env"
	cp "$build/tests/vm/test_boot" "$work/root/bin/"
	"$triplet-strip" "$work/root/bin/test_boot"
	pack
	tests/vm/boot.sh "$arch" "$kernel" "$work/image" loglevel=7 "$@" -- three || status=$?
fi

# ---- machines that end without another program: what their console says ----
result=0 name=

fail() { # WHAT
	echo "tests/vm/init.sh: FAIL $name: $1"
	tail -n 30 "$work/console" | sed 's/^/	/'
	result=1
}

begin() { # NAME MANIFEST PARAMETER...
	name=$1 result=0
	printf '%s\n' "$2" >"$work/manifest"
	shift 2
	image "$work/manifest"
	pack
	VM_CONSOLE=1 VM_TIMEOUT=150 tests/vm/boot.sh "$arch" "$kernel" "$work/image" loglevel=7 "$@" >"$work/console"
	refuse 'WARNING:|BUG:|Oops|cut here|^vm: stopped'
}

expect() { # PATTERN
	grep -aqE "$1" "$work/console" || fail "no line \"$1\""
}

refuse() { # PATTERN
	! grep -aqE "$1" "$work/console" || fail "a line \"$1\""
}

end() {
	passed=$((passed + 1 - result)) failed=$((failed + result))
}

if chosen a_required_line_that_fails_ends_the_boot; then
	begin a_required_line_that_fails_ends_the_boot \
		$'cgroup_device.bpf.o cgroup_device=/no/such/cgroup --required\nexec /bin/never' "$@"
	expect 'rawbpf: manifest:1: cgroup_device\.bpf\.o: .*there is no such cgroup'
	expect 'rawbpf: a required line failed: the boot ends here'
	expect 'Attempted to kill init'
	end
fi
if chosen a_manifest_may_power_off; then
	begin a_manifest_may_power_off $'syscount.bpf.o --required\npoweroff' "$@"
	expect 'rawbpf: manifest:1: syscount\.bpf\.o: syscount at raw_tracepoint:sys_enter \(bpf_link\), pinned in /sys/fs/bpf/syscount'
	refuse 'Attempted to kill init'
	end
fi
echo "# init: $passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ] && exit "$status"
exit 1

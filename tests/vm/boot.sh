#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/vm/boot.sh ARCH KERNEL-FOLDER IMAGE [PARAMETER...]: boot a kernel with an initramfs under emulation,
# and print what the guest prints between its marks "vm: begin" and "vm: end STATUS". Exits with that
# status; 125 if the machine did not come up (three tries), or ended before the mark, and then with the
# end of what it said.
#
#	VM_TIMEOUT=1800	seconds until the guest must be done
#	VM_STARTED=...	what the console says when a try counts, instead of the first mark
#	VM_CONSOLE=1	no marks are expected: print all that the console says, until the machine ends
#	VM_SHELL=1	no marks: the terminal is the guest's console
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/vm/machines.sh

arch=$1 kernel=$2 image=$3
shift 3
machine "$arch"

# qemu before 10 emulates CMPXCHG16B wrongly now and then, which ends in a crash in the guest's allocator.
# Without the instruction there is none; the price is that from 7.0 on arena maps cannot be had.
qemu_major() {
	"$qemu" --version | sed -n 's/^QEMU emulator version \([0-9]*\).*/\1/p'
}
[ "$(qemu_major)" -ge 10 ] || cpu=$cpu$nocx16

# Where each CPU has a thread of its own, one may run on in translated code that another has changed: x86 kernels
# change theirs while they run, by breakpoints, and one of those is then met when nobody knows it any more
# ("Oops: int3" in the scheduler, when a tracepoint goes off). So x86 CPUs take turns in one thread.
command=("$qemu" -accel "$accel" "${board[@]}" -cpu "$cpu" -m 512 -smp 2 -nographic -no-reboot -nodefaults
	"${serial[@]}" -kernel "$kernel/vmlinuz" -initrd "$image"
	-append "console=$console panic=-1 quiet $parameters $*")
[ -z "${VM_SHELL:-}" ] || exec "${command[@]}"

log=$(mktemp)
vm=
trap '[ -z "$vm" ] || kill "$vm" 2>/dev/null || true; rm -f "$log"' EXIT
trap 'exit 143' TERM INT

began() { grep -aq "${VM_STARTED:-^vm: begin}" "$log"; }

# A boot takes some seconds; one that has not begun after a minute hangs.
boot() {
	local start=$SECONDS
	"${command[@]}" </dev/null >"$log" 2>&1 &
	vm=$!
	while kill -0 "$vm" 2>/dev/null; do
		if [ $((SECONDS - start)) -ge "${VM_TIMEOUT:-1800}" ] ||
			{ [ $((SECONDS - start)) -ge 90 ] && ! began; }; then
			echo "vm: stopped after $((SECONDS - start)) s" >>"$log"
			kill "$vm"
			break
		fi
		sleep 0.2
	done
	wait "$vm" || true
	vm=
}

for _ in 1 2 3; do
	boot
	! began || break
	echo "vm: $arch $(cat "$kernel/release"): the boot failed" >&2
done
if [ -n "${VM_CONSOLE:-}" ]; then
	tr -d '\r' <"$log"
	exit
fi
sed -n '/^vm: begin/,/^vm: end/{/^vm: /!p}' "$log" | tr -d '\r'
status=$(sed -n 's/^vm: end \([0-9]*\).*/\1/p' "$log")
if [ -z "$status" ]; then
	echo "$arch $(cat "$kernel/release"): FAIL: the machine ended, or was stopped, before its tests were done:"
	tail -n 40 "$log" | tr -d '\r' | sed 's/^/	/'
	exit 125
fi
exit "$status"

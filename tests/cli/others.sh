#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Objects that other people wrote, compiled and ship (tests/setup.sh others): each can be inspected, and each
# that this kernel can run is loaded.
. "$(dirname "$0")/../lib/cli.sh"

others=build/others
bpffs=/sys/fs/bpf

# What readelf finds and inspect does not, or the other way round.
functions() { llvm-readelf -sW "$1" 2>/dev/null | awk '$4 == "FUNC" && $3 > 0 { print $8 }' | sort; }
inspected() { jq -r '(.programs + .subprograms)[].name' <"$out" | sort; }

for object in $others/*/*.o; do
	name=${object#"$others"/}
	case_ "$name can be inspected, with all its functions and no unknown instruction"
	need_file "$object"
	need_command llvm-readelf
	need_command jq
	run rawbpf inspect "$object"
	expect_exit 0
	expect_no_err .
	expect_out '^disasm$'
	expect_no_out 'BUG_'
	run rawbpf -j inspect "$object"
	expect_exit 0
	expect_json '(.object[0].license | test("GPL$")) and (.programs | length > 0) and (.disasm | length > 0)'
	active && functions "$object" >"$tmp/theirs" && inspected >"$tmp/ours"
	expect cmp "$tmp/ours" "$tmp/theirs"
done

# Loads and pins one, with its maps in a folder of their own.
load() {
	need_file "$1"
	need_root
	active && rm -rf $bpffs/others $bpffs/maps
	run rawbpf prog loadall "$1" $bpffs/others pinmaps $bpffs/maps
}

loaded() { # OBJECT: each program has a pin, and nothing else has
	run rawbpf -j inspect "$1" programs
	active && jq -r '.programs[].name' <"$out" | sort >"$tmp/theirs" && ls $bpffs/others >"$tmp/ours"
	expect cmp "$tmp/ours" "$tmp/theirs"
}

for object in $others/libxdp1_*/*.o; do
	case_ "${object#"$others"/} is loaded, or what it lacks is said"
	need_file "$object"
	load "$object"
	case $object in
	*/xdpdump_bpf.o) # fentry and fexit of a function that its loader chooses
		expect_exit 6
		expect_err 'section fentry/func: .* this kernel has no function func$'
		expect test ! -e $bpffs/others
		;;
	*)
		expect_exit 0
		loaded "$object"
		;;
	esac
done

case_ "a dispatcher of libxdp passes a packet on"
load $others/libxdp1_1.3.1-1/xdp-dispatcher.o
expect_exit 0
active && head -c 64 /dev/zero >"$tmp/packet"
run rawbpf -j prog run pinned $bpffs/others/xdp_dispatcher data_in "$tmp/packet"
expect_json '.retval == 2'

case_ "a filter of libxdp drops what nothing allows, or passes what nothing denies, and counts it"
for filter in dny:1 alw:2; do
	load $others/libxdp1_1.3.1-1/xdpfilt_${filter%:*}_all.o
	expect_exit 0
	run rawbpf -j prog run pinned $bpffs/others/xdpfilt_${filter%:*}_all data_in "$tmp/packet" repeat 3
	expect_json ".retval == ${filter#*:}"
	run rawbpf -j map dump pinned $bpffs/maps/xdp_stats_map
	expect_exit 0
	expect_json '[.. | .rx_packets? // empty | numbers] | add == 3'
	expect_json '[.. | .rx_bytes? // empty | numbers] | add == 3 * 64'
done

# Whether this kernel has such programs at all is told by the smallest one.
lirc=no
need_lirc() {
	[ $lirc != no ] || skip "this kernel refuses the smallest lirc_mode2 program"
}
case_ "the smallest lirc_mode2 program is loaded"
need_root
need_command clang
active && printf '%s\n' '__attribute__((section("lirc_mode2"), used)) int f(unsigned int *sample) { return 0; }' |
	clang -target bpf -O2 -x c -c - -o "$tmp/lirc.o"
run rawbpf prog load "$tmp/lirc.o" $bpffs/lirc
active && [ "$status" = 7 ] && skip "this kernel refuses it: $(head -n 1 "$err")"
expect_exit 0
active && lirc=yes

for object in $others/ir-keytable_*/*.o; do
	case_ "${object#"$others"/} is loaded"
	need_lirc
	load "$object"
	# Parameters are taken as "the address of the variable, as a number": ir-keytable's own loader puts the value there.
	grep -q 'pointer.* prohibited\|pointer arithmetic' "$err" && skip "needs its parameters in place of addresses: $(head -n 1 "$err")"
	expect_exit 0
	loaded "$object"
done

case_ "programs for input devices are loaded, or a kernel that takes none is named as the reason, and nothing is left"
load "$(echo $others/udev-hid-bpf_*/0010-HP__Elite-Presenter.bpf.o)"
active && [ "$status" = 0 ] && skip "this kernel has HID-BPF"
expect_exit 7
expect_err 'this kernel takes no struct hid_bpf_ops'
expect test ! -e $bpffs/others
expect test ! -e $bpffs/maps

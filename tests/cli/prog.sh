#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# rawbpf prog: what is loaded, shown and run is really in the kernel.
. "$(dirname "$0")/../lib/cli.sh"

xdp=$BUILD/progs/xdp_count.bpf.o
features=$BUILD/tests/progs/features.bpf.o
newer=$BUILD/tests/progs/newer.bpf.o
bpffs=/sys/fs/bpf
pin=$bpffs/prog

# What this case loads goes away with its pins.
setup() { # OBJECT
	need_root
	need_file "$1"
	active && rm -rf $pin ${pin}[0-9] $bpffs/maps $bpffs/pinned_by_name
	return 0
}

# A UDP packet of 42 bytes from 127.0.0.1 to 127.0.0.1.
udp() {
	printf '\x01\x02\x03\x04\x05\x06\x01\x02\x03\x04\x05\x06\x08\x00'
	printf '\x45\x00\x00\x1c\x00\x00\x00\x00\x40\x11\x00\x00\x7f\x00\x00\x01\x7f\x00\x00\x01'
	printf '\x00\x01\x00\x02\x00\x08\x00\x00'
}
udp >"$tmp/udp"

size_of() { stat -c %s "$1" 2>/dev/null; }

# Fields of /proc/PID/fdinfo of a program that a process holds: FIELD
fdinfo() { cat /proc/"$pid"/fdinfo/* 2>/dev/null | awk -v field="$1:" '/^prog_type:/ { prog = 1 } $1 == field && prog { print $2; exit }'; }

# ---- show -------------------------------------------------------------------------------------

case_ "show tells what the kernel's own file about the descriptor tells"
setup "$xdp"
start rawbpf run "$BUILD/progs/sockex1.bpf.o" sockex1=socket:lo --duration 20
active && for ((i = 0; i < 100; i++)); do [ -n "$(fdinfo prog_id)" ] && break || sleep 0.05; done
active && id=$(fdinfo prog_id) tag=$(fdinfo prog_tag) memlock=$(fdinfo memlock) jited=$(fdinfo prog_jited) process=$pid pid=
run rawbpf -j prog show id "${id:-0}"
expect_exit 0
expect_json ".id == $id and .tag == \"$tag\" and .bytes_memlock == $memlock and .jited == ($jited == 1)"
expect_json '.type == "socket_filter" and .name == "sockex1" and .uid == 0 and .gpl_compatible'
expect_json '(.map_ids | length) > 0 and .btf_id > 0 and (now - .loaded_at | . > -5 and . < 60)'
run rawbpf -j prog show tag "$tag"
expect_json ".id == $id"
run rawbpf prog show id "$id"
expect_out "^$id: socket_filter  name sockex1  tag $tag  gpl\$"
expect_out "^	xlated [0-9]+B  jited [0-9]+B  memlock ${memlock}B  map_ids [0-9,]+\$"
active && pid=$process && stop

case_ "an object with damaged func_info and line_info is loaded without both, and that is said"
setup "$features"
damage_ext "$features" "$tmp/damaged.bpf.o"
run rawbpf prog loadall "$tmp/damaged.bpf.o" $pin
expect_exit 0
expect_err 'damaged\.bpf\.o: \.BTF\.ext, func_info, offset 0x8: .*; going on without it$'
expect_err 'damaged\.bpf\.o: \.BTF\.ext, line_info, offset 0x10: .*; going on without it$'

case_ "show without words lists all programs, each once"
setup "$features"
run rawbpf prog loadall "$features" $pin
expect_exit 0
run rawbpf -j prog show
expect_json 'type == "array" and (map(.id) | . == (unique))'
expect_json 'map(.name) | contains(["all_maps","deny","features","inner_maps","tail","tail_calls"])'
run rawbpf prog list
expect_out '^[0-9]+: cgroup_skb  name deny  tag '

case_ "a name of more than 15 characters is shown whole"
need_root
need_command clang
active && printf '%s\n' '__attribute__((section("socket"), used)) int a_name_of_more_than_15(void *skb) { return 0; }' |
	clang -target bpf -O2 -g -x c -c - -o "$tmp/long.o"
run rawbpf prog load "$tmp/long.o" $bpffs/prog_long
expect_exit 0
run rawbpf -j prog show pinned $bpffs/prog_long
expect_json '.name == "a_name_of_more_than_15"'
run rawbpf -j prog show name a_name_of_more_than_15
expect_json '.type == "socket_filter" and (.gpl_compatible | not)'

case_ "load fits the object to the types of a file, by bpftool's word or by --btf"
setup "$BUILD/tests/progs/core.bpf.o"
need_command clang
active && printf '%s\n' 'struct __sk_buff { unsigned len; } v;' | clang -target bpf -O2 -g -x c -c - -o "$tmp/types.o"
active && printf '%s\n' 'struct __sk_buff { unsigned protocol, len; } __attribute__((preserve_access_index));' \
	'__attribute__((section("socket"), used)) int context(struct __sk_buff *s) { return s->len; }' |
	clang -target bpf -O2 -g -x c -c - -o "$tmp/context.o"
run rawbpf prog load "$tmp/context.o" $pin kernel_btf "$tmp/types.o"
expect_exit 0
run rawbpf prog run pinned $pin data_in "$tmp/udp"
expect_out "Return value: 28"
run rawbpf prog load "$tmp/context.o" ${pin}2 --btf "$tmp/types.o"
expect_exit 0
run rawbpf prog run pinned ${pin}2 data_in "$tmp/udp"
expect_out "Return value: 28"
run rawbpf prog load "$tmp/context.o" ${pin}3 kernel_btf /dev/null
expect_exit 2
run rawbpf run "$tmp/context.o" context=socket:lo --btf "$tmp/types.o" --duration 0.1
expect_exit 0

case_ "show of an id that does not exist has exit code 6"
need_root
run rawbpf -j prog show id 4294967294
expect_exit 6
expect_json '.error | contains("there is none with this id")'

case_ "a pinned map is no program"
setup "$features"
run rawbpf prog loadall "$features" $pin pinmaps $bpffs/maps
run rawbpf prog show pinned $bpffs/maps/on_node
expect_exit 1
expect_err 'what is pinned there is no program'

case_ "without privileges the programs cannot be listed, and it says so"
need_root
need_command setpriv
run setpriv --bounding-set=-all "$(readlink -f "$RAWBPF")" -j prog show
expect_exit 5
expect_json '.error | contains("not permitted")'

# ---- load -------------------------------------------------------------------------------------

case_ "load pins the program, which stays without any process"
setup "$xdp"
run rawbpf -j prog load "$xdp" $pin
expect_exit 0
expect_json '. == null'
expect test -e $pin
run rawbpf -j prog show pinned $pin
expect_json '.type == "xdp" and .name == "xdp_count"'

case_ "load of an object with many programs pins the first"
setup "$features"
run rawbpf prog load "$features" $pin
run rawbpf -j prog show pinned $pin
expect_json '.name == "features"'

case_ "loadall pins each program under its name, but not the optional ones"
setup "$features"
run rawbpf prog loadall "$features" $pin
expect_exit 0
active && ls $pin >"$out"
expect_out_is 'all_maps
deny
features
inner_maps
tail
tail_calls'

case_ "pinmaps pins the maps too, with dots as underscores"
setup "$features"
run rawbpf prog loadall "$features" $pin pinmaps $bpffs/maps
expect_exit 0
expect test -e $bpffs/maps/features_data
expect test -e $bpffs/maps/_rodata_custom
expect test -e $bpffs/maps/tails
expect test -e $bpffs/maps/pinned_by_name
expect test ! -e $bpffs/pinned_by_name

case_ "when a pin is taken, nothing is left of a loadall"
setup "$features"
run rawbpf prog loadall "$features" $pin pinmaps $bpffs/maps
expect_exit 0
active && rm $bpffs/maps/tails
run rawbpf prog loadall "$features" $bpffs/prog2 pinmaps $bpffs/maps
expect_exit 3
expect_err 'on_node: cannot be pinned: File exists'
expect test ! -e $bpffs/prog2
expect test -e $bpffs/maps/on_node
expect test ! -e $bpffs/maps/tails
expect test -e $pin/features

case_ "when the kernel refuses a program, no pin and no folder is left"
setup "$features"
need_command clang
active && printf '%s\n' '__attribute__((section("socket"), used)) int good(void *skb) { return 0; }' \
	'__attribute__((section("xdp"), used)) int bad(void *x) { return *(volatile int *)0; }' |
	clang -target bpf -O2 -g -x c -c - -o "$tmp/bad.o"
run rawbpf prog loadall "$tmp/bad.o" $pin pinmaps $bpffs/maps
expect_exit 3
expect_err 'program bad: refused by the verifier'
expect test ! -e $pin
expect test ! -e $bpffs/maps

case_ "type takes the place of what the section says"
setup "$xdp"
active && printf '%s\n' '__attribute__((section("strange"), used)) int f(void *ctx) { return 1; }' |
	clang -target bpf -O2 -g -x c -c - -o "$tmp/strange.o"
run rawbpf prog load "$tmp/strange.o" $pin
expect_exit 2
expect_err 'no program type has this section name'
run rawbpf prog load "$tmp/strange.o" $pin type cgroup_skb
expect_exit 0
run rawbpf prog load "$tmp/strange.o" ${pin}2 type cgroup/sysctl
expect_exit 0
run rawbpf prog load "$tmp/strange.o" ${pin}3 type raw_tracepoint/sys_enter
expect_exit 0
run rawbpf prog load "$tmp/strange.o" ${pin}4 type nonsense
expect_exit 1
expect_err 'type nonsense: no program type or section name'
run rawbpf -j prog show pinned $pin
expect_json '.type == "cgroup_skb"'
run rawbpf -j prog show pinned ${pin}2
expect_json '.type == "cgroup_sysctl"'
run rawbpf -j prog show pinned ${pin}3
expect_json '.type == "raw_tracepoint"'

case_ "map takes a map of the kernel in place of one of the object"
setup "$xdp"
run rawbpf prog load "$xdp" $pin pinmaps $bpffs/maps
run rawbpf -j prog show pinned $pin
active && ids=$(jq -c '.map_ids | sort' <"$out")
run rawbpf prog load "$xdp" ${pin}2 map name protocols pinned $bpffs/maps/protocols map idx 1 pinned $bpffs/maps/xdp_coun_rodata
expect_exit 0
run rawbpf -j prog show pinned ${pin}2
expect_json "(.map_ids | sort) == $ids"

case_ "a map that the object has not is a mistake"
setup "$xdp"
run rawbpf prog load "$xdp" $pin map name other id 1
expect_exit 1
expect_err 'has no map "other"'
run rawbpf prog load "$xdp" $pin map idx 9 id 1
expect_exit 1
expect_err 'has no map 9: it has 2'
expect test ! -e $pin

case_ "a path that is on no bpffs is refused with the way out"
setup "$xdp"
run rawbpf prog load "$xdp" "$tmp/pin"
expect_exit 5
expect_err 'mount -t bpf bpf /sys/fs/bpf'
expect test ! -e "$tmp/pin"

case_ "an object that is not there has exit code 6"
run rawbpf prog load "$tmp/none.o" $pin
expect_exit 6

case_ "a program can be pinned a second time, and lives as long as one pin"
setup "$xdp"
run rawbpf prog load "$xdp" $pin
run rawbpf prog pin pinned $pin ${pin}2
expect_exit 0
active && rm $pin
run rawbpf -j prog show pinned ${pin}2
expect_json '.name == "xdp_count"'

# ---- dump -------------------------------------------------------------------------------------

case_ "xlated is as long as the kernel says, and begins as it was written"
setup "$xdp"
run rawbpf prog load "$xdp" $pin
run rawbpf -j prog show pinned $pin
active && size=$(jq .bytes_xlated <"$out")
run rawbpf prog dump xlated pinned $pin file "$tmp/xlated"
expect_exit 0
expect_quiet
expect test "$(size_of "$tmp/xlated")" = "$size"
active && head -c 8 "$tmp/xlated" | od -An -tx1 >"$tmp/first"
active && llvm-objcopy -O binary --only-section=xdp "$xdp" "$tmp/code" 2>/dev/null && head -c 8 "$tmp/code" | od -An -tx1 >"$tmp/written"
expect cmp "$tmp/first" "$tmp/written"

case_ "the listing has every instruction of the program"
setup "$xdp"
run rawbpf prog load "$xdp" $pin
run rawbpf prog dump xlated pinned $pin file "$tmp/xlated"
run rawbpf -j prog dump xlated pinned $pin opcodes
expect_exit 0
active && jq -r '.[].opcodes | (.code | .[2:]) as $c | (if ($c | length) == 1 then "0" + $c else $c end), (.imm | .[] | .[2:])' <"$out" >"$tmp/ours"
# of each instruction the first byte and the last four, of a 64-bit load the last twelve
active && od -An -v -tx1 -w8 "$tmp/xlated" |
	awk '{ if (!second) print $1; for (i = second ? 1 : 5; i <= 8; i++) print $i; second = !second && $1 == "18" }' >"$tmp/theirs"
expect test -s "$tmp/theirs"
expect cmp "$tmp/ours" "$tmp/theirs"

case_ "xlated names maps by id, and shows functions and source lines"
setup "$features"
run rawbpf prog loadall "$features" $pin
run rawbpf -j prog show pinned $pin/features
active && map=$(jq '.map_ids[0]' <"$out")
run rawbpf prog dump xlated pinned $pin/features
expect_exit 0
expect_out "\\(18\\) r[0-9] = map\\[id:$map\\]"
expect_out '^int features\(struct __sk_buff \*skb\):$'
expect_out '^int hidden_sub\(int \*x\):$'
expect_out '\(85\) call pc\+[0-9]+#static_sub$'
expect_out '^; return static_sub\(x\) \* 2;$'

case_ "a function whose address is taken has its name in the dump"
setup "$newer"
run rawbpf prog loadall "$newer" $pin
run rawbpf prog dump xlated pinned $pin/callbacks
expect_out '\(18\) r[0-9] = add_key$'

case_ "each call goes to where the function of that name begins"
setup "$features"
run rawbpf prog loadall "$features" $pin
run rawbpf prog dump xlated pinned $pin/features
active && awk '/^int [a-z_]+\(/ { sub(/\(.*/, ""); name = $2; next }
	/^ *[0-9]+:/ { at = $1 + 0; if (name) { begin[name] = at; name = "" }
		if (match($0, /call pc[+-][0-9]+#/)) { split(substr($0, RSTART + 7), part, "#"); target[at] = at + 1 + part[1]; callee[at] = part[2] } }
	END { for (at in target) { n++; if (begin[callee[at]] != target[at]) exit 1 } exit n < 4 }' "$out"
expect test $? = 0

case_ "helpers have their names, though the kernel has only their addresses"
setup "$xdp"
active && [ "$(awk '$3 == "__bpf_call_base" { print $1; exit }' /proc/kallsyms | tr -d 0)" ] || skip "kallsyms has no addresses"
run rawbpf prog load "$xdp" $pin
run rawbpf prog dump xlated pinned $pin
expect_out 'call .*map_update_elem#'
expect_no_out 'call unknown'

case_ "linum gives file, line and column, as JSON too"
setup "$xdp"
run rawbpf prog load "$xdp" $pin
run rawbpf prog dump xlated pinned $pin linum
expect_out '^; int xdp_count\(struct xdp_md \*xdp\) \[file:.*xdp_count\.bpf\.c line_num:[0-9]+ line_col:[0-9]+\]$'
run rawbpf -j prog dump xlated pinned $pin linum
active && line=$(grep -n '^int xdp_count(' progs/xdp_count.bpf.c | cut -d: -f1)
expect_json ".[0] | .proto == \"int xdp_count(struct xdp_md *xdp)\" and .line_num == $line and (.file | endswith(\"xdp_count.bpf.c\")) and .disasm"

case_ "jited is as long as the kernel says, cut where its functions begin"
setup "$features"
run rawbpf prog loadall "$features" $pin
run rawbpf -j prog show pinned $pin/features
active && size=$(jq '.bytes_jited // 0' <"$out")
active && [ "$size" != 0 ] || skip "this kernel does not compile programs"
run rawbpf prog dump jited pinned $pin/features file "$tmp/jited"
expect test "$(size_of "$tmp/jited")" = "$size"
run rawbpf -j prog dump jited pinned $pin/features
expect_json 'map(.name) == ["features","static_sub","hidden_sub","global_sub","weak_sub"]'
expect_json "map(.opcodes | length) | add == $size"
active && jq -r '.[].opcodes[] | .[2:]' <"$out" >"$tmp/ours" && od -An -v -tx1 -w1 "$tmp/jited" | tr -d ' ' >"$tmp/theirs"
expect cmp "$tmp/ours" "$tmp/theirs"
run rawbpf prog dump jited pinned $pin/features
expect_out '^features:'

case_ "a word that no dump knows is a mistake"
setup "$xdp"
run rawbpf prog load "$xdp" $pin
run rawbpf prog dump xlated pinned $pin visual
expect_exit 1
run rawbpf prog dump pinned $pin
expect_exit 1

# ---- run --------------------------------------------------------------------------------------

case_ "run gives the program a packet, and its result"
setup "$xdp"
run rawbpf prog load "$xdp" $pin
run rawbpf prog run pinned $pin data_in "$tmp/udp"
expect_exit 0
expect_out '^Return value: 2, duration: [0-9]+ns$'

case_ "repeat runs it that often"
setup "$xdp"
run rawbpf prog load "$xdp" $pin pinmaps $bpffs/maps
run rawbpf -j prog run pinned $pin data_in "$tmp/udp" repeat 7
expect_json '.retval == 2'
run rawbpf -j map dump pinned $bpffs/maps/protocols
expect_json '[.. | .packets? // empty] | add == 7'
expect_json '[.. | .bytes? // empty] | add == 7 * 42'

case_ "the whole object works: every bit of the features program"
setup "$features"
run rawbpf prog loadall "$features" $pin
run rawbpf -j prog run pinned $pin/features data_in "$tmp/udp"
expect_json '.retval == 1023'
run rawbpf -j prog run pinned $pin/inner_maps data_in "$tmp/udp"
expect_json '.retval == 31'

case_ "the packet comes back, to a file or as a dump"
setup "$xdp"
run rawbpf prog load "$xdp" $pin
run rawbpf prog run pinned $pin data_in "$tmp/udp" data_out "$tmp/back"
expect_exit 0
expect cmp "$tmp/udp" "$tmp/back"
run rawbpf prog run pinned $pin data_in "$tmp/udp" data_out -
expect_out '^0000000	01 02 03 04 05 06 01 02 03 04 05 06 08 00 45 00  \.{14}E\.$'
run bash -c "\"$RAWBPF\" -j prog run pinned $pin data_in - data_out - <\"$tmp/udp\""
expect_json '(.data_out | length) == 42 and .data_out[14] == "0x45"'

case_ "room that is too small is said to be so, with what is needed"
setup "$xdp"
run rawbpf prog load "$xdp" $pin
run rawbpf prog run pinned $pin data_in "$tmp/udp" data_out "$tmp/back" data_size_out 10
expect_err 'data_out needs 42 bytes'
expect test "$status" != 0

case_ "a context goes in and comes back"
setup "$features"
run rawbpf prog loadall "$features" $pin
active && head -c 192 /dev/zero >"$tmp/ctx" && printf '\x2a' | dd of="$tmp/ctx" bs=1 seek=8 conv=notrunc 2>/dev/null
run rawbpf -j prog run pinned $pin/tail data_in "$tmp/udp" ctx_in "$tmp/ctx" ctx_out -
expect_exit 0
expect_json '.retval == 7 and .ctx_out[8] == "0x2a"'

case_ "run needs bytes to run on, from a file that is there"
setup "$xdp"
run rawbpf prog load "$xdp" $pin
run rawbpf prog run pinned $pin
expect_exit 1
expect_err 'data_in or ctx_in'
run rawbpf prog run pinned $pin data_in "$tmp/none"
expect_exit 6
run rawbpf prog run pinned $pin data_in "$tmp/udp" repeat many
expect_exit 1

case_ "a program of a type that cannot be tried says so"
need_root
need_command clang
active && printf '%s\n' '__attribute__((section("cgroup/dev"), used)) int f(void *ctx) { return 1; }' |
	clang -target bpf -O2 -g -x c -c - -o "$tmp/dev.o"
run rawbpf prog load "$tmp/dev.o" $bpffs/prog_dev
run rawbpf prog run pinned $bpffs/prog_dev data_in "$tmp/udp"
expect_exit 7
expect_err 'programs of this type have none'

case_ "tracelog shows the lines of bpf_printk as they come"
need_root
need_file /sys/kernel/tracing/trace_marker
start rawbpf prog tracelog
active && sleep 0.3 && echo "marked by $$" >/sys/kernel/tracing/trace_marker
wait_out "marked by $$"
stop
expect_exit 0

case_ "a second tracelog is told that there is a first one"
need_root
need_file /sys/kernel/tracing/trace_marker
start rawbpf prog tracelog
active && sleep 0.3 && echo "marked by $$" >/sys/kernel/tracing/trace_marker
wait_out "marked by $$"
active && status=0 && { timeout 1 "$RAWBPF" prog tracelog >/dev/null 2>"$err" || status=$?; }
[ "$status" != 124 ] || skip "this kernel lets several read (6.5)"
expect_err 'only one'
stop

case_ "tracelog of a stream asks for that one, and ends when it is empty"
setup "$xdp"
run rawbpf prog load "$xdp" $pin
run rawbpf -j explain prog tracelog stderr pinned $pin
expect_err 'BPF_PROG_STREAM_READ_BY_FD.*BPF_STREAM_STDERR'
[ "$status" = 0 ] || skip "this kernel's programs have no streams (6.17)"
expect_out_is '[]'

case_ "tracelog of a program that is not there has exit code 6"
need_root
run rawbpf prog tracelog stderr pinned $bpffs/nosuch
expect_exit 6

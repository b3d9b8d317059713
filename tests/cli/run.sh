#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# rawbpf run and explain, as a user types them.
. "$(dirname "$0")/../lib/cli.sh"

traffic=$BUILD/tests/lib/traffic
sockex1=$BUILD/progs/sockex1.bpf.o

case_ "packets on loopback are counted by protocol while a command runs"
need_root
need_file "$sockex1"
run rawbpf run "$sockex1" sockex1=socket:lo -- "$traffic"
expect_exit 0
expect_out '^protocols:$'
expect_out '^  UDP  \{packets: 10, bytes: 1420\}$'
expect_out '^  ICMP  \{packets: 20, bytes: 1960\}$'
expect_out '^  TCP  \{packets: '
expect_err '^rawbpf: sockex1 attached to socket:lo \(SO_ATTACH_BPF\)$'

case_ "as JSON there is one object a line, with the DESIGN's types in order"
need_root
run rawbpf -j run "$sockex1" sockex1=lo -- sh -c "$traffic >/dev/null"
expect_exit 0
expect_json '.type == "end" and .lost == 0'
expect_out '^\{"type":"attached","prog":"sockex1","hook":"socket","where":"lo","how":"SO_ATTACH_BPF"\}$'
expect_out '"type":"map","name":"protocols","entries":\[.*\{"key":"UDP","value":\{"packets":10,"bytes":1420\}\}'

case_ "execs come as events through the ring buffer, with their types"
need_root
run rawbpf -j run "$BUILD/progs/execs_ring.bpf.o" -- true
expect_exit 0
expect_out '"type":"event","map":"events","value":\{"pid":[0-9]+,"uid":0,"comm":"true"'

case_ "fields of the kernel's structs are read where this kernel has them"
need_root
need_file /sys/kernel/btf/vmlinux
# shellcheck disable=SC2016 # the variable is the inner shell's
run rawbpf -j run "$BUILD/progs/exec_parents.bpf.o" -- sh -c 'echo $PPID; exec true'
expect_exit 0
expect_out "\"type\":\"event\",\"map\":\"starts\",\"value\":\{\"pid\":[0-9]+,\"parent\":$(grep -xE '[0-9]+' "$out"),\"parent_comm\":\"[a-z]"

case_ "execs come as events through the perf buffer, with their CPU"
need_root
run rawbpf -j run "$BUILD/progs/execs_perf.bpf.o" -- true
expect_exit 0
expect_out '"type":"event","map":"events","cpu":[0-9]+,"value":\{"pid":[0-9]+,"uid":0,"comm":"true"'

case_ "what a program prints comes as lines while it runs"
need_root
run rawbpf -j run "$BUILD/tests/progs/printk.bpf.o" printk=socket:lo -- sh -c "$traffic >/dev/null"
expect_exit 0
expect_out '"type":"printk","text":".*: packet of 142 bytes"'

case_ "a variable set on the command line changes what the program does"
need_root
run rawbpf run "$BUILD/progs/xdp_count.bpf.o" xdp_count=xdpgeneric:lo --set drop_proto=17 -- "$traffic"
expect_exit 0
expect_out '^  UDP  \{packets: 10, bytes: 1420, dropped: 10\}$'
expect_out '^  ICMP  \{packets: [0-9]+, bytes: [0-9]+, dropped: 0\}$'

case_ "a variable that does not exist has exit code 6"
need_root
run rawbpf run "$sockex1" sockex1=lo --set nosuch=1
expect_exit 6
expect_err 'there is no global variable nosuch'

case_ "a value that does not fit the variable's type is refused with what would"
need_root
run rawbpf run "$BUILD/progs/xdp_count.bpf.o" xdp_count=lo --set drop_proto=many
expect_exit 1
expect_err '"many"'

case_ "maps are shown each interval"
need_root
run rawbpf -j run "$sockex1" sockex1=lo --duration 1 --interval 0.3
expect_exit 0
four_maps() { [ "$(grep -c '"type":"map"' "$out")" -ge 4 ]; }
expect four_maps

case_ "a duration ends the run"
need_root
run rawbpf run "$sockex1" sockex1=lo --duration 0.2
expect_exit 0

case_ "a signal ends the run with the maps shown and the command ended"
need_root
start rawbpf run "$sockex1" sockex1=lo -- sh -c 'echo started $$; exec sleep 1000'
wait_out '^started'
command=$(sed -n 's/^started //p' "$out")
stop TERM
expect_exit 0
expect_out '^protocols:$'
ended() { [ -n "$command" ] && ! kill -0 "$command" 2>/dev/null; }
expect ended

case_ "a target that does not exist has exit code 6 and is named"
need_root
run rawbpf run "$sockex1" sockex1=socket:nosuch0
expect_exit 6
expect_err '^rawbpf: socket:nosuch0: no such network interface$'

case_ "a program without a target is told which one it needs"
need_root
run rawbpf run "$sockex1"
expect_exit 1
expect_err 'give sockex1=socket:WHERE, WHERE being an interface'

case_ "a file that is no object has exit code 2 and is said to be none"
run rawbpf run /etc/passwd
expect_exit 2
expect_err '^rawbpf: /etc/passwd: ELF headers, offset 0x0: not an ELF file$'

case_ "a file that is not there has exit code 6"
run rawbpf run /no/such.o
expect_exit 6

case_ "an option that does not exist has exit code 1"
run rawbpf run "$sockex1" --nosuch
expect_exit 1
expect_err 'no option --nosuch'

case_ "a refused program has exit code 3, the cause, the source line and the log"
need_root
run rawbpf run "$BUILD/tests/progs/features.bpf.o" refused=lo
expect_exit 3
expect_err '^rawbpf: program refused: refused by the verifier: .*features.bpf.c:[0-9]+'
expect_err '^processed [0-9]+ insns'

case_ "explain prints the requests of a run in order, decoded"
need_root
run rawbpf explain run "$sockex1" sockex1=lo --duration 0.1
expect_exit 0
expect_err '^BPF_MAP_CREATE \{map_type=BPF_MAP_TYPE_HASH, key_size=4, value_size=16, max_entries=256, map_name="protocols"'
expect_err '^BPF_PROG_LOAD \{prog_type=BPF_PROG_TYPE_SOCKET_FILTER, .*license="Dual BSD/GPL", prog_name="sockex1"'
expect_err '^setsockopt \{.*name=SO_ATTACH_BPF'

case_ "explain prints JSON objects, a refusal with its error"
need_root
run rawbpf -j explain run "$sockex1" sockex1=socket:nosuch0
expect_exit 6
expect_err '"request":"ioctl".*"result":-19,"error":"ENODEV"'

case_ "a command that cannot be started ends the run with exit code 6"
need_root
run rawbpf run "$sockex1" sockex1=lo -- /no/such/command
expect_exit 6
expect_err '^rawbpf: /no/such/command: '

case_ "a command has the limit on locked memory that the caller had"
need_root
old=$(ulimit -S -l)
ulimit -S -l 48
run rawbpf run "$sockex1" sockex1=lo -- sh -c 'ulimit -S -l; ulimit -H -l'
ulimit -S -l "$old"
expect_exit 0
expect test "$(head -n 2 "$out" | tr '\n' ' ')" = "48 $(ulimit -H -l) "

case_ "a map pinned by name is found by the next run, and taken back by one that fails"
need_root
pinned=$BUILD/tests/progs/pinned.bpf.o
run rawbpf run "$pinned" pinned=socket:nosuch0
expect_exit 6
expect test ! -e /sys/fs/bpf/records
run rawbpf run "$pinned" pinned=socket:lo --duration 0.1
expect_exit 0
expect test -e /sys/fs/bpf/records
run rawbpf run "$pinned" pinned=socket:lo --duration 0.1
expect_exit 0

case_ "the duration ends a run whose program writes faster than it is read"
need_root
start_s=$SECONDS
run rawbpf -j -p run "$BUILD/tests/progs/flood.bpf.o" --duration 1 -- sh -c 'exec dd if=/dev/zero of=/dev/null bs=1'
expect_exit 0
soon() { [ $((SECONDS - start_s)) -lt 6 ]; }
expect soon

case_ "every command has help"
for word in help run explain inspect prog map link version; do
	run rawbpf help $word
	expect_exit 0
	expect_out "rawbpf $word"
done
run rawbpf help nosuch
expect_exit 1

case_ "a hook that does not exist is called so"
need_root
run rawbpf run "$sockex1" sockex1=bogus:lo
expect_exit 1
expect_err '"bogus" is no hook'

case_ "a place or word that cannot be meant is wrong usage, exit code 1"
need_root
need_file "$sockex1"
usage() { # FILE PROG TARGET REGEX
	need_file "$BUILD/progs/$1.bpf.o"
	run rawbpf run "$BUILD/progs/$1.bpf.o" "$2=$3"
	expect_exit 1
	expect_err "$4"
}
usage sockex1 sockex1 socket: 'name an interface, as in socket:eth0'
usage sockex1 sockex1 socket:lo,lokc '"lokc" is no word of this hook, which has lock'
usage sockex1 sockex1 socket:lo,lock=1 'this word has no value'
usage xdp_count xdp_count xdp: 'name an interface'
usage xdp_count xdp_count xdp:lo,replace=x "give a program's id"
usage egress egress cgroup_skb/egress: 'name a directory of cgroup v2'
usage egress egress /tmp,override,exclusive 'exclude each other: say one'
usage handover handover sk_reuseport:lo 'name a process and its descriptor'

case_ "help and version are there in text and JSON"
run rawbpf help
expect_exit 0
expect_out 'rawbpf run OBJ'
run rawbpf -j version
expect_exit 0
expect_json '.version | test("^[0-9]+\\.[0-9]+\\.[0-9]+$")'

case_ "a command may be cut to a unique beginning, else it is refused"
run rawbpf ver
expect_exit 0
run rawbpf nosuch
expect_exit 1
expect_err '"nosuch" is no command'

# compile NAME LINE...: $tmp/NAME.o of these programs
compile() {
	local name=$1
	shift
	need_root
	need_command clang
	active || return 0
	printf '%s\n' '#include <linux/bpf.h>' '#include <bpf/bpf_helpers.h>' "$@" |
		clang -target bpf -O2 -g -Iuapi -x c -c - -o "$tmp/$name.o" || fail clang
}

case_ "a target says with which flags a program is loaded, beside its section"
compile any 'SEC("mine") int any(void *ctx) { return 2; }' \
	'SEC("?xdp.frags") int frags(void *ctx) { return 2; }'
run rawbpf explain run "$tmp/any.o" any=xdp.frags:lo -- true
expect_exit 0

run rawbpf explain run "$tmp/any.o" any=xdp.frags:lo frags=xdp:lo -- true
expect_err 'XDP_HAS_FRAGS.*prog_name="frags"'

case_ "a program is not loaded as a type that its section does not name"
while read -r sample target words; do
	need_file "$BUILD/progs/$sample.bpf.o"
	run rawbpf explain run "$BUILD/progs/$sample.bpf.o" "$target" -- true
	expect_exit 1
	expect_err "^rawbpf: program ${target%%=*}: by its section .* ${words//-/ }\$"
	expect_no_err BPF_
done <<-'end'
	tcx tcx_in=xdp:lo type-sched_cls,-and-hook-xdp-takes-programs-of-type-xdp
	egress egress=cgroup/dev:/ type-cgroup_skb,-and-hook-cgroup/dev-takes-programs-of-type-cgroup_device
	xdp_count xdp_count=netfilter:ipv4/local_in type-xdp,-and-hook-netfilter-takes-programs-of-type-netfilter
end

case_ "nothing is attached if another program's target cannot be right"
need_file "$BUILD/progs/tcx.bpf.o"
while read -r code target words; do
	run rawbpf explain run "$BUILD/progs/tcx.bpf.o" tcx_in=tc/ingress:lo "$target" -- true
	expect_exit "$code"
	expect_err "${words//-/ }"
	expect_no_err 'attached to|BPF_LINK_CREATE|RTM_NEW'
done <<-'end'
	1 tcx_out does-not-say-where-to-attach-it:-give-tcx_out=tcx/egress:WHERE
	1 tcx_out=bogus:lo "bogus"-is-no-hook
	1 tcx_out=tc/egress:lo,handle=x handle=x:-give-a-number
end

case_ "an interface that is no card is named, with what to do instead"
need_file "$BUILD/progs/xdp_count.bpf.o"
run rawbpf run "$BUILD/progs/xdp_count.bpf.o" xdp_count=xdpoffload:lo
expect_exit 3
expect_err ': lo is no card that runs programs, or not with such maps: use xdp or xdpgeneric: type percpu_hash'
run rawbpf run "$BUILD/progs/xdp_count.bpf.o" xdp_count=xdpoffload:
expect_exit 1
expect_err 'name an interface, as in xdpoffload:eth0'
run rawbpf run "$BUILD/progs/xdp_count.bpf.o" xdp_count=xdpoffload:nosuch0
expect_exit 6

case_ "what no section name says can be said, and it says how"
compile mine 'SEC("mine") int any(void *ctx) { return 2; }'
run rawbpf run "$tmp/mine.o" -- true
expect_exit 2
expect_err 'section mine: program any: no program type .*run OBJ any=HOOK:WHERE'

case_ "an optional program is not attached until it is named, and it says so"
compile maybe 'SEC("?xdp") int maybe(void *ctx) { return 2; }'
run rawbpf run "$tmp/maybe.o" -- true
expect_exit 1
expect_err "no program to attach .*begin with '\\?' only if they are named"
run rawbpf run "$tmp/maybe.o" maybe=xdp:lo -- true
expect_exit 0

case_ "a program that goes with its interface is no failure, one that another takes off is named"
need_command ip
if active; then ip link add veth0 type veth peer name veth1; fi
run rawbpf run "$tmp/maybe.o" maybe=xdp:veth0,nolink -- ip link set veth0 xdp off
expect_exit 4
expect_err 'maybe could not be detached from xdp:veth0: .*another has deleted or replaced it'
run rawbpf run "$tmp/maybe.o" maybe=xdp:veth0,nolink -- ip link del veth0
expect_exit 0

case_ "words of bpftool that mean nothing here are answered with what to do"
while IFS='|' read -r words answer; do
	# shellcheck disable=SC2086 # words
	run rawbpf $words
	expect_exit 1
	expect_err "^rawbpf: .* is not known here: .*$answer"
done <<-'end'
	gen skeleton x.o|rawbpf_object_open_mem
	gen subskeleton x.o|rawbpf.h
	-L prog load x.o /sys/fs/bpf/x|light skeletons
	--sign gen skeleton x.o|signed program
	-m prog show|definition of a map
	feature probe|types tells which hooks
	prog attach id 1 msg_verdict id 1|run attaches
end
run rawbpf -j gen skeleton x.o
expect_json '.error | test("not known here")'
need_file "$sockex1"
run rawbpf prog load "$sockex1" /sys/fs/bpf/x autoattach
expect_exit 1
expect_err 'prog load autoattach is not known here: init attaches'

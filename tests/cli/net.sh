#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What is attached to the network, listed, put there and taken off; in a network namespace of its own.
. "$(dirname "$0")/../lib/cli.sh"

fs=/sys/fs/bpf
xdp=$BUILD/progs/xdp_count.bpf.o

# Two interfaces, and a program pinned for each use. What is there twice is made once.
ready() {
	need_root
	need_command ip
	need_command clang
	need_file "$xdp"
	active || return 0
	[ ! -e $fs/cls ] || return 0
	ip link add veth0 type veth peer name veth1
	ip link set veth0 up
	ip link set veth1 up
	printf '%s\n' '#define SEC(x) __attribute__((section(x), used))' \
		'SEC("tc") int cls(void *skb) { return -1; }' |
		clang -target bpf -g -O2 -x c -c - -o "$tmp/cls.o"
	"$RAWBPF" prog load "$xdp" $fs/xdp && "$RAWBPF" prog load "$xdp" $fs/other &&
		"$RAWBPF" prog load "$tmp/cls.o" $fs/cls || fail "no programs"
	xdp_id=$("$RAWBPF" -j prog show pinned $fs/xdp | jq .id)
	other_id=$("$RAWBPF" -j prog show pinned $fs/other | jq .id)
	cls_id=$("$RAWBPF" -j prog show pinned $fs/cls | jq .id)
}

case_ "an empty network namespace has headings and nothing else"
need_root
run rawbpf net
expect_exit 0
expect_out_is "xdp:

tc:

flow_dissector:

sk_lookup:

netfilter:

routes:"
run rawbpf -j net show
expect_json '. == [{ xdp: [], tc: [], flow_dissector: [], sk_lookup: [], netfilter: [], routes: [] }]'

case_ "an XDP program is attached, listed with its mode and pin, and taken off"
ready
run rawbpf net attach xdpgeneric pinned $fs/xdp dev veth0
expect_exit 0
expect_quiet
expect bash -c 'ip link show veth0 | grep -q xdpgeneric'
run rawbpf net show
expect_out "^veth0\([0-9]+\)  generic  name xdp_count  id $xdp_id  pinned $fs/xdp$"
run rawbpf -j net show
expect_json ".[0].xdp[0] | .devname == \"veth0\" and .mode == \"generic\" and .id == $xdp_id"
expect_json ".[0].xdp[0].pinned == [\"$fs/xdp\"]"
run rawbpf net detach xdpgeneric dev veth0
expect_exit 0
expect bash -c '! ip link show veth0 | grep -q xdp'

case_ "pins are found in every bpffs, and each once"
ready
active && mkdir "$tmp/bpffs" && mount -t bpf none "$tmp/bpffs" && mkdir "$tmp/bpffs/in" &&
	mount -t bpf none "$tmp/bpffs/in" && mount --bind "$tmp/bpffs/in" "$tmp/bpffs/in" || fail "no bpffs"
run rawbpf prog pin id "$xdp_id" "$tmp/bpffs/a"
run rawbpf prog pin id "$xdp_id" "$tmp/bpffs/in/b"
run rawbpf net attach xdpgeneric pinned $fs/xdp dev veth0
run rawbpf -j net show
expect_json ".[0].xdp[0].pinned | sort == ([\"$fs/xdp\", \"$tmp/bpffs/a\", \"$tmp/bpffs/in/b\"] | sort)"
run rawbpf net detach xdpgeneric dev veth0
umount -R "$tmp/bpffs" 2>/dev/null || true # also after a failure: $tmp is removed at the end

case_ "the kernel's choice of a mode is the driver's"
ready
run rawbpf net attach xdp id "$xdp_id" dev veth1
expect_exit 0
run rawbpf -j net list dev veth1
expect_json '.[0].xdp[0].mode == "driver" and (.[0].xdp | length) == 1'
run rawbpf net list dev veth0
expect_no_out 'veth'
run rawbpf net detach xdp dev veth1
expect_exit 0

case_ "a driver that does not know XDP is not a kernel that lacks it"
ready
run rawbpf net attach xdpdrv pinned $fs/xdp dev lo
expect_exit 4
expect_err ":lo: the interface's driver does not run it, xdpgeneric can do without"
run rawbpf run "$xdp" xdp_count=xdpdrv:lo
expect_exit 4

case_ "another's program is only overwritten if that is said"
ready
run rawbpf net attach xdpdrv pinned $fs/xdp dev veth0
expect_exit 0
run rawbpf net attach xdpdrv pinned $fs/other dev veth0
expect_exit 4
expect_err "program $xdp_id .* attached there.* of net attach: overwrite;"
run rawbpf -j net
expect_json ".[0].xdp[0].id == $xdp_id"
run rawbpf net attach xdpdrv pinned $fs/other dev veth0 overwrite
expect_exit 0
run rawbpf -j net
expect_json ".[0].xdp[0].id == $other_id"
run rawbpf net detach xdpdrv dev veth0
expect_exit 0
run rawbpf net attach xdpdrv pinned $fs/other dev veth0 overwrite
expect_exit 0
run rawbpf net detach xdpdrv dev veth0
expect_exit 0

case_ "a link's program is not overwritten, and which link is to be updated is said"
ready
start rawbpf run "$xdp" xdp_count=xdpdrv:veth0
active && for _ in $(seq 100); do
	prog=$("$RAWBPF" -j net | jq '.[0].xdp[0].id // 0')
	link=$("$RAWBPF" -j link show | jq ".[] | select(.prog_id == $prog).id")
	[ -n "$link" ] && break
	sleep 0.05
done
says() { ! "$RAWBPF" net attach xdpdrv pinned $fs/other dev veth0 overwrite 2>"$tmp/said" && grep -q "$1" "$tmp/said"; }
expect says " by link ${link:-0}: only the expected one is replaced, and a link's by rawbpf link update"
! active || "$RAWBPF" link update id "$link" pinned $fs/other || fail "not updated"
updated() { "$RAWBPF" -j net | jq -e ".[0].xdp[0].id == $other_id" >/dev/null; }
expect updated
stop

case_ "taking off what is not there, or elsewhere, is refused"
ready
run rawbpf net detach xdp dev veth0
expect_exit 6
expect_err 'there is no such program on veth0'
run rawbpf net attach xdpgeneric pinned $fs/xdp dev veth0
expect_exit 0
run rawbpf net detach xdpdrv dev veth0
expect_exit 6
expect_err 'xdpdrv: nothing was taken off: there is no such program'
run rawbpf net detach xdp dev veth0
expect_exit 6
expect_err "program $xdp_id on veth0 is not in the driver: say xdpgeneric"
run rawbpf net detach xdpgeneric dev veth0
expect_exit 0
run rawbpf net
expect_no_out veth

case_ "a link's program is not taken off, and its owner is named"
ready
active && start rawbpf run "$xdp" xdp_count=xdp:veth0
active && for _ in $(seq 100); do ip link show veth0 | grep -q xdp && break; sleep 0.05; done
run_beside() { # as run, while $pid goes on
	active || return 0
	status=0
	"$RAWBPF" "$@" >"$tmp/out" 2>"$tmp/err" || status=$?
}
json_beside() { jq -e "$1" "$tmp/out" >/dev/null; }
run_beside -j net
expect json_beside ".[0].xdp[0].pids == [{ pid: $pid, comm: \"rawbpf\" }]"
run_beside net
expect grep -q "pids rawbpf($pid)" "$tmp/out"
run_beside net detach xdp dev veth0
expect test "$status" = 4
expect grep -q "(it belongs to link [0-9]*, held by rawbpf($pid): rawbpf link detach id " "$tmp/err"
stop
run rawbpf net
expect_no_out veth

case_ "filters are listed with the kind of what they hang on"
ready
need_command tc
active && {
	tc qdisc add dev veth0 clsact
	tc filter add dev veth0 ingress prio 3 handle 7 bpf da object-pinned $fs/cls
	tc filter add dev veth0 egress prio 4 bpf da object-pinned $fs/cls
	tc qdisc add dev veth1 root handle 1: htb
	tc filter add dev veth1 parent 1: bpf object-pinned $fs/cls classid 1:1
	tc filter add dev veth1 parent 1: prio 9 bpf bytecode '1,6 0 0 1' classid 1:1
} || fail "tc did not do it"
run rawbpf net show
expect_exit 0
expect_out "^veth0\([0-9]+\)  clsact/ingress  name .*  id $cls_id  pref 3  handle 0x7  pinned $fs/cls$"
expect_out "^veth0\([0-9]+\)  clsact/egress  name .*  id $cls_id  pref 4  handle 0x1 "
expect_out "^veth1\([0-9]+\)  htb  .*id $cls_id"
expect_out "^veth1\([0-9]+\)  htb  pref 9"
run rawbpf -j net show dev veth0
expect_json "[.[0].tc[] | { devname, kind, id }] == [
	{ devname: \"veth0\", kind: \"clsact/ingress\", id: $cls_id },
	{ devname: \"veth0\", kind: \"clsact/egress\", id: $cls_id }]"
active && tc qdisc del dev veth0 clsact && tc qdisc del dev veth1 root
run rawbpf net show
expect_no_out veth

case_ "programs of tcx are attached in order, listed with their places, and taken off from the end"
ready
active && "$RAWBPF" prog load "$tmp/cls.o" $fs/first
active && first_id=$("$RAWBPF" -j prog show pinned $fs/first | jq .id)
run rawbpf net attach tcx_ingress pinned $fs/cls dev veth0
expect_exit 0
run rawbpf net attach tcx_ingress pinned $fs/first dev veth0 prepend
expect_exit 0
run rawbpf -j net
expect_json "[.[0].tc[] | [.kind, .prog_id]] == [[\"tcx/ingress\", ${first_id:-0}], [\"tcx/ingress\", $cls_id]]"
expect_json '.[0].tc[0] | .link_id == 0 and .prog_flags == [] and .link_flags == []'
run rawbpf net
expect_out "^veth0\([0-9]+\)  tcx/ingress  name cls  prog_id $cls_id  pinned $fs/cls$"
run rawbpf net detach tcx_ingress dev veth0
expect_exit 0
run rawbpf -j net
expect_json "[.[0].tc[].prog_id] == [${first_id:-0}]"
run rawbpf net detach tcx_ingress dev veth0
expect_exit 0
run rawbpf net detach tcx_ingress dev veth0
expect_exit 6
expect_err 'there is no program'

case_ "hooks of the namespace and of netfilter are listed"
ready
need_file "$BUILD/progs/netfilter.bpf.o"
active && {
	for words in "netfilter.bpf.o drop_port=ipv6/local_in,priority=-5" "flow_dissector.bpf.o" "sk_lookup.bpf.o" \
		"netfilter.bpf.o drop_port=ipv4/local_out"; do
		# shellcheck disable=SC2086 # words
		"$RAWBPF" run "$BUILD"/progs/$words >"$tmp/run" 2>&1 &
		runs+=($!)
	done
	for _ in $(seq 100); do
		"$RAWBPF" -j net >"$tmp/net" && [ "$(jq '.[0] | [.flow_dissector, .sk_lookup, .netfilter] | flatten | length' "$tmp/net")" -ge 4 ] && break
		sleep 0.05
	done
}
run rawbpf net
expect_out "^name dissect  id [0-9]+  pids rawbpf\(${runs[1]:-}\)$"
expect_out "^name steer  id [0-9]+  pids rawbpf\(${runs[2]:-}\)$"
expect_out "^ipv6/local_in  prio -5  name drop_port  prog_id [0-9]+  link_id [0-9]+  pids rawbpf\(${runs[0]:-}\)$"
run rawbpf -j net
expect_json '.[0].netfilter | map(select(.prio == -5)) | .[0] | .pf == 10 and .hook == 1 and .flags == 0'
expect_json '[.[0].netfilter[].pf] | . == sort'
[ -z "${runs[*]:-}" ] || { kill "${runs[@]}" && wait "${runs[@]}"; } 2>/dev/null || true
run rawbpf net
expect_no_out "${runs[1]:-none}"

case_ "who may not ask for one thing is told, and shown the rest"
ready
need_command setpriv
need_command tc
active && tc qdisc add dev veth0 clsact && tc filter add dev veth0 ingress bpf da object-pinned $fs/cls
active && cp "$RAWBPF" "$tmp/rawbpf" && chmod 755 "$tmp" "$tmp/rawbpf"
run setpriv --reuid 65534 --regid 65534 --clear-groups "$tmp/rawbpf" -j net
expect_exit 5
expect_err 'flow_dissector cannot be listed: Operation not permitted'
expect_json "[.[0].tc[].id] == [$cls_id]"
expect_json '[.[0].not_listed[] | select(.error == "Operation not permitted").what] | contains(["flow_dissector", "netfilter"])'
active && tc qdisc del dev veth0 clsact

case_ "a filter is put and taken off by the words that run has for its place"
ready
need_command tc
run rawbpf net attach tc/ingress:veth0,priority=3,handle=7,chain=2 pinned $fs/cls
expect_exit 0
expect_quiet
expect bash -c "tc filter show dev veth0 ingress | grep -q 'pref 3 bpf chain 2 handle 0x7 cls:\[$cls_id\] direct-action'"
run rawbpf -j net
expect_json ".[0].tc[0] | .kind == \"clsact/ingress\" and .id == $cls_id and .pref == 3 and .handle == 7 and .chain == 2"
run rawbpf net detach tc/ingress:veth0,chain=2 pinned $fs/xdp
expect_exit 6
expect_err "no filter there has program $xdp_id, but others are there"
run rawbpf net detach tc/ingress:veth0,chain=2 pinned $fs/cls
expect_exit 0
expect_quiet
expect test -z "$(tc filter show dev veth0 ingress)"
active && tc qdisc del dev veth0 clsact

case_ "a target is checked before anything is done"
ready
run rawbpf net attach tc/ingress:nosuch0 pinned $fs/cls
expect_exit 6
expect_err 'tc/ingress:nosuch0: no such network interface'
run rawbpf net attach tc/ingress:veth0,metric=3 pinned $fs/cls
expect_exit 1
expect_err '"metric=3" is no word of this hook, which has replace=, priority=, handle=, chain='
run rawbpf net detach lwt_xmit:10.8.0.1/24@veth0 pinned $fs/cls
expect_exit 1
expect_err 'has bits set behind the first 24'
run rawbpf net attach sk_lookup: pinned $fs/cls
expect_exit 4
expect_err 'it takes programs of type sk_lookup, and this one is sched_cls'
expect "$RAWBPF" prog load "$BUILD/progs/sk_lookup.bpf.o" $fs/lookup
run rawbpf net attach sk_lookup: pinned $fs/lookup
expect_exit 1
expect_err 'there is only bpf_link for it'
run rawbpf net attach tc/ingress:veth0
expect_exit 1
run rawbpf net
expect_no_out veth

case_ "words that say nothing are refused"
ready
run rawbpf net attach
expect_exit 1
expect_err 'say where: xdp, '
run rawbpf net attach kprobe id 1 dev veth0
expect_exit 1
run rawbpf net attach xdp id "$xdp_id"
expect_exit 1
expect_err 'say which interface: dev NAME'
run rawbpf net attach xdp id "$xdp_id" dev nosuch0
expect_exit 6
expect_err 'nosuch0: no such network interface'
run rawbpf net attach xdp id "$xdp_id" dev veth0 prepend
expect_exit 1
run rawbpf net attach tcx_egress pinned $fs/cls dev veth0 overwrite
expect_exit 1
run rawbpf net attach xdp pinned $fs/cls dev veth0
expect_exit 4
expect_err 'it takes programs of type xdp, and this one is sched_cls'
run rawbpf net attach tcx_ingress pinned $fs/xdp dev veth0
expect_exit 4
expect_err 'it takes programs of type sched_cls, and this one is xdp'
run rawbpf net show veth0
expect_exit 1
run rawbpf net detach xdp dev veth0 now
expect_exit 1

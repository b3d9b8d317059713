#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# rawbpf link: attachments shown, pinned and undone from the command line.
. "$(dirname "$0")/../lib/cli.sh"

fs=/sys/fs/bpf
egress=$BUILD/progs/egress.bpf.o
xdp=$BUILD/progs/xdp_count.bpf.o
syscount=$BUILD/progs/syscount.bpf.o
execs=$BUILD/progs/execs_ring.bpf.o

# Keeps an object attached while the case goes on; the new link's id comes to $id.
attached() { # OBJECT TARGET TYPE
	need_root
	need_file "$1"
	active && "$RAWBPF" -j link show 2>/dev/null | jq '.[].id' | sort >"$tmp/before"
	active && rm -f $fs/link
	start rawbpf -j run "$1" ${2:+"$2"}
	wait_out '"type":"attached"'
	active && id=$("$RAWBPF" -j link show | jq --arg t "$3" '.[] | select(.type == $t) | .id' |
		sort | comm -13 "$tmp/before" - | tail -n 1)
	[ -n "${id:-}" ] || skip "this kernel has no $3 links"
}

# As run, but $out and the rest of a started command stay as they are.
shown() {
	active || return 0
	"$RAWBPF" "$@" >"$tmp/shown" 2>&1
}
expect_shown() { expect grep -Eq -- "$1" "$tmp/shown"; }
fulfils() { jq -e "$1" "$tmp/shown" >/dev/null; }
expect_shown_json() { expect fulfils "$1"; }

case_ "a cgroup link is shown with its cgroup and hook"
make_cgroup
attached "$egress" "egress=cgroup_skb/egress:$cgroup" cgroup
shown -j link show id "$id"
expect_shown_json ".id == $id and .type == \"cgroup\" and .prog_id > 0 and
	.cgroup_id == $(stat -c %i "${cgroup:-/}") and .attach_type == \"cgroup_inet_egress\""
shown link show id "$id"
expect_shown "^$id: cgroup  prog [0-9]+\$"
expect_shown '^	cgroup_id [0-9]+  attach_type cgroup_inet_egress$'
stop

case_ "an XDP link is shown with its device"
attached "$xdp" xdp_count=xdp:lo xdp
shown -j link show id "$id"
expect_shown_json '.devname == "lo" and .ifindex == 1'
shown link show id "$id"
expect_shown '^	devname lo  ifindex 1$'
stop

case_ "a raw tracepoint link is shown with the tracepoint's name"
attached "$syscount" "" raw_tracepoint
shown -j link show id "$id"
expect_shown_json '.tp_name == "sys_enter"'
stop

case_ "a tracepoint link is shown with the tracepoint's name"
attached "$execs" "" perf_event
shown -j link show id "$id"
expect_shown_json '.prog_id > 0'
case $(uname -r) in
[1-5].* | 6.[0-5].*) ;;
*) expect_shown_json '.tracepoint == "sched_process_exec"' ;;
esac
stop

case_ "the link's program is the one that is listed"
attached "$xdp" xdp_count=xdp:lo xdp
shown -j link show id "$id"
active && prog=$(jq .prog_id "$tmp/shown")
shown prog show id "${prog:-0}"
expect_shown 'xdp +name xdp_count'
stop

case_ "all links are an array, in which a new one is"
attached "$xdp" xdp_count=xdp:lo xdp
shown -j link show
expect_shown_json "type == \"array\" and any(.[]; .id == $id and .devname == \"lo\")"
stop

case_ "a link goes with the process that made it"
attached "$xdp" xdp_count=xdp:lo xdp
stop
run rawbpf link show id "$id"
expect_exit 6
expect_err 'none with this id'

case_ "a pinned link stays when its process ends"
attached "$xdp" xdp_count=xdp:lo xdp
shown link pin id "$id" $fs/link
expect test ! -s "$tmp/shown"
stop
run rawbpf -j link show pinned $fs/link
expect_exit 0
expect_json ".id == $id and .devname == \"lo\""
expect bash -c 'ip link show lo | grep -q xdp'
active && rm $fs/link
run rawbpf link show id "$id"
expect_exit 6

case_ "a detached link is still there, but attached nowhere"
attached "$xdp" xdp_count=xdp:lo xdp
shown link detach id "$id"
expect test ! -s "$tmp/shown"
shown -j link show id "$id"
expect_shown_json '.devname == "(detached)" and .ifindex == 0'
expect bash -c '! ip link show lo | grep -q xdp'
stop

case_ "a link that cannot be detached is refused with a reason"
attached "$syscount" "" raw_tracepoint
active && { "$RAWBPF" link detach id "$id" 2>"$tmp/shown"; code=$?; }
expect test "${code:-}" = 7
expect_shown 'last descriptor'
stop

case_ "a pin that is no link is refused"
need_root
run rawbpf map create $fs/map type array key 4 value 4 entries 1
expect_exit 0
run rawbpf link show pinned $fs/map
expect_exit 1
expect_err 'no link'

case_ "an unknown id has exit code 6"
need_root
run rawbpf link detach id 4294967295
expect_exit 6

case_ "a link has no name"
need_root
run rawbpf link show name x
expect_exit 1
expect_err 'say which link: id N, pinned PATH'

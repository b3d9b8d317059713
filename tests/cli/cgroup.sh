#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# rawbpf cgroup: what is attached to directories of cgroup v2, shown and changed from the command line.
. "$(dirname "$0")/../lib/cli.sh"

fs=/sys/fs/bpf
egress=$BUILD/progs/egress.bpf.o
device=$BUILD/progs/cgroup_device.bpf.o

# Two programs, pinned; $cgroup is a directory of the case's own, $id and $other their ids.
prepare() {
	need_root
	need_file "$egress"
	need_file "$device"
	make_cgroup
	active || return 0
	rm -f $fs/egress $fs/device
	"$RAWBPF" prog load "$egress" $fs/egress && "$RAWBPF" prog load "$device" $fs/device || fail "not loaded"
	id=$("$RAWBPF" -j prog show pinned $fs/egress | jq .id)
	other=$("$RAWBPF" -j prog show pinned $fs/device | jq .id)
}

# Quietly, for what comes before what is tested.
attach() { # TYPE PIN [WAY]
	active || return 0
	"$RAWBPF" cgroup attach "$cgroup" "$1" pinned $fs/"$2" ${3:+"$3"} || fail "not attached: $*"
}

case_ "an attached program is shown in bpftool's words"
prepare
attach cgroup_inet_egress egress multi
attach cgroup_device device
run rawbpf -j cgroup show "$cgroup"
expect_exit 0
expect_json "length == 2 and any(.[]; . == {id: $id, attach_type: \"cgroup_inet_egress\",
	attach_flags: \"multi\", name: \"egress\", attach_btf_name: \"\", attach_btf_obj_id: 0, attach_btf_id: 0,
	link_id: 0, pids: [], pinned: [\"$fs/egress\"]})"
expect_json "any(.[]; .id == $other and .attach_type == \"cgroup_device\" and .attach_flags == \"\")"
run rawbpf cgroup show "$cgroup"
expect_exit 0
expect_out '^ID +AttachType +AttachFlags +Name *$'
expect_out "^$id +cgroup_inet_egress multi +egress +pinned $fs/egress\$"

case_ "what runs in a directory below is effective there"
prepare
attach egress egress multi
active && mkdir "$cgroup/below"
run rawbpf -j cgroup show "$cgroup/below"
expect_json '. == []'
run rawbpf -j cgroup show "$cgroup/below" effective
expect_json ".[0].id == $id and (.[0] | has(\"attach_flags\") | not)"
run rawbpf cgroup show "$cgroup/below" effective
expect_out '^ID +AttachType +Name *$'
active && rmdir "$cgroup/below"

case_ "a directory without programs has nothing to show"
prepare
run rawbpf cgroup show "$cgroup"
expect_exit 0
expect_quiet

case_ "the tree has each directory with programs"
prepare
active && mkdir -p "$cgroup/a/b"
attach egress egress multi
active && cgroup=$cgroup/a/b attach device device
run rawbpf -j cgroup tree "$cgroup"
expect_exit 0
expect_json "map(.cgroup) == [\"$cgroup\", \"$cgroup/a/b\"] and .[1].programs[0].id == $other"
run rawbpf cgroup tree "$cgroup"
expect_out '^CgroupPath$'
expect_out "^$cgroup/a/b\$"
expect_out "^    $other +cgroup_device"
run rawbpf -j cgroup tree
expect_json "any(.[]; .cgroup == \"$cgroup\")"
run rawbpf -j cgroup tree "$cgroup/a" effective
expect_json "any(.[]; .cgroup == \"$cgroup/a\" and .programs[0].id == $id)"
active && rmdir "$cgroup/a/b" "$cgroup/a"

case_ "an attached program works, and a detached one does not"
prepare
attach egress egress
run rawbpf cgroup detach "$cgroup" egress pinned $fs/egress
expect_exit 0
expect_quiet
run rawbpf -j cgroup show "$cgroup"
expect_json '. == []'
run rawbpf cgroup detach "$cgroup" egress pinned $fs/egress
expect_exit 6
expect_err 'is not attached there as cgroup_skb/egress, or by a link'

case_ "a program that is alone stays, whoever else is attached or detached"
prepare
attach device device
run rawbpf cgroup attach "$cgroup" device pinned $fs/device multi
expect_exit 4
expect_err "program $other is there, and exclusive"
active && rm -f $fs/second && "$RAWBPF" prog load "$device" $fs/second
run rawbpf cgroup attach "$cgroup" device pinned $fs/second
expect_exit 4
expect_err ": $cgroup,exclusive,replace=$other instead of $cgroup takes its place"
run rawbpf cgroup detach "$cgroup" device pinned $fs/second
expect_exit 6
run rawbpf -j cgroup show "$cgroup"
expect_json ".[0].id == $other"
run rawbpf cgroup attach "$cgroup,exclusive,replace=$other" device pinned $fs/second
expect_exit 0
run rawbpf -j cgroup show "$cgroup"
expect_json "length == 1 and .[0].id != $other"

case_ "what is proposed where a program is alone works when it is typed"
prepare
for way in override exclusive; do
	active && rm -f $fs/second && "$RAWBPF" prog load "$device" $fs/second
	attach device device $way
	run rawbpf cgroup attach "$cgroup" device pinned $fs/second $way
	expect_exit 4
	proposed=$(sed -n 's/.*: \([^ ]*\) instead of .*/\1/p' "$err")
	expect test "$proposed" = "$cgroup,$way,replace=$other"
	run rawbpf cgroup attach "$proposed" device pinned $fs/second
	expect_exit 0
	run rawbpf -j cgroup show "$cgroup"
	expect_json "length == 1 and .[0].id != $other and .[0].attach_flags == \"${way#exclusive}\""
	run rawbpf cgroup detach "$cgroup" device pinned $fs/second
	expect_exit 0
done
run rawbpf cgroup attach "$cgroup,multi" device pinned $fs/device override
expect_exit 1
expect_err 'exclude each other: say one'
run rawbpf cgroup attach "$cgroup" device pinned $fs/device sometimes
expect_exit 1

case_ "a type is named as bpftool does, or as a section"
prepare
for type in cgroup_device device dev cgroup/dev; do
	run rawbpf cgroup attach "$cgroup" $type pinned $fs/device multi
	expect_exit 0
	run rawbpf cgroup detach "$cgroup" $type pinned $fs/device
	expect_exit 0
done
run rawbpf cgroup attach "$cgroup" xdp pinned $fs/device
expect_exit 1
expect_err '"xdp" is no attach type of cgroups'

case_ "a program for another hook is refused"
prepare
run rawbpf cgroup attach "$cgroup" device pinned $fs/egress multi
expect_exit 4
expect_err 'it takes programs of type cgroup_device, and this one is cgroup_skb'

case_ "what is no cgroup v2 is refused, and where that is is said"
need_root
make_cgroup
run rawbpf cgroup show /tmp
expect_exit 4
expect_err "/tmp: is not a directory of cgroup v2, which is at $(dirname "${cgroup:-/x}")\$"
run rawbpf -j cgroup tree /tmp
expect_exit 4
expect_json 'has("error")'
need_file "$egress"
run rawbpf run "$egress" egress=/tmp
expect_exit 4
expect_err 'is not a directory of cgroup v2'
run rawbpf cgroup show /no/such/cgroup
expect_exit 6
run rawbpf cgroup show
expect_exit 1
expect_err 'say which cgroup'

case_ "an array of cgroups is filled with directories"
prepare
run rawbpf map create $fs/cgroups type cgroup_array key 4 value 4 entries 2 name cgroups
expect_exit 0
run rawbpf map update pinned $fs/cgroups key 1 0 0 0 value cgroup "$cgroup"
expect_exit 0
run rawbpf map update pinned $fs/cgroups key 0 0 0 0 value cgroup /tmp
expect_exit 8
expect_err 'not of the kind that this map takes'
run rawbpf map update pinned $fs/cgroups key 0 0 0 0 value cgroup /no/such/cgroup
expect_exit 6
run rawbpf map delete pinned $fs/cgroups key 1 0 0 0
expect_exit 0
run rawbpf map delete pinned $fs/cgroups key 0 0 0 0
expect_exit 6

case_ "words behind the directory say how to attach"
prepare
start rawbpf run "$egress" "egress=$cgroup,override"
active && for _ in $(seq 100); do
	[ "$("$RAWBPF" -j cgroup show "$cgroup" | jq length)" = 1 ] && break
	sleep 0.05
done
run_now() { "$RAWBPF" -j cgroup show "$cgroup" | jq -e "$1" >/dev/null; }
expect run_now '.[0].attach_flags == "override"'
stop
expect run_now '. == []'

case_ "the link that holds a program is told, and whose it is"
prepare
active && mkdir "$cgroup/other"
attach egress egress multi
start rawbpf run "$egress" "egress=$cgroup/other"
run_now() { "$RAWBPF" -j cgroup "$1" "$cgroup/$2" | jq -e "$3" >/dev/null; }
active && for _ in $(seq 100); do
	run_now show other 'length == 1' && break
	sleep 0.05
done
prog=$("$RAWBPF" -j cgroup show "$cgroup/other" | jq '.[0].id')
link=$("$RAWBPF" -j link show | jq ".[] | select(.prog_id == ${prog:-0}).id")
expect run_now show other ".[0] | .link_id == ${link:-0} and .pids == [{ pid: ${pid:-0}, comm: \"rawbpf\" }] and .pinned == []"
expect run_now show "" '.[0].link_id == 0'
expect run_now tree "" ".[1].programs[0].link_id == ${link:-0}"
text_now() { "$RAWBPF" cgroup show "$cgroup/other" | grep -Eq "egress +link_id $link  pids rawbpf\\($pid\\)\$"; }
expect text_now
stop
! active || rmdir "$cgroup/other"

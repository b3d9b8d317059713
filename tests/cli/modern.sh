#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# rawbpf token; tokens, struct_ops and arenas in rawbpf run and inspect.
. "$(dirname "$0")/../lib/cli.sh"

object=$BUILD/tests/progs/struct_ops.bpf.o

# A bpffs that delegates something, at a place with a blank in its name.
mounted() {
	need_root
	active || return 0
	mkdir -p "$tmp/a b"
	mount -t bpf -o delegate_cmds=map_create:prog_load,delegate_progs=xdp none "$tmp/a b" 2>/dev/null ||
		skip "this kernel has no BPF tokens"
}
unmounted() { ! mountpoint -q "$tmp/a b" || umount "$tmp/a b"; }

case_ "a bpffs that delegates something is listed"
mounted
run rawbpf token show
expect_exit 0
expect_out 'token_info .*/a b  allowed_cmds map_create,prog_load  allowed_progs xdp$'
run rawbpf -j token
expect_json '.[-1] | (.token_info | endswith("/a b")) and .allowed_cmds == ["map_create", "prog_load"] and
	.allowed_maps == [] and .allowed_progs == ["xdp"] and .allowed_attachs == []'
unmounted

case_ "one that delegates nothing is not"
need_root
run rawbpf -j token list
expect_json '. == []'

case_ "token takes no words"
run rawbpf token show all
expect_exit 1
expect_err 'one word too many'

case_ "run with a path that gives no token says so"
need_root
need_file "$object"
run rawbpf run "$object" --token /proc --duration 0.1
expect_exit 1
expect_err '/proc: gives no BPF token: '
run rawbpf run "$object" --token /nonexistent --duration 0.1
expect_exit 6
expect_err '/nonexistent: cannot be opened for a token'

# The name is global in the kernel.
case_ "run registers a struct_ops under the name that --set gives"
need_root
need_file "$object"
need_file /sys/kernel/btf/vmlinux
run rawbpf -j run "$object" rawbpf_one --set "rawbpf_one.name=\"rbcli_$$\"" --duration 0.1
if active && [ "$status" != 0 ] && grep -q 'cannot be created\|lacks maps of type\|cannot be registered.*524' "$err"; then
	skip "this kernel has no struct_ops"
fi
expect_exit 0
expect_json
expect_out '^\{"type":"attached","map":"rawbpf_one","hook":"struct_ops","where":"rawbpf_one","how":"MAP_UPDATE_ELEM"\}$'
run rawbpf run "$object" rawbpf_one --set "rawbpf_one.name=\"rbcli_$$\"" --duration 0.1
expect_exit 0
expect_err '^rawbpf: struct_ops rawbpf_one registered \(MAP_UPDATE_ELEM\)$'

case_ "a member that does not exist cannot be set"
need_file "$object"
run rawbpf run "$object" --set rawbpf_one.nothing=1 --duration 0.1
expect_exit 6
expect_err 'there is no global variable rawbpf_one.nothing'

case_ "run shows the variables in an arena, and --set sets them"
need_root
arena=$BUILD/tests/progs/arena.bpf.o
need_file "$arena"
run rawbpf -j run "$arena" touch=socket:lo --set number=43 --duration 0.1
if active && [ "$status" != 0 ] && grep -q 'map arena: cannot be created\|map arena: this kernel lacks' "$err"; then
	skip "this kernel has no arenas"
fi
expect_exit 0
expect_out '^\{"type":"global","name":"number","value":43\}$'
expect_out '^\{"type":"global","name":"counter","value":0\}$'

case_ "inspect shows the variables in an arena"
need_file "$arena"
run rawbpf -j inspect "$arena" globals relocations
expect_json '(.globals | map(.name) | sort) == ["counter", "number", "pointer", "set_me"] and
	(.globals[] | select(.name == "number") | .value == 42 and .section == ".addr_space.1") and
	(.relocations[] | select(.function == "touch") | .kind == "variable" and .name == "counter")'

case_ "inspect shows the programs in a struct_ops"
need_file "$object"
run rawbpf -j inspect "$object" maps
expect_json '.maps[] | select(.name == "rawbpf_two") | .type == "struct_ops" and
	.members == ["ssthresh=ssthresh", "cong_avoid=cong_avoid", "undo_cwnd=undo_cwnd", "init=init_hundred"]'

#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# rawbpf types: what programs attach to, and what of it this kernel has.
. "$(dirname "$0")/../lib/cli.sh"

case_ "there is a line for each hook"
need_root
run rawbpf types
expect_exit 0
expect_out '^section +program type +attach type +since here$'
expect_out '^xdp +xdp +xdp +4\.8 +yes$'
expect_out '^socket +socket_filter +3\.19 +yes$'
expect_out '^cgroup/connect_unix +cgroup_sock_addr +cgroup_unix_connect +6\.7 +(yes|no)$'
expect_no_err .

case_ "in JSON it is one array with what is known of each"
need_root
run rawbpf -j types
expect_exit 0
expect_json 'length > 100 and all(.[]; .section and .prog_type and .context and .returns and .since and
	.mechanism and (.here == "yes" or .here == "no" or .here == "unknown"))'
expect_json 'any(.[]; . == {section: "cgroup/bind4", prog_type: "cgroup_sock_addr", attach_type: "cgroup_inet4_bind",
	target: "cgroup directory", example: "cgroup/bind4:/sys/fs/cgroup/mine", context: "struct bpf_sock_addr",
	returns: "0 refuse, 1 allow, 3 even where the port takes a capability", sample: "progs/bind_port.bpf.c",
	sleepable: false, frags: false, since: "4.17",
	mechanism: "bpf_link since 5.7, else PROG_ATTACH", link_since: "5.7", here: "yes"})'
expect_json 'any(.[]; .section == "xdp.frags" and .frags and (.sleepable | not))'
expect_json 'any(.[]; .section == "cgroup_skb/ingress" and .attach_type == "cgroup_inet_ingress")'
expect_json 'any(.[]; .section == "cgroup/skb" and (has("attach_type") | not))'

case_ "a section says all that is known of its hook"
run rawbpf types sk_lookup
expect_exit 0
expect_out '^  sk_lookup$'
expect_out '^	example sk_lookup:/proc/self/ns/net$'
expect_out '^	context struct bpf_sk_lookup$'
expect_out '^	returns SK_PASS, SK_DROP$'
expect_out '^	sample progs/sk_lookup.bpf.c$'
expect_out '^	mechanism bpf_link since 5\.9$'
expect_no_out '^	(link_since|sleepable|frags)'
run rawbpf types action
expect_out '^	mechanism matchall action$'
run rawbpf types tp/sched/sched_switch
expect_out '^  tp$'
run rawbpf types fentry.s
expect_out '^	sleepable$'

case_ "a type of program or an attach type means all hooks of it"
run rawbpf -j types sched_cls
expect_json 'length > 5 and all(.[]; .prog_type == "sched_cls")'
run rawbpf -j types BPF_PROG_TYPE_XDP
expect_json 'length > 5 and all(.[]; .prog_type == "xdp")'
run rawbpf -j types cgroup_inet_ingress
expect_json 'map(.section) == ["cgroup_skb/ingress"]'
run rawbpf -j types BPF_CGROUP_INET4_CONNECT
expect_json 'map(.section) == ["cgroup/connect4"]'
run rawbpf -j types connect4
expect_json 'map(.section) == ["cgroup/connect4"]'

case_ "for a name that nothing has the nearest is told"
run rawbpf types cgroup/conect4
expect_exit 6
expect_err '"cgroup/conect4": the nearest is cgroup/connect4$'
run rawbpf -j types kprob
expect_json '.error | endswith("the nearest is kprobe")'
run rawbpf types xdp xdp
expect_exit 1
run rawbpf types ''
expect_exit 6

case_ "who may not ask is told that it is unknown"
need_root
need_command setpriv
run setpriv --bounding-set=-all --inh-caps=-all --no-new-privs --reuid=65534 --clear-groups "$RAWBPF" types cgroup/dev
expect_exit 0
expect_out '^	here unknown$'
expect_out '^	since 4\.15$'

case_ "explain shows what the kernel is asked"
need_root
run rawbpf explain types tcx/ingress
expect_exit 0
expect_err '^BPF_PROG_LOAD \{prog_type=BPF_PROG_TYPE_SCHED_CLS, .*expected_attach_type=BPF_TCX_INGRESS'

case_ "every sample that is named is there"
run rawbpf -j types
expect_json 'any(.[]; has("sample"))'
active && jq -r '.[].sample // empty' "$out" | sort -u >"$tmp/samples"
expect xargs -n 1 test -e <"$tmp/samples"

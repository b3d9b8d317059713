/* SPDX-License-Identifier: BSD-2-Clause */
/* What the numbers in the table mean. Where they mean places, target.c has the words. */
#include "hook/hook.h"

#include <linux/bpf.h>
#include <stddef.h>

#include "base/text.h"

const char *hook_target_example(const struct hook *h)
{
	return text_nth(
		"\0" "eth0\0" "vfs_read\0" "/bin/sh:main\0" "openat\0" "sched/sched_switch\0"
		"sched_switch\0" "7:count\0" "file_open\0" "task\0" "ssthresh\0"
		"fd00::/64@eth0\0" "/sys/fs/cgroup/mine\0" "id:7\0" "/dev/lirc0\0"
		"/bin/sh:provider:name\0" "/proc/self/ns/net\0" "1234/5\0" "ipv4/local_in\0"
		"ingress/eth0\0",
		h->target);
}

/* Behind the mechanisms: what is no place of its own, and what is by another way than its mechanism. */
enum { WAY_VALUE = HOOK_LIRC + 1, WAY_STRUCT, WAY_RUN, WAY_ACTION, WAY_LOOKUP };

static unsigned int way(const struct hook *h)
{
	switch (h->prog_type) {
	case BPF_PROG_TYPE_XDP:
		return h->mechanism ? HOOK_XDP : WAY_VALUE;
	case BPF_PROG_TYPE_STRUCT_OPS:
		return WAY_STRUCT;
	case BPF_PROG_TYPE_SYSCALL:
		return WAY_RUN;
	case BPF_PROG_TYPE_SCHED_ACT:
		return WAY_ACTION;
	case BPF_PROG_TYPE_SK_LOOKUP:
		return WAY_LOOKUP;
	}
	return h->mechanism;
}

struct hook_how hook_how(const struct hook *h)
{
	/* the first kernel that has one of them; a hook that came later has had it from the beginning */
	static const uint8_t links[][2] = {
		[HOOK_TRACEPOINT] = { 5, 15 },
		[HOOK_RAW_TRACEPOINT] = { 5, 7 },
		[HOOK_XDP] = { 5, 9 },
		[HOOK_CGROUP] = { 5, 7 },
		[HOOK_TRAMPOLINE] = { 5, 7 },
		[HOOK_MPROG] = { 6, 6 },
		[HOOK_NETNS] = { 5, 8 },
		[HOOK_SOCKMAP] = { 6, 10 },
		[HOOK_NETFILTER] = { 6, 4 },
		[WAY_STRUCT] = { 6, 4 },
		[WAY_LOOKUP] = { 5, 9 },
	};
	struct hook_how w = { text_nth("loaded and pinned only, for now\0" "SO_ATTACH_BPF\0"
		"ioctl of a perf event\0" "RAW_TRACEPOINT_OPEN\0" "netlink\0" "PROG_ATTACH\0"
		"RAW_TRACEPOINT_OPEN\0" "clsact filter\0" "PROG_ATTACH\0" "route\0" "PROG_ATTACH\0"
		"PROG_ATTACH\0" "SO_ATTACH_REUSEPORT_EBPF\0" "\0" "PROG_ATTACH\0"
		"value of a devmap or cpumap\0" "MAP_UPDATE_ELEM\0" "PROG_TEST_RUN\0"
		"matchall action\0", way(h)), links[way(h)][0], links[way(h)][1] };

	if (w.major && (w.major << 8 | w.minor) < (h->major << 8 | h->minor)) {
		w.major = h->major;
		w.minor = h->minor;
	}
	return w;
}

const char *hook_context_words(const struct hook *h)
{
	return text_nth(
		"struct __sk_buff\0" "struct xdp_md\0" "struct pt_regs\0"
		"struct bpf_raw_tracepoint_args\0" "struct sk_reuseport_md\0"
		"the tracepoint's record\0" "struct bpf_perf_event_data\0"
		"the arguments, as an array of 64 bits each\0" "struct bpf_iter__X\0"
		"bytes of the caller\0" "struct bpf_sk_lookup\0" "struct bpf_nf_ctx\0"
		"struct bpf_sock_ops\0" "struct sk_msg_md\0" "unsigned int sample\0"
		"struct bpf_sock\0" "struct bpf_cgroup_dev_ctx\0" "struct bpf_sysctl\0"
		"struct bpf_sockopt\0" "struct bpf_sock_addr\0",
		h->context);
}

const char *hook_returns_words(const struct hook *h)
{
	return text_nth(
		"bytes of the packet to keep, 0 none\0" "SK_PASS, SK_DROP\0" "ignored\0"
		"what the function shall return, 0 go on\0" "as what it stands for\0"
		"0 allow, -errno refuse\0" "0 refuse, 1 allow\0"
		"0 refuse, 1 allow, 2 and 3 with congestion noted\0" "0 go on, 1 again\0"
		"given to the caller\0" "XDP_PASS, XDP_DROP, XDP_TX, XDP_REDIRECT, XDP_ABORTED\0"
		"XDP_PASS, XDP_DROP\0"
		"TC_ACT_OK, TC_ACT_SHOT, TC_ACT_REDIRECT, TC_ACT_UNSPEC, ...\0"
		"NETKIT_NEXT, NETKIT_PASS, NETKIT_DROP, NETKIT_REDIRECT\0" "BPF_OK, BPF_DROP\0"
		"BPF_OK, BPF_DROP, BPF_REDIRECT\0" "NF_ACCEPT, NF_DROP\0"
		"1 with the answer in reply, 0 without one\0" "length of the message\0" "1\0"
		"at entry: 0 also runs it at exit, 1 does not\0"
		"BPF_OK, BPF_DROP, BPF_LWT_REROUTE\0"
		"BPF_OK, BPF_DROP, BPF_REDIRECT, BPF_LWT_REROUTE\0"
		"0 refuse, 1 allow, 3 even where the port takes a capability\0"
		"BPF_OK, BPF_DROP, BPF_FLOW_DISSECTOR_CONTINUE\0" "0\0" "0 or 1, ignored\0"
		"XDP_PASS, XDP_DROP, XDP_REDIRECT\0" "TCX_NEXT, TCX_PASS, TCX_DROP, TCX_REDIRECT\0"
		"0 keep the event from perf's own ring, 1 let it in\0",
		h->returns);
}

const char *hook_sample_name(const struct hook *h)
{
	return text_nth(
		"\0" "sockex1\0" "execs_ring\0" "execs_perf\0" "syscount\0" "exec_parents\0"
		"xdp_count\0" "xdp_modes\0" "xdp_offload\0" "xdp_pieces\0" "xdp_redirect\0"
		"xdp_cpumap\0" "egress\0" "ingress\0" "cgroup_device\0" "tc_filter\0"
		"tc_action\0" "tcx\0" "netkit\0" "lwt\0" "seg6local\0" "connect_redirect\0"
		"sockopt\0" "sysctl\0" "tcp_states\0" "lsm_cgroup\0" "sk_lookup\0"
		"flow_dissector\0" "netfilter\0" "lirc\0" "tcp_cc\0" "handover\0" "frames\0"
		"bypass\0" "relay\0" "bind_port\0" "udp_redirect\0" "sockets\0" "unix_path\0",
		h->sample);
}

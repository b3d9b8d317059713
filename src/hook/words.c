/* SPDX-License-Identifier: BSD-2-Clause */
/* What the numbers in the table mean. Where they mean places, target.c has the words. */
#include "hook/hook.h"

#include <stddef.h>

const char *hook_context_words(const struct hook *h)
{
	static const char *const words[] = {
		[CONTEXT_SKB] = "struct __sk_buff",
		[CONTEXT_XDP] = "struct xdp_md",
		[CONTEXT_REGS] = "struct pt_regs",
		[CONTEXT_RAW_ARGS] = "struct bpf_raw_tracepoint_args",
		[CONTEXT_REUSEPORT] = "struct sk_reuseport_md",
		[CONTEXT_FIELDS] = "the tracepoint's record",
		[CONTEXT_PERF] = "struct bpf_perf_event_data",
		[CONTEXT_ARGUMENTS] = "the arguments, as an array of 64 bits each",
		[CONTEXT_ITERATOR] = "struct bpf_iter__X",
		[CONTEXT_CALLER] = "bytes of the caller",
		[CONTEXT_SK_LOOKUP] = "struct bpf_sk_lookup",
		[CONTEXT_NETFILTER] = "struct bpf_nf_ctx",
		[CONTEXT_SOCK_OPS] = "struct bpf_sock_ops",
		[CONTEXT_SK_MSG] = "struct sk_msg_md",
		[CONTEXT_LIRC] = "unsigned int sample",
		[CONTEXT_SOCK] = "struct bpf_sock",
		[CONTEXT_DEVICE] = "struct bpf_cgroup_dev_ctx",
		[CONTEXT_SYSCTL] = "struct bpf_sysctl",
		[CONTEXT_SOCKOPT] = "struct bpf_sockopt",
		[CONTEXT_SOCK_ADDR] = "struct bpf_sock_addr",
	};

	return words[h->context];
}

const char *hook_returns_words(const struct hook *h)
{
	static const char *const words[] = {
		[RETURNS_KEEP] = "bytes of the packet to keep, 0 none",
		[RETURNS_SK] = "SK_PASS, SK_DROP",
		[RETURNS_NOTHING] = "ignored",
		[RETURNS_INSTEAD] = "what the function shall return, 0 go on",
		[RETURNS_AS_TARGET] = "as what it stands for",
		[RETURNS_ERRNO] = "0 allow, -errno refuse",
		[RETURNS_VERDICT] = "0 refuse, 1 allow",
		[RETURNS_VERDICT_CN] = "0 refuse, 1 allow, 2 and 3 with congestion noted",
		[RETURNS_AGAIN] = "0 go on, 1 again",
		[RETURNS_CALLER] = "given to the caller",
		[RETURNS_XDP] = "XDP_PASS, XDP_DROP, XDP_TX, XDP_REDIRECT, XDP_ABORTED",
		[RETURNS_XDP_SHORT] = "XDP_PASS, XDP_DROP",
		[RETURNS_TC] = "TC_ACT_...",
		[RETURNS_NETKIT] = "NETKIT_...",
		[RETURNS_LWT] = "BPF_OK, BPF_DROP",
		[RETURNS_LWT_REDIRECT] = "BPF_OK, BPF_DROP, BPF_REDIRECT",
		[RETURNS_LWT_IN] = "BPF_OK, BPF_DROP, BPF_LWT_REROUTE",
		[RETURNS_LWT_XMIT] = "BPF_OK, BPF_DROP, BPF_REDIRECT, BPF_LWT_REROUTE",
		[RETURNS_NETFILTER] = "NF_ACCEPT, NF_DROP",
		[RETURNS_BY_OPERATION] = "by operation",
		[RETURNS_LENGTH] = "length of the message",
		[RETURNS_ONE] = "1",
		[RETURNS_BIND] = "0 refuse, 1 allow, 3 even where the port takes a capability",
		[RETURNS_FLOW] = "BPF_OK, BPF_DROP, BPF_FLOW_DISSECTOR_CONTINUE",
		[RETURNS_SESSION] = "at entry: 0 also runs it at exit, 1 does not",
	};

	return words[h->returns];
}

const char *hook_sample_name(const struct hook *h)
{
	static const char *const names[] = {
		[SAMPLE_SOCKEX1] = "sockex1",
		[SAMPLE_EXECS_RING] = "execs_ring",
		[SAMPLE_EXECS_PERF] = "execs_perf",
		[SAMPLE_SYSCOUNT] = "syscount",
		[SAMPLE_XDP_COUNT] = "xdp_count",
		[SAMPLE_EGRESS] = "egress",
		[SAMPLE_CGROUP_DEVICE] = "cgroup_device",
		[SAMPLE_TC_FILTER] = "tc_filter",
		[SAMPLE_TC_ACTION] = "tc_action",
		[SAMPLE_TCX] = "tcx",
		[SAMPLE_NETKIT] = "netkit",
		[SAMPLE_LWT] = "lwt",
		[SAMPLE_SEG6LOCAL] = "seg6local",
		[SAMPLE_XDP_TX] = "xdp_tx",
		[SAMPLE_XDP_REDIRECT] = "xdp_redirect",
		[SAMPLE_XDP_CPUMAP] = "xdp_cpumap",
		[SAMPLE_XSK_COUNT] = "xsk_count",
		[SAMPLE_CONNECT] = "connect_redirect",
		[SAMPLE_SOCKOPT] = "sockopt",
		[SAMPLE_SYSCTL] = "sysctl",
		[SAMPLE_TCP_STATES] = "tcp_states",
		[SAMPLE_LSM_CGROUP] = "lsm_cgroup",
		[SAMPLE_SK_LOOKUP] = "sk_lookup",
		[SAMPLE_FLOW_DISSECTOR] = "flow_dissector",
		[SAMPLE_NETFILTER] = "netfilter",
		[SAMPLE_LIRC] = "lirc",
		[SAMPLE_TCP_CC] = "tcp_cc",
		[SAMPLE_HANDOVER] = "handover",
		[SAMPLE_FRAMES] = "frames",
		[SAMPLE_BYPASS] = "bypass",
		[SAMPLE_BIND] = "bind_port",
		[SAMPLE_UDP] = "udp_redirect",
	};

	return names[h->sample];
}

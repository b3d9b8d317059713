/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table. Constants stand in full so that they can be searched for. Versions are the first
 * kernel that has the hook; bpf_link came later for the older ones, see the mechanism's file.
 */
#include "hook/hook.h"

#include <linux/bpf.h>
#include <stddef.h>

#define SKB "struct __sk_buff"
#define XDP "struct xdp_md"
#define REGS "struct pt_regs"
#define RAW "struct bpf_raw_tracepoint_args"
#define VERDICT "0 refuse, 1 allow"

/* clang-format off */
const struct hook hook_table[] = {
/* packets, as a socket sees them */
{ "socket", BPF_PROG_TYPE_SOCKET_FILTER, 0, HOOK_LOOSE, HOOK_SOCKET, "interface", "3.19", SKB, "bytes of the packet to keep, 0 none", "sockex1" },
{ "sk_reuseport/migrate", BPF_PROG_TYPE_SK_REUSEPORT, BPF_SK_REUSEPORT_SELECT_OR_MIGRATE, 0, HOOK_NONE, NULL, "5.14", "struct sk_reuseport_md", "SK_PASS, SK_DROP", NULL },
{ "sk_reuseport", BPF_PROG_TYPE_SK_REUSEPORT, BPF_SK_REUSEPORT_SELECT, 0, HOOK_NONE, NULL, "4.19", "struct sk_reuseport_md", "SK_PASS, SK_DROP", NULL },

/* probes */
{ "kprobe", BPF_PROG_TYPE_KPROBE, 0, HOOK_TARGET, HOOK_NONE, "function", "4.1", REGS, "ignored", NULL },
{ "kretprobe", BPF_PROG_TYPE_KPROBE, 0, HOOK_TARGET, HOOK_NONE, "function", "4.1", REGS, "ignored", NULL },
{ "uprobe", BPF_PROG_TYPE_KPROBE, 0, HOOK_TARGET, HOOK_NONE, "file:symbol", "4.3", REGS, "ignored", NULL },
{ "uretprobe", BPF_PROG_TYPE_KPROBE, 0, HOOK_TARGET, HOOK_NONE, "file:symbol", "4.3", REGS, "ignored", NULL },
{ "ksyscall", BPF_PROG_TYPE_KPROBE, 0, HOOK_TARGET, HOOK_NONE, "system call", "4.1", REGS, "ignored", NULL },
{ "kretsyscall", BPF_PROG_TYPE_KPROBE, 0, HOOK_TARGET, HOOK_NONE, "system call", "4.1", REGS, "ignored", NULL },
{ "tracepoint", BPF_PROG_TYPE_TRACEPOINT, 0, HOOK_TARGET, HOOK_TRACEPOINT, "category/name", "4.7", "the tracepoint's fields", "ignored", "execs_ring" },
{ "tp", BPF_PROG_TYPE_TRACEPOINT, 0, HOOK_TARGET, HOOK_TRACEPOINT, "category/name", "4.7", "the tracepoint's fields", "ignored", "execs_perf" },
{ "raw_tracepoint", BPF_PROG_TYPE_RAW_TRACEPOINT, 0, HOOK_TARGET, HOOK_RAW_TRACEPOINT, "name", "4.17", RAW, "ignored", "syscount" },
{ "raw_tp", BPF_PROG_TYPE_RAW_TRACEPOINT, 0, HOOK_TARGET, HOOK_RAW_TRACEPOINT, "name", "4.17", RAW, "ignored", "syscount" },
{ "raw_tracepoint.w", BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE, 0, HOOK_TARGET, HOOK_RAW_TRACEPOINT, "name", "5.2", RAW, "ignored", NULL },
{ "raw_tp.w", BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE, 0, HOOK_TARGET, HOOK_RAW_TRACEPOINT, "name", "5.2", RAW, "ignored", NULL },
{ "perf_event", BPF_PROG_TYPE_PERF_EVENT, 0, HOOK_LOOSE, HOOK_NONE, NULL, "4.9", "struct bpf_perf_event_data", "ignored", NULL },

/* kernel functions by BTF */
{ "tp_btf", BPF_PROG_TYPE_TRACING, BPF_TRACE_RAW_TP, HOOK_TARGET | HOOK_BTF_ID, HOOK_NONE, "name", "5.5", "the tracepoint's arguments", "ignored", NULL },
{ "fentry", BPF_PROG_TYPE_TRACING, BPF_TRACE_FENTRY, HOOK_TARGET | HOOK_BTF_ID, HOOK_NONE, "function", "5.5", "the function's arguments", "ignored", NULL },
{ "fexit", BPF_PROG_TYPE_TRACING, BPF_TRACE_FEXIT, HOOK_TARGET | HOOK_BTF_ID, HOOK_NONE, "function", "5.5", "the function's arguments", "ignored", NULL },
{ "fmod_ret", BPF_PROG_TYPE_TRACING, BPF_MODIFY_RETURN, HOOK_TARGET | HOOK_BTF_ID, HOOK_NONE, "function", "5.7", "the function's arguments", "what the function shall return, 0 go on", NULL },
{ "freplace", BPF_PROG_TYPE_EXT, 0, HOOK_TARGET | HOOK_BTF_ID, HOOK_NONE, "function of a program", "5.6", "the function's arguments", "as the function", NULL },
{ "lsm", BPF_PROG_TYPE_LSM, BPF_LSM_MAC, HOOK_TARGET | HOOK_BTF_ID, HOOK_NONE, "hook", "5.7", "the hook's arguments", "0 allow, -errno refuse", NULL },
{ "lsm_cgroup", BPF_PROG_TYPE_LSM, BPF_LSM_CGROUP, HOOK_TARGET | HOOK_BTF_ID, HOOK_NONE, "hook", "6.0", "the hook's arguments", VERDICT, NULL },
{ "iter", BPF_PROG_TYPE_TRACING, BPF_TRACE_ITER, HOOK_TARGET | HOOK_BTF_ID, HOOK_NONE, "what to iterate", "5.8", "struct bpf_iter__X", "0 go on, 1 again", NULL },
{ "struct_ops", BPF_PROG_TYPE_STRUCT_OPS, 0, HOOK_TARGET | HOOK_BTF_ID, HOOK_NONE, "member", "5.6", "the member's arguments", "as the member", NULL },
{ "struct_ops.s", BPF_PROG_TYPE_STRUCT_OPS, 0, HOOK_TARGET | HOOK_BTF_ID | HOOK_SLEEPABLE, HOOK_NONE, "member", "5.18", "the member's arguments", "as the member", NULL },
{ "syscall", BPF_PROG_TYPE_SYSCALL, 0, HOOK_SLEEPABLE, HOOK_NONE, NULL, "5.14", "bytes of the caller", "given to the caller", NULL },

/* packets, as an interface sees them */
{ "xdp", BPF_PROG_TYPE_XDP, BPF_XDP, HOOK_LOOSE, HOOK_XDP, "interface", "4.8", XDP, "XDP_PASS, XDP_DROP, XDP_TX, XDP_REDIRECT, XDP_ABORTED", "xdp_count" },
{ "xdp.frags", BPF_PROG_TYPE_XDP, BPF_XDP, HOOK_FRAGS, HOOK_XDP, "interface", "5.18", XDP, "XDP_PASS, XDP_DROP, XDP_TX, XDP_REDIRECT, XDP_ABORTED", NULL },
{ "xdpgeneric", BPF_PROG_TYPE_XDP, BPF_XDP, HOOK_GENERIC, HOOK_XDP, "interface", "4.12", XDP, "XDP_PASS, XDP_DROP, XDP_TX, XDP_REDIRECT, XDP_ABORTED", "xdp_count" },
{ "xdpdrv", BPF_PROG_TYPE_XDP, BPF_XDP, HOOK_NATIVE, HOOK_XDP, "interface", "4.12", XDP, "XDP_PASS, XDP_DROP, XDP_TX, XDP_REDIRECT, XDP_ABORTED", "xdp_count" },
{ "xdp/devmap", BPF_PROG_TYPE_XDP, BPF_XDP_DEVMAP, 0, HOOK_NONE, NULL, "5.8", XDP, "XDP_PASS, XDP_DROP", NULL },
{ "xdp/cpumap", BPF_PROG_TYPE_XDP, BPF_XDP_CPUMAP, 0, HOOK_NONE, NULL, "5.9", XDP, "XDP_PASS, XDP_DROP", NULL },
{ "xdp.frags/devmap", BPF_PROG_TYPE_XDP, BPF_XDP_DEVMAP, HOOK_FRAGS, HOOK_NONE, NULL, "5.18", XDP, "XDP_PASS, XDP_DROP", NULL },
{ "xdp.frags/cpumap", BPF_PROG_TYPE_XDP, BPF_XDP_CPUMAP, HOOK_FRAGS, HOOK_NONE, NULL, "5.18", XDP, "XDP_PASS, XDP_DROP", NULL },
{ "tcx/ingress", BPF_PROG_TYPE_SCHED_CLS, BPF_TCX_INGRESS, 0, HOOK_NONE, "interface", "6.6", SKB, "TC_ACT_...", NULL },
{ "tcx/egress", BPF_PROG_TYPE_SCHED_CLS, BPF_TCX_EGRESS, 0, HOOK_NONE, "interface", "6.6", SKB, "TC_ACT_...", NULL },
{ "tc/ingress", BPF_PROG_TYPE_SCHED_CLS, BPF_TCX_INGRESS, 0, HOOK_NONE, "interface", "4.1", SKB, "TC_ACT_...", NULL },
{ "tc/egress", BPF_PROG_TYPE_SCHED_CLS, BPF_TCX_EGRESS, 0, HOOK_NONE, "interface", "4.1", SKB, "TC_ACT_...", NULL },
{ "tc", BPF_PROG_TYPE_SCHED_CLS, 0, HOOK_LOOSE, HOOK_NONE, "interface", "4.1", SKB, "TC_ACT_...", NULL },
{ "classifier", BPF_PROG_TYPE_SCHED_CLS, 0, HOOK_LOOSE, HOOK_NONE, "interface", "4.1", SKB, "TC_ACT_...", NULL },
{ "action", BPF_PROG_TYPE_SCHED_ACT, 0, HOOK_LOOSE, HOOK_NONE, NULL, "4.1", SKB, "TC_ACT_...", NULL },
{ "netkit/primary", BPF_PROG_TYPE_SCHED_CLS, BPF_NETKIT_PRIMARY, 0, HOOK_NONE, "interface", "6.7", SKB, "NETKIT_...", NULL },
{ "netkit/peer", BPF_PROG_TYPE_SCHED_CLS, BPF_NETKIT_PEER, 0, HOOK_NONE, "interface", "6.7", SKB, "NETKIT_...", NULL },
{ "lwt_in", BPF_PROG_TYPE_LWT_IN, 0, HOOK_LOOSE, HOOK_NONE, "route", "4.10", SKB, "BPF_OK, BPF_DROP", NULL },
{ "lwt_out", BPF_PROG_TYPE_LWT_OUT, 0, HOOK_LOOSE, HOOK_NONE, "route", "4.10", SKB, "BPF_OK, BPF_DROP", NULL },
{ "lwt_xmit", BPF_PROG_TYPE_LWT_XMIT, 0, HOOK_LOOSE, HOOK_NONE, "route", "4.10", SKB, "BPF_OK, BPF_DROP, BPF_REDIRECT", NULL },
{ "lwt_seg6local", BPF_PROG_TYPE_LWT_SEG6LOCAL, 0, HOOK_LOOSE, HOOK_NONE, "route", "4.18", SKB, "BPF_OK, BPF_DROP, BPF_REDIRECT", NULL },
{ "flow_dissector", BPF_PROG_TYPE_FLOW_DISSECTOR, BPF_FLOW_DISSECTOR, 0, HOOK_NONE, NULL, "4.20", SKB, "BPF_OK, BPF_DROP", NULL },
{ "sk_lookup", BPF_PROG_TYPE_SK_LOOKUP, BPF_SK_LOOKUP, HOOK_LOOSE, HOOK_NONE, NULL, "5.9", "struct bpf_sk_lookup", "SK_PASS, SK_DROP", NULL },
{ "netfilter", BPF_PROG_TYPE_NETFILTER, BPF_NETFILTER, HOOK_LOOSE, HOOK_NONE, NULL, "6.4", "struct bpf_nf_ctx", "NF_ACCEPT, NF_DROP", NULL },

/* sockets */
{ "sockops", BPF_PROG_TYPE_SOCK_OPS, BPF_CGROUP_SOCK_OPS, HOOK_LOOSE, HOOK_NONE, "cgroup directory", "4.13", "struct bpf_sock_ops", "by operation", NULL },
{ "sk_skb/stream_parser", BPF_PROG_TYPE_SK_SKB, BPF_SK_SKB_STREAM_PARSER, HOOK_LOOSE, HOOK_NONE, "map", "4.14", SKB, "length of the message", NULL },
{ "sk_skb/stream_verdict", BPF_PROG_TYPE_SK_SKB, BPF_SK_SKB_STREAM_VERDICT, HOOK_LOOSE, HOOK_NONE, "map", "4.14", SKB, "SK_PASS, SK_DROP", NULL },
{ "sk_skb/verdict", BPF_PROG_TYPE_SK_SKB, BPF_SK_SKB_VERDICT, HOOK_LOOSE, HOOK_NONE, "map", "5.13", SKB, "SK_PASS, SK_DROP", NULL },
{ "sk_skb", BPF_PROG_TYPE_SK_SKB, 0, HOOK_LOOSE, HOOK_NONE, "map", "4.14", SKB, "SK_PASS, SK_DROP", NULL },
{ "sk_msg", BPF_PROG_TYPE_SK_MSG, BPF_SK_MSG_VERDICT, HOOK_LOOSE, HOOK_NONE, "map", "4.17", "struct sk_msg_md", "SK_PASS, SK_DROP", NULL },
{ "lirc_mode2", BPF_PROG_TYPE_LIRC_MODE2, BPF_LIRC_MODE2, HOOK_LOOSE, HOOK_NONE, "device", "4.18", "unsigned int sample", "ignored", NULL },

/* cgroups */
{ "cgroup_skb/ingress", BPF_PROG_TYPE_CGROUP_SKB, BPF_CGROUP_INET_INGRESS, HOOK_LOOSE, HOOK_CGROUP, "cgroup directory", "4.10", SKB, VERDICT, NULL },
{ "cgroup_skb/egress", BPF_PROG_TYPE_CGROUP_SKB, BPF_CGROUP_INET_EGRESS, HOOK_LOOSE, HOOK_CGROUP, "cgroup directory", "4.10", SKB, VERDICT ", 2 and 3 with congestion noted", "egress" },
{ "cgroup/skb", BPF_PROG_TYPE_CGROUP_SKB, 0, HOOK_LOOSE, HOOK_CGROUP, "cgroup directory, ingress", "4.10", SKB, VERDICT, NULL },
{ "cgroup/sock_create", BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET_SOCK_CREATE, 0, HOOK_NONE, "cgroup directory", "4.10", "struct bpf_sock", VERDICT, NULL },
{ "cgroup/sock_release", BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET_SOCK_RELEASE, 0, HOOK_NONE, "cgroup directory", "5.9", "struct bpf_sock", "1", NULL },
{ "cgroup/sock", BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET_SOCK_CREATE, HOOK_LOOSE, HOOK_NONE, "cgroup directory", "4.10", "struct bpf_sock", VERDICT, NULL },
{ "cgroup/dev", BPF_PROG_TYPE_CGROUP_DEVICE, BPF_CGROUP_DEVICE, HOOK_LOOSE, HOOK_NONE, "cgroup directory", "4.15", "struct bpf_cgroup_dev_ctx", VERDICT, NULL },
{ "cgroup/sysctl", BPF_PROG_TYPE_CGROUP_SYSCTL, BPF_CGROUP_SYSCTL, 0, HOOK_NONE, "cgroup directory", "5.2", "struct bpf_sysctl", VERDICT, NULL },
{ "cgroup/getsockopt", BPF_PROG_TYPE_CGROUP_SOCKOPT, BPF_CGROUP_GETSOCKOPT, 0, HOOK_NONE, "cgroup directory", "5.3", "struct bpf_sockopt", VERDICT, NULL },
{ "cgroup/setsockopt", BPF_PROG_TYPE_CGROUP_SOCKOPT, BPF_CGROUP_SETSOCKOPT, 0, HOOK_NONE, "cgroup directory", "5.3", "struct bpf_sockopt", VERDICT, NULL },
};
/* clang-format on */

const unsigned int hook_cnt = sizeof(hook_table) / sizeof(hook_table[0]);

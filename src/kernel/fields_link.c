/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The commands about links, field by field. BPF_LINK_CREATE ends in a union whose meaning follows
 * from attach_type, except that type 0 is both a cgroup's ingress and what replacing a function
 * of another program (BPF_PROG_TYPE_EXT) gives: there the flags that ask for a place in a list
 * tell a cgroup.
 */
#include "kernel/fields.h"

#include <linux/bpf.h>

enum {
	PROG = 1 << 0,       /* attaches a program ... */
	STRUCT_OPS = 1 << 1, /* ... or a map */
	ON_FD = 1 << 2,
	XDP = 1 << 3,
	ITER = 1 << 4,
	PERF_EVENT = 1 << 5,
	KPROBE_MULTI = 1 << 6,
	UPROBE_MULTI = 1 << 7,
	TRACING = 1 << 8,
	TRACING_MULTI = 1 << 9,
	NETFILTER = 1 << 10,
	CGROUP = 1 << 11,
	TCX = 1 << 12,
	NETKIT = 1 << 13,
	BY_FD = 1 << 14, /* relative_fd ... */
	BY_ID = 1 << 15, /* ... or relative_id */
};

/* Hooks of a cgroup have no member of their own, and use `cgroup` only since 6.17. */
static const uint16_t variants[] = {
	[BPF_CGROUP_INET_EGRESS ... BPF_CGROUP_SOCK_OPS] = CGROUP,
	[BPF_CGROUP_DEVICE] = CGROUP,
	[BPF_CGROUP_INET4_BIND ... BPF_CGROUP_UDP6_SENDMSG] = CGROUP,
	[BPF_CGROUP_SYSCTL ... BPF_CGROUP_SETSOCKOPT] = CGROUP,
	[BPF_TRACE_RAW_TP ... BPF_LSM_MAC] = TRACING,
	[BPF_TRACE_ITER] = ITER,
	[BPF_CGROUP_INET4_GETPEERNAME ... BPF_CGROUP_INET6_GETSOCKNAME] = CGROUP,
	[BPF_CGROUP_INET_SOCK_RELEASE] = CGROUP,
	[BPF_XDP] = XDP,
	[BPF_PERF_EVENT] = PERF_EVENT,
	[BPF_TRACE_KPROBE_MULTI] = KPROBE_MULTI,
	[BPF_LSM_CGROUP] = CGROUP,
	[BPF_STRUCT_OPS] = STRUCT_OPS,
	[BPF_NETFILTER] = NETFILTER,
	[BPF_TCX_INGRESS ... BPF_TCX_EGRESS] = TCX,
	[BPF_TRACE_UPROBE_MULTI] = UPROBE_MULTI,
	[BPF_CGROUP_UNIX_CONNECT ... BPF_CGROUP_UNIX_GETSOCKNAME] = CGROUP,
	[BPF_NETKIT_PRIMARY ... BPF_NETKIT_PEER] = NETKIT,
	[BPF_TRACE_KPROBE_SESSION] = KPROBE_MULTI,
	[BPF_TRACE_UPROBE_SESSION] = UPROBE_MULTI,
	[BPF_TRACE_FSESSION] = TRACING,
	[BPF_TRACE_FENTRY_MULTI ... BPF_TRACE_FSESSION_MULTI] = TRACING_MULTI,
};

static uint16_t create_variant(const void *attr, size_t size)
{
	uint64_t type =
		fields_integer(attr, size, offsetof(struct bpf_attr_link_create, attach_type), 4);
	uint64_t flags =
		fields_integer(attr, size, offsetof(struct bpf_attr_link_create, flags), 4);
	uint16_t v = type < sizeof(variants) / sizeof(variants[0]) ? variants[type] : 0;

	if (type == BPF_CGROUP_INET_INGRESS)
		v = flags & (BPF_F_BEFORE | BPF_F_AFTER) ? CGROUP : TRACING;
	v |= flags & BPF_F_ID ? BY_ID : BY_FD;
	v |= v & STRUCT_OPS ? 0 : PROG;
	v |= v & (XDP | TCX | NETKIT) ? 0 : ON_FD;
	return v;
}

static const struct field create[] = {
	{ FIELD(bpf_attr_link_create, prog_fd), FIELD_FD, PROG, WHEN_ALWAYS },
	{ FIELD(bpf_attr_link_create, map_fd), FIELD_FD, STRUCT_OPS, WHEN_ALWAYS },
	{ FIELD(bpf_attr_link_create, target_fd), FIELD_FD, ON_FD },
	{ FIELD(bpf_attr_link_create, target_ifindex), FIELD_NUMBER, XDP, WHEN_ALWAYS },
	{ FIELD(bpf_attr_link_create, target_ifindex), FIELD_NUMBER, TCX, WHEN_ALWAYS },
	{ FIELD(bpf_attr_link_create, target_ifindex), FIELD_NUMBER, NETKIT, WHEN_ALWAYS },
	{ FIELD(bpf_attr_link_create, attach_type), FIELD_ENUM, .when = WHEN_ALWAYS,
		.names = &names_attach_type },
	{ FIELD(bpf_attr_link_create, flags), FIELD_FLAGS, ON_FD, .names = &names_attach_flags },
	{ FIELD(bpf_attr_link_create, flags), FIELD_FLAGS, XDP, .names = &names_xdp_flags },
	{ FIELD(bpf_attr_link_create, flags), FIELD_FLAGS, TCX, .names = &names_attach_flags },
	{ FIELD(bpf_attr_link_create, flags), FIELD_FLAGS, NETKIT, .names = &names_attach_flags },
	{ FIELD(bpf_attr_link_create, target_btf_id), FIELD_NUMBER, TRACING },
	{ FIELD(bpf_attr_link_create, tracing.cookie), FIELD_HEX, TRACING },
	{ FIELD(bpf_attr_link_create, iter_info), FIELD_BYTES, ITER,
		.by = offsetof(struct bpf_attr_link_create, iter_info_len) },
	{ FIELD(bpf_attr_link_create, iter_info_len), FIELD_NUMBER, ITER },
	{ FIELD(bpf_attr_link_create, perf_event.bpf_cookie), FIELD_HEX, PERF_EVENT },
	{ FIELD(bpf_attr_link_create, kprobe_multi.flags), FIELD_FLAGS, KPROBE_MULTI,
		.names = &names_kprobe_multi_flags },
	{ FIELD(bpf_attr_link_create, kprobe_multi.cnt), FIELD_NUMBER, KPROBE_MULTI },
	{ FIELD(bpf_attr_link_create, kprobe_multi.syms), FIELD_STRINGS, KPROBE_MULTI,
		.by = offsetof(struct bpf_attr_link_create, kprobe_multi.cnt) },
	{ FIELD(bpf_attr_link_create, kprobe_multi.addrs), FIELD_ARRAY64, KPROBE_MULTI,
		.by = offsetof(struct bpf_attr_link_create, kprobe_multi.cnt) },
	{ FIELD(bpf_attr_link_create, kprobe_multi.cookies), FIELD_ARRAY64, KPROBE_MULTI,
		.by = offsetof(struct bpf_attr_link_create, kprobe_multi.cnt) },
	{ FIELD(bpf_attr_link_create, netfilter.pf), FIELD_NUMBER, NETFILTER },
	{ FIELD(bpf_attr_link_create, netfilter.hooknum), FIELD_NUMBER, NETFILTER, WHEN_ALWAYS },
	{ FIELD(bpf_attr_link_create, netfilter.priority), FIELD_SIGNED, NETFILTER },
	{ FIELD(bpf_attr_link_create, netfilter.flags), FIELD_FLAGS, NETFILTER,
		.names = &names_netfilter_flags },
	{ FIELD(bpf_attr_link_create, tcx.relative_fd), FIELD_FD, TCX | BY_FD },
	{ FIELD(bpf_attr_link_create, tcx.relative_id), FIELD_NUMBER, TCX | BY_ID },
	{ FIELD(bpf_attr_link_create, tcx.expected_revision), FIELD_NUMBER, TCX },
	{ FIELD(bpf_attr_link_create, uprobe_multi.path), FIELD_STRING, UPROBE_MULTI },
	{ FIELD(bpf_attr_link_create, uprobe_multi.offsets), FIELD_POINTER, UPROBE_MULTI },
	{ FIELD(bpf_attr_link_create, uprobe_multi.ref_ctr_offsets), FIELD_POINTER, UPROBE_MULTI },
	{ FIELD(bpf_attr_link_create, uprobe_multi.cookies), FIELD_ARRAY64, UPROBE_MULTI,
		.by = offsetof(struct bpf_attr_link_create, uprobe_multi.cnt) },
	{ FIELD(bpf_attr_link_create, uprobe_multi.cnt), FIELD_NUMBER, UPROBE_MULTI },
	{ FIELD(bpf_attr_link_create, uprobe_multi.flags), FIELD_FLAGS, UPROBE_MULTI,
		.names = &names_uprobe_multi_flags },
	{ FIELD(bpf_attr_link_create, uprobe_multi.pid), FIELD_NUMBER, UPROBE_MULTI },
	{ FIELD(bpf_attr_link_create, uprobe_multi.path_fd), FIELD_FD, UPROBE_MULTI },
	{ FIELD(bpf_attr_link_create, netkit.relative_fd), FIELD_FD, NETKIT | BY_FD },
	{ FIELD(bpf_attr_link_create, netkit.relative_id), FIELD_NUMBER, NETKIT | BY_ID },
	{ FIELD(bpf_attr_link_create, netkit.expected_revision), FIELD_NUMBER, NETKIT },
	{ FIELD(bpf_attr_link_create, cgroup.relative_fd), FIELD_FD, CGROUP | BY_FD },
	{ FIELD(bpf_attr_link_create, cgroup.relative_id), FIELD_NUMBER, CGROUP | BY_ID },
	{ FIELD(bpf_attr_link_create, cgroup.expected_revision), FIELD_NUMBER, CGROUP },
	{ FIELD(bpf_attr_link_create, tracing_multi.ids), FIELD_ARRAY, TRACING_MULTI,
		.by = offsetof(struct bpf_attr_link_create, tracing_multi.cnt) },
	{ FIELD(bpf_attr_link_create, tracing_multi.cookies), FIELD_ARRAY64, TRACING_MULTI,
		.by = offsetof(struct bpf_attr_link_create, tracing_multi.cnt) },
	{ FIELD(bpf_attr_link_create, tracing_multi.cnt), FIELD_NUMBER, TRACING_MULTI },
	{ 0 },
};

/* What kind of link it is does not stand in the request; struct_ops has maps in these places. */
static const struct field update[] = {
	{ FIELD(bpf_attr_link_update, link_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_link_update, new_prog_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_link_update, flags), FIELD_FLAGS, .names = &names_attach_flags },
	{ FIELD(bpf_attr_link_update, old_prog_fd), FIELD_FD },
	{ 0 },
};

static const struct field detach[] = {
	{ FIELD(bpf_attr_link_detach, link_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ 0 },
};

static const struct field iter_create[] = {
	{ FIELD(bpf_attr_iter_create, link_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_iter_create, flags), FIELD_HEX },
	{ 0 },
};

const struct request_desc fields_link[] = {
	{ CALL_BPF, BPF_LINK_CREATE, "BPF_LINK_CREATE",
		{ create, sizeof(struct bpf_attr_link_create), create_variant } },
	{ CALL_BPF, BPF_LINK_UPDATE, "BPF_LINK_UPDATE",
		{ update, sizeof(struct bpf_attr_link_update), NULL } },
	{ CALL_BPF, BPF_LINK_DETACH, "BPF_LINK_DETACH",
		{ detach, sizeof(struct bpf_attr_link_detach), NULL } },
	{ CALL_BPF, BPF_ITER_CREATE, "BPF_ITER_CREATE",
		{ iter_create, sizeof(struct bpf_attr_iter_create), NULL } },
	{ 0 },
};

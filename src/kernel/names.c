/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The five lists of numbers that all of BPF is made of, as text: commands, kinds of maps, of
 * programs, of attachments, of links. They begin with 0, and only ever grow at the end, so a number
 * without a name is one of a newer kernel. Two map types are ..._DEPRECATED in newer headers; here
 * they have the name that is in old and new ones.
 *
 * A list is one string rather than an array of strings: a pointer is half as long as a name.
 */
#include "kernel/names.h"
#include "base/text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

const struct names names_bpf_cmd = { .list = "bpf_cmd\0" "BPF_\0"
	"MAP_CREATE\0" "MAP_LOOKUP_ELEM\0" "MAP_UPDATE_ELEM\0" "MAP_DELETE_ELEM\0"
	"MAP_GET_NEXT_KEY\0" "PROG_LOAD\0" "OBJ_PIN\0" "OBJ_GET\0" "PROG_ATTACH\0" "PROG_DETACH\0"
	"PROG_TEST_RUN\0" "PROG_GET_NEXT_ID\0" "MAP_GET_NEXT_ID\0" "PROG_GET_FD_BY_ID\0"
	"MAP_GET_FD_BY_ID\0" "OBJ_GET_INFO_BY_FD\0" "PROG_QUERY\0" "RAW_TRACEPOINT_OPEN\0"
	"BTF_LOAD\0" "BTF_GET_FD_BY_ID\0" "TASK_FD_QUERY\0" "MAP_LOOKUP_AND_DELETE_ELEM\0"
	"MAP_FREEZE\0" "BTF_GET_NEXT_ID\0" "MAP_LOOKUP_BATCH\0" "MAP_LOOKUP_AND_DELETE_BATCH\0"
	"MAP_UPDATE_BATCH\0" "MAP_DELETE_BATCH\0" "LINK_CREATE\0" "LINK_UPDATE\0"
	"LINK_GET_FD_BY_ID\0" "LINK_GET_NEXT_ID\0" "ENABLE_STATS\0" "ITER_CREATE\0"
	"LINK_DETACH\0" "PROG_BIND_MAP\0" "TOKEN_CREATE\0" "PROG_STREAM_READ_BY_FD\0"
	"PROG_ASSOC_STRUCT_OPS\0" };

const struct names names_map_type = { .list = "map_type\0" "BPF_MAP_TYPE_\0"
	"UNSPEC\0" "HASH\0" "ARRAY\0" "PROG_ARRAY\0" "PERF_EVENT_ARRAY\0" "PERCPU_HASH\0"
	"PERCPU_ARRAY\0" "STACK_TRACE\0" "CGROUP_ARRAY\0" "LRU_HASH\0" "LRU_PERCPU_HASH\0"
	"LPM_TRIE\0" "ARRAY_OF_MAPS\0" "HASH_OF_MAPS\0" "DEVMAP\0" "SOCKMAP\0" "CPUMAP\0"
	"XSKMAP\0" "SOCKHASH\0" "CGROUP_STORAGE\0" "REUSEPORT_SOCKARRAY\0"
	"PERCPU_CGROUP_STORAGE\0" "QUEUE\0" "STACK\0" "SK_STORAGE\0" "DEVMAP_HASH\0"
	"STRUCT_OPS\0" "RINGBUF\0" "INODE_STORAGE\0" "TASK_STORAGE\0" "BLOOM_FILTER\0"
	"USER_RINGBUF\0" "CGRP_STORAGE\0" "ARENA\0" "INSN_ARRAY\0" "RHASH\0" };

const struct names names_prog_type = { .list = "prog_type\0" "BPF_PROG_TYPE_\0"
	"UNSPEC\0" "SOCKET_FILTER\0" "KPROBE\0" "SCHED_CLS\0" "SCHED_ACT\0" "TRACEPOINT\0" "XDP\0"
	"PERF_EVENT\0" "CGROUP_SKB\0" "CGROUP_SOCK\0" "LWT_IN\0" "LWT_OUT\0" "LWT_XMIT\0"
	"SOCK_OPS\0" "SK_SKB\0" "CGROUP_DEVICE\0" "SK_MSG\0" "RAW_TRACEPOINT\0"
	"CGROUP_SOCK_ADDR\0" "LWT_SEG6LOCAL\0" "LIRC_MODE2\0" "SK_REUSEPORT\0" "FLOW_DISSECTOR\0"
	"CGROUP_SYSCTL\0" "RAW_TRACEPOINT_WRITABLE\0" "CGROUP_SOCKOPT\0" "TRACING\0"
	"STRUCT_OPS\0" "EXT\0" "LSM\0" "SK_LOOKUP\0" "SYSCALL\0" "NETFILTER\0" };

const struct names names_attach_type = { .list = "attach_type\0" "BPF_\0"
	"CGROUP_INET_INGRESS\0" "CGROUP_INET_EGRESS\0" "CGROUP_INET_SOCK_CREATE\0"
	"CGROUP_SOCK_OPS\0" "SK_SKB_STREAM_PARSER\0" "SK_SKB_STREAM_VERDICT\0" "CGROUP_DEVICE\0"
	"SK_MSG_VERDICT\0" "CGROUP_INET4_BIND\0" "CGROUP_INET6_BIND\0" "CGROUP_INET4_CONNECT\0"
	"CGROUP_INET6_CONNECT\0" "CGROUP_INET4_POST_BIND\0" "CGROUP_INET6_POST_BIND\0"
	"CGROUP_UDP4_SENDMSG\0" "CGROUP_UDP6_SENDMSG\0" "LIRC_MODE2\0" "FLOW_DISSECTOR\0"
	"CGROUP_SYSCTL\0" "CGROUP_UDP4_RECVMSG\0" "CGROUP_UDP6_RECVMSG\0" "CGROUP_GETSOCKOPT\0"
	"CGROUP_SETSOCKOPT\0" "TRACE_RAW_TP\0" "TRACE_FENTRY\0" "TRACE_FEXIT\0" "MODIFY_RETURN\0"
	"LSM_MAC\0" "TRACE_ITER\0" "CGROUP_INET4_GETPEERNAME\0" "CGROUP_INET6_GETPEERNAME\0"
	"CGROUP_INET4_GETSOCKNAME\0" "CGROUP_INET6_GETSOCKNAME\0" "XDP_DEVMAP\0"
	"CGROUP_INET_SOCK_RELEASE\0" "XDP_CPUMAP\0" "SK_LOOKUP\0" "XDP\0" "SK_SKB_VERDICT\0"
	"SK_REUSEPORT_SELECT\0" "SK_REUSEPORT_SELECT_OR_MIGRATE\0" "PERF_EVENT\0"
	"TRACE_KPROBE_MULTI\0" "LSM_CGROUP\0" "STRUCT_OPS\0" "NETFILTER\0" "TCX_INGRESS\0"
	"TCX_EGRESS\0" "TRACE_UPROBE_MULTI\0" "CGROUP_UNIX_CONNECT\0" "CGROUP_UNIX_SENDMSG\0"
	"CGROUP_UNIX_RECVMSG\0" "CGROUP_UNIX_GETPEERNAME\0" "CGROUP_UNIX_GETSOCKNAME\0"
	"NETKIT_PRIMARY\0" "NETKIT_PEER\0" "TRACE_KPROBE_SESSION\0" "TRACE_UPROBE_SESSION\0"
	"TRACE_FSESSION\0" "TRACE_FENTRY_MULTI\0" "TRACE_FEXIT_MULTI\0" "TRACE_FSESSION_MULTI\0" };

const struct names names_link_type = { .list = "link_type\0" "BPF_LINK_TYPE_\0"
	"UNSPEC\0" "RAW_TRACEPOINT\0" "TRACING\0" "CGROUP\0" "ITER\0" "NETNS\0" "XDP\0"
	"PERF_EVENT\0" "KPROBE_MULTI\0" "STRUCT_OPS\0" "NETFILTER\0" "TCX\0" "UPROBE_MULTI\0"
	"NETKIT\0" "SOCKMAP\0" "TRACING_MULTI\0" };

static const char *prefix_of(const struct names *n)
{
	return n->list + strlen(n->list) + 1;
}

bool names_next(const struct names *n, struct name *at)
{
	const char *word = at->name ? at->name : prefix_of(n);

	do {
		at->cnt += at->name != NULL;
		word += strlen(word) + 1;
		at->name = word;
	} while (!strcmp(word, "-"));
	if (!*word)
		return false;
	at->prefix = prefix_of(n);
	at->number = n->values ? n->values[at->cnt] : at->cnt;
	return true;
}

static bool find(const struct names *n, uint64_t value, struct name *at)
{
	memset(at, 0, sizeof(*at));
	while (names_next(n, at))
		if (at->number == value)
			return true;
	return false;
}

bool names_get(const struct names *n, uint64_t value, char *buf, size_t size)
{
	struct name at;

	if (!find(n, value, &at))
		return false;
	text_format(buf, size, "%s%s", at.prefix, at.name);
	return true;
}

bool names_short(const struct names *n, uint64_t value, char *buf, size_t size)
{
	struct name at;

	if (!find(n, value, &at)) {
		text_format(buf, size, "%llu", (unsigned long long)value);
		return false;
	}
	for (text_format(buf, size, "%s", at.name); *buf; buf++)
		*buf = tolower((unsigned char)*buf);
	return true;
}

int names_find(const struct names *n, const char *name)
{
	size_t skip = strlen(prefix_of(n));
	struct name at = { 0 };

	if (!strncasecmp(name, prefix_of(n), skip))
		name += skip;
	while (names_next(n, &at))
		if (!strcasecmp(at.name, name))
			return at.number;
	return -1;
}

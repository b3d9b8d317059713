/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The bpf(2) interface: commands, kinds of maps, programs, attachments and links, and the flags
 * they take.  The rest of the interface is in the files this one includes:
 *
 *	bpf_insn.h	the instruction set
 *	bpf_func.h	helper functions by number, and their flags
 *	bpf_ctx.h	what each kind of program is given, and what it may return
 *	bpf_value.h	what maps hold
 *	bpf_record.h	records about instructions: functions, lines, CO-RE
 *	bpf_attr.h	what each command of bpf(2) reads and writes
 *	bpf_attr_union.h the same as one union
 *	bpf_info.h	what the kernel tells about a program, map, BTF or link
 *
 * Numbers never change and names never go.  A version in a comment is the first kernel that knows
 * the name (stable kernels and distributions may have taken it back to older ones).
 */
#ifndef _UAPI__LINUX_BPF_H__
#define _UAPI__LINUX_BPF_H__

#include <linux/types.h>
#include <linux/bpf_common.h>
#include <linux/bpf_insn.h>
#include <linux/bpf_func.h>
#include <linux/bpf_ctx.h>
#include <linux/bpf_value.h>
#include <linux/bpf_record.h>
#include <linux/bpf_attr.h>
#include <linux/bpf_attr_union.h>
#include <linux/bpf_info.h>

enum bpf_cmd {
	BPF_MAP_CREATE = 0,	/* 3.18 */
	BPF_MAP_LOOKUP_ELEM = 1,	/* 3.18 */
	BPF_MAP_UPDATE_ELEM = 2,	/* 3.18 */
	BPF_MAP_DELETE_ELEM = 3,	/* 3.18 */
	BPF_MAP_GET_NEXT_KEY = 4,	/* 3.18 */
	BPF_PROG_LOAD = 5,	/* 3.18 */
	BPF_OBJ_PIN = 6,	/* 4.4 */
	BPF_OBJ_GET = 7,	/* 4.4 */
	BPF_PROG_ATTACH = 8,	/* 4.10 */
	BPF_PROG_DETACH = 9,	/* 4.10 */
	BPF_PROG_TEST_RUN = 10,	/* 4.12 */
	BPF_PROG_RUN = BPF_PROG_TEST_RUN,	/* its newer name */
	BPF_PROG_GET_NEXT_ID = 11,	/* 4.13 */
	BPF_MAP_GET_NEXT_ID = 12,	/* 4.13 */
	BPF_PROG_GET_FD_BY_ID = 13,	/* 4.13 */
	BPF_MAP_GET_FD_BY_ID = 14,	/* 4.13 */
	BPF_OBJ_GET_INFO_BY_FD = 15,	/* 4.13 */
	BPF_PROG_QUERY = 16,	/* 4.15 */
	BPF_RAW_TRACEPOINT_OPEN = 17,	/* 4.17 */
	BPF_BTF_LOAD = 18,	/* 4.18 */
	BPF_BTF_GET_FD_BY_ID = 19,	/* 4.18 */
	BPF_TASK_FD_QUERY = 20,	/* 4.18 */
	BPF_MAP_LOOKUP_AND_DELETE_ELEM = 21,	/* 4.20 */
	BPF_MAP_FREEZE = 22,	/* 5.2 */
	BPF_BTF_GET_NEXT_ID = 23,	/* 5.4 */
	BPF_MAP_LOOKUP_BATCH = 24,	/* 5.6 */
	BPF_MAP_LOOKUP_AND_DELETE_BATCH = 25,	/* 5.6 */
	BPF_MAP_UPDATE_BATCH = 26,	/* 5.6 */
	BPF_MAP_DELETE_BATCH = 27,	/* 5.6 */
	BPF_LINK_CREATE = 28,	/* 5.7 */
	BPF_LINK_UPDATE = 29,	/* 5.7 */
	BPF_LINK_GET_FD_BY_ID = 30,	/* 5.8 */
	BPF_LINK_GET_NEXT_ID = 31,	/* 5.8 */
	BPF_ENABLE_STATS = 32,	/* 5.8 */
	BPF_ITER_CREATE = 33,	/* 5.8 */
	BPF_LINK_DETACH = 34,	/* 5.9 */
	BPF_PROG_BIND_MAP = 35,	/* 5.10 */
	BPF_TOKEN_CREATE = 36,	/* 6.9 */
	BPF_PROG_STREAM_READ_BY_FD = 37,	/* 6.17 */
	BPF_PROG_ASSOC_STRUCT_OPS = 38,	/* 7.0 */
	__MAX_BPF_CMD = 39,
	BPF_COMMON_ATTRS = 1 << 16,	/* 7.2: added to a command: see struct bpf_common_attr */
};

enum bpf_map_type {
	BPF_MAP_TYPE_UNSPEC = 0,
	BPF_MAP_TYPE_HASH = 1,	/* 3.19 */
	BPF_MAP_TYPE_ARRAY = 2,	/* 3.19 */
	BPF_MAP_TYPE_PROG_ARRAY = 3,	/* 4.2: programs to tail-call */
	BPF_MAP_TYPE_PERF_EVENT_ARRAY = 4,	/* 4.3: perf events; output to their buffers */
	BPF_MAP_TYPE_PERCPU_HASH = 5,	/* 4.6 */
	BPF_MAP_TYPE_PERCPU_ARRAY = 6,	/* 4.6 */
	BPF_MAP_TYPE_STACK_TRACE = 7,	/* 4.6 */
	BPF_MAP_TYPE_CGROUP_ARRAY = 8,	/* 4.8 */
	BPF_MAP_TYPE_LRU_HASH = 9,	/* 4.10 */
	BPF_MAP_TYPE_LRU_PERCPU_HASH = 10,	/* 4.10 */
	BPF_MAP_TYPE_LPM_TRIE = 11,	/* 4.11: longest prefix match */
	BPF_MAP_TYPE_ARRAY_OF_MAPS = 12,	/* 4.12 */
	BPF_MAP_TYPE_HASH_OF_MAPS = 13,	/* 4.12 */
	BPF_MAP_TYPE_DEVMAP = 14,	/* 4.14: network devices to redirect to */
	BPF_MAP_TYPE_SOCKMAP = 15,	/* 4.14 */
	BPF_MAP_TYPE_CPUMAP = 16,	/* 4.15: CPUs to redirect to */
	BPF_MAP_TYPE_XSKMAP = 17,	/* 4.18: AF_XDP sockets to redirect to */
	BPF_MAP_TYPE_SOCKHASH = 18,	/* 4.18 */
	BPF_MAP_TYPE_CGROUP_STORAGE_DEPRECATED = 19,	/* 4.19: one value for each cgroup */
	BPF_MAP_TYPE_CGROUP_STORAGE = BPF_MAP_TYPE_CGROUP_STORAGE_DEPRECATED,
	BPF_MAP_TYPE_REUSEPORT_SOCKARRAY = 20,	/* 4.19 */
	BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE_DEPRECATED = 21,	/* 4.20 */
	BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE = BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE_DEPRECATED,
	BPF_MAP_TYPE_QUEUE = 22,	/* 4.20 */
	BPF_MAP_TYPE_STACK = 23,	/* 4.20 */
	BPF_MAP_TYPE_SK_STORAGE = 24,	/* 5.2 */
	BPF_MAP_TYPE_DEVMAP_HASH = 25,	/* 5.4 */
	BPF_MAP_TYPE_STRUCT_OPS = 26,	/* 5.6: one struct of callbacks for the kernel */
	BPF_MAP_TYPE_RINGBUF = 27,	/* 5.8: from programs to user space */
	BPF_MAP_TYPE_INODE_STORAGE = 28,	/* 5.10 */
	BPF_MAP_TYPE_TASK_STORAGE = 29,	/* 5.11 */
	BPF_MAP_TYPE_BLOOM_FILTER = 30,	/* 5.16 */
	BPF_MAP_TYPE_USER_RINGBUF = 31,	/* 6.1: from user space to programs */
	BPF_MAP_TYPE_CGRP_STORAGE = 32,	/* 6.2 */
	BPF_MAP_TYPE_ARENA = 33,	/* 6.9: memory shared with user space, sparse */
	BPF_MAP_TYPE_INSN_ARRAY = 34,	/* 6.19: places in a program: jump tables */
	BPF_MAP_TYPE_RHASH = 35,	/* 7.2: a hash that grows */
	__MAX_BPF_MAP_TYPE = 36,
};

enum bpf_prog_type {
	BPF_PROG_TYPE_UNSPEC = 0,
	BPF_PROG_TYPE_SOCKET_FILTER = 1,	/* 3.19 */
	BPF_PROG_TYPE_KPROBE = 2,	/* 4.1 */
	BPF_PROG_TYPE_SCHED_CLS = 3,	/* 4.1 */
	BPF_PROG_TYPE_SCHED_ACT = 4,	/* 4.1 */
	BPF_PROG_TYPE_TRACEPOINT = 5,	/* 4.7 */
	BPF_PROG_TYPE_XDP = 6,	/* 4.8 */
	BPF_PROG_TYPE_PERF_EVENT = 7,	/* 4.9 */
	BPF_PROG_TYPE_CGROUP_SKB = 8,	/* 4.10 */
	BPF_PROG_TYPE_CGROUP_SOCK = 9,	/* 4.10 */
	BPF_PROG_TYPE_LWT_IN = 10,	/* 4.10 */
	BPF_PROG_TYPE_LWT_OUT = 11,	/* 4.10 */
	BPF_PROG_TYPE_LWT_XMIT = 12,	/* 4.10 */
	BPF_PROG_TYPE_SOCK_OPS = 13,	/* 4.13 */
	BPF_PROG_TYPE_SK_SKB = 14,	/* 4.14 */
	BPF_PROG_TYPE_CGROUP_DEVICE = 15,	/* 4.15 */
	BPF_PROG_TYPE_SK_MSG = 16,	/* 4.17 */
	BPF_PROG_TYPE_RAW_TRACEPOINT = 17,	/* 4.17 */
	BPF_PROG_TYPE_CGROUP_SOCK_ADDR = 18,	/* 4.17 */
	BPF_PROG_TYPE_LWT_SEG6LOCAL = 19,	/* 4.18 */
	BPF_PROG_TYPE_LIRC_MODE2 = 20,	/* 4.18 */
	BPF_PROG_TYPE_SK_REUSEPORT = 21,	/* 4.19 */
	BPF_PROG_TYPE_FLOW_DISSECTOR = 22,	/* 4.20 */
	BPF_PROG_TYPE_CGROUP_SYSCTL = 23,	/* 5.2 */
	BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE = 24,	/* 5.2 */
	BPF_PROG_TYPE_CGROUP_SOCKOPT = 25,	/* 5.3 */
	BPF_PROG_TYPE_TRACING = 26,	/* 5.5: functions and tracepoints by BTF, iterators */
	BPF_PROG_TYPE_STRUCT_OPS = 27,	/* 5.6 */
	BPF_PROG_TYPE_EXT = 28,	/* 5.6: replaces a function of another program */
	BPF_PROG_TYPE_LSM = 29,	/* 5.7 */
	BPF_PROG_TYPE_SK_LOOKUP = 30,	/* 5.9 */
	BPF_PROG_TYPE_SYSCALL = 31,	/* 5.14: run by BPF_PROG_TEST_RUN alone */
	BPF_PROG_TYPE_NETFILTER = 32,	/* 6.4 */
	__MAX_BPF_PROG_TYPE = 33,
};

/* Where a program is attached; often named at load already, as what it may do depends on it. */
enum bpf_attach_type {
	BPF_CGROUP_INET_INGRESS = 0,	/* 4.10 */
	BPF_CGROUP_INET_EGRESS = 1,	/* 4.10 */
	BPF_CGROUP_INET_SOCK_CREATE = 2,	/* 4.10 */
	BPF_CGROUP_SOCK_OPS = 3,	/* 4.13 */
	BPF_SK_SKB_STREAM_PARSER = 4,	/* 4.14 */
	BPF_SK_SKB_STREAM_VERDICT = 5,	/* 4.14 */
	BPF_CGROUP_DEVICE = 6,	/* 4.15 */
	BPF_SK_MSG_VERDICT = 7,	/* 4.17 */
	BPF_CGROUP_INET4_BIND = 8,	/* 4.17 */
	BPF_CGROUP_INET6_BIND = 9,	/* 4.17 */
	BPF_CGROUP_INET4_CONNECT = 10,	/* 4.17 */
	BPF_CGROUP_INET6_CONNECT = 11,	/* 4.17 */
	BPF_CGROUP_INET4_POST_BIND = 12,	/* 4.17 */
	BPF_CGROUP_INET6_POST_BIND = 13,	/* 4.17 */
	BPF_CGROUP_UDP4_SENDMSG = 14,	/* 4.18 */
	BPF_CGROUP_UDP6_SENDMSG = 15,	/* 4.18 */
	BPF_LIRC_MODE2 = 16,	/* 4.18 */
	BPF_FLOW_DISSECTOR = 17,	/* 4.20 */
	BPF_CGROUP_SYSCTL = 18,	/* 5.2 */
	BPF_CGROUP_UDP4_RECVMSG = 19,	/* 5.2 */
	BPF_CGROUP_UDP6_RECVMSG = 20,	/* 5.2 */
	BPF_CGROUP_GETSOCKOPT = 21,	/* 5.3 */
	BPF_CGROUP_SETSOCKOPT = 22,	/* 5.3 */
	BPF_TRACE_RAW_TP = 23,	/* 5.5 */
	BPF_TRACE_FENTRY = 24,	/* 5.5 */
	BPF_TRACE_FEXIT = 25,	/* 5.5 */
	BPF_MODIFY_RETURN = 26,	/* 5.7 */
	BPF_LSM_MAC = 27,	/* 5.7 */
	BPF_TRACE_ITER = 28,	/* 5.8 */
	BPF_CGROUP_INET4_GETPEERNAME = 29,	/* 5.8 */
	BPF_CGROUP_INET6_GETPEERNAME = 30,	/* 5.8 */
	BPF_CGROUP_INET4_GETSOCKNAME = 31,	/* 5.8 */
	BPF_CGROUP_INET6_GETSOCKNAME = 32,	/* 5.8 */
	BPF_XDP_DEVMAP = 33,	/* 5.8 */
	BPF_CGROUP_INET_SOCK_RELEASE = 34,	/* 5.9 */
	BPF_XDP_CPUMAP = 35,	/* 5.9 */
	BPF_SK_LOOKUP = 36,	/* 5.9 */
	BPF_XDP = 37,	/* 5.9 */
	BPF_SK_SKB_VERDICT = 38,	/* 5.13: verdict without a parser */
	BPF_SK_REUSEPORT_SELECT = 39,	/* 5.14 */
	BPF_SK_REUSEPORT_SELECT_OR_MIGRATE = 40,	/* 5.14 */
	BPF_PERF_EVENT = 41,	/* 5.15 */
	BPF_TRACE_KPROBE_MULTI = 42,	/* 5.18 */
	BPF_LSM_CGROUP = 43,	/* 6.0 */
	BPF_STRUCT_OPS = 44,	/* 6.4 */
	BPF_NETFILTER = 45,	/* 6.4 */
	BPF_TCX_INGRESS = 46,	/* 6.6 */
	BPF_TCX_EGRESS = 47,	/* 6.6 */
	BPF_TRACE_UPROBE_MULTI = 48,	/* 6.6 */
	BPF_CGROUP_UNIX_CONNECT = 49,	/* 6.7 */
	BPF_CGROUP_UNIX_SENDMSG = 50,	/* 6.7 */
	BPF_CGROUP_UNIX_RECVMSG = 51,	/* 6.7 */
	BPF_CGROUP_UNIX_GETPEERNAME = 52,	/* 6.7 */
	BPF_CGROUP_UNIX_GETSOCKNAME = 53,	/* 6.7 */
	BPF_NETKIT_PRIMARY = 54,	/* 6.7 */
	BPF_NETKIT_PEER = 55,	/* 6.7 */
	BPF_TRACE_KPROBE_SESSION = 56,	/* 6.10 */
	BPF_TRACE_UPROBE_SESSION = 57,	/* 6.13 */
	BPF_TRACE_FSESSION = 58,	/* 7.0: one program at entry and exit */
	BPF_TRACE_FENTRY_MULTI = 59,	/* 7.2 */
	BPF_TRACE_FEXIT_MULTI = 60,	/* 7.2 */
	BPF_TRACE_FSESSION_MULTI = 61,	/* 7.2 */
	__MAX_BPF_ATTACH_TYPE = 62,
};
#define MAX_BPF_ATTACH_TYPE __MAX_BPF_ATTACH_TYPE

enum bpf_link_type {
	BPF_LINK_TYPE_UNSPEC = 0,	/* 5.8 */
	BPF_LINK_TYPE_RAW_TRACEPOINT = 1,	/* 5.8 */
	BPF_LINK_TYPE_TRACING = 2,	/* 5.8 */
	BPF_LINK_TYPE_CGROUP = 3,	/* 5.8 */
	BPF_LINK_TYPE_ITER = 4,	/* 5.8 */
	BPF_LINK_TYPE_NETNS = 5,	/* 5.9 */
	BPF_LINK_TYPE_XDP = 6,	/* 5.9 */
	BPF_LINK_TYPE_PERF_EVENT = 7,	/* 5.15 */
	BPF_LINK_TYPE_KPROBE_MULTI = 8,	/* 5.18 */
	BPF_LINK_TYPE_STRUCT_OPS = 9,	/* 5.19 */
	BPF_LINK_TYPE_NETFILTER = 10,	/* 6.4 */
	BPF_LINK_TYPE_TCX = 11,	/* 6.6 */
	BPF_LINK_TYPE_UPROBE_MULTI = 12,	/* 6.6 */
	BPF_LINK_TYPE_NETKIT = 13,	/* 6.7 */
	BPF_LINK_TYPE_SOCKMAP = 14,	/* 6.10 */
	BPF_LINK_TYPE_TRACING_MULTI = 15,	/* 7.2 */
	__MAX_BPF_LINK_TYPE = 16,
};
#define MAX_BPF_LINK_TYPE __MAX_BPF_LINK_TYPE

/* map_flags of BPF_MAP_CREATE; some for open_flags and file_flags too, or for every command. */
enum {
	BPF_F_NO_PREALLOC = 1U << 0,	/* 4.6: hashes; must be set for tries and local storage */
	BPF_F_NO_COMMON_LRU = 1U << 1,	/* 4.10: one LRU list for each CPU */
	BPF_F_NUMA_NODE = 1U << 2,	/* 4.14 */
	BPF_F_RDONLY = 1U << 3,	/* 4.15: this fd may not write */
	BPF_F_WRONLY = 1U << 4,	/* 4.15: this fd may not read */
	BPF_F_STACK_BUILD_ID = 1U << 5,	/* 4.17 */
	BPF_F_ZERO_SEED = 1U << 6,	/* 5.0: hashes the same each time: for tests */
	BPF_F_RDONLY_PROG = 1U << 7,	/* 5.2: programs may not write */
	BPF_F_WRONLY_PROG = 1U << 8,	/* 5.2: programs may not read */
	BPF_F_CLONE = 1U << 9,	/* 5.4: socket storage goes along to accepted sockets */
	BPF_F_MMAPABLE = 1U << 10,	/* 5.5: arrays; needed for arenas */
	BPF_F_PRESERVE_ELEMS = 1U << 11,	/* 5.10: perf events outlive the map's fd */
	BPF_F_INNER_MAP = 1U << 12,	/* 5.10: arrays of any length fit into a map of maps */
	BPF_F_LINK = 1U << 13,	/* 6.4: struct_ops by link; attach (6.6): relative_fd is a link */
	BPF_F_PATH_FD = 1U << 14,	/* 6.5: file_flags: path_fd is set */
	BPF_F_VTYPE_BTF_OBJ_FD = 1U << 15,	/* 6.9: value_type_btf_obj_fd is set */
	BPF_F_TOKEN_FD = 1U << 16,	/* 6.9: the token's fd is set, in whichever command */
	BPF_F_SEGV_ON_FAULT = 1U << 17,	/* 6.9: arena: user space gets no page by touching it */
	BPF_F_NO_USER_CONV = 1U << 18,	/* 6.9: arena: pointers are stored as the kernel's */
	BPF_F_RB_OVERWRITE = 1U << 19,	/* 6.19: ring buffer: when full, drop the oldest */
};

/* flags of BPF_MAP_UPDATE_ELEM, and of the helper; the last three for lookups too. */
enum {
	BPF_ANY = 0,
	BPF_NOEXIST = 1,	/* only a new element; EEXIST otherwise */
	BPF_EXIST = 2,	/* only an old one; ENOENT otherwise */
	BPF_F_LOCK = 4,	/* 5.1: copy under the value's bpf_spin_lock */
	BPF_F_CPU = 8,	/* 7.0: per-CPU map: the one CPU in the upper 32 bits */
	BPF_F_ALL_CPUS = 16,	/* 7.0: per-CPU map: one value for all */
};

/* prog_flags of BPF_PROG_LOAD. */
#define BPF_F_STRICT_ALIGNMENT (1U << 0)	/* 4.12: even where the CPU does not mind */
#define BPF_F_ANY_ALIGNMENT (1U << 1)	/* 5.0: not even where it minds: for tests */
#define BPF_F_TEST_RND_HI32 (1U << 2)	/* 5.3: for tests, like the next */
#define BPF_F_TEST_STATE_FREQ (1U << 3)	/* 5.4 */
#define BPF_F_SLEEPABLE (1U << 4)	/* 5.10 */
#define BPF_F_XDP_HAS_FRAGS (1U << 5)	/* 5.18: knows packets of several pieces */
#define BPF_F_XDP_DEV_BOUND_ONLY (1U << 6)	/* 6.3: bound to prog_ifindex for its metadata */
#define BPF_F_TEST_REG_INVARIANTS (1U << 7)	/* 6.8 */

/* attach_flags of BPF_PROG_ATTACH, flags of BPF_LINK_CREATE and BPF_LINK_UPDATE. */
#define BPF_F_ALLOW_OVERRIDE (1U << 0)	/* 4.10: cgroup: a child's runs instead */
#define BPF_F_ALLOW_MULTI (1U << 1)	/* 4.15: cgroup: a child's runs as well */
#define BPF_F_REPLACE (1U << 2)	/* 5.6 */
#define BPF_F_BEFORE (1U << 3)	/* 6.6: in the list before relative_fd, or first */
#define BPF_F_AFTER (1U << 4)	/* 6.6 */
#define BPF_F_ID (1U << 5)	/* 6.6: relative_id, not relative_fd */
#define BPF_F_PREORDER (1U << 6)	/* 6.15: cgroup: parents' programs run before children's */
#define BPF_F_LINK BPF_F_LINK

/* query_flags of BPF_PROG_QUERY. */
#define BPF_F_QUERY_EFFECTIVE (1U << 0)	/* 4.15: what really runs, ancestors' programs included */

/* flags of BPF_PROG_TEST_RUN. */
#define BPF_F_TEST_RUN_ON_CPU (1U << 0)	/* 5.10: raw tracepoints */
#define BPF_F_TEST_XDP_LIVE_FRAMES (1U << 1)	/* 5.18: packets really go where sent */
#define BPF_F_TEST_SKB_CHECKSUM_COMPLETE (1U << 2)	/* 6.11 */

/* flags within BPF_LINK_CREATE. */
enum {
	BPF_F_KPROBE_MULTI_RETURN = 1U << 0,	/* 5.18 */
};

enum {
	BPF_F_UPROBE_MULTI_RETURN = 1U << 0,	/* 6.6 */
	BPF_F_UPROBE_MULTI_PATH_FD = 1U << 1,	/* 7.2: the file is path_fd */
};

#define BPF_F_NETFILTER_IP_DEFRAG (1U << 0)	/* 6.6: fragments are joined first */

/* type of BPF_ENABLE_STATS. */
enum bpf_stats_type {
	BPF_STATS_RUN_TIME = 0,
};

/* stream_id of BPF_PROG_STREAM_READ_BY_FD. */
enum {
	BPF_STREAM_STDOUT = 1,
	BPF_STREAM_STDERR = 2,	/* also faults in arenas, locks that do not come, timeouts */
};

/* Which cgroups an iterator visits, from the one given (6.1). */
enum bpf_cgroup_iter_order {
	BPF_CGROUP_ITER_ORDER_UNSPEC = 0,
	BPF_CGROUP_ITER_SELF_ONLY = 1,
	BPF_CGROUP_ITER_DESCENDANTS_PRE = 2,	/* parents before children */
	BPF_CGROUP_ITER_DESCENDANTS_POST = 3,	/* children before parents */
	BPF_CGROUP_ITER_ANCESTORS_UP = 4,
	BPF_CGROUP_ITER_CHILDREN = 5,	/* 7.0 */
};

/* What iter_info of BPF_LINK_CREATE points at: what the iterator is to go over. */
union bpf_iter_link_info {
	struct {	/* 5.9: map elements; socket storage */
		__u32 map_fd;
	} map;
	struct {	/* 6.1 */
		enum bpf_cgroup_iter_order order;
		__u32 cgroup_fd;	/* or ... */
		__aligned_u64 cgroup_id;	/* ... by id; neither is the root */
	} cgroup;
	struct {	/* 6.1: one of them */
		__u32 tid;
		__u32 pid;
		__u32 pid_fd;
	} task;
};

#endif /* _UAPI__LINUX_BPF_H__ */

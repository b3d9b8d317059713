/* SPDX-License-Identifier: BSD-2-Clause */
/* Every name of the lists, with the number that the headers have for it. */
#ifndef NAMES_FACTS_H
#define NAMES_FACTS_H

#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_xdp.h>
#include <linux/netlink.h>
#include <linux/nsfs.h>
#include <linux/perf_event.h>
#include <linux/rtnetlink.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>

#define IS(list, constant) { list, #constant, constant }

static const struct {
	const char *list, *name;
	uint64_t number;
} names_facts[] = {
	/* bpf_cmd */
	IS("bpf_cmd", BPF_MAP_CREATE),
	IS("bpf_cmd", BPF_MAP_LOOKUP_ELEM),
	IS("bpf_cmd", BPF_MAP_UPDATE_ELEM),
	IS("bpf_cmd", BPF_MAP_DELETE_ELEM),
	IS("bpf_cmd", BPF_MAP_GET_NEXT_KEY),
	IS("bpf_cmd", BPF_PROG_LOAD),
	IS("bpf_cmd", BPF_OBJ_PIN),
	IS("bpf_cmd", BPF_OBJ_GET),
	IS("bpf_cmd", BPF_PROG_ATTACH),
	IS("bpf_cmd", BPF_PROG_DETACH),
	IS("bpf_cmd", BPF_PROG_TEST_RUN),
	IS("bpf_cmd", BPF_PROG_GET_NEXT_ID),
	IS("bpf_cmd", BPF_MAP_GET_NEXT_ID),
	IS("bpf_cmd", BPF_PROG_GET_FD_BY_ID),
	IS("bpf_cmd", BPF_MAP_GET_FD_BY_ID),
	IS("bpf_cmd", BPF_OBJ_GET_INFO_BY_FD),
	IS("bpf_cmd", BPF_PROG_QUERY),
	IS("bpf_cmd", BPF_RAW_TRACEPOINT_OPEN),
	IS("bpf_cmd", BPF_BTF_LOAD),
	IS("bpf_cmd", BPF_BTF_GET_FD_BY_ID),
	IS("bpf_cmd", BPF_TASK_FD_QUERY),
	IS("bpf_cmd", BPF_MAP_LOOKUP_AND_DELETE_ELEM),
	IS("bpf_cmd", BPF_MAP_FREEZE),
	IS("bpf_cmd", BPF_BTF_GET_NEXT_ID),
	IS("bpf_cmd", BPF_MAP_LOOKUP_BATCH),
	IS("bpf_cmd", BPF_MAP_LOOKUP_AND_DELETE_BATCH),
	IS("bpf_cmd", BPF_MAP_UPDATE_BATCH),
	IS("bpf_cmd", BPF_MAP_DELETE_BATCH),
	IS("bpf_cmd", BPF_LINK_CREATE),
	IS("bpf_cmd", BPF_LINK_UPDATE),
	IS("bpf_cmd", BPF_LINK_GET_FD_BY_ID),
	IS("bpf_cmd", BPF_LINK_GET_NEXT_ID),
	IS("bpf_cmd", BPF_ENABLE_STATS),
	IS("bpf_cmd", BPF_ITER_CREATE),
	IS("bpf_cmd", BPF_LINK_DETACH),
	IS("bpf_cmd", BPF_PROG_BIND_MAP),
	IS("bpf_cmd", BPF_TOKEN_CREATE),
	IS("bpf_cmd", BPF_PROG_STREAM_READ_BY_FD),
	IS("bpf_cmd", BPF_PROG_ASSOC_STRUCT_OPS),

	/* map_type */
	IS("map_type", BPF_MAP_TYPE_UNSPEC),
	IS("map_type", BPF_MAP_TYPE_HASH),
	IS("map_type", BPF_MAP_TYPE_ARRAY),
	IS("map_type", BPF_MAP_TYPE_PROG_ARRAY),
	IS("map_type", BPF_MAP_TYPE_PERF_EVENT_ARRAY),
	IS("map_type", BPF_MAP_TYPE_PERCPU_HASH),
	IS("map_type", BPF_MAP_TYPE_PERCPU_ARRAY),
	IS("map_type", BPF_MAP_TYPE_STACK_TRACE),
	IS("map_type", BPF_MAP_TYPE_CGROUP_ARRAY),
	IS("map_type", BPF_MAP_TYPE_LRU_HASH),
	IS("map_type", BPF_MAP_TYPE_LRU_PERCPU_HASH),
	IS("map_type", BPF_MAP_TYPE_LPM_TRIE),
	IS("map_type", BPF_MAP_TYPE_ARRAY_OF_MAPS),
	IS("map_type", BPF_MAP_TYPE_HASH_OF_MAPS),
	IS("map_type", BPF_MAP_TYPE_DEVMAP),
	IS("map_type", BPF_MAP_TYPE_SOCKMAP),
	IS("map_type", BPF_MAP_TYPE_CPUMAP),
	IS("map_type", BPF_MAP_TYPE_XSKMAP),
	IS("map_type", BPF_MAP_TYPE_SOCKHASH),
	IS("map_type", BPF_MAP_TYPE_CGROUP_STORAGE),
	IS("map_type", BPF_MAP_TYPE_REUSEPORT_SOCKARRAY),
	IS("map_type", BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE),
	IS("map_type", BPF_MAP_TYPE_QUEUE),
	IS("map_type", BPF_MAP_TYPE_STACK),
	IS("map_type", BPF_MAP_TYPE_SK_STORAGE),
	IS("map_type", BPF_MAP_TYPE_DEVMAP_HASH),
	IS("map_type", BPF_MAP_TYPE_STRUCT_OPS),
	IS("map_type", BPF_MAP_TYPE_RINGBUF),
	IS("map_type", BPF_MAP_TYPE_INODE_STORAGE),
	IS("map_type", BPF_MAP_TYPE_TASK_STORAGE),
	IS("map_type", BPF_MAP_TYPE_BLOOM_FILTER),
	IS("map_type", BPF_MAP_TYPE_USER_RINGBUF),
	IS("map_type", BPF_MAP_TYPE_CGRP_STORAGE),
	IS("map_type", BPF_MAP_TYPE_ARENA),
	IS("map_type", BPF_MAP_TYPE_INSN_ARRAY),
	IS("map_type", BPF_MAP_TYPE_RHASH),

	/* prog_type */
	IS("prog_type", BPF_PROG_TYPE_UNSPEC),
	IS("prog_type", BPF_PROG_TYPE_SOCKET_FILTER),
	IS("prog_type", BPF_PROG_TYPE_KPROBE),
	IS("prog_type", BPF_PROG_TYPE_SCHED_CLS),
	IS("prog_type", BPF_PROG_TYPE_SCHED_ACT),
	IS("prog_type", BPF_PROG_TYPE_TRACEPOINT),
	IS("prog_type", BPF_PROG_TYPE_XDP),
	IS("prog_type", BPF_PROG_TYPE_PERF_EVENT),
	IS("prog_type", BPF_PROG_TYPE_CGROUP_SKB),
	IS("prog_type", BPF_PROG_TYPE_CGROUP_SOCK),
	IS("prog_type", BPF_PROG_TYPE_LWT_IN),
	IS("prog_type", BPF_PROG_TYPE_LWT_OUT),
	IS("prog_type", BPF_PROG_TYPE_LWT_XMIT),
	IS("prog_type", BPF_PROG_TYPE_SOCK_OPS),
	IS("prog_type", BPF_PROG_TYPE_SK_SKB),
	IS("prog_type", BPF_PROG_TYPE_CGROUP_DEVICE),
	IS("prog_type", BPF_PROG_TYPE_SK_MSG),
	IS("prog_type", BPF_PROG_TYPE_RAW_TRACEPOINT),
	IS("prog_type", BPF_PROG_TYPE_CGROUP_SOCK_ADDR),
	IS("prog_type", BPF_PROG_TYPE_LWT_SEG6LOCAL),
	IS("prog_type", BPF_PROG_TYPE_LIRC_MODE2),
	IS("prog_type", BPF_PROG_TYPE_SK_REUSEPORT),
	IS("prog_type", BPF_PROG_TYPE_FLOW_DISSECTOR),
	IS("prog_type", BPF_PROG_TYPE_CGROUP_SYSCTL),
	IS("prog_type", BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE),
	IS("prog_type", BPF_PROG_TYPE_CGROUP_SOCKOPT),
	IS("prog_type", BPF_PROG_TYPE_TRACING),
	IS("prog_type", BPF_PROG_TYPE_STRUCT_OPS),
	IS("prog_type", BPF_PROG_TYPE_EXT),
	IS("prog_type", BPF_PROG_TYPE_LSM),
	IS("prog_type", BPF_PROG_TYPE_SK_LOOKUP),
	IS("prog_type", BPF_PROG_TYPE_SYSCALL),
	IS("prog_type", BPF_PROG_TYPE_NETFILTER),

	/* attach_type */
	IS("attach_type", BPF_CGROUP_INET_INGRESS),
	IS("attach_type", BPF_CGROUP_INET_EGRESS),
	IS("attach_type", BPF_CGROUP_INET_SOCK_CREATE),
	IS("attach_type", BPF_CGROUP_SOCK_OPS),
	IS("attach_type", BPF_SK_SKB_STREAM_PARSER),
	IS("attach_type", BPF_SK_SKB_STREAM_VERDICT),
	IS("attach_type", BPF_CGROUP_DEVICE),
	IS("attach_type", BPF_SK_MSG_VERDICT),
	IS("attach_type", BPF_CGROUP_INET4_BIND),
	IS("attach_type", BPF_CGROUP_INET6_BIND),
	IS("attach_type", BPF_CGROUP_INET4_CONNECT),
	IS("attach_type", BPF_CGROUP_INET6_CONNECT),
	IS("attach_type", BPF_CGROUP_INET4_POST_BIND),
	IS("attach_type", BPF_CGROUP_INET6_POST_BIND),
	IS("attach_type", BPF_CGROUP_UDP4_SENDMSG),
	IS("attach_type", BPF_CGROUP_UDP6_SENDMSG),
	IS("attach_type", BPF_LIRC_MODE2),
	IS("attach_type", BPF_FLOW_DISSECTOR),
	IS("attach_type", BPF_CGROUP_SYSCTL),
	IS("attach_type", BPF_CGROUP_UDP4_RECVMSG),
	IS("attach_type", BPF_CGROUP_UDP6_RECVMSG),
	IS("attach_type", BPF_CGROUP_GETSOCKOPT),
	IS("attach_type", BPF_CGROUP_SETSOCKOPT),
	IS("attach_type", BPF_TRACE_RAW_TP),
	IS("attach_type", BPF_TRACE_FENTRY),
	IS("attach_type", BPF_TRACE_FEXIT),
	IS("attach_type", BPF_MODIFY_RETURN),
	IS("attach_type", BPF_LSM_MAC),
	IS("attach_type", BPF_TRACE_ITER),
	IS("attach_type", BPF_CGROUP_INET4_GETPEERNAME),
	IS("attach_type", BPF_CGROUP_INET6_GETPEERNAME),
	IS("attach_type", BPF_CGROUP_INET4_GETSOCKNAME),
	IS("attach_type", BPF_CGROUP_INET6_GETSOCKNAME),
	IS("attach_type", BPF_XDP_DEVMAP),
	IS("attach_type", BPF_CGROUP_INET_SOCK_RELEASE),
	IS("attach_type", BPF_XDP_CPUMAP),
	IS("attach_type", BPF_SK_LOOKUP),
	IS("attach_type", BPF_XDP),
	IS("attach_type", BPF_SK_SKB_VERDICT),
	IS("attach_type", BPF_SK_REUSEPORT_SELECT),
	IS("attach_type", BPF_SK_REUSEPORT_SELECT_OR_MIGRATE),
	IS("attach_type", BPF_PERF_EVENT),
	IS("attach_type", BPF_TRACE_KPROBE_MULTI),
	IS("attach_type", BPF_LSM_CGROUP),
	IS("attach_type", BPF_STRUCT_OPS),
	IS("attach_type", BPF_NETFILTER),
	IS("attach_type", BPF_TCX_INGRESS),
	IS("attach_type", BPF_TCX_EGRESS),
	IS("attach_type", BPF_TRACE_UPROBE_MULTI),
	IS("attach_type", BPF_CGROUP_UNIX_CONNECT),
	IS("attach_type", BPF_CGROUP_UNIX_SENDMSG),
	IS("attach_type", BPF_CGROUP_UNIX_RECVMSG),
	IS("attach_type", BPF_CGROUP_UNIX_GETPEERNAME),
	IS("attach_type", BPF_CGROUP_UNIX_GETSOCKNAME),
	IS("attach_type", BPF_NETKIT_PRIMARY),
	IS("attach_type", BPF_NETKIT_PEER),
	IS("attach_type", BPF_TRACE_KPROBE_SESSION),
	IS("attach_type", BPF_TRACE_UPROBE_SESSION),
	IS("attach_type", BPF_TRACE_FSESSION),
	IS("attach_type", BPF_TRACE_FENTRY_MULTI),
	IS("attach_type", BPF_TRACE_FEXIT_MULTI),
	IS("attach_type", BPF_TRACE_FSESSION_MULTI),

	/* link_type */
	IS("link_type", BPF_LINK_TYPE_UNSPEC),
	IS("link_type", BPF_LINK_TYPE_RAW_TRACEPOINT),
	IS("link_type", BPF_LINK_TYPE_TRACING),
	IS("link_type", BPF_LINK_TYPE_CGROUP),
	IS("link_type", BPF_LINK_TYPE_ITER),
	IS("link_type", BPF_LINK_TYPE_NETNS),
	IS("link_type", BPF_LINK_TYPE_XDP),
	IS("link_type", BPF_LINK_TYPE_PERF_EVENT),
	IS("link_type", BPF_LINK_TYPE_KPROBE_MULTI),
	IS("link_type", BPF_LINK_TYPE_STRUCT_OPS),
	IS("link_type", BPF_LINK_TYPE_NETFILTER),
	IS("link_type", BPF_LINK_TYPE_TCX),
	IS("link_type", BPF_LINK_TYPE_UPROBE_MULTI),
	IS("link_type", BPF_LINK_TYPE_NETKIT),
	IS("link_type", BPF_LINK_TYPE_SOCKMAP),
	IS("link_type", BPF_LINK_TYPE_TRACING_MULTI),

	/* map_flags */
	IS("map_flags", BPF_F_NO_PREALLOC),
	IS("map_flags", BPF_F_NO_COMMON_LRU),
	IS("map_flags", BPF_F_NUMA_NODE),
	IS("map_flags", BPF_F_RDONLY),
	IS("map_flags", BPF_F_WRONLY),
	IS("map_flags", BPF_F_STACK_BUILD_ID),
	IS("map_flags", BPF_F_ZERO_SEED),
	IS("map_flags", BPF_F_RDONLY_PROG),
	IS("map_flags", BPF_F_WRONLY_PROG),
	IS("map_flags", BPF_F_CLONE),
	IS("map_flags", BPF_F_MMAPABLE),
	IS("map_flags", BPF_F_PRESERVE_ELEMS),
	IS("map_flags", BPF_F_INNER_MAP),
	IS("map_flags", BPF_F_LINK),
	IS("map_flags", BPF_F_PATH_FD),
	IS("map_flags", BPF_F_VTYPE_BTF_OBJ_FD),
	IS("map_flags", BPF_F_TOKEN_FD),
	IS("map_flags", BPF_F_SEGV_ON_FAULT),
	IS("map_flags", BPF_F_NO_USER_CONV),
	IS("map_flags", BPF_F_RB_OVERWRITE),

	/* elem_flags */
	IS("elem_flags", BPF_NOEXIST),
	IS("elem_flags", BPF_EXIST),
	IS("elem_flags", BPF_F_LOCK),
	IS("elem_flags", BPF_F_CPU),
	IS("elem_flags", BPF_F_ALL_CPUS),

	/* prog_flags */
	IS("prog_flags", BPF_F_STRICT_ALIGNMENT),
	IS("prog_flags", BPF_F_ANY_ALIGNMENT),
	IS("prog_flags", BPF_F_TEST_RND_HI32),
	IS("prog_flags", BPF_F_TEST_STATE_FREQ),
	IS("prog_flags", BPF_F_SLEEPABLE),
	IS("prog_flags", BPF_F_XDP_HAS_FRAGS),
	IS("prog_flags", BPF_F_XDP_DEV_BOUND_ONLY),
	IS("prog_flags", BPF_F_TEST_REG_INVARIANTS),
	IS("prog_flags", BPF_F_TOKEN_FD),

	/* attach_flags */
	IS("attach_flags", BPF_F_ALLOW_OVERRIDE),
	IS("attach_flags", BPF_F_ALLOW_MULTI),
	IS("attach_flags", BPF_F_REPLACE),
	IS("attach_flags", BPF_F_BEFORE),
	IS("attach_flags", BPF_F_AFTER),
	IS("attach_flags", BPF_F_ID),
	IS("attach_flags", BPF_F_PREORDER),
	IS("attach_flags", BPF_F_LINK),

	/* xdp_flags */
	IS("xdp_flags", XDP_FLAGS_UPDATE_IF_NOEXIST),
	IS("xdp_flags", XDP_FLAGS_SKB_MODE),
	IS("xdp_flags", XDP_FLAGS_DRV_MODE),
	IS("xdp_flags", XDP_FLAGS_HW_MODE),
	IS("xdp_flags", XDP_FLAGS_REPLACE),

	/* query_flags */
	IS("query_flags", BPF_F_QUERY_EFFECTIVE),

	/* test_run_flags */
	IS("test_run_flags", BPF_F_TEST_RUN_ON_CPU),
	IS("test_run_flags", BPF_F_TEST_XDP_LIVE_FRAMES),
	IS("test_run_flags", BPF_F_TEST_SKB_CHECKSUM_COMPLETE),

	/* kprobe_multi.flags */
	IS("kprobe_multi.flags", BPF_F_KPROBE_MULTI_RETURN),

	/* uprobe_multi.flags */
	IS("uprobe_multi.flags", BPF_F_UPROBE_MULTI_RETURN),
	IS("uprobe_multi.flags", BPF_F_UPROBE_MULTI_PATH_FD),

	/* netfilter.flags */
	IS("netfilter.flags", BPF_F_NETFILTER_IP_DEFRAG),

	/* stats_type */
	IS("stats_type", BPF_STATS_RUN_TIME),

	/* stream_id */
	IS("stream_id", BPF_STREAM_STDOUT),
	IS("stream_id", BPF_STREAM_STDERR),

	/* fd_type */
	IS("fd_type", BPF_FD_TYPE_RAW_TRACEPOINT),
	IS("fd_type", BPF_FD_TYPE_TRACEPOINT),
	IS("fd_type", BPF_FD_TYPE_KPROBE),
	IS("fd_type", BPF_FD_TYPE_KRETPROBE),
	IS("fd_type", BPF_FD_TYPE_UPROBE),
	IS("fd_type", BPF_FD_TYPE_URETPROBE),

	/* perf_flags */
	IS("perf_flags", PERF_FLAG_FD_NO_GROUP),
	IS("perf_flags", PERF_FLAG_FD_OUTPUT),
	IS("perf_flags", PERF_FLAG_PID_CGROUP),
	IS("perf_flags", PERF_FLAG_FD_CLOEXEC),

	/* perf_type */
	IS("perf_type", PERF_TYPE_HARDWARE),
	IS("perf_type", PERF_TYPE_SOFTWARE),
	IS("perf_type", PERF_TYPE_TRACEPOINT),
	IS("perf_type", PERF_TYPE_HW_CACHE),
	IS("perf_type", PERF_TYPE_RAW),
	IS("perf_type", PERF_TYPE_BREAKPOINT),

	/* perf_software */
	IS("perf_software", PERF_COUNT_SW_CPU_CLOCK),
	IS("perf_software", PERF_COUNT_SW_BPF_OUTPUT),

	/* sample_type */
	IS("sample_type", PERF_SAMPLE_RAW),

	/* request */
	IS("request", PERF_EVENT_IOC_ENABLE),
	IS("request", PERF_EVENT_IOC_DISABLE),
	IS("request", PERF_EVENT_IOC_SET_BPF),
	IS("request", SIOCGIFINDEX),
	IS("request", SIOCGIFNAME),
	IS("request", NS_GET_NSTYPE),

	/* family */
	IS("family", AF_UNIX),
	IS("family", AF_NETLINK),
	IS("family", AF_PACKET),
	IS("family", AF_XDP),

	/* socket_type */
	IS("socket_type", SOCK_DGRAM),
	IS("socket_type", SOCK_RAW),
	{ "socket_type", "SOCK_RAW|SOCK_NONBLOCK", SOCK_RAW | SOCK_NONBLOCK },

	/* netlink_family */
	IS("netlink_family", NETLINK_ROUTE),

	/* ethertype */
	IS("ethertype", ETH_P_ALL),
	IS("ethertype", ETH_P_IP),
	IS("ethertype", ETH_P_IPV6),

	/* level */
	IS("level", SOL_SOCKET),
	IS("level", SOL_NETLINK),
	IS("level", SOL_XDP),
	IS("level", SOL_XDP),

	/* socket_option */
	IS("socket_option", SO_ATTACH_FILTER),
	IS("socket_option", SO_ATTACH_BPF),
	IS("socket_option", SO_DETACH_BPF),
	IS("socket_option", SO_LOCK_FILTER),
	IS("socket_option", SO_ATTACH_REUSEPORT_CBPF),
	IS("socket_option", SO_ATTACH_REUSEPORT_EBPF),
	IS("socket_option", SO_DETACH_REUSEPORT_BPF),
	IS("socket_option", SO_COOKIE),

	/* netlink_option */
	IS("netlink_option", NETLINK_EXT_ACK),

	/* xdp_option */
	IS("xdp_option", XDP_MMAP_OFFSETS),
	IS("xdp_option", XDP_RX_RING),
	IS("xdp_option", XDP_TX_RING),
	IS("xdp_option", XDP_UMEM_REG),
	IS("xdp_option", XDP_UMEM_FILL_RING),
	IS("xdp_option", XDP_UMEM_COMPLETION_RING),
	IS("xdp_option", XDP_STATISTICS),

	/* sxdp_flags */
	IS("sxdp_flags", XDP_SHARED_UMEM),
	IS("sxdp_flags", XDP_COPY),
	IS("sxdp_flags", XDP_ZEROCOPY),
	IS("sxdp_flags", XDP_USE_NEED_WAKEUP),

	/* open_flags */
	IS("open_flags", O_RDONLY),
	IS("open_flags", O_WRONLY),
	IS("open_flags", O_RDWR),
	IS("open_flags", O_CREAT),
	IS("open_flags", O_TRUNC),
	IS("open_flags", O_NONBLOCK),
	IS("open_flags", O_DIRECTORY),
	IS("open_flags", O_CLOEXEC),

	/* prot */
	IS("prot", PROT_READ),
	IS("prot", PROT_WRITE),

	/* nlmsg_type */
	IS("nlmsg_type", NLMSG_ERROR),
	IS("nlmsg_type", NLMSG_DONE),
	IS("nlmsg_type", RTM_NEWLINK),
	IS("nlmsg_type", RTM_DELLINK),
	IS("nlmsg_type", RTM_GETLINK),
	IS("nlmsg_type", RTM_SETLINK),
	IS("nlmsg_type", RTM_NEWROUTE),
	IS("nlmsg_type", RTM_DELROUTE),
	IS("nlmsg_type", RTM_GETROUTE),
	IS("nlmsg_type", RTM_NEWQDISC),
	IS("nlmsg_type", RTM_DELQDISC),
	IS("nlmsg_type", RTM_GETQDISC),
	IS("nlmsg_type", RTM_NEWTFILTER),
	IS("nlmsg_type", RTM_DELTFILTER),
	IS("nlmsg_type", RTM_GETTFILTER),

	/* nlmsg_flags */
	IS("nlmsg_flags", NLM_F_REQUEST),
	IS("nlmsg_flags", NLM_F_MULTI),
	IS("nlmsg_flags", NLM_F_ACK),
	IS("nlmsg_flags", NLM_F_ECHO),
	IS("nlmsg_flags", NLM_F_REPLACE),
	IS("nlmsg_flags", NLM_F_EXCL),
	IS("nlmsg_flags", NLM_F_CREATE),

	/* get_flags */
	IS("get_flags", NLM_F_REQUEST),
	IS("get_flags", NLM_F_ACK),
	IS("get_flags", NLM_F_DUMP),

	/* answer_flags */
	IS("answer_flags", NLM_F_MULTI),
	IS("answer_flags", NLM_F_CAPPED),
	IS("answer_flags", NLM_F_ACK_TLVS),
};

#undef IS

#endif

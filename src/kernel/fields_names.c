/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The names of flags and small enumerations in requests. The same bit means different things to
 * different commands, and one name, BPF_F_LINK, is in two lists: it shares its number, not its
 * meaning. Of the lists that are longer in the kernel's headers here is what rawbpf asks for.
 */
#include "kernel/fields.h"

#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/netlink.h>
#include <linux/nsfs.h>
#include <linux/perf_event.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

/* The first word of each is what fields.h calls LIST. */
static const struct names lists[] = {
	/* ---- bpf ---- */

	/* map_flags, open_flags, file_flags; BPF_F_TOKEN_FD also in prog_flags and btf_flags */
	{ .list = "map_flags\0" "BPF_F_\0"
		"NO_PREALLOC\0" "NO_COMMON_LRU\0" "NUMA_NODE\0" "RDONLY\0" "WRONLY\0"
		"STACK_BUILD_ID\0" "ZERO_SEED\0" "RDONLY_PROG\0" "WRONLY_PROG\0" "CLONE\0"
		"MMAPABLE\0" "PRESERVE_ELEMS\0" "INNER_MAP\0" "LINK\0" "PATH_FD\0"
		"VTYPE_BTF_OBJ_FD\0" "TOKEN_FD\0" "SEGV_ON_FAULT\0" "NO_USER_CONV\0"
		"RB_OVERWRITE\0" },
	{ .list = "elem_flags\0" "BPF_\0"
		"NOEXIST\0" "EXIST\0" "F_LOCK\0" "F_CPU\0" "F_ALL_CPUS\0" },
	{ .list = "prog_flags\0" "BPF_F_\0"
		"STRICT_ALIGNMENT\0" "ANY_ALIGNMENT\0" "TEST_RND_HI32\0" "TEST_STATE_FREQ\0"
		"SLEEPABLE\0" "XDP_HAS_FRAGS\0" "XDP_DEV_BOUND_ONLY\0" "TEST_REG_INVARIANTS\0"
		"-\0" "-\0" "-\0" "-\0" "-\0" "-\0" "-\0" "-\0" "TOKEN_FD\0" },
	{ .list = "attach_flags\0" "BPF_F_\0"
		"ALLOW_OVERRIDE\0" "ALLOW_MULTI\0" "REPLACE\0" "BEFORE\0" "AFTER\0" "ID\0"
		"PREORDER\0" "-\0" "-\0" "-\0" "-\0" "-\0" "-\0" "LINK\0" },
	{ .list = "xdp_flags\0" "XDP_FLAGS_\0"
		"UPDATE_IF_NOEXIST\0" "SKB_MODE\0" "DRV_MODE\0" "HW_MODE\0" "REPLACE\0" },
	{ .list = "query_flags\0" "BPF_F_QUERY_\0"
		"EFFECTIVE\0" },
	{ .list = "test_run_flags\0" "BPF_F_TEST_\0"
		"RUN_ON_CPU\0" "XDP_LIVE_FRAMES\0" "SKB_CHECKSUM_COMPLETE\0" },
	{ .list = "kprobe_multi.flags\0" "BPF_F_KPROBE_MULTI_\0"
		"RETURN\0" },
	{ .list = "uprobe_multi.flags\0" "BPF_F_UPROBE_MULTI_\0"
		"RETURN\0" "PATH_FD\0" },
	{ .list = "netfilter.flags\0" "BPF_F_NETFILTER_\0"
		"IP_DEFRAG\0" },
	{ .list = "stats_type\0" "BPF_STATS_\0"
		"RUN_TIME\0" },
	{ .list = "stream_id\0" "BPF_STREAM_\0"
		"-\0" "STDOUT\0" "STDERR\0" },
	{ .list = "fd_type\0" "BPF_FD_TYPE_\0"
		"RAW_TRACEPOINT\0" "TRACEPOINT\0" "KPROBE\0" "KRETPROBE\0" "UPROBE\0"
		"URETPROBE\0" },

	/* ---- other calls ---- */
	{ .list = "call\0" "\0" /* enum rawbpf_call */
		"bpf\0"
		"perf_event_open\0"
		"ioctl\0"
		"socket\0"
		"bind\0"
		"setsockopt\0"
		"getsockopt\0"
		"pidfd_open\0"
		"pidfd_getfd\0"
		"send\0"
		"open\0"
		"read\0"
		"lseek\0"
		"mmap\0"
		"write\0"
		"mount\0"
		"mkdir\0"
		"chmod\0"
		"chown\0"
		"unlink\0"
		"rmdir\0"
		"close\0" },
	{ .list = "whence\0" "SEEK_\0"
		"SET\0" "CUR\0" "END\0" },
	{ .list = "mmap_flags\0" "MAP_\0"
		"SHARED\0" "PRIVATE\0" "-\0" "-\0" "FIXED\0" "ANONYMOUS\0" },
	{ .list = "perf_flags\0" "PERF_FLAG_\0"
		"FD_NO_GROUP\0" "FD_OUTPUT\0" "PID_CGROUP\0" "FD_CLOEXEC\0" },
	{ .list = "perf_type\0" "PERF_TYPE_\0"
		"HARDWARE\0" "SOFTWARE\0" "TRACEPOINT\0" "HW_CACHE\0" "RAW\0" "BREAKPOINT\0" },
	{ .list = "perf_software\0" "PERF_COUNT_SW_\0"
		"CPU_CLOCK\0" "BPF_OUTPUT\0",
		.values = (const uint32_t[]){ PERF_COUNT_SW_CPU_CLOCK, PERF_COUNT_SW_BPF_OUTPUT } },
	{ .list = "sample_type\0" "PERF_SAMPLE_\0"
		"RAW\0",
		.values = (const uint32_t[]){ PERF_SAMPLE_RAW } },

	/* in the order of declaration; precise_ip has two bits, so its name is there twice */
	{ .list = "perf_bits\0" "\0"
		"disabled\0inherit\0pinned\0exclusive\0exclude_user\0exclude_kernel\0"
		"exclude_hv\0exclude_idle\0mmap\0comm\0freq\0inherit_stat\0"
		"enable_on_exec\0task\0watermark\0precise_ip\0precise_ip\0mmap_data\0"
		"sample_id_all\0exclude_host\0exclude_guest\0exclude_callchain_kernel\0"
		"exclude_callchain_user\0mmap2\0comm_exec\0use_clockid\0"
		"context_switch\0write_backward\0namespaces\0ksymbol\0bpf_event\0"
		"aux_output\0cgroup\0text_poke\0build_id\0inherit_thread\0"
		"remove_on_exec\0sigtrap\0defer_callchain\0defer_output\0" },
	{ .list = "request\0" "\0"
		"PERF_EVENT_IOC_ENABLE\0" "PERF_EVENT_IOC_DISABLE\0" "PERF_EVENT_IOC_SET_BPF\0"
		"SIOCGIFINDEX\0" "SIOCGIFNAME\0" "NS_GET_NSTYPE\0",
		.values = (const uint32_t[]){ PERF_EVENT_IOC_ENABLE, PERF_EVENT_IOC_DISABLE,
			PERF_EVENT_IOC_SET_BPF, SIOCGIFINDEX, SIOCGIFNAME, NS_GET_NSTYPE } },
	{ .list = "family\0" "AF_\0"
		"UNIX\0" "NETLINK\0" "PACKET\0" "XDP\0",
		.values = (const uint32_t[]){ AF_UNIX, AF_NETLINK, AF_PACKET, AF_XDP } },
	{ .list = "socket_type\0" "SOCK_\0"
		"DGRAM\0" "RAW\0" "RAW|SOCK_NONBLOCK\0",
		.values = (const uint32_t[]){ SOCK_DGRAM, SOCK_RAW, SOCK_RAW | SOCK_NONBLOCK } },
	{ .list = "netlink_family\0" "NETLINK_\0"
		"ROUTE\0" },
	{ .list = "ethertype\0" "ETH_P_\0"
		"ALL\0" "IP\0" "IPV6\0",
		.values = (const uint32_t[]){ ETH_P_ALL, ETH_P_IP, ETH_P_IPV6 } },
	{ .list = "level\0" "SOL_\0"
		"SOCKET\0" "NETLINK\0" "XDP\0",
		.values = (const uint32_t[]){ SOL_SOCKET, SOL_NETLINK, SOL_XDP } },
	{ .list = "socket_option\0" "SO_\0"
		"ATTACH_FILTER\0" "ATTACH_BPF\0" "DETACH_BPF\0" "LOCK_FILTER\0"
		"ATTACH_REUSEPORT_CBPF\0" "ATTACH_REUSEPORT_EBPF\0" "DETACH_REUSEPORT_BPF\0" "COOKIE\0",
		.values = (const uint32_t[]){ SO_ATTACH_FILTER, SO_ATTACH_BPF, SO_DETACH_BPF,
			SO_LOCK_FILTER, SO_ATTACH_REUSEPORT_CBPF, SO_ATTACH_REUSEPORT_EBPF,
			SO_DETACH_REUSEPORT_BPF, SO_COOKIE } },
	{ .list = "netlink_option\0" "NETLINK_\0"
		"EXT_ACK\0",
		.values = (const uint32_t[]){ NETLINK_EXT_ACK } },
	{ .list = "xdp_option\0" "XDP_\0"
		"-\0" "MMAP_OFFSETS\0" "RX_RING\0" "TX_RING\0" "UMEM_REG\0" "UMEM_FILL_RING\0"
		"UMEM_COMPLETION_RING\0" "STATISTICS\0" },
	{ .list = "sxdp_flags\0" "XDP_\0"
		"SHARED_UMEM\0" "COPY\0" "ZEROCOPY\0" "USE_NEED_WAKEUP\0" },
	{ .list = "open_flags\0" "O_\0"
		"RDONLY\0" "WRONLY\0" "RDWR\0" "CREAT\0" "TRUNC\0" "NONBLOCK\0" "DIRECTORY\0"
		"CLOEXEC\0",
		.values = (const uint32_t[]){ O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_NONBLOCK,
			O_DIRECTORY, O_CLOEXEC } },
	{ .list = "mount_flags\0" "MS_\0"
		"RDONLY\0" "NOSUID\0" "NODEV\0" "NOEXEC\0" },
	{ .list = "prot\0" "PROT_\0"
		"READ\0" "WRITE\0" },
	{ .list = "nlmsg_type\0" "\0"
		"NLMSG_ERROR\0" "NLMSG_DONE\0" "RTM_NEWLINK\0" "RTM_DELLINK\0" "RTM_GETLINK\0"
		"RTM_SETLINK\0" "RTM_NEWROUTE\0" "RTM_DELROUTE\0" "RTM_GETROUTE\0" "RTM_NEWQDISC\0"
		"RTM_DELQDISC\0" "RTM_GETQDISC\0" "RTM_NEWTFILTER\0" "RTM_DELTFILTER\0"
		"RTM_GETTFILTER\0",
		.values = (const uint32_t[]){ NLMSG_ERROR, NLMSG_DONE, RTM_NEWLINK, RTM_DELLINK,
			RTM_GETLINK, RTM_SETLINK, RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE,
			RTM_NEWQDISC, RTM_DELQDISC, RTM_GETQDISC, RTM_NEWTFILTER, RTM_DELTFILTER,
			RTM_GETTFILTER } },
	{ .list = "nlmsg_flags\0" "NLM_F_\0"
		"REQUEST\0" "MULTI\0" "ACK\0" "ECHO\0" "-\0" "-\0" "-\0" "-\0" "REPLACE\0" "EXCL\0"
		"CREATE\0" },
	{ .list = "get_flags\0" "NLM_F_\0"
		"REQUEST\0" "ACK\0" "DUMP\0",
		.values = (const uint32_t[]){ NLM_F_REQUEST, NLM_F_ACK, NLM_F_DUMP } },
	{ .list = "answer_flags\0" "NLM_F_\0"
		"MULTI\0" "CAPPED\0" "ACK_TLVS\0",
		.values = (const uint32_t[]){ NLM_F_MULTI, NLM_F_CAPPED, NLM_F_ACK_TLVS } },
};

const struct names *fields_names(const char *word)
{
	const struct names *const others[] = {
		&names_map_type, &names_prog_type, &names_attach_type };
	size_t i;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (field_word_is(word, lists[i].list))
			return &lists[i];
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (field_word_is(word, others[i]->list))
			return others[i];
	return NULL;
}

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The flags of bpf(2), bit by bit. The same bit means different things to different commands, and
 * one name, BPF_F_LINK, is in two lists: it shares its number, not its meaning.
 */
#include "kernel/fields.h"

#include <linux/bpf.h>
#include <linux/if_link.h>

/* map_flags, open_flags, file_flags; BPF_F_TOKEN_FD also in prog_flags and btf_flags */
static const char *const map_flags[] = {
	[BIT(BPF_F_NO_PREALLOC)] = "BPF_F_NO_PREALLOC",
	[BIT(BPF_F_NO_COMMON_LRU)] = "BPF_F_NO_COMMON_LRU",
	[BIT(BPF_F_NUMA_NODE)] = "BPF_F_NUMA_NODE",
	[BIT(BPF_F_RDONLY)] = "BPF_F_RDONLY",
	[BIT(BPF_F_WRONLY)] = "BPF_F_WRONLY",
	[BIT(BPF_F_STACK_BUILD_ID)] = "BPF_F_STACK_BUILD_ID",
	[BIT(BPF_F_ZERO_SEED)] = "BPF_F_ZERO_SEED",
	[BIT(BPF_F_RDONLY_PROG)] = "BPF_F_RDONLY_PROG",
	[BIT(BPF_F_WRONLY_PROG)] = "BPF_F_WRONLY_PROG",
	[BIT(BPF_F_CLONE)] = "BPF_F_CLONE",
	[BIT(BPF_F_MMAPABLE)] = "BPF_F_MMAPABLE",
	[BIT(BPF_F_PRESERVE_ELEMS)] = "BPF_F_PRESERVE_ELEMS",
	[BIT(BPF_F_INNER_MAP)] = "BPF_F_INNER_MAP",
	[BIT(BPF_F_LINK)] = "BPF_F_LINK",
	[BIT(BPF_F_PATH_FD)] = "BPF_F_PATH_FD",
	[BIT(BPF_F_VTYPE_BTF_OBJ_FD)] = "BPF_F_VTYPE_BTF_OBJ_FD",
	[BIT(BPF_F_TOKEN_FD)] = "BPF_F_TOKEN_FD",
	[BIT(BPF_F_SEGV_ON_FAULT)] = "BPF_F_SEGV_ON_FAULT",
	[BIT(BPF_F_NO_USER_CONV)] = "BPF_F_NO_USER_CONV",
	[BIT(BPF_F_RB_OVERWRITE)] = "BPF_F_RB_OVERWRITE",
};
const struct names names_map_flags = NAMES(map_flags);

static const char *const elem_flags[] = {
	[BIT(BPF_NOEXIST)] = "BPF_NOEXIST",
	[BIT(BPF_EXIST)] = "BPF_EXIST",
	[BIT(BPF_F_LOCK)] = "BPF_F_LOCK",
	[BIT(BPF_F_CPU)] = "BPF_F_CPU",
	[BIT(BPF_F_ALL_CPUS)] = "BPF_F_ALL_CPUS",
};
const struct names names_elem_flags = NAMES(elem_flags);

static const char *const prog_flags[] = {
	[BIT(BPF_F_STRICT_ALIGNMENT)] = "BPF_F_STRICT_ALIGNMENT",
	[BIT(BPF_F_ANY_ALIGNMENT)] = "BPF_F_ANY_ALIGNMENT",
	[BIT(BPF_F_TEST_RND_HI32)] = "BPF_F_TEST_RND_HI32",
	[BIT(BPF_F_TEST_STATE_FREQ)] = "BPF_F_TEST_STATE_FREQ",
	[BIT(BPF_F_SLEEPABLE)] = "BPF_F_SLEEPABLE",
	[BIT(BPF_F_XDP_HAS_FRAGS)] = "BPF_F_XDP_HAS_FRAGS",
	[BIT(BPF_F_XDP_DEV_BOUND_ONLY)] = "BPF_F_XDP_DEV_BOUND_ONLY",
	[BIT(BPF_F_TEST_REG_INVARIANTS)] = "BPF_F_TEST_REG_INVARIANTS",
	[BIT(BPF_F_TOKEN_FD)] = "BPF_F_TOKEN_FD",
};
const struct names names_prog_flags = NAMES(prog_flags);

static const char *const attach_flags[] = {
	[BIT(BPF_F_ALLOW_OVERRIDE)] = "BPF_F_ALLOW_OVERRIDE",
	[BIT(BPF_F_ALLOW_MULTI)] = "BPF_F_ALLOW_MULTI",
	[BIT(BPF_F_REPLACE)] = "BPF_F_REPLACE",
	[BIT(BPF_F_BEFORE)] = "BPF_F_BEFORE",
	[BIT(BPF_F_AFTER)] = "BPF_F_AFTER",
	[BIT(BPF_F_ID)] = "BPF_F_ID",
	[BIT(BPF_F_PREORDER)] = "BPF_F_PREORDER",
	[BIT(BPF_F_LINK)] = "BPF_F_LINK",
};
const struct names names_attach_flags = NAMES(attach_flags);

static const char *const xdp_flags[] = {
	[BIT(XDP_FLAGS_UPDATE_IF_NOEXIST)] = "XDP_FLAGS_UPDATE_IF_NOEXIST",
	[BIT(XDP_FLAGS_SKB_MODE)] = "XDP_FLAGS_SKB_MODE",
	[BIT(XDP_FLAGS_DRV_MODE)] = "XDP_FLAGS_DRV_MODE",
	[BIT(XDP_FLAGS_HW_MODE)] = "XDP_FLAGS_HW_MODE",
	[BIT(XDP_FLAGS_REPLACE)] = "XDP_FLAGS_REPLACE",
};
const struct names names_xdp_flags = NAMES(xdp_flags);

static const char *const query_flags[] = {
	[BIT(BPF_F_QUERY_EFFECTIVE)] = "BPF_F_QUERY_EFFECTIVE",
};
const struct names names_query_flags = NAMES(query_flags);

static const char *const test_run_flags[] = {
	[BIT(BPF_F_TEST_RUN_ON_CPU)] = "BPF_F_TEST_RUN_ON_CPU",
	[BIT(BPF_F_TEST_XDP_LIVE_FRAMES)] = "BPF_F_TEST_XDP_LIVE_FRAMES",
	[BIT(BPF_F_TEST_SKB_CHECKSUM_COMPLETE)] = "BPF_F_TEST_SKB_CHECKSUM_COMPLETE",
};
const struct names names_test_run_flags = NAMES(test_run_flags);

static const char *const kprobe_multi_flags[] = {
	[BIT(BPF_F_KPROBE_MULTI_RETURN)] = "BPF_F_KPROBE_MULTI_RETURN",
};
const struct names names_kprobe_multi_flags = NAMES(kprobe_multi_flags);

static const char *const uprobe_multi_flags[] = {
	[BIT(BPF_F_UPROBE_MULTI_RETURN)] = "BPF_F_UPROBE_MULTI_RETURN",
	[BIT(BPF_F_UPROBE_MULTI_PATH_FD)] = "BPF_F_UPROBE_MULTI_PATH_FD",
};
const struct names names_uprobe_multi_flags = NAMES(uprobe_multi_flags);

static const char *const netfilter_flags[] = {
	[BIT(BPF_F_NETFILTER_IP_DEFRAG)] = "BPF_F_NETFILTER_IP_DEFRAG",
};
const struct names names_netfilter_flags = NAMES(netfilter_flags);

static const char *const stats_type[] = {
	[BPF_STATS_RUN_TIME] = "BPF_STATS_RUN_TIME",
};
const struct names names_stats_type = NAMES(stats_type);

static const char *const stream_id[] = {
	[BPF_STREAM_STDOUT] = "BPF_STREAM_STDOUT",
	[BPF_STREAM_STDERR] = "BPF_STREAM_STDERR",
};
const struct names names_stream_id = NAMES(stream_id);

static const char *const task_fd_type[] = {
	[BPF_FD_TYPE_RAW_TRACEPOINT] = "BPF_FD_TYPE_RAW_TRACEPOINT",
	[BPF_FD_TYPE_TRACEPOINT] = "BPF_FD_TYPE_TRACEPOINT",
	[BPF_FD_TYPE_KPROBE] = "BPF_FD_TYPE_KPROBE",
	[BPF_FD_TYPE_KRETPROBE] = "BPF_FD_TYPE_KRETPROBE",
	[BPF_FD_TYPE_UPROBE] = "BPF_FD_TYPE_UPROBE",
	[BPF_FD_TYPE_URETPROBE] = "BPF_FD_TYPE_URETPROBE",
};
const struct names names_task_fd_type = NAMES(task_fd_type);

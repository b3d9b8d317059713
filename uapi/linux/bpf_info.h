/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What BPF_OBJ_GET_INFO_BY_FD writes about a program, map, BTF or link.
 *
 * The caller says how large its struct is; the kernel writes at most so many bytes and says how
 * many, so both sides may be the older one.  Arrays work alike: a field pair holds room and
 * pointer, and comes back with the number there is.  Program, map and BTF info have their
 * pointers and counts read before they are written: zero what is not wanted.
 */
#ifndef _LINUX_BPF_INFO_H
#define _LINUX_BPF_INFO_H

#include <linux/types.h>
#include <linux/bpf_attr.h>

#define BPF_TAG_SIZE 8

/* 4.13.  Instructions are shown to CAP_BPF only; addresses obey kptr_restrict. */
struct bpf_prog_info {
	__u32 type;
	__u32 id;
	__u8 tag[BPF_TAG_SIZE];	/* hash of the instructions */
	__u32 jited_prog_len;
	__u32 xlated_prog_len;
	__aligned_u64 jited_prog_insns;
	__aligned_u64 xlated_prog_insns;	/* as the verifier rewrote them */
	__aligned_u64 load_time;	/* 4.15: nanoseconds since boot */
	__u32 created_by_uid;	/* 4.15 */
	__u32 nr_map_ids;	/* 4.15 */
	__aligned_u64 map_ids;	/* 4.15: __u32[] */
	char name[BPF_OBJ_NAME_LEN];	/* 4.15 */
	__u32 ifindex;	/* 4.16: offloaded to or bound to this device */
	__u32 gpl_compatible:1;	/* 4.18 */
	__u32 :31;
	__aligned_u64 netns_dev;	/* 4.16 */
	__aligned_u64 netns_ino;	/* 4.16 */
	__u32 nr_jited_ksyms;	/* 4.18 */
	__u32 nr_jited_func_lens;	/* 4.18 */
	__aligned_u64 jited_ksyms;	/* 4.18: __u64[], one for each function */
	__aligned_u64 jited_func_lens;	/* 4.18: __u32[] */
	__u32 btf_id;	/* 5.0, like the next ten */
	__u32 func_info_rec_size;
	__aligned_u64 func_info;
	__u32 nr_func_info;
	__u32 nr_line_info;
	__aligned_u64 line_info;
	__aligned_u64 jited_line_info;
	__u32 nr_jited_line_info;
	__u32 line_info_rec_size;
	__u32 jited_line_info_rec_size;
	__u32 nr_prog_tags;	/* 5.0 */
	__aligned_u64 prog_tags;	/* 5.0: tag of each function */
	__aligned_u64 run_time_ns;	/* 5.1: counted while statistics are on */
	__aligned_u64 run_cnt;	/* 5.1 */
	__aligned_u64 recursion_misses;	/* 5.12 */
	__u32 verified_insns;	/* 5.16 */
	__u32 attach_btf_obj_id;	/* 6.0 */
	__u32 attach_btf_id;	/* 6.0 */
	__u32 :32;
} __attribute__((aligned(8)));

/* 4.13 */
struct bpf_map_info {
	__u32 type;
	__u32 id;
	__u32 key_size;
	__u32 value_size;
	__u32 max_entries;
	__u32 map_flags;
	char name[BPF_OBJ_NAME_LEN];	/* 4.15 */
	__u32 ifindex;	/* 4.16 */
	__u32 btf_vmlinux_value_type_id;	/* 5.6 */
	__aligned_u64 netns_dev;	/* 4.16 */
	__aligned_u64 netns_ino;	/* 4.16 */
	__u32 btf_id;	/* 4.18 */
	__u32 btf_key_type_id;	/* 4.18 */
	__u32 btf_value_type_id;	/* 4.18 */
	__u32 btf_vmlinux_id;	/* 6.9: struct_ops: BTF that btf_vmlinux_value_type_id is in */
	__aligned_u64 map_extra;	/* 5.16 */
	__aligned_u64 hash;	/* 6.18: SHA-256 of a frozen array's contents */
	__u32 hash_size;	/* 6.18 */
	__u32 :32;
} __attribute__((aligned(8)));

/* 4.18 */
struct bpf_btf_info {
	__aligned_u64 btf;
	__u32 btf_size;
	__u32 id;
	__aligned_u64 name;	/* 5.11: "vmlinux" or a module's */
	__u32 name_len;	/* 5.11 */
	__u32 kernel_btf;	/* 5.11 */
} __attribute__((aligned(8)));

/* 5.8.  type chooses the member; a member without a version is as old as its kind of link. */
struct bpf_link_info {
	__u32 type;
	__u32 id;
	__u32 prog_id;
	union {
		struct {
			__aligned_u64 tp_name;
			__u32 tp_name_len;
			__u32 :32;
			__aligned_u64 cookie;	/* 6.17 */
		} raw_tracepoint;
		struct {
			__u32 attach_type;
			__u32 target_obj_id;	/* 5.13: program or BTF object */
			__u32 target_btf_id;	/* 5.13 */
			__u32 :32;
			__aligned_u64 cookie;	/* 6.17 */
		} tracing;
		struct {
			__aligned_u64 cgroup_id;
			__u32 attach_type;
		} cgroup;
		struct {	/* 5.9 */
			__aligned_u64 target_name;
			__u32 target_name_len;
			union {
				struct {
					__u32 map_id;
				} map;
			};
			union {
				struct {
					__aligned_u64 cgroup_id;
					__u32 order;
				} cgroup;	/* 6.1 */
				struct {
					__u32 tid;
					__u32 pid;
				} task;	/* 6.2 */
			};
		} iter;
		struct {
			__u32 netns_ino;
			__u32 attach_type;
		} netns;
		struct {
			__u32 ifindex;
		} xdp;
		struct {
			__u32 map_id;
		} struct_ops;
		struct {
			__u32 pf;
			__u32 hooknum;
			__s32 priority;
			__u32 flags;
		} netfilter;
		struct {	/* 6.6 */
			__aligned_u64 addrs;
			__u32 count;
			__u32 flags;
			__aligned_u64 missed;	/* 6.7 */
			__aligned_u64 cookies;	/* 6.9 */
		} kprobe_multi;
		struct {	/* 6.8 */
			__aligned_u64 path;
			__aligned_u64 offsets;
			__aligned_u64 ref_ctr_offsets;
			__aligned_u64 cookies;
			__u32 path_size;
			__u32 count;
			__u32 flags;
			__u32 pid;
		} uprobe_multi;
		struct {	/* 7.3 */
			__u32 attach_type;
			__u32 count;
			__u32 btf_obj_id;
			__u32 :32;
			__aligned_u64 ids;
			__aligned_u64 addrs;
			__aligned_u64 cookies;
		} tracing_multi;
		struct {	/* 6.6 */
			__u32 type;	/* enum bpf_perf_event_type */
			__u32 :32;
			union {
				struct {
					__aligned_u64 file_name;
					__u32 name_len;
					__u32 offset;
					__aligned_u64 cookie;	/* 6.9 */
					__aligned_u64 ref_ctr_offset;	/* 6.16 */
				} uprobe;
				struct {
					__aligned_u64 func_name;
					__u32 name_len;
					__u32 offset;
					__aligned_u64 addr;
					__aligned_u64 missed;	/* 6.7 */
					__aligned_u64 cookie;	/* 6.9 */
				} kprobe;
				struct {
					__aligned_u64 tp_name;
					__u32 name_len;
					__u32 :32;
					__aligned_u64 cookie;	/* 6.9 */
				} tracepoint;
				struct {
					__aligned_u64 config;
					__u32 type;
					__u32 :32;
					__aligned_u64 cookie;	/* 6.9 */
				} event;
			};
		} perf_event;
		struct {
			__u32 ifindex;
			__u32 attach_type;
		} tcx;
		struct {
			__u32 ifindex;
			__u32 attach_type;
		} netkit;
		struct {
			__u32 map_id;
			__u32 attach_type;
		} sockmap;	/* 6.10 */
	};
} __attribute__((aligned(8)));

/* What kind of probe is behind a perf event link. */
enum bpf_perf_event_type {
	BPF_PERF_EVENT_UNSPEC = 0,
	BPF_PERF_EVENT_UPROBE = 1,
	BPF_PERF_EVENT_URETPROBE = 2,
	BPF_PERF_EVENT_KPROBE = 3,
	BPF_PERF_EVENT_KRETPROBE = 4,
	BPF_PERF_EVENT_TRACEPOINT = 5,
	BPF_PERF_EVENT_EVENT = 6,
};

/* The same question as BPF_TASK_FD_QUERY answers it. */
enum bpf_task_fd_type {
	BPF_FD_TYPE_RAW_TRACEPOINT = 0,
	BPF_FD_TYPE_TRACEPOINT = 1,
	BPF_FD_TYPE_KPROBE = 2,
	BPF_FD_TYPE_KRETPROBE = 3,
	BPF_FD_TYPE_UPROBE = 4,
	BPF_FD_TYPE_URETPROBE = 5,
};

/* 6.17: what a token allows: bits numbered by enum bpf_cmd, bpf_map_type, ... */
struct bpf_token_info {
	__aligned_u64 allowed_cmds;
	__aligned_u64 allowed_maps;
	__aligned_u64 allowed_progs;
	__aligned_u64 allowed_attachs;
} __attribute__((aligned(8)));

#endif /* _LINUX_BPF_INFO_H */

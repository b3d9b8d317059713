/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the commands of bpf(2) read and write: one struct per command.
 *
 *	long syscall(__NR_bpf, enum bpf_cmd cmd, struct bpf_attr_... *attr, unsigned int size);
 *
 * The kernel declares all of them as members of one big union (bpf_attr_union.h); what it checks
 * is only bytes: `size` of them are copied in, missing ones count as zero, and one that is not zero
 * where this kernel knows no field for the command is EINVAL (E2BIG beyond the largest it knows).
 * So a struct is passed up to its last field in use, and everything between is zero.
 *
 * Field names and offsets are the kernel's; the version behind a field is the first that has it.
 * A pointer travels as 64 bits, aligned to 8, so that 32-bit programs need no translation.
 * (One flaw: an i386 kernel, where __u64 aligns to 4, has tracing.cookie and expected_revision of
 * links 4 bytes earlier than every other kernel.  Declared here is what all the others read.)
 */
#ifndef _LINUX_BPF_ATTR_H
#define _LINUX_BPF_ATTR_H

#include <linux/types.h>

#define BPF_OBJ_NAME_LEN 16U	/* names of maps and programs, with the final zero */

/* ---- maps ---- */

/* BPF_MAP_CREATE, 3.18: returns a new map's fd. */
struct bpf_attr_map_create {
	__u32 map_type;
	__u32 key_size;
	__u32 value_size;
	__u32 max_entries;
	__u32 map_flags;	/* 4.6 */
	__u32 inner_map_fd;	/* 4.12: pattern for the maps that a map of maps may hold */
	__u32 numa_node;	/* 4.14: with BPF_F_NUMA_NODE */
	char map_name[BPF_OBJ_NAME_LEN];	/* 4.15 */
	__u32 map_ifindex;	/* 4.16: device to offload to */
	__u32 btf_fd;	/* 4.18 */
	__u32 btf_key_type_id;	/* 4.18 */
	__u32 btf_value_type_id;	/* 4.18 */
	__u32 btf_vmlinux_value_type_id;	/* 5.6: struct_ops: the kernel's wrapper type */
	__u64 map_extra;	/* 5.16: bloom filter: number of hashes; arena: user address */
	__s32 value_type_btf_obj_fd;	/* 6.9: its module; with BPF_F_VTYPE_BTF_OBJ_FD */
	__s32 map_token_fd;	/* 6.9: with BPF_F_TOKEN_FD */
	__aligned_u64 excl_prog_hash;	/* 6.18: SHA-256 of the one program that may use the map */
	__u32 excl_prog_hash_size;	/* 6.18 */
};

/*
 * BPF_MAP_LOOKUP_ELEM, BPF_MAP_UPDATE_ELEM, BPF_MAP_DELETE_ELEM, 3.18;
 * BPF_MAP_LOOKUP_AND_DELETE_ELEM, 4.20 for queues and stacks, 5.14 for hashes.
 * Per-CPU maps give and take one value for each possible CPU, each padded to 8 bytes.
 */
struct bpf_attr_map_elem {
	__u32 map_fd;
	__aligned_u64 key;
	__aligned_u64 value;
	__u64 flags;	/* BPF_ANY ...; for lookups only BPF_F_LOCK (5.1), BPF_F_CPU (7.0) */
};

/* BPF_MAP_GET_NEXT_KEY, 3.18: key 0 asks for the first (4.12); ENOENT after the last. */
struct bpf_attr_map_next_key {
	__u32 map_fd;
	__aligned_u64 key;
	__aligned_u64 next_key;
};

/* BPF_MAP_FREEZE, 5.2: from now on no system call writes to the map. */
struct bpf_attr_map_freeze {
	__u32 map_fd;
};

/*
 * BPF_MAP_LOOKUP_BATCH, BPF_MAP_LOOKUP_AND_DELETE_BATCH, BPF_MAP_UPDATE_BATCH,
 * BPF_MAP_DELETE_BATCH, 5.6.  count is the room given and then the number done, on errors too.
 */
struct bpf_attr_map_batch {
	__aligned_u64 in_batch;	/* where the last call stopped; 0 to begin */
	__aligned_u64 out_batch;	/* where this call stops: a key's size, 4 bytes or more */
	__aligned_u64 keys;
	__aligned_u64 values;
	__u32 count;
	__u32 map_fd;
	__u64 elem_flags;
	__u64 flags;
};

/* ---- programs ---- */

/* BPF_PROG_LOAD, 3.18: verifies a program and returns its fd. */
struct bpf_attr_prog_load {
	__u32 prog_type;
	__u32 insn_cnt;
	__aligned_u64 insns;
	__aligned_u64 license;	/* string; helpers marked GPL-only look at it */
	__u32 log_level;	/* 1 short, 2 long, 4 statistics (5.2), 8 keep the start (6.4) */
	__u32 log_size;
	__aligned_u64 log_buf;
	__u32 kern_version;	/* 4.1: kprobes had to match the kernel's version until 5.0 */
	__u32 prog_flags;	/* 4.12 */
	char prog_name[BPF_OBJ_NAME_LEN];	/* 4.15 */
	__u32 prog_ifindex;	/* 4.15: device to offload to or be bound to */
	__u32 expected_attach_type;	/* 4.17; for struct_ops the index of the member */
	__u32 prog_btf_fd;	/* 5.0 */
	__u32 func_info_rec_size;	/* 5.0 */
	__aligned_u64 func_info;	/* 5.0 */
	__u32 func_info_cnt;	/* 5.0 */
	__u32 line_info_rec_size;	/* 5.0 */
	__aligned_u64 line_info;	/* 5.0 */
	__u32 line_info_cnt;	/* 5.0 */
	__u32 attach_btf_id;	/* 5.5: function, tracepoint, hook or struct to attach to */
	union {
		__u32 attach_prog_fd;	/* 5.5: ... within that program */
		__u32 attach_btf_obj_fd;	/* 5.11: ... within that module */
	};
	__u32 core_relo_cnt;	/* 5.17 */
	__aligned_u64 fd_array;	/* 5.14: int[] for BPF_PSEUDO_MAP_IDX; kfunc calls (5.16) */
	__aligned_u64 core_relos;	/* 5.17 */
	__u32 core_relo_rec_size;	/* 5.17 */
	__u32 log_true_size;	/* 6.4, out: how large the whole log is */
	__s32 prog_token_fd;	/* 6.9: with BPF_F_TOKEN_FD in prog_flags */
	__u32 fd_array_cnt;	/* 6.14: so many, and the program holds them all */
	__aligned_u64 signature;	/* 6.18: PKCS#7 over the instructions */
	__u32 signature_size;	/* 6.18 */
	__s32 keyring_id;	/* 6.18 */
};

/* BPF_PROG_TEST_RUN, 4.12: runs a program on given data; the sizes out are in and out. */
struct bpf_attr_test_run {
	__u32 prog_fd;
	__u32 retval;	/* out */
	__u32 data_size_in;
	__u32 data_size_out;
	__aligned_u64 data_in;
	__aligned_u64 data_out;
	__u32 repeat;
	__u32 duration;	/* out: nanoseconds, mean of the repetitions */
	__u32 ctx_size_in;	/* 5.2 */
	__u32 ctx_size_out;	/* 5.2 */
	__aligned_u64 ctx_in;	/* 5.2: the context struct, where it is not made from data */
	__aligned_u64 ctx_out;	/* 5.2 */
	__u32 flags;	/* 5.10 */
	__u32 cpu;	/* 5.10: with BPF_F_TEST_RUN_ON_CPU */
	__u32 batch_size;	/* 5.18: with BPF_F_TEST_XDP_LIVE_FRAMES */
};

/* BPF_PROG_BIND_MAP, 5.10: the program holds the map although no instruction mentions it. */
struct bpf_attr_prog_bind_map {
	__u32 prog_fd;
	__u32 map_fd;
	__u32 flags;
};

/* BPF_PROG_STREAM_READ_BY_FD, 6.17: what the program printed to its own stdout or stderr. */
struct bpf_attr_prog_stream_read {
	__aligned_u64 stream_buf;
	__u32 stream_buf_len;
	__u32 stream_id;
	__u32 prog_fd;
};

/* BPF_PROG_ASSOC_STRUCT_OPS, 7.0: kfuncs the program calls find this struct_ops map. */
struct bpf_attr_prog_assoc_struct_ops {
	__u32 map_fd;
	__u32 prog_fd;
	__u32 flags;
};

/* BPF_RAW_TRACEPOINT_OPEN, 4.17: attaches to a tracepoint; name 0: to what the load named (5.5). */
struct bpf_attr_raw_tracepoint {
	__u64 name;
	__u32 prog_fd;
	__u32 :32;
	__aligned_u64 cookie;	/* 6.10 */
};

/* BPF_PROG_ATTACH, BPF_PROG_DETACH, 4.10: attachment without a link, lives until detached. */
struct bpf_attr_prog_attach {
	union {
		__u32 target_fd;	/* a cgroup, a sockmap, a lirc device ... */
		__u32 target_ifindex;	/* 6.6: tcx, netkit */
	};
	__u32 attach_bpf_fd;
	__u32 attach_type;
	__u32 attach_flags;
	__u32 replace_bpf_fd;	/* 5.6: with BPF_F_REPLACE */
	union {
		__u32 relative_fd;	/* 6.6: with BPF_F_BEFORE or BPF_F_AFTER */
		__u32 relative_id;	/* ... and BPF_F_ID */
	};
	__aligned_u64 expected_revision;	/* 6.6: ESTALE if the list has changed since */
};

/* BPF_PROG_QUERY, 4.15: what is attached to a cgroup, a sockmap, a device ... */
struct bpf_attr_prog_query {
	union {
		__u32 target_fd;
		__u32 target_ifindex;	/* 6.6 */
	};
	__u32 attach_type;
	__u32 query_flags;
	__u32 attach_flags;	/* out */
	__aligned_u64 prog_ids;
	union {
		__u32 prog_cnt;	/* room in prog_ids; out: how many there are */
		__u32 count;	/* 6.6 */
	};
	__u32 :32;
	__aligned_u64 prog_attach_flags;	/* 6.0: LSM cgroup: one for each program */
	__aligned_u64 link_ids;	/* 6.6 */
	__aligned_u64 link_attach_flags;	/* 6.6 */
	__u64 revision;	/* 6.6, out */
};

/* ---- links ---- */

/* BPF_LINK_CREATE, 5.7: attaches, and returns a link whose last fd or pin holds the attachment. */
struct bpf_attr_link_create {
	union {
		__u32 prog_fd;
		__u32 map_fd;	/* 6.4: a struct_ops map made with BPF_F_LINK */
	};
	union {
		__u32 target_fd;	/* cgroup, netns, perf event, map, program to extend */
		__u32 target_ifindex;	/* 5.9: XDP; 6.6: tcx, netkit */
	};
	__u32 attach_type;
	__u32 flags;
	union {
		__u32 target_btf_id;	/* 5.10: the function in target_fd to replace */
		struct {	/* iterators */
			__aligned_u64 iter_info;	/* 5.9: union bpf_iter_link_info */
			__u32 iter_info_len;
		};
		struct {	/* 5.15: kprobe, uprobe, tracepoint, perf event */
			__u64 bpf_cookie;
		} perf_event;
		struct {	/* 5.18: also kprobe.session */
			__u32 flags;	/* BPF_F_KPROBE_MULTI_RETURN */
			__u32 cnt;
			__aligned_u64 syms;	/* char *[], or ... */
			__aligned_u64 addrs;	/* ... __u64[] */
			__aligned_u64 cookies;
		} kprobe_multi;
		struct {	/* 5.19: fentry, fexit, fmod_ret, LSM, tp_btf */
			__u32 target_btf_id;	/* the same place as above */
			__aligned_u64 cookie;
		} tracing;
		struct {	/* 6.4 */
			__u32 pf;	/* NFPROTO_IPV4 or NFPROTO_IPV6 */
			__u32 hooknum;
			__s32 priority;
			__u32 flags;	/* BPF_F_NETFILTER_IP_DEFRAG */
		} netfilter;
		struct {	/* 6.6 */
			union {
				__u32 relative_fd;
				__u32 relative_id;
			};
			__aligned_u64 expected_revision;
		} tcx;
		struct {	/* 6.6 */
			__aligned_u64 path;
			__aligned_u64 offsets;	/* unsigned long[] */
			__aligned_u64 ref_ctr_offsets;	/* unsigned long[]: USDT semaphores */
			__aligned_u64 cookies;
			__u32 cnt;
			__u32 flags;	/* BPF_F_UPROBE_MULTI_... */
			__u32 pid;
			__u32 path_fd;	/* 7.2: with BPF_F_UPROBE_MULTI_PATH_FD, in place of path */
		} uprobe_multi;
		struct {	/* 6.7 */
			union {
				__u32 relative_fd;
				__u32 relative_id;
			};
			__aligned_u64 expected_revision;
		} netkit;
		struct {	/* 6.17: order among the programs of a cgroup */
			union {
				__u32 relative_fd;
				__u32 relative_id;
			};
			__aligned_u64 expected_revision;
		} cgroup;
		struct {	/* 7.2: one program on many functions' fentry, fexit */
			__aligned_u64 ids;	/* __u32[]: BTF ids */
			__aligned_u64 cookies;
			__u32 cnt;
		} tracing_multi;
	};
};

/* BPF_LINK_UPDATE, 5.7: another program in the same place, without a gap. */
struct bpf_attr_link_update {
	__u32 link_fd;
	union {
		__u32 new_prog_fd;
		__u32 new_map_fd;	/* 6.4: struct_ops */
	};
	__u32 flags;	/* BPF_F_REPLACE: only if the old one is ... */
	union {
		__u32 old_prog_fd;
		__u32 old_map_fd;	/* 6.4 */
	};
};

/* BPF_LINK_DETACH, 5.9: the link stays, the attachment goes. */
struct bpf_attr_link_detach {
	__u32 link_fd;
};

/* BPF_ITER_CREATE, 5.8: an fd to read(2) an iterator's output from. */
struct bpf_attr_iter_create {
	__u32 link_fd;
	__u32 flags;
};

/* ---- anything with an fd, an id, a path ---- */

/* BPF_OBJ_PIN, BPF_OBJ_GET, 4.4: a name in a bpf file system. */
struct bpf_attr_obj {
	__aligned_u64 pathname;
	__u32 bpf_fd;
	__u32 file_flags;	/* 4.15: OBJ_GET: BPF_F_RDONLY, BPF_F_WRONLY */
	__s32 path_fd;	/* 6.5: with BPF_F_PATH_FD: directory that pathname starts from */
};

/*
 * BPF_{PROG,MAP}_GET_NEXT_ID, BPF_{PROG,MAP}_GET_FD_BY_ID, 4.13; the same for BTF (4.18; next
 * 5.4) and links (5.8).  GET_NEXT_ID: the id after start_id; ENOENT after the last.
 */
struct bpf_attr_get_id {
	union {
		__u32 start_id;
		__u32 prog_id;
		__u32 map_id;
		__u32 btf_id;	/* 4.18 */
		__u32 link_id;	/* 5.8 */
	};
	__u32 next_id;	/* out */
	__u32 open_flags;	/* 4.15: maps: BPF_F_RDONLY, BPF_F_WRONLY; 6.15: BPF_F_TOKEN_FD */
	__s32 fd_by_id_token_fd;	/* 6.15 */
};

/* BPF_OBJ_GET_INFO_BY_FD, 4.13: info_len is the room and then what was written; see bpf_info.h. */
struct bpf_attr_info {
	__u32 bpf_fd;
	__u32 info_len;
	__aligned_u64 info;
};

/* BPF_BTF_LOAD, 4.18. */
struct bpf_attr_btf_load {
	__aligned_u64 btf;
	__aligned_u64 btf_log_buf;
	__u32 btf_size;
	__u32 btf_log_size;
	__u32 btf_log_level;
	__u32 btf_log_true_size;	/* 6.4, out */
	__u32 btf_flags;	/* 6.9: BPF_F_TOKEN_FD */
	__s32 btf_token_fd;	/* 6.9 */
};

/* BPF_TASK_FD_QUERY, 4.18: what program is behind fd of process pid, if it is a perf event. */
struct bpf_attr_task_fd_query {
	__u32 pid;
	__u32 fd;
	__u32 flags;
	__u32 buf_len;	/* room; out: length of the name */
	__aligned_u64 buf;	/* tracepoint, function or file */
	__u32 prog_id;	/* out, like the rest */
	__u32 fd_type;	/* enum bpf_task_fd_type */
	__u64 probe_offset;
	__u64 probe_addr;
};

/* BPF_ENABLE_STATS, 5.8: run times are counted while this fd is open. */
struct bpf_attr_enable_stats {
	__u32 type;
};

/* BPF_TOKEN_CREATE, 6.9: rights of a bpf file system mounted for a user namespace, as an fd. */
struct bpf_attr_token_create {
	__u32 flags;
	__u32 bpffs_fd;
};

/*
 * 7.2: when cmd has the BPF_COMMON_ATTRS bit, bpf(2) has a fourth and fifth argument, pointer to
 * this and its size: a log for commands that have no log fields of their own, as BPF_MAP_CREATE.
 */
struct bpf_common_attr {
	__aligned_u64 log_buf;
	__u32 log_size;
	__u32 log_level;
	__u32 log_true_size;	/* out */
};

#endif /* _LINUX_BPF_ATTR_H */

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What bpf(2) reads and writes, as the kernel declares it: one union for all commands.  Programs
 * of type syscall hand it to bpf_sys_bpf(), others to syscall(__NR_bpf, ...).
 *
 * Older commands have their fields right in the union, newer ones in a member with the command's
 * name.  What the fields mean, and since which kernel, is said in bpf_attr.h, once; its structs are
 * the members here.  Its fields stand here again where the kernel's member has no name, for a
 * struct with a tag cannot be a member without one.
 *
 * It grows with the versions.  A kernel that knows less takes all of it if what that kernel does
 * not know is zero: clear it with memset, for an initialiser is sure only of the member it names.
 */
#ifndef _LINUX_BPF_ATTR_UNION_H
#define _LINUX_BPF_ATTR_UNION_H

#include <linux/types.h>
#include <linux/bpf_attr.h>

union bpf_attr {
	struct {	/* BPF_MAP_CREATE: struct bpf_attr_map_create */
		__u32 map_type;
		__u32 key_size;
		__u32 value_size;
		__u32 max_entries;
		__u32 map_flags;
		__u32 inner_map_fd;
		__u32 numa_node;
		char map_name[BPF_OBJ_NAME_LEN];
		__u32 map_ifindex;
		__u32 btf_fd;
		__u32 btf_key_type_id;
		__u32 btf_value_type_id;
		__u32 btf_vmlinux_value_type_id;
		__u64 map_extra;
		__s32 value_type_btf_obj_fd;
		__s32 map_token_fd;
		__aligned_u64 excl_prog_hash;
		__u32 excl_prog_hash_size;
	};
	struct {	/* BPF_MAP_*_ELEM, BPF_MAP_GET_NEXT_KEY, BPF_MAP_FREEZE */
		__u32 map_fd;
		__aligned_u64 key;
		union {
			__aligned_u64 value;
			__aligned_u64 next_key;
		};
		__u64 flags;
	};
	struct bpf_attr_map_batch batch;	/* BPF_MAP_*_BATCH */
	struct {	/* BPF_PROG_LOAD: struct bpf_attr_prog_load */
		__u32 prog_type;
		__u32 insn_cnt;
		__aligned_u64 insns;
		__aligned_u64 license;
		__u32 log_level;
		__u32 log_size;
		__aligned_u64 log_buf;
		__u32 kern_version;
		__u32 prog_flags;
		char prog_name[BPF_OBJ_NAME_LEN];
		__u32 prog_ifindex;
		__u32 expected_attach_type;
		__u32 prog_btf_fd;
		__u32 func_info_rec_size;
		__aligned_u64 func_info;
		__u32 func_info_cnt;
		__u32 line_info_rec_size;
		__aligned_u64 line_info;
		__u32 line_info_cnt;
		__u32 attach_btf_id;
		union {
			__u32 attach_prog_fd;
			__u32 attach_btf_obj_fd;
		};
		__u32 core_relo_cnt;
		__aligned_u64 fd_array;
		__aligned_u64 core_relos;
		__u32 core_relo_rec_size;
		__u32 log_true_size;
		__s32 prog_token_fd;
		__u32 fd_array_cnt;
		__aligned_u64 signature;
		__u32 signature_size;
		__s32 keyring_id;
	};
	struct {	/* BPF_OBJ_PIN, BPF_OBJ_GET: struct bpf_attr_obj */
		__aligned_u64 pathname;
		__u32 bpf_fd;
		__u32 file_flags;
		__s32 path_fd;
	};
	struct {	/* BPF_PROG_ATTACH, BPF_PROG_DETACH: struct bpf_attr_prog_attach */
		union {
			__u32 target_fd;
			__u32 target_ifindex;
		};
		__u32 attach_bpf_fd;
		__u32 attach_type;
		__u32 attach_flags;
		__u32 replace_bpf_fd;
		union {
			__u32 relative_fd;
			__u32 relative_id;
		};
		__aligned_u64 expected_revision;
	};
	struct bpf_attr_test_run test;	/* BPF_PROG_TEST_RUN */
	struct {	/* BPF_*_GET_NEXT_ID, BPF_*_GET_FD_BY_ID: struct bpf_attr_get_id */
		union {
			__u32 start_id;
			__u32 prog_id;
			__u32 map_id;
			__u32 btf_id;
			__u32 link_id;
		};
		__u32 next_id;
		__u32 open_flags;
		__s32 fd_by_id_token_fd;
	};
	struct bpf_attr_info info;	/* BPF_OBJ_GET_INFO_BY_FD */
	struct bpf_attr_prog_query query;	/* BPF_PROG_QUERY */
	struct bpf_attr_raw_tracepoint raw_tracepoint;	/* BPF_RAW_TRACEPOINT_OPEN */
	struct {	/* BPF_BTF_LOAD: struct bpf_attr_btf_load */
		__aligned_u64 btf;
		__aligned_u64 btf_log_buf;
		__u32 btf_size;
		__u32 btf_log_size;
		__u32 btf_log_level;
		__u32 btf_log_true_size;
		__u32 btf_flags;
		__s32 btf_token_fd;
	};
	struct bpf_attr_task_fd_query task_fd_query;
	struct bpf_attr_link_create link_create;
	struct bpf_attr_link_update link_update;
	struct bpf_attr_link_detach link_detach;
	struct bpf_attr_enable_stats enable_stats;
	struct bpf_attr_iter_create iter_create;
	struct bpf_attr_prog_bind_map prog_bind_map;
	struct bpf_attr_token_create token_create;
	struct bpf_attr_prog_stream_read prog_stream_read;
	struct bpf_attr_prog_assoc_struct_ops prog_assoc_struct_ops;
} __attribute__((aligned(8)));

#endif /* _LINUX_BPF_ATTR_UNION_H */

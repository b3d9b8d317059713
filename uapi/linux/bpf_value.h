/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What may lie in a map: keys and values whose layout the kernel knows, and the fields it finds
 * in a value by the name of their type in BTF (locks, timers, lists).  The latter are opaque: a
 * program hands their address to helpers and kfuncs, and user space leaves them zero.
 */
#ifndef _LINUX_BPF_VALUE_H
#define _LINUX_BPF_VALUE_H

#include <linux/types.h>

/* Keys of an LPM trie: how many bits of data count, then the bits, first bit first. */
struct bpf_lpm_trie_key {
	__u32 prefixlen;
	__u8 data[0];
};

struct bpf_lpm_trie_key_hdr {
	__u32 prefixlen;
};

struct bpf_lpm_trie_key_u8 {
	union {
		struct bpf_lpm_trie_key_hdr hdr;
		__u32 prefixlen;
	};
	__u8 data[];
};

/* Key of the two older cgroup storage maps. */
struct bpf_cgroup_storage_key {
	__u64 cgroup_inode_id;
	__u32 attach_type;
};

/* Values of a devmap and a cpumap: user space writes fd and reads id.  The program: 5.8 and 5.9. */
struct bpf_devmap_val {
	__u32 ifindex;
	union {
		int fd;
		__u32 id;
	} bpf_prog;
};

struct bpf_cpumap_val {
	__u32 qsize;	/* packets that may wait for that CPU */
	union {
		int fd;
		__u32 id;
	} bpf_prog;
};

/* Values of a stack trace map made with BPF_F_STACK_BUILD_ID: places in files, not addresses. */
enum bpf_stack_build_id_status {
	BPF_STACK_BUILD_ID_EMPTY = 0,
	BPF_STACK_BUILD_ID_VALID = 1,	/* build_id and offset hold */
	BPF_STACK_BUILD_ID_IP = 2,	/* the file has none, or was not to be read: ip holds */
};

#define BPF_BUILD_ID_SIZE 20
struct bpf_stack_build_id {
	__s32 status;
	unsigned char build_id[BPF_BUILD_ID_SIZE];
	union {
		__u64 offset;
		__u64 ip;
	};
};

/* 6.19: value of an instruction array: where one instruction of a program went. */
struct bpf_insn_array_value {
	__u32 orig_off;	/* as loaded: user space writes this one */
	__u32 xlated_off;
	__u32 jitted_off;
	__u32 :32;
};

/* Fields of a value, and what lives on a program's stack. */
struct bpf_spin_lock {	/* 5.1 */
	__u32 val;
};

struct bpf_timer {	/* 5.15 */
	__u64 __opaque[2];
} __attribute__((aligned(8)));

struct bpf_wq {	/* 6.10: runs a callback in a workqueue, where it may sleep */
	__u64 __opaque[2];
} __attribute__((aligned(8)));

struct bpf_task_work {	/* 6.18: runs a callback when a task returns to user space */
	__u64 __opaque;
} __attribute__((aligned(8)));

struct bpf_dynptr {	/* 5.19: memory with its bounds known at run time; stack only */
	__u64 __opaque[2];
} __attribute__((aligned(8)));

struct bpf_list_head {	/* 6.2 */
	__u64 __opaque[2];
} __attribute__((aligned(8)));

struct bpf_list_node {
	__u64 __opaque[3];
} __attribute__((aligned(8)));

struct bpf_rb_root {	/* 6.3 */
	__u64 __opaque[2];
} __attribute__((aligned(8)));

struct bpf_rb_node {
	__u64 __opaque[4];
} __attribute__((aligned(8)));

struct bpf_refcount {	/* 6.4 */
	__u32 __opaque[1];
} __attribute__((aligned(4)));

struct bpf_iter_num {	/* 6.4: counts for bpf_for(); stack only */
	__u64 __opaque[1];
} __attribute__((aligned(8)));

#endif /* _LINUX_BPF_VALUE_H */

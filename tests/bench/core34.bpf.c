/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An ordinary tracing program: at each exec a record about the process. 34 accesses to fields of
 * eleven kernel types, each with a CO-RE relocation; all of these fields are in kernels from 5.10
 * to 7.2. With -DKERNEL= the same program without relocations.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#ifndef KERNEL
#define KERNEL __attribute__((preserve_access_index))
#endif

struct ns_common {
	unsigned int inum;
} KERNEL;

struct uts_namespace {
	struct ns_common ns;
} KERNEL;

struct pid_namespace {
	unsigned int level;
	struct ns_common ns;
} KERNEL;

struct nsproxy {
	struct uts_namespace *uts_ns;
	struct pid_namespace *pid_ns_for_children;
} KERNEL;

struct cred {
	struct {
		unsigned int val;
	} uid, gid;
} KERNEL;

struct inode {
	unsigned long i_ino;
} KERNEL;

struct file {
	struct inode *f_inode;
} KERNEL;

struct mm_struct {
	unsigned long total_vm, start_code, end_code, start_stack;
	struct file *exe_file;
} KERNEL;

struct signal_struct {
	int nr_threads;
	short oom_score_adj;
} KERNEL;

struct fs_struct {
	int umask;
} KERNEL;

struct files_struct {
	unsigned int next_fd;
} KERNEL;

struct sched_entity {
	unsigned long vruntime;
} KERNEL;

struct task_struct {
	int pid, tgid, prio, static_prio, exit_code;
	unsigned int flags;
	unsigned long start_time, nvcsw;
	struct task_struct *real_parent;
	struct mm_struct *mm;
	struct signal_struct *signal;
	struct cred *real_cred;
	struct nsproxy *nsproxy;
	struct fs_struct *fs;
	struct files_struct *files;
	struct sched_entity se;
} KERNEL;

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 65536);
} records SEC(".maps");

struct record {
	unsigned long number[23];
};

/* One relocation each: where `field` lies in the running kernel's type. */
#define READ(from, field)                                                                          \
	({                                                                                         \
		typeof((from)->field) value_ = 0;                                                  \
		bpf_probe_read_kernel(&value_, sizeof(value_), &(from)->field);                    \
		value_;                                                                            \
	})

static __always_inline void read_task(struct record *r, struct task_struct *t)
{
	r->number[0] = READ(t, pid);
	r->number[1] = READ(t, tgid);
	r->number[2] = READ(t, prio);
	r->number[3] = READ(t, static_prio);
	r->number[4] = READ(t, exit_code);
	r->number[5] = READ(t, flags);
	r->number[6] = READ(t, start_time);
	r->number[7] = READ(t, nvcsw);
	r->number[8] = READ(t, se.vruntime);
	r->number[9] = READ(READ(t, real_parent), tgid);
}

static __always_inline void read_memory(struct record *r, struct mm_struct *mm)
{
	r->number[10] = READ(mm, total_vm);
	r->number[11] = READ(mm, start_code);
	r->number[12] = READ(mm, end_code);
	r->number[13] = READ(mm, start_stack);
	r->number[14] = READ(READ(READ(mm, exe_file), f_inode), i_ino);
}

static __always_inline void read_rest(struct record *r, struct task_struct *t)
{
	struct cred *cred = READ(t, real_cred);
	struct nsproxy *spaces = READ(t, nsproxy);
	struct signal_struct *signal = READ(t, signal);

	r->number[15] = READ(cred, uid.val);
	r->number[16] = READ(cred, gid.val);
	r->number[17] = READ(signal, nr_threads);
	r->number[18] = READ(signal, oom_score_adj);
	r->number[19] = READ(READ(t, fs), umask);
	r->number[20] = READ(READ(t, files), next_fd);
	r->number[21] = READ(READ(spaces, uts_ns), ns.inum);
	r->number[22] = READ(READ(spaces, pid_ns_for_children), level);
}

SEC("raw_tp/sched_process_exec")
int core34(void *ctx)
{
	struct task_struct *t = (struct task_struct *)bpf_get_current_task();
	struct record *r = bpf_ringbuf_reserve(&records, sizeof(*r), 0);

	if (!r)
		return 0;
	read_task(r, t);
	read_memory(r, READ(t, mm));
	read_rest(r, t);
	bpf_ringbuf_submit(r, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";

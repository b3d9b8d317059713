/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each new program that is started, and who started it: read from the kernel's own structs, wherever
 * this kernel has their fields.
 *
 * CO-RE: below stand only the fields that are used, in any order. The compiler notes each access
 * by name, and the loader puts in the offset from the running kernel's types
 * (/sys/kernel/btf/vmlinux), so one object fits all kernels. What has another name in older ones is
 * a flavor of the struct, `___old`, and is asked for before it is used: the branch that does not
 * apply is dropped by the verifier.
 *
 * .kconfig: CONFIG_HZ has the value that the kernel was built with, 0 if that is not to be found.
 *
 *	rawbpf run build/progs/exec_parents.bpf.o -- sh -c 'ls; date'
 *	rawbpf inspect build/progs/exec_parents.bpf.o relocations externs
 *
 * Needs a kernel with BTF (5.4), or its types by --btf; the ring buffer needs 5.8.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

struct task_struct {
	struct task_struct *real_parent;
	int tgid;
	char comm[16];
	__u64 start_boottime; /* ns; 5.5 */
} __attribute__((preserve_access_index));

struct task_struct___old {
	__u64 real_start_time;
} __attribute__((preserve_access_index));

struct start {
	__u32 pid, parent;
	char parent_comm[16];
	__u64 parent_age_ms, hz;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
	__type(value, struct start);
} starts SEC(".maps");

extern int CONFIG_HZ __kconfig __weak;

/* Only this process, and not all; --set target_pid=... */
const volatile __u32 target_pid;

static __u64 started(struct task_struct *task)
{
	struct task_struct___old *old = (void *)task;

	if (bpf_core_field_exists(task->start_boottime))
		return BPF_CORE_READ(task, start_boottime);
	return BPF_CORE_READ(old, real_start_time);
}

SEC("raw_tp/sched_process_exec")
int exec_parents(void *ctx)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	struct task_struct *parent = BPF_CORE_READ(task, real_parent);
	struct start *s;

	if (target_pid && bpf_get_current_pid_tgid() >> 32 != target_pid)
		return 0;
	s = bpf_ringbuf_reserve(&starts, sizeof(*s), 0);
	if (!s)
		return 0;
	s->pid = BPF_CORE_READ(task, tgid);
	s->parent = BPF_CORE_READ(parent, tgid);
	BPF_CORE_READ_STR_INTO(&s->parent_comm, parent, comm);
	s->parent_age_ms = (bpf_ktime_get_boot_ns() - started(parent)) / 1000000;
	s->hz = CONFIG_HZ;
	bpf_ringbuf_submit(s, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";

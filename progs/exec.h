/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tracepoint sched:sched_process_exec, and the event made of it.
 *
 * A program on a tracepoint gets the record that the tracepoint writes for tracefs. Its fields and
 * their offsets are in events/sched/sched_process_exec/format of tracefs (/sys/kernel/tracing). A
 * "__data_loc" field is a 32-bit word about bytes behind the fixed part: their offset from the
 * start of the record in the low half, their length in the high half.
 */
#ifndef EXEC_H
#define EXEC_H

struct sched_process_exec {
	__u16 common_type;
	__u8 common_flags;
	__u8 common_preempt_count;
	__s32 common_pid;
	__u32 filename; /* __data_loc char[] */
	__s32 pid;
	__s32 old_pid; /* the thread that called execve(), if it was not the first of its process */
};

struct event {
	__u32 pid;
	__u32 uid;
	char comm[16]; /* already the new one */
	char file[128];
};

/* Only this process; 0 for all. */
volatile const __u32 target_pid = 0;

static int exec_wanted(void)
{
	return !target_pid || bpf_get_current_pid_tgid() >> 32 == target_pid;
}

static void exec_fill(struct event *e, struct sched_process_exec *ctx)
{
	e->pid = bpf_get_current_pid_tgid() >> 32;
	e->uid = bpf_get_current_uid_gid();
	bpf_get_current_comm(e->comm, sizeof(e->comm));
	bpf_probe_read_kernel_str(e->file, sizeof(e->file), (void *)ctx + (ctx->filename & 0xffff));
}

#endif

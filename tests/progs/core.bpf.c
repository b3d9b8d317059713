/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CO-RE records of each kind, about types that are declared here otherwise than any kernel has
 * them: members are missing, in another order, and a few are made up. Run by BPF_PROG_TEST_RUN as
 * the process that is to be looked at; what was read is left in .bss for the test to compare.
 *
 *	task		fields of the process itself, by all ways to a field
 *	context		fields of struct __sk_buff, by loads from it; returns its length
 *	facts		existence, size, signedness; enumerators; types
 *	guarded		asks first for what no kernel has, and returns 1
 *	unguarded	does not ask, and is refused; not loaded unless asked for
 *	resized		loads a signed field that has another size in the kernel: refused likewise
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define CORE __attribute__((preserve_access_index))
#define RELOC(field, kind) __builtin_preserve_field_info(field, kind)

enum { BYTE_OFFSET, BYTE_SIZE, EXISTS, SIGNED, LSHIFT, RSHIFT };

/* ---- a process ---- */

struct upid {
	int nr;
} CORE;

struct pid {
	struct upid numbers[1];
} CORE;

/* most of its members are in an anonymous struct */
struct mm_struct {
	unsigned long start_stack, arg_start;
} CORE;

struct task_struct {
	char comm[16];
	struct mm_struct *mm;
	struct pid *thread_pid;
	struct task_struct *group_leader, *real_parent;
	int tgid, pid;
	unsigned int flags;
	unsigned int sched_reset_on_fork : 1;
	int made_up;
} CORE;

/* "state" is "__state" since 5.14 */
struct task_struct___old {
	volatile long state;
} CORE;

struct task_struct___new {
	unsigned int __state;
} CORE;

int pid, tgid, parent, leader, number;
unsigned long start_stack, arg_start;
unsigned char comm3;
__u64 reset_on_fork;
int state_is_old, state_is_new;

#define BIG_ENDIAN (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
#define READ(to, from) bpf_probe_read_kernel(&(to), sizeof(to), &(from))

/* Load what is around the field, as much as the kernel needs for it, and cut the bits out. */
static __u64 read_reset_on_fork(struct task_struct *t)
{
	__u32 size = RELOC(t->sched_reset_on_fork, BYTE_SIZE);
	__u64 v = 0;

	bpf_probe_read_kernel((char *)&v + (BIG_ENDIAN && size < 8 ? 8 - size : 0),
		size < 8 ? size : 8, (char *)t + RELOC(t->sched_reset_on_fork, BYTE_OFFSET));
	v <<= RELOC(t->sched_reset_on_fork, LSHIFT);
	return v >> RELOC(t->sched_reset_on_fork, RSHIFT);
}

SEC("socket")
int task(struct __sk_buff *skb)
{
	struct task_struct *t = (void *)bpf_get_current_task(), *other;
	struct mm_struct *mm;
	struct pid *p;

	READ(pid, t->pid);
	READ(tgid, t->tgid);
	READ(comm3, t->comm[3]);
	READ(other, t->real_parent);
	READ(parent, other->tgid);
	READ(other, t->group_leader);
	READ(leader, other->pid);
	READ(p, t->thread_pid);
	READ(number, p->numbers[0].nr);
	READ(mm, t->mm);
	READ(start_stack, mm->start_stack);
	READ(arg_start, mm->arg_start);
	reset_on_fork = read_reset_on_fork(t);
	state_is_old = RELOC(((struct task_struct___old *)t)->state, EXISTS);
	state_is_new = RELOC(((struct task_struct___new *)t)->__state, EXISTS);
	return 1;
}

/* ---- a context ---- */

struct __sk_buff___small {
	__u32 protocol;
	__u32 len;
} CORE;

SEC("socket")
int context(struct __sk_buff___small *skb)
{
	return skb->len;
}

/* ---- facts ---- */

struct made_up {
	int x;
} CORE;

enum bpf_map_type___other {
	BPF_MAP_TYPE_MADE_UP = 900,
	BPF_MAP_TYPE_ARRAY___other = 901,
	BPF_MAP_TYPE_RINGBUF___other = 902,
};

typedef struct {
	int counter;
} atomic_t;

int comm_size, pid_size, pid_signed, flags_signed, has_comm, has_made_up;
int has_task, has_struct_made_up, has_atomic, task_size, upid_size, atomic_size;
int has_array, has_enum_made_up, array_value, ringbuf_value;
__u32 upid_id, local_id;

SEC("socket")
int facts(struct __sk_buff *skb)
{
	struct task_struct *t = (void *)bpf_get_current_task();
	struct made_up *m = (void *)t;

	comm_size = RELOC(t->comm, BYTE_SIZE);
	pid_size = RELOC(t->pid, BYTE_SIZE);
	pid_signed = RELOC(t->pid, SIGNED);
	flags_signed = RELOC(t->flags, SIGNED);
	has_comm = RELOC(t->comm, EXISTS);
	has_made_up = RELOC(t->made_up, EXISTS) + RELOC(m->x, EXISTS);
	has_task = __builtin_preserve_type_info(*(struct task_struct *)0, 0);
	has_struct_made_up = __builtin_preserve_type_info(*(struct made_up *)0, 0);
	has_atomic = __builtin_preserve_type_info(*(atomic_t *)0, 0);
	task_size = __builtin_preserve_type_info(*(struct task_struct *)0, 1);
	upid_size = __builtin_preserve_type_info(*(struct upid *)0, 1);
	atomic_size = __builtin_preserve_type_info(*(atomic_t *)0, 1);
	local_id = __builtin_btf_type_id(*(struct upid *)0, 0);
	upid_id = __builtin_btf_type_id(*(struct upid *)0, 1);
	has_array = __builtin_preserve_enum_value(
		*(enum bpf_map_type___other *)BPF_MAP_TYPE_ARRAY___other, 0);
	has_enum_made_up = __builtin_preserve_enum_value(
		*(enum bpf_map_type___other *)BPF_MAP_TYPE_MADE_UP, 0);
	array_value = __builtin_preserve_enum_value(
		*(enum bpf_map_type___other *)BPF_MAP_TYPE_ARRAY___other, 1);
	ringbuf_value = __builtin_preserve_enum_value(
		*(enum bpf_map_type___other *)BPF_MAP_TYPE_RINGBUF___other, 1);
	return 1;
}

/* ---- what is missing ---- */

SEC("socket")
int guarded(struct __sk_buff *skb)
{
	struct task_struct *t = (void *)bpf_get_current_task();
	int v = 1;

	if (RELOC(t->made_up, EXISTS))
		READ(v, t->made_up);
	if (__builtin_preserve_enum_value(*(enum bpf_map_type___other *)BPF_MAP_TYPE_MADE_UP, 0))
		v += __builtin_preserve_enum_value(
			*(enum bpf_map_type___other *)BPF_MAP_TYPE_MADE_UP, 1);
	return v;
}

SEC("?socket")
int unguarded(struct __sk_buff *skb)
{
	struct task_struct *t = (void *)bpf_get_current_task();
	int v = 0;

	READ(v, t->made_up);
	return v;
}

/* a length of two bytes */
struct __sk_buff___short {
	short len;
} CORE;

SEC("?socket")
int resized(struct __sk_buff___short *skb)
{
	return skb->len;
}

char _license[] SEC("license") = "GPL";

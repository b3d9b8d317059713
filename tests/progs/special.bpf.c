/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Maps whose values hold what the kernel looks after itself and finds by BTF. Each is the second
 * 64-bit word of a value and behind, after `before`; on kernels that do not know it, it is a struct
 * as any other, so all maps can be created everywhere. Programs are optional.
 *
 *	locked		adds 1 to both numbers under the lock (5.1)
 *	locked_global	the same of a variable (6.2)
 *	timed		arms a timer that adds 1 to `fired` (5.15)
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define CLOCK_MONOTONIC 1

/* what a list or tree holds is said by a tag on its head */
#define __contains(type, node) __attribute__((btf_decl_tag("contains:" #type ":" #node)))

/* a type of the kernel, known to it by name */
struct task_struct {
	int pid;
};

struct listed {
	struct bpf_list_node node;
	__u64 number;
};

struct sorted {
	struct bpf_rb_node node;
	__u64 number;
};

#define MAP(name, ...)                          \
	struct name##_value {                   \
		__u64 before;                   \
		__VA_ARGS__                     \
	};                                      \
	struct {                                \
		__uint(type, BPF_MAP_TYPE_ARRAY); \
		__uint(max_entries, 1);         \
		__type(key, __u32);             \
		__type(value, struct name##_value); \
	} name SEC(".maps")

MAP(locks, struct bpf_spin_lock special; __u32 more; __u64 other;);
MAP(timers, struct bpf_timer special;);
MAP(pointers, struct task_struct __kptr *special;);
MAP(heads, struct bpf_list_head special __contains(listed, node); struct bpf_spin_lock lock;);
MAP(roots, struct bpf_rb_root special __contains(sorted, node); struct bpf_spin_lock lock;);
MAP(queues, struct bpf_wq special;);

/* In global data too; nothing in such a section is for others to map. */
struct listed *const volatile a_listed = 0;
struct sorted *const volatile a_sorted = 0;
struct task_struct *const volatile a_task = 0;
__hidden struct bpf_spin_lock global_lock SEC(".data.lock");
__hidden __u64 global_number SEC(".data.lock");

/* Of kinds that only newer kernels know: a map with them has names on all of them. */
struct sample {
	double ratio;
	__u64 number;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct sample);
} samples SEC(".maps");

__u64 fired;

SEC("?classifier")
int locked(struct __sk_buff *skb)
{
	__u32 zero = 0;
	struct locks_value *v = bpf_map_lookup_elem(&locks, &zero);

	if (!v)
		return 0;
	bpf_spin_lock(&v->special);
	v->before++;
	v->other++;
	bpf_spin_unlock(&v->special);
	return 1;
}

SEC("?classifier")
int locked_global(struct __sk_buff *skb)
{
	bpf_spin_lock(&global_lock);
	global_number++;
	bpf_spin_unlock(&global_lock);
	return global_number;
}

static int on_time(void *map, __u32 *key, struct timers_value *v)
{
	__sync_fetch_and_add(&fired, 1);
	return 0;
}

SEC("?classifier")
int timed(struct __sk_buff *skb)
{
	__u32 zero = 0;
	struct timers_value *v = bpf_map_lookup_elem(&timers, &zero);

	int err;

	if (!v)
		return -1;
	err = bpf_timer_init(&v->special, &timers, CLOCK_MONOTONIC);
	if (err)
		return err;
	bpf_timer_set_callback(&v->special, on_time);
	return bpf_timer_start(&v->special, 1000000 /* ns */, 0);
}

/* so that these types are in the object whole */
SEC("socket")
int types(struct __sk_buff *skb)
{
	return (a_listed ? a_listed->number : 0) + (a_sorted ? a_sorted->number : 0) +
		(a_task ? a_task->pid : 0);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";

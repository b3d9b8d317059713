/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects that programs own, and what holds them: pointers in map values (kptrs), lists and trees.
 * Kernel functions do all the work. The verifier allows each call only because the object's types
 * say what is where: the tag `kptr` on a pointer, the tag `contains:TYPE:MEMBER` on a head or root
 * that a lock stands beside in the same value. All programs are optional ("?"); the numbers that
 * they take are `given`, what they find is in `found`. They return 1, or 0 if there was nothing.
 *
 *	keep, take		a number in an object of its own, exchanged for the one that was kept
 *	keep_task, kept_task	the process that runs it, and who that was
 *	drop_task		lets it go
 *	push_front, push_back	to a list in a map value
 *	pop_front, pop_back	from it
 *	add, remove_first	to and from a tree in global data, by number
 *	add_to_both		to a list and a tree that stand in one value, the same object
 *	pop_changed, remove_changed	from the one and from the other, each adds 100 to its number
 *	count			calls, in an object for each CPU (6.7)
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#define __contains(type, node) __attribute__((btf_decl_tag("contains:" #type ":" #node)))

/*
 * The last arguments are for the verifier to fill: what it knows of the type, and where in it the
 * node stands. Of bpf_obj_new the type is given by its id in this object.
 */
extern void *bpf_obj_new_impl(__u64 type, void *meta) __ksym;
extern void bpf_obj_drop_impl(void *object, void *meta) __ksym;
extern int bpf_list_push_front_impl(struct bpf_list_head *head, struct bpf_list_node *node,
	void *meta, __u64 off) __ksym;
extern int bpf_list_push_back_impl(struct bpf_list_head *head, struct bpf_list_node *node,
	void *meta, __u64 off) __ksym;
extern struct bpf_list_node *bpf_list_pop_front(struct bpf_list_head *head) __ksym;
extern struct bpf_list_node *bpf_list_pop_back(struct bpf_list_head *head) __ksym;
extern int bpf_rbtree_add_impl(struct bpf_rb_root *root, struct bpf_rb_node *node,
	_Bool(less)(struct bpf_rb_node *a, const struct bpf_rb_node *b), void *meta,
	__u64 off) __ksym;
extern struct bpf_rb_node *bpf_rbtree_first(struct bpf_rb_root *root) __ksym;
extern struct bpf_rb_node *bpf_rbtree_remove(struct bpf_rb_root *root,
	struct bpf_rb_node *node) __ksym;

extern void *bpf_refcount_acquire_impl(void *object, void *meta) __ksym;
extern void *bpf_percpu_obj_new_impl(__u64 type, void *meta) __ksym;
extern void bpf_percpu_obj_drop_impl(void *object, void *meta) __ksym;
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;

struct task_struct {
	int tgid;
} __attribute__((preserve_access_index));

extern struct task_struct *bpf_task_from_pid(__s32 pid) __ksym;
extern struct task_struct *bpf_task_acquire(struct task_struct *task) __ksym;
extern void bpf_task_release(struct task_struct *task) __ksym;

__u64 given, found;

/* ---- pointers -------------------------------------------------------------------------------- */

struct kept {
	__u64 number;
};

struct kept_value {
	struct kept __kptr *kept;
	struct task_struct __kptr *task;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct kept_value);
} pointers SEC(".maps");

static __always_inline int exchange(struct kept *new)
{
	__u32 zero = 0;
	struct kept_value *v = bpf_map_lookup_elem(&pointers, &zero);
	struct kept *old;

	if (!v) {
		if (new)
			bpf_obj_drop_impl(new, NULL);
		return 0;
	}
	old = bpf_kptr_xchg(&v->kept, new);
	if (!old)
		return 0;
	found = old->number;
	bpf_obj_drop_impl(old, NULL);
	return 1;
}

SEC("?tc")
int keep(struct __sk_buff *skb)
{
	struct kept *new = bpf_obj_new_impl(bpf_core_type_id_local(struct kept), NULL);

	if (!new)
		return -1;
	new->number = given;
	return exchange(new);
}

SEC("?tc")
int take(struct __sk_buff *skb)
{
	return exchange(NULL);
}

SEC("?tc")
int keep_task(struct __sk_buff *skb)
{
	__u32 zero = 0;
	struct kept_value *v = bpf_map_lookup_elem(&pointers, &zero);
	struct task_struct *task;

	if (!v)
		return -1;
	found = bpf_get_current_pid_tgid() >> 32;
	task = bpf_task_from_pid(found);
	if (!task)
		return 0;
	task = bpf_kptr_xchg(&v->task, task);
	if (task)
		bpf_task_release(task);
	return 1;
}

/* The map may give it away meanwhile, so it is held for as long as it is looked at. */
SEC("?tc")
int kept_task(struct __sk_buff *skb)
{
	__u32 zero = 0;
	struct kept_value *v = bpf_map_lookup_elem(&pointers, &zero);
	struct task_struct *task;

	if (!v || !v->task)
		return 0;
	task = v->task;
	task = task ? bpf_task_acquire(task) : NULL;
	if (!task)
		return 0;
	found = task->tgid;
	bpf_task_release(task);
	return 1;
}

SEC("?tc")
int drop_task(struct __sk_buff *skb)
{
	__u32 zero = 0;
	struct kept_value *v = bpf_map_lookup_elem(&pointers, &zero);
	struct task_struct *task;

	if (!v)
		return -1;
	task = bpf_kptr_xchg(&v->task, NULL);
	if (!task)
		return 0;
	bpf_task_release(task);
	return 1;
}

/* ---- a list ---------------------------------------------------------------------------------- */

struct listed {
	__u64 number;
	struct bpf_list_node node;
};

struct list_value {
	struct bpf_spin_lock lock;
	struct bpf_list_head head __contains(listed, node);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct list_value);
} lists SEC(".maps");

static __always_inline int push(_Bool front)
{
	__u32 zero = 0;
	struct list_value *v = bpf_map_lookup_elem(&lists, &zero);
	struct listed *new;

	if (!v)
		return -1;
	new = bpf_obj_new_impl(bpf_core_type_id_local(struct listed), NULL);
	if (!new)
		return -1;
	new->number = given;
	bpf_spin_lock(&v->lock);
	if (front)
		bpf_list_push_front_impl(&v->head, &new->node, NULL, 0);
	else
		bpf_list_push_back_impl(&v->head, &new->node, NULL, 0);
	bpf_spin_unlock(&v->lock);
	return 1;
}

static __always_inline int pop(_Bool front)
{
	__u32 zero = 0;
	struct list_value *v = bpf_map_lookup_elem(&lists, &zero);
	struct bpf_list_node *node;
	struct listed *old;

	if (!v)
		return -1;
	bpf_spin_lock(&v->lock);
	node = front ? bpf_list_pop_front(&v->head) : bpf_list_pop_back(&v->head);
	bpf_spin_unlock(&v->lock);
	if (!node)
		return 0;
	old = container_of(node, struct listed, node);
	found = old->number;
	bpf_obj_drop_impl(old, NULL);
	return 1;
}

SEC("?tc")
int push_front(struct __sk_buff *skb)
{
	return push(1);
}

SEC("?tc")
int push_back(struct __sk_buff *skb)
{
	return push(0);
}

SEC("?tc")
int pop_front(struct __sk_buff *skb)
{
	return pop(1);
}

SEC("?tc")
int pop_back(struct __sk_buff *skb)
{
	return pop(0);
}

/* ---- a tree ---------------------------------------------------------------------------------- */

struct sorted {
	__u64 number;
	struct bpf_rb_node node;
};

/* In a section of its own, for what it holds the kernel lets nobody map. */
__hidden struct bpf_spin_lock tree_lock SEC(".data.tree");
__hidden struct bpf_rb_root tree __contains(sorted, node) SEC(".data.tree");

static _Bool less(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return container_of(a, struct sorted, node)->number <
		container_of(b, struct sorted, node)->number;
}

SEC("?tc")
int add(struct __sk_buff *skb)
{
	struct sorted *new = bpf_obj_new_impl(bpf_core_type_id_local(struct sorted), NULL);

	if (!new)
		return -1;
	new->number = given;
	bpf_spin_lock(&tree_lock);
	bpf_rbtree_add_impl(&tree, &new->node, less, NULL, 0);
	bpf_spin_unlock(&tree_lock);
	return 1;
}

SEC("?tc")
int remove_first(struct __sk_buff *skb)
{
	struct bpf_rb_node *node;
	struct sorted *old;

	bpf_spin_lock(&tree_lock);
	node = bpf_rbtree_first(&tree);
	if (node)
		node = bpf_rbtree_remove(&tree, node);
	bpf_spin_unlock(&tree_lock);
	if (!node)
		return 0;
	old = container_of(node, struct sorted, node);
	found = old->number;
	bpf_obj_drop_impl(old, NULL);
	return 1;
}

/* ---- both ------------------------------------------------------------------------------------ */

struct shared {
	__u64 number;
	struct bpf_refcount holders;
	struct bpf_list_node in_list;
	struct bpf_rb_node in_tree;
};

struct both_value {
	struct bpf_list_head head __contains(shared, in_list);
	struct bpf_rb_root root __contains(shared, in_tree);
	struct bpf_spin_lock lock;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct both_value);
} both SEC(".maps");

static _Bool less_shared(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return container_of(a, struct shared, in_tree)->number <
		container_of(b, struct shared, in_tree)->number;
}

SEC("?tc")
int add_to_both(struct __sk_buff *skb)
{
	__u32 zero = 0;
	struct both_value *v = bpf_map_lookup_elem(&both, &zero);
	struct shared *new, *again;

	if (!v)
		return -1;
	new = bpf_obj_new_impl(bpf_core_type_id_local(struct shared), NULL);
	if (!new)
		return -1;
	new->number = given;
	again = bpf_refcount_acquire_impl(new, NULL);
	bpf_spin_lock(&v->lock);
	bpf_rbtree_add_impl(&v->root, &new->in_tree, less_shared, NULL, 0);
	bpf_list_push_back_impl(&v->head, &again->in_list, NULL, 0);
	bpf_spin_unlock(&v->lock);
	return 1;
}

static __always_inline int change(struct shared *one)
{
	one->number += 100;
	found = one->number;
	bpf_obj_drop_impl(one, NULL);
	return 1;
}

SEC("?tc")
int pop_changed(struct __sk_buff *skb)
{
	__u32 zero = 0;
	struct both_value *v = bpf_map_lookup_elem(&both, &zero);
	struct bpf_list_node *node;

	if (!v)
		return -1;
	bpf_spin_lock(&v->lock);
	node = bpf_list_pop_front(&v->head);
	bpf_spin_unlock(&v->lock);
	return node ? change(container_of(node, struct shared, in_list)) : 0;
}

SEC("?tc")
int remove_changed(struct __sk_buff *skb)
{
	__u32 zero = 0;
	struct both_value *v = bpf_map_lookup_elem(&both, &zero);
	struct bpf_rb_node *node;

	if (!v)
		return -1;
	bpf_spin_lock(&v->lock);
	node = bpf_rbtree_first(&v->root);
	if (node)
		node = bpf_rbtree_remove(&v->root, node);
	bpf_spin_unlock(&v->lock);
	return node ? change(container_of(node, struct shared, in_tree)) : 0;
}

/* ---- one for each CPU ------------------------------------------------------------------------ */

struct counter {
	__u64 calls;
};

struct counter_value {
	struct counter __percpu_kptr *counter;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct counter_value);
} counters SEC(".maps");

static __always_inline int first_counter(struct counter_value *v)
{
	struct counter __percpu_kptr *new;

	new = bpf_percpu_obj_new_impl(bpf_core_type_id_local(struct counter), NULL);
	if (!new)
		return -1;
	new = bpf_kptr_xchg(&v->counter, new);
	if (new)
		bpf_percpu_obj_drop_impl(new, NULL);
	return 0;
}

SEC("?tc")
int count(struct __sk_buff *skb)
{
	__u32 zero = 0;
	struct counter_value *v = bpf_map_lookup_elem(&counters, &zero);
	struct counter *mine;
	int ret = 0;

	if (!v || (!v->counter && first_counter(v)))
		return -1;
	bpf_rcu_read_lock();
	mine = v->counter;
	if (mine) {
		mine = bpf_this_cpu_ptr(mine);
		found = ++mine->calls;
		ret = 1;
	}
	bpf_rcu_read_unlock();
	return ret;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";

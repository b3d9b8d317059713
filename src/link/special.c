/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Most types only serve to show a map's elements. These are more: the kernel looks for them in the
 * value's BTF, sets them up and tears them down, and the verifier knows what may be done with them.
 *
 *	struct bpf_spin_lock (5.1), bpf_timer (5.15), bpf_list_head, bpf_list_node (6.1),
 *	bpf_rb_root, bpf_rb_node, bpf_refcount (6.3, 6.4), bpf_wq (6.10), bpf_res_spin_lock (6.15),
 *	bpf_task_work (6.18)
 *	pointers with the type tags kptr (5.19), kptr_ref, kptr_untrusted, percpu_kptr, uptr
 *
 * They may stand in structs and arrays inside the value.
 */
#include "link/special.h"

#include <string.h>

#define STEPS_MOST 100000 /* hostile types: a struct of 1000 structs of 1000 structs */
#define DEPTH_MOST 16

static const char *const names[] = { "bpf_spin_lock", "bpf_res_spin_lock", "bpf_timer", "bpf_wq",
	"bpf_task_work", "bpf_list_head", "bpf_list_node", "bpf_rb_root", "bpf_rb_node",
	"bpf_refcount" };
static const char *const tags[] = { "kptr", "kptr_ref", "kptr_untrusted", "percpu_kptr", "uptr" };

static const char *among(const char *const *list, size_t cnt, const char *name)
{
	size_t i;

	for (i = 0; i < cnt; i++)
		if (!strcmp(list[i], name))
			return list[i];
	return NULL;
}

/* pointer -> type tag, with qualifiers between them */
static const char *pointer(const struct btf *b, const struct btf_type *t)
{
	const char *found = NULL;
	int hops;

	for (hops = 0; t && !found && hops < DEPTH_MOST; hops++) {
		t = btf_type(b, t->type);
		if (t && btf_kind(t) == BTF_KIND_TYPE_TAG)
			found = among(tags, sizeof(tags) / sizeof(*tags), btf_name(b, t));
		else if (!t || (btf_kind(t) != BTF_KIND_CONST && btf_kind(t) != BTF_KIND_VOLATILE))
			break;
	}
	return found;
}

static const char *search(const struct btf *b, uint32_t type, int depth, uint32_t *steps)
{
	const struct btf_type *t = btf_type(b, btf_skip(b, type));
	const char *found = NULL;
	uint32_t i;

	if (!t || depth > DEPTH_MOST || ++*steps > STEPS_MOST)
		return NULL;
	if (btf_kind(t) == BTF_KIND_PTR)
		return pointer(b, t);
	if (btf_kind(t) == BTF_KIND_ARRAY)
		return search(b, btf_array(t)->type, depth + 1, steps);
	if (btf_kind(t) == BTF_KIND_VAR)
		return search(b, t->type, depth + 1, steps);
	if (btf_kind(t) == BTF_KIND_DATASEC)
		for (i = 0; !found && i < btf_vlen(t); i++)
			found = search(b, btf_secinfos(t)[i].type, depth + 1, steps);
	if (btf_kind(t) != BTF_KIND_STRUCT && btf_kind(t) != BTF_KIND_UNION)
		return found;
	found = among(names, sizeof(names) / sizeof(*names), btf_name(b, t));
	for (i = 0; !found && i < btf_vlen(t); i++)
		found = search(b, btf_members(t)[i].type, depth + 1, steps);
	return found;
}

const char *special_field(const struct btf *b, uint32_t type)
{
	uint32_t steps = 0;

	return type ? search(b, type, 0, &steps) : NULL;
}

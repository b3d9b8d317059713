/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Making one map, by hand or for an object. EINVAL may mean that the kernel does not know the type, and
 * then it is the same for the least map of that type.
 */
#include <errno.h>
#include <string.h>

#include "base/diag.h"
#include "base/sha256.h"
#include "kernel/kernel.h"
#include "kernel/names.h"
#include "object/map_least.h"
#include "object/verifier.h"
#include "rawbpf.h"

/* The arguments of a creation are one struct; what the kernel has none of stays zero. */
static int create(struct rawbpf_kernel *k, const struct rawbpf_map_spec *m)
{
	struct bpf_attr_map_create a;

	memset(&a, 0, sizeof(a));
	a.map_type = m->type;
	a.key_size = m->key_size;
	a.value_size = m->value_size;
	a.max_entries = m->max_entries;
	a.map_flags = m->flags;
	a.numa_node = m->numa_node;
	a.map_extra = m->extra;
	a.inner_map_fd = m->inner_map_fd;
	a.map_ifindex = m->ifindex;
	a.map_token_fd = m->token_fd;
	a.map_flags |= m->token_fd ? BPF_F_TOKEN_FD : 0;
	a.excl_prog_hash = kernel_ptr(m->excl_prog_hash);
	a.excl_prog_hash_size = m->excl_prog_hash ? SHA256_SIZE : 0;
	verifier_name(a.map_name, m->name);
	if (m->btf_vmlinux_value_type_id) {
		a.btf_fd = m->btf_fd;
		a.btf_vmlinux_value_type_id = m->btf_vmlinux_value_type_id;
		a.value_type_btf_obj_fd = m->value_type_btf_fd;
		a.map_flags |= m->value_type_btf_fd ? BPF_F_VTYPE_BTF_OBJ_FD : 0;
	} else if (m->btf_fd > 0 && m->btf_value_type_id) {
		a.btf_fd = m->btf_fd;
		a.btf_key_type_id = m->btf_key_type_id;
		a.btf_value_type_id = m->btf_value_type_id;
	}
	return kernel_map_create(k, &a);
}

static bool lacks_inner(const struct rawbpf_map_spec *m)
{
	return !m->inner_map_fd && (m->type == BPF_MAP_TYPE_ARRAY_OF_MAPS ||
		m->type == BPF_MAP_TYPE_HASH_OF_MAPS);
}

static bool is_listed(const struct rawbpf_map_spec *m)
{
	return m->type && m->type < map_least_cnt;
}

static const char *hint(const struct rawbpf_map_spec *m, int err)
{
	if ((err == -E2BIG || err == -EINVAL) && m->excl_prog_hash)
		return " (maps for one program alone are there since Linux 6.18; or a size, count or "
		       "flag does not fit)";
	if (err != -EPERM && lacks_inner(m))
		return " (what the maps in it look like is not said: by __array(values, struct NAME) "
		       "as last member of its definition, or inner_map MAP)";
	switch (err) {
	case -EPERM:
		return m->token_fd ? " (the token's bpffs does not delegate it)"
			: " (needs root, CAP_BPF or a token from a bpffs, as --token gives it; before "
			  "5.11 also memory by RLIMIT_MEMLOCK)";
	case -EINVAL:
		return is_listed(m) ? " (a size, count or flag does not fit the type)"
			: " (the type is unknown to this kernel, or a size, count or flag does not fit it)";
	}
	return "";
}

static bool is_lacking(struct rawbpf_kernel *k, const struct rawbpf_map_spec *m)
{
	int fd = is_listed(m) && !m->ifindex ? map_least(k, m->type) : -1;

	kernel_close(k, fd);
	return fd == -EINVAL;
}

static int refused(struct rawbpf_kernel *k, const struct rawbpf_map_spec *m, int err,
	struct rawbpf_diag *d)
{
	const char *name = m->name ? m->name : "?";
	char card[120], type[40];

	names_short(&names_map_type, m->type, type, sizeof(type));
	if (err == -EINVAL && is_lacking(k, m))
		return diag_fail(d, RAWBPF_STAGE_MAP, -EOPNOTSUPP, "map %s: this kernel lacks maps of type "
			"%s, which came with %u.%u (or is built without them)", name, type,
			map_least_table[m->type].major, map_least_table[m->type].minor);
	return diag_fail(d, RAWBPF_STAGE_MAP, err, "map %s: cannot be created: %s%s: type %s, key %u, "
		"value %u bytes, %u entries, flags 0x%x", name, diag_strerror(err),
		m->ifindex && err != -EPERM ? verifier_card(k, m->ifindex, card, sizeof(card)) : hint(m, err),
		type, m->key_size, m->value_size, m->max_entries, m->flags);
}

int rawbpf_map_create(struct rawbpf_kernel *k, const struct rawbpf_map_spec *m,
	struct rawbpf_diag *d)
{
	int fd;

	k = kernel_or_real(k);
	fd = create(k, m);
	return fd < 0 ? refused(k, m, fd, d) : fd;
}

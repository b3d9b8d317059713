/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The commands about maps, field by field. How large keys and values are does not stand in the
 * request: the map knows, the pointers say nothing.
 */
#include "kernel/fields.h"

#include <linux/bpf.h>

static const struct field create[] = {
	{ FIELD(bpf_attr_map_create, map_type), FIELD_ENUM, .when = WHEN_ALWAYS,
		.names = &names_map_type },
	{ FIELD(bpf_attr_map_create, key_size) },
	{ FIELD(bpf_attr_map_create, value_size) },
	{ FIELD(bpf_attr_map_create, max_entries) },
	{ FIELD(bpf_attr_map_create, map_flags), FIELD_FLAGS, .names = &names_map_flags },
	{ FIELD(bpf_attr_map_create, inner_map_fd), FIELD_FD },
	{ FIELD(bpf_attr_map_create, numa_node) },
	{ FIELD(bpf_attr_map_create, map_name), FIELD_TEXT },
	{ FIELD(bpf_attr_map_create, map_ifindex) },
	{ FIELD(bpf_attr_map_create, btf_fd), FIELD_FD },
	{ FIELD(bpf_attr_map_create, btf_key_type_id) },
	{ FIELD(bpf_attr_map_create, btf_value_type_id) },
	{ FIELD(bpf_attr_map_create, btf_vmlinux_value_type_id) },
	{ FIELD(bpf_attr_map_create, map_extra), FIELD_HEX },
	{ FIELD(bpf_attr_map_create, value_type_btf_obj_fd), FIELD_FD },
	{ FIELD(bpf_attr_map_create, map_token_fd), FIELD_FD },
	{ FIELD(bpf_attr_map_create, excl_prog_hash), FIELD_BYTES,
		.by = offsetof(struct bpf_attr_map_create, excl_prog_hash_size) },
	{ FIELD(bpf_attr_map_create, excl_prog_hash_size) },
	{ 0 },
};

static const struct field elem_in[] = {
	{ FIELD(bpf_attr_map_elem, map_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_map_elem, key), FIELD_KEY },
	{ FIELD(bpf_attr_map_elem, value), FIELD_VALUE },
	{ FIELD(bpf_attr_map_elem, flags), FIELD_FLAGS, .names = &names_elem_flags },
	{ 0 },
};

static const struct field elem_out[] = {
	{ FIELD(bpf_attr_map_elem, map_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_map_elem, key), FIELD_KEY },
	{ FIELD(bpf_attr_map_elem, value), FIELD_VALUE, .when = WHEN_FILLED },
	{ FIELD(bpf_attr_map_elem, flags), FIELD_FLAGS, .names = &names_elem_flags },
	{ 0 },
};

static const struct field next_key[] = {
	{ FIELD(bpf_attr_map_next_key, map_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_map_next_key, key), FIELD_KEY },
	{ FIELD(bpf_attr_map_next_key, next_key), FIELD_KEY, .when = WHEN_FILLED },
	{ 0 },
};

static const struct field freeze[] = {
	{ FIELD(bpf_attr_map_freeze, map_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ 0 },
};

static const struct field batch[] = {
	{ FIELD(bpf_attr_map_batch, in_batch), FIELD_POINTER },
	{ FIELD(bpf_attr_map_batch, out_batch), FIELD_POINTER },
	{ FIELD(bpf_attr_map_batch, keys), FIELD_POINTER },
	{ FIELD(bpf_attr_map_batch, values), FIELD_POINTER },
	{ FIELD(bpf_attr_map_batch, count), .when = WHEN_OUT },
	{ FIELD(bpf_attr_map_batch, map_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_map_batch, elem_flags), FIELD_FLAGS, .names = &names_elem_flags },
	{ FIELD(bpf_attr_map_batch, flags), FIELD_HEX },
	{ 0 },
};

const struct request_desc fields_map[] = {
	{ CALL_BPF, BPF_MAP_CREATE, "BPF_MAP_CREATE",
		{ create, sizeof(struct bpf_attr_map_create), NULL } },
	{ CALL_BPF, BPF_MAP_LOOKUP_ELEM, "BPF_MAP_LOOKUP_ELEM",
		{ elem_out, sizeof(struct bpf_attr_map_elem), NULL } },
	{ CALL_BPF, BPF_MAP_UPDATE_ELEM, "BPF_MAP_UPDATE_ELEM",
		{ elem_in, sizeof(struct bpf_attr_map_elem), NULL } },
	{ CALL_BPF, BPF_MAP_DELETE_ELEM, "BPF_MAP_DELETE_ELEM",
		{ elem_in, sizeof(struct bpf_attr_map_elem), NULL } },
	{ CALL_BPF, BPF_MAP_GET_NEXT_KEY, "BPF_MAP_GET_NEXT_KEY",
		{ next_key, sizeof(struct bpf_attr_map_next_key), NULL } },
	{ CALL_BPF, BPF_MAP_LOOKUP_AND_DELETE_ELEM, "BPF_MAP_LOOKUP_AND_DELETE_ELEM",
		{ elem_out, sizeof(struct bpf_attr_map_elem), NULL } },
	{ CALL_BPF, BPF_MAP_FREEZE, "BPF_MAP_FREEZE",
		{ freeze, sizeof(struct bpf_attr_map_freeze), NULL } },
	{ CALL_BPF, BPF_MAP_LOOKUP_BATCH, "BPF_MAP_LOOKUP_BATCH",
		{ batch, sizeof(struct bpf_attr_map_batch), NULL } },
	{ CALL_BPF, BPF_MAP_LOOKUP_AND_DELETE_BATCH, "BPF_MAP_LOOKUP_AND_DELETE_BATCH",
		{ batch, sizeof(struct bpf_attr_map_batch), NULL } },
	{ CALL_BPF, BPF_MAP_UPDATE_BATCH, "BPF_MAP_UPDATE_BATCH",
		{ batch, sizeof(struct bpf_attr_map_batch), NULL } },
	{ CALL_BPF, BPF_MAP_DELETE_BATCH, "BPF_MAP_DELETE_BATCH",
		{ batch, sizeof(struct bpf_attr_map_batch), NULL } },
	{ 0 },
};

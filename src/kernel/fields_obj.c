/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The commands that programs, maps, links and BTF share, field by field: pins, ids, information;
 * and the few that belong to none of them.
 */
#include "kernel/fields.h"

#include <linux/bpf.h>

static const struct field obj[] = {
	{ FIELD(bpf_attr_obj, pathname), FIELD_STRING },
	{ FIELD(bpf_attr_obj, bpf_fd), FIELD_FD },
	{ FIELD(bpf_attr_obj, file_flags), FIELD_FLAGS, .names = &names_map_flags },
	{ FIELD(bpf_attr_obj, path_fd), FIELD_FD },
	{ 0 },
};

static const struct field next_id[] = {
	{ FIELD(bpf_attr_get_id, start_id), .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_get_id, next_id), .when = WHEN_OUT },
	{ FIELD(bpf_attr_get_id, open_flags), FIELD_FLAGS, .names = &names_map_flags },
	{ 0 },
};

/* One struct whose first member has a name for each kind of object. */
#define BY_ID(member) {                                                                            \
	{ FIELD(bpf_attr_get_id, member), .when = WHEN_ALWAYS },                                   \
	{ FIELD(bpf_attr_get_id, open_flags), FIELD_FLAGS, .names = &names_map_flags },            \
	{ FIELD(bpf_attr_get_id, fd_by_id_token_fd), FIELD_FD },                                   \
	{ 0 },                                                                                     \
}

static const struct field prog_by_id[] = BY_ID(prog_id);
static const struct field map_by_id[] = BY_ID(map_id);
static const struct field btf_by_id[] = BY_ID(btf_id);
static const struct field link_by_id[] = BY_ID(link_id);

static const struct field info[] = {
	{ FIELD(bpf_attr_info, bpf_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_info, info_len), .when = WHEN_OUT },
	{ FIELD(bpf_attr_info, info), FIELD_POINTER },
	{ 0 },
};

static const struct field btf_load[] = {
	{ FIELD(bpf_attr_btf_load, btf), FIELD_BYTES,
		.by = offsetof(struct bpf_attr_btf_load, btf_size) },
	{ FIELD(bpf_attr_btf_load, btf_log_buf), FIELD_POINTER },
	{ FIELD(bpf_attr_btf_load, btf_size), .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_btf_load, btf_log_size) },
	{ FIELD(bpf_attr_btf_load, btf_log_level) },
	{ FIELD(bpf_attr_btf_load, btf_log_true_size) },
	{ FIELD(bpf_attr_btf_load, btf_flags), FIELD_FLAGS, .names = &names_map_flags },
	{ FIELD(bpf_attr_btf_load, btf_token_fd), FIELD_FD },
	{ 0 },
};

static const struct field task_fd_query[] = {
	{ FIELD(bpf_attr_task_fd_query, pid), .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_task_fd_query, fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_task_fd_query, flags), FIELD_HEX },
	{ FIELD(bpf_attr_task_fd_query, buf_len), .when = WHEN_OUT },
	{ FIELD(bpf_attr_task_fd_query, buf), FIELD_STRING, .when = WHEN_FILLED },
	{ FIELD(bpf_attr_task_fd_query, prog_id) },
	{ FIELD(bpf_attr_task_fd_query, fd_type), FIELD_ENUM, .when = WHEN_OUT,
		.names = &names_task_fd_type },
	{ FIELD(bpf_attr_task_fd_query, probe_offset), FIELD_HEX },
	{ FIELD(bpf_attr_task_fd_query, probe_addr), FIELD_HEX },
	{ 0 },
};

static const struct field enable_stats[] = {
	{ FIELD(bpf_attr_enable_stats, type), FIELD_ENUM, .when = WHEN_ALWAYS,
		.names = &names_stats_type },
	{ 0 },
};

static const struct field token_create[] = {
	{ FIELD(bpf_attr_token_create, flags), FIELD_HEX },
	{ FIELD(bpf_attr_token_create, bpffs_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ 0 },
};

const struct request_desc fields_obj[] = {
	{ CALL_BPF, BPF_OBJ_PIN, "BPF_OBJ_PIN", { obj, sizeof(struct bpf_attr_obj), NULL } },
	{ CALL_BPF, BPF_OBJ_GET, "BPF_OBJ_GET", { obj, sizeof(struct bpf_attr_obj), NULL } },
	{ CALL_BPF, BPF_PROG_GET_NEXT_ID, "BPF_PROG_GET_NEXT_ID",
		{ next_id, sizeof(struct bpf_attr_get_id), NULL } },
	{ CALL_BPF, BPF_MAP_GET_NEXT_ID, "BPF_MAP_GET_NEXT_ID",
		{ next_id, sizeof(struct bpf_attr_get_id), NULL } },
	{ CALL_BPF, BPF_BTF_GET_NEXT_ID, "BPF_BTF_GET_NEXT_ID",
		{ next_id, sizeof(struct bpf_attr_get_id), NULL } },
	{ CALL_BPF, BPF_LINK_GET_NEXT_ID, "BPF_LINK_GET_NEXT_ID",
		{ next_id, sizeof(struct bpf_attr_get_id), NULL } },
	{ CALL_BPF, BPF_PROG_GET_FD_BY_ID, "BPF_PROG_GET_FD_BY_ID",
		{ prog_by_id, sizeof(struct bpf_attr_get_id), NULL } },
	{ CALL_BPF, BPF_MAP_GET_FD_BY_ID, "BPF_MAP_GET_FD_BY_ID",
		{ map_by_id, sizeof(struct bpf_attr_get_id), NULL } },
	{ CALL_BPF, BPF_BTF_GET_FD_BY_ID, "BPF_BTF_GET_FD_BY_ID",
		{ btf_by_id, sizeof(struct bpf_attr_get_id), NULL } },
	{ CALL_BPF, BPF_LINK_GET_FD_BY_ID, "BPF_LINK_GET_FD_BY_ID",
		{ link_by_id, sizeof(struct bpf_attr_get_id), NULL } },
	{ CALL_BPF, BPF_OBJ_GET_INFO_BY_FD, "BPF_OBJ_GET_INFO_BY_FD",
		{ info, sizeof(struct bpf_attr_info), NULL } },
	{ CALL_BPF, BPF_BTF_LOAD, "BPF_BTF_LOAD",
		{ btf_load, sizeof(struct bpf_attr_btf_load), NULL } },
	{ CALL_BPF, BPF_TASK_FD_QUERY, "BPF_TASK_FD_QUERY",
		{ task_fd_query, sizeof(struct bpf_attr_task_fd_query), NULL } },
	{ CALL_BPF, BPF_ENABLE_STATS, "BPF_ENABLE_STATS",
		{ enable_stats, sizeof(struct bpf_attr_enable_stats), NULL } },
	{ CALL_BPF, BPF_TOKEN_CREATE, "BPF_TOKEN_CREATE",
		{ token_create, sizeof(struct bpf_attr_token_create), NULL } },
	{ 0 },
};

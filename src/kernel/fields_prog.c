/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The commands about programs, field by field: loading, test runs, and attaching without a link.
 *
 * Two unions need the other fields to be understood. expected_attach_type of struct_ops is the
 * number of a member. A program is attached to a descriptor, or (tcx, netkit, since 6.6) to a
 * device by number, and placed before or after another that is named by descriptor or, with
 * BPF_F_ID, by id.
 */
#include "kernel/fields.h"

#include <linux/bpf.h>

enum {
	STRUCT_OPS = 1 << 0,
	NOT_STRUCT_OPS = 1 << 1,
	EXT = 1 << 2,
	NOT_EXT = 1 << 3,
};

static uint16_t load_variant(const void *attr, size_t size)
{
	uint64_t type = fields_integer(attr, size, 0, 4);

	return (type == BPF_PROG_TYPE_STRUCT_OPS ? STRUCT_OPS : NOT_STRUCT_OPS) |
	       (type == BPF_PROG_TYPE_EXT ? EXT : NOT_EXT);
}

static const struct field load[] = {
	{ FIELD(bpf_attr_prog_load, prog_type), FIELD_ENUM, .when = WHEN_ALWAYS,
		.names = &names_prog_type },
	{ FIELD(bpf_attr_prog_load, insn_cnt), .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_prog_load, insns), FIELD_INSNS,
		.by = offsetof(struct bpf_attr_prog_load, insn_cnt) },
	{ FIELD(bpf_attr_prog_load, license), FIELD_STRING },
	{ FIELD(bpf_attr_prog_load, log_level) },
	{ FIELD(bpf_attr_prog_load, log_size) },
	{ FIELD(bpf_attr_prog_load, log_buf), FIELD_POINTER },
	{ FIELD(bpf_attr_prog_load, kern_version), FIELD_HEX },
	{ FIELD(bpf_attr_prog_load, prog_flags), FIELD_FLAGS, .names = &names_prog_flags },
	{ FIELD(bpf_attr_prog_load, prog_name), FIELD_TEXT },
	{ FIELD(bpf_attr_prog_load, prog_ifindex) },
	{ FIELD(bpf_attr_prog_load, expected_attach_type), FIELD_ENUM, NOT_STRUCT_OPS,
		.names = &names_attach_type },
	{ FIELD(bpf_attr_prog_load, expected_attach_type), FIELD_NUMBER, STRUCT_OPS, WHEN_ALWAYS },
	{ FIELD(bpf_attr_prog_load, prog_btf_fd), FIELD_FD },
	{ FIELD(bpf_attr_prog_load, func_info_rec_size) },
	{ FIELD(bpf_attr_prog_load, func_info), FIELD_RECORDS,
		.by = offsetof(struct bpf_attr_prog_load, func_info_cnt) },
	{ FIELD(bpf_attr_prog_load, func_info_cnt) },
	{ FIELD(bpf_attr_prog_load, line_info_rec_size) },
	{ FIELD(bpf_attr_prog_load, line_info), FIELD_RECORDS,
		.by = offsetof(struct bpf_attr_prog_load, line_info_cnt) },
	{ FIELD(bpf_attr_prog_load, line_info_cnt) },
	{ FIELD(bpf_attr_prog_load, attach_btf_id) },
	{ FIELD(bpf_attr_prog_load, attach_prog_fd), FIELD_FD, EXT },
	{ FIELD(bpf_attr_prog_load, attach_btf_obj_fd), FIELD_FD, NOT_EXT },
	{ FIELD(bpf_attr_prog_load, core_relo_cnt) },
	{ FIELD(bpf_attr_prog_load, fd_array), FIELD_ARRAY,
		.by = offsetof(struct bpf_attr_prog_load, fd_array_cnt) },
	{ FIELD(bpf_attr_prog_load, core_relos), FIELD_RECORDS,
		.by = offsetof(struct bpf_attr_prog_load, core_relo_cnt) },
	{ FIELD(bpf_attr_prog_load, core_relo_rec_size) },
	{ FIELD(bpf_attr_prog_load, log_true_size) },
	{ FIELD(bpf_attr_prog_load, prog_token_fd), FIELD_FD },
	{ FIELD(bpf_attr_prog_load, fd_array_cnt) },
	{ FIELD(bpf_attr_prog_load, signature), FIELD_BYTES,
		.by = offsetof(struct bpf_attr_prog_load, signature_size) },
	{ FIELD(bpf_attr_prog_load, signature_size) },
	{ FIELD(bpf_attr_prog_load, keyring_id), FIELD_SIGNED },
	{ 0 },
};

static const struct field test_run[] = {
	{ FIELD(bpf_attr_test_run, prog_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_test_run, retval), FIELD_SIGNED, .when = WHEN_OUT },
	{ FIELD(bpf_attr_test_run, data_size_in) },
	{ FIELD(bpf_attr_test_run, data_size_out) },
	{ FIELD(bpf_attr_test_run, data_in), FIELD_BYTES,
		.by = offsetof(struct bpf_attr_test_run, data_size_in) },
	{ FIELD(bpf_attr_test_run, data_out), FIELD_BYTES, .when = WHEN_FILLED,
		.by = offsetof(struct bpf_attr_test_run, data_size_out) },
	{ FIELD(bpf_attr_test_run, repeat) },
	{ FIELD(bpf_attr_test_run, duration) },
	{ FIELD(bpf_attr_test_run, ctx_size_in) },
	{ FIELD(bpf_attr_test_run, ctx_size_out) },
	{ FIELD(bpf_attr_test_run, ctx_in), FIELD_BYTES,
		.by = offsetof(struct bpf_attr_test_run, ctx_size_in) },
	{ FIELD(bpf_attr_test_run, ctx_out), FIELD_BYTES, .when = WHEN_FILLED,
		.by = offsetof(struct bpf_attr_test_run, ctx_size_out) },
	{ FIELD(bpf_attr_test_run, flags), FIELD_FLAGS, .names = &names_test_run_flags },
	{ FIELD(bpf_attr_test_run, cpu) },
	{ FIELD(bpf_attr_test_run, batch_size) },
	{ 0 },
};

static const struct field bind_map[] = {
	{ FIELD(bpf_attr_prog_bind_map, prog_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_prog_bind_map, map_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_prog_bind_map, flags), FIELD_HEX },
	{ 0 },
};

static const struct field stream_read[] = {
	{ FIELD(bpf_attr_prog_stream_read, stream_buf), FIELD_BYTES, .when = WHEN_FILLED,
		.by = FIELD_BY_RESULT },
	{ FIELD(bpf_attr_prog_stream_read, stream_buf_len) },
	{ FIELD(bpf_attr_prog_stream_read, stream_id), FIELD_ENUM, .names = &names_stream_id },
	{ FIELD(bpf_attr_prog_stream_read, prog_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ 0 },
};

static const struct field assoc_struct_ops[] = {
	{ FIELD(bpf_attr_prog_assoc_struct_ops, map_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_prog_assoc_struct_ops, prog_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_prog_assoc_struct_ops, flags), FIELD_HEX },
	{ 0 },
};

static const struct field raw_tracepoint[] = {
	{ FIELD(bpf_attr_raw_tracepoint, name), FIELD_STRING },
	{ FIELD(bpf_attr_raw_tracepoint, prog_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(bpf_attr_raw_tracepoint, cookie), FIELD_HEX },
	{ 0 },
};

enum {
	ON_FD = 1 << 0,
	ON_DEVICE = 1 << 1,
	BY_FD = 1 << 2,
	BY_ID = 1 << 3,
};

static uint16_t target(uint64_t attach_type)
{
	switch (attach_type) {
	case BPF_TCX_INGRESS:
	case BPF_TCX_EGRESS:
	case BPF_NETKIT_PRIMARY:
	case BPF_NETKIT_PEER:
		return ON_DEVICE;
	}
	return ON_FD;
}

static uint16_t attach_variant(const void *attr, size_t size)
{
	uint64_t flags =
		fields_integer(attr, size, offsetof(struct bpf_attr_prog_attach, attach_flags), 4);

	return (flags & BPF_F_ID ? BY_ID : BY_FD) |
	       target(fields_integer(
		       attr, size, offsetof(struct bpf_attr_prog_attach, attach_type), 4));
}

static const struct field attach[] = {
	{ FIELD(bpf_attr_prog_attach, target_fd), FIELD_FD, ON_FD, WHEN_ALWAYS },
	{ FIELD(bpf_attr_prog_attach, target_ifindex), FIELD_NUMBER, ON_DEVICE, WHEN_ALWAYS },
	{ FIELD(bpf_attr_prog_attach, attach_bpf_fd), FIELD_FD },
	{ FIELD(bpf_attr_prog_attach, attach_type), FIELD_ENUM, .when = WHEN_ALWAYS,
		.names = &names_attach_type },
	{ FIELD(bpf_attr_prog_attach, attach_flags), FIELD_FLAGS, .names = &names_attach_flags },
	{ FIELD(bpf_attr_prog_attach, replace_bpf_fd), FIELD_FD },
	{ FIELD(bpf_attr_prog_attach, relative_fd), FIELD_FD, BY_FD },
	{ FIELD(bpf_attr_prog_attach, relative_id), FIELD_NUMBER, BY_ID },
	{ FIELD(bpf_attr_prog_attach, expected_revision) },
	{ 0 },
};

static uint16_t query_variant(const void *attr, size_t size)
{
	return target(
		fields_integer(attr, size, offsetof(struct bpf_attr_prog_query, attach_type), 4));
}

static const struct field query[] = {
	{ FIELD(bpf_attr_prog_query, target_fd), FIELD_FD, ON_FD, WHEN_ALWAYS },
	{ FIELD(bpf_attr_prog_query, target_ifindex), FIELD_NUMBER, ON_DEVICE, WHEN_ALWAYS },
	{ FIELD(bpf_attr_prog_query, attach_type), FIELD_ENUM, .when = WHEN_ALWAYS,
		.names = &names_attach_type },
	{ FIELD(bpf_attr_prog_query, query_flags), FIELD_FLAGS, .names = &names_query_flags },
	{ FIELD(bpf_attr_prog_query, attach_flags), FIELD_FLAGS, .names = &names_attach_flags },
	{ FIELD(bpf_attr_prog_query, prog_ids), FIELD_ARRAY, .when = WHEN_FILLED,
		.by = offsetof(struct bpf_attr_prog_query, prog_cnt) },
	{ FIELD(bpf_attr_prog_query, prog_cnt), FIELD_NUMBER, ON_FD, WHEN_OUT },
	{ FIELD(bpf_attr_prog_query, count), FIELD_NUMBER, ON_DEVICE, WHEN_OUT },
	{ FIELD(bpf_attr_prog_query, prog_attach_flags), FIELD_POINTER },
	{ FIELD(bpf_attr_prog_query, link_ids), FIELD_POINTER },
	{ FIELD(bpf_attr_prog_query, link_attach_flags), FIELD_POINTER },
	{ FIELD(bpf_attr_prog_query, revision) },
	{ 0 },
};

const struct request_desc fields_prog[] = {
	{ CALL_BPF, BPF_PROG_LOAD, "BPF_PROG_LOAD",
		{ load, sizeof(struct bpf_attr_prog_load), load_variant } },
	{ CALL_BPF, BPF_PROG_TEST_RUN, "BPF_PROG_TEST_RUN",
		{ test_run, sizeof(struct bpf_attr_test_run), NULL } },
	{ CALL_BPF, BPF_PROG_BIND_MAP, "BPF_PROG_BIND_MAP",
		{ bind_map, sizeof(struct bpf_attr_prog_bind_map), NULL } },
	{ CALL_BPF, BPF_PROG_STREAM_READ_BY_FD, "BPF_PROG_STREAM_READ_BY_FD",
		{ stream_read, sizeof(struct bpf_attr_prog_stream_read), NULL } },
	{ CALL_BPF, BPF_PROG_ASSOC_STRUCT_OPS, "BPF_PROG_ASSOC_STRUCT_OPS",
		{ assoc_struct_ops, sizeof(struct bpf_attr_prog_assoc_struct_ops), NULL } },
	{ CALL_BPF, BPF_RAW_TRACEPOINT_OPEN, "BPF_RAW_TRACEPOINT_OPEN",
		{ raw_tracepoint, sizeof(struct bpf_attr_raw_tracepoint), NULL } },
	{ CALL_BPF, BPF_PROG_ATTACH, "BPF_PROG_ATTACH",
		{ attach, sizeof(struct bpf_attr_prog_attach), attach_variant } },
	{ CALL_BPF, BPF_PROG_DETACH, "BPF_PROG_DETACH",
		{ attach, sizeof(struct bpf_attr_prog_attach), attach_variant } },
	{ CALL_BPF, BPF_PROG_QUERY, "BPF_PROG_QUERY",
		{ query, sizeof(struct bpf_attr_prog_query), query_variant } },
	{ 0 },
};

// SPDX-License-Identifier: BSD-2-Clause
/*
 * Each macro of bpf_core_read.h once, one program for a family; tests/cli/headers.sh looks at the
 * records they leave. The types stand in for those of a vmlinux.h.
 */
#include <linux/types.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct name {
	int len;
	char text[16];
};
struct node {
	struct node *next;
	struct name name;
	unsigned int low : 3, flag : 1;
	int sign : 5;
	struct node *const *table;
};
struct node___old {
	int gone;
};
#pragma clang attribute pop
struct plain {
	struct plain *next;
	int value;
	char text[8];
};
enum color {
	RED,
	GREEN = 5,
};

char gpl[] SEC("license") = "GPL";
long out;
char text[16];

SEC("raw_tp/one") int read_one(struct node **ctx)
{
	int len = 0;

	bpf_core_read(&len, sizeof(len), &ctx[0]->name.len);
	bpf_core_read_user(&len, sizeof(len), &ctx[0]->name.len);
	bpf_core_read_str(text, sizeof(text), &ctx[0]->name.text);
	bpf_core_read_user_str(text, sizeof(text), &ctx[0]->name.text);
	return len;
}

SEC("raw_tp/chain") int read_chain(struct node **ctx)
{
	out = BPF_CORE_READ(ctx[0], next, next, next, next, next, next, next, next, name.len);
	return BPF_CORE_READ(BPF_CORE_READ(ctx[0], next), table[1], name.len);
}

SEC("raw_tp/user") int read_user(struct node **ctx)
{
	return BPF_CORE_READ_USER(ctx[0], next, name.len);
}

SEC("raw_tp/into") int read_into(struct node **ctx)
{
	long err = BPF_CORE_READ_INTO(&out, ctx[0], next, next);

	err |= BPF_CORE_READ_USER_INTO(&out, ctx[0], next, next);
	err |= BPF_CORE_READ_STR_INTO(&text, ctx[0], next, name.text);
	err |= BPF_CORE_READ_USER_STR_INTO(&text, ctx[0], next, name.text);
	return err;
}

/* No records here. */
SEC("raw_tp/probe") int read_probe(struct plain **ctx)
{
	long err = BPF_PROBE_READ_INTO(&out, ctx[0], next, next);

	err |= BPF_PROBE_READ_USER_INTO(&out, ctx[0], next, next);
	err |= BPF_PROBE_READ_STR_INTO(&text, ctx[0], next, text);
	err |= BPF_PROBE_READ_USER_STR_INTO(&text, ctx[0], next, text);
	return err + BPF_PROBE_READ(ctx[0], value) + BPF_PROBE_READ_USER(ctx[0], next, value);
}

SEC("raw_tp/field") int ask_field(struct node **ctx)
{
	struct node *n = ctx[0];

	out = bpf_core_field_exists(n->name.len) + bpf_core_field_exists(struct node___old, gone);
	out += bpf_core_field_size(n->name.text) + bpf_core_field_size(struct node, name);
	out += bpf_core_field_offset(n->name.text);
	return out + bpf_core_field_offset(struct node, table);
}

SEC("raw_tp/type") int ask_type(void *ctx)
{
	out = bpf_core_type_id_local(struct node) + bpf_core_type_id_kernel(struct node);
#if __clang_major__ >= 15
	out += bpf_core_type_matches(struct node);
#endif
	return out + bpf_core_type_exists(struct node___old) + bpf_core_type_size(struct node);
}

SEC("raw_tp/enum") int ask_enum(void *ctx)
{
	return bpf_core_enum_value_exists(enum color, RED) + bpf_core_enum_value(enum color, GREEN);
}

SEC("raw_tp/cast") int cast(void **ctx)
{
	return bpf_core_cast(ctx[0], struct node)->name.len;
}

SEC("raw_tp/bits") int bits(struct node **ctx)
{
	out = BPF_CORE_READ_BITFIELD(ctx[0], flag);
	return BPF_CORE_READ_BITFIELD_PROBED(ctx[0], sign);
}

SEC("raw_tp/write") int write_bits(struct node **ctx)
{
	BPF_CORE_WRITE_BITFIELD(ctx[0], flag, 1);
	return 0;
}

SEC("raw_tp/offset") int offset(struct node **ctx)
{
	return offsetof(struct node, table) + container_of(ctx[0], struct node, name)->name.len;
}

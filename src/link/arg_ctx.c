/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A global subprogram is verified by its BTF alone. That an argument is the program's context has
 * always been seen by its type, a pointer to the one struct that programs of this type get; so one
 * subprogram could not serve programs of several types, and "void *ctx" could not be it at all.
 * Since 6.8 a tag says so:
 *
 *	int sub(void *ctx __attribute__((btf_decl_tag("arg:ctx"))), ...)
 *
 * For an older kernel the argument becomes a pointer to that struct: one with the right name is
 * enough. It is another one for each type of program, and so are the object's types then. Functions
 * that look the same may have one prototype together, as whatever removes duplicates leaves it, but
 * a tag is about one function: that one gets a prototype of its own. Its number stays, by which
 * func_info knows it.
 */
#include "link/arg_ctx.h"

#include <errno.h>
#include <linux/bpf.h>

enum {
	PARAMS = 5, /* all that the kernel lets a subprogram have, in registers 1 to 5 */
	PROTO_SIZE = sizeof(struct btf_type) + PARAMS * sizeof(struct btf_param),
};

static const struct {
	uint32_t prog_type;
	const char *name;
} contexts[] = {
	{ BPF_PROG_TYPE_SOCKET_FILTER, "__sk_buff" },
	{ BPF_PROG_TYPE_SCHED_CLS, "__sk_buff" },
	{ BPF_PROG_TYPE_SCHED_ACT, "__sk_buff" },
	{ BPF_PROG_TYPE_CGROUP_SKB, "__sk_buff" },
	{ BPF_PROG_TYPE_LWT_IN, "__sk_buff" },
	{ BPF_PROG_TYPE_LWT_OUT, "__sk_buff" },
	{ BPF_PROG_TYPE_LWT_XMIT, "__sk_buff" },
	{ BPF_PROG_TYPE_LWT_SEG6LOCAL, "__sk_buff" },
	{ BPF_PROG_TYPE_SK_SKB, "__sk_buff" },
	{ BPF_PROG_TYPE_FLOW_DISSECTOR, "__sk_buff" },
	{ BPF_PROG_TYPE_XDP, "xdp_md" },
	{ BPF_PROG_TYPE_KPROBE, "bpf_user_pt_regs_t" },
	{ BPF_PROG_TYPE_PERF_EVENT, "bpf_perf_event_data" },
	{ BPF_PROG_TYPE_RAW_TRACEPOINT, "bpf_raw_tracepoint_args" },
	{ BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE, "bpf_raw_tracepoint_args" },
	{ BPF_PROG_TYPE_CGROUP_SOCK_ADDR, "bpf_sock_addr" },
	{ BPF_PROG_TYPE_SOCK_OPS, "bpf_sock_ops" },
	{ BPF_PROG_TYPE_CGROUP_SOCKOPT, "bpf_sockopt" },
	{ BPF_PROG_TYPE_CGROUP_SYSCTL, "bpf_sysctl" },
	{ BPF_PROG_TYPE_CGROUP_SOCK, "bpf_sock" },
	{ BPF_PROG_TYPE_SK_LOOKUP, "bpf_sk_lookup" },
	{ BPF_PROG_TYPE_SK_MSG, "sk_msg_md" },
	{ BPF_PROG_TYPE_SK_REUSEPORT, "sk_reuseport_md" },
	{ BPF_PROG_TYPE_CGROUP_DEVICE, "bpf_cgroup_dev_ctx" },
	{ BPF_PROG_TYPE_NETFILTER, "bpf_nf_ctx" },
};

static const char *context(uint32_t prog_type)
{
	size_t i;

	for (i = 0; i < sizeof(contexts) / sizeof(*contexts); i++)
		if (contexts[i].prog_type == prog_type)
			return contexts[i].name;
	return NULL;
}

/* The argument that a tag is about, if it is a pointer to something of another name. */
static struct btf_param *tagged(const struct btf *b, const struct btf_type *tag, const char *name)
{
	const struct btf_type *func, *proto, *t;
	struct btf_param *param;
	int32_t arg;

	if (btf_kind(tag) != BTF_KIND_DECL_TAG || strcmp(btf_name(b, tag), "arg:ctx"))
		return NULL;
	func = btf_type(b, tag->type);
	proto = func && btf_kind(func) == BTF_KIND_FUNC ? btf_type(b, func->type) : NULL;
	arg = btf_decl_tag(tag)->component_idx;
	if (!proto || btf_kind(proto) != BTF_KIND_FUNC_PROTO || btf_vlen(proto) > PARAMS ||
		arg < 0 || (uint32_t)arg >= btf_vlen(proto))
		return NULL;
	param = btf_params(proto) + arg;
	t = btf_type(b, btf_skip(b, param->type));
	if (!t || btf_kind(t) != BTF_KIND_PTR)
		return NULL;
	t = btf_type(b, btf_skip(b, t->type));
	return t && !strcmp(btf_name(b, t), name) ? NULL : param;
}

/* The same types, a string more, and room for `more` types, none longer than a prototype. */
static int extend(struct arena *a, const struct btf *b, const char *name, uint32_t more,
	struct btf *out)
{
	const uint64_t size = b->types_size + more * (uint64_t)PROTO_SIZE;
	const uint32_t cnt = b->cnt - b->first, length = strlen(name) + 1;
	char *strings;

	*out = *b;
	if (size > UINT32_MAX)
		return -ENOMEM;
	out->types = arena_calloc(a, 1, size);
	out->offsets = arena_calloc(a, cnt + more, sizeof(*out->offsets));
	out->strings = strings = arena_calloc(a, 1, (size_t)b->strings_size + length);
	if (!out->types || !out->offsets || !strings)
		return -ENOMEM;
	memcpy(out->types, b->types, b->types_size);
	memcpy(out->offsets, b->offsets, cnt * sizeof(*out->offsets));
	memcpy(strings, b->strings, b->strings_size);
	memcpy(strings + b->strings_size, name, length);
	out->strings_size += length;
	return 0;
}

static uint32_t add(struct btf *b, const struct btf_type *t, uint32_t params)
{
	const uint32_t size = sizeof(*t) + params * sizeof(struct btf_param);

	memcpy(b->types + b->types_size, t, size);
	b->offsets[b->cnt - b->first] = b->types_size;
	b->types_size += size;
	return b->cnt++;
}

/* An empty struct, and what is returned, a pointer to it. */
static uint32_t add_context(struct btf *b, uint32_t name_off)
{
	struct btf_type t;

	memset(&t, 0, sizeof(t));
	t.name_off = name_off;
	t.info = (uint32_t)BTF_KIND_STRUCT << 24;
	t.type = add(b, &t, 0);
	t.name_off = 0;
	t.info = (uint32_t)BTF_KIND_PTR << 24;
	return add(b, &t, 0);
}

/* The function has a prototype of its own from then on, which stands behind the pointer. */
static void change(struct btf *b, const struct btf_type *tag, const char *name, uint32_t pointer)
{
	struct btf_type *func = btf_type(b, tag->type), *proto;

	if (!tagged(b, tag, name))
		return;
	proto = btf_type(b, func->type);
	if (func->type < pointer)
		func->type = add(b, proto, btf_vlen(proto));
	tagged(b, tag, name)->type = pointer;
}

int arg_ctx_types(struct arena *a, const struct btf *b, uint32_t prog_type, struct btf *out)
{
	const char *name = context(prog_type);
	const struct btf_type *t;
	uint32_t cnt = 0, pointer;

	for (t = name ? btf_first(b) : NULL; t; t = btf_next(b, t))
		cnt += tagged(b, t, name) != NULL;
	if (!cnt)
		return 0;
	if (extend(a, b, name, 2 + cnt, out))
		return -ENOMEM;
	pointer = add_context(out, b->strings_size);
	for (t = btf_first(out); t; t = btf_next(out, t))
		change(out, t, name, pointer);
	return 1;
}

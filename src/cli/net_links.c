/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What only links tell. They cannot be asked for by where they are: all are gone through (5.8,
 * CAP_SYS_ADMIN).
 *
 *	functions	a program at a hook may have functions that other programs took the place of
 *			(freplace), as a dispatcher of XDP has. A link of type tracing names the program
 *			and the BTF id of its function (5.13)
 */
#include "cli/net.h"

#include <errno.h>
#include <stdlib.h>

#include "base/sort.h"
#include "base/vec.h"
#include "cli/btf_by_id.h"
#include "kernel/kernel.h"

/* 0 also for a link that has gone meanwhile, is being made (-EAGAIN), or is of another type */
static int take_link(struct net *n, struct net_links *l, uint32_t type, uint32_t id)
{
	struct bpf_link_info info;
	int err = kernel_info_by_id(n->c->kernel, BPF_LINK_GET_FD_BY_ID, id, &info, sizeof(info));

	if (err || info.type != type)
		return err == -ENOENT || err == -EAGAIN ? 0 : err;
	err = vec_room((void **)&l->items, &l->room, l->cnt + 1, sizeof(info));
	if (!err)
		l->items[l->cnt++] = info;
	return err;
}

void net_links(struct net *n, struct net_links *l, uint32_t type, const char *what,
	int (*in_order)(const void *left, const void *right))
{
	uint32_t id = 0;
	int err;

	memset(l, 0, sizeof(*l));
	while (!(err = kernel_next_id(n->c->kernel, BPF_LINK_GET_NEXT_ID, id, &id)))
		net_trouble(n, take_link(n, l, type, id), "a link");
	net_trouble(n, err == -ENOENT ? 0 : err, what);
	sort(l->items, l->cnt, sizeof(*l->items), in_order);
}

static int by_function(const void *left, const void *right)
{
	const struct bpf_link_info *a = left, *b = right;

	return a->tracing.target_btf_id < b->tracing.target_btf_id
		? -1 : a->tracing.target_btf_id > b->tracing.target_btf_id;
}

/*
 * In the place of a function of that program, not called beside it as fentry is: the attach type is the
 * program's own, or none.
 */
static bool is_in(const struct bpf_link_info *i, uint32_t prog_id)
{
	return (!i->tracing.attach_type || i->tracing.attach_type == BPF_XDP) &&
		i->tracing.target_obj_id == prog_id;
}

/* Gone through once, for all interfaces. */
static const struct net_links *functions(struct net *n)
{
	if (!n->has_functions)
		net_links(n, &n->functions, BPF_LINK_TYPE_TRACING, "functions", by_function);
	n->has_functions = true;
	return &n->functions;
}

static void types_of(struct net *n, uint32_t prog_id, struct arena *a, struct btf *b)
{
	struct bpf_prog_info info;

	memset(b, 0, sizeof(*b));
	if (!kernel_info_by_id(n->c->kernel, BPF_PROG_GET_FD_BY_ID, prog_id, &info, sizeof(info)))
		btf_by_id(n->c, info.btf_id, a, b);
}

static void show(struct net *n, const struct net_device *dev, const struct bpf_link_info *i,
	const struct btf *b)
{
	const struct btf_type *t = btf_type(b, i->tracing.target_btf_id);

	net_begin(n, dev, "function", t ? btf_name(b, t) : "?");
	net_prog(n, "", "id", i->prog_id);
	row_number(&n->row, "link_id", i->id);
	net_end(n, i->prog_id);
}

void net_show_functions(struct net *n, const struct net_device *dev, uint32_t prog_id)
{
	const struct net_links *l = functions(n);
	struct arena arena = { NULL };
	bool any = false, json = n->c->use_json;
	struct btf b;
	uint32_t i;

	for (i = 0; i < l->cnt; i++) {
		if (!is_in(&l->items[i], prog_id))
			continue;
		if (!any)
			types_of(n, prog_id, &arena, &b);
		if (!any && json) {
			json_key(&n->c->json, "functions");
			json_array_begin(&n->c->json);
		}
		any = true;
		show(n, json ? NULL : dev, &l->items[i], &b);
	}
	if (any && json)
		json_array_end(&n->c->json);
	arena_free(&arena);
}

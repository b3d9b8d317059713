/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Queueing disciplines that are programs (6.16). RTM_GETQDISC tells of one only its kind, which is the name
 * that the programs' struct was registered with, so what is registered has to be known first:
 *
 *	links of struct_ops	name their map, if it has not been taken from them (6.4)
 *	the map's value		struct bpf_struct_ops_Qdisc_ops, as the kernel's types say; in it, as it was
 *				written, struct Qdisc_ops with its name, "id"
 *
 * Of a name the kernel registers one at a time. Not listed is what was registered without a link, and what
 * is still in use after its link has gone: nothing tells then that its kind is of programs.
 */
#include "cli/net.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "kernel/kernel.h"
#include "object/ktypes.h"

struct ops {
	char id[16];
	uint32_t map_id, link_id;
};

struct qdiscs {
	struct net *n;
	struct ktypes types;
	struct ops *items;
	uint32_t cnt, room;
};

static const struct btf_member *member(const struct btf *b, const struct btf_type *t, const char *name)
{
	uint32_t i;

	for (i = 0; t && i < btf_vlen(t); i++)
		if (!strcmp(btf_string(b, btf_members(t)[i].name_off), name))
			return btf_members(t) + i;
	return NULL;
}

/* Where the name stands in a value of this type; 0: it is no queueing discipline. */
static uint32_t place_of_id(const struct btf *b, uint32_t type)
{
	const struct btf_type *wrapper = btf_type(b, type), *ops;
	const struct btf_member *data, *id;

	if (!wrapper || btf_kind(wrapper) != BTF_KIND_STRUCT ||
		strcmp(btf_name(b, wrapper), "bpf_struct_ops_Qdisc_ops") != 0)
		return 0;
	data = member(b, wrapper, "data");
	ops = data ? btf_type(b, data->type) : NULL;
	id = ops && btf_kind(ops) == BTF_KIND_STRUCT ? member(b, ops, "id") : NULL;
	return id ? (btf_member_bits(wrapper, data) + btf_member_bits(ops, id)) / 8 : 0;
}

static int read_name(struct qdiscs *q, int fd, struct ops *o)
{
	uint32_t at, key = 0;
	struct bpf_map_info info;
	const struct btf *types;
	char *value;
	int err;

	err = kernel_info(q->n->c->kernel, fd, &info, sizeof(info));
	if (!err)
		err = ktypes_vmlinux(&q->types, &types, NULL);
	at = err ? 0 : place_of_id(types, info.btf_vmlinux_value_type_id);
	if (!at || at > info.value_size || info.value_size - at < sizeof(o->id))
		return err;
	value = calloc(1, info.value_size);
	err = value ? kernel_map_lookup(q->n->c->kernel, fd, &key, value) : -ENOMEM;
	if (!err)
		memcpy(o->id, value + at, sizeof(o->id) - 1);
	free(value);
	return err;
}

static int take_map(struct qdiscs *q, const struct bpf_link_info *link)
{
	struct ops o = { "", link->struct_ops.map_id, link->id };
	int fd = kernel_fd_by_id(q->n->c->kernel, BPF_MAP_GET_FD_BY_ID, o.map_id), err;

	if (fd < 0)
		return fd == -ENOENT ? 0 : fd;
	err = read_name(q, fd, &o);
	kernel_close(q->n->c->kernel, fd);
	if (err || !*o.id)
		return err;
	err = vec_room((void **)&q->items, &q->room, q->cnt + 1, sizeof(o));
	if (!err)
		q->items[q->cnt++] = o;
	return err;
}

static void show(struct net *n, const struct net_device *dev, const struct ops *o, const struct tcmsg *t)
{
	struct row *r = &n->row;

	net_begin(n, dev, "kind", "qdisc");
	row_word(r, "name", o->id);
	row_number(r, "map_id", o->map_id);
	row_number(r, "link_id", o->link_id);
	row_hex(r, "handle", t->tcm_handle);
	row_hex(r, "parent", t->tcm_parent);
	holders_show(r, &n->link_holders, o->link_id);
	row_end(r);
}

static int on_qdisc(void *ctx, const struct nlmsghdr *h)
{
	struct net_attrs a = net_attrs(h, sizeof(struct tcmsg));
	const struct tcmsg *t = NLMSG_DATA(h);
	struct qdiscs *q = ctx;
	uint32_t i, d;
	char kind[16];

	if (!a.size)
		return 0;
	net_text(a, TCA_KIND, kind, sizeof(kind));
	for (d = 0; d < q->n->cnt; d++)
		for (i = 0; q->n->devices[d].ifindex == (uint32_t)t->tcm_ifindex && i < q->cnt; i++)
			if (!strcmp(q->items[i].id, kind))
				show(q->n, &q->n->devices[d], &q->items[i], t);
	return 0;
}

void net_show_qdiscs(struct net *n)
{
	struct qdiscs q = { .n = n };
	struct tcmsg body;
	struct bpf_link_info link = { .id = 0 };
	int err;

	ktypes_init(&q.types, n->c->kernel);
	while (!(err = kernel_next_link(n->c->kernel, &link)))
		if (link.type == BPF_LINK_TYPE_STRUCT_OPS)
			net_trouble(n, take_map(&q, &link), "a struct_ops link");
	net_trouble(n, err == -ENOENT ? 0 : err, "qdiscs of programs");
	memset(&body, 0, sizeof(body));
	if (q.cnt)
		net_trouble(n, net_dump(n, RTM_GETQDISC, &body, sizeof(body), on_qdisc, &q), "qdiscs");
	free(q.items);
	ktypes_free(&q.types);
}

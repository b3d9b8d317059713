/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * link show. The JSON keys are bpftool's; the text has the same words on a second line:
 *
 *	3: cgroup  prog 12
 *		cgroup_id 4022  attach_type cgroup_inet_egress
 */
#include "cli/link.h"

#include <net/if.h>

#include "cli/ids.h"
#include "cli/pair.h"
#include "cli/row.h"
#include "kernel/kernel.h"
#include "kernel/names.h"

#define LINK_PREFIX (sizeof("BPF_LINK_TYPE_") - 1)
#define PROG_PREFIX (sizeof("BPF_PROG_TYPE_") - 1)
#define ATTACH_PREFIX (sizeof("BPF_") - 1)

static void key_text(struct link_shown *s, const char *key)
{
	struct out *o = &s->c->out;

	out_str(o, s->begun ? "  " : "\n\t");
	out_str(o, key);
	s->begun = true;
}

void link_number(struct link_shown *s, const char *key, uint64_t value)
{
	if (s->c->use_json) {
		pair_number(&s->c->json, key, value);
		return;
	}
	key_text(s, key);
	out_char(&s->c->out, ' ');
	out_u64(&s->c->out, value);
}

void link_text(struct link_shown *s, const char *key, const char *value)
{
	if (s->c->use_json) {
		pair_text(&s->c->json, key, value);
		return;
	}
	key_text(s, key);
	out_char(&s->c->out, ' ');
	row_plain(s->c, value);
}

void link_flag(struct link_shown *s, const char *key, bool value)
{
	if (s->c->use_json)
		pair_flag(&s->c->json, key, value);
	else if (value)
		key_text(s, key);
}

void link_cookie(struct link_shown *s, uint64_t cookie)
{
	if (cookie)
		link_number(s, "cookie", cookie);
}

void link_attach_type(struct link_shown *s, uint32_t type)
{
	char name[64];

	if (s->c->use_json && !names_get(&names_attach_type, type))
		pair_number(&s->c->json, "attach_type", type);
	else
		link_text(s, "attach_type",
			names_short(&names_attach_type, type, ATTACH_PREFIX, name, sizeof(name)));
}

/* The device may be in another network namespace, or gone. */
static void show_device(struct link_shown *s, uint32_t ifindex)
{
	char name[IF_NAMESIZE];

	if (!ifindex)
		link_text(s, "devname", "(detached)");
	else
		link_text(s, "devname", if_indextoname(ifindex, name) ? name : "(unknown)");
	link_number(s, "ifindex", ifindex);
}

static void show_prog_type(struct link_shown *s)
{
	int fd = kernel_fd_by_id(s->c->kernel, BPF_PROG_GET_FD_BY_ID, s->f->info.prog_id);
	struct bpf_prog_info info;
	uint32_t size = sizeof(info);
	char name[64];

	if (fd < 0)
		return;
	memset(&info, 0, sizeof(info));
	if (!kernel_obj_info(s->c->kernel, fd, &info, &size))
		link_text(s, "prog_type",
			names_short(&names_prog_type, info.type, PROG_PREFIX, name, sizeof(name)));
	kernel_close(s->c->kernel, fd);
}

static void show_tracing(struct link_shown *s)
{
	const struct bpf_link_info *i = &s->f->info;

	show_prog_type(s);
	link_attach_type(s, i->tracing.attach_type);
	if (i->tracing.target_obj_id || i->tracing.target_btf_id) {
		link_number(s, "target_obj_id", i->tracing.target_obj_id);
		link_number(s, "target_btf_id", i->tracing.target_btf_id);
	}
	link_cookie(s, i->tracing.cookie);
}

static const char *cgroup_order(uint32_t order)
{
	static const char *const names[] = { "order_unspec", "self_only", "descendants_pre",
		"descendants_post", "ancestors_up", "children" };

	return order < sizeof(names) / sizeof(*names) ? names[order] : "unknown";
}

static void show_iter(struct link_shown *s)
{
	const struct bpf_link_info *i = &s->f->info;
	const char *target = s->f->text;

	link_text(s, "target_name", target);
	if (!strcmp(target, "bpf_map_elem") || !strcmp(target, "bpf_sk_storage_map"))
		link_number(s, "map_id", i->iter.map.map_id);
	if (!strncmp(target, "task", 4)) {
		if (i->iter.task.tid)
			link_number(s, "tid", i->iter.task.tid);
		else if (i->iter.task.pid)
			link_number(s, "pid", i->iter.task.pid);
	}
	if (!strcmp(target, "cgroup")) {
		link_number(s, "cgroup_id", i->iter.cgroup.cgroup_id);
		link_text(s, "order", cgroup_order(i->iter.cgroup.order));
	}
}

static void show_netfilter(struct link_shown *s)
{
	const struct bpf_link_info *i = &s->f->info;

	link_number(s, "pf", i->netfilter.pf);
	link_number(s, "hook", i->netfilter.hooknum);
	if (s->c->use_json) {
		pair_signed(&s->c->json, "prio", i->netfilter.priority);
	} else {
		key_text(s, "prio ");
		out_i64(&s->c->out, i->netfilter.priority);
	}
	link_number(s, "flags", i->netfilter.flags);
}

static void show_details(struct link_shown *s)
{
	const struct bpf_link_info *i = &s->f->info;

	switch (i->type) {
	case BPF_LINK_TYPE_RAW_TRACEPOINT:
		link_text(s, "tp_name", s->f->text);
		return link_cookie(s, i->raw_tracepoint.cookie);
	case BPF_LINK_TYPE_TRACING:
		return show_tracing(s);
	case BPF_LINK_TYPE_CGROUP:
		link_number(s, "cgroup_id", i->cgroup.cgroup_id);
		return link_attach_type(s, i->cgroup.attach_type);
	case BPF_LINK_TYPE_ITER:
		return show_iter(s);
	case BPF_LINK_TYPE_NETNS:
		link_number(s, "netns_ino", i->netns.netns_ino);
		return link_attach_type(s, i->netns.attach_type);
	case BPF_LINK_TYPE_XDP:
		return show_device(s, i->xdp.ifindex);
	case BPF_LINK_TYPE_TCX:
		show_device(s, i->tcx.ifindex);
		return link_attach_type(s, i->tcx.attach_type);
	case BPF_LINK_TYPE_NETKIT:
		show_device(s, i->netkit.ifindex);
		return link_attach_type(s, i->netkit.attach_type);
	case BPF_LINK_TYPE_STRUCT_OPS:
		return link_number(s, "map_id", i->struct_ops.map_id);
	case BPF_LINK_TYPE_SOCKMAP:
		link_number(s, "map_id", i->sockmap.map_id);
		return link_attach_type(s, i->sockmap.attach_type);
	case BPF_LINK_TYPE_NETFILTER:
		return show_netfilter(s);
	case BPF_LINK_TYPE_PERF_EVENT:
		return link_show_perf(s);
	case BPF_LINK_TYPE_KPROBE_MULTI:
		return link_show_kprobe_multi(s);
	case BPF_LINK_TYPE_UPROBE_MULTI:
		return link_show_uprobe_multi(s);
	case BPF_LINK_TYPE_TRACING_MULTI:
		link_attach_type(s, i->tracing_multi.attach_type);
		return link_number(s, "func_cnt", i->tracing_multi.count);
	}
}

static void show_json(struct link_shown *s, const char *type)
{
	const struct bpf_link_info *i = &s->f->info;
	struct json *j = &s->c->json;

	json_object_begin(j);
	pair_number(j, "id", i->id);
	if (names_get(&names_link_type, i->type))
		pair_text(j, "type", type);
	else
		pair_number(j, "type", i->type);
	if (i->type != BPF_LINK_TYPE_STRUCT_OPS)
		pair_number(j, "prog_id", i->prog_id);
	show_details(s);
	json_object_end(j);
}

static int show_one(struct cli *c, int fd)
{
	struct link_facts f;
	struct link_shown s = { .c = c, .f = &f };
	int err = link_facts_read(c, fd, &f);
	char type[64];

	if (err) {
		link_facts_free(&f);
		return cli_error(c, RAWBPF_STAGE_NONE, err, "the link cannot be asked about: %s",
			diag_strerror(err));
	}
	names_short(&names_link_type, f.info.type, LINK_PREFIX, type, sizeof(type));
	if (c->use_json) {
		show_json(&s, type);
	} else {
		cli_print(c, "%u: %s%s", f.info.id,
			names_get(&names_link_type, f.info.type) ? "" : "type ", type);
		if (f.info.type != BPF_LINK_TYPE_STRUCT_OPS)
			cli_print(c, "  prog %u", f.info.prog_id);
		show_details(&s);
		out_char(&c->out, '\n');
	}
	link_facts_free(&f);
	return 0;
}

int link_show(struct cli *c)
{
	static const struct ids kind = { "link", BPF_LINK_GET_NEXT_ID, BPF_LINK_GET_FD_BY_ID,
		ref_link, show_one };

	return ids_show(c, &kind);
}

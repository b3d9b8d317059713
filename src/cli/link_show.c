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
#include "kernel/kernel.h"
#include "kernel/names.h"

void link_cookie(struct row *r, uint64_t cookie)
{
	if (cookie)
		row_number(r, "cookie", cookie);
}

static void attach_type(struct row *r, uint32_t type)
{
	row_type(r, "attach_type", &names_attach_type, type);
}

/* The device may be in another network namespace, or gone. */
static void show_device(struct row *r, uint32_t ifindex)
{
	char name[IF_NAMESIZE];

	if (!ifindex)
		row_word(r, "devname", "(detached)");
	else
		row_word(r, "devname", kernel_ifname(r->c->kernel, ifindex, name) < 0 ? "(unknown)" : name);
	row_number(r, "ifindex", ifindex);
}

static void show_prog_type(struct row *r, const struct link_facts *f)
{
	struct bpf_prog_info info;
	char name[64];

	if (kernel_info_by_id(
		    r->c->kernel, BPF_PROG_GET_FD_BY_ID, f->info.prog_id, &info, sizeof(info)))
		return;
	names_short(&names_prog_type, info.type, name, sizeof(name));
	row_word(r, "prog_type", name);
}

static void show_tracing(struct row *r, const struct link_facts *f)
{
	const struct bpf_link_info *i = &f->info;

	show_prog_type(r, f);
	attach_type(r, i->tracing.attach_type);
	if (i->tracing.target_obj_id || i->tracing.target_btf_id) {
		row_number(r, "target_obj_id", i->tracing.target_obj_id);
		row_number(r, "target_btf_id", i->tracing.target_btf_id);
	}
	link_cookie(r, i->tracing.cookie);
}

static const struct names cgroup_orders = { .list = "\0\0"
	"order_unspec\0" "self_only\0" "descendants_pre\0" "descendants_post\0"
	"ancestors_up\0" "children\0" };

static void show_iter(struct row *r, const struct link_facts *f)
{
	const struct bpf_link_info *i = &f->info;
	const char *target = f->text;

	row_word(r, "target_name", target);
	if (!strcmp(target, "bpf_map_elem") || !strcmp(target, "bpf_sk_storage_map"))
		row_number(r, "map_id", i->iter.map.map_id);
	if (!strncmp(target, "task", 4)) {
		if (i->iter.task.tid)
			row_number(r, "tid", i->iter.task.tid);
		else if (i->iter.task.pid)
			row_number(r, "pid", i->iter.task.pid);
	}
	if (!strcmp(target, "cgroup")) {
		row_number(r, "cgroup_id", i->iter.cgroup.cgroup_id);
		row_type(r, "order", &cgroup_orders, i->iter.cgroup.order);
	}
}

static void show_netfilter(struct row *r, const struct link_facts *f)
{
	const struct bpf_link_info *i = &f->info;

	row_number(r, "pf", i->netfilter.pf);
	row_number(r, "hook", i->netfilter.hooknum);
	row_signed(r, "prio", i->netfilter.priority);
	row_number(r, "flags", i->netfilter.flags);
}

static void show_details(struct row *r, const struct link_facts *f)
{
	const struct bpf_link_info *i = &f->info;

	switch (i->type) {
	case BPF_LINK_TYPE_RAW_TRACEPOINT:
		row_word(r, "tp_name", f->text);
		return link_cookie(r, i->raw_tracepoint.cookie);
	case BPF_LINK_TYPE_TRACING:
		return show_tracing(r, f);
	case BPF_LINK_TYPE_CGROUP:
		row_number(r, "cgroup_id", i->cgroup.cgroup_id);
		return attach_type(r, i->cgroup.attach_type);
	case BPF_LINK_TYPE_ITER:
		return show_iter(r, f);
	case BPF_LINK_TYPE_NETNS:
		row_number(r, "netns_ino", i->netns.netns_ino);
		return attach_type(r, i->netns.attach_type);
	case BPF_LINK_TYPE_XDP:
		return show_device(r, i->xdp.ifindex);
	case BPF_LINK_TYPE_TCX:
		show_device(r, i->tcx.ifindex);
		return attach_type(r, i->tcx.attach_type);
	case BPF_LINK_TYPE_NETKIT:
		show_device(r, i->netkit.ifindex);
		return attach_type(r, i->netkit.attach_type);
	case BPF_LINK_TYPE_STRUCT_OPS:
		return row_number(r, "map_id", i->struct_ops.map_id);
	case BPF_LINK_TYPE_SOCKMAP:
		row_number(r, "map_id", i->sockmap.map_id);
		return attach_type(r, i->sockmap.attach_type);
	case BPF_LINK_TYPE_NETFILTER:
		return show_netfilter(r, f);
	case BPF_LINK_TYPE_PERF_EVENT:
		return link_show_perf(r, f);
	case BPF_LINK_TYPE_KPROBE_MULTI:
		return link_show_kprobe_multi(r, f);
	case BPF_LINK_TYPE_UPROBE_MULTI:
		return link_show_uprobe_multi(r, f);
	case BPF_LINK_TYPE_TRACING_MULTI:
		attach_type(r, i->tracing_multi.attach_type);
		return row_number(r, "func_cnt", i->tracing_multi.count);
	}
}

static int show_one(struct cli *c, int fd)
{
	struct link_facts f;
	struct row r = { .c = c };
	int err = link_facts_read(c, fd, &f);

	if (err) {
		link_facts_free(&f);
		return cli_fault(c, err, "the link cannot be asked about");
	}
	row_begin(&r);
	ids_head(&r, &names_link_type, f.info.id, f.info.type, "");
	if (f.info.type != BPF_LINK_TYPE_STRUCT_OPS)
		row_fact(&r, "prog_id", "  prog ", f.info.prog_id, "");
	r.gap = "\n\t";
	show_details(&r, &f);
	row_end(&r);
	link_facts_free(&f);
	return 0;
}

int link_show(struct cli *c)
{
	static const struct ids kind = { "link", BPF_LINK_GET_NEXT_ID, BPF_LINK_GET_FD_BY_ID,
		ref_link, show_one };

	return ids_show(c, &kind);
}

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BPF_OBJ_GET_INFO_BY_FD on a link (since 5.8) is asked twice: first for its type and for how much
 * there is of what the type has, then with pointers to room for it. Where those pointers stand in
 * the struct differs by type, and giving one type's to another would be refused.
 */
#include "cli/link.h"

#include <errno.h>
#include <stdlib.h>

#include "kernel/kernel.h"

#define MOST_FUNCS 1000000U /* of one link; the kernel allows about so many */

static int ask(struct cli *c, int fd, struct bpf_link_info *info)
{
	uint32_t size = sizeof(*info);

	return kernel_obj_info(c->kernel, fd, info, &size);
}

static void want_perf(struct link_facts *f, uint32_t event)
{
	struct bpf_link_info *i = &f->info;

	switch (event) {
	case BPF_PERF_EVENT_UPROBE:
	case BPF_PERF_EVENT_URETPROBE:
		i->perf_event.uprobe.file_name = kernel_ptr(f->text);
		i->perf_event.uprobe.name_len = sizeof(f->text);
		break;
	case BPF_PERF_EVENT_KPROBE:
	case BPF_PERF_EVENT_KRETPROBE:
		i->perf_event.kprobe.func_name = kernel_ptr(f->text);
		i->perf_event.kprobe.name_len = sizeof(f->text);
		break;
	case BPF_PERF_EVENT_TRACEPOINT:
		i->perf_event.tracepoint.tp_name = kernel_ptr(f->text);
		i->perf_event.tracepoint.name_len = sizeof(f->text);
		break;
	}
}

static void want_kprobes(struct link_facts *f, uint32_t cnt)
{
	if (!cnt || cnt > MOST_FUNCS)
		return;
	f->addrs = calloc(cnt, sizeof(*f->addrs));
	f->cookies = calloc(cnt, sizeof(*f->cookies));
	if (!f->addrs || !f->cookies)
		return;
	f->info.kprobe_multi.addrs = kernel_ptr(f->addrs);
	f->info.kprobe_multi.cookies = kernel_ptr(f->cookies);
	f->info.kprobe_multi.count = cnt;
}

static void want_uprobes(struct link_facts *f, uint32_t cnt)
{
	struct bpf_link_info *i = &f->info;

	i->uprobe_multi.path = kernel_ptr(f->text);
	i->uprobe_multi.path_size = sizeof(f->text);
	if (!cnt || cnt > MOST_FUNCS)
		return;
	f->offsets = calloc(cnt, sizeof(*f->offsets));
	f->ref_ctr_offsets = calloc(cnt, sizeof(*f->ref_ctr_offsets));
	f->cookies = calloc(cnt, sizeof(*f->cookies));
	if (!f->offsets || !f->ref_ctr_offsets || !f->cookies)
		return;
	i->uprobe_multi.offsets = kernel_ptr(f->offsets);
	i->uprobe_multi.ref_ctr_offsets = kernel_ptr(f->ref_ctr_offsets);
	i->uprobe_multi.cookies = kernel_ptr(f->cookies);
	i->uprobe_multi.count = cnt;
}

/* False: all there is came with the first answer. */
static bool want_more(struct link_facts *f, const struct bpf_link_info *first)
{
	struct bpf_link_info *i = &f->info;

	memset(i, 0, sizeof(*i));
	switch (first->type) {
	case BPF_LINK_TYPE_RAW_TRACEPOINT:
		i->raw_tracepoint.tp_name = kernel_ptr(f->text);
		i->raw_tracepoint.tp_name_len = sizeof(f->text);
		return true;
	case BPF_LINK_TYPE_ITER:
		i->iter.target_name = kernel_ptr(f->text);
		i->iter.target_name_len = sizeof(f->text);
		return true;
	case BPF_LINK_TYPE_PERF_EVENT:
		want_perf(f, first->perf_event.type);
		return true;
	case BPF_LINK_TYPE_KPROBE_MULTI:
		want_kprobes(f, first->kprobe_multi.count);
		return true;
	case BPF_LINK_TYPE_UPROBE_MULTI:
		want_uprobes(f, first->uprobe_multi.count);
		return true;
	}
	return false;
}

int link_facts_read(struct cli *c, int fd, struct link_facts *f)
{
	struct bpf_link_info first;
	int err;

	memset(f, 0, sizeof(*f));
	memset(&first, 0, sizeof(first));
	err = ask(c, fd, &first);
	if (err)
		return err;
	if (!want_more(f, &first) || ask(c, fd, &f->info))
		f->info = first;
	f->text[sizeof(f->text) - 1] = '\0';
	return 0;
}

void link_facts_free(struct link_facts *f)
{
	free(f->addrs);
	free(f->cookies);
	free(f->offsets);
	free(f->ref_ctr_offsets);
}

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Links to probes. A perf event link tells since 6.6 what its event is; a kprobe_multi or
 * uprobe_multi link has many places, which text counts and JSON lists. Addresses of the kernel
 * are 0 where kptr_restrict hides them.
 */
#include "cli/link.h"

#include <linux/perf_event.h>

/* as perf(1) calls them */
static const struct names types = { .list = "\0\0"
	"hardware\0" "software\0" "tracepoint\0" "hw-cache\0" "raw\0" "breakpoint\0" };
static const struct names hardware = { .list = "\0\0"
	"cpu-cycles\0" "instructions\0" "cache-references\0" "cache-misses\0"
	"branch-instructions\0" "branch-misses\0" "bus-cycles\0" "stalled-cycles-frontend\0"
	"stalled-cycles-backend\0" "ref-cycles\0" };
static const struct names software = { .list = "\0\0"
	"cpu-clock\0" "task-clock\0" "page-faults\0" "context-switches\0" "cpu-migrations\0"
	"minor-faults\0" "major-faults\0" "alignment-faults\0" "emulation-faults\0" "dummy\0"
	"bpf-output\0" "cgroup-switches\0" };

static void show_event(struct row *r, const struct link_facts *f)
{
	const struct bpf_link_info *i = &f->info;
	uint64_t config = i->perf_event.event.config;

	row_type(r, "event_type", &types, i->perf_event.event.type);
	if (i->perf_event.event.type == PERF_TYPE_HARDWARE)
		row_type(r, "event_config", &hardware, config);
	else if (i->perf_event.event.type == PERF_TYPE_SOFTWARE)
		row_type(r, "event_config", &software, config);
	else
		row_number(r, "event_config", config);
	link_cookie(r, i->perf_event.event.cookie);
}

static void show_kprobe(struct row *r, const struct link_facts *f)
{
	const struct bpf_link_info *i = &f->info;

	row_flag(r, "retprobe", i->perf_event.type == BPF_PERF_EVENT_KRETPROBE);
	row_number(r, "addr", i->perf_event.kprobe.addr);
	row_word(r, "func", f->text);
	row_number(r, "offset", i->perf_event.kprobe.offset);
	row_number(r, "missed", i->perf_event.kprobe.missed);
	link_cookie(r, i->perf_event.kprobe.cookie);
}

static void show_uprobe(struct row *r, const struct link_facts *f)
{
	const struct bpf_link_info *i = &f->info;

	row_flag(r, "retprobe", i->perf_event.type == BPF_PERF_EVENT_URETPROBE);
	row_word(r, "file", f->text);
	row_number(r, "offset", i->perf_event.uprobe.offset);
	if (i->perf_event.uprobe.ref_ctr_offset)
		row_number(r, "ref_ctr_offset", i->perf_event.uprobe.ref_ctr_offset);
	link_cookie(r, i->perf_event.uprobe.cookie);
}

void link_show_perf(struct row *r, const struct link_facts *f)
{
	switch (f->info.perf_event.type) {
	case BPF_PERF_EVENT_EVENT:
		return show_event(r, f);
	case BPF_PERF_EVENT_TRACEPOINT:
		row_word(r, "tracepoint", f->text);
		return link_cookie(r, f->info.perf_event.tracepoint.cookie);
	case BPF_PERF_EVENT_KPROBE:
	case BPF_PERF_EVENT_KRETPROBE:
		return show_kprobe(r, f);
	case BPF_PERF_EVENT_UPROBE:
	case BPF_PERF_EVENT_URETPROBE:
		return show_uprobe(r, f);
	}
}

void link_show_kprobe_multi(struct row *r, const struct link_facts *f)
{
	const struct bpf_link_info *i = &f->info;
	struct json *j = &r->c->json;
	uint32_t n;

	row_flag(r, "retprobe", i->kprobe_multi.flags & BPF_F_KPROBE_MULTI_RETURN);
	row_number(r, "func_cnt", i->kprobe_multi.count);
	row_number(r, "missed", i->kprobe_multi.missed);
	if (!r->c->use_json)
		return;
	json_key(j, "funcs");
	json_array_begin(j);
	for (n = 0; i->kprobe_multi.addrs && n < i->kprobe_multi.count; n++) {
		json_object_begin(j);
		row_number(r, "addr", f->addrs[n]);
		row_number(r, "cookie", f->cookies[n]);
		json_object_end(j);
	}
	json_array_end(j);
}

void link_show_uprobe_multi(struct row *r, const struct link_facts *f)
{
	const struct bpf_link_info *i = &f->info;
	struct json *j = &r->c->json;
	uint32_t n;

	row_flag(r, "retprobe", i->uprobe_multi.flags & BPF_F_UPROBE_MULTI_RETURN);
	row_word(r, "path", f->text);
	row_number(r, "func_cnt", i->uprobe_multi.count);
	row_number(r, "pid", i->uprobe_multi.pid);
	if (!r->c->use_json)
		return;
	json_key(j, "funcs");
	json_array_begin(j);
	for (n = 0; i->uprobe_multi.offsets && n < i->uprobe_multi.count; n++) {
		json_object_begin(j);
		row_number(r, "offset", f->offsets[n]);
		row_number(r, "ref_ctr_offset", f->ref_ctr_offsets[n]);
		row_number(r, "cookie", f->cookies[n]);
		json_object_end(j);
	}
	json_array_end(j);
}

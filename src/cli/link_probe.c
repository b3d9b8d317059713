/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Links to probes. A perf event link tells since 6.6 what its event is; a kprobe_multi or
 * uprobe_multi link has many places, which text counts and JSON lists. Addresses of the kernel
 * are 0 where kptr_restrict hides them.
 */
#include "cli/link.h"

#include <linux/perf_event.h>

#include "cli/pair.h"

#define NAME(list, n) ((n) < sizeof(list) / sizeof(*(list)) ? (list)[n] : NULL)

/* as perf(1) calls them */
static const char *const types[] = { "hardware", "software", "tracepoint", "hw-cache", "raw",
	"breakpoint" };
static const char *const hardware[] = { "cpu-cycles", "instructions", "cache-references",
	"cache-misses", "branch-instructions", "branch-misses", "bus-cycles",
	"stalled-cycles-frontend", "stalled-cycles-backend", "ref-cycles" };
static const char *const software[] = { "cpu-clock", "task-clock", "page-faults",
	"context-switches", "cpu-migrations", "minor-faults", "major-faults", "alignment-faults",
	"emulation-faults", "dummy", "bpf-output", "cgroup-switches" };

static void show_named(struct link_shown *s, const char *key, const char *name, uint64_t value)
{
	if (name)
		link_text(s, key, name);
	else
		link_number(s, key, value);
}

static void show_event(struct link_shown *s)
{
	const struct bpf_link_info *i = &s->f->info;
	uint64_t config = i->perf_event.event.config;
	uint32_t type = i->perf_event.event.type;
	const char *name = NULL;

	if (type == PERF_TYPE_HARDWARE)
		name = NAME(hardware, config);
	else if (type == PERF_TYPE_SOFTWARE)
		name = NAME(software, config);
	show_named(s, "event_type", NAME(types, type), type);
	show_named(s, "event_config", name, config);
	link_cookie(s, i->perf_event.event.cookie);
}

static void show_kprobe(struct link_shown *s)
{
	const struct bpf_link_info *i = &s->f->info;

	link_flag(s, "retprobe", i->perf_event.type == BPF_PERF_EVENT_KRETPROBE);
	link_number(s, "addr", i->perf_event.kprobe.addr);
	link_text(s, "func", s->f->text);
	link_number(s, "offset", i->perf_event.kprobe.offset);
	link_number(s, "missed", i->perf_event.kprobe.missed);
	link_cookie(s, i->perf_event.kprobe.cookie);
}

static void show_uprobe(struct link_shown *s)
{
	const struct bpf_link_info *i = &s->f->info;

	link_flag(s, "retprobe", i->perf_event.type == BPF_PERF_EVENT_URETPROBE);
	link_text(s, "file", s->f->text);
	link_number(s, "offset", i->perf_event.uprobe.offset);
	if (i->perf_event.uprobe.ref_ctr_offset)
		link_number(s, "ref_ctr_offset", i->perf_event.uprobe.ref_ctr_offset);
	link_cookie(s, i->perf_event.uprobe.cookie);
}

void link_show_perf(struct link_shown *s)
{
	switch (s->f->info.perf_event.type) {
	case BPF_PERF_EVENT_EVENT:
		return show_event(s);
	case BPF_PERF_EVENT_TRACEPOINT:
		link_text(s, "tracepoint", s->f->text);
		return link_cookie(s, s->f->info.perf_event.tracepoint.cookie);
	case BPF_PERF_EVENT_KPROBE:
	case BPF_PERF_EVENT_KRETPROBE:
		return show_kprobe(s);
	case BPF_PERF_EVENT_UPROBE:
	case BPF_PERF_EVENT_URETPROBE:
		return show_uprobe(s);
	}
}

void link_show_kprobe_multi(struct link_shown *s)
{
	const struct bpf_link_info *i = &s->f->info;
	struct json *j = &s->c->json;
	uint32_t n;

	link_flag(s, "retprobe", i->kprobe_multi.flags & BPF_F_KPROBE_MULTI_RETURN);
	link_number(s, "func_cnt", i->kprobe_multi.count);
	link_number(s, "missed", i->kprobe_multi.missed);
	if (!s->c->use_json)
		return;
	json_key(j, "funcs");
	json_array_begin(j);
	for (n = 0; i->kprobe_multi.addrs && n < i->kprobe_multi.count; n++) {
		json_object_begin(j);
		pair_number(j, "addr", s->f->addrs[n]);
		pair_number(j, "cookie", s->f->cookies[n]);
		json_object_end(j);
	}
	json_array_end(j);
}

void link_show_uprobe_multi(struct link_shown *s)
{
	const struct bpf_link_info *i = &s->f->info;
	struct json *j = &s->c->json;
	uint32_t n;

	link_flag(s, "retprobe", i->uprobe_multi.flags & BPF_F_UPROBE_MULTI_RETURN);
	link_text(s, "path", s->f->text);
	link_number(s, "func_cnt", i->uprobe_multi.count);
	link_number(s, "pid", i->uprobe_multi.pid);
	if (!s->c->use_json)
		return;
	json_key(j, "funcs");
	json_array_begin(j);
	for (n = 0; i->uprobe_multi.offsets && n < i->uprobe_multi.count; n++) {
		json_object_begin(j);
		pair_number(j, "offset", s->f->offsets[n]);
		pair_number(j, "ref_ctr_offset", s->f->ref_ctr_offsets[n]);
		pair_number(j, "cookie", s->f->cookies[n]);
		json_object_end(j);
	}
	json_array_end(j);
}

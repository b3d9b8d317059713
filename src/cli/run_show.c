/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a run prints: who was attached where, events as they come, and the maps and variables
 * from time to time. As text for people, or one JSON object a line.
 */
#include "cli/run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/pair.h"
#include "kernel/kernel.h"
#include "object/link.h"
#include "show/sum.h"

#define PAGES_MOST 64

void run_show_begin(struct run *r, const char *type)
{
	json_object_begin(&r->cli->json);
	pair_text(&r->cli->json, "type", type);
}

static void line_field(struct run *r, const char *key, const char *text)
{
	pair_text(&r->cli->json, key, text);
}

void run_show_line_end(struct run *r)
{
	cli_close(r->cli, '}');
	json_line(&r->cli->json);
}

void run_show_attached(struct run *r, const struct rawbpf_link *l)
{
	if (!r->cli->use_json && l->map)
		cli_say("struct_ops %s registered (%s)", rawbpf_link_where(l), rawbpf_link_how(l));
	else if (!r->cli->use_json)
		cli_say("%s attached to %s:%s (%s)", rawbpf_prog_name(l->prog),
			rawbpf_link_hook(l), rawbpf_link_where(l), rawbpf_link_how(l));
	if (!r->cli->use_json)
		return;
	run_show_begin(r, "attached");
	plan_show_link(&r->cli->json, l);
	run_show_line_end(r);
}

static const struct btf *types(const struct run *r)
{
	return r->plan.object->unit.has_btf ? &r->plan.object->unit.btf : NULL;
}

/* A record may be longer than its type: perf buffers pad. Without a type it is shown whole. */
int run_show_record(struct run *r, const struct rawbpf_record *rec)
{
	const struct rawbpf_map *m = rec->cookie;
	struct out *o = &r->cli->out;

	if (r->cli->use_json) {
		run_show_begin(r, "event");
		line_field(r, "map", m->spec.name);
		if (rec->cpu >= 0)
			pair_number(&r->cli->json, "cpu", rec->cpu);
		json_key(&r->cli->json, "value");
	} else {
		out_str(o, m->spec.name);
		out_char(o, ' ');
	}
	cli_value(r->cli, types(r), m->def->value_type, rec->data, rec->size);
	run_show_line_end(r);
	return o->err;
}

static void show_printk_line(struct run *r, char *line)
{
	if (r->cli->use_json) {
		run_show_begin(r, "printk");
		line_field(r, "text", line);
	} else {
		out_str(&r->cli->out, line);
	}
	run_show_line_end(r);
}

/*
 * The kernel gives whole lines, at most a page of them at a time. Not all there are: a program may print
 * faster than we do, and the end of the run must not wait for it.
 */
void run_show_printk(struct run *r)
{
	char text[4096], *line, *end;
	int left = PAGES_MOST;
	long n;

	while (r->trace_fd >= 0 && left--) {
		n = kernel_read(r->cli->kernel, r->trace_fd, text, sizeof(text) - 1);
		if (n <= 0)
			return;
		text[n] = '\0';
		for (line = text; (end = strchr(line, '\n')); line = end + 1) {
			*end = '\0';
			if (*line)
				show_printk_line(r, line);
		}
		if (*line)
			show_printk_line(r, line);
	}
}

/* One entry, its per-CPU values added up where that means something. */
struct entry {
	const struct rawbpf_map *map;
	const void *key, *value;
	uint32_t cpus, stride;
	void *sum; /* room for one value; NULL: not per CPU, or of no type to add */
};

static bool all_zero(const void *bytes, size_t size)
{
	const unsigned char *at = bytes;

	while (size && !*at) {
		at++;
		size--;
	}
	return !size;
}

static const void *value_of(const struct entry *e, uint32_t cpu)
{
	return (const char *)e->value + (size_t)cpu * e->stride;
}

static void add_up(struct run *r, struct entry *e)
{
	uint32_t i;

	memset(e->sum, 0, e->map->spec.value_size);
	for (i = 0; i < e->cpus; i++)
		value_sum(types(r), e->map->def->value_type, e->sum, value_of(e, i));
}

static void show_key(struct run *r, const struct entry *e)
{
	cli_value(r->cli, types(r), e->map->def->key_type, e->key, e->map->spec.key_size);
}

static void show_value(struct run *r, const struct entry *e, const void *value)
{
	cli_value(r->cli, types(r), e->map->def->value_type, value, e->map->spec.value_size);
}

static void entry_json(struct run *r, const struct entry *e)
{
	struct json *j = &r->cli->json;
	uint32_t i;

	json_object_begin(j);
	json_key(j, "key");
	show_key(r, e);
	if (e->cpus == 1 || e->sum) {
		json_key(j, "value");
		show_value(r, e, e->sum ? e->sum : e->value);
	}
	if (e->cpus > 1) {
		json_key(j, "values");
		json_array_begin(j);
		for (i = 0; i < e->cpus; i++)
			show_value(r, e, value_of(e, i));
		json_array_end(j);
	}
	json_object_end(j);
}

static void entry_text(struct run *r, const struct entry *e)
{
	struct out *o = &r->cli->out;
	uint32_t i;

	/* the elements of an array are always all there: those never touched say nothing */
	if (all_zero(e->value, (size_t)e->stride * e->cpus) &&
		(e->map->spec.type == BPF_MAP_TYPE_ARRAY ||
			e->map->spec.type == BPF_MAP_TYPE_PERCPU_ARRAY))
		return;
	for (i = 0; i < (e->sum ? 1 : e->cpus); i++) {
		out_str(o, "  ");
		show_key(r, e);
		if (e->cpus > 1 && !e->sum)
			cli_print(r->cli, " cpu %u", i);
		out_str(o, "  ");
		show_value(r, e, e->sum ? e->sum : value_of(e, i));
		out_char(o, '\n');
	}
}

static int show_entries(struct run *r, struct rawbpf_entries *it, struct entry *e)
{
	int err;

	e->cpus = rawbpf_entries_cpus(it);
	e->stride = rawbpf_entries_stride(it);
	if (e->cpus > 1 &&
		value_can_sum(types(r), e->map->def->value_type, e->map->spec.value_size)) {
		e->sum = malloc(e->map->spec.value_size);
		if (!e->sum)
			return -ENOMEM;
	}
	while ((err = rawbpf_entries_next(it, &e->key, &e->value)) > 0) {
		if (e->sum)
			add_up(r, e);
		if (r->cli->use_json)
			entry_json(r, e);
		else
			entry_text(r, e);
	}
	free(e->sum);
	return err;
}

static bool has_entries(const struct rawbpf_map *m)
{
	switch (m->spec.type) {
	case BPF_MAP_TYPE_RINGBUF:
	case BPF_MAP_TYPE_USER_RINGBUF:
	case BPF_MAP_TYPE_PERF_EVENT_ARRAY:
	case BPF_MAP_TYPE_PROG_ARRAY:
	case BPF_MAP_TYPE_QUEUE:
	case BPF_MAP_TYPE_STACK:
	case BPF_MAP_TYPE_BLOOM_FILTER:
	case BPF_MAP_TYPE_ARENA:
	case BPF_MAP_TYPE_STRUCT_OPS:
	case BPF_MAP_TYPE_XSKMAP:
	/* of things that have no list */
	case BPF_MAP_TYPE_SK_STORAGE:
	case BPF_MAP_TYPE_INODE_STORAGE:
	case BPF_MAP_TYPE_TASK_STORAGE:
	case BPF_MAP_TYPE_CGRP_STORAGE:
		return false;
	/* their cookies have 8 bytes, and otherwise cannot be read */
	case BPF_MAP_TYPE_SOCKMAP:
	case BPF_MAP_TYPE_SOCKHASH:
	case BPF_MAP_TYPE_REUSEPORT_SOCKARRAY:
		return m->fd >= 0 && m->spec.value_size == sizeof(uint64_t);
	}
	return m->fd >= 0 && !m->def->image;
}

static int show_map(struct run *r, const struct rawbpf_map *m)
{
	struct rawbpf_entries *it;
	struct entry e;
	int err;

	memset(&e, 0, sizeof(e));
	e.map = m;
	if (rawbpf_entries_open(r->cli->kernel, m->fd, &it, &r->cli->diag))
		return cli_fail(r->cli);
	if (r->cli->use_json) {
		run_show_begin(r, "map");
		line_field(r, "name", m->spec.name);
		json_key(&r->cli->json, "entries");
		json_array_begin(&r->cli->json);
	} else {
		cli_print(r->cli, "%s:\n", m->spec.name);
	}
	err = show_entries(r, it, &e);
	rawbpf_entries_close(it);
	if (r->cli->use_json) {
		json_array_end(&r->cli->json);
		run_show_line_end(r);
	}
	if (!err)
		return 0;
	return cli_error(r->cli, RAWBPF_STAGE_READ, err, "map %s: its elements cannot be read: %s",
		m->spec.name, diag_strerror(err));
}

static void show_global(struct run *r, const char *name, uint32_t type, const void *value,
	size_t size)
{
	if (r->cli->use_json) {
		run_show_begin(r, "global");
		line_field(r, "name", name);
		json_key(&r->cli->json, "value");
	} else {
		cli_print(r->cli, "%s = ", name);
	}
	cli_value(r->cli, types(r), type, value, size);
	run_show_line_end(r);
}

/* The variables of a writable data section. Those of a function have a dot in their names. */
static void show_variables(struct run *r, const struct rawbpf_map *m, const char *image)
{
	const struct btf *b = types(r);
	const struct unit_map *s = data_section(m);
	const struct btf_type *t = b ? btf_type(b, s->value_type) : NULL, *var;
	const struct btf_var_secinfo *info;
	uint32_t i;

	for (i = 0; t && i < btf_vlen(t); i++) {
		info = btf_secinfos(t) + i;
		var = btf_type(b, info->type);
		if (!var || btf_kind(var) != BTF_KIND_VAR || strchr(btf_name(b, var), '.') ||
			info->offset > s->spec.value_size ||
			info->size > s->spec.value_size - info->offset)
			continue;
		show_global(r, btf_name(b, var), var->type, image + info->offset, info->size);
	}
}

static int show_data(struct run *r, const struct rawbpf_map *m)
{
	const uint32_t zero = 0;
	char *copy;
	int err = 0;

	if (m->mapped) {
		show_variables(r, m, (char *)m->mapped + m->vars_offset);
		return 0;
	}
	copy = malloc(m->spec.value_size);
	if (copy)
		err = kernel_map_lookup(r->cli->kernel, m->fd, &zero, copy);
	if (copy && !err)
		show_variables(r, m, copy);
	free(copy);
	if (copy && !err)
		return 0;
	return cli_error(r->cli, RAWBPF_STAGE_READ, err ? err : -ENOMEM,
		"map %s: its data cannot be read", m->spec.name);
}

int run_show_state(struct run *r)
{
	struct rawbpf_map *m = NULL;
	int code = 0;

	while (!code && (m = rawbpf_object_next_map(r->plan.object, m))) {
		if (has_entries(m))
			code = show_map(r, m);
		else if (m->fd >= 0 && data_section(m) && (m->mapped || m->def->image) &&
			(!m->def->read_only || m->def == r->plan.object->unit.kconfig))
			code = show_data(r, m);
	}
	if (!code)
		run_xsk_show(r);
	return out_flush(&r->cli->out) ? EXIT_SYSTEM : code;
}

void run_show_end(struct run *r)
{
	uint64_t lost = rawbpf_events_lost(r->events);

	if (!r->cli->use_json) {
		if (lost)
			cli_say("%llu events were lost: the perf buffers were full",
				(unsigned long long)lost);
		return;
	}
	run_show_begin(r, "end");
	pair_number(&r->cli->json, "lost", lost);
	run_show_line_end(r);
}

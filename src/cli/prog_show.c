/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prog show. The layout and the JSON keys are bpftool's. What the kernel has nowhere else, the
 * memory a program is charged for, stands in /proc/self/fdinfo of its descriptor.
 */
#include "cli/prog.h"
#include "cli/fdinfo.h"

#include <stdlib.h>
#include <time.h>

#include "base/text.h"
#include "cli/btf_by_id.h"
#include "cli/pair.h"
#include "cli/row.h"
#include "kernel/kernel.h"
#include "kernel/names.h"

#define TYPE_PREFIX (sizeof("BPF_PROG_TYPE_") - 1)

struct shown {
	struct cli *c;
	const struct prog_facts *f;
	const char *name;
	char tag[2 * BPF_TAG_SIZE + 1];
	char type[64];
	uint64_t loaded_at; /* seconds since 1970 */
	uint64_t memlock;
};

/* The kernel keeps 15 characters of a name; the program's types have all of it. */
static const char *full_name(struct cli *c, struct prog_facts *f)
{
	const struct bpf_func_info *first = prog_facts_func(f, 0);
	const struct btf_type *t;
	const char *name;

	if (strlen(f->info.name) < BPF_OBJ_NAME_LEN - 1 || !f->info.btf_id || !first)
		return f->info.name;
	if (btf_by_id(c, f->info.btf_id, &f->arena, &f->btf))
		return f->info.name;
	t = btf_type(&f->btf, first->type_id);
	name = t ? btf_name(&f->btf, t) : "";
	return strncmp(name, f->info.name, BPF_OBJ_NAME_LEN - 1) ? f->info.name : name;
}

/* The kernel counts from the start of the machine, sleep included. */
static uint64_t since_1970(uint64_t since_boot)
{
	struct timespec now, up;

	clock_gettime(CLOCK_REALTIME, &now);
	clock_gettime(CLOCK_BOOTTIME, &up);
	return now.tv_sec - up.tv_sec +
		(int64_t)(since_boot + now.tv_nsec - up.tv_nsec) / 1000000000;
}

static uint64_t read_memlock(struct cli *c, int fd)
{
	char text[FDINFO_SIZE];
	int64_t n;

	fdinfo_read(c, fd, text);
	n = fdinfo_number(text, "memlock:");
	return n < 0 ? 0 : n;
}

static void head_text(const struct shown *s)
{
	const struct bpf_prog_info *i = &s->f->info;
	struct cli *c = s->c;

	cli_print(c, "%u: %s%s  ", i->id, names_get(&names_prog_type, i->type) ? "" : "type ",
		s->type);
	if (*s->name) {
		out_str(&c->out, "name ");
		row_plain(c, s->name);
		out_str(&c->out, "  ");
	}
	cli_print(c, "tag %s", s->tag);
	if (i->ifindex)
		cli_print(c, "  dev ifindex %u", i->ifindex);
	out_str(&c->out, i->gpl_compatible ? "  gpl" : "");
	if (i->run_time_ns)
		cli_print(c, " run_time_ns %llu run_cnt %llu", (unsigned long long)i->run_time_ns,
			(unsigned long long)i->run_cnt);
	if (i->recursion_misses)
		cli_print(c, " recursion_misses %llu", (unsigned long long)i->recursion_misses);
	out_char(&c->out, '\n');
}

static void show_text(const struct shown *s)
{
	const struct bpf_prog_info *i = &s->f->info;
	time_t loaded = s->loaded_at;
	struct tm tm;
	uint32_t n;

	head_text(s);
	if (i->load_time && gmtime_r(&loaded, &tm))
		cli_print(s->c, "\tloaded_at %d-%02d-%02dT%02d:%02d:%02d+0000  uid %u\n",
			tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
			tm.tm_sec, i->created_by_uid);
	cli_print(s->c, "\txlated %uB", i->xlated_prog_len);
	if (i->jited_prog_len)
		cli_print(s->c, "  jited %uB", i->jited_prog_len);
	else
		out_str(&s->c->out, "  not jited");
	if (s->memlock)
		cli_print(s->c, "  memlock %lluB", (unsigned long long)s->memlock);
	out_str(&s->c->out, s->f->orphaned ? "  orphaned" : "");
	for (n = 0; n < i->nr_map_ids; n++)
		cli_print(s->c, "%s%u", n ? "," : "  map_ids ", s->f->map_ids[n]);
	if (i->btf_id)
		cli_print(s->c, "\n\tbtf_id %u", i->btf_id);
	out_char(&s->c->out, '\n');
}

static void head_json(const struct shown *s)
{
	const struct bpf_prog_info *i = &s->f->info;
	struct json *j = &s->c->json;

	pair_number(j, "id", i->id);
	if (names_get(&names_prog_type, i->type))
		pair_text(j, "type", s->type);
	else
		pair_number(j, "type", i->type);
	if (*s->name)
		pair_text(j, "name", s->name);
	pair_text(j, "tag", s->tag);
	pair_flag(j, "gpl_compatible", i->gpl_compatible);
	if (i->run_time_ns) {
		pair_number(j, "run_time_ns", i->run_time_ns);
		pair_number(j, "run_cnt", i->run_cnt);
	}
	if (i->recursion_misses)
		pair_number(j, "recursion_misses", i->recursion_misses);
	if (!i->ifindex)
		return;
	json_key(j, "dev");
	json_object_begin(j);
	pair_number(j, "ifindex", i->ifindex);
	pair_number(j, "ns_dev", i->netns_dev);
	pair_number(j, "ns_inode", i->netns_ino);
	json_object_end(j);
}

static void show_json(const struct shown *s)
{
	const struct bpf_prog_info *i = &s->f->info;
	struct json *j = &s->c->json;
	uint32_t n;

	json_object_begin(j);
	head_json(s);
	if (i->load_time) {
		pair_number(j, "loaded_at", s->loaded_at);
		pair_number(j, "uid", i->created_by_uid);
	}
	pair_flag(j, "orphaned", s->f->orphaned);
	pair_number(j, "bytes_xlated", i->xlated_prog_len);
	pair_flag(j, "jited", i->jited_prog_len);
	if (i->jited_prog_len)
		pair_number(j, "bytes_jited", i->jited_prog_len);
	if (s->memlock)
		pair_number(j, "bytes_memlock", s->memlock);
	if (i->nr_map_ids) {
		json_key(j, "map_ids");
		json_array_begin(j);
		for (n = 0; n < i->nr_map_ids; n++)
			json_u64(j, s->f->map_ids[n]);
		json_array_end(j);
	}
	if (i->btf_id)
		pair_number(j, "btf_id", i->btf_id);
	json_object_end(j);
}

int prog_show_one(struct cli *c, int fd)
{
	struct prog_facts f;
	struct shown s = { .c = c, .f = &f };
	int n, code = prog_facts_read(c, fd, PROG_MAPS | PROG_FUNCS, &f);

	if (!code) {
		s.name = full_name(c, &f);
		names_short(&names_prog_type, f.info.type, TYPE_PREFIX, s.type, sizeof(s.type));
		for (n = 0; n < BPF_TAG_SIZE; n++)
			text_format(s.tag + 2 * n, 3, "%02x", f.info.tag[n]);
		s.loaded_at = since_1970(f.info.load_time);
		s.memlock = read_memlock(c, fd);
		if (c->use_json)
			show_json(&s);
		else
			show_text(&s);
	}
	prog_facts_free(&f);
	return code;
}

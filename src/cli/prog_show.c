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
#include "cli/ids.h"
#include "kernel/kernel.h"
#include "kernel/names.h"
#include "kernel/system.h"

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
	return (system_clock(CLOCK_REALTIME) - system_clock(CLOCK_BOOTTIME) + since_boot) /
		1000000000;
}

/* "2026-01-31T23:59:59+0000". Years begin with March here, so that a leap day ends one. */
static void print_time(struct cli *c, uint64_t seconds)
{
	uint32_t days = seconds / 86400 + 719468 /* since 1 March of the year 0 */;
	uint32_t second = seconds % 86400, era = days / 146097 /* of 400 years */, year, month;

	days %= 146097;
	year = (days - days / 1460 + days / 36524 - days / 146096) / 365;
	days -= year * 365 + year / 4 - year / 100;
	month = (5 * days + 2) / 153;
	days -= (153 * month + 2) / 5;
	cli_print(c, "%u-%02u-%02uT%02u:%02u:%02u+0000", era * 400 + year + (month > 9),
		month < 10 ? month + 3 : month - 9, days + 1, second / 3600, second / 60 % 60,
		second % 60);
}

static uint64_t read_memlock(struct cli *c, int fd)
{
	char text[FDINFO_SIZE];
	int64_t n;

	fdinfo_read(c, fd, text);
	n = fdinfo_number(text, "memlock:");
	return n < 0 ? 0 : n;
}

static void show_tag(struct row *r, const uint8_t *bytes)
{
	char tag[2 * BPF_TAG_SIZE + 1];
	int n;

	for (n = 0; n < BPF_TAG_SIZE; n++)
		text_format(tag + 2 * n, 3, "%02x", bytes[n]);
	row_word(r, "tag", tag);
}

static void show_head(struct row *r, const struct bpf_prog_info *i)
{
	show_tag(r, i->tag);
	if (i->ifindex)
		ids_device(r, i->ifindex, i->netns_dev, i->netns_ino);
	if (r->c->use_json)
		row_flag(r, "gpl_compatible", i->gpl_compatible);
	else
		row_flag(r, "gpl", i->gpl_compatible);
	if (i->run_time_ns) {
		row_fact(r, "run_time_ns", " run_time_ns ", i->run_time_ns, "");
		row_fact(r, "run_cnt", " run_cnt ", i->run_cnt, "");
	}
	if (i->recursion_misses)
		row_fact(r, "recursion_misses", " recursion_misses ", i->recursion_misses, "");
}

static void show_loaded(struct row *r, const struct bpf_prog_info *i)
{
	uint64_t seconds = since_1970(i->load_time);

	r->gap = "\n\t";
	row_key(r, "loaded_at");
	if (r->c->use_json)
		json_u64(&r->c->json, seconds);
	else
		print_time(r->c, seconds);
	row_number(r, "uid", i->created_by_uid);
}

static void show_size(struct row *r, const struct prog_facts *f, uint64_t memlock)
{
	const struct bpf_prog_info *i = &f->info;
	uint32_t n;

	row_fact(r, "bytes_xlated", "\n\txlated ", i->xlated_prog_len, "B");
	if (r->c->use_json)
		row_flag(r, "jited", i->jited_prog_len);
	else if (!i->jited_prog_len)
		row_flag(r, "not jited", true);
	if (i->jited_prog_len)
		row_fact(r, "bytes_jited", "  jited ", i->jited_prog_len, "B");
	if (memlock)
		row_fact(r, "bytes_memlock", "  memlock ", memlock, "B");
	row_flag(r, "orphaned", f->orphaned);
	if (!i->nr_map_ids)
		return;
	row_words_begin(r, "map_ids");
	for (n = 0; n < i->nr_map_ids; n++)
		row_words_number(r, f->map_ids[n]);
	row_words_end(r);
}

int prog_show_one(struct cli *c, int fd)
{
	struct prog_facts f;
	struct row r = { .c = c };
	int code = prog_facts_read(c, fd, PROG_MAPS | PROG_FUNCS, &f);

	if (!code) {
		row_begin(&r);
		ids_head(&r, &names_prog_type, f.info.id, f.info.type, full_name(c, &f));
		show_head(&r, &f.info);
		if (f.info.load_time)
			show_loaded(&r, &f.info);
		show_size(&r, &f, read_memlock(c, fd));
		if (f.info.btf_id)
			row_fact(&r, "btf_id", "\n\tbtf_id ", f.info.btf_id, "");
		row_end(&r);
	}
	prog_facts_free(&f);
	return code;
}

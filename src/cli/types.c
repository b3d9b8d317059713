/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * types: the attach table. Each row is a place for programs: a type of program, and for most an attach
 * type, which together decide what the program gets, may do, and returns. Without a name there is a line
 * for each; with one all that is known of those it means: a section name (tp/sched/sched_switch too), a
 * type of program, an attach type, as the kernel's headers or bpftool spell them; the end of a section.
 */
#include <errno.h>

#include "base/text.h"
#include "cli/row.h"
#include "hook/hook.h"
#include "object/here.h"

/* 0 is the first attach type, or none. */
static bool has_attach_type(const struct hook *h)
{
	return h->attach_type || h->flags & HOOK_NO_TYPE;
}

enum meaning { AS_SECTION, AS_PROG_TYPE, AS_ATTACH_TYPE, AS_END, AS_NOTHING };

static bool is_meant(const struct hook *h, const char *name, enum meaning as)
{
	const char *where = strchr(h->section, '/');

	switch (as) {
	case AS_END:
		return where && !strcmp(where + 1, name);
	case AS_SECTION:
		return !strcmp(h->section, name) || (hook_by_section(name, &where) == h && where);
	case AS_PROG_TYPE:
		return names_find(&names_prog_type, name) == h->prog_type;
	case AS_ATTACH_TYPE:
		return has_attach_type(h) && names_find(&names_attach_type, name) == h->attach_type;
	case AS_NOTHING:
		break;
	}
	return !name;
}

static enum meaning find_meaning(const char *name)
{
	const struct hook *h;
	enum meaning as;

	for (as = AS_SECTION; name && as < AS_NOTHING; as++)
		for (h = hook_table; h < hook_table + hook_cnt; h++)
			if (is_meant(h, name, as))
				return as;
	return AS_NOTHING;
}

/* How many letters have to be changed, left out or put in to make the one word of the other. */
static unsigned int distance(const char *a, const char *b)
{
	unsigned int row[64], i, above, corner;

	for (i = 0; i < 64; i++)
		row[i] = i;
	for (; *a; a++) {
		corner = row[0]++;
		for (i = 0; i < 63 && b[i]; i++) {
			above = row[i + 1];
			row[i + 1] = corner + (*a != b[i]);
			if (row[i + 1] > above + 1)
				row[i + 1] = above + 1;
			if (row[i + 1] > row[i] + 1)
				row[i + 1] = row[i] + 1;
			corner = above;
		}
	}
	for (i = 0; i < 63 && b[i];)
		i++;
	return row[i];
}

static int say_unknown(struct cli *c, const char *name)
{
	const struct hook *h, *nearest = hook_table;

	for (h = hook_table; h < hook_table + hook_cnt; h++)
		if (distance(name, h->section) < distance(name, nearest->section))
			nearest = h;
	return cli_error(c, RAWBPF_STAGE_USE, -ENOENT, "types: no section, program type or attach type "
		"is called \"%s\": the nearest is %s", name, nearest->section);
}

/* A line in text. */
static void say(struct row *r, const char *key, const char *value)
{
	if (!value)
		return;
	r->gap = "\n\t";
	row_word(r, key, value);
}

static void say_kernel(struct row *r, const char *key, unsigned int major, unsigned int minor)
{
	char text[16];

	text_format(text, sizeof(text), "%u.%u", major, minor);
	say(r, key, major ? text : NULL);
}

static void say_mechanism(struct row *r, const struct hook *h)
{
	struct hook_how how = hook_how(h);
	const char *words = how.words ? how.words : "";
	char text[64];

	text_format(text, sizeof(text), "bpf_link since %u.%u%s%s", how.major, how.minor,
		*words ? ", else " : "", words);
	say(r, "mechanism", how.major ? text : words);
	if (r->c->use_json)
		say_kernel(r, "link_since", how.major, how.minor);
}

static void say_target(struct row *r, const struct hook *h)
{
	char text[96];

	text_format(text, sizeof(text), "%s:%s", h->section, hook_target_example(h));
	say(r, "target", hook_target_words(h));
	say(r, "example", h->mechanism && h->target ? text : NULL);
}

static void say_program(struct row *r, const struct hook *h)
{
	char text[64];

	say(r, "context", hook_context_words(h));
	say(r, "returns", hook_returns_words(h));
	text_format(text, sizeof(text), "progs/%s.bpf.c", hook_sample_name(h));
	say(r, "sample", h->sample ? text : NULL);
	r->gap = "\n\t";
	row_flag(r, "sleepable", h->flags & HOOK_SLEEPABLE);
	r->gap = "\n\t";
	row_flag(r, "frags", h->flags & HOOK_FRAGS);
}

static void show(struct cli *c, const struct hook *h, const char *prog_type, const char *attach_type,
	const char *is)
{
	struct row r = { .c = c };

	row_begin(&r);
	row_title(&r, "section", h->section);
	say(&r, "prog_type", prog_type);
	say(&r, "attach_type", *attach_type ? attach_type : NULL);
	say_target(&r, h);
	say_program(&r, h);
	say_kernel(&r, "since", h->major, h->minor);
	say_mechanism(&r, h);
	say(&r, "here", is);
	row_end(&r);
}

static void show_hook(struct cli *c, const struct hook *h, bool all)
{
	char prog_type[64], attach_type[64] = "";
	int is = here(c->kernel, h);
	const char *words = is < 0 ? "unknown" : is ? "yes" : "no";

	names_short(&names_prog_type, h->prog_type, prog_type, sizeof(prog_type));
	if (has_attach_type(h))
		names_short(&names_attach_type, h->attach_type, attach_type, sizeof(attach_type));
	if (all || c->use_json)
		show(c, h, prog_type, attach_type, words);
	else
		cli_print(c, "%-25s %-23s %-30s %u.%-3u %s\n", h->section, prog_type, attach_type,
			h->major, h->minor, words);
}

int cmd_types(struct cli *c)
{
	const char *name = cli_word(c);
	enum meaning as = find_meaning(name);
	int code = cli_end(c);
	const struct hook *h;

	if (!code && name && as == AS_NOTHING)
		code = say_unknown(c, name);
	if (code)
		return code;
	cli_open(c, '[');
	if (!name && !c->use_json)
		cli_print(c, "%-25s %-23s %-30s since here\n", "section", "program type", "attach type");
	for (h = hook_table; h < hook_table + hook_cnt; h++)
		if (is_meant(h, name, as))
			show_hook(c, h, name);
	cli_close(c, ']');
	return 0;
}

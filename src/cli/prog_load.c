/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prog load, prog loadall: an object whose programs outlive this process, because they are pinned
 * in a bpffs. Either all pins are made or none: what was made before a failure is removed.
 */
#include "cli/prog.h"

#include <errno.h>

#include "cli/elsewhere.h"
#include "cli/pins.h"
#include "hook/hook.h"
#include "kernel/kernel.h"
#include "kernel/names.h"
#include "object/object.h"

struct load {
	struct cli *c;
	const char *file, *path, *pin_maps, *type;
	bool all;
	struct rawbpf_object *object;
	struct pins pins;
};

/* A program type by its own name or by the section name that means it. */
static int find_type(struct load *l, struct rawbpf_prog *p)
{
	const char *where;
	const struct hook *h = hook_by_section(l->type, &where);
	int type = names_find(&names_prog_type, l->type);

	if (h && (where || !strcmp(h->section, l->type))) {
		rawbpf_prog_set_flags(p, 0);
		prog_set_hook(p, h);
		return 0;
	}
	if (type <= 0)
		return cli_usage(l->c, "type %s: no program type or section name is called so",
			l->type);
	rawbpf_prog_set_type(p, type, 0);
	return 0;
}

static int set_types(struct load *l)
{
	struct rawbpf_prog *p = NULL;
	int code = 0;

	while (l->type && !code && (p = rawbpf_object_next_prog(l->object, p)))
		code = find_type(l, p);
	return code;
}

/* map idx N MAP, map name S MAP: this map of the object is that one of the kernel */
static int find_map(struct load *l, struct rawbpf_map **out)
{
	const char *name;
	uint32_t index;

	if (cli_take(l->c, "idx")) {
		if (cli_number(l->c, "idx", &index))
			return EXIT_USAGE;
		*out = index < l->object->unit.map_cnt ? &l->object->maps[index] : NULL;
		return *out ? 0 : cli_usage(l->c, "%s has no map %u: it has %u", l->file, index,
			l->object->unit.map_cnt);
	}
	if (!cli_take(l->c, "name"))
		return cli_usage(l->c, "map: say which one of the object: idx N or name NAME");
	name = cli_word(l->c);
	*out = name ? rawbpf_object_map(l->object, name) : NULL;
	return *out ? 0 : cli_usage(l->c, "%s has no map \"%s\"", l->file, name ? name : "");
}

static int take_map(struct load *l)
{
	struct rawbpf_map *m = NULL;
	int fd, code = find_map(l, &m);

	if (code)
		return code;
	fd = ref_map(l->c);
	if (fd < 0)
		return -fd;
	code = rawbpf_map_reuse(m, fd, &l->c->diag) ? cli_fail(l->c) : 0;
	kernel_close(l->c->kernel, fd);
	return code;
}

static int take_type(struct load *l)
{
	l->type = cli_word(l->c);
	return l->type ? 0 : cli_usage(l->c, "type: a program type or section name is missing");
}

/* As bpftool calls --btf. */
static int take_btf(struct load *l)
{
	l->object->btf_file = cli_word(l->c);
	return l->object->btf_file ? 0 : cli_usage(l->c, "kernel_btf: a file is missing");
}

static int take_options(struct load *l)
{
	int code = 0;

	while (!code && l->c->word_cnt) {
		if (cli_take(l->c, "type"))
			code = take_type(l);
		else if (cli_take(l->c, "pinmaps"))
			cli_word(l->c); /* known since before the object was opened */
		else if (cli_take(l->c, "map"))
			code = take_map(l);
		else if (cli_take(l->c, "kernel_btf"))
			code = take_btf(l);
		else
			code = elsewhere_end(l->c, "prog load");
	}
	return code ? code : set_types(l);
}

/* What stands behind a word and has to be known before the object is opened. */
static int find_early(struct load *l, const char *word, const char *what, const char **value)
{
	int i;

	for (i = 0; i < l->c->word_cnt; i++)
		if (!strcmp(l->c->words[i], word)) {
			if (i + 1 == l->c->word_cnt)
				return cli_usage(l->c, "%s: a %s is missing", word, what);
			*value = l->c->words[i + 1];
		}
	return 0;
}

static int open_object(struct load *l)
{
	struct rawbpf_open_opts opts;
	int code;

	l->file = cli_word(l->c);
	l->path = cli_word(l->c);
	if (!l->path)
		return cli_usage(l->c, "prog load%s: an object file and a %s are missing",
			l->all ? "all" : "", l->all ? "folder" : "path");
	memset(&opts, 0, sizeof(opts));
	code = find_early(l, "pinmaps", "folder", &l->pin_maps);
	if (code)
		return code;
	opts.kernel = l->c->kernel;
	opts.pin_root = l->pin_maps;
	opts.token_path = l->c->token;
	opts.btf_file = l->c->btf_file;
	opts.kconfig_file = l->c->kconfig_file;
	return rawbpf_object_open(l->file, &opts, &l->object, &l->c->diag) ? cli_fail(l->c) : 0;
}

/* What else is wrong with the folder, the first pin will tell. */
static int make_folder(struct load *l, const char *path)
{
	if (pins_folder(&l->pins, path, strlen(path)) == -ENOMEM)
		return cli_error(l->c, RAWBPF_STAGE_NONE, -ENOMEM, "out of memory");
	return 0;
}

static int pin(struct load *l, int fd, const char *folder, const char *name)
{
	return pins_add(&l->pins, fd, folder, name, &l->c->diag) ? cli_fail(l->c) : 0;
}

static int pin_programs(struct load *l)
{
	struct rawbpf_prog *p = NULL;
	int code = l->all ? make_folder(l, l->path) : 0;
	bool any = false;

	while (!code && (p = rawbpf_object_next_prog(l->object, p))) {
		if (rawbpf_prog_fd(p) < 0 || (any && !l->all))
			continue;
		any = true;
		code = pin(l, rawbpf_prog_fd(p), l->path, l->all ? rawbpf_prog_name(p) : "");
	}
	if (!code && !any)
		code = cli_error(l->c, RAWBPF_STAGE_OPEN, -EINVAL,
			"%s: there is no program in it that is loaded (those of sections that begin "
			"with '?' are not)", l->file);
	return code;
}

static int pin_maps(struct load *l)
{
	struct rawbpf_map *m = NULL;
	int code = 0;

	while (l->pin_maps && !code && (m = rawbpf_object_next_map(l->object, m)))
		if (rawbpf_map_fd(m) >= 0 && (!m->def->pin_by_name || m->def->pin_folder))
			code = pin(l, rawbpf_map_fd(m), l->pin_maps, rawbpf_map_name(m));
	return code;
}

static int load_and_pin(struct load *l)
{
	int code = take_options(l), err;

	if (!code && l->pin_maps)
		code = make_folder(l, l->pin_maps);
	if (!code) {
		err = rawbpf_object_load(l->object, &l->c->diag);
		cli_say_notes(l->object);
		code = err ? cli_fail(l->c) : 0;
	}
	if (!code)
		code = pin_programs(l);
	if (!code)
		code = pin_maps(l);
	if (code) {
		map_unpin_new(l->object);
		pins_remove(&l->pins);
	}
	return code;
}

static int load(struct cli *c, bool all)
{
	struct load l = { .c = c, .all = all, .pins = { .kernel = c->kernel } };
	int code = open_object(&l);

	if (!code)
		code = load_and_pin(&l);
	pins_free(&l.pins);
	rawbpf_object_close(l.object);
	return code;
}

int prog_load(struct cli *c)
{
	return load(c, false);
}

int prog_loadall(struct cli *c)
{
	return load(c, true);
}

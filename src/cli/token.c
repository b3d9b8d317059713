/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * token show: each bpffs that was mounted to delegate rights to a user namespace, as
 * /proc/self/mounts has it, and what it delegates:
 *
 *	none /run/token bpf rw,relatime,delegate_cmds=map_create:prog_load,delegate_progs=xdp 0 0
 *
 * The JSON keys are bpftool's.
 */
#include <string.h>

#include "base/text.h"
#include "cli/row.h"
#include "kernel/system.h"

/* What an option is called in the list, and in the mount options behind "delegate_". */
static const struct {
	const char *key, *option;
} kinds[] = {
	{ "allowed_cmds", "delegate_cmds=" },
	{ "allowed_maps", "delegate_maps=" },
	{ "allowed_progs", "delegate_progs=" },
	{ "allowed_attachs", "delegate_attachs=" },
};

static const char *option_value(const char *options, const char *name)
{
	const char *value;

	for (; *options; options += strcspn(options, ","), options += *options == ',') {
		value = text_after(options, name);
		if (value)
			return value;
	}
	return "";
}

static void show_words(struct row *r, const char *key, const char *value)
{
	char word[64];
	size_t n;

	row_words_begin(r, key);
	while (*value && *value != ',') {
		n = strcspn(value, ":,");
		text_format(word, sizeof(word), "%.*s", (int)n, value);
		row_words_item(r, word);
		value += n + (value[n] == ':');
	}
	row_words_end(r);
}

struct shown {
	struct cli *c;
	bool begun; /* before that a failure is all there is */
};

static void begin(struct shown *s)
{
	if (!s->begun)
		cli_open(s->c, '[');
	s->begun = true;
}

static bool show_mount(void *ctx, const char *path, const char *type, const char *options)
{
	struct shown *s = ctx;
	struct row r = { .c = s->c };
	size_t i;

	begin(s);
	if (strcmp(type, "bpf") || !strstr(options, "delegate_"))
		return true;
	row_begin(&r);
	row_word(&r, "token_info", path);
	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		show_words(&r, kinds[i].key, option_value(options, kinds[i].option));
	row_end(&r);
	return true;
}

static int show(struct cli *c)
{
	struct shown s = { c, false };
	int code = cli_end(c), err;

	if (code)
		return code;
	err = system_mounts(c->kernel, show_mount, &s);
	if (err)
		return cli_fault(c, err, "/proc/self/mounts");
	begin(&s);
	cli_close(c, ']');
	return 0;
}

int cmd_token(struct cli *c)
{
	static const struct cli_command commands[] = {
		{ "show", show, "" },
		{ "list", show, "" },
		{ NULL, NULL, NULL },
	};

	return cli_dispatch(c, "token", commands);
}

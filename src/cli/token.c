/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * token show: each bpffs that was mounted to delegate rights to a user namespace, as
 * /proc/self/mounts has it, and what it delegates:
 *
 *	none /run/token bpf rw,relatime,delegate_cmds=map_create:prog_load,delegate_progs=xdp 0 0
 *
 * Blanks and backslashes of a path stand there in octal. The JSON keys are bpftool's.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/row.h"
#include "kernel/kernel.h"

#define MOUNTS_MOST (1U << 20)

/* What an option is called in the list, and in the mount options behind "delegate_". */
static const struct {
	const char *key, *option;
} kinds[] = {
	{ "allowed_cmds", "delegate_cmds=" },
	{ "allowed_maps", "delegate_maps=" },
	{ "allowed_progs", "delegate_progs=" },
	{ "allowed_attachs", "delegate_attachs=" },
};

/* The next word of a line, ended by NUL; *at goes behind it. */
static char *next_word(char **at)
{
	char *word = *at;

	*at += strcspn(word, " ");
	if (**at)
		*(*at)++ = '\0';
	return word;
}

static void unescape(char *path)
{
	char *to = path;

	while (*path) {
		if (path[0] == '\\' && path[1] && path[2] && path[3]) {
			*to++ = (path[1] - '0') << 6 | (path[2] - '0') << 3 | (path[3] - '0');
			path += 4;
		} else {
			*to++ = *path++;
		}
	}
	*to = '\0';
}

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

static void show_mount(struct cli *c, char *line)
{
	struct row r = { .c = c };
	char *path, *type, *options;
	size_t i;

	next_word(&line);
	path = next_word(&line);
	type = next_word(&line);
	options = next_word(&line);
	if (strcmp(type, "bpf") || !strstr(options, "delegate_"))
		return;
	unescape(path);
	row_begin(&r);
	row_word(&r, "token_info", path);
	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		show_words(&r, kinds[i].key, option_value(options, kinds[i].option));
	row_end(&r);
}

static void show_all(struct cli *c, char *line)
{
	char *next;

	cli_open(c, '[');
	for (; *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		show_mount(c, line);
	}
	cli_close(c, ']');
}

static int show(struct cli *c)
{
	char *text = malloc(MOUNTS_MOST);
	int code = cli_end(c), err = -ENOMEM;

	if (!code && text)
		err = kernel_read_text(c->kernel, "/proc/self/mounts", text, MOUNTS_MOST);
	if (!code && err < 0)
		code = cli_fault(c, err, "/proc/self/mounts");
	if (!code)
		show_all(c, text);
	free(text);
	return code;
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

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The manifest: one object a line, and what shall be done with it.
 *
 *	FILE [PROG[=TARGET]]... [--set NAME=VALUE]... [--pin PATH] [--owner UID[:GID]]
 *		[--mode OCTAL] [--from VERSION] [--to VERSION] [--required]
 *	or FILE ...	instead, if the line before it did not work or was not for this kernel
 *	exec COMMAND [ARG...]
 *	poweroff
 *
 * Words are separated by blanks; there is no quoting. # begins a line that is a comment. What it
 * says is checked before anything is done about it.
 */
#include "cli/init.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define LINE_MOST 1000

static int bad(struct init *in, const char *word, const char *say)
{
	return diag_fail(in->diag, RAWBPF_STAGE_USE, -EINVAL, "%s: %s", word, say);
}

/* ---- options: the values are 0 if they are one ---- */

/* chown(2) takes -1 for "as it is", and so does this. */
static const char *take_id(const char *text, int32_t *id)
{
	uint64_t n;

	text = text_u64(text, 10, &n);
	*id = n;
	return text && n > INT32_MAX ? NULL : text;
}

static int take_owner(struct init_line *l, const char *value)
{
	value = take_id(value, &l->uid);
	if (value && *value == ':')
		value = take_id(value + 1, &l->gid);
	return !value || *value;
}

static int take_mode(struct init_line *l, const char *value)
{
	for (l->mode = 0; *value >= '0' && *value <= '7' && l->mode <= 0777; value++)
		l->mode = l->mode * 8 + *value - '0';
	return *value || l->mode > 0777;
}

uint64_t init_version(const char *text, uint32_t rest, const char **end)
{
	uint64_t part, version = 0;
	int i;

	for (i = 0; i < 3; i++) {
		part = rest;
		if (i < 2 || *text == '.')
			text = text_u64(text + !!i, 10, &part);
		if (!text || part > 0xffff || (!i && *text != '.'))
			return 0;
		version = version << 16 | part;
	}
	*end = text;
	return version;
}

static int take_version(uint64_t *to, const char *value, uint32_t rest)
{
	*to = init_version(value, rest, &value);
	return !*to || *value;
}

/* The name, and what to say behind it. 6.1 as the last one means all of it, 6.1.200 as well. */
static const char options[] =
	"--set\0say NAME=VALUE\0"
	"--kconfig\0say the path of a file, as in /etc/rawbpf/config\0"
	"--pin\0say a path in a bpffs, as in /sys/fs/bpf/NAME\0"
	"--owner\0say UID or UID:GID, in numbers\0"
	"--mode\0say it in octal, as in 0640\0"
	"--from\0say a kernel, as in 5.10 or 6.1.20\0"
	"--to\0say a kernel, as in 5.10 or 6.1.20\0";

static int take_value(struct init_line *l, char first, char *value)
{
	switch (first) {
	case 's':
		return plan_add_set(&l->plan, value);
	case 'k':
		l->plan.kconfig = value;
		return *value != '/';
	case 'p':
		l->pin = value;
		return *value != '/';
	case 'o':
		return take_owner(l, value);
	case 'm':
		return take_mode(l, value);
	case 'f':
		return take_version(&l->from, value, 0);
	}
	return take_version(&l->to, value, 0xffff);
}

static int take_option(struct init *in, const char *word)
{
	struct init_line *l = &in->now;
	const char *o = options, *say;

	if (!strcmp(word, "--required"))
		return l->fallback ? bad(in, word, "it stands in the first line, before any \"or\"")
				   : 0;
	for (; *o; o = say + strlen(say) + 1) {
		say = o + strlen(o) + 1;
		if (!strcmp(word, o))
			return !*l->next || take_value(l, o[2], *l->next++) ? bad(in, word, say) : 0;
	}
	return bad(in, word, "there is no such option");
}

static int take_object(struct init *in)
{
	struct init_line *l = &in->now;
	char *word = *l->next;
	int err = 0;

	if (!word || *word == '-')
		return bad(in, word ? word : "or", "say an object file first");
	l->file = word;
	l->next++;
	while (!err && (word = *l->next)) {
		l->next++;
		if (*word == '-')
			err = take_option(in, word);
		else
			plan_add_program(&l->plan, word);
	}
	return err;
}

static int take_line(struct init *in)
{
	struct init_line *l = &in->now;
	const char *word = *l->next++;

	if (l->what == INIT_EXEC)
		return *l->next ? 0 : bad(in, word, "say a command");
	if (l->what == INIT_POWEROFF)
		return *l->next ? bad(in, word, "it takes no words") : 0;
	l->fallback = !strcmp(word, "or");
	l->next -= !l->fallback;
	return take_object(in);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static enum init_what what_is(const char *word)
{
	if (!word || *word == '#')
		return INIT_NOTHING;
	if (!strcmp(word, "exec"))
		return INIT_EXEC;
	return strcmp(word, "poweroff") ? INIT_OBJECT : INIT_POWEROFF;
}

/* Whatever is wrong with an object's line: that it is required counts. */
static void cut(struct init_line *l, char *text)
{
	char **to = l->words;

	while (*text) {
		while (is_blank(*text))
			*text++ = '\0';
		if (*text)
			*to++ = text;
		while (*text && !is_blank(*text))
			text++;
	}
	l->required = false;
	l->what = what_is(*l->words);
	for (l->next = l->words; *l->next && l->what == INIT_OBJECT; l->next++)
		l->required |= !strcmp(*l->next, "--required");
	l->next = l->words;
}

static int check(struct init *in, const char *text)
{
	const char *c;

	for (c = text; *c; c++)
		if ((unsigned char)*c < ' ' && *c != '\t')
			return bad(in, "a control character", "write text, with line ends as \\n");
	return c - text > LINE_MOST ? bad(in, "a long line", "say it in 1000 characters") : 0;
}

int init_parse(struct init *in, char *text)
{
	struct init_line *l = &in->now;
	size_t room = strlen(text) / 2 + 2;
	int err;

	memset(l, 0, sizeof(*l));
	l->uid = l->gid = l->mode = -1;
	l->to = UINT64_MAX;
	l->required = true; /* as far as we know yet */
	l->words = calloc(room, sizeof(*l->words));
	if (!l->words || plan_init(&l->plan, room))
		return diag_fail(in->diag, RAWBPF_STAGE_NONE, -ENOMEM, "out of memory");
	err = check(in, text);
	cut(l, text);
	return !l->what ? 0 : err ? err : take_line(in);
}

void init_line_free(struct init_line *l)
{
	plan_close(&l->plan);
	free(l->words);
}

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rawbpf init: load, attach and pin what a manifest lists, and, as the first process of a machine,
 * prepare it before and become another program after.
 *
 * The kernel starts /init of an initramfs as process 1, with the words of its command line that are
 * nobody's options. There is nothing that could be done about a failure, except to go on or to
 * stop: when process 1 exits the kernel panics, and its parameter panic= says whether it reboots.
 */
#include "cli/init.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

#include "base/text.h"
#include "kernel/kernel.h"

/* ---- groups ---- */

/* None of its lines worked. That none is for this kernel matters only if one has to be. */
static void end_group(struct init *in)
{
	struct init_group *g = &in->group;

	if (g->required && !g->done && !g->code) {
		in->line = g->line;
		diag_fail(in->diag, RAWBPF_STAGE_NONE, -EOPNOTSUPP,
			"it is required, and no line of it is for this kernel (%s)",
			in->uts.release);
		init_log_failed(in);
	}
	in->loaded += g->done;
	in->failed += !g->done && g->code;
	if (!g->done && g->required && !in->stop)
		in->stop = g->code;
	memset(g, 0, sizeof(*g));
}

static void begin_group(struct init *in)
{
	const char *file = in->now.file;
	unsigned int line = in->line;

	in->now.file = NULL;
	end_group(in);
	in->group.line = in->line = line;
	in->now.file = file;
}

/* ---- lines ---- */

static void do_object(struct init *in)
{
	if (in->version < in->now.from || in->version > in->now.to)
		init_log_skipped(in);
	else if (init_object(in))
		init_log_failed(in);
	else
		in->group.done = true;
}

/* Its words are needed until then, and no "or" can follow. */
static void do_end(struct init *in)
{
	struct init_line *l = &in->now;

	in->poweroff = l->what == INIT_POWEROFF;
	in->command = in->poweroff ? NULL : l->next;
	in->group.line = 0;
	free(in->words);
	in->words = l->words;
	l->words = NULL;
}

static void do_line(struct init *in, char *text)
{
	int err = init_parse(in, text);
	bool fallback = in->now.fallback;

	if (!err && fallback && !in->group.line)
		err = diag_fail(in->diag, RAWBPF_STAGE_USE, -EINVAL,
			"or: there is no line before it that it could stand in for");
	if ((err || in->now.what) && !fallback)
		begin_group(in);
	in->group.required |= in->now.required;
	if (err)
		init_log_failed(in);
	else if (in->now.what > INIT_OBJECT)
		do_end(in);
	else if (in->now.what && !in->group.done)
		do_object(in);
	init_line_free(&in->now);
}

static void do_lines(struct init *in)
{
	char *end, *text;
	unsigned int line = 0;

	for (text = in->text; text; text = end) {
		end = strchr(text, '\n');
		if (end)
			*end++ = '\0';
		in->line = ++line;
		do_line(in, text);
	}
	in->now.file = NULL;
}

/* ---- the first process ---- */

/* COMMAND, and behind its own words those that the kernel has for the first process. */
static int become(struct init *in, char **command)
{
	struct cli *c = in->cli;
	int own = 0, err;
	char **words;

	while (command[own])
		own++;
	words = calloc(own + c->word_cnt + 1, sizeof(*words));
	if (!words)
		return -ENOMEM;
	memcpy(words, command, own * sizeof(*words));
	memcpy(words + own, c->words, c->word_cnt * sizeof(*words));
	err = cli_exec(c, words);
	free(words);
	return err;
}

static int become_any(struct init *in)
{
	static const char *const usual[] = { "/sbin/init", "/etc/init", "/bin/init", "/bin/sh" };
	char *command[2] = { NULL, NULL };
	size_t i;

	for (i = 0; i < sizeof(usual) / sizeof(*usual); i++) {
		command[0] = (char *)usual[i];
		become(in, command);
	}
	return -ENOENT;
}

/* Returns only if it cannot go on: with the exit code. */
static int go_on(struct init *in)
{
	const char *what = in->poweroff ? "poweroff" : in->command ? in->command[0] : "/sbin/init";
	int err;

	if (in->stop) {
		init_log(in, '2', "a required line failed: ", "the boot ends here", "");
		return in->stop;
	}
	out_flush(&in->cli->out);
	if (in->poweroff) {
		sync();
		err = reboot(RB_POWER_OFF) ? -errno : 0;
	} else {
		err = in->command ? become(in, in->command) : become_any(in);
	}
	init_log(in, '2', what, ": the boot ends here: ", diag_strerror(err));
	return EXIT_SYSTEM;
}

/*
 * The first process goes on without one. One that is there and cannot be read, or none where somebody
 * asks for it, is as a line that is required.
 */
static void read_manifest(struct init *in)
{
	long n;

	text_format(in->path, sizeof(in->path), "%s/manifest", in->dir);
	n = kernel_read_text(in->kernel, in->path, in->text, INIT_TEXT);
	if (n < 0) {
		diag_fail(in->diag, RAWBPF_STAGE_NONE, n, "%s: %s", in->path,
			n == -E2BIG ? "more than 64 KiB are no manifest" : diag_strerror(n));
		in->group.required = !in->is_first || n != -ENOENT;
		init_log_failed(in);
	} else {
		while (n--)
			in->text[n] = in->text[n] ? in->text[n] : '\1';
		do_lines(in);
	}
	end_group(in);
	in->line = 0;
}

static int init(struct init *in)
{
	const char *end;

	in->is_first = getpid() == 1;
	uname(&in->uts);
	in->version = init_version(in->uts.release, 0, &end);
	if (in->is_first)
		init_mount(in);
	read_manifest(in);
	init_log_end(in);
	return in->is_first ? go_on(in) : in->stop;
}

int cmd_init(struct cli *c)
{
	const char *dir = c->is_init ? NULL : cli_word(c);
	struct init *in;
	int code;

	if (!c->is_init && cli_end(c))
		return EXIT_USAGE;
	in = calloc(1, sizeof(*in) + INIT_TEXT);
	if (!in)
		return EXIT_SYSTEM;
	in->text = (char *)(in + 1);
	in->cli = c;
	in->kernel = c->kernel;
	in->diag = &c->diag;
	in->dir = dir ? dir : "/etc/rawbpf";
	code = init(in);
	free(in->words);
	free(in);
	return code;
}

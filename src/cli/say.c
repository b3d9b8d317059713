/* SPDX-License-Identifier: BSD-2-Clause */
/* What the command says to its user, and the exit codes. */
#include "cli/cli.h"
#include "base/text.h"
#include "kernel/system.h"
#include "link/extern.h"
#include "object/object.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#define LOG_LINES 20

int cli_write(int fd, const char *bytes, size_t size)
{
	ssize_t n;

	for (; size; bytes += n, size -= n) {
		n = write(fd, bytes, size);
		if (n < 0 && errno != EINTR)
			return -errno;
		n = n < 0 ? 0 : n;
	}
	return 0;
}

void cli_stderr(const char *text, size_t size)
{
	cli_write(STDERR_FILENO, text, size);
}

void cli_say(const char *fmt, ...)
{
	char text[1024] = "rawbpf: ";
	const size_t start = strlen(text);
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	text_vformat(text + start, sizeof(text) - start - 1, fmt, ap);
	va_end(ap);
	n = strlen(text);
	text[n] = '\n';
	cli_stderr(text, n + 1);
}

static void tell_left_out(const struct btf_ext_table *t,
	void (*tell)(void *ctx, const char *note), void *ctx)
{
	char text[512];

	if (!t->damage)
		return;
	text_format(text, sizeof(text), "%s; going on without it", t->damage);
	tell(ctx, text);
}

void cli_notes(const struct rawbpf_object *o, void (*tell)(void *ctx, const char *note), void *ctx)
{
	const struct unit_extern *e = o ? o->unit.externs : NULL;
	char text[512];

	if (o) {
		tell_left_out(&o->unit.ext.func, tell, ctx);
		tell_left_out(&o->unit.ext.line, tell, ctx);
	}
	for (; e && e < o->unit.externs + o->unit.extern_cnt; e++) {
		if (e->kind != EXTERN_KCONFIG || e->err || !e->why)
			continue;
		text_format(text, sizeof(text), "%s: extern %s: %s", o->file, e->name, e->why);
		tell(ctx, text);
	}
}

static void say(void *ctx, const char *text)
{
	(void)ctx;
	cli_say("%s", text);
}

void cli_say_notes(const struct rawbpf_object *o)
{
	cli_notes(o, say, NULL);
}

void cli_print(struct cli *c, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	text_vformat(text, sizeof(text), fmt, ap);
	va_end(ap);
	out_str(&c->out, text);
}

/* Scripts that read JSON find the reason where the result would be, unless that has begun. */
static void say_error(struct cli *c, const char *text)
{
	cli_say("%s", text);
	if (!c->use_json || c->out.total)
		return;
	json_object_begin(&c->json);
	json_key(&c->json, "error");
	json_string(&c->json, text, SIZE_MAX);
	json_object_end(&c->json);
}

int cli_usage(struct cli *c, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	text_vformat(text, sizeof(text), fmt, ap);
	va_end(ap);
	say_error(c, text);
	return EXIT_USAGE;
}

int cli_code(const struct rawbpf_diag *d)
{
	bool open = d->stage == RAWBPF_STAGE_OPEN;

	if (d->err == -EPERM || (d->err == -EACCES && d->stage != RAWBPF_STAGE_LOAD))
		return EXIT_PERMISSION;
	if (d->err == -ENOENT || d->err == -ENODEV)
		return EXIT_NOT_FOUND;
	if (!open && (d->err == -EOPNOTSUPP || d->err == -524 || d->err == -ENOSYS))
		return EXIT_LACKING;
	if (open && d->err == -ESRCH)
		return EXIT_LACKING; /* an extern */
	switch (d->stage) {
	case RAWBPF_STAGE_OPEN:
		return EXIT_OBJECT;
	case RAWBPF_STAGE_MAP:
	case RAWBPF_STAGE_BTF:
	case RAWBPF_STAGE_LOAD:
		return EXIT_REFUSED;
	case RAWBPF_STAGE_ATTACH:
		return EXIT_ATTACH;
	case RAWBPF_STAGE_USE:
		return EXIT_USAGE;
	default:
		return EXIT_SYSTEM;
	}
}

/* The reason is at the end of a log, so that is what is shown of a long one. */
static void say_log(struct cli *c, const char *log)
{
	const char *at = log + strlen(log);
	unsigned int lines = 0;

	while (!c->debug && at > log && lines <= LOG_LINES)
		lines += *--at == '\n';
	if (c->debug || at == log)
		at = log;
	else
		cli_say("the end of the verifier's log (-d shows all of it):");
	at += *at == '\n';
	cli_stderr(at, strlen(at));
	if (log[strlen(log) - 1] != '\n')
		cli_stderr("\n", 1);
}

int cli_fail(struct cli *c)
{
	if (!c->diag.err)
		diag_fail(&c->diag, RAWBPF_STAGE_NONE, -EIO, "something failed without a reason");
	say_error(c, c->diag.msg);
	if (c->diag.log && *c->diag.log)
		say_log(c, c->diag.log);
	return cli_code(&c->diag);
}

int cli_error(struct cli *c, enum rawbpf_stage stage, int err, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	text_vformat(text, sizeof(text), fmt, ap);
	va_end(ap);
	diag_fail(&c->diag, stage, err, "%s", text);
	return cli_fail(c);
}

int cli_fault(struct cli *c, int err, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	text_vformat(text, sizeof(text), fmt, ap);
	va_end(ap);
	return cli_error(c, RAWBPF_STAGE_NONE, err, "%s: %s", text, diag_strerror(err));
}

void cli_value(struct cli *c, const struct btf *b, uint32_t type, const void *data, size_t size)
{
	value_show((struct emit){ .out = &c->out, .json = c->use_json ? &c->json : NULL }, b, type,
		data, size);
}

void cli_open(struct cli *c, char bracket)
{
	if (c->use_json)
		json_begin(&c->json, bracket);
}

void cli_close(struct cli *c, char bracket)
{
	if (c->use_json)
		json_end(&c->json, bracket);
}

void cli_signal(int sig, void (*fn)(int sig))
{
	struct sigaction a;

	memset(&a, 0, sizeof(a));
	a.sa_handler = fn;
	sigaction(sig, &a, NULL);
}

int cli_save(struct cli *c, const char *path, int mode, const void *bytes, size_t size)
{
	int err, fd = system_open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);

	err = fd < 0 ? fd : cli_write(fd, bytes, size);
	if (fd >= 0 && close(fd) && !err)
		err = -errno;
	return err ? cli_fault(c, err, "%s", path) : 0;
}

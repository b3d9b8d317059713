/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is said about a boot. Before there is a disk or a user there is the kernel's log: what is
 * written to /dev/kmsg stands in dmesg(1) and, by its level, on the console. One write is one line
 * of at most 976 bytes, with <LEVEL> in front: 2 critical, 3 error, 4 warning, 5 notice, 6 info.
 *
 * Of one open /dev/kmsg the kernel takes ten lines in five seconds and drops the rest
 * (printk_devkmsg=ratelimit), so each line opens it anew.
 */
#include "cli/init.h"

#include <fcntl.h>
#include <string.h>

#include "base/text.h"
#include "cli/pair.h"
#include "kernel/kernel.h"
#include "object/link.h"

#define LOG_MOST 900

static bool to_kernel(struct rawbpf_kernel *k, const char *text, size_t size)
{
	int fd = kernel_open(k, "/dev/kmsg", O_WRONLY);
	long n = fd;

	if (fd >= 0) {
		n = kernel_write(k, fd, text, size);
		kernel_close(k, fd);
	}
	return n >= 0;
}

/* Where nobody but us would see a message it goes to the kernel alone, if that takes it. */
void init_log(struct init *in, char level, const char *a, const char *b, const char *c)
{
	char text[LOG_MOST + 1], line[32] = "", *at;

	if (in->line)
		text_format(line, sizeof(line), "manifest:%u: ", in->line);
	text_format(text, LOG_MOST, "<%c>rawbpf: %s%s%s%s", level, line, a, b, c);
	for (at = text; *at; at++)
		*at = (unsigned char)*at < ' ' ? ' ' : *at;
	*at++ = '\n';
	if (!to_kernel(in->kernel, text, at - text) || !in->is_first)
		cli_stderr(text + 3, at - text - 3);
}

static void log_note(void *in, const char *note)
{
	init_log(in, '4', note, "", "");
}

void init_log_notes(struct init *in)
{
	cli_notes(in->now.plan.object, log_note, in);
}

static void begin(struct init *in, const char *type)
{
	struct json *j = &in->cli->json;

	json_object_begin(j);
	pair_text(j, "type", type);
	pair_number(j, "line", in->line);
	if (in->now.file)
		pair_text(j, "file", in->now.file);
}

static void end(struct init *in)
{
	json_object_end(&in->cli->json);
	json_line(&in->cli->json);
}

/* The list of links has the newest first. */
static size_t tell_links(char *text, size_t size, const struct rawbpf_link *l)
{
	size_t n;

	if (!l)
		return 0;
	n = tell_links(text, size, l->next);
	if (n >= size)
		return n;
	return n + text_format(text + n, size - n, "%s at %s:%s (%s%s), ", rawbpf_prog_name(l->prog),
		l->hook, l->where, l->how, l->stays ? ", left in place" : "");
}

static void json_links(struct json *j, const struct rawbpf_link *l)
{
	if (!l)
		return;
	json_links(j, l->next);
	json_object_begin(j);
	plan_show_link(j, l);
	json_object_end(j);
}

void init_log_loaded(struct init *in)
{
	const struct rawbpf_link *links = in->now.plan.object->links;
	struct json *j = &in->cli->json;
	char text[LOG_MOST];
	size_t n = tell_links(text, sizeof(text), links);

	if (n < sizeof(text))
		text_format(text + n, sizeof(text) - n, "pinned in %s", in->pin);
	init_log(in, '6', in->now.file, ": ", text);
	if (!in->cli->use_json)
		return;
	begin(in, "loaded");
	pair_text(j, "pin", in->pin);
	json_key(j, "progs");
	json_array_begin(j);
	json_links(j, links);
	json_array_end(j);
	end(in);
}

void init_log_failed(struct init *in)
{
	struct rawbpf_diag *d = in->diag;
	const char *file = in->now.file;

	in->group.code = cli_code(d);
	init_log(in, '3', file ? file : "", file ? ": " : "", d->msg);
	if (in->cli->debug && d->log)
		cli_stderr(d->log, strlen(d->log));
	if (in->cli->use_json) {
		begin(in, "failed");
		pair_text(&in->cli->json, "error", d->msg);
		pair_flag(&in->cli->json, "required", in->group.required);
		end(in);
	}
	rawbpf_diag_free(d);
}

void init_log_skipped(struct init *in)
{
	init_log(in, '5', "not for this kernel (", in->uts.release, ")");
	if (!in->cli->use_json)
		return;
	begin(in, "skipped");
	end(in);
}

void init_log_end(struct init *in)
{
	struct json *j = &in->cli->json;

	if (!in->cli->use_json)
		return;
	json_object_begin(j);
	pair_text(j, "type", "end");
	pair_number(j, "loaded", in->loaded);
	pair_number(j, "failed", in->failed);
	pair_flag(j, "stopped", in->stop);
	end(in);
}

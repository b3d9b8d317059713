/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prog tracelog: what programs print. Without words the lines of bpf_printk(), of all programs, as they
 * come; with a stream and a program what that one wrote there (since Linux 6.17). As JSON an array
 * of texts.
 */
#include "cli/prog.h"

#include <poll.h>

#include "cli/run.h"
#include "kernel/kernel.h"

#define SLICE_MS 100

static void say(struct cli *c, const char *text, size_t size)
{
	if (c->use_json)
		json_string(&c->json, text, size);
	else
		out_bytes(&c->out, text, size);
}

static int stream(struct cli *c, uint32_t id)
{
	char text[4096];
	int n, code, fd = ref_prog(c);

	if (fd < 0)
		return -fd;
	code = cli_end(c);
	if (!code)
		cli_open(c, '[');
	while (!code && (n = rawbpf_prog_stream(c->kernel, fd, id, text, sizeof(text), &c->diag))) {
		if (n < 0)
			code = cli_fail(c);
		else
			say(c, text, n);
	}
	if (!code)
		cli_close(c, ']');
	kernel_close(c->kernel, fd);
	return code;
}

/* Until Ctrl-C, or until nobody wants to read it, however fast lines come. */
static void follow(struct cli *c, int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char text[4096];
	long n;

	while (!run_interrupted() && !out_flush(&c->out)) {
		n = kernel_read(c->kernel, fd, text, sizeof(text));
		if (n > 0)
			say(c, text, n);
		else
			poll(&p, 1, SLICE_MS);
	}
}

int prog_tracelog(struct cli *c)
{
	int code, fd;

	if (cli_take(c, "stdout"))
		return stream(c, BPF_STREAM_STDOUT);
	if (cli_take(c, "stderr"))
		return stream(c, BPF_STREAM_STDERR);
	code = cli_end(c);
	if (code)
		return code;
	fd = rawbpf_trace_pipe(c->kernel, &c->diag);
	if (fd < 0)
		return cli_fail(c);
	run_catch_signals();
	cli_open(c, '[');
	follow(c, fd);
	cli_close(c, ']');
	kernel_close(c->kernel, fd);
	return 0;
}

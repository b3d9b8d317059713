/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prog run: call a program on bytes from a file, without anything being attached. The kernel
 * says how much came out; with less room than that it writes what fits and returns ENOSPC. Without
 * bytes run those that read none, of the types syscall, tracing and raw_tracepoint; to others the
 * kernel says EINVAL.
 */
#include "cli/prog.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/vec.h"
#include "cli/pair.h"
#include "kernel/kernel.h"
#include "kernel/system.h"

#define INPUT_MAX (64U << 20)
#define OUTPUT_SIZE (32U << 10)

/* A packet or a context: what goes in, what comes out and where that goes to. */
struct part {
	const char *name_in, *name_out, *name_size;
	const char *in, *out;
	uint32_t room;
	uint8_t *bytes_in, *bytes_out;
	uint32_t size_in, size_out;
};

struct test {
	struct cli *c;
	struct part data, ctx;
	uint32_t repeat; /* 0: once; some types of programs refuse any other number */
};

static int take_file(struct test *t, const char *name, const char **file)
{
	*file = cli_word(t->c);
	return *file ? 0 : cli_usage(t->c, "%s: a file is missing; - is stdin or stdout", name);
}

/* 1: it was about this part; 0: not */
static int take_part(struct test *t, struct part *p, int *code)
{
	const char *word = t->c->words[0];

	if (!strcmp(word, p->name_in)) {
		cli_word(t->c);
		*code = take_file(t, p->name_in, &p->in);
	} else if (!strcmp(word, p->name_out)) {
		cli_word(t->c);
		*code = take_file(t, p->name_out, &p->out);
	} else if (!strcmp(word, p->name_size)) {
		cli_word(t->c);
		*code = cli_number(t->c, p->name_size, &p->room);
	} else {
		return 0;
	}
	return 1;
}

static int take_options(struct test *t)
{
	int code = 0;

	while (!code && t->c->word_cnt) {
		if (take_part(t, &t->data, &code) || take_part(t, &t->ctx, &code))
			continue;
		code = cli_take(t->c, "repeat") ? cli_number(t->c, "repeat", &t->repeat)
						: cli_end(t->c);
	}
	return code;
}

static int read_all(int fd, struct part *p)
{
	uint32_t room = 0, had = 0;
	ssize_t n;

	do {
		if (p->size_in == room) {
			room = room ? room * 2 : 4096;
			if (room > INPUT_MAX)
				return -E2BIG;
			if (vec_room((void **)&p->bytes_in, &had, room, 1))
				return -ENOMEM;
		}
		n = read(fd, p->bytes_in + p->size_in, room - p->size_in);
		if (n < 0 && errno != EINTR)
			return -errno;
		p->size_in += n > 0 ? n : 0;
	} while (n);
	return 0;
}

static int prepare(struct test *t, struct part *p)
{
	bool standard = p->in && !strcmp(p->in, "-");
	int fd, err = 0;

	if (p->in) {
		fd = standard ? STDIN_FILENO : system_open(p->in, O_RDONLY, 0);
		err = fd < 0 ? fd : read_all(fd, p);
		if (fd >= 0 && !standard)
			close(fd);
	}
	if (err)
		return cli_fault(t->c, err, "%s", p->in);
	if (!p->out)
		return 0;
	p->size_out = p->room ? p->room : OUTPUT_SIZE;
	p->bytes_out = calloc(1, p->size_out);
	return p->bytes_out ? 0 : cli_error(t->c, RAWBPF_STAGE_NONE, -ENOMEM, "out of memory");
}

static void dump_text(struct out *o, const uint8_t *bytes, uint32_t size)
{
	uint32_t i, n;

	for (i = 0; i < size; i += 16) {
		out_hex(o, i, 7);
		out_char(o, '\t');
		for (n = i; n < i + 16; n++) {
			if (n < size)
				out_hex(o, bytes[n], 2);
			out_str(o, n < size ? " " : "   ");
		}
		out_char(o, ' ');
		for (n = i; n < i + 16 && n < size; n++)
			out_char(o, bytes[n] < ' ' || bytes[n] > '~' ? '.' : bytes[n]);
		out_char(o, '\n');
	}
}

static void dump(struct cli *c, const struct part *p)
{
	if (c->use_json)
		pair_bytes(&c->json, p->name_out, p->bytes_out, p->size_out);
	else
		dump_text(&c->out, p->bytes_out, p->size_out);
}

static int give(struct test *t, const struct part *p)
{
	if (!p->out)
		return 0;
	if (strcmp(p->out, "-"))
		return cli_save(t->c, p->out, 0666, p->bytes_out, p->size_out);
	dump(t->c, p);
	return 0;
}

static int report(struct test *t, const struct rawbpf_test_run *r)
{
	struct cli *c = t->c;
	int code;

	cli_open(c, '{');
	code = give(t, &t->data);
	if (!code)
		code = give(t, &t->ctx);
	if (!c->use_json) {
		cli_print(c, "Return value: %u, duration%s: %uns\n", r->retval,
			t->repeat > 1 ? " (average)" : "", r->duration);
		return code;
	}
	pair_number(&c->json, "retval", r->retval);
	pair_number(&c->json, "duration", r->duration);
	json_object_end(&c->json);
	return code;
}

/* What raw_tracepoint and syscall programs, which need no bytes, do not take; NULL: not asked for. */
static const char *refusable(const struct test *t)
{
	if (t->repeat)
		return "repeat";
	return t->data.out ? t->data.name_out : t->ctx.out ? t->ctx.name_out : NULL;
}

static int say_invalid(struct test *t)
{
	const char *option = refusable(t);

	if (!option)
		return cli_usage(t->c, "prog run: this program needs data_in or ctx_in, the bytes to "
			"run it on");
	return cli_usage(t->c, "prog run: the kernel may refuse %s for a program of this type, as it does "
		"for raw_tracepoint and syscall: leave it out%s", option,
		t->ctx.in ? "" : "; others need data_in or ctx_in, the bytes to run them on");
}

static int run(struct test *t, int fd)
{
	struct rawbpf_test_run r;
	uint32_t data_room = t->data.size_out, ctx_room = t->ctx.size_out;
	int err;

	memset(&r, 0, sizeof(r));
	r.data_in = t->data.bytes_in;
	r.data_in_size = t->data.size_in;
	r.data_out = t->data.bytes_out;
	r.data_out_size = data_room;
	r.ctx_in = t->ctx.bytes_in;
	r.ctx_in_size = t->ctx.size_in;
	r.ctx_out = t->ctx.bytes_out;
	r.ctx_out_size = ctx_room;
	r.repeat = t->repeat;
	err = rawbpf_test_run(t->c->kernel, fd, &r, &t->c->diag);
	if (err == -ENOSPC)
		cli_say("data_out needs %u bytes, ctx_out %u: give them by data_size_out and "
			"ctx_size_out",
			r.data_out_size, r.ctx_out_size);
	if (err == -EINVAL && !t->data.in && (!t->ctx.in || refusable(t)))
		return say_invalid(t);
	if (err)
		return cli_fail(t->c);
	t->data.size_out = r.data_out_size < data_room ? r.data_out_size : data_room;
	t->ctx.size_out = r.ctx_out_size < ctx_room ? r.ctx_out_size : ctx_room;
	return report(t, &r);
}

static void part_free(struct part *p)
{
	free(p->bytes_in);
	free(p->bytes_out);
}

int prog_run(struct cli *c)
{
	struct test t = {
		.c = c,
		.data = { .name_in = "data_in", .name_out = "data_out",
			.name_size = "data_size_out" },
		.ctx = { .name_in = "ctx_in", .name_out = "ctx_out", .name_size = "ctx_size_out" },
	};
	int code, fd = ref_prog(c);

	if (fd < 0)
		return -fd;
	code = take_options(&t);
	if (!code)
		code = prepare(&t, &t.data);
	if (!code)
		code = prepare(&t, &t.ctx);
	if (!code)
		code = run(&t, fd);
	part_free(&t.data);
	part_free(&t.ctx);
	kernel_close(c->kernel, fd);
	return code;
}

/* SPDX-License-Identifier: BSD-2-Clause */
#include "said.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "test.h"

static int scratch(int instead_of)
{
	int fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	int was = fcntl(instead_of, F_DUPFD_CLOEXEC, 3);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(dup2(fd, instead_of), instead_of);
	close(fd);
	return was;
}

static void keep(int fd, int was, char *text, size_t size)
{
	ssize_t n = pread(fd, text, size - 1, 0);

	ck_assert_int_eq(dup2(was, fd), fd);
	close(was);
	ck_assert_int_ge(n, 0);
	text[n] = '\0';
}

void said_run(struct said *s, struct rawbpf_kernel *k, const char *words, ...)
{
	char line[512], *argv[16], *rest = line;
	int argc, out, err;
	va_list ap;

	va_start(ap, words);
	vsnprintf(line, sizeof(line), words, ap);
	va_end(ap);
	for (argc = 0; argc < 16 && (argv[argc] = strtok_r(rest, " ", &rest)); argc++)
		;
	fflush(stdout);
	out = scratch(1);
	err = scratch(2);
	s->code = cli_main(argc, argv, k);
	fflush(stderr);
	keep(1, out, s->out, sizeof(s->out));
	keep(2, err, s->err, sizeof(s->err));
}

void said_row(const struct said *s, const char *begin, const char *key, uint32_t number)
{
	const char *line = strstr(s->out, begin), *found;
	char want[64];

	snprintf(want, sizeof(want), "  %s %u", key, number);
	line = line ? line + strlen(begin) : "";
	found = strstr(line, want);
	ck_assert_msg(found && found < line + strcspn(line, "\n"),
		"no row \"%s ... %s\" in:\n%s%s", begin, want, s->out, s->err);
}

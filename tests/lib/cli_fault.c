/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli_fault.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "fault.h"
#include "fds.h"
#include "mountns.h"
#include "test.h"

#define WORDS 32

void cli_fault_setup(void)
{
	int fd;

	need_root();
	mountns_enter();
	fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	ck_assert_int_ge(fd, 0);
	fflush(stdout);
	ck_assert_int_eq(dup2(fd, 1), 1);
	ck_assert_int_eq(dup2(open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600), 2), 2);
}

static off_t said(void)
{
	struct stat st;

	fflush(stderr);
	ck_assert_int_eq(fstat(2, &st), 0);
	return st.st_size;
}

int cli_fault_command(const char *line, struct rawbpf_kernel *k)
{
	char text[1024], *words[WORDS] = { "rawbpf" }, *save = NULL, *word;
	off_t before = said();
	int code, n = 1;

	snprintf(text, sizeof(text), "%s", line);
	for (word = strtok_r(text, " ", &save); word; word = strtok_r(NULL, " ", &save))
		words[n++] = word;
	code = cli_main(n, words, k);
	ck_assert_int_ge(code, 0);
	ck_assert_int_le(code, 8);
	ck_assert_msg(code == 0 || said() > before, "%s: exit code %d, no message", line, code);
	return code;
}

void cli_fault_each(const char *line, unsigned int at_least, void (*check)(int code))
{
	char text[1024]; /* check may write another one where the line is */
	struct fault fault;
	struct fds fds;
	unsigned int at;
	const int *err;

	snprintf(text, sizeof(text), "%s", line);
	fds_take(&fds);
	for (err = fault_errors(); *err; err++) {
		for (at = 1, fault.hit = true; fault.hit; at += fault_step()) {
			fault_init(&fault, at, *err);
			check(cli_fault_command(text, &fault.kernel));
			fds_same(&fds);
		}
		ck_assert_msg(at > at_least, "%s: only %u requests", text, at);
	}
}

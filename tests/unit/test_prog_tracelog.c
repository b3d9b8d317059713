/* SPDX-License-Identifier: BSD-2-Clause */
/* `rawbpf prog tracelog`: what ends it though lines never cease, and what it says if it may not begin. */
#include "tests/lib/test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "cli/cli.h"
#include "kernel/request.h"
#include "tests/lib/stand_in.h"

static struct stand_in stand_in;
static long (*others)(struct rawbpf_kernel *k, struct rawbpf_request *r);
static int reads, interrupted_at;
static long refusal; /* of opening, or 0 */

/* Each read gives a line, and one of them is when Ctrl-C is pressed. */
static long ask(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	struct call_read *c = r->attr;

	if (r->call == CALL_OPEN && refusal)
		return refusal;
	if (r->call != CALL_READ)
		return others(k, r);
	if (++reads == interrupted_at)
		raise(SIGINT);
	memcpy(c->bytes, "line\n", 5);
	return 5;
}

static int tracelog(const char *out)
{
	char *words[] = { "rawbpf", "prog", "tracelog", NULL };
	int fd = open(out, O_WRONLY | O_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(dup2(fd, 1), 1);
	stand_in_init(&stand_in);
	others = stand_in.kernel.ask;
	stand_in.kernel.ask = ask;
	return cli_main(3, words, &stand_in.kernel);
}

START_TEST(an_interrupt_ends_it_while_lines_keep_coming)
{
	interrupted_at = 3;
	ck_assert_int_eq(tracelog("/dev/null"), 0);
	ck_assert_int_eq(reads, 3);
}
END_TEST

START_TEST(it_ends_when_they_cannot_be_written)
{
	ck_assert_int_eq(tracelog("/dev/full"), EXIT_SYSTEM);
	ck_assert_int_eq(reads, 1);
}
END_TEST

static void refuse(long err, char *said, size_t size)
{
	int fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(dup2(fd, 2), 2);
	refusal = err;
	ck_assert_int_ne(tracelog("/dev/null"), 0);
	memset(said, 0, size);
	ck_assert_int_gt(pread(fd, said, size - 1, 0), 0);
	close(fd);
}

START_TEST(another_reader_is_said_to_be_there)
{
	char said[1024];

	refuse(-EBUSY, said, sizeof(said));
	ck_assert_msg(strstr(said, "only one") && !strstr(said, "mount"), "%s", said);
}
END_TEST

START_TEST(only_where_there_is_no_tracefs_it_is_to_be_mounted)
{
	char said[1024];

	refuse(-ENOENT, said, sizeof(said)); /* whichever file */
	ck_assert_msg(strstr(said, "mount -t tracefs") != NULL, "%s", said);
	refuse(-EACCES, said, sizeof(said));
	ck_assert_msg(!strstr(said, "mount"), "%s", said);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("prog_tracelog");
	TCase *t = tcase_create("lines that never cease");

	tcase_add_test(t, an_interrupt_ends_it_while_lines_keep_coming);
	tcase_add_test(t, it_ends_when_they_cannot_be_written);
	suite_add_tcase(s, t);
	t = tcase_create("no lines");
	tcase_add_test(t, another_reader_is_said_to_be_there);
	tcase_add_test(t, only_where_there_is_no_tracefs_it_is_to_be_mounted);
	suite_add_tcase(s, t);
	return s;
}

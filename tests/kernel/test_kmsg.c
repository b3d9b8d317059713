/* SPDX-License-Identifier: BSD-2-Clause */
/* A warning of the kernel is noticed; tried only where the kernel's log is ours. */
#include "tests/lib/test.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/lib/kmsg.h"

/* A line without its end is not to be read before the next one comes. */
static void say(const char *line)
{
	int fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_gt(write(fd, line, strlen(line)), 0);
	close(fd);
}

START_TEST(a_warning_in_the_kernels_log_is_noticed_once)
{
	char text[256];

	skip_unless(getenv("TEST_KMSG") != NULL, "the kernel's log is watched in a guest only");
	say("<6>an ordinary line\n");
	ck_assert(!kmsg_warned(text, sizeof(text)));
	say("<4>WARNING: CPU: 0 PID: 1 at a/file.c:12 function+0x1/0x2\n");
	say("<4>and what comes behind it\n");
	ck_assert(kmsg_warned(text, sizeof(text)));
	ck_assert_str_eq(text, "WARNING: CPU: 0 PID: 1 at a/file.c:12 function+0x1/0x2\n"
			       "and what comes behind it");
	ck_assert(!kmsg_warned(text, sizeof(text)));
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("kmsg");
	TCase *t = tcase_create("kernel log");

	tcase_add_test(t, a_warning_in_the_kernels_log_is_noticed_once);
	suite_add_tcase(s, t);
	return s;
}

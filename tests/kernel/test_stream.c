/* SPDX-License-Identifier: BSD-2-Clause */
/* What a program writes to its own streams comes out once, in the stream that it went into. */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <unistd.h>

#include "rawbpf.h"

static struct rawbpf_object *object;

/* Streams are there since 6.17, the names that the program knows since 6.18. */
static int write_both(void)
{
	uint64_t context = 0;
	struct rawbpf_test_run t;
	struct rawbpf_diag d;
	int fd, i, err;

	need_root();
	need_kernel(6, 18);
	need_jit();
	need_btf();
	need_file(BUILD "/tests/progs/stream.bpf.o");
	memset(&d, 0, sizeof(d));
	memset(&t, 0, sizeof(t));
	err = rawbpf_object_open(BUILD "/tests/progs/stream.bpf.o", NULL, &object, &d);
	if (!err)
		err = rawbpf_object_load(object, &d);
	ck_assert_msg(!err, "%s\n%s", d.msg, d.log ? d.log : "");
	fd = rawbpf_prog_fd(rawbpf_object_prog(object, "bottles"));
	t.ctx_in = &context;
	t.ctx_in_size = sizeof(context);
	for (i = 0, err = -ENOMEM; err == -ENOMEM && i < 100; i++) {
		assert_ok(rawbpf_test_run(NULL, fd, &t, NULL));
		err = (int32_t)t.retval;
	}
	skip_unless(err != -ENOMEM, "the kernel has no memory for streams");
	ck_assert_int_eq(err, 0);
	return fd;
}

START_TEST(what_a_program_wrote_is_read_once_from_its_stream)
{
	char text[64];
	int fd = write_both();

	ck_assert_int_eq(rawbpf_prog_stream(NULL, fd, BPF_STREAM_STDERR, text, sizeof(text), NULL), 11);
	ck_assert_mem_eq(text, "98 bottles\n", 11);
	ck_assert_int_eq(rawbpf_prog_stream(NULL, fd, BPF_STREAM_STDERR, text, sizeof(text), NULL), 0);
	ck_assert_int_eq(rawbpf_prog_stream(NULL, fd, BPF_STREAM_STDOUT, text, 5, NULL), 5);
	ck_assert_mem_eq(text, "99 bo", 5);
	ck_assert_int_eq(rawbpf_prog_stream(NULL, fd, BPF_STREAM_STDOUT, text, sizeof(text), NULL), 6);
	rawbpf_object_close(object);
}
END_TEST

START_TEST(what_is_no_program_has_no_stream)
{
	struct rawbpf_diag d;
	char text[8];

	memset(&d, 0, sizeof(d));
	ck_assert_int_lt(rawbpf_prog_stream(NULL, STDERR_FILENO, BPF_STREAM_STDERR, text, 8, &d), 0);
	ck_assert_msg(strstr(d.msg, "stream 2 cannot be read") != NULL, "%s", d.msg);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("stream");
	TCase *t = tcase_create("read");

	tcase_add_test(t, what_a_program_wrote_is_read_once_from_its_stream);
	tcase_add_test(t, what_is_no_program_has_no_stream);
	suite_add_tcase(s, t);
	return s;
}

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs that may sleep read memory that is not there yet: a page of a file that was mapped and
 * never touched. Only a page fault brings it in, and to wait for that is what others may not.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "rawbpf.h"

#define OBJECT BUILD "/tests/progs/sleepable.bpf.o"

/* as in the program */
struct request {
	uint64_t address;
	uint8_t bytes[16];
};

static struct rawbpf_object *object;
static struct rawbpf_diag diag;
static uint8_t first[16]; /* bytes of the file */

/* Where the file is mapped, for the first time. */
static uintptr_t untouched(void)
{
	int fd = open(OBJECT, O_RDONLY | O_CLOEXEC);
	void *page;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(read(fd, first, sizeof(first)), sizeof(first));
	page = mmap(NULL, 1, PROT_READ, MAP_PRIVATE, fd, 0);
	ck_assert_ptr_ne(page, MAP_FAILED);
	close(fd);
	return (uintptr_t)page;
}

static struct rawbpf_prog *want(const char *name)
{
	struct rawbpf_prog *p;
	int err;

	need_file(OBJECT);
	memset(&diag, 0, sizeof(diag));
	err = rawbpf_object_open(OBJECT, NULL, &object, &diag);
	ck_assert_msg(!err, "%s", diag.msg);
	p = rawbpf_object_prog(object, name);
	ck_assert_ptr_nonnull(p);
	rawbpf_prog_set_autoload(p, true);
	return p;
}

static int try_load(void)
{
	int err = rawbpf_object_load(object, &diag);

	if (err == -EPERM)
		skip("root may not load this here: %s", diag.msg);
	return err;
}

static void load(void)
{
	int err = try_load();

	ck_assert_msg(!err, "%s\n%s", diag.msg, diag.log ? diag.log : "");
}

START_TEST(a_syscall_program_reads_what_its_context_points_to)
{
	struct rawbpf_test_run t;
	struct rawbpf_prog *p;
	struct request r;

	need_root();
	need_kernel(5, 14);
	p = want("called");
	load();
	memset(&r, 0, sizeof(r));
	r.address = untouched();
	memset(&t, 0, sizeof(t));
	t.ctx_in = &r;
	t.ctx_in_size = sizeof(r);
	assert_ok(rawbpf_test_run(NULL, rawbpf_prog_fd(p), &t, NULL));
	ck_assert_int_eq((int)t.retval, 0);
	ck_assert_mem_eq(r.bytes, first, sizeof(first));
	rawbpf_object_close(object);
}
END_TEST

/* ---- attached -------------------------------------------------------------------------------- */

/* Loads and attaches it: it will look at this process and the page. */
static struct rawbpf_prog *begin(const char *name)
{
	struct rawbpf_prog *p = want(name);
	int err;

	load();
	*(uint32_t *)rawbpf_global(object, "me", NULL) = getpid();
	*(uint64_t *)rawbpf_global(object, "address", NULL) = untouched();
	err = rawbpf_prog_attach(p, NULL, NULL, NULL, &diag);
	if (err == -524)
		skip("no function can be attached to on this machine: %s", diag.msg);
	ck_assert_msg(!err, "%s", diag.msg);
	return p;
}

static void end(void)
{
	ck_assert_mem_eq(rawbpf_global(object, "bytes", NULL), first, sizeof(first));
	rawbpf_object_close(object);
}

/* 6.1 has none of these functions among those at which programs may sleep. */
START_TEST(a_sleepable_program_at_a_function_reads_what_is_not_there_yet)
{
	struct rawbpf_test_run t;
	struct rawbpf_prog *p;

	need_trampolines();
	need_kernel(6, 12);
	need_symbol("bpf_fentry_test1");
	p = begin("entered");
	memset(&t, 0, sizeof(t));
	assert_ok(rawbpf_test_run(NULL, rawbpf_prog_fd(p), &t, NULL));
	end();
}
END_TEST

/* 5.10 lets programs sleep at some hooks only, later kernels at most. */
START_TEST(a_sleepable_lsm_program_reads_what_is_not_there_yet)
{
	int fd;

	need_trampolines();
	need_kernel(5, 11);
	need_symbol("bpf_lsm_file_open");
	need_lsm();
	begin("opened");
	fd = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
	ck_assert_int_ge(fd, 0);
	close(fd);
	end();
}
END_TEST

START_TEST(what_may_not_sleep_reads_no_such_memory)
{
	need_root();
	need_kernel(5, 10);
	need_btf();
	need_jit();
	need_symbol("bpf_fentry_test1");
	want("not_sleepable");
	assert_err(try_load(), -EINVAL);
	ck_assert_msg(diag.log && strstr(diag.log, "bpf_copy_from_user#148"), "%s\n%s", diag.msg,
		diag.log ? diag.log : "");
	rawbpf_diag_free(&diag);
	rawbpf_object_close(object);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("sleepable");
	TCase *t = tcase_create("copied");

	tcase_add_test(t, a_syscall_program_reads_what_its_context_points_to);
	tcase_add_test(t, a_sleepable_program_at_a_function_reads_what_is_not_there_yet);
	tcase_add_test(t, a_sleepable_lsm_program_reads_what_is_not_there_yet);
	tcase_add_test(t, what_may_not_sleep_reads_no_such_memory);
	suite_add_tcase(s, t);
	return s;
}

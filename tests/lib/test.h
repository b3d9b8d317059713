/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What every test file of tests/unit and tests/kernel starts from: libcheck, and the one thing it
 * lacks, a test that says why it cannot run here.
 *
 * A test file defines test_suite(); main.c runs it. Each test runs in a process of its own, so it
 * may crash, enter namespaces and leave descriptors open without harm to the next.
 *
 *	START_TEST(section_past_end_of_file_is_refused)
 *	{
 *		need_kernel(5, 7);
 *		...
 *	}
 *	END_TEST
 *
 *	Suite *test_suite(void)
 *	{
 *		Suite *s = suite_create("elf");
 *		TCase *t = tcase_create("sections");
 *
 *		tcase_add_test(t, section_past_end_of_file_is_refused);
 *		suite_add_tcase(s, t);
 *		return s;
 *	}
 *
 * The environment: TEST=pattern runs only tests whose name has the pattern in it (shell wildcards
 * allowed), CK_FORK=no keeps all in one process for a debugger, CK_DEFAULT_TIMEOUT (20 seconds
 *here) and CK_TIMEOUT_MULTIPLIER (for valgrind) are libcheck's own. Test and test case names hold
 *no colon.
 */
#ifndef TEST_H
#define TEST_H

#include <check.h>
#include <stdbool.h>
#include <string.h>

Suite *test_suite(void);

/*
 * The suites of a program, ended by one without. A program of its own has one suite, named as the
 * program (one.c); the static program for machines that have nothing else has all of them.
 */
struct test_entry {
	const char *name;
	Suite *(*suite)(void);
};
extern const struct test_entry test_entries[];

/* Ends the test as skipped, with a reason that is shown to the user. Call it before doing anything.
 */
void skip(const char *reason, ...) __attribute__((noreturn, format(printf, 1, 2)));
void skip_unless(bool have, const char *reason, ...) __attribute__((format(printf, 2, 3)));

/* Is the running kernel this version, or newer? */
bool kernel_is(int major, int minor);

/* TEST_QUICK is in the environment: an emulated machine that others have to wait for. */
bool test_quick(void);

/* Ordinary needs. Each skips the test when it is not met. */
void need_root(void);
void need_kernel(int major, int minor);
void need_file(const char *path);
void need_command(const char *name);
void need_filesystem(const char *type);
void need_symbol(const char *kernel_function);
void need_btf(void);
/* the kernel's own types have one of this name */
void need_btf_type(const char *name, const char *reason);
/* programs are asked by the security modules */
void need_lsm(void);
/* programs are translated: there is a JIT for this machine, and it is on */
void need_jit(void);
/* built so, as in "CONFIG_CGROUP_BPF", or as a module; met if nobody knows how the kernel was built */
void need_config(const char *option);
/* 1 if it is, 0 if not, -1 if nobody knows */
int config_has(const char *option);
/* loaded, or built in, or nobody knows */
void need_module(const char *name);
/* counts cycles in hardware */
void need_pmu(void);
/* a kernel of 32 bits has a defect that the test would run into */
void need_64_bits(const char *defect);
void need_cgroup2(void);
void need_tracefs(void);
/* they stand at the places that function tracing keeps free; enters a mount namespace */
void need_trampolines(void);
/* descriptors of other processes; valgrind has no pidfd_open() */
void need_pidfd(void);

/* For calls that return -errno: says which error came, in words. */
#define assert_ok(call)        test_ok(__FILE__, __LINE__, #call, (call))
#define assert_err(call, want) test_err(__FILE__, __LINE__, #call, (call), (want))

long test_ok(const char *file, int line, const char *what, long result);
void test_err(const char *file, int line, const char *what, long result, long want);

/*
 * Each tcase_add_* of libcheck ends in _tcase_add_test(); this name stands in its place, so that
 * TEST=pattern can leave tests out (libcheck itself only selects whole test cases).
 */
void test_add(TCase *t, const TTest *test, int sig, int status, int start, int end);
#define _tcase_add_test test_add

#endif

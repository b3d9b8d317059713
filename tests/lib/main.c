/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs the suites it is linked with, all or those that are named on the command line, and prints
 *
 *	tests/unit/test_elf.c:93: FAIL a_test_name: message
 *	SKIP test_elf: a_test_name: reason
 *	# test_elf: 12 passed, 1 failed, 2 skipped
 *
 * a line for each failure and each skip, and for each suite always the last, which tests/run.sh adds
 * up. Exits 1 if a test failed. A warning in the kernel's log fails the test it comes with (kmsg.h).
 *
 * libcheck has no skipped tests. Here a skip is a failure whose message starts with a mark: that
 * way it ends the test at once, also from a helper function, comes with the test's name, and can
 * never be taken for a pass. It has no function that tells a result's test name either, but its TAP
 * log has the names, in the same order as the results.
 */
#include "test.h"

#undef _tcase_add_test

#include <errno.h>
#include <fnmatch.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kmsg.h"

#define SKIP_MARK "\001skip "

struct tally {
	int passed;
	int failed;
	int skipped;
};

void skip(const char *reason, ...)
{
	char text[512];
	va_list args;

	va_start(args, reason);
	vsnprintf(text, sizeof(text), reason, args);
	va_end(args);
	ck_abort_msg(SKIP_MARK "%s", text);
	abort();
}

void skip_unless(bool have, const char *reason, ...)
{
	char text[512];
	va_list args;

	if (have)
		return;
	va_start(args, reason);
	vsnprintf(text, sizeof(text), reason, args);
	va_end(args);
	skip("%s", text);
}

long test_ok(const char *file, int line, const char *what, long result)
{
	if (result < 0)
		_ck_assert_failed(
			file, line, what, "%s: %s (%ld)", what, strerror((int)-result), result);
	mark_point();
	return result;
}

void test_err(const char *file, int line, const char *what, long result, long want)
{
	if (result != want)
		_ck_assert_failed(file, line, what, "%s: %ld (%s), expected %ld (%s)", what, result,
			result < 0 ? strerror((int)-result) : "success", want,
			strerror((int)-want));
	mark_point();
}

static bool name_chosen(const char *name)
{
	const char *pattern = getenv("TEST");
	char inside[256];

	if (!pattern || !*pattern)
		return true;
	snprintf(inside, sizeof(inside), "*%s*", pattern);
	return fnmatch(inside, name, 0) == 0;
}

static void refuse_warnings(const char *when)
{
	char text[4096];

	if (kmsg_warned(text, sizeof(text)))
		ck_abort_msg("the kernel warned %s:\n%s", when, text);
}

static void before_test(void)
{
	refuse_warnings("after the test before this");
}

static void after_test(void)
{
	refuse_warnings("meanwhile");
}

static TCase *watched;

/* The fixture is added with the first test of a case; the others come right behind it. */
void test_add(TCase *t, const TTest *test, int sig, int status, int start, int end)
{
	if (!name_chosen(test->name))
		return;
	if (t != watched)
		tcase_add_checked_fixture(t, before_test, after_test);
	watched = t;
	_tcase_add_test(t, test, sig, status, start, end);
}

/* "ok 3 - file:case:test: message": cuts out the test's name; false for any other line. */
static bool tap_name(char *line, int number, char **name)
{
	char want[2][32];
	char *at, *end;

	snprintf(want[0], sizeof(want[0]), "ok %d - ", number);
	snprintf(want[1], sizeof(want[1]), "not ok %d - ", number);
	if (strncmp(line, want[0], strlen(want[0])) && strncmp(line, want[1], strlen(want[1])))
		return false;
	at = strstr(line, " - ") + 3;
	at = strchr(at, ':');
	at = at ? strchr(at + 1, ':') : NULL;
	end = at ? strchr(at + 1, ':') : NULL;
	if (!end)
		return false;
	*end = '\0';
	*name = at + 1;
	return true;
}

static const char *program_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* A message of several lines stays readable, yet only its first starts at the margin. */
static void print_indented(const char *message)
{
	for (; *message; message++) {
		putchar(*message);
		if (*message == '\n' && message[1])
			putchar('\t');
	}
	putchar('\n');
}

static void report_one(TestResult *r, const char *suite, const char *name, struct tally *sum)
{
	const char *message = tr_msg(r) ? tr_msg(r) : "";
	size_t mark = strlen(SKIP_MARK);

	if (tr_rtype(r) == CK_PASS) {
		sum->passed++;
	} else if (strncmp(message, SKIP_MARK, mark) == 0) {
		sum->skipped++;
		printf("SKIP %s: %s: ", suite, name);
		print_indented(message + mark);
	} else {
		sum->failed++;
		printf("%s:%d: FAIL %s: ", tr_lfile(r) ? tr_lfile(r) : suite, tr_lno(r), name);
		print_indented(message);
	}
}

static void report(SRunner *runner, FILE *tap, const char *suite, struct tally *sum)
{
	int i, count = srunner_ntests_run(runner);
	TestResult **results = srunner_results(runner);
	char *line = NULL, *name;
	size_t size = 0;

	for (i = 0; i < count; i++) {
		name = NULL;
		while (!name && getline(&line, &size, tap) >= 0)
			tap_name(line, i + 1, &name);
		report_one(results[i], suite, name ? name : "(unknown)", sum);
	}
	free(line);
	free(results);
}

/*
 * Fixtures leave a helper behind that tidies up after a test that died (see cgroup.c). As their
 * subreaper we become the parent when the test has gone, and can wait for them, three seconds at
 * most.
 */
static void wait_for_helpers(void)
{
	struct timespec pause = {.tv_nsec = 10000000};
	int i;
	pid_t pid;

	for (i = 0; i < 300; i++) {
		pid = waitpid(-1, NULL, WNOHANG);
		if (pid < 0)
			return;
		if (pid == 0)
			nanosleep(&pause, NULL);
	}
}

/* A file that takes the results' names. */
static FILE *open_tap(char *path, size_t size)
{
	int fd = memfd_create("tap", MFD_CLOEXEC);
	FILE *tap = fd < 0 ? NULL : fdopen(fd, "r");

	if (!tap) {
		perror("memfd_create");
		exit(1);
	}
	snprintf(path, size, "/proc/self/fd/%d", fd);
	return tap;
}

static int run_suite(const char *name, Suite *suite)
{
	struct tally sum = {0};
	char path[64], text[4096];
	FILE *tap = open_tap(path, sizeof(path));
	SRunner *runner = srunner_create(suite);

	srunner_set_tap(runner, path);
	srunner_run_all(runner, CK_SILENT);
	report(runner, tap, name, &sum);
	srunner_free(runner);
	watched = NULL;
	fclose(tap);
	wait_for_helpers();
	if (kmsg_warned(text, sizeof(text))) {
		printf("%s: FAIL: the kernel warned at the end: ", name);
		print_indented(text);
		sum.failed++;
	}
	printf("# %s: %d passed, %d failed, %d skipped\n", name, sum.passed, sum.failed,
		sum.skipped);
	fflush(stdout);
	return sum.failed ? 1 : 0;
}

static bool suite_chosen(const char *name, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		if (!strcmp(argv[i], name))
			return true;
	return argc < 2;
}

int main(int argc, char **argv)
{
	const char *own = program_name(argc > 0 ? argv[0] : "test"), *name;
	const struct rlimit no_limit = {RLIM_INFINITY, RLIM_INFINITY};
	const struct test_entry *e;
	int failed = 0;

	setenv("CK_DEFAULT_TIMEOUT", "20", 0);
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	setrlimit(RLIMIT_MEMLOCK, &no_limit); /* before 5.11 it holds for maps; may be forbidden */
	kmsg_open();
	for (e = test_entries; e->suite; e++) {
		name = e->name ? e->name : own;
		if (suite_chosen(name, argc, argv))
			failed |= run_suite(name, e->suite());
	}
	return failed;
}

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tools that other people wrote and ship (tests/setup.sh others), with CO-RE, kernel variables,
 * kprobes, trampolines, tracepoints by BTF: each of their objects is opened and each of their
 * programs loaded by itself, as many are alternatives of which the tool's user space takes one.
 * What does not load stands in tests/kernel/others.list, with the reason.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "rawbpf.h"

#define OBJECTS "build/others/libbpf-tools_*/*.o"
#define LIST    "tests/kernel/others.list"

/* A line of the list, which says how it is read. */
struct row {
	char object[64], programs[128], kernels[64], reason[256];
};

static int version_number(const char *text, int missing)
{
	int major = 0, minor = 0;

	return sscanf(text, "%d.%d", &major, &minor) == 2 ? major * 1000 + minor : missing;
}

/* "6.1" or "5.10-6.1", one end of which may be missing. */
static bool range_has(const char *range, int kernel)
{
	const char *dash = strchr(range, '-');
	int from = version_number(range, 0);
	int to = dash ? version_number(dash + 1, 1000000) : from;

	return kernel >= from && kernel <= to;
}

/* Does one of a list with commas fit? */
static bool any(
	const char *list, bool (*fits)(const char *item, const void *what), const void *what)
{
	char copy[128], *rest = copy, *item;
	bool found = false;

	snprintf(copy, sizeof(copy), "%s", list);
	while (!found && (item = strsep(&rest, ",")))
		found = fits(item, what);
	return found;
}

/* "without:md_mod": a kernel in which that module is not. */
static bool lacks_module(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/module/%s", name);
	return access(path, F_OK) != 0;
}

/* A range may be of one machine only: "aarch64:7.2-". */
static bool kernel_fits(const char *range, const void *running)
{
	const struct utsname *u = running;
	const char *colon = strchr(range, ':');
	size_t len = colon ? (size_t)(colon - range) : 0;

	if (!strncmp(range, "without:", 8))
		return lacks_module(colon + 1);
	if (colon && (strlen(u->machine) != len || strncmp(range, u->machine, len)))
		return false;
	range = colon ? colon + 1 : range;
	return !strcmp(range, "*") || range_has(range, version_number(u->release, 0));
}

/* A program goes by its name or, with a slash in the pattern, by its section. */
static bool program_fits(const char *pattern, const void *program)
{
	const struct rawbpf_prog *p = program;

	return !fnmatch(
		pattern, strchr(pattern, '/') ? rawbpf_prog_section(p) : rawbpf_prog_name(p), 0);
}

/* That rawbpf cannot do something is no reason. */
static bool row_allows(const struct row *r, int err)
{
	struct utsname u;

	uname(&u);
	if (err == -EOPNOTSUPP)
		return false;
	if (!strcmp(r->kernels, "EPERM"))
		return err == -EPERM;
	return any(r->kernels, kernel_fits, &u);
}

/* The row that says why this program gives `err`, or, for err 0, why it should not have loaded. */
static bool listed(const char *object, const struct rawbpf_prog *p, int err, struct row *r)
{
	FILE *f = fopen(LIST, "re");
	bool found = false;
	char line[512];

	ck_assert_msg(f != NULL, "no %s", LIST);
	while (!found && fgets(line, sizeof(line), f))
		found = *line != '#' &&
			sscanf(line, "%63s %127s %63s %255[^\n]", r->object, r->programs,
				r->kernels, r->reason) == 4 &&
			!fnmatch(r->object, object, 0) && any(r->programs, program_fits, p) &&
			row_allows(r, err);
	fclose(f);
	return found;
}

/* On this kernel; whether it is refused by policy is known only when it is tried. */
static bool listed_at_all(const char *object, const struct rawbpf_prog *p)
{
	struct row r;

	return listed(object, p, 0, &r) || listed(object, p, -EPERM, &r);
}

/* What a tool's user space does first: say how deep its stacks and how large its maps are. */
static int give_sizes(struct rawbpf_map *m, struct rawbpf_diag *d)
{
	struct rawbpf_map_spec spec = *rawbpf_map_spec(m);
	int fd, err;

	if (spec.type == BPF_MAP_TYPE_PERF_EVENT_ARRAY || (spec.max_entries && spec.value_size))
		return 0;
	if (spec.type != BPF_MAP_TYPE_STACK_TRACE)
		return spec.max_entries ? 0 : rawbpf_map_set_max_entries(m, 64);
	spec.value_size = 8 * 127;
	spec.max_entries = 64;
	fd = rawbpf_map_create(NULL, &spec, d);
	err = fd < 0 ? fd : rawbpf_map_reuse(m, fd, d);
	if (fd >= 0)
		close(fd);
	return err;
}

/* Loads one program of the object, or with NULL all that are not listed. */
static int load(const char *path, const char *object, const char *only, struct rawbpf_diag *d)
{
	struct rawbpf_object *o = NULL;
	struct rawbpf_prog *p = NULL;
	struct rawbpf_map *m = NULL;
	int err;

	memset(d, 0, sizeof(*d));
	err = rawbpf_object_open(path, NULL, &o, d);
	while (!err && (p = rawbpf_object_next_prog(o, p)))
		rawbpf_prog_set_autoload(
			p, only ? !strcmp(rawbpf_prog_name(p), only) : !listed_at_all(object, p));
	while (!err && (m = rawbpf_object_next_map(o, m)))
		err = give_sizes(m, d);
	if (!err)
		err = rawbpf_object_load(o, d);
	rawbpf_object_close(o);
	return err;
}

/* Appends a line about a program that went another way than the list has it. */
static void judge(const char *object, const struct rawbpf_prog *p, int err, const char *message,
	FILE *complaints)
{
	const char *program = rawbpf_prog_name(p);
	struct row r;
	bool known = listed(object, p, err, &r);

	if (err && !known)
		fprintf(complaints, "\n%s %s: %s", object, program, message);
	if (!err && known)
		fprintf(complaints, "\n%s %s: loads, but %s has: %s", object, program, LIST,
			r.reason);
}

/* Programs that load together load by themselves, and the other way round; together is quicker. */
static void try_programs(
	const char *path, const char *object, struct rawbpf_object *o, FILE *complaints)
{
	struct rawbpf_diag all, d = {0};
	struct rawbpf_prog *p = NULL;
	int refused = 0, err, together = load(path, object, NULL, &all);

	while ((p = rawbpf_object_next_prog(o, p))) {
		err = 0;
		if (together || listed_at_all(object, p))
			err = load(path, object, rawbpf_prog_name(p), &d);
		judge(object, p, err, d.msg, complaints);
		rawbpf_diag_free(&d);
		refused += err && !listed_at_all(object, p);
	}
	if (together && !refused)
		fprintf(complaints, "\n%s: together: %s", object, all.msg);
	rawbpf_diag_free(&all);
}

static void try_object(const char *path, const char *object, FILE *complaints)
{
	struct rawbpf_object *o = NULL;
	struct rawbpf_diag d = {0};

	if (rawbpf_object_open(path, NULL, &o, &d))
		fprintf(complaints, "\n%s: %s", object, d.msg);
	else
		try_programs(path, object, o, complaints);
	rawbpf_object_close(o);
	rawbpf_diag_free(&d);
}

static glob_t objects;

START_TEST(each_program_of_a_tool_loads_or_the_list_says_why_not)
{
	const char *path, *dot;
	char object[64], *text;
	FILE *complaints;
	size_t size;

	skip_unless(objects.gl_pathc > 0, "no %s", OBJECTS);
	need_root();
	need_btf();
	path = objects.gl_pathv[_i];
	dot = strrchr(path, '.');
	snprintf(object, sizeof(object), "%.*s", (int)(dot - strrchr(path, '/') - 1),
		strrchr(path, '/') + 1);
	complaints = open_memstream(&text, &size);
	try_object(path, object, complaints);
	fclose(complaints);
	ck_assert_msg(size == 0, "%.3000s", text);
	free(text);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("others");
	TCase *t = tcase_create("tools");
	int count;

	glob(OBJECTS, 0, NULL, &objects);
	count = objects.gl_pathc > 0 ? (int)objects.gl_pathc : 1;
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, each_program_of_a_tool_loads_or_the_list_says_why_not, 0, count);
	suite_add_tcase(s, t);
	return s;
}

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `rawbpf prog ...` and `rawbpf cgroup ...` with their k-th request failing, for every k: it ends with
 * a message, or does without what it did not get; no descriptor is left open, and of the pins of a load
 * all are there or none.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "kernel/kernel.h"
#include "kernel/request.h"
#include "tests/lib/cgroup.h"
#include "tests/lib/cli_fault.h"
#include "tests/lib/fault.h"
#include "tests/lib/mountns.h"

#define OBJECT BUILD "/tests/progs/features.bpf.o"
#define PINS   MOUNTNS_BPFFS "/progs"
#define MAPS   MOUNTNS_BPFFS "/maps"

static const char *const progs[] = { "all_maps", "deny", "features", "inner_maps",
	"tail", "tail_calls" };

static void setup(void)
{
	need_file(OBJECT);
	cli_fault_setup();
}

static bool exists(const char *folder, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return !access(path, F_OK);
}

static void all_pins_or_none(int code)
{
	size_t i;

	ck_assert_msg(exists(PINS, "") == !code, "exit code %d, and the folder of programs is %s",
		code, code ? "left" : "missing");
	ck_assert_int_eq(exists(MAPS, ""), !code);
	for (i = 0; i < sizeof(progs) / sizeof(*progs); i++)
		ck_assert_msg(exists(PINS, progs[i]) == !code, "exit code %d: %s", code, progs[i]);
	if (!code)
		ck_assert_int_eq(system("rm -r " PINS " " MAPS), 0);
}

START_TEST(loadall_leaves_all_pins_or_none)
{
	cli_fault_each("prog loadall " OBJECT " " PINS " pinmaps " MAPS, 60,
		all_pins_or_none);
}
END_TEST

/* What only reads leaves things as they are, and a failure is no reason to crash. */
static void all_is_there(int code)
{
	(void)code;
	ck_assert(exists(PINS, "features"));
}

static void read_only(const char *line, unsigned int at_least)
{
	ck_assert_int_eq(cli_fault_command("prog loadall " OBJECT " " PINS, rawbpf_kernel()), 0);
	cli_fault_each(line, at_least, all_is_there);
	ck_assert_int_eq(cli_fault_command(line, rawbpf_kernel()), 0);
}

START_TEST(show_leaves_no_descriptor)
{
	read_only("prog show pinned " PINS "/features", 3);
}
END_TEST

START_TEST(show_of_all_as_json_leaves_no_descriptor)
{
	read_only("-j prog show", 20);
}
END_TEST

static int gone;

static int by_id(const struct rawbpf_request *r)
{
	return r->call == CALL_BPF && r->command == BPF_PROG_GET_FD_BY_ID ? gone : 0;
}

/* -EAGAIN is what the kernel says of a link that is being made. */
START_TEST(what_has_gone_or_is_not_complete_yet_is_passed_over)
{
	static const int codes[][2] = { { -ENOENT, 0 }, { -EAGAIN, 0 }, { -ENOMEM, EXIT_SYSTEM } };
	struct fault f;

	fault_init(&f, 0, 0);
	f.refuse = by_id;
	ck_assert_int_eq(cli_fault_command("prog loadall " OBJECT " " PINS, rawbpf_kernel()), 0);
	gone = codes[_i][0];
	ck_assert_int_eq(cli_fault_command("-j prog show", &f.kernel), codes[_i][1]);
}
END_TEST

START_TEST(dump_xlated_leaves_no_descriptor)
{
	read_only("prog dump xlated pinned " PINS "/features", 5);
}
END_TEST

START_TEST(dump_jited_leaves_no_descriptor)
{
	need_jit();
	read_only("prog dump jited pinned " PINS "/features", 5);
}
END_TEST

START_TEST(run_leaves_no_descriptor)
{
	read_only("prog run pinned " PINS "/features data_in LICENSE data_out -", 2);
}
END_TEST

/* The second map does not exist, so nothing may be pinned, whatever else fails before. */
static void all_is_refused(int code)
{
	ck_assert_int_ne(code, 0);
	ck_assert(access(PINS, F_OK));
}

START_TEST(reuse_of_a_map_leaves_no_descriptor)
{
	char line[256];

	ck_assert_int_eq(cli_fault_command("prog load " OBJECT " " PINS " pinmaps " MAPS, rawbpf_kernel()),
		0);
	unlink(PINS);
	snprintf(line, sizeof(line), "prog load %s %s map name on_node pinned %s/on_node %s",
		OBJECT, PINS, MAPS, "map name missing id 1");
	cli_fault_each(line, 1, all_is_refused);
}
END_TEST

static struct cgroup cg;

/* A line with its "CG" being a cgroup of our own. */
static const char *in_cgroup(const char *before, const char *behind)
{
	static char line[700];

	if (!*cg.path)
		cgroup_create(&cg);
	snprintf(line, sizeof(line), "%s %.200s %s", before, cg.path, behind);
	return line;
}

START_TEST(showing_cgroups_leaves_no_descriptor)
{
	ck_assert_int_eq(cli_fault_command("prog loadall " OBJECT " " PINS, rawbpf_kernel()), 0);
	ck_assert_int_eq(cli_fault_command(in_cgroup("cgroup attach", "egress pinned " PINS "/deny"),
		rawbpf_kernel()), 0);
	cli_fault_each(in_cgroup("cgroup show", ""), 20, all_is_there);
	cli_fault_each(in_cgroup("-j cgroup tree", ""), 40, all_is_there);
}
END_TEST

static uint32_t attached(uint32_t *first)
{
	struct bpf_attr_prog_query a;

	*first = 0;
	memset(&a, 0, sizeof(a));
	a.target_fd = cg.fd;
	a.attach_type = BPF_CGROUP_INET_EGRESS;
	a.prog_ids = kernel_ptr(first);
	a.prog_cnt = 1;
	assert_ok(kernel_prog_query(rawbpf_kernel(), &a));
	return a.prog_cnt;
}

static void attached_or_not(int code)
{
	uint32_t first;

	ck_assert_uint_eq(attached(&first), !code);
	if (!code)
		cli_fault_command(in_cgroup("cgroup detach", "egress pinned " PINS "/deny"), rawbpf_kernel());
}

START_TEST(attaching_to_a_cgroup_is_done_or_not)
{
	static const char *const ways[] = { "", " multi", " override", " exclusive" };
	char words[64];

	ck_assert_int_eq(cli_fault_command("prog loadall " OBJECT " " PINS, rawbpf_kernel()), 0);
	snprintf(words, sizeof(words), "egress pinned " PINS "/deny%s", ways[_i]);
	cli_fault_each(in_cgroup("cgroup attach", words), 3, attached_or_not);
}
END_TEST

/* The same program once more. */
#define AGAIN MOUNTNS_BPFFS "/again"

static void attach_alone(void)
{
	uint32_t first;

	ck_assert_int_eq(cli_fault_command(in_cgroup("cgroup attach", "egress pinned " PINS "/deny"),
		rawbpf_kernel()), 0);
	ck_assert_uint_eq(attached(&first), 1);
}

static void two_programs(void)
{
	ck_assert_int_eq(cli_fault_command("prog loadall " OBJECT " " PINS, rawbpf_kernel()), 0);
	ck_assert_int_eq(cli_fault_command("prog loadall " OBJECT " " AGAIN, rawbpf_kernel()), 0);
	in_cgroup("", "");
	attach_alone();
}

static uint32_t old;

static void exchanged_or_not(int code)
{
	uint32_t first;

	ck_assert_uint_eq(attached(&first), 1);
	ck_assert_msg(!code == (first != old), "exit code %d, and the program is %s", code,
		code ? "another" : "the old one");
	if (code)
		return;
	ck_assert_int_eq(cli_fault_command(in_cgroup("cgroup detach", "egress pinned " AGAIN "/deny"),
		rawbpf_kernel()), 0);
	attach_alone();
}

START_TEST(a_program_on_a_cgroup_is_exchanged_or_not)
{
	char line[700];

	two_programs();
	attached(&old);
	snprintf(line, sizeof(line), "cgroup attach %.200s,replace=%u egress pinned %s/deny", cg.path, old,
		AGAIN);
	cli_fault_each(line, 5, exchanged_or_not);
}
END_TEST

static void taken_off_or_not(int code)
{
	uint32_t first;

	ck_assert_uint_eq(attached(&first), !!code);
	if (!code)
		attach_alone();
}

START_TEST(a_program_on_a_cgroup_is_taken_off_or_not)
{
	two_programs();
	cli_fault_each(in_cgroup("cgroup detach", "egress pinned " PINS "/deny"), 3, taken_off_or_not);
	ck_assert_int_ne(cli_fault_command(in_cgroup("cgroup detach", "egress pinned " AGAIN "/deny"),
		rawbpf_kernel()), 0);
	ck_assert_uint_eq(attached(&old), 1);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("prog_fault");
	TCase *t = tcase_create("every request");

	tcase_add_checked_fixture(t, setup, NULL);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, loadall_leaves_all_pins_or_none);
	tcase_add_test(t, show_leaves_no_descriptor);
	tcase_add_test(t, show_of_all_as_json_leaves_no_descriptor);
	tcase_add_loop_test(t, what_has_gone_or_is_not_complete_yet_is_passed_over, 0, 3);
	tcase_add_test(t, dump_xlated_leaves_no_descriptor);
	tcase_add_test(t, dump_jited_leaves_no_descriptor);
	tcase_add_test(t, run_leaves_no_descriptor);
	tcase_add_test(t, reuse_of_a_map_leaves_no_descriptor);
	tcase_add_test(t, showing_cgroups_leaves_no_descriptor);
	tcase_add_loop_test(t, attaching_to_a_cgroup_is_done_or_not, 0, 4);
	tcase_add_test(t, a_program_on_a_cgroup_is_exchanged_or_not);
	tcase_add_test(t, a_program_on_a_cgroup_is_taken_off_or_not);
	suite_add_tcase(s, t);
	return s;
}

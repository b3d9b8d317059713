/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * struct_ops: congestion controls of TCP that count their connections. Their names are global in
 * the kernel, so each process gives them names of its own.
 */
#include "tests/lib/test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/bpf.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "object/object.h"
#include "rawbpf.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/kernel_ids.h"
#include "tests/lib/netns.h"
#include "tests/lib/obj.h"

#define GOOD BUILD "/tests/progs/struct_ops.bpf.o"
#define ODD  BUILD "/tests/progs/struct_ops_odd.bpf.o"
#define KINDS BUILD "/tests/progs/struct_ops_kinds.bpf.o"

static char one[16], two[16];

static struct rawbpf_object *open_with(const char *path, struct rawbpf_kernel *k)
{
	struct rawbpf_object *o = NULL;
	struct rawbpf_open_opts opts;
	struct rawbpf_diag d;
	int err;

	memset(&opts, 0, sizeof(opts));
	memset(&d, 0, sizeof(d));
	opts.kernel = k;
	err = rawbpf_object_open(path, &opts, &o, &d);
	ck_assert_msg(!err, "%s", d.msg);
	return o;
}

static void set(struct rawbpf_object *o, const char *name, const char *value)
{
	struct rawbpf_diag d;
	int err;

	memset(&d, 0, sizeof(d));
	err = rawbpf_global_set(o, name, value, &d);
	ck_assert_msg(!err, "%s", d.msg);
}

static struct rawbpf_object *open_object(const char *path)
{
	need_root();
	need_kernel(5, 6);
	need_btf();
	need_jit();
	need_file(path);
	netns_enter();
	return open_with(path, NULL);
}

/* Both with names of this process. */
static struct rawbpf_object *open_good(void)
{
	struct rawbpf_object *o = open_object(GOOD);

	snprintf(one, sizeof(one), "rb1_%d", getpid());
	snprintf(two, sizeof(two), "rb2_%d", getpid());
	set(o, "rawbpf_one.name", one);
	set(o, "rawbpf_two.name", two);
	return o;
}

static void attach(struct rawbpf_object *o)
{
	struct rawbpf_diag d;
	int err;

	memset(&d, 0, sizeof(d));
	err = rawbpf_object_attach(o, &d);
	ck_assert_msg(!err, "%s", d.msg);
}

/* The error of asking for a congestion control by name, or 0. */
static int choose(int fd, const char *name)
{
	return setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, name, strlen(name)) ? -errno : 0;
}

static int exists(const char *name)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int err = choose(fd, name);

	close(fd);
	return err;
}

/* One connection over lo whose active end has this congestion control. */
static void connect_by(const char *name)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t size = sizeof(a);
	int server, client;

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(bind(server, (struct sockaddr *)&a, sizeof(a)), 0);
	ck_assert_int_eq(listen(server, 1), 0);
	ck_assert_int_eq(getsockname(server, (struct sockaddr *)&a, &size), 0);
	assert_ok(choose(client, name));
	ck_assert_int_eq(connect(client, (struct sockaddr *)&a, sizeof(a)), 0);
	close(client);
	close(server);
}

static uint32_t counted(struct rawbpf_object *o)
{
	uint32_t *n = rawbpf_global(o, "counted", NULL);

	ck_assert_ptr_nonnull(n);
	return *n;
}

START_TEST(the_kernel_calls_the_programs_of_a_registered_struct)
{
	struct rawbpf_object *o = open_good();

	obj_load(o);
	attach(o);
	connect_by(one);
	ck_assert_uint_eq(counted(o), 1);
	connect_by(two);
	ck_assert_uint_eq(counted(o), 101);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_link_is_used_where_the_kernel_has_it)
{
	struct rawbpf_object *o = open_good();
	struct rawbpf_link *l;

	obj_load(o);
	assert_ok(rawbpf_map_attach(rawbpf_object_map(o, "rawbpf_one"), &l, NULL));
	ck_assert_str_eq(rawbpf_link_how(l), "MAP_UPDATE_ELEM");
	assert_ok(rawbpf_map_attach(rawbpf_object_map(o, "rawbpf_two"), &l, NULL));
	ck_assert_str_eq(rawbpf_link_how(l), kernel_is(6, 4) ? "bpf_link" : "MAP_UPDATE_ELEM");
	rawbpf_object_close(o);
}
END_TEST

START_TEST(nothing_is_registered_before_and_after)
{
	struct rawbpf_object *o = open_good();

	obj_load(o);
	assert_err(exists(one), -ENOENT);
	attach(o);
	assert_ok(exists(one));
	assert_ok(exists(two));
	rawbpf_object_close(o);
	assert_err(exists(one), -ENOENT);
	assert_err(exists(two), -ENOENT);
}
END_TEST

START_TEST(a_link_can_be_made_again)
{
	struct rawbpf_object *o = open_good();
	struct rawbpf_link *l;

	need_kernel(6, 4);
	obj_load(o);
	assert_ok(rawbpf_map_attach(rawbpf_object_map(o, "rawbpf_two"), &l, NULL));
	assert_ok(rawbpf_link_detach(l));
	assert_err(exists(two), -ENOENT);
	assert_ok(rawbpf_map_attach(rawbpf_object_map(o, "rawbpf_two"), NULL, NULL));
	assert_ok(exists(two));
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_name_can_be_registered_once)
{
	struct rawbpf_object *o = open_good();
	struct rawbpf_diag d;

	memset(&d, 0, sizeof(d));
	set(o, "rawbpf_two.name", one);
	obj_load(o);
	ck_assert_int_lt(rawbpf_object_attach(o, &d), 0);
	ck_assert_int_eq(d.stage, RAWBPF_STAGE_ATTACH);
	ck_assert_msg(strstr(d.msg, "something of this name is registered already") != NULL, "%s",
		d.msg);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_program_can_be_exchanged_before_loading)
{
	struct rawbpf_object *o = open_good();

	assert_ok(rawbpf_map_set_member(rawbpf_object_map(o, "rawbpf_one"), "init",
		rawbpf_object_prog(o, "init_hundred"), NULL));
	obj_load(o);
	ck_assert_int_eq(rawbpf_prog_fd(rawbpf_object_prog(o, "init")), -1);
	attach(o);
	connect_by(one);
	ck_assert_uint_eq(counted(o), 100);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_program_can_be_taken_out)
{
	struct rawbpf_object *o = open_good();

	assert_ok(rawbpf_map_set_member(rawbpf_object_map(o, "rawbpf_one"), "init", NULL, NULL));
	obj_load(o);
	attach(o);
	connect_by(one);
	ck_assert_uint_eq(counted(o), 0);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(what_is_not_created_is_not_registered)
{
	struct rawbpf_object *o = open_good();

	rawbpf_map_set_autocreate(rawbpf_object_map(o, "rawbpf_one"), false);
	obj_load(o);
	ck_assert_int_eq(rawbpf_prog_fd(rawbpf_object_prog(o, "init")), -1);
	ck_assert_int_ge(rawbpf_prog_fd(rawbpf_object_prog(o, "init_hundred")), 0);
	attach(o);
	assert_err(exists(one), -ENOENT);
	assert_ok(exists(two));
	rawbpf_object_close(o);
}
END_TEST

/* The members the kernel insists on are its own affair: it refuses the value. */
START_TEST(a_struct_that_the_kernel_refuses_is_refused_with_a_reason)
{
	struct rawbpf_object *o = open_good();
	struct rawbpf_diag d;

	memset(&d, 0, sizeof(d));
	assert_ok(rawbpf_map_set_member(rawbpf_object_map(o, "rawbpf_one"), "ssthresh", NULL, NULL));
	obj_load(o);
	assert_err(rawbpf_object_attach(o, &d), -EINVAL);
	ck_assert_msg(strstr(d.msg, "lacks a member") != NULL, "%s", d.msg);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(what_nobody_asks_for_is_left_out)
{
	struct rawbpf_object *o = open_object(ODD);
	struct rawbpf_test_run t;
	uint8_t packet[64] = { 0 };

	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "never"), false);
	obj_load(o);
	ck_assert_int_eq(rawbpf_map_fd(rawbpf_object_map(o, "rawbpf_odd")), -1);
	ck_assert_int_eq(rawbpf_prog_fd(rawbpf_object_prog(o, "ssthresh")), -1);
	memset(&t, 0, sizeof(t));
	t.data_in = packet;
	t.data_in_size = sizeof(packet);
	assert_ok(rawbpf_test_run(NULL, rawbpf_prog_fd(rawbpf_object_prog(o, "filter")), &t, NULL));
	ck_assert_uint_eq(t.retval, 7);
	attach(o);
	rawbpf_object_close(o);
}
END_TEST

/* Before loading: a map to create, a program to take out of it, and into another member. */
static const struct {
	const char *map, *member, *prog, *variable, *text;
	int err;
	const char *words;
} refusals[] = {
	{ "rawbpf_future", NULL, NULL, NULL, NULL, -EOPNOTSUPP,
		"member of_the_future: this kernel's struct has no such member" },
	{ "rawbpf_future", "of_the_future", NULL, "number_of_the_future", "1", -EOPNOTSUPP,
		"member number_of_the_future: this kernel's struct has no such member" },
	{ "rawbpf_future", "of_the_future", NULL, NULL, NULL, 0, NULL },
	{ "rawbpf_future", "of_the_future", "ssthresh", NULL, NULL, -EOPNOTSUPP, "no such member" },
	{ "rawbpf_future", "ssthresh", "undo_cwnd", NULL, NULL, -EINVAL,
		"program undo_cwnd stands in another member or struct already" },
	{ "rawbpf_future", "ssthresh", "filter", NULL, NULL, -EINVAL,
		"program filter is of another type" },
	{ "rawbpf_odd", NULL, NULL, NULL, NULL, -EOPNOTSUPP,
		"member name: has 8 bytes here and 16 in this kernel" },
	{ "rawbpf_none", NULL, NULL, NULL, NULL, -EOPNOTSUPP,
		"this kernel takes no struct rawbpf_no_such_ops from programs" },
	{ NULL, NULL, NULL, NULL, NULL, -EINVAL, "program never stands in no struct" },
};

START_TEST(what_does_not_fit_is_refused_by_name)
{
	struct rawbpf_object *o = open_object(ODD);
	struct rawbpf_map *m = NULL;
	struct rawbpf_diag d;
	char name[64];
	int err;

	memset(&d, 0, sizeof(d));
	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "never"), !refusals[_i].map);
	if (refusals[_i].map) {
		m = rawbpf_object_map(o, refusals[_i].map);
		rawbpf_map_set_autocreate(m, true);
	}
	if (refusals[_i].member)
		assert_ok(rawbpf_map_set_member(m, refusals[_i].member, refusals[_i].prog
			? rawbpf_object_prog(o, refusals[_i].prog) : NULL, NULL));
	if (refusals[_i].variable) {
		snprintf(name, sizeof(name), "%s.%s", refusals[_i].map, refusals[_i].variable);
		set(o, name, refusals[_i].text);
	}
	err = rawbpf_object_load(o, &d);
	ck_assert_msg(err == refusals[_i].err, "%d: %s", err, d.msg);
	ck_assert_msg(!err || strstr(d.msg, refusals[_i].words) != NULL, "%s", d.msg);
	rawbpf_object_close(o);
	rawbpf_diag_free(&d);
}
END_TEST

static const struct {
	const char *map;
	int major, minor;
	const char *says;
} kinds[] = {
	{ "in_5_6", 5, 6, "no struct tcp_congestion_ops from programs, which came with 5.6 (neither" },
	{ "in_5_16", 5, 16, "no struct bpf_dummy_ops from programs, which came with 5.16 (neither" },
	{ "in_6_11", 6, 11, "no struct hid_bpf_ops from programs, which came with 6.11 (neither" },
	{ "in_6_12", 6, 12, "no struct sched_ext_ops from programs, which came with 6.12 (neither" },
	{ "in_6_16", 6, 16, "no struct Qdisc_ops___flavor from programs, which came with 6.16 (neither" },
	{ "in_6_19", 6, 19, "no struct smc_hs_ctrl from programs, which came with 6.19 (neither" },
	{ "in_7_1", 7, 1, "no struct io_uring_bpf_ops from programs, which came with 7.1 (neither" },
	{ "never", 99, 0, "no struct rawbpf_no_such_ops from programs (neither" },
};

START_TEST(a_struct_that_the_kernel_lacks_is_told_with_the_first_kernel_that_has_it)
{
	struct rawbpf_object *o = open_object(KINDS);
	struct rawbpf_diag d;
	int err;

	memset(&d, 0, sizeof(d));
	rawbpf_map_set_autocreate(rawbpf_object_map(o, kinds[_i].map), true);
	err = rawbpf_object_load(o, &d);
	if (err) {
		assert_err(err, -EOPNOTSUPP);
		ck_assert_msg(strstr(d.msg, kinds[_i].says), "%s", d.msg);
	} else {
		ck_assert_msg(kernel_is(kinds[_i].major, kinds[_i].minor), "%s is older", kinds[_i].map);
	}
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_program_of_another_object_is_refused)
{
	struct rawbpf_object *o = open_good(), *other = open_with(ODD, NULL);

	assert_err(rawbpf_map_set_member(rawbpf_object_map(o, "rawbpf_one"), "init",
		rawbpf_object_next_prog(other, NULL), NULL), -EINVAL);
	rawbpf_object_close(other);
	rawbpf_object_close(o);
}
END_TEST

/* The struct as it is in memory before loading, where a program can be neither read nor set. */
START_TEST(members_are_variables_before_loading)
{
	struct rawbpf_object *o = open_good();
	size_t size;
	char *name = rawbpf_global(o, "rawbpf_one.name", &size);

	ck_assert_ptr_nonnull(name);
	ck_assert_uint_eq(size, 16);
	ck_assert_str_eq(name, one);
	ck_assert_ptr_null(rawbpf_global(o, "rawbpf_one.nothing", NULL));
	assert_err(rawbpf_map_set_member(rawbpf_object_map(o, "rawbpf_one"), "nothing", NULL, NULL),
		-ENOENT);
	obj_load(o);
	ck_assert_ptr_null(rawbpf_global(o, "rawbpf_one.name", NULL));
	assert_err(rawbpf_global_set(o, "rawbpf_one.name", "late", NULL), -EBUSY);
	assert_err(rawbpf_map_set_member(rawbpf_object_map(o, "rawbpf_one"), "init", NULL, NULL),
		-EBUSY);
	rawbpf_object_close(o);
}
END_TEST

/* All of it with request `at` failing; false when there is no such request any more. */
static bool one_may_fail(unsigned int at, int err)
{
	const uint32_t zero = 0;
	struct rawbpf_object *o;
	struct rawbpf_diag d;
	struct fault fault;
	int failed, fd[2], i;

	fault_init(&fault, at, err);
	memset(&d, 0, sizeof(d));
	o = open_with(GOOD, &fault.kernel);
	set(o, "rawbpf_one.name", one);
	set(o, "rawbpf_two.name", two);
	failed = rawbpf_object_load(o, &d);
	if (!failed)
		failed = rawbpf_object_attach(o, &d);
	ck_assert_msg(!failed || *d.msg, "request %u failing with %d: no message", at, err);
	fd[0] = dup(rawbpf_map_fd(rawbpf_object_map(o, "rawbpf_one")));
	fd[1] = dup(rawbpf_map_fd(rawbpf_object_map(o, "rawbpf_two")));
	rawbpf_object_close(o);
	rawbpf_diag_free(&d);
	/* unregistering may be what failed */
	for (i = 0; i < 2; i++) {
		rawbpf_map_delete(NULL, fd[i], &zero);
		close(fd[i]);
	}
	return fault.hit;
}

START_TEST(any_request_may_fail_and_leaves_nothing)
{
	struct kernel_ids ids;
	struct fds fds;
	unsigned int at;
	const int *err;
	bool more;

	rawbpf_object_close(open_good());
	fds_take(&fds);
	for (err = fault_errors(); *err; err++)
		for (at = 1, more = true; more; at++) {
			kernel_ids_take(&ids);
			more = one_may_fail(at, *err);
			fds_same(&fds);
			kernel_ids_same(&ids);
			assert_err(exists(one), -ENOENT);
			assert_err(exists(two), -ENOENT);
		}
	ck_assert_int_gt(at, 10);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("struct_ops");
	TCase *t = tcase_create("congestion control");

	tcase_set_timeout(t, 120);
	tcase_add_test(t, the_kernel_calls_the_programs_of_a_registered_struct);
	tcase_add_test(t, a_link_is_used_where_the_kernel_has_it);
	tcase_add_test(t, nothing_is_registered_before_and_after);
	tcase_add_test(t, a_link_can_be_made_again);
	tcase_add_test(t, a_name_can_be_registered_once);
	tcase_add_test(t, a_program_can_be_exchanged_before_loading);
	tcase_add_test(t, a_program_can_be_taken_out);
	tcase_add_test(t, what_is_not_created_is_not_registered);
	tcase_add_test(t, a_struct_that_the_kernel_refuses_is_refused_with_a_reason);
	tcase_add_test(t, what_nobody_asks_for_is_left_out);
	tcase_add_loop_test(t, what_does_not_fit_is_refused_by_name, 0,
		sizeof(refusals) / sizeof(*refusals));
	tcase_add_loop_test(t, a_struct_that_the_kernel_lacks_is_told_with_the_first_kernel_that_has_it, 0,
		sizeof(kinds) / sizeof(*kinds));
	tcase_add_test(t, a_program_of_another_object_is_refused);
	tcase_add_test(t, members_are_variables_before_loading);
	tcase_add_test(t, any_request_may_fail_and_leaves_nothing);
	suite_add_tcase(s, t);
	return s;
}

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Several programs on one cgroup and on those below it: who may stand there, in which order they run,
 * what takes whose place; and that nothing is left of what did not come to be. The three programs note
 * their numbers in `order`.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kernel/kernel.h"
#include "object/object.h"
#include "tests/lib/cgroup.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/mountns.h"
#include "tests/lib/netns.h"
#include "tests/lib/packet.h"

#define OBJECT BUILD "/tests/progs/cgroup_hooks.bpf.o"

static struct rawbpf_object *object;
static struct rawbpf_diag diag;
static struct cgroup cg, below; /* below is a directory in cg */

static void setup(void)
{
	static const char *const names[] = { "first", "second", "third" };
	size_t i;

	need_root();
	need_cgroup2();
	need_file(OBJECT);
	ck_assert_int_eq(rawbpf_object_open(OBJECT, NULL, &object, NULL), 0);
	for (i = 0; i < 3; i++)
		rawbpf_prog_set_autoload(rawbpf_object_prog(object, names[i]), true);
	ck_assert_msg(!rawbpf_object_load(object, &diag), "%s", diag.msg);
	netns_enter();
	cgroup_create(&cg);
	snprintf(below.path, sizeof(below.path), "%.480s/below", cg.path);
	ck_assert_int_eq(mkdir(below.path, 0755), 0);
}

static void teardown(void)
{
	rawbpf_object_close(object);
}

/* "first" at the directory, with these words; NULL and the reason in diag if it cannot be. */
static struct rawbpf_link *try_at(const char *prog, const struct cgroup *c, const char *words)
{
	struct rawbpf_link *l = NULL;
	char target[600];
	int err;

	memset(&diag, 0, sizeof(diag));
	snprintf(target, sizeof(target), "%s%s", c->path, words);
	err = rawbpf_prog_attach(rawbpf_object_prog(object, prog), target, NULL, &l, &diag);
	ck_assert_int_eq(err, diag.err);
	return l;
}

static struct rawbpf_link *at(const char *prog, const struct cgroup *c, const char *words)
{
	struct rawbpf_link *l = try_at(prog, c, words);

	ck_assert_msg(l != NULL, "%s", diag.msg);
	return l;
}

static void refused(const char *prog, const struct cgroup *c, const char *words, int err,
	const char *sentence)
{
	ck_assert_ptr_null(try_at(prog, c, words));
	ck_assert_msg(diag.err == err && strstr(diag.msg, sentence), "%d: %s", diag.err, diag.msg);
}

static uint32_t id_of(int fd)
{
	uint32_t info[16] = { 0 }, size = sizeof(info);

	assert_ok(kernel_obj_info(rawbpf_kernel(), fd, info, &size));
	return info[1]; /* the number of a program and of a link is the second field of both */
}

static const char *with_id(const char *words, uint32_t id)
{
	static char text[64];

	snprintf(text, sizeof(text), "%s%u", words, id);
	return text;
}

static uint32_t prog_id(const char *prog)
{
	return id_of(rawbpf_prog_fd(rawbpf_object_prog(object, prog)));
}

static long send_one(void *arg)
{
	(void)arg;
	return packet_udp_send("127.0.0.1", 4000, 1, 10);
}

/* Which programs a packet passes that is sent from there: 21 are second, then first. */
static uint64_t order(const struct cgroup *c)
{
	uint64_t *now = rawbpf_global(object, "order", NULL);

	*now = 0;
	ck_assert_int_eq(cgroup_do(c, send_one, NULL), 1);
	return *now;
}

static uint32_t attached(const struct cgroup *c)
{
	struct bpf_attr_prog_query a;

	memset(&a, 0, sizeof(a));
	a.target_fd = c->fd;
	a.attach_type = BPF_CGROUP_INET_EGRESS;
	assert_ok(kernel_prog_query(rawbpf_kernel(), &a));
	return a.prog_cnt;
}

START_TEST(programs_of_all_directories_run_the_nearest_first)
{
	struct rawbpf_link *l = at("first", &cg, "");

	at("second", &below, ",nolink");
	ck_assert_str_eq(rawbpf_link_how(at("third", &below, ",multi,nolink")), "PROG_ATTACH");
	ck_assert_uint_eq(order(&below), 231);
	ck_assert_uint_eq(order(&cg), 1);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_uint_eq(order(&below), 23);
}
END_TEST

START_TEST(multi_is_what_is_done_if_nothing_is_said)
{
	const char *how = rawbpf_link_how(at("first", &cg, ""));

	ck_assert_str_eq(rawbpf_link_how(at("second", &cg, ",multi")), how);
	ck_assert_uint_eq(order(&cg), 12);
}
END_TEST

START_TEST(words_that_contradict_each_other_are_refused)
{
	static const char *const both[] = { ",override,exclusive", ",multi,override", ",multi,exclusive" };
	size_t i;

	for (i = 0; i < 3; i++)
		refused("first", &cg, both[i], -EINVAL, "exclude each other: say one");
	ck_assert_uint_eq(attached(&cg), 0);
}
END_TEST

START_TEST(an_override_runs_instead_of_the_one_above)
{
	struct rawbpf_link *l;

	at("first", &cg, ",override");
	l = at("second", &below, ",override");
	ck_assert_str_eq(rawbpf_link_how(l), "PROG_ATTACH");
	ck_assert_uint_eq(order(&below), 2);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_uint_eq(order(&below), 1);
}
END_TEST

START_TEST(an_exclusive_program_refuses_others_there_and_below)
{
	struct rawbpf_link *l = at("first", &cg, ",exclusive");
	uint32_t id = prog_id("first");

	refused("second", &cg, ",exclusive", -EBUSY, with_id(",exclusive,replace=", id));
	refused("second", &cg, "", -EBUSY, with_id("program ", id));
	refused("second", &cg, ",override", -EBUSY, "is there, and exclusive: ");
	refused("second", &below, "", -EBUSY, "/below/.. is exclusive and allows none below: attach that "
		"one with override or multi");
	ck_assert_uint_eq(order(&below), 1);
	assert_ok(rawbpf_link_detach(l));
	at("second", &below, "");
	ck_assert_uint_eq(order(&below), 2);
}
END_TEST

START_TEST(several_programs_refuse_one_that_would_be_alone)
{
	at("first", &cg, "");
	refused("second", &cg, ",exclusive", -EBUSY, "and multi, so others there can only be that too");
	refused("second", &cg, ",override", -EBUSY, "multi");
	ck_assert_uint_eq(order(&cg), 1);
}
END_TEST

START_TEST(one_of_several_is_replaced_in_its_place)
{
	struct rawbpf_link *l;

	assert_ok(rawbpf_link_leave(at("first", &cg, ",nolink")));
	at("second", &cg, ",nolink");
	l = at("third", &cg, with_id(",replace=", prog_id("first")));
	ck_assert_uint_eq(order(&cg), 32);
	refused("third", &cg, with_id(",replace=", prog_id("first")), -EINVAL, "there already");
	assert_ok(rawbpf_link_detach(l));
	ck_assert_uint_eq(order(&cg), 2);
	refused("third", &cg, with_id(",replace=", prog_id("first")), -ENOENT, "not attached there");
	refused("third", &cg, ",replace=4294967295", -ENOENT,
		"replace=4294967295: no program has this id (rawbpf prog show)");
}
END_TEST

START_TEST(a_single_program_is_exchanged_only_for_one_that_is_named)
{
	struct rawbpf_link *l = at("first", &cg, ",exclusive");
	struct rawbpf_link *after;

	refused("second", &cg, with_id(",exclusive,replace=", prog_id("third")), -ENOENT, "not attached");
	after = at("second", &cg, with_id(",exclusive,replace=", prog_id("first")));
	ck_assert_uint_eq(order(&cg), 2);
	assert_err(rawbpf_link_detach(l), -ENOENT);
	ck_assert_uint_eq(order(&cg), 2);
	assert_ok(rawbpf_link_detach(after));
	ck_assert_uint_eq(attached(&cg), 0);
}
END_TEST

START_TEST(an_order_is_kept_or_its_first_kernel_is_named)
{
	struct rawbpf_link *l = at("first", &cg, "");
	char words[64];

	if (!kernel_is(6, 17)) {
		refused("second", &cg, ",before", -EOPNOTSUPP, "6.17");
		refused("second", &cg, ",revision=7", -EOPNOTSUPP, "6.17");
		ck_assert_uint_eq(order(&cg), 1);
		return;
	}
	at("second", &cg, ",before");
	ck_assert_uint_eq(order(&cg), 21);
	snprintf(words, sizeof(words), ",after=link:%u", id_of(rawbpf_link_fd(l)));
	l = at("third", &cg, words);
	ck_assert_str_eq(rawbpf_link_how(l), "bpf_link");
	ck_assert_uint_eq(order(&cg), 213);
	rawbpf_link_detach(l);
	snprintf(words, sizeof(words), ",before=%u", prog_id("first"));
	refused("third", &cg, words, -ENOENT, "a link stands beside links");
	refused("third", &cg, ",revision=1", -ESTALE, "since revision 1");
	ck_assert_uint_eq(order(&cg), 21);
}
END_TEST

START_TEST(a_program_without_a_link_stands_beside_its_like)
{
	at("first", &cg, ",nolink");
	if (!kernel_is(6, 17)) {
		refused("second", &cg, with_id(",before=", prog_id("first")), -EOPNOTSUPP, "6.17");
		return;
	}
	at("second", &cg, with_id(",before=", prog_id("first")));
	ck_assert_uint_eq(order(&cg), 21);
	ck_assert_ptr_nonnull(at("third", &cg, with_id(",after=", prog_id("second"))));
	ck_assert_uint_eq(order(&cg), 231);
}
END_TEST

START_TEST(preorder_runs_before_the_programs_below)
{
	/* 6.12 got it later, with a fix */
	if (!try_at("first", &cg, ",preorder")) {
		ck_assert(!kernel_is(6, 15));
		ck_assert_msg(diag.err == -EOPNOTSUPP && strstr(diag.msg, "6.15"), "%s", diag.msg);
		return;
	}
	at("second", &below, "");
	ck_assert_uint_eq(order(&below), 12);
}
END_TEST

START_TEST(places_that_take_no_program_are_refused_with_the_way_on)
{
	static const struct {
		const char *path;
		int err;
		const char *sentence;
	} bad[] = {
		{ "", -EINVAL, "name a directory of cgroup v2" },
		{ "/tmp", -EBADF, "is not a directory of cgroup v2" },
		{ "/dev/null", -ENOTDIR, "cannot be opened" },
		{ "/sys/no/such/cgroup", -ENOENT, "there is no such cgroup" },
	};
	struct rawbpf_link *l = NULL;
	char root[400], target[64];
	size_t i;

	cgroup_mount_point(root, sizeof(root));
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		memset(&diag, 0, sizeof(diag));
		snprintf(target, sizeof(target), "cgroup_skb/egress:%s", bad[i].path);
		assert_err(rawbpf_prog_attach(rawbpf_object_prog(object, "first"), target, NULL, &l,
			&diag), bad[i].err);
		ck_assert_msg(strstr(diag.msg, bad[i].sentence), "%s", diag.msg);
		ck_assert_msg(i > 1 || strstr(diag.msg, root), "%s", diag.msg);
	}
}
END_TEST

START_TEST(a_directory_of_cgroup_v1_is_told_from_one_of_v2)
{
	static struct cgroup v1 = { "/tmp", -1 };

	mountns_enter();
	skip_unless(!mount("none", "/tmp", "cgroup", 0, "none,name=rawbpf-test"),
		"the kernel has no cgroup v1");
	refused("first", &v1, "", -EBADF, "v1 takes no programs");
	umount("/tmp");
}
END_TEST

START_TEST(a_program_of_another_hook_is_refused)
{
	char target[600];

	snprintf(target, sizeof(target), "cgroup/connect4:%s", cg.path);
	assert_err(rawbpf_prog_attach(rawbpf_object_prog(object, "first"), target, NULL, NULL, &diag),
		-EINVAL);
	ck_assert_msg(strstr(diag.msg, "not loaded as the type that hook cgroup/connect4"), "%s",
		diag.msg);
}
END_TEST

/* ---- requests that fail ------------------------------------------------------------------------ */

static const char *const ways[] = { "", ",nolink", ",exclusive", ",override", ",multi,nolink" };

/* Attached or not, and then detached: nothing is there. What was there before still is. */
static bool one_fails(const char *words, unsigned int number, int err)
{
	int fd = rawbpf_prog_fd(rawbpf_object_prog(object, "second"));
	struct rawbpf_link *l = NULL;
	struct fault fault;
	char target[600];
	bool hit;

	snprintf(target, sizeof(target), "cgroup_skb/egress:%s%s", below.path, words);
	fault_init(&fault, number, err);
	if (!rawbpf_attach(&fault.kernel, fd, target, NULL, &l, NULL)) {
		ck_assert_uint_eq(attached(&below), 1);
		hit = fault.hit;
		fault.at = 0;
		assert_ok(rawbpf_link_detach(l));
		fault.hit = hit;
	}
	ck_assert_msg(!attached(&below), "request %u failed with %d: a program is left", number, err);
	return fault.hit;
}

START_TEST(a_request_that_fails_leaves_the_cgroup_as_it_was)
{
	const int *err;
	struct fds fds;
	unsigned int n;

	below.fd = open(below.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	fds_take(&fds);
	for (err = fault_errors(); *err; err++) {
		for (n = 1; one_fails(ways[_i], n, *err); n++)
			;
		ck_assert_uint_gt(n, 2);
	}
	fds_same(&fds);
	ck_assert_uint_eq(attached(&cg), 0);
}
END_TEST

/* Beside the first program, or in its place; a number belongs behind each "=". */
static const struct beside {
	const char *first, *words;
} besides[] = {
	{ "", ",before" },
	{ ",nolink", ",nolink,before=" },
	{ "", ",after=link:" },
	{ ",nolink", ",nolink,after" },
	{ "", ",preorder" },
	{ ",nolink", ",nolink,preorder" },
	{ "", ",revision=" },
	{ ",nolink", ",nolink,revision=" },
	{ ",nolink", ",replace=" },
	{ ",override", ",override,replace=" },
	{ ",exclusive", ",exclusive,replace=" },
};

static uint32_t revision(void)
{
	struct bpf_attr_prog_query a;

	memset(&a, 0, sizeof(a));
	a.target_fd = below.fd;
	a.attach_type = BPF_CGROUP_INET_EGRESS;
	assert_ok(kernel_prog_query(rawbpf_kernel(), &a));
	return a.revision;
}

/* 0: none is there */
static uint32_t only_program(void)
{
	struct bpf_attr_prog_query a;
	uint32_t id = 0;

	memset(&a, 0, sizeof(a));
	a.target_fd = below.fd;
	a.attach_type = BPF_CGROUP_INET_EGRESS;
	a.prog_ids = kernel_ptr(&id);
	a.prog_cnt = 1;
	assert_ok(kernel_prog_query(rawbpf_kernel(), &a));
	return id;
}

static void target_beside(char *target, size_t size, const char *words, const struct rawbpf_link *first)
{
	int end = snprintf(target, size, "cgroup_skb/egress:%s%s", below.path, words);

	if (strstr(words, "revision="))
		snprintf(target + end, size - end, "%u", revision());
	else if (strstr(words, "link:"))
		snprintf(target + end, size - end, "%u", id_of(rawbpf_link_fd(first)));
	else if (strchr(words, '='))
		snprintf(target + end, size - end, "%u", prog_id("first"));
}

/* If it was not attached, the first is alone as before. */
static bool beside_fails(const struct beside *b, unsigned int number, int err)
{
	int fd = rawbpf_prog_fd(rawbpf_object_prog(object, "second"));
	struct rawbpf_link *first = at("first", &below, b->first), *l = NULL;
	bool replaced = strstr(b->words, "replace") != NULL, hit;
	struct fault fault;
	char target[600];

	target_beside(target, sizeof(target), b->words, first);
	fault_init(&fault, number, err);
	err = rawbpf_attach(&fault.kernel, fd, target, NULL, &l, NULL);
	hit = fault.hit;
	fault.at = 0;
	ck_assert_msg(!err || hit || !kernel_is(6, 17), "%s: %d", target, err);
	ck_assert_uint_eq(attached(&below), err || replaced ? 1 : 2);
	ck_assert(err || !rawbpf_link_detach(l));
	ck_assert_msg(only_program() == (replaced && !err ? 0 : prog_id("first")),
		"%s: request %u failed: program %u is there", target, number, only_program());
	ck_assert_int_eq(rawbpf_link_detach(first), replaced && !err ? -ENOENT : 0);
	return hit;
}

START_TEST(a_request_that_fails_leaves_the_program_that_was_there)
{
	const int *err;
	struct fds fds;
	unsigned int n;

	below.fd = open(below.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	fds_take(&fds);
	for (err = fault_errors(); *err; err++) {
		for (n = 1; beside_fails(&besides[_i], n, *err); n++)
			;
		ck_assert_uint_gt(n, 2);
	}
	fds_same(&fds);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("cgroup_modes");
	TCase *t = tcase_create("modes");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, programs_of_all_directories_run_the_nearest_first);
	tcase_add_test(t, multi_is_what_is_done_if_nothing_is_said);
	tcase_add_test(t, words_that_contradict_each_other_are_refused);
	tcase_add_test(t, an_override_runs_instead_of_the_one_above);
	tcase_add_test(t, an_exclusive_program_refuses_others_there_and_below);
	tcase_add_test(t, several_programs_refuse_one_that_would_be_alone);
	tcase_add_test(t, one_of_several_is_replaced_in_its_place);
	tcase_add_test(t, a_single_program_is_exchanged_only_for_one_that_is_named);
	tcase_add_test(t, an_order_is_kept_or_its_first_kernel_is_named);
	tcase_add_test(t, a_program_without_a_link_stands_beside_its_like);
	tcase_add_test(t, preorder_runs_before_the_programs_below);
	tcase_add_test(t, places_that_take_no_program_are_refused_with_the_way_on);
	tcase_add_test(t, a_directory_of_cgroup_v1_is_told_from_one_of_v2);
	tcase_add_test(t, a_program_of_another_hook_is_refused);
	tcase_add_loop_test(t, a_request_that_fails_leaves_the_cgroup_as_it_was, 0,
		sizeof(ways) / sizeof(*ways));
	tcase_add_loop_test(t, a_request_that_fails_leaves_the_program_that_was_there, 0,
		sizeof(besides) / sizeof(*besides));
	suite_add_tcase(s, t);
	return s;
}

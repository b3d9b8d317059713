/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `rawbpf init` with its k-th request failing, for every k: what the line says is there, all of it,
 * or nothing: no pins, no folders, nothing attached. Never is a descriptor left open.
 */
#include "tests/lib/test.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "kernel/kernel.h"
#include "tests/lib/cgroup.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/mountns.h"
#include "tests/lib/netns.h"

#define PINS MOUNTNS_BPFFS "/mine"

static struct cgroup cg;
static char dir[] = "/tmp/rawbpf-init-XXXXXX";

/* What is said goes to files, also what is said to the kernel's log: that one is the machine's. */
static void setup(void)
{
	need_root();
	need_cgroup2();
	need_file(BUILD "/progs/xdp_count.bpf.o");
	mountns_enter();
	netns_enter();
	cgroup_create(&cg);
	ck_assert_ptr_nonnull(mkdtemp(dir));
	mount("/dev/null", "/dev/kmsg", "", MS_BIND, "");
	fflush(stdout);
	ck_assert_int_eq(dup2(open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600), 1), 1);
	ck_assert_int_eq(dup2(open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600), 2), 2);
}

static void teardown(void)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/manifest", dir);
	unlink(path);
	rmdir(dir);
}

/* An object of ours, and what to do with it, in two pieces. */
static void write_manifest(const char *line, const char *where, const char *rest)
{
	char path[64], *top = realpath(BUILD "/progs", NULL);
	FILE *f;

	snprintf(path, sizeof(path), "%s/manifest", dir);
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	fprintf(f, "%s/%s%s%s --pin " PINS "/one --owner 12:34 --mode 0640 --required\n", top, line,
		where, rest);
	fclose(f);
	free(top);
}

static int init(struct rawbpf_kernel *k)
{
	char *words[] = { "rawbpf", "init", dir, NULL };

	return cli_main(3, words, k);
}

/* The programs of an attach type in the cgroup. */
static unsigned int in_cgroup(uint32_t type)
{
	struct bpf_attr_prog_query a;
	uint32_t ids[8];

	memset(&a, 0, sizeof(a));
	a.target_fd = cg.fd;
	a.attach_type = type;
	a.prog_ids = kernel_ptr(ids);
	a.prog_cnt = 8;
	assert_ok(kernel_prog_query(rawbpf_kernel(), &a));
	return a.prog_cnt;
}

static unsigned int attached(void)
{
	return in_cgroup(BPF_CGROUP_DEVICE) + netns_has_xdp("lo");
}

/* Nobody else's: 12:34 0640, and folders with x. */
static void given(const char *name, mode_t mode)
{
	char path[128];
	struct stat st;

	snprintf(path, sizeof(path), PINS "/one/%s", name);
	ck_assert_msg(!stat(path, &st), "%s is missing", path);
	ck_assert_uint_eq(st.st_uid, 12);
	ck_assert_uint_eq(st.st_gid, 34);
	ck_assert_uint_eq(st.st_mode & 07777, mode);
}

/* Without a link, as the kernel may have refused one, the older way stays by itself. */
static void all_or_nothing(int code, const char *prog)
{
	char name[64];

	ck_assert_msg(!code == !access(PINS, F_OK), "exit code %d, and the folder is %s", code,
		code ? "left" : "missing");
	ck_assert_uint_eq(attached(), !code);
	if (code)
		return;
	snprintf(name, sizeof(name), "progs/%s", prog);
	given(name, 0640);
	given("maps", 0750);
	snprintf(name, sizeof(name), "links/%s", prog);
	if (!access(PINS "/one/links", F_OK))
		given(name, 0640);
}

/* What is attached by the older way, too. */
static void take_off(const char *prog)
{
	struct bpf_attr_prog_attach a;
	char path[128];

	snprintf(path, sizeof(path), PINS "/one/progs/%s", prog);
	memset(&a, 0, sizeof(a));
	a.target_fd = cg.fd;
	a.attach_bpf_fd = kernel_obj_get(rawbpf_kernel(), path);
	a.attach_type = BPF_CGROUP_DEVICE;
	ck_assert_int_ge(a.attach_bpf_fd, 0);
	kernel_prog_detach(rawbpf_kernel(), &a);
	close(a.attach_bpf_fd);
	netns_xdp_off("lo");
	ck_assert_int_eq(system("rm -r " PINS), 0);
}

static void take_away(const char *prog)
{
	int i;

	take_off(prog);
	for (i = 0; i < 500 && attached(); i++)
		usleep(10000);
	ck_assert_uint_eq(attached(), 0);
}

static void every_request_may_fail(const char *prog, int (*refuse)(const struct rawbpf_request *r))
{
	struct fault fault;
	struct fds fds;
	unsigned int at;
	const int *err;
	int code;

	fds_take(&fds);
	for (err = fault_errors(); *err; err++) {
		for (at = 1, fault.hit = true; fault.hit; at += fault_step()) {
			fault_init(&fault, at, *err);
			fault.refuse = refuse;
			code = init(&fault.kernel);
			all_or_nothing(code, prog);
			fds_same(&fds);
			if (!code)
				take_away(prog);
		}
		ck_assert_msg(at > 25, "only %u requests", at);
	}
}

START_TEST(an_xdp_link_is_pinned_with_all_or_nothing_is_left)
{
	write_manifest("xdp_count.bpf.o xdp_count=", "xdp:lo", "");
	every_request_may_fail("xdp_count", NULL);
}
END_TEST

START_TEST(an_xdp_program_by_netlink_is_left_in_place_or_nothing_is_left)
{
	write_manifest("xdp_count.bpf.o xdp_count=", "xdpgeneric:lo", "");
	every_request_may_fail("xdp_count", fault_no_links);
}
END_TEST

START_TEST(a_cgroup_link_is_pinned_with_all_or_nothing_is_left)
{
	write_manifest("cgroup_device.bpf.o cgroup_device=", cg.path, " --set major=1");
	every_request_may_fail("cgroup_device", NULL);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("init_fault");
	TCase *t = tcase_create("every request");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, an_xdp_link_is_pinned_with_all_or_nothing_is_left);
	tcase_add_test(t, an_xdp_program_by_netlink_is_left_in_place_or_nothing_is_left);
	tcase_add_test(t, a_cgroup_link_is_pinned_with_all_or_nothing_is_left);
	suite_add_tcase(s, t);
	return s;
}

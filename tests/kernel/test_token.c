/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BPF tokens: a child in a user namespace of its own, where it has all capabilities, and so none
 * that bpf(2) looks at. Its parent fits out the bpffs that the child has begun, with what is
 * delegated, since only the parent may. The file system's descriptors go through a socket.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel/kernel.h"
#include "rawbpf.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"

#define OBJECT BUILD "/tests/progs/token.bpf.o"

/* of <linux/mount.h>, which cannot stand beside <sys/mount.h> */
enum { SET_STRING = 1, CMD_CREATE = 6, MOVE_EMPTY_PATH = 4 };

struct delegated {
	const char *cmds, *maps, *progs, *attachs;
};

static const struct delegated all = { "any", "any", "any", "any" };

static void send_fd(int sock, int fd)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control;
	char byte = 0;
	struct iovec io = { &byte, 1 };
	struct msghdr m;

	memset(&m, 0, sizeof(m));
	memset(&control, 0, sizeof(control));
	m.msg_iov = &io;
	m.msg_iovlen = 1;
	m.msg_control = &control;
	m.msg_controllen = sizeof(control);
	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(&control.header), &fd, sizeof(int));
	ck_assert_int_eq(sendmsg(sock, &m, 0), 1);
}

static int receive_fd(int sock)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control;
	char byte;
	struct iovec io = { &byte, 1 };
	struct msghdr m;
	int fd;

	memset(&m, 0, sizeof(m));
	m.msg_iov = &io;
	m.msg_iovlen = 1;
	m.msg_control = &control;
	m.msg_controllen = sizeof(control);
	ck_assert_int_eq(recvmsg(sock, &m, MSG_CMSG_CLOEXEC), 1);
	memcpy(&fd, CMSG_DATA(&control.header), sizeof(int));
	return fd;
}

static void delegate(int fs, const char *what, const char *names)
{
	if (names && syscall(SYS_fsconfig, fs, SET_STRING, what, names, 0))
		ck_abort_msg("%s=%s: %s", what, names, strerror(errno));
}

/* The parent's part. */
static void fit_out(int sock, const struct delegated *d)
{
	int fs = receive_fd(sock), mount_fd;

	delegate(fs, "delegate_cmds", d->cmds);
	delegate(fs, "delegate_maps", d->maps);
	delegate(fs, "delegate_progs", d->progs);
	delegate(fs, "delegate_attachs", d->attachs);
	ck_assert_int_eq(syscall(SYS_fsconfig, fs, CMD_CREATE, NULL, NULL, 0), 0);
	mount_fd = syscall(SYS_fsmount, fs, 0, 0);
	ck_assert_int_ge(mount_fd, 0);
	send_fd(sock, mount_fd);
	close(fs);
	close(mount_fd);
}

static void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	ck_assert_msg(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text), "%s: %s", path,
		strerror(errno));
	close(fd);
}

/* The child's part: namespaces of its own, with the bpffs at /sys/fs/bpf. */
static void enter(int sock)
{
	int fs, mount_fd;

	ck_assert_int_eq(unshare(CLONE_NEWUSER | CLONE_NEWNS), 0);
	write_file("/proc/self/setgroups", "deny");
	write_file("/proc/self/uid_map", "0 0 1");
	write_file("/proc/self/gid_map", "0 0 1");
	ck_assert_int_eq(mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL), 0);
	fs = syscall(SYS_fsopen, "bpf", 0);
	ck_assert_msg(fs >= 0, "fsopen: %s", strerror(errno));
	send_fd(sock, fs);
	close(fs);
	mount_fd = receive_fd(sock);
	ck_assert_int_eq(syscall(SYS_move_mount, mount_fd, "", AT_FDCWD, "/sys/fs/bpf",
		MOVE_EMPTY_PATH), 0);
	close(mount_fd);
}

/* Run `fn` as the child; a failed check in it prints itself and ends it. */
static void as_child(const struct delegated *d, void (*fn)(void))
{
	int socks[2], status;
	pid_t child;

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, socks), 0);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (!child) {
		close(socks[0]);
		enter(socks[1]);
		close(socks[1]);
		fn();
		_exit(0);
	}
	close(socks[1]);
	fit_out(socks[0], d);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_msg(WIFEXITED(status) && !WEXITSTATUS(status), "the child ended with 0x%x", status);
	close(socks[0]);
}

static void need_tokens(void)
{
	int fs = syscall(SYS_fsopen, "bpf", 0);

	need_root();
	need_kernel(6, 9);
	skip_unless(fs >= 0, "no fsopen() here: %s", strerror(errno));
	close(fs);
	need_file(OBJECT);
	need_file("/proc/self/ns/user");
}

/* Opened and loaded with this token path, or none. */
static int load(const char *token, struct rawbpf_kernel *k, struct rawbpf_object **o,
	struct rawbpf_diag *d)
{
	struct rawbpf_open_opts opts;

	memset(&opts, 0, sizeof(opts));
	memset(d, 0, sizeof(*d));
	opts.token_path = token;
	opts.kernel = k;
	assert_ok(rawbpf_object_open(OBJECT, &opts, o, NULL));
	return rawbpf_object_load(*o, d);
}

static void with_and_without(void)
{
	struct rawbpf_object *o;
	struct rawbpf_test_run t;
	struct rawbpf_diag d;
	uint8_t packet[64] = { 0 };
	struct bpf_prog_info info;
	uint32_t size = sizeof(info);
	int err;

	memset(&info, 0, sizeof(info));

	assert_err(load(NULL, NULL, &o, &d), -EPERM);
	rawbpf_object_close(o);
	err = load("/sys/fs/bpf", NULL, &o, &d);
	ck_assert_msg(!err, "%s\n%s", d.msg, d.log ? d.log : "");
	ck_assert_int_ge(rawbpf_map_fd(rawbpf_object_map(o, "inner_maps")), 0);
	assert_ok(kernel_obj_info(rawbpf_kernel(), rawbpf_prog_fd(rawbpf_object_prog(o, "count")),
		&info, &size));
	ck_assert_uint_gt(info.btf_id, 0);
	memset(&t, 0, sizeof(t));
	t.data_in = packet;
	t.data_in_size = sizeof(packet);
	err = rawbpf_test_run(NULL, rawbpf_prog_fd(rawbpf_object_prog(o, "count")), &t, NULL);
	if (!err)
		ck_assert_uint_eq(t.retval, 5);
	rawbpf_object_close(o);
}

START_TEST(what_is_refused_without_a_token_loads_with_one)
{
	need_tokens();
	as_child(&all, with_and_without);
}
END_TEST

static void refused(void)
{
	struct rawbpf_object *o;
	struct rawbpf_diag d;

	assert_err(load("/sys/fs/bpf", NULL, &o, &d), -EPERM);
	rawbpf_object_close(o);
	rawbpf_diag_free(&d);
}

/* By number, a bit each: for names the kernel needs its own BTF. */
static const struct delegated partly[] = {
	{ "0x1", "any", "any", "any" }, /* BPF_MAP_CREATE */
	{ "any", "0x4", "any", "any" }, /* BPF_MAP_TYPE_ARRAY */
	{ "any", "any", "0x2", "any" }, /* BPF_PROG_TYPE_SOCKET_FILTER */
	{ "any", "any", "any", "0x2" }, /* BPF_CGROUP_INET_EGRESS */
};

START_TEST(what_is_not_delegated_is_refused)
{
	need_tokens();
	as_child(&partly[_i], refused);
}
END_TEST

static void says_nothing_is_delegated(void)
{
	struct rawbpf_object *o;
	struct rawbpf_diag d;

	assert_err(load("/sys/fs/bpf", NULL, &o, &d), -ENOENT);
	ck_assert_msg(strstr(d.msg, "mounted without delegate_") != NULL, "%s", d.msg);
	rawbpf_object_close(o);
}

START_TEST(a_bpffs_that_delegates_nothing_gives_no_token)
{
	const struct delegated none = { NULL, NULL, NULL, NULL };

	need_tokens();
	as_child(&none, says_nothing_is_delegated);
}
END_TEST

static const struct {
	const char *path;
	int err;
	const char *words;
} paths[] = {
	{ "/proc", -EINVAL, "is no bpffs" },
	{ "/nonexistent", -ENOENT, "/nonexistent: cannot be opened for a token" },
};

START_TEST(a_path_that_is_no_bpffs_is_refused)
{
	struct rawbpf_object *o;
	struct rawbpf_diag d;

	need_root();
	need_file(OBJECT);
	assert_err(load(paths[_i].path, NULL, &o, &d), paths[_i].err);
	ck_assert_msg(strstr(d.msg, paths[_i].words) != NULL, "%s", d.msg);
	rawbpf_object_close(o);
}
END_TEST

static void each_request_fails(void)
{
	struct rawbpf_object *o;
	struct rawbpf_diag d;
	struct fault fault;
	unsigned int at;
	struct fds fds;
	int err;

	fds_take(&fds);
	for (at = 1, fault.hit = true; fault.hit; at++) {
		fault_init(&fault, at, -ENOMEM);
		err = load("/sys/fs/bpf", &fault.kernel, &o, &d);
		ck_assert_msg(!err || *d.msg, "request %u: no message", at);
		rawbpf_object_close(o);
		rawbpf_diag_free(&d);
		fds_same(&fds);
	}
	ck_assert_int_gt(at, 5);
}

START_TEST(any_request_may_fail_and_leaves_no_descriptor)
{
	need_tokens();
	as_child(&all, each_request_fails);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("token");
	TCase *t = tcase_create("user namespace");

	tcase_add_test(t, what_is_refused_without_a_token_loads_with_one);
	tcase_add_loop_test(t, what_is_not_delegated_is_refused, 0, sizeof(partly) / sizeof(*partly));
	tcase_add_test(t, a_bpffs_that_delegates_nothing_gives_no_token);
	tcase_add_loop_test(t, a_path_that_is_no_bpffs_is_refused, 0, sizeof(paths) / sizeof(*paths));
	tcase_add_test(t, any_request_may_fail_and_leaves_no_descriptor);
	suite_add_tcase(s, t);
	return s;
}

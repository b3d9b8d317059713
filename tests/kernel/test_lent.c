/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs on sockets of others: filters on one of another process, filters that are there already or
 * locked, groups; and that neither the socket nor what somebody else has in its place is harmed.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel/request.h"
#include "rawbpf.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/netns.h"
#include "tests/lib/packet.h"
#include "tests/lib/tcp.h"

static const struct sock_filter drop_all[] = { BPF_STMT(BPF_RET | BPF_K, 0) };
static const struct sock_filter keep_all[] = { BPF_STMT(BPF_RET | BPF_K, 0xffff) };

/* A descriptor of this process, as others would say it. */
static const char *target_of(const char *hook, int fd)
{
	static char target[64];

	snprintf(target, sizeof(target), "%s:%d/%d", hook, (int)getpid(), fd);
	return target;
}

static int filter_on(int fd, const struct sock_filter *insn, struct rawbpf_link **l,
	struct rawbpf_diag *d)
{
	memset(d, 0, sizeof(*d));
	*l = NULL;
	return rawbpf_attach_classic(NULL, insn, 1, target_of("socket", fd), NULL, l, d);
}

static int received(int fd)
{
	ck_assert_int_eq(packet_udp_send("127.0.0.1", 4000, 4, 10), 4);
	return packet_count(fd, 4, 100);
}

static int bound(void)
{
	need_root();
	need_pidfd();
	netns_enter();
	return packet_udp_bind("127.0.0.1", 4000);
}

START_TEST(a_filter_on_a_process_s_socket_drops_until_detached)
{
	int fd = bound();
	struct rawbpf_link *l;
	struct rawbpf_diag d;
	struct fds before;

	fds_take(&before);
	ck_assert_msg(!filter_on(fd, drop_all, &l, &d), "%s", d.msg);
	ck_assert_str_eq(rawbpf_link_how(l), "SO_ATTACH_FILTER");
	ck_assert_int_eq(rawbpf_link_fd(l), -1);
	ck_assert_int_eq(received(fd), 0);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(received(fd), 4);
	fds_same(&before);
}
END_TEST

START_TEST(a_program_on_a_process_s_socket_sees_its_packets_until_detached)
{
	struct rawbpf_object *o = NULL;
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;
	int fd = bound();

	need_file(BUILD "/progs/sockex1.bpf.o");
	memset(&d, 0, sizeof(d));
	ck_assert_msg(!rawbpf_object_open(BUILD "/progs/sockex1.bpf.o", NULL, &o, &d), "%s", d.msg);
	ck_assert_msg(!rawbpf_object_load(o, &d), "%s\n%s", d.msg, d.log ? d.log : "");
	ck_assert_msg(!rawbpf_prog_attach(rawbpf_object_prog(o, "sockex1"), target_of("socket", fd),
			      NULL, &l, &d), "%s", d.msg);
	ck_assert_str_eq(rawbpf_link_how(l), "SO_ATTACH_BPF");
	ck_assert_int_eq(received(fd), 0); /* it keeps none */
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(received(fd), 4);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_filter_of_somebody_else_is_not_replaced)
{
	struct sock_fprog theirs = { 1, (struct sock_filter *)drop_all };
	struct rawbpf_link *l;
	struct rawbpf_diag d;
	int fd = bound();

	ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &theirs, sizeof(theirs)), 0);
	assert_err(filter_on(fd, keep_all, &l, &d), -EBUSY);
	ck_assert_msg(strstr(d.msg, "has a filter already") != NULL, "%s", d.msg);
	ck_assert_ptr_null(l);
	ck_assert_int_eq(received(fd), 0);
}
END_TEST

START_TEST(a_locked_filter_stays)
{
	struct rawbpf_link *l = NULL;
	struct rawbpf_attach_opts opts;
	struct rawbpf_diag d;
	int fd = bound(), none = 0;
	char target[80];

	memset(&d, 0, sizeof(d));
	snprintf(target, sizeof(target), "%s,lock", target_of("socket", fd));
	ck_assert_msg(!rawbpf_attach_classic(NULL, drop_all, 1, target, NULL, &l, &d), "%s", d.msg);
	ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, &none, sizeof(none)), -1);
	ck_assert_int_eq(errno, EPERM);
	assert_err(rawbpf_link_detach(l), -EPERM);
	memset(&opts, 0, sizeof(opts));
	opts.socket_fd = fd;
	assert_err(rawbpf_attach_classic(NULL, keep_all, 1, NULL, &opts, &l, &d), -EPERM);
	ck_assert_msg(strstr(d.msg, "locked") != NULL, "%s", d.msg);
	ck_assert_int_eq(received(fd), 0);
}
END_TEST

START_TEST(a_filter_on_a_given_socket_is_locked_as_the_options_say)
{
	struct rawbpf_attach_opts opts;
	struct rawbpf_link *l = NULL;
	int fd = bound();

	memset(&opts, 0, sizeof(opts));
	opts.socket_fd = fd;
	opts.lock = true;
	assert_ok(rawbpf_attach_classic(NULL, drop_all, 1, NULL, &opts, &l, NULL));
	assert_err(rawbpf_link_detach(l), -EPERM);
	ck_assert_int_eq(received(fd), 0);
}
END_TEST

static void refused(const char *target, int want, const char *words)
{
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;

	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_attach_classic(NULL, drop_all, 1, target, NULL, &l, &d), want);
	ck_assert_msg(strstr(d.msg, words) != NULL, "%s", d.msg);
	ck_assert_ptr_null(l);
}

static int no_pidfd(const struct rawbpf_request *r)
{
	return r->call == CALL_PIDFD_GETFD ? -ENOSYS : 0;
}

START_TEST(an_older_kernel_is_told_since_when_sockets_are_lent)
{
	struct fault old;
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;
	int fd = bound();

	fault_init(&old, 0, 0);
	old.refuse = no_pidfd;
	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_attach_classic(&old.kernel, drop_all, 1, target_of("socket", fd), NULL, &l, &d),
		-EOPNOTSUPP);
	ck_assert_msg(strstr(d.msg, "came with 5.6") != NULL, "%s", d.msg);
}
END_TEST

/* Nobody's process, which has no right to trace ours. */
START_TEST(what_it_takes_to_lend_a_socket_is_said)
{
	struct rawbpf_link *l;
	struct rawbpf_diag d;
	const char *target;
	int fd = bound(), status;
	pid_t pid;

	target = target_of("socket", fd);
	pid = fork();
	if (!pid) {
		memset(&d, 0, sizeof(d));
		if (setresuid(65534, 65534, 65534))
			_exit(2);
		if (rawbpf_attach_classic(NULL, drop_all, 1, target, NULL, &l, &d) != -EPERM)
			_exit(3);
		_exit(strstr(d.msg, "the right to trace that process") ? 0 : 4);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	ck_assert_int_eq(received(fd), 4);
}
END_TEST

START_TEST(sockets_that_are_not_there_are_named_in_the_message)
{
	struct fds before;
	int null;

	need_root();
	need_pidfd();
	null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	fds_take(&before);
	refused("socket:2147483647/3", -ESRCH, "socket:2147483647/3: there is no such process");
	refused(target_of("socket", 999), -EBADF, "the process has no such descriptor");
	refused(target_of("socket", null), -ENOTSOCK, "this descriptor is no socket");
	refused("socket:1/", -ENODEV, "no such network interface");
	refused("xdp:lo", -EINVAL, "attach to sockets");
	refused("socket:lo,lock=1", -EINVAL, "this word has no value");
	refused("sk_reuseport:1/2,lock", -EINVAL, "\"lock\" is no word of this hook");
	refused("sk_reuseport:1", -EINVAL, "as in sk_reuseport:1234/5");
	refused("sk_reuseport:0/0", -EINVAL, "sk_reuseport:0/0: there is no such process");
	fds_same(&before);
}
END_TEST

/* A program on it; the number of the descriptor then is another socket's, with a filter of its own. */
START_TEST(another_socket_under_the_same_number_keeps_its_filter)
{
	struct sock_fprog theirs = { 1, (struct sock_filter *)drop_all };
	struct rawbpf_link *l;
	struct rawbpf_diag d;
	int fd = bound(), other = packet_udp_bind("127.0.0.1", 4001);

	ck_assert_msg(!filter_on(fd, keep_all, &l, &d), "%s", d.msg);
	ck_assert_int_eq(setsockopt(other, SOL_SOCKET, SO_ATTACH_FILTER, &theirs, sizeof(theirs)), 0);
	ck_assert_int_eq(dup2(other, fd), fd);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(packet_udp_send("127.0.0.1", 4001, 4, 10), 4);
	ck_assert_int_eq(packet_count(fd, 4, 100), 0);
}
END_TEST

/* Put on it a program (or a classic filter), and then the owner its own filter. */
static void owner_sets_its_own(bool program, bool theirs_is_longer)
{
	const struct sock_filter longer[] = { BPF_STMT(BPF_LD | BPF_IMM, 0), BPF_STMT(BPF_RET | BPF_A, 0) };
	struct sock_fprog theirs = { 1 + theirs_is_longer,
		(struct sock_filter *)(theirs_is_longer ? longer : drop_all) };
	struct rawbpf_object *o = NULL;
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;
	int fd = bound();

	if (program) {
		need_file(BUILD "/progs/sockex1.bpf.o");
		assert_ok(rawbpf_object_open(BUILD "/progs/sockex1.bpf.o", NULL, &o, NULL));
		assert_ok(rawbpf_object_load(o, NULL));
		assert_ok(rawbpf_prog_attach(rawbpf_object_prog(o, "sockex1"), target_of("socket", fd), NULL,
			&l, NULL));
	} else {
		assert_ok(filter_on(fd, keep_all, &l, &d));
	}
	ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &theirs, sizeof(theirs)), 0);
	assert_err(rawbpf_link_detach(l), -ENOENT);
	ck_assert_int_eq(received(fd), 0);
	rawbpf_object_close(o);
}

START_TEST(a_classic_filter_in_the_place_of_our_program_is_left_alone)
{
	owner_sets_its_own(true, false);
}
END_TEST

START_TEST(a_longer_filter_in_the_place_of_ours_is_left_alone)
{
	owner_sets_its_own(false, true);
}
END_TEST

/* A process that listens, in the descriptor *fd, until it is killed. */
static pid_t listening(int *fd)
{
	int ready[2];
	pid_t pid;

	ck_assert_int_eq(pipe2(ready, O_CLOEXEC), 0);
	pid = fork();
	if (!pid) {
		*fd = tcp_listen("127.0.0.1", 4000, true);
		ck_assert_int_eq(write(ready[1], fd, sizeof(*fd)), sizeof(*fd));
		for (;;)
			pause();
	}
	ck_assert_int_eq(read(ready[0], fd, sizeof(*fd)), sizeof(*fd));
	close(ready[0]);
	close(ready[1]);
	return pid;
}

/* Nobody would accept what comes to it. */
START_TEST(a_socket_ends_with_its_process_though_a_program_is_on_it)
{
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;
	char target[64];
	int fd, status, again;
	pid_t pid;

	need_root();
	need_pidfd();
	netns_enter();
	pid = listening(&fd);
	memset(&d, 0, sizeof(d));
	snprintf(target, sizeof(target), "sk_reuseport:%d/%d", (int)pid, fd);
	ck_assert_msg(!rawbpf_attach_classic(NULL, drop_all, 1, target, NULL, &l, &d), "%s", d.msg);
	kill(pid, SIGKILL);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	again = tcp_listen("127.0.0.1", 4000, false); /* the port is free */
	assert_ok(rawbpf_link_detach(l));
	close(again);
}
END_TEST

/* The sixth locks the filter: if it cannot, the filter is not left. */
START_TEST(each_request_that_fails_leaves_the_socket_as_it_was)
{
	unsigned int at, failed = 0;
	struct fault fault;
	struct rawbpf_link *l;
	struct fds before;
	char target[80];
	int fd = bound(), err;

	fds_take(&before);
	for (at = 1, fault.hit = true; fault.hit; at++) {
		fault_init(&fault, at, -ENOMEM);
		snprintf(target, sizeof(target), "%s%s", target_of("socket", fd), at <= 6 ? ",lock" : "");
		err = rawbpf_attach_classic(&fault.kernel, drop_all, 1, target, NULL, &l, NULL);
		failed += err != 0;
		ck_assert_msg(!err == (received(fd) == 0), "request %u failed: %d", at, err);
		/* or it was the detaching that failed */
		if (!err && rawbpf_link_detach(l))
			ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, &at,
						 sizeof(at)), 0);
		fds_same(&before);
	}
	ck_assert_uint_eq(failed, 6);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("lent");
	TCase *t = tcase_create("effect");

	tcase_add_test(t, a_filter_on_a_process_s_socket_drops_until_detached);
	tcase_add_test(t, a_program_on_a_process_s_socket_sees_its_packets_until_detached);
	tcase_add_test(t, a_filter_of_somebody_else_is_not_replaced);
	tcase_add_test(t, a_locked_filter_stays);
	tcase_add_test(t, a_filter_on_a_given_socket_is_locked_as_the_options_say);
	tcase_add_test(t, an_older_kernel_is_told_since_when_sockets_are_lent);
	tcase_add_test(t, what_it_takes_to_lend_a_socket_is_said);
	tcase_add_test(t, sockets_that_are_not_there_are_named_in_the_message);
	tcase_add_test(t, another_socket_under_the_same_number_keeps_its_filter);
	tcase_add_test(t, a_classic_filter_in_the_place_of_our_program_is_left_alone);
	tcase_add_test(t, a_longer_filter_in_the_place_of_ours_is_left_alone);
	tcase_add_test(t, a_socket_ends_with_its_process_though_a_program_is_on_it);
	tcase_add_test(t, each_request_that_fails_leaves_the_socket_as_it_was);
	suite_add_tcase(s, t);
	return s;
}

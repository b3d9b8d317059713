/* SPDX-License-Identifier: BSD-2-Clause */
/* Groups of sockets on one port, by who gets a datagram or a connection. */
#include "tests/lib/test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rawbpf.h"
#include "tests/lib/fds.h"
#include "tests/lib/mountns.h"
#include "tests/lib/netns.h"
#include "tests/lib/packet.h"
#include "tests/lib/tcp.h"

enum {
	PORT = 4000,
	GROUP = 3,
	TRIES = 40,
};

/* The program for this kernel's groups, loaded, and the only one that is. */
static struct rawbpf_object *load(const char *prog)
{
	static const char *const progs[] = { "handover", "newest" };
	struct rawbpf_object *o = NULL;
	struct rawbpf_diag d;
	unsigned int i;

	need_root();
	need_file(BUILD "/progs/handover.bpf.o");
	memset(&d, 0, sizeof(d));
	ck_assert_msg(!rawbpf_object_open(BUILD "/progs/handover.bpf.o", NULL, &o, &d), "%s", d.msg);
	for (i = 0; i < 2; i++)
		rawbpf_prog_set_autoload(rawbpf_object_prog(o, progs[i]), !strcmp(progs[i], prog));
	ck_assert_msg(!rawbpf_object_load(o, &d), "%s\n%s", d.msg, d.log ? d.log : "");
	return o;
}

static struct rawbpf_link *attach_to(struct rawbpf_object *o, const char *prog, int fd)
{
	struct rawbpf_attach_opts opts;
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;

	memset(&d, 0, sizeof(d));
	memset(&opts, 0, sizeof(opts));
	opts.socket_fd = fd;
	ck_assert_msg(!rawbpf_prog_attach(rawbpf_object_prog(o, prog), NULL, &opts, &l, &d), "%s", d.msg);
	ck_assert_str_eq(rawbpf_link_how(l),
		"SO_ATTACH_REUSEPORT_EBPF, in the place of any program before");
	return l;
}

static void choose(struct rawbpf_object *o, int fd)
{
	uint64_t value = (uint64_t)fd;
	uint32_t key = 0;

	assert_ok(rawbpf_map_update(NULL, rawbpf_map_fd(rawbpf_object_map(o, "owner")), &key, &value,
		BPF_ANY));
}

static int udp_member(void)
{
	struct sockaddr_in a;
	int on = 1, fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	memset(&a, 0, sizeof(a));
	a.sin_family = AF_INET;
	a.sin_port = htons(PORT);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on)), 0);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	return fd;
}

static void udp_group(int fds[GROUP])
{
	int i;

	netns_enter();
	for (i = 0; i < GROUP; i++)
		fds[i] = udp_member();
}

/* Of datagrams from different ports, how many come to this socket of the group; the rest is read. */
static int comes_to(const int fds[GROUP], int which)
{
	int i, n, mine = 0;

	for (i = 0; i < TRIES; i++)
		ck_assert_int_eq(packet_udp_send("127.0.0.1", PORT, 1, 10), 1);
	for (i = 0; i < GROUP; i++) {
		n = packet_count(fds[i], TRIES, 50);
		mine += i == which ? n : 0;
	}
	return mine;
}

START_TEST(a_program_chooses_the_socket_that_is_in_the_map_until_detached)
{
	struct rawbpf_object *o = load("newest");
	struct rawbpf_link *l;
	int fds[GROUP], i;

	udp_group(fds);
	l = attach_to(o, "newest", fds[1]);
	for (i = 0; i < GROUP; i++) {
		choose(o, fds[i]);
		ck_assert_int_eq(comes_to(fds, i), TRIES);
	}
	ck_assert_uint_eq(*(uint64_t *)rawbpf_global(o, "selected", NULL), GROUP * TRIES);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_lt(comes_to(fds, 0), TRIES);
	ck_assert_uint_eq(*(uint64_t *)rawbpf_global(o, "selected", NULL), GROUP * TRIES);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(classic_instructions_choose_by_number_until_detached)
{
	static const struct sock_filter second[] = { BPF_STMT(BPF_RET | BPF_K, 1) };
	struct rawbpf_attach_opts opts;
	struct rawbpf_link *l = NULL;
	int fds[GROUP];

	udp_group(fds);
	memset(&opts, 0, sizeof(opts));
	opts.socket_fd = fds[0];
	assert_ok(rawbpf_attach_classic(NULL, second, 1, "sk_reuseport:", &opts, &l, NULL));
	ck_assert_str_eq(rawbpf_link_how(l),
		"SO_ATTACH_REUSEPORT_CBPF, in the place of any program before");
	ck_assert_int_eq(comes_to(fds, 1), TRIES);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_lt(comes_to(fds, 1), TRIES);
}
END_TEST

START_TEST(what_is_left_on_a_group_stays_there)
{
	struct rawbpf_object *o = load("newest");
	int fds[GROUP];

	udp_group(fds);
	assert_ok(rawbpf_link_leave(attach_to(o, "newest", fds[0])));
	choose(o, fds[2]);
	ck_assert_int_eq(comes_to(fds, 2), TRIES);
	rawbpf_object_close(o);
	ck_assert_int_eq(comes_to(fds, 2), TRIES);
}
END_TEST

/* The kernel tells nobody whether there is one: all that can be done is to say so, as attach_to() checks. */
START_TEST(a_program_takes_the_place_of_the_one_before_and_leaves_none)
{
	struct rawbpf_object *o = load("newest"), *later = load("newest");
	struct rawbpf_link *l, *theirs;
	int fds[GROUP];

	udp_group(fds);
	theirs = attach_to(o, "newest", fds[0]);
	choose(o, fds[1]);
	ck_assert_int_eq(comes_to(fds, 1), TRIES);
	l = attach_to(later, "newest", fds[0]);
	choose(later, fds[2]);
	ck_assert_int_eq(comes_to(fds, 2), TRIES);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_lt(comes_to(fds, 1), TRIES);
	assert_err(rawbpf_link_detach(theirs), -ENOENT);
	rawbpf_object_close(later);
	rawbpf_object_close(o);
}
END_TEST

/* Clients that have connected and are not accepted yet. */
static void connect_all(int clients[TRIES])
{
	int i;

	for (i = 0; i < TRIES; i++)
		clients[i] = tcp_connect("127.0.0.1", PORT);
}

static int accepted(int listener)
{
	int n = 0, fd;

	fcntl(listener, F_SETFL, O_NONBLOCK);
	while ((fd = accept(listener, NULL, NULL)) >= 0) {
		close(fd);
		n++;
	}
	return n;
}

/* What the old one has not accepted when it ends: goes over to the new one, or is lost. */
static int moved(const char *prog)
{
	struct rawbpf_object *o = load(prog);
	int old, new, clients[TRIES], n;

	netns_enter();
	old = tcp_listen("127.0.0.1", PORT, true);
	new = tcp_listen("127.0.0.1", PORT, true);
	attach_to(o, prog, new);
	choose(o, old);
	connect_all(clients);
	ck_assert_int_eq(accepted(new), 0);
	choose(o, new);
	close(old);
	n = accepted(new);
	rawbpf_object_close(o);
	return n;
}

START_TEST(connections_that_were_not_accepted_move_to_the_new_socket)
{
	need_kernel(5, 14);
	ck_assert_int_eq(moved("handover"), TRIES);
}
END_TEST

START_TEST(without_migrate_connections_that_were_not_accepted_are_lost)
{
	ck_assert_int_eq(moved("newest"), 0);
}
END_TEST

/* Such a kernel loads it all the same. */
START_TEST(a_kernel_that_cannot_migrate_says_since_when)
{
	struct rawbpf_object *o = load("handover");
	struct rawbpf_attach_opts opts;
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;
	int fds[GROUP], err;

	udp_group(fds);
	memset(&opts, 0, sizeof(opts));
	memset(&d, 0, sizeof(d));
	opts.socket_fd = fds[0];
	err = rawbpf_prog_attach(rawbpf_object_prog(o, "handover"), NULL, &opts, &l, &d);
	ck_assert_int_eq(err, kernel_is(5, 14) ? 0 : -EOPNOTSUPP);
	ck_assert_msg(!err || strstr(d.msg, "came with 5.14"), "%s", d.msg);
	rawbpf_object_close(o);
}
END_TEST

static void refused(struct rawbpf_object *o, const char *target, int fd, int want, const char *words)
{
	struct rawbpf_attach_opts opts;
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;

	memset(&d, 0, sizeof(d));
	memset(&opts, 0, sizeof(opts));
	opts.socket_fd = fd;
	assert_err(rawbpf_prog_attach(rawbpf_object_prog(o, "newest"), target, &opts, &l, &d), want);
	ck_assert_msg(strstr(d.msg, words) != NULL, "%s", d.msg);
	ck_assert_ptr_null(l);
}

START_TEST(sockets_that_are_in_no_group_are_refused_with_the_reason)
{
	struct rawbpf_object *o = load("newest");
	struct fds before;
	int alone, pipe_fd[2];

	netns_enter();
	alone = tcp_listen("127.0.0.1", PORT, false);
	ck_assert_int_eq(pipe(pipe_fd), 0);
	fds_take(&before);
	refused(o, NULL, 0, -EINVAL, "give newest=sk_reuseport:WHERE, WHERE being a socket");
	refused(o, "sk_reuseport:lo", 0, -EINVAL, "as in sk_reuseport:1234/5");
	refused(o, "sk_reuseport:1234/x", 0, -EINVAL, "as in sk_reuseport:1234/5");
	refused(o, NULL, alone, -EINVAL, "SO_REUSEPORT set before it is bound");
	refused(o, NULL, pipe_fd[0], -ENOTSOCK, "refused the program");
	refused(o, NULL, 999, -EBADF, "the socket: ");
	fds_same(&before);
	rawbpf_object_close(o);
}
END_TEST

/* ---- the sample: processes that take over from each other ---- */

struct server {
	pid_t pid;
	int input; /* that it ends with */
};

static struct server serve(const char *name)
{
	struct server s;
	int in[2];

	ck_assert_int_eq(pipe2(in, O_CLOEXEC), 0);
	s.pid = fork();
	if (!s.pid) {
		dup2(in[0], 0);
		dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), 1);
		execl(BUILD "/progs/handover", "handover", "4000", name, NULL);
		_exit(127);
	}
	close(in[0]);
	s.input = in[1];
	return s;
}

static int end_of(const struct server *s)
{
	int status;

	ck_assert_int_eq(waitpid(s->pid, &status, 0), s->pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* The name of who answers; "" if nobody does, or the connection is lost. */
static void ask(char name[16])
{
	struct sockaddr_in a;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	memset(name, 0, 16);
	memset(&a, 0, sizeof(a));
	a.sin_family = AF_INET;
	a.sin_port = htons(PORT);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(fd, (struct sockaddr *)&a, sizeof(a)) || read(fd, name, 15) < 0)
		name[0] = '\0';
	close(fd);
}

/* Asks until that one has answered a few times. Nothing may be lost once somebody has. */
static void ask_until(const char *want, bool lost_is_fine)
{
	char name[16];
	int answers = 0;

	do {
		ask(name);
		ck_assert_msg(*name || lost_is_fine, "a connection was lost");
		answers += !strcmp(name, want);
	} while (answers < 20);
}

/* Asks all the time, and ends when a connection is lost. */
static pid_t client(void)
{
	char name[16];
	pid_t pid = fork();

	if (pid)
		return pid;
	alarm(60);
	do
		ask(name);
	while (*name);
	_exit(1);
}

static void client_has_lost_none(pid_t pid)
{
	int status;

	ck_assert_msg(!waitpid(pid, &status, WNOHANG), "a connection was lost");
	kill(pid, SIGKILL);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
}

START_TEST(a_new_process_takes_over_from_the_old_one_without_a_loss)
{
	static const char *const names[] = { "one", "two", "three", "four" };
	struct server old, new;
	pid_t clients[3];
	int i;

	need_root();
	need_file(BUILD "/progs/handover");
	netns_enter();
	mountns_enter();
	old = serve(names[0]);
	ask_until(names[0], true);
	for (i = 0; i < 3; i++)
		clients[i] = client();
	for (i = 1; i < 4; i++) {
		new = serve(names[i]);
		ask_until(names[i], false);
		ck_assert_int_eq(end_of(&old), 0);
		old = new;
	}
	for (i = 0; i < 3; i++)
		client_has_lost_none(clients[i]);
	close(old.input);
	ck_assert_int_eq(end_of(&old), 0);
	ck_assert_int_ne(access(MOUNTNS_BPFFS "/handover", F_OK), 0);
}
END_TEST

static uint64_t owner(void)
{
	int fd = rawbpf_pin_open(NULL, MOUNTNS_BPFFS "/handover", NULL);
	uint64_t cookie = 0;
	uint32_t key = 0;

	assert_ok(fd);
	assert_ok(rawbpf_map_lookup(NULL, fd, &key, &cookie));
	close(fd);
	return cookie;
}

/* Before it can accept them; they are moved when its socket is closed, with the process. */
START_TEST(connections_of_a_process_that_is_killed_are_answered_by_the_new_one)
{
	int waiting[TRIES], i, status;
	struct server old, new;
	uint64_t was;
	char name[16];

	need_root();
	need_kernel(5, 14);
	need_file(BUILD "/progs/handover");
	netns_enter();
	mountns_enter();
	old = serve("old");
	ask_until("old", true);
	kill(old.pid, SIGSTOP);
	ck_assert_int_eq(waitpid(old.pid, &status, WUNTRACED), old.pid);
	connect_all(waiting);
	was = owner();
	new = serve("new");
	while (owner() == was)
		sched_yield();
	kill(old.pid, SIGKILL);
	end_of(&old);
	for (i = 0; i < TRIES; i++) {
		memset(name, 0, sizeof(name));
		ck_assert_uint_eq(tcp_read(waiting[i], name, 3, 2000), 3);
		ck_assert_str_eq(name, "new");
	}
	close(new.input);
	ck_assert_int_eq(end_of(&new), 0);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("reuseport");
	TCase *t = tcase_create("effect");

	tcase_add_test(t, a_program_chooses_the_socket_that_is_in_the_map_until_detached);
	tcase_add_test(t, classic_instructions_choose_by_number_until_detached);
	tcase_add_test(t, what_is_left_on_a_group_stays_there);
	tcase_add_test(t, a_program_takes_the_place_of_the_one_before_and_leaves_none);
	tcase_add_test(t, connections_that_were_not_accepted_move_to_the_new_socket);
	tcase_add_test(t, without_migrate_connections_that_were_not_accepted_are_lost);
	tcase_add_test(t, a_kernel_that_cannot_migrate_says_since_when);
	tcase_add_test(t, sockets_that_are_in_no_group_are_refused_with_the_reason);
	tcase_add_test(t, a_new_process_takes_over_from_the_old_one_without_a_loss);
	tcase_add_test(t, connections_of_a_process_that_is_killed_are_answered_by_the_new_one);
	suite_add_tcase(s, t);
	return s;
}

/* SPDX-License-Identifier: BSD-2-Clause */
/* The sample congestion control, by what it does to a connection: its window is the one it was given. */
#include "tests/lib/test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rawbpf.h"
#include "tests/lib/netns.h"

enum { BYTES = 1 << 20 };

static char name[16]; /* they are global in the kernel: one of this process */

static struct rawbpf_object *load(const char *window)
{
	struct rawbpf_object *o = NULL;
	struct rawbpf_diag d;
	int err;

	need_root();
	need_kernel(5, 6);
	need_btf();
	need_jit();
	need_file(BUILD "/progs/tcp_cc.bpf.o");
	netns_enter();
	memset(&d, 0, sizeof(d));
	snprintf(name, sizeof(name), "rbcc_%d", getpid());
	err = rawbpf_object_open(BUILD "/progs/tcp_cc.bpf.o", NULL, &o, &d);
	if (!err)
		err = rawbpf_global_set(o, "tcp_cc.name", name, &d);
	if (!err)
		err = rawbpf_global_set(o, "window", window, &d);
	if (!err)
		err = rawbpf_object_load(o, &d);
	if (!err)
		err = rawbpf_object_attach(o, &d);
	ck_assert_msg(!err, "%s\n%s", d.msg, d.log ? d.log : "");
	return o;
}

/* Two ends of a connection over lo; the first one, which sends, has the congestion control. */
static void connected(int *sender, int *receiver)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t size = sizeof(a);
	int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(bind(server, (void *)&a, sizeof(a)), 0);
	ck_assert_int_eq(listen(server, 1), 0);
	ck_assert_int_eq(getsockname(server, (void *)&a, &size), 0);
	*sender = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(setsockopt(*sender, IPPROTO_TCP, TCP_CONGESTION, name, strlen(name)), 0);
	ck_assert_int_eq(connect(*sender, (void *)&a, sizeof(a)), 0);
	*receiver = accept(server, NULL, NULL);
	ck_assert_int_ge(*receiver, 0);
	close(server);
}

/* All of it arrives; how many packets the sender may have on their way in the end. */
static uint32_t transfer(int sender, int receiver)
{
	static char bytes[16384];
	struct tcp_info info;
	socklen_t size = sizeof(info);
	ssize_t n;
	int got = 0;

	if (!fork()) {
		for (got = 0; got < BYTES; got += n)
			if ((n = write(sender, bytes, sizeof(bytes))) < 0)
				_exit(1);
		_exit(0);
	}
	while (got < BYTES) {
		n = read(receiver, bytes, sizeof(bytes));
		ck_assert_int_gt(n, 0);
		got += n;
	}
	memset(&info, 0, sizeof(info));
	ck_assert_int_eq(getsockopt(sender, IPPROTO_TCP, TCP_INFO, &info, &size), 0);
	return info.tcpi_snd_cwnd;
}

static const uint32_t windows[] = { 4, 23 };

START_TEST(the_window_of_a_connection_is_the_programs)
{
	struct rawbpf_object *o;
	int sender, receiver;
	char text[16];

	snprintf(text, sizeof(text), "%u", windows[_i]);
	o = load(text);
	connected(&sender, &receiver);
	ck_assert_uint_eq(transfer(sender, receiver), windows[_i]);
	ck_assert_uint_gt(*(uint64_t *)rawbpf_global(o, "acknowledged", NULL), BYTES / 65536);
	close(sender);
	close(receiver);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_connection_goes_on_when_its_control_is_no_more_to_be_had)
{
	struct rawbpf_object *o = load("8");
	int sender, receiver, fd;

	connected(&sender, &receiver);
	rawbpf_object_close(o);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_lt(setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, name, strlen(name)), 0);
	ck_assert_uint_eq(transfer(sender, receiver), 8);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("tcp_cc");
	TCase *t = tcase_create("effect");

	tcase_add_loop_test(t, the_window_of_a_connection_is_the_programs, 0, 2);
	tcase_add_test(t, a_connection_goes_on_when_its_control_is_no_more_to_be_had);
	suite_add_tcase(s, t);
	return s;
}
